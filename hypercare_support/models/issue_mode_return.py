from odoo import fields, models

from ..const import OPEN_STATES
from ..engine import modes
from .phase_mode import mode_sentence


class HypercareIssue(models.Model):
    """What gets too low for the project team goes back to the business.

    Otherwise an issue raised for a moment would stay with the team for ever.
    """

    _inherit = "hypercare.issue"

    def _apply_facts(self, facts, vals, reason=False, now=None):
        """As ever; what is too low for the project team now goes back to the business.

        Unless a manager says why the team keeps it.
        """
        if facts.get("severity") not in modes.SEVERITIES or self._is_system():
            super()._apply_facts(facts, vals, reason, now)
            return
        for name in ("tier_id", "user_id"):
            self._check_record(name, facts.get(name))
        now = now or fields.Datetime.now()
        low = self.filtered(lambda issue: issue._falls_below(facts, now))
        back = low.browse() if reason and self._is_manager() else low
        for issue in back:
            given = issue._facts_of_return(facts)
            super(HypercareIssue, issue)._apply_facts(given, vals, reason, now)
        if self - back:
            super(HypercareIssue, self - back)._apply_facts(facts, vals, reason, now)
        back._note_return(now)
        (low - back)._note_override(reason, now)

    def _falls_below(self, facts, now) -> bool:
        """Tell whether a lower severity takes an open issue from the project team.

        It is with the team and would stay there, but only its old severity is taken.
        """
        period = self.sudo().period_id
        takes = period._mode_at(now).takes
        if self.severity not in takes or facts["severity"] in takes:
            return False
        if facts.get("state", self.state) not in OPEN_STATES:
            return False
        tier, owner = self.tier_id, self.user_id
        if not period._business_tiers() or not self._with_project(tier, owner):
            return False
        return self._with_project(
            tier.browse(facts.get("tier_id") or tier.id),
            owner.browse(facts.get("user_id", owner.id) or ()),
        )

    def _facts_of_return(self, facts) -> dict:
        """Return the change with which an issue goes back to the business."""
        tier = self.tier_id
        if tier.level == modes.PROJECT_LEVEL:
            # sudo: which tiers have somebody does not depend on who asks.
            tier = self.sudo().period_id._business_tiers()[-1:]
        # Nothing else happens to it in the same act: who works on it has it.
        given = {"severity": facts["severity"], "tier_id": tier.id}
        if self._with_project(tier, self.user_id):
            given["user_id"] = False
        return given

    def _note_return(self, now):
        """Write into the log of each issue why the project team has it no more."""
        # sudo: whoever gives a confidential issue back may lose sight of it.
        for issue in self.sudo():
            issue._message_log(
                body=self.env._(
                    "Back with %(tier)s: %(severity)s stays with the business in the "
                    "phase “%(phase)s”. %(mode)s",
                    tier=issue.tier_id.name,
                    severity=issue.severity.upper(),
                    phase=issue.period_id._phase_at(now).name,
                    mode=mode_sentence(self.env, issue.period_id._mode_at(now)),
                )
            )
