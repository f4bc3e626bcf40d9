from odoo import models
from odoo.exceptions import AccessError

from odoo.addons.hypercare_support.models.charter_document import FOR_OTHERS


class HypercareCharter(models.Model):
    """A sponsor with a portal account approves the charter there."""

    _inherit = "hypercare.charter"

    def _outside_own(self):
        """Return this charter as superuser if the portal user is asked to approve it.

        :raise AccessError: for everybody else
        """
        self.ensure_one()
        charter = self.sudo()
        if not charter._own_approval() or not self.env[
            "hypercare.period"
        ]._outside_find(charter.period_id.id):
            raise AccessError(self.env._("You are not asked to approve this charter."))
        return charter

    def _outside_document(self):
        """Return what the charter says, without telephone numbers."""
        charter = self.sudo().with_context(hypercare_charter_copy=FOR_OTHERS)
        return charter._render_document()


class HypercareCharterApproval(models.Model):
    _inherit = "hypercare.charter.approval"

    def _can_answer(self, user):
        """The sponsor answers on the portal."""
        sponsor = self.sudo().charter_id.period_id.sponsor_id
        return super()._can_answer(user) or (
            user.active and user == sponsor and user._is_portal()
        )
