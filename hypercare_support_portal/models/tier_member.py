from odoo import api, fields, models


class HypercareTierMember(models.Model):
    """Membership is what opens the portal to an outside consultant, nothing else."""

    _inherit = "hypercare.tier.member"

    @api.model
    def _outside_memberships(self):
        """Return the memberships that the portal user who asks has today.

        Removed, archived, ended or not begun, of an archived or cancelled period or of
        another company than the user's: none of these opens anything.
        """
        user = self.env.user
        if not user._is_portal():
            return self.sudo().browse()
        # sudo: portal users read no model of hypercare; this decides what they see.
        members = self.sudo().search(
            [
                ("user_id", "=", user.id),
                ("active", "=", True),
                ("company_id", "in", user.company_ids.ids),
                ("period_id.active", "=", True),
                ("period_id.state", "!=", "cancelled"),
            ]
        )
        now = fields.Datetime.now()
        return members.filtered(lambda one: one in one.tier_id._members_at(now))
