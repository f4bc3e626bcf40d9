from odoo import api, models
from odoo.fields import Domain

#: Ids beyond what the database can hold are nobody's.
_LARGEST = 2**31 - 1


class HypercareIssue(models.Model):
    """What of the log is seen outside.

    Portal users have no access row for any model of hypercare: what they see and do
    goes through these methods, which decide first and read as superuser afterwards, in
    the name of the user. What is confidential stays inside.
    """

    _inherit = "hypercare.issue"

    @api.model
    def _outside_work_domain(self) -> Domain:
        """Return which issues the portal user who asks works on.

        Those that one of the user's tiers has or had, and those that the user owns.
        """
        members = self.env["hypercare.tier.member"]._outside_memberships()
        tiers = members.tier_id
        if not tiers:
            return Domain.FALSE
        return Domain("confidential", "=", False) & (
            Domain("tier_id", "in", tiers.ids)
            | Domain("engagement_ids.tier_id", "in", tiers.ids)
            | (
                Domain("user_id", "=", self.env.uid)
                & Domain("period_id", "in", tiers.period_id.ids)
            )
        )

    @api.model
    def _outside_domain(self) -> Domain:
        """Return which issues the portal user who asks may see."""
        sponsored = self.env["hypercare.period"]._outside_sponsored()
        domain = self._outside_work_domain()
        if sponsored:
            domain |= Domain("confidential", "=", False) & Domain(
                "period_id", "in", sponsored.ids
            )
        return domain

    @api.model
    def _outside_find(self, issue_id):
        """Return an issue that the portal user who asks may see; empty otherwise.

        :return: as superuser, in the name of the user
        """
        if not 0 < issue_id <= _LARGEST:
            return self.sudo().browse()
        # sudo: portal users read no model of hypercare; the domain decides.
        return self.sudo().search(self._outside_domain() & Domain("id", "=", issue_id))

    def _outside_works(self) -> bool:
        """Tell whether the portal user may work on this issue, not only read it."""
        self.ensure_one()
        if self.period_id.state in ("closed", "cancelled"):
            return False
        # sudo: as above.
        return bool(
            self.sudo().search_count(
                self._outside_work_domain() & Domain("id", "=", self.id)
            )
        )
