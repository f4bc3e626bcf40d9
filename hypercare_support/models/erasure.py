from hashlib import sha256

from odoo import api, fields, models
from odoo.exceptions import UserError


class HypercareErasure(models.Model):
    """That a person's data was erased: by whom, when and why, without the name."""

    _name = "hypercare.erasure"
    _description = "Erasure of a Person's Data"
    _inherit = ["hypercare.kept.mixin"]
    _order = "at desc, id desc"
    _rec_name = "at"

    company_id = fields.Many2one(
        "res.company", required=True, index=True, readonly=True, ondelete="restrict"
    )
    user_id = fields.Many2one(
        "res.users", "Who", required=True, readonly=True, ondelete="restrict"
    )
    at = fields.Datetime("When", required=True, readonly=True)
    reason = fields.Char("Why", required=True, readonly=True)
    deleted = fields.Integer(readonly=True, help="Records.")
    anonymous = fields.Integer("Made anonymous", readonly=True, help="Records.")
    contact_too = fields.Boolean("The contact as well", readonly=True)
    term_hashes = fields.Text(
        "Fingerprints",
        readonly=True,
        help="SHA-256 of each name, address and number that was looked for, in small "
        "letters, numbers as digits only: shows whether somebody's data was erased.",
    )

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
        return self.env._("That something was erased is written down, and stays.")

    @api.model
    def _append(self, company, reason, terms, contact_too, deleted, anonymous):
        """Write down an erasure; whoever calls has checked who acts."""
        # sudo: evidence is written by the addon.
        return super(HypercareErasure, self.sudo()).create(  # pylint: disable=super-method-mismatch
            [
                {
                    "company_id": company.id,
                    "user_id": self.env.uid,
                    "at": self.env.cr.now().replace(microsecond=0),
                    "reason": reason,
                    "deleted": deleted,
                    "anonymous": anonymous,
                    "contact_too": contact_too,
                    "term_hashes": "\n".join(
                        sha256(term.encode()).hexdigest() for term in terms
                    ),
                }
            ]
        )
