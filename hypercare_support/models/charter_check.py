from odoo import models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL


class HypercareCharter(models.Model):
    """What publishing, approving and sending back refuse, in words."""

    _inherit = "hypercare.charter"

    def _lock(self):
        """Have whoever changes this charter at the same time come second."""
        self.ensure_one()
        self.check_access("read")
        self.env.flush_all()
        # Raw SQL: a row lock.
        self.env.execute_query(
            SQL(
                "SELECT id FROM hypercare_charter WHERE id = %s FOR NO KEY UPDATE",
                self.id,
            )
        )

    def _check_published(self):
        labels = dict(self._fields["state"]._description_selection(self.env))
        for charter in self.filtered(lambda one: one.state != "published"):
            raise UserError(
                self.env._(
                    "“%(charter)s” does not wait for approval: it is %(state)s.",
                    charter=charter.display_name,
                    state=labels[charter.state],
                )
            )

    def _check_may_send_back(self):
        asked = self._own_approval()
        if not asked and not self.has_access("write"):
            raise AccessError(
                self.env._(
                    "Only those who are asked to approve, and managers, send a charter "
                    "back."
                )
            )

    def _check_publishable(self):
        """Refuse to show people what nobody could approve.

        :raise UserError: naming what is missing
        """
        period = self.period_id
        if period.state in ("closed", "cancelled"):
            raise UserError(
                self.env._(
                    "%s is over: there is nothing left to agree on.", period.name
                )
            )
        if not self.approval_ids:
            raise UserError(
                self.env._("Nobody is to approve it. Add at least one person.")
            )
        missing = self.approval_ids.filtered(
            lambda one: not one.user_id or one.user_gone
        )
        if missing:
            raise UserError(
                self.env._(
                    "Nobody can approve as: %s. Name somebody, or take the line away.",
                    ", ".join(one.role_text for one in missing),
                )
            )
