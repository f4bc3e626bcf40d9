from odoo import api, fields, models


class HypercareTierMember(models.Model):
    """Who of a tier sees its confidential issues: chosen person by person."""

    _inherit = "hypercare.tier.member"

    sees_confidential = fields.Boolean(
        "May see confidential issues",
        compute="_compute_sees_confidential",
        store=True,
        readonly=False,
        precompute=True,
        help="Payroll, security, personal data: confidential issues of this tier are "
        "seen by the members marked here, besides whoever reported or owns them, the "
        "managers and the sponsor. By default it is who leads the tier.",
    )

    @api.depends("user_id", "tier_id")
    def _compute_sees_confidential(self):
        """By default whoever leads the tier; not when the lead changes later."""
        for member in self:
            lead = member.tier_id.lead_id
            member.sees_confidential = bool(lead) and member.user_id == lead

    def write(self, vals):
        if not {"sees_confidential", "active", "user_id"} & set(vals):
            return super().write(vals)
        places = self.period_id, self.user_id
        res = super().write(vals)
        _take_away(*places)
        return res

    def unlink(self):
        places = self.period_id, self.user_id
        res = super().unlink()
        _take_away(*places)
        return res


def _take_away(periods, users):
    """Have people follow no confidential issues that they may not read any more."""
    # sudo: also of issues that whoever changes the tier may not see.
    issues = periods.env["hypercare.issue"].sudo()
    partners = users.sudo().partner_id
    if not periods or not partners:
        return
    followed = issues.search(
        [
            ("period_id", "in", periods.ids),
            ("confidential", "=", True),
            ("message_partner_ids", "in", partners.ids),
        ]
    )
    followed._drop_outsiders(partners)
