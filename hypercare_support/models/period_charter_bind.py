from odoo import fields, models

from ..engine.modes import Mode, Slice

#: In the context of what is worked out with every form. An object, so that no client
#: can put it there.
QUICK = object()


class HypercarePeriod(models.Model):
    """An approved charter binds: the plan that starts is the plan that was agreed."""

    _inherit = "hypercare.period"

    def write(self, vals):
        others = {name: value for name, value in vals.items() if name != "state"}
        if "state" in vals and others and not (self.env.su or self._is_forcing()):
            # The plan is judged as it will start, not as it was before.
            self.write(others)
            vals = {"state": vals["state"]}
        return super().write(vals)

    def _charter_in_force(self):
        """Return the approved charter, whoever asks; may be empty."""
        self.ensure_one()
        # sudo: what was agreed binds whoever may read it.
        charters = self.env["hypercare.charter"].sudo()
        return charters.search(
            [("period_id", "=", self.id), ("state", "=", "approved")], limit=1
        )

    def _readiness_items(self) -> list[dict]:
        """Add what differs from the approved charter; it costs a charter, so forms,
        which show a number only, go without."""
        items = super()._readiness_items()
        quick = self.env.context.get("hypercare_quick") is QUICK
        if quick or self.state not in ("draft", "ready"):
            return items
        charter = self._charter_in_force()
        count = len(charter._drift()) if charter else 0
        if count:
            text = self.env._(
                "The plan is not what was approved: the charter differs in %s places. "
                "Open it, press “Change the charter” and have it approved again.",
                count,
            )
            items.append(
                self._readiness_item("charter_drift", text, "action_open_charter")
            )
        return items

    def _move_notes(self, entries) -> list[str]:
        notes = super()._move_notes(entries)
        if entries and self._charter_in_force():
            notes.append(
                self.env._(
                    "The charter is approved with the present dates: after the move "
                    "press “Change the charter” and have it approved again."
                )
            )
        return notes

    def _charter_plan(self):
        """Return the phases of the approved charter as a plan; None without one."""
        charter = self._charter_in_force()
        if not charter:
            return None
        rows = [
            {cell["key"]: cell.get("fact") for cell in row["cells"]}
            for section in (charter.content or {}).get("sections", ())
            if section["code"] == "phases"
            for row in section["rows"]
        ]
        return tuple(
            Slice(
                *(fields.Date.to_date(day) for day in row["dates"]),
                Mode(frozenset(row["takes"]), row["part"]),
            )
            for row in rows
        )
