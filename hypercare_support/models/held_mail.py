from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

HELD_REASONS = [
    ("unknown", "Unknown sender"),
    ("period", "The period takes no issues"),
    ("issue", "May not read the issue it answers"),
    ("machine", "Written by a machine, or to a list"),
    ("many", "Too many mails of one sender"),
]
HELD_STATES = [
    ("held", "Waits"),
    ("issue", "Made an issue"),
    ("message", "Added to an issue"),
    ("discarded", "Discarded"),
]


class HypercareHeldMail(models.Model):
    """A mail that is not in the log until somebody of the team has looked at it.

    Written by the gateway (``held_mail_intake``) and by the decision about it
    (``hypercare.held.mail.decide``) only. Its sender was told nothing.
    """

    _name = "hypercare.held.mail"
    _description = "Held Mail"
    _inherit = ["hypercare.kept.mixin"]
    _order = "received_at desc, id desc"

    name = fields.Char("Subject", readonly=True)
    period_id = fields.Many2one(
        "hypercare.period", readonly=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, index=True
    )
    sender_name = fields.Char("From", readonly=True)
    email_from = fields.Char("Address", readonly=True, index=True)
    text = fields.Text(readonly=True)
    received_at = fields.Datetime("Received", required=True, readonly=True)
    message_ref = fields.Char("Message-ID", readonly=True)
    reason = fields.Selection(
        HELD_REASONS, "Why it waits", required=True, readonly=True
    )
    state = fields.Selection(
        HELD_STATES, required=True, default="held", readonly=True, index=True
    )
    issue_id = fields.Many2one(
        "hypercare.issue",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
        help="The issue it answers, or became, or was added to.",
    )
    decided_by_id = fields.Many2one("res.users", "Decided by", readonly=True)
    decided_at = fields.Datetime("Decided", readonly=True)
    discard_reason = fields.Char("Reason", readonly=True)
    refused_files = fields.Char("Files not taken", readonly=True)
    more_count = fields.Integer(
        "More, not kept",
        readonly=True,
        help="So many mails came after this one and were only counted, since there "
        "were too many within an hour.",
    )
    attachment_ids = fields.Many2many(
        "ir.attachment", string="Files", compute="_compute_attachment_ids"
    )
    attachment_count = fields.Integer(
        "How many files", compute="_compute_attachment_ids"
    )

    _once = models.UniqueIndex(
        "(company_id, COALESCE(period_id, 0), message_ref)"
        " WHERE message_ref IS NOT NULL"
    )
    _waiting_idx = models.Index("(period_id, received_at) WHERE state = 'held'")

    # -- Computed ----------------------------------------------------------------------

    def _compute_attachment_ids(self):
        # sudo: whoever reads the mail reads its files; they are bound to it alone.
        attachments = (
            self.env["ir.attachment"]
            .sudo()
            .search([("res_model", "=", self._name), ("res_id", "in", self.ids)])
            .sudo(False)
        )
        by_mail = attachments.sudo().grouped("res_id")
        for mail in self:
            files = by_mail.get(mail.id, attachments.browse())
            mail.attachment_ids = files.sudo(False)
            mail.attachment_count = len(files)

    @api.depends("name", "sender_name")
    def _compute_display_name(self):
        for mail in self:
            mail.display_name = mail.name or self.env._("Mail without subject")

    # -- Buttons -----------------------------------------------------------------------

    def action_make_issue(self):
        """Ask who reported it, then make it an issue."""
        return self._ask("issue", self.env._("Make it an issue"))

    def action_add_to_issue(self):
        """Ask which issue it belongs to, then add it there."""
        return self._ask("message", self.env._("Add to an issue"))

    def action_discard(self):
        """Ask why, then discard it."""
        return self._ask("discarded", self.env._("Discard"))

    def action_restore(self):
        """Have a discarded mail wait again.

        :raise UserError: if it was not discarded, or is not the user's business
        """
        self._check_may_decide(("discarded",))
        self._decide("held", discard_reason=False)
        # sudo: the managers are told as if it had just come in.
        for mail in self.sudo():
            mail._tell_managers(mail.period_id)
        return True

    def _ask(self, act, title):
        self._check_may_decide(("held",))
        wizard = self.env["hypercare.held.mail.decide"].create(
            {"mail_id": self.id, "act": act}
        )
        return {
            "type": "ir.actions.act_window",
            "name": title,
            "res_model": wizard._name,
            "res_id": wizard.id,
            "views": [[False, "form"]],
            "target": "new",
        }

    # -- Business ----------------------------------------------------------------------

    def _check_may_decide(self, states):
        """Refuse whoever does not work in the period, and mails decided already.

        :raise UserError: saying what has become of the mail
        """
        if len(self) != 1:
            raise UserError(self.env._("Choose one mail."))
        if not self.exists():
            raise UserError(self.env._("This mail has been deleted since."))
        self.check_access("read")
        issues = self.env["hypercare.issue"]
        may = (
            issues._may_work(self.period_id)
            if self.period_id
            else (issues._is_manager())
        )
        if not may:
            raise AccessError(
                self.env._("Only the support team decides about held mails.")
            )
        if self.state not in states:
            labels = dict(self._fields["state"]._description_selection(self.env))
            raise UserError(
                self.env._(
                    "This mail is decided already: %(state)s, by %(user)s.",
                    state=labels[self.state],
                    user=self.decided_by_id.name or "",
                )
                if self.state != "held"
                else self.env._("This mail still waits for a decision.")
            )

    def _decide(self, state, **values):
        """Keep what became of the mail, and end the reminder when none waits."""
        decided = state != "held"
        # sudo: who may decide was checked; the row itself is kept by us.
        self.sudo().write(
            {
                "state": state,
                "decided_by_id": decided and self.env.uid,
                "decided_at": decided and fields.Datetime.now(),
                **values,
            }
        )
        # sudo: reminders of others end as well.
        self.sudo()._end_reminders(self.period_id)
