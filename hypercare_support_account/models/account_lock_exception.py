from odoo import api, models


class AccountLockException(models.Model):
    """Exceptions from lock dates: granting one opens what was closed."""

    _inherit = "account.lock_exception"

    @api.model_create_multi
    def create(self, vals_list):
        exceptions = super().create(vals_list)
        events = self.env["hypercare.close.event"]
        events._note_safely(events._note_exceptions, exceptions, "exception")
        return exceptions

    def action_revoke(self):
        active = self.filtered(lambda exception: exception.state == "active")
        res = super().action_revoke()
        events = self.env["hypercare.close.event"]
        events._note_safely(events._note_exceptions, active, "revoked")
        return res

    def _close_values(self, kind) -> dict:
        """Return the columns of an event about this exception."""
        # sudo: for whom it is may be somebody whom the reader may not see.
        exception = self.sudo()
        return {
            "company_id": exception.company_id.id,
            "kind": kind,
            "lock_field": exception.lock_date_field,
            "old_date": exception.company_lock_date or None,
            "new_date": exception.lock_date or None,
            "exception_ref": exception.id,
            "ends_at": exception.end_datetime or None,
            "for_whom": exception.user_id.name or None,
            "reason": exception.reason or None,
        }
