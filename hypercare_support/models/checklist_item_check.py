from odoo import models
from odoo.exceptions import AccessError, UserError

from ..const import LOGGING_STATES

MANAGER = "hypercare_support.group_manager"


class HypercareChecklistItem(models.Model):
    """Who may do what with an item, and what has to be there before."""

    _inherit = "hypercare.checklist.item"

    def _may_tick(self) -> bool:
        """Tell whether the user answers for this item: its owner, or a manager."""
        self.ensure_one()
        return self.owner_id == self.env.user or self.env.user.has_group(MANAGER)

    def _may_sign(self) -> bool:
        """Tell whether the user may confirm what somebody else did."""
        self.ensure_one()
        user = self.env.user
        # sudo: who is who in the period, for the user's own question.
        item = self.sudo()
        if item.done_by_id == user:
            return False
        if user.has_group(MANAGER) or item.signer_id:
            return user.has_group(MANAGER) or item.signer_id == user
        period = item.period_id
        return user in (
            period.sponsor_id
            | period.business_owner_id
            | period.consultant_lead_id
            | item.area_id.head_id
        )

    def _check_can_be_done(self):
        """Refuse what is not the user's, or not possible yet.

        :raise AccessError, UserError: naming the item
        """
        self._check_open()
        for item in self:
            if not item._may_tick():
                raise AccessError(item._not_yours())
            # sudo: an owner need not see what his item waits for.
            before = item.sudo().depends_on_ids.filtered(lambda one: not one.is_settled)
            if before:
                raise UserError(
                    self.env._(
                        "“%(name)s” has to wait. First: %(before)s.",
                        name=item.name,
                        before=", ".join(before.mapped("name")),
                    )
                )

    def _check_open(self):
        """Refuse what is done already, or in a period that is over.

        :raise UserError: naming the item
        """
        for item in self:
            # sudo: an owner need not be allowed to read the period.
            if item.sudo().period_id.state not in ("draft", *LOGGING_STATES):
                raise UserError(
                    self.env._("The period is over: “%s” stays as it is.", item.name)
                )
            if item.done_at or item.skipped_at:
                raise UserError(
                    self.env._("Somebody has ticked “%s” already.", item.name)
                )

    def _check_can_be_signed(self):
        for item in self:
            if not item.done_at or item.skipped_at or item.signed_at:
                raise UserError(
                    self.env._("There is nothing to sign of “%s” now.", item.name)
                )
            if not item.sign_off:
                raise UserError(
                    self.env._("Nobody has to sign “%s”: it is done.", item.name)
                )
            if not item._may_sign():
                raise AccessError(
                    self.env._(
                        "“%s” has to be signed by somebody else: not by who did it, "
                        "and by who was chosen or answers for it.",
                        item.name,
                    )
                )

    def _check_evidence(self, note, files):
        if self.code and self._measure() is not None:
            return
        if self.evidence == "note" and not note:
            raise UserError(
                self.env._("Write a sentence: what did you find for “%s”?", self.name)
            )
        if self.evidence == "file" and not files:
            raise UserError(
                self.env._("Add a file that shows “%s”: a photo will do.", self.name)
            )

    def _check_manager(self):
        if not self.env.user.has_group(MANAGER):
            raise AccessError(
                self.env._(
                    "Only the client project manager and the consultant lead can do "
                    "this. Ask them."
                )
            )

    def _not_yours(self) -> str:
        return self.env._(
            "“%(name)s” belongs to %(owner)s. Only the owner and managers tick it.",
            name=self.name,
            owner=self.owner_id.name or self.env._("nobody yet"),
        )
