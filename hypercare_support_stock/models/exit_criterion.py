from dataclasses import replace

from odoo import models
from odoo.fields import Domain


class HypercareExitCriterion(models.Model):
    """The close of inventory, as a part of the close in all areas."""

    _inherit = "hypercare.exit.criterion"

    def _evaluate_close_areas(self, facts):
        """Add inventory to what is found out about the other areas.

        Where goods and accounts differ, the close is not done. Where they agree, the
        other areas decide. Where nobody can tell, a person attests it.
        """
        finding = super()._evaluate_close_areas(facts)
        period = facts.period
        day = period._stock_first_month()
        if day >= period._local_day(facts.now):
            why = self.env._("Inventory: the first month has not ended yet.")
            return self._holds(False, self.env._("not closed"), why)
        standing = period._stock_standing(day)
        why = self.env._(
            "%(others)s Inventory: %(stock)s",
            others=finding.why,
            stock=period._stock_sentence(standing),
        )
        if standing.state == "equal":
            return replace(finding, why=why)
        if standing.is_known:
            return self._holds(False, self.env._("not closed"), why)
        if finding.state == "met":
            return self._unmeasurable(why)
        return replace(finding, why=why)

    def _close_inventory(self, facts, finding):
        """Return what is found out about the other areas: stock is added above.

        The bridge to accounting asks this once the ledger is closed.
        """
        return finding

    def _evidence_of(self):
        model, domain = super()._evidence_of()
        # What a person attested comes first.
        if self.code != "close_areas" or self.attested_at or not self._stock_lines():
            return model, domain
        # sudo: time zone and support hours of the period, whoever looks.
        period = self.sudo().period_id
        standing = period._stock_standing(period._stock_first_month())
        # What others measured as well, unless it is stock that stands against it.
        if model != "hypercare.exit.history" and standing.state == "equal":
            return model, domain
        return "hypercare.stock.value", self._stock_lines_domain()

    def _stock_lines_domain(self):
        # sudo: support hours of the period, whoever looks.
        period = self.sudo().period_id
        month = Domain("month_end", "=", period._stock_first_month())
        return Domain("period_id", "=", period.id) & month

    def _stock_lines(self):
        return self.env["hypercare.stock.value"].search(self._stock_lines_domain())
