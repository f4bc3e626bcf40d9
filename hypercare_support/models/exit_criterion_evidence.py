from odoo import models
from odoo.exceptions import UserError
from odoo.fields import Domain

from .. import const


class HypercareExitCriterion(models.Model):
    """The records behind a criterion."""

    _inherit = "hypercare.exit.criterion"

    def action_evidence(self):
        """Open the records behind the criterion."""
        self.ensure_one()
        model, domain = self._evidence_of()
        name = self.name
        if model not in self.env or not self.env[model].has_access("read"):
            raise UserError(
                self.env._("There are no records behind “%s” that you may open.", name)
            )
        return {
            "type": "ir.actions.act_window",
            "name": name,
            "res_model": model,
            "domain": list(domain),
            "context": {"create": False},
            "views": [(False, "list"), (False, "form")],
        }

    def _evidence_of(self) -> tuple[str, Domain]:
        """Return model and domain of the records behind a criterion.

        To be extended by bridges for what they measure.
        """
        period = Domain("period_id", "=", self.period_id.id)
        issues = self._evidence_issues()
        if issues is not None:
            return "hypercare.issue", period & issues
        lists = {
            "answers": ("hypercare.article", Domain("published", "=", True)),
            "responsibilities": ("hypercare.responsibility", Domain.TRUE),
            "knowledge": ("hypercare.knowledge.transfer", Domain.TRUE),
            "roster": ("hypercare.after.contact", Domain.TRUE),
            "integrations": ("hypercare.integration", Domain("critical", "=", True)),
        }
        model, domain = lists.get(self.code, ("", Domain.TRUE))
        if model in self.env:
            return model, period & domain
        if self.code == "bau_policy":
            return "hypercare.period", Domain("id", "=", self.period_id.id)
        # What people have attested, with their files.
        return "hypercare.exit.history", Domain("criterion_id", "=", self.id)

    def _evidence_issues(self) -> Domain | None:
        """Return which issues of the period are the evidence, None if none are."""
        if self.code == "clean_streak":
            return Domain(
                "event_ids",
                "any",
                [
                    ("kind", "=", "severity"),
                    ("new", "in", list(const.URGENT_SEVERITIES)),
                ],
            )
        if self.code == "falling":
            return ~Domain("state", "=", "cancelled")
        if self.code in ("without_consultant", "l1_share", "first_tier"):
            return self.period_id._solved_domain()
        return None
