from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.tools import email_normalize

from .person_data_places import DELETED, Places


class HypercarePersonData(models.TransientModel):
    """What the log holds of one person: found, exported, erased.

    Managers find and export what their companies hold; a Hypercare administrator
    erases. A person without account is looked for by address and phone number.
    """

    _name = "hypercare.person.data"
    _description = "A Person's Data"
    _inherit = ["hypercare.input.mixin"]

    partner_id = fields.Many2one("res.partner", "Person")
    email = fields.Char("E-mail address", help="Of somebody without contact in Odoo.")
    phone = fields.Char("Phone number", help="As it stands in chats or notes.")
    line_ids = fields.One2many(
        "hypercare.person.data.line", "wizard_id", "Found", readonly=True
    )
    searched = fields.Boolean(readonly=True)
    reason = fields.Char("Why it is erased", help="For example: asked for by letter.")
    contact_too = fields.Boolean(
        "The contact as well",
        help="Name, address and phone number of the contact itself, and the name of "
        "its archived accounts. Only for people who have left.",
    )
    outcome = fields.Text("What was done", readonly=True)
    file = fields.Binary("Export", readonly=True, attachment=False)
    may_erase = fields.Boolean(compute="_compute_may_erase")

    @api.depends_context("uid")
    def _compute_may_erase(self):
        self.may_erase = self._may_erase()

    @api.model
    def _may_erase(self) -> bool:
        return self.env.su or self.env.user.has_group("hypercare_support.group_admin")

    def _check_may(self, erase=False):
        """Refuse everybody whose task this is not.

        :raise AccessError: saying whom to ask
        """
        self.check_access("write")
        if not self.env["hypercare.issue"]._is_manager() and not self.env.su:
            raise AccessError(
                self.env._("What is held of a person is shown to managers only.")
            )
        if erase and not self._may_erase():
            raise AccessError(
                self.env._("A Hypercare administrator erases a person's data. Ask one.")
            )

    # -- Who ----------------------------------------------

    def _users(self):
        # sudo: accounts, also of people who have left.
        users = self.env["res.users"].sudo().with_context(active_test=False)
        partners = self.partner_id.ids
        return users.search([("partner_id", "in", partners)]) if partners else users

    def _emails(self) -> list[str]:
        # sudo: addresses of the person that was chosen.
        given = [
            self.email,
            self.sudo().partner_id.email,
            *self._users().mapped("email"),
        ]
        return sorted({email_normalize(text or "") or "" for text in given} - {""})

    def _phones(self) -> list[str]:
        given = [self.phone, self.sudo().partner_id.phone]
        return [text.strip() for text in given if text and len(text.strip()) >= 6]

    # -- Finding ----------------------------------------------

    def action_find(self):
        """List what is held of the person.

        :raise UserError: if nobody is named
        """
        self.ensure_one()
        self._check_may()
        if not (self.partner_id or self._emails() or self._phones()):
            raise UserError(
                self.env._(
                    "Choose a person, or type an e-mail address or phone number."
                )
            )
        self.line_ids.unlink()
        # sudo: the list is made by the system, and read only.
        self.env["hypercare.person.data.line"].sudo().create(
            [
                {
                    "wizard_id": self.id,
                    "what": place.what,
                    "part": place.part,
                    "count": len(place.records),
                    "becomes": place.becomes,
                    "reason": place.reason,
                }
                for place in self._places()
            ]
        )
        self.sudo().searched = True
        return self._show()

    def _places(self) -> list:
        """Return where the person's data is, each with what becomes of it."""
        places = Places(self)
        for name in sorted(self.env.registry.models):
            model = self.env[name]
            if not name.startswith("hypercare.") or not model._auto or model._transient:
                continue
            if not model._abstract:
                places.add_model(model)
        places.add_rest()
        return places.found

    def _of_companies(self, model) -> Domain:
        """Return the domain of records of the companies that the user works for."""
        if "company_id" not in model._fields:
            return Domain.TRUE
        return Domain("company_id", "in", [*self.env.companies.ids, False])

    def _show(self):
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("A Person's Data"),
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "target": "current",
        }


class HypercarePersonDataLine(models.TransientModel):
    """One kind of record that speaks of the person."""

    _name = "hypercare.person.data.line"
    _description = "Part of a Person's Data"
    _order = "id"
    _inherit = ["hypercare.input.mixin"]

    wizard_id = fields.Many2one(
        "hypercare.person.data", required=True, ondelete="cascade", readonly=True
    )
    what = fields.Char("Kind", readonly=True)
    part = fields.Char("The person is", readonly=True)
    count = fields.Integer("How many", readonly=True)
    becomes = fields.Selection(
        [
            (DELETED, "Deleted"),
            ("anonymous", "Made anonymous"),
            ("linked", "Stays; shows the contact's name"),
            ("sealed", "Stays as it was signed"),
        ],
        "When erased",
        readonly=True,
    )
    reason = fields.Char("Why", readonly=True)
