from odoo import api, fields, models


class HypercareAfterContact(models.Model):
    """A step of the way to help after hypercare: whom to call, for what, and when."""

    _name = "hypercare.after.contact"
    _description = "Hypercare Contact after Exit"
    _inherit = ["hypercare.input.mixin"]
    _order = "period_id, sequence, id"

    _DERIVED = ("company_id",)
    _FIXED = ("period_id",)

    period_id = fields.Many2one(
        "hypercare.period", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        related="period_id.company_id", store=True, index=True, precompute=True
    )
    sequence = fields.Integer("Order", default=10, help="Who is asked first is first.")
    kind = fields.Selection(
        [
            ("super_user", "Own super-user"),
            ("business_owner", "Business owner"),
            ("partner", "Partner under maintenance"),
            ("vendor", "Vendor"),
        ],
        required=True,
        default="super_user",
    )
    partner_id = fields.Many2one(
        "res.partner", "Person or company", ondelete="restrict"
    )
    name = fields.Char(
        "Who",
        compute="_compute_from_partner",
        store=True,
        readonly=False,
        precompute=True,
    )
    what_for = fields.Char("For what", help="For example: questions about invoices.")
    when_to_use = fields.Char("When", help="For example: after half an hour.")
    phone = fields.Char(
        compute="_compute_from_partner", store=True, readonly=False, precompute=True
    )
    email = fields.Char(
        compute="_compute_from_partner", store=True, readonly=False, precompute=True
    )
    contract = fields.Char("Contract number")
    is_complete = fields.Boolean("Complete", compute="_compute_is_complete")

    @api.depends("partner_id")
    def _compute_from_partner(self):
        for contact in self:
            for name in ("name", "phone", "email"):
                contact[name] = contact.partner_id[name] or contact[name]

    @api.depends("name", "what_for", "phone", "email")
    def _compute_is_complete(self):
        """Whether somebody in need would know whom to call, where, and for what."""
        for contact in self:
            reachable = contact.phone or contact.email
            contact.is_complete = bool(contact.name and contact.what_for and reachable)


class HypercarePeriod(models.Model):
    _inherit = "hypercare.period"

    after_contact_ids = fields.One2many(
        "hypercare.after.contact", "period_id", "Help after exit", copy=True
    )

    def _propose_after_contacts(self):
        """Write down whom people usually turn to after hypercare, in order.

        For the kinds that nobody is named for yet. The vendor's name is left to whoever
        knows the contract.

        :return: the contacts that were added
        """
        vals_list = []
        for period in self:
            known = set(period.after_contact_ids.mapped("kind"))
            vals_list += [
                {"period_id": period.id, **vals}
                for vals in period._usual_after_contacts()
                if vals["kind"] not in known
            ]
        return self.env["hypercare.after.contact"].create(vals_list)

    def _usual_after_contacts(self) -> list[dict]:
        """Return the values of the usual way to help, first step first."""
        self.ensure_one()
        helpers = (
            self.area_ids.user_ids
            or self.tier_ids.filtered(lambda tier: tier.level == "l1").user_ids
        )
        steps = [
            {
                "kind": "super_user",
                "sequence": 10,
                "partner_id": user.partner_id.id,
                "what_for": self.env._("Questions about the daily work"),
                "when_to_use": self.env._("First, always"),
            }
            for user in helpers
        ]
        usual = (
            (
                *("business_owner", 20, self.business_owner_id.partner_id),
                self.env._("Decisions, rights, changes"),
                self.env._("When a super-user cannot help the same day"),
            ),
            (
                *("partner", 30, self.consultant_lead_id.partner_id),
                self.env._("Errors and settings, under the maintenance contract"),
                self.env._("When the business owner says so; at once if work stops"),
            ),
            (
                *("vendor", 40, self.env["res.partner"]),
                self.env._("Errors of the software itself, the subscription"),
                self.env._("Only by way of the partner or the business owner"),
            ),
        )
        return steps + [
            {
                "kind": kind,
                "sequence": sequence,
                "partner_id": partner.id,
                "what_for": what_for,
                "when_to_use": when,
            }
            for kind, sequence, partner, what_for, when in usual
        ]
