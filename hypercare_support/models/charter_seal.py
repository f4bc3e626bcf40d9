from odoo import fields, models

from ..engine.seal import seal


class HypercareCharterApproval(models.Model):
    """An approval, and the seal by which a later change is noticed."""

    _inherit = "hypercare.charter.approval"

    def _approve(self, now):
        """Approve in the name of the person. Whoever calls has checked who it is."""
        self.ensure_one()
        self._keep(
            {
                "approved_at": now,
                "signed_name": self.user_id.name,
                "signed_role": self.with_context(lang=self.charter_id.lang).role_text,
            }
        )
        self._keep({"seal": self._make_seal()})

    def _make_seal(self) -> str:
        """Return the fingerprint of who approved what, and when."""
        charter = self.charter_id
        return seal(
            [
                charter.fingerprint,
                charter.version,
                self.user_id.id,
                self.signed_name,
                self.signed_role,
                fields.Datetime.to_string(self.approved_at),
            ]
        )
