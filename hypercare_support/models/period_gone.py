from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools.i18n import format_list

from ..const import OPEN_STATES


class HypercarePeriod(models.Model):
    """People who left in mid-period, and what they have left behind."""

    _inherit = "hypercare.period"

    gone_notice = fields.Char(
        compute="_compute_gone_notice",
        groups="hypercare_support.group_agent,hypercare_support.group_sponsor",
    )

    @api.depends_context("lang")
    @api.depends("issue_ids.user_id", "issue_ids.state")
    def _compute_gone_notice(self):
        for period in self:
            left = period._left_behind()
            if not left:
                period.gone_notice = False
                continue
            period.gone_notice = self.env._(
                "No longer there: %(people)s. Open issues that are still theirs: "
                "%(count)s.",
                people=format_list(self.env, [user.name for user in left]),
                count=sum(left.values()),
            )

    def _gone_domain(self):
        return (
            Domain("period_id", "in", self.ids)
            & Domain("state", "in", OPEN_STATES)
            & Domain("user_id.active", "=", False)
            & Domain("user_id", "!=", False)
        )

    def _left_behind(self) -> dict:
        """Return archived user → how many open issues of this period they own."""
        # sudo: that somebody's issues need a new owner does not depend on who asks.
        issues = self.env["hypercare.issue"].sudo()
        return dict(issues._read_group(self._gone_domain(), ["user_id"], ["__count"]))

    def action_open_gone(self):
        """Open the issues whose owner is not there any more, to give them away."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.actions"]._for_xml_id(
            "hypercare_support.issue_action_list"
        )
        return {
            **action,
            "name": self.env._("To be given to somebody else"),
            "domain": list(self._gone_domain()),
            "context": {"default_period_id": self.id},
        }
