from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..engine.seal import seal

ACTIVITY = "hypercare_support.mail_activity_type_charter"


class HypercareCharter(models.Model):
    """From draft to approved: each answer by the person themselves, once."""

    _inherit = "hypercare.charter"

    can_approve = fields.Boolean(compute="_compute_can_approve")
    can_send_back = fields.Boolean(compute="_compute_can_approve")
    is_in_work = fields.Boolean(compute="_compute_is_in_work")

    @api.depends_context("uid")
    @api.depends("state", "approval_ids.user_id", "approval_ids.approved_at")
    def _compute_can_approve(self):
        for charter in self:
            own = charter.state == "published" and charter._own_approval()
            charter.can_approve = bool(own and not own.approved_at)
            charter.can_send_back = charter.state == "published" and (
                bool(own) or charter.has_access("write")
            )

    @api.depends("state")
    def _compute_is_in_work(self):
        """Whether a newer version is being prepared already."""
        for charter in self:
            # sudo: that there is one, not what it says.
            charter.is_in_work = bool(charter.sudo()._next_version())

    def _next_version(self):
        """Return the charter of the same period that is being prepared."""
        return self.search(
            [
                ("period_id", "=", self.period_id.id),
                ("state", "in", ("draft", "published")),
            ],
            limit=1,
        )

    # -- Buttons -----------------------------------------------------------------------

    def action_publish(self):
        """Freeze what the charter says, and send it to everybody concerned.

        :raise UserError: naming what is missing
        """
        self._lock()
        self.check_access("write")
        self._check_draft()
        self._check_publishable()
        self._freeze(fields.Datetime.now())
        self._tell_published()
        return True

    def action_approve(self):
        """Approve the charter in one's own name.

        :raise UserError: if it is not the user's to approve, or not any more
        """
        self._lock()
        self._check_published()
        approval = self._own_approval()
        if not approval:
            raise AccessError(
                self.env._(
                    "You are not asked to approve “%(charter)s”. It waits for: "
                    "%(people)s. Each of them approves in their own name.",
                    charter=self.display_name,
                    people=", ".join(self._names_waiting()),
                )
            )
        if approval.approved_at:
            local = self.with_context(tz=self.period_id.tz)
            raise UserError(
                self.env._(
                    "You have approved this charter on %s. Once is enough.",
                    local._moment_words(approval.approved_at),
                )
            )
        if broken := self._verify():
            raise UserError(" ".join(broken))
        now = fields.Datetime.now()
        # sudo: people approve without any right to write; the list was checked.
        approval.sudo()._approve(now)
        # The row itself changes with every answer: of two people who answer at the same
        # moment one comes second, is tried again, and sees what the other has done.
        # sudo: as above.
        self.sudo()._keep({"answered_at": now})
        # sudo: the reminder of the person is done with.
        self.sudo()._end_activities(self.env.user)
        if not self._names_waiting():
            # sudo: what follows from the last approval is kept by us.
            self.sudo()._all_approved(now)
        return True

    def action_send_back(self):
        """Ask why, then send it back to be changed."""
        self.ensure_one()
        self._check_published()
        self._check_may_send_back()
        wizard = self.env["hypercare.charter.send.back"].create({"charter_id": self.id})
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Send the charter back"),
            "res_model": wizard._name,
            "res_id": wizard.id,
            "views": [[False, "form"]],
            "target": "new",
        }

    def action_change(self):
        """Prepare a new version of an approved charter, or go on with it.

        :raise UserError: if there is nothing to change yet
        """
        self.ensure_one()
        self.check_access("write")
        # sudo: whether somebody prepares one already.
        charter = self.sudo()._next_version().sudo(False)
        if not charter:
            if self.state != "approved":
                raise UserError(
                    self.env._("Only the approved charter of a period can be changed.")
                )
            approvers = [
                fields.Command.create(
                    {
                        "role": one.role,
                        "title": one.title,
                        "user_id": one.user_id.id,
                        "sequence": one.sequence,
                    }
                )
                for one in self.approval_ids
                if one.role == "other" and not one.user_gone
            ]
            charter = self.create({"period_id": self.period_id.id, "lang": self.lang})
            known = charter.approval_ids.user_id.ids
            charter.write(
                {
                    "approval_ids": [
                        line for line in approvers if line[2]["user_id"] not in known
                    ]
                }
            )
        return charter._open()

    def _open(self):
        """Return the action that shows this charter."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Charter"),
            "res_model": self._name,
            "res_id": self.id,
            "views": [[False, "form"]],
        }

    # -- What buttons do ---------------------------------------------------------------

    def _freeze(self, now):
        """Keep what the charter says from now on, under the next number.

        :param now: naive UTC
        """
        # sudo: the number of the next version, whatever the user may read.
        versions = self.sudo().search([("period_id", "=", self.period_id.id)])
        content = self._charter_content()
        # sudo: what was published, and when, is kept by us.
        self.sudo()._keep(
            {
                "state": "published",
                "version": max(versions.mapped("version")) + 1,
                "content": content,
                "fingerprint": seal(content),
                "published_at": now,
                "published_by_id": self.env.uid,
                "answered_at": False,
                "problem": False,
            }
        )

    def _send_back(self, reason):
        """Make a published charter a draft again: whoever was asked, or a manager.

        :raise UserError: without a reason, or if it is not the user's to decide
        """
        self._lock()
        self._check_published()
        self._check_may_send_back()
        reason = (reason or "").strip()
        if not reason:
            raise UserError(
                self.env._("Say why: whoever changes the charter has to know.")
            )
        self.env["hypercare.issue"]._check_text_length({"reason": reason})
        version = self.version
        approved = self.approval_ids.filtered("approved_at").mapped("signed_name")
        # sudo: what became of it is kept by us.
        charter = self.sudo()
        charter._keep(
            {
                "state": "draft",
                "version": 0,
                "content": False,
                "fingerprint": False,
                "published_at": False,
                "published_by_id": False,
                "answered_at": False,
                "sent_back_at": fields.Datetime.now(),
                "sent_back_by_id": self.env.uid,
                "sent_back_reason": reason,
            }
        )
        charter.approval_ids._keep(
            {
                "approved_at": False,
                "signed_name": False,
                "signed_role": False,
                "seal": False,
            }
        )
        charter._end_activities()
        charter._tell_sent_back(version, reason, approved)

    def _all_approved(self, now):
        """Put an approved charter in force; the one before is replaced by it."""
        self._in_force_before()._keep({"state": "superseded"})
        self._keep(
            {
                "state": "approved",
                "approved_at": now,
                "sent_back_at": False,
                "sent_back_by_id": False,
                "sent_back_reason": False,
            }
        )
        self._tell_approved()

    def _own_approval(self):
        """Return the line of the user on the list of approvers, or none."""
        # sudo: whoever stands on the list may know it.
        approvals = self.sudo().approval_ids
        return approvals.filtered(lambda one: one.user_id == self.env.user)[:1]
