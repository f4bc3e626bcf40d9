from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import consteq, email_normalize, hmac

#: Which reports a named person of a period gets, whether or not they ask for it.
ROLE_REPORTS = {
    "sponsor_id": ("weekly", "monthly"),
    "client_pm_id": ("daily", "weekly", "monthly"),
    "consultant_lead_id": ("daily", "weekly", "monthly"),
    "business_owner_id": ("weekly", "monthly"),
}
#: The scope of the signature in links to unsubscribe.
SCOPE = "hypercare-unsubscribe"


class HypercareStakeholder(models.Model):
    """Somebody who wants to know how hypercare goes, and gets it by mail.

    The people named in the period get their reports anyway; here are the others, and
    further reports for those.
    """

    _name = "hypercare.stakeholder"
    _description = "Hypercare Stakeholder"
    _inherit = ["hypercare.input.mixin"]
    _order = "period_id, id"
    _rec_name = "partner_id"

    _DERIVED = ("company_id",)
    _FIXED = ("period_id",)

    period_id = fields.Many2one(
        "hypercare.period", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        related="period_id.company_id", store=True, index=True, precompute=True
    )
    partner_id = fields.Many2one(
        "res.partner", "Person", required=True, index=True, ondelete="cascade"
    )
    email = fields.Char(related="partner_id.email")
    daily = fields.Boolean("Daily status")
    weekly = fields.Boolean("Weekly summary", default=True)
    monthly = fields.Boolean("Monthly report")
    unsubscribed_at = fields.Datetime(
        "Unsubscribed",
        readonly=True,
        copy=False,
        help="They asked to get no more. Only they can change their mind, by the link "
        "in their last mail.",
    )

    _once = models.UniqueIndex(
        "(period_id, partner_id)", "This person is a stakeholder of the period already."
    )

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_not_unsubscribed(vals)
        return super().create(vals_list)

    def write(self, vals):
        self._check_not_unsubscribed(vals)
        return super().write(vals)

    def _check_not_unsubscribed(self, vals):
        """Refuse to speak for somebody who has unsubscribed.

        :raise UserError: always, if it is tried
        """
        known = self[:1].unsubscribed_at
        if "unsubscribed_at" in vals and (vals["unsubscribed_at"] or False) != known:
            raise UserError(
                self.env._(
                    "Whether somebody is unsubscribed is up to them: ask them to press "
                    "the link in their last mail."
                )
            )

    def _unsubscribe_token(self) -> str:
        """Return the signature that makes a link to unsubscribe valid."""
        self.ensure_one()
        # sudo: the secret of the database signs, whoever sends.
        return hmac(self.env(su=True), SCOPE, (self.id, self.partner_id.id))

    def _unsubscribe_url(self) -> str:
        base = self.period_id.get_base_url()
        return f"{base}/hypercare/unsubscribe/{self.id}/{self._unsubscribe_token()}"

    @api.model
    def _find_by_token(self, stakeholder_id, token):
        """Return the stakeholder a link speaks of, empty if the link is not valid."""
        # sudo: whoever has the link need not be a user; the signature is checked.
        found = self.sudo().browse(stakeholder_id).exists()
        if not token or not token.isascii():
            return self.browse()
        if found and consteq(token, found._unsubscribe_token()):
            return found
        return self.browse()

    def _set_unsubscribed(self, gone):
        """Note that a person wants no more reports, or wants them again."""
        self.ensure_one()
        if bool(self.unsubscribed_at) == gone:
            return True
        vals = {"unsubscribed_at": fields.Datetime.now() if gone else False}
        # The guard of `write` is for everybody else.
        return super().write(vals)  # pylint: disable=super-method-mismatch


class HypercarePeriod(models.Model):
    _inherit = "hypercare.period"

    stakeholder_ids = fields.One2many(
        "hypercare.stakeholder", "period_id", "Stakeholders", copy=True
    )

    def _status_readers(self, kind) -> list:
        """Return (partner, stakeholder) of everybody who gets a kind of report.

        The stakeholder is empty for whoever gets it by their role, which nobody can
        unsubscribe from. People without a valid address are left out.

        :param kind: ``daily``, ``weekly`` or ``monthly``
        """
        self.ensure_one()
        nobody = self.env["hypercare.stakeholder"]
        by_role = self.env["res.users"].browse()
        for role, kinds in ROLE_REPORTS.items():
            if kind in kinds:
                by_role |= self[role]
        if kind == "monthly":
            by_role |= self.area_ids.head_id
        readers = {user.partner_id: nobody for user in by_role if user.active}
        for stakeholder in self.stakeholder_ids:
            wanted = stakeholder[kind] and not stakeholder.unsubscribed_at
            if wanted and stakeholder.partner_id.active:
                readers.setdefault(stakeholder.partner_id, stakeholder)
        return [
            (partner, stakeholder)
            for partner, stakeholder in readers.items()
            if email_normalize(partner.email or "")
        ]
