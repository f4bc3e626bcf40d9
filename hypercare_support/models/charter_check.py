from odoo import models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL

#: Roles without which nobody agrees for the client.
ALWAYS = ("sponsor", "client_pm")
LEAST_APPROVERS = 2


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
        self._check_approvers()

    def _check_approvers(self):
        """Refuse a list on which the people named in the period are not themselves.

        :raise UserError: naming the person and the role
        """
        period, roles = self.period_id, self._approver_roles()
        labels = dict(
            self.approval_ids._fields["role"]._description_selection(self.env)
        )
        self.approval_ids._check_role()
        for role, name in roles.items():
            user = period[name]
            if not user and role in ALWAYS:
                raise UserError(
                    self.env._(
                        "%(period)s names nobody as: %(role)s. Somebody has to approve "
                        "for the client.",
                        period=period.name,
                        role=labels[role],
                    )
                )
            if user and user not in self.approval_ids.user_id:
                raise UserError(
                    self.env._(
                        "%(person)s has to approve as: %(role)s. Add the line again.",
                        person=user.name,
                        role=labels[role],
                    )
                )
        if len(self.approval_ids.user_id) < LEAST_APPROVERS:
            raise UserError(
                self.env._(
                    "One person alone agrees with nobody: name different people as "
                    "sponsor, client project manager and consultant lead."
                )
            )
