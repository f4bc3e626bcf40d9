from odoo import models
from odoo.fields import Domain

from odoo.addons.hypercare_support.models.exit_criterion_evaluate import Finding


class HypercareExitCriterion(models.Model):
    """The month-end close, measured; attested only where nothing is posted."""

    _inherit = "hypercare.exit.criterion"

    def _evaluate_month_end_close(self, facts) -> Finding:
        period = facts.period
        close = period._month_close(facts.now)
        if not close.is_used:
            return super()._evaluate_month_end_close(facts)
        if not close.month_end:
            why = self.env._("No month has ended since go-live.")
            return Finding("not_met", self.env._("not yet"), why, None, "amber")
        why = period._close_words(close.standing, close.month_end, close.drafts)
        text = self.env._("closed") if close.is_done else self.env._("open")
        if close.is_done:
            why = self.env._(
                "%(why)s Business days after the month-end: %(days)s.",
                why=why,
                days=close.days,
            )
        return self._holds(close.is_done, text, why)

    def _evaluate_close_areas(self, facts) -> Finding:
        """Ledger, payables and receivables are closed with the month; stock is not.

        Where stock is kept in Odoo, its part is measured elsewhere or attested.
        """
        finding = self._evaluate_month_end_close(facts)
        if finding.state == "met" and "stock.quant" in self.env:
            return self._close_inventory(facts, finding)
        return finding

    def _close_inventory(self, facts, finding) -> Finding:
        """Return what is found out about the value of stock, once the rest is closed.

        To be replaced where it is measured.

        :param finding: of the ledger, which is met
        """
        return self._unmeasurable(
            self.env._(
                "%s The value of stock cannot be seen here: a person attests it with a "
                "file.",
                finding.why,
            )
        )

    def _evidence_of(self):
        measured = self.state in ("met", "not_met", "waived")
        if self.code in ("month_end_close", "close_areas") and measured:
            # sudo: the line of companies, for the domain; rules decide what is seen.
            period = self.sudo().period_id
            companies = period._close_companies() | period._books_companies()
            return "hypercare.close.event", Domain("company_id", "in", companies.ids)
        return super()._evidence_of()
