from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.tools import email_normalize

from .person_data_columns import PHONE_DIGITS, PHONE_LENGTH, phone_of
from .person_data_kinds import ALL, DELETED, EACH, KEPT
from .person_data_places import Places

#: Longest e-mail address there is.
EMAIL_LENGTH = 254
#: Records of one kind with the same name that are shown one by one.
LISTED = 200


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
    line_ids = fields.One2many("hypercare.person.data.line", "wizard_id", "Found")
    searched = fields.Boolean(readonly=True)
    shared_name = fields.Char("Name of several people", readonly=True)
    reason = fields.Char("Why it is erased", help="For example: asked for by letter.")
    contact_too = fields.Boolean(
        "The contact as well",
        help="Name, address and phone number of the contact itself, and the name of "
        "its archived accounts. Only for people who have left.",
    )
    outcome = fields.Text("What was done", readonly=True)
    file = fields.Binary("Export", readonly=True, attachment=False)
    may_erase = fields.Boolean(compute="_compute_may_erase")

    @api.depends_context("lang")
    def _compute_display_name(self):
        """The title of the screen: a search has no name of its own."""
        for search in self:
            search.display_name = self.env._("A Person's Data")

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

    def _check_named(self):
        """Refuse a search for nobody, or for what would fit anybody.

        :raise UserError: saying what to type instead
        """
        if self.partner_id and not self.partner_id.has_access("read"):
            raise AccessError(
                self.env._("This contact belongs to another company. Choose another.")
            )
        email, phone = (self.email or "").strip(), (self.phone or "").strip()
        if email and (len(email) > EMAIL_LENGTH or not email_normalize(email)):
            raise UserError(
                self.env._(
                    "This is not an e-mail address. Type one whole address, like "
                    "name@example.com."
                )
            )
        if phone and not phone_of(phone):
            raise UserError(
                self.env._(
                    "This is not a phone number. Type one number of at least %(least)s "
                    "digits and at most %(most)s characters: digits, blanks and "
                    "+ ( ) - . / only.",
                    least=PHONE_DIGITS,
                    most=PHONE_LENGTH,
                )
            )
        if not (self.partner_id or email or phone):
            raise UserError(
                self.env._(
                    "Choose a person, or type an e-mail address or phone number."
                )
            )

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
        # sudo: as above.
        given = [self.phone, self.sudo().partner_id.phone]
        return sorted({phone_of(text) for text in given} - {""})

    # -- Finding ----------------------------------------------

    def action_find(self):
        """List what is held of the person.

        :raise UserError: if nobody is named
        """
        self.ensure_one()
        self._check_may()
        self._check_named()
        # sudo: the list is made by the system; people only tick its lines.
        lines = self.sudo().line_ids
        lines.unlink()
        lines.create([vals for place in self._places() for vals in self._lines(place)])
        shared = Places(self).shared_names()
        # sudo: as above.
        self.sudo().write({"searched": True, "shared_name": ", ".join(shared)})
        return self._show()

    def _lines(self, place):
        """Yield the values of the lines of a place."""
        base = {
            "wizard_id": self.id,
            "what": place.what,
            "part": place.part,
            "becomes": place.becomes,
            "reason": place.reason,
            "res_model": place.records._name,
        }
        if place.ticks != EACH:
            ticks = place.ticks == ALL
            yield {
                **base,
                "count": len(place.records),
                "choice": ticks,
                "take": ticks,
            }
            return
        for record in place.records[:LISTED]:
            shown = {"count": 1, "res_id": record.id, "shown": record.display_name}
            yield {**base, **shown, "choice": True}
        if more := len(place.records[LISTED:]):
            later = self.env._("Find again when these are done.")
            yield {**base, "count": more, "becomes": KEPT, "reason": later}

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
            (KEPT, "Stays"),
        ],
        "When erased",
        readonly=True,
    )
    reason = fields.Char("Why", readonly=True)
    res_model = fields.Char("Model", readonly=True)
    res_id = fields.Integer("Number", readonly=True)
    shown = fields.Char("Which", readonly=True)
    choice = fields.Boolean("May be left out", readonly=True)
    take = fields.Boolean("Erase")

    def write(self, vals):
        if not self.env.su and (set(vals) - {"take"} or not all(self.mapped("choice"))):
            raise UserError(
                self.env._("Only what has a box can be chosen; the rest is found.")
            )
        return super().write(vals)
