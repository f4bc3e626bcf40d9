import base64
import binascii
from hashlib import sha256

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_datetime

ROLES = [
    ("client_pm", "Client project manager"),
    ("consultant_lead", "Consultant lead"),
    ("business_owner", "Business owner"),
    ("sponsor", "Sponsor"),
]
#: Who signs when: both project managers, then acceptance, then countersignature.
ORDER = {"client_pm": 1, "consultant_lead": 1, "business_owner": 2, "sponsor": 3}
DECISIONS = [("go", "Go"), ("no_go", "No-go")]
PNG = b"\x89PNG\r\n\x1a\n"
#: A drawn signature has about 20 kB.
LARGEST = 500_000


class HypercareExitSignature(models.Model):
    """One person's signature under an exit review; given once, by that person only."""

    _name = "hypercare.exit.signature"
    _description = "Signature of a Hypercare Exit Review"
    _inherit = ["hypercare.kept.mixin"]
    _order = "review_id, sequence, id"
    _rec_name = "user_id"

    review_id = fields.Many2one(
        "hypercare.exit.review", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        related="review_id.company_id", store=True, index=True, precompute=True
    )
    sequence = fields.Integer()
    role = fields.Selection(ROLES, "As", required=True)
    user_id = fields.Many2one("res.users", "Person", required=True, ondelete="restrict")
    name = fields.Char(help="As it was when the review was put to signature.")
    decision = fields.Selection(DECISIONS)
    note = fields.Text("In words")
    # In the row itself: the seal covers it.
    image = fields.Binary("Signature", attachment=False)
    signed_at = fields.Datetime("Signed")

    _once = models.UniqueIndex("(review_id, role)")

    @api.model
    def _prepare(self, review, people):  # pylint: disable=missing-return
        """Make the rows that wait for their signatures.

        :param people: role → user
        """
        # sudo: made by us when a review is put to signature.
        super(HypercareExitSignature, self.sudo()).create(  # pylint: disable=super-method-mismatch
            [
                {
                    "review_id": review.id,
                    "role": role,
                    "sequence": ORDER[role],
                    "user_id": user.id,
                    "name": user.name,
                }
                for role, user in people.items()
            ]
        )

    def _sign(self, decision, image, note):  # pylint: disable=missing-return
        """Give the signature; `hypercare.exit.review._sign` checks whose turn it is.

        :raise UserError: for an unknown decision, no image, a no-go without words
        """
        self.ensure_one()
        if self.user_id != self.env.user or self.signed_at:
            raise UserError(self.env._("Everybody signs for himself, and once."))
        if decision not in dict(DECISIONS):
            raise UserError(self.env._("Choose go or no-go."))
        note = note.strip() if isinstance(note, str) else ""
        if decision == "no_go" and not note:
            raise UserError(
                self.env._("Say in words what is missing: it stands in the record.")
            )
        # sudo: given by the person it is for, as checked above.
        super(HypercareExitSignature, self.sudo()).write(  # pylint: disable=super-method-mismatch
            {
                "decision": decision,
                "note": note or False,
                "image": self._checked_image(image),
                "signed_at": fields.Datetime.now(),
            }
        )

    def _checked_image(self, image):
        """Return a drawn signature; refuse what is no picture.

        :raise UserError: if nothing was drawn, or something else comes
        """
        try:
            content = base64.b64decode(image or b"", validate=True)
        except (binascii.Error, TypeError, ValueError):
            content = b""
        if not content.startswith(PNG) or len(content) > LARGEST:
            raise UserError(
                self.env._("Draw your signature, or let it be drawn from your name.")
            )
        return image

    def _sealed(self) -> dict:
        """Return what the seal of the record covers of this signature."""
        self.ensure_one()
        # As it is stored: what is no picture any more has a seal as well.
        image = self.with_context(bin_size=False).image or b""
        return {
            "role": self.role,
            "user": self.user_id.id,
            "name": self.name,
            "decision": self.decision or "",
            "note": self.note or "",
            "signed_at": self.signed_at
            and fields.Datetime.to_string(self.signed_at)
            or "",
            "image": sha256(image).hexdigest(),
        }

    def _in_words(self) -> str:
        """Return “Farhana Islam, Client project manager: Go, Tue 3 Mar 2026 14:00”."""
        self.ensure_one()
        roles = dict(self._fields["role"]._description_selection(self.env))
        decisions = dict(self._fields["decision"]._description_selection(self.env))
        when = self.env._("not signed")
        if self.signed_at:
            when = format_datetime(
                self.env,
                self.signed_at,
                tz=self.review_id.period_id.tz,
                dt_format="EEE d MMM y HH:mm",
            )
        parts = [decisions.get(self.decision), when, self.note]
        return f"{self.name}, {roles[self.role]}: {', '.join(filter(None, parts))}"

    def _image_url(self) -> str:
        """Return the drawn signature for a printed page."""
        image = self.with_context(bin_size=False).image or b""
        return f"data:image/png;base64,{image.decode()}"

    # -- Guards --------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):  # pylint: disable=method-required-super
        raise UserError(self._refusal())

    def write(self, vals):  # pylint: disable=method-required-super
        raise UserError(self._refusal())

    def copy(self, default=None):  # pylint: disable=method-required-super
        raise UserError(self._refusal())

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self._refusal())

    def _refusal(self) -> str:
        return self.env._(
            "Signatures are given by the button “Sign” and stay as they are."
        )
