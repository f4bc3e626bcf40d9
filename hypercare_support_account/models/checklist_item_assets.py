from odoo import models
from odoo.fields import Domain


class HypercareChecklistItem(models.Model):
    """Depreciation, where assets are kept in Odoo: its own app or that of the OCA."""

    _inherit = "hypercare.checklist.item"

    def _measure_depreciation_posted(self):
        """No depreciation of the month, or before it, waits to be booked."""
        lines = self._depreciation_lines()
        if lines is None:
            return None
        return self._measure_month(lambda day: self._depreciation_of(day, *lines))

    def _depreciation_of(self, month_end, model, date_field, scope, posted):
        # sudo: what is booked does not depend on who asks.
        lines = self.env[model].sudo()
        until = scope & Domain(date_field, "<=", month_end)
        waiting = lines.search_count(until & ~posted)
        day = self._day_words(month_end)
        if waiting:
            return False, self.env._(
                "Depreciations up to %(day)s that are not posted: %(count)s.",
                count=waiting,
                day=day,
            )
        booked = until & posted & Domain(date_field, ">=", month_end.replace(day=1))
        if not lines.search_count(booked, limit=1):
            return None, self.env._(
                "No depreciation is posted in the month to %s: a person attests it.",
                day,
            )
        return True, self.env._("Every depreciation up to %s is posted.", day)

    def _depreciation_lines(self):
        """Return model, date field, which ones and which are posted; None: no assets.

        Found by what the registry has: neither app is needed.
        """
        companies = self.period_id._books_companies().ids
        if self._has_fields("account.asset.line", "line_date", "move_check", "type"):
            scope = (
                Domain("asset_id.company_id", "in", companies)
                & Domain("asset_id.state", "in", ["open", "close"])
                & Domain("type", "=", "depreciate")
                & Domain("init_entry", "=", False)
            )
            posted = Domain("move_check", "=", True)
            return "account.asset.line", "line_date", scope, posted
        if "account.asset" in self.env and self._has_fields("account.move", "asset_id"):
            scope = (
                Domain("company_id", "in", companies)
                & Domain("asset_id", "!=", False)
                & Domain("state", "in", ["draft", "posted"])
            )
            return "account.move", "date", scope, Domain("state", "=", "posted")
        return None

    def _has_fields(self, model, *names) -> bool:
        """Tell whether a model is there, with stored fields of these names."""
        known = self.env[model]._fields if model in self.env else {}
        return all(name in known and known[name].store for name in names)
