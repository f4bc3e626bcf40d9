import re

from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import UserError
from odoo.tools import plaintext2html

from ..const import SEVERITIES
from ..intake.limits import clean_text
from ..intake.mail_text import clean_subject, first_sentence
from ..models.issue_report import MAX_NAME
from ..models.mail_sender import Sender

ACTS = [
    ("issue", "Make it an issue"),
    ("message", "Add to an issue"),
    ("discarded", "Discard"),
]


class HypercareHeldMailDecide(models.TransientModel):
    """Asks what a held mail is to become."""

    _name = "hypercare.held.mail.decide"
    _description = "Decide About a Held Mail"
    _inherit = ["hypercare.input.mixin"]

    mail_id = fields.Many2one(
        "hypercare.held.mail", required=True, readonly=True, ondelete="cascade"
    )
    act = fields.Selection(ACTS, required=True, readonly=True)
    company_id = fields.Many2one(related="mail_id.company_id", related_sudo=False)
    needs_period = fields.Boolean(compute="_compute_needs_period")
    target_period_id = fields.Many2one(
        "hypercare.period",
        "Period",
        domain="[('company_id', '=', company_id),"
        " ('state', 'not in', ('closed', 'cancelled'))]",
    )
    sender = fields.Char(compute="_compute_sender")
    text = fields.Text(related="mail_id.text", related_sudo=False)
    name = fields.Char("Issue")
    reporter_id = fields.Many2one(
        "res.users",
        "Reported by",
        domain="[('share', '=', False), ('company_ids', 'in', company_id)]",
        help="Leave it empty if that person is no user: name and address are kept.",
    )
    severity = fields.Selection(SEVERITIES, default="s3", required=True)
    send_receipt = fields.Boolean("Send the reporter a receipt", default=True)
    issue_id = fields.Many2one(
        "hypercare.issue", "Add to", domain="[('period_id', '=', target_period_id)]"
    )
    reason = fields.Char("Why it is discarded")

    @api.depends("mail_id")
    def _compute_needs_period(self):
        for wizard in self:
            period = wizard.mail_id.period_id
            wizard.needs_period = not period or period.state in ("closed", "cancelled")

    @api.depends("mail_id")
    def _compute_sender(self):
        for wizard in self:
            mail = wizard.mail_id
            known = mail.sender_name and mail.sender_name != mail.email_from
            wizard.sender = (
                f"{mail.sender_name} <{mail.email_from}>" if known else mail.email_from
            )

    @api.model_create_multi
    def create(self, vals_list):
        """Fill in what the mail suggests; only for who may decide about it."""
        full = []
        for vals in vals_list:
            self._check_input(vals)
            mail = self.env["hypercare.held.mail"].browse(vals.get("mail_id"))
            mail._check_may_decide(("held",))
            suggested = {
                "name": clean_subject(mail.name, MAX_NAME)
                or first_sentence(mail.text or ""),
                "issue_id": (mail.issue_id or self._named_issue(mail)).id,
                "target_period_id": mail.period_id.id,
            }
            full.append({**suggested, **vals})
        wizards = super().create(full)
        wizards._check_links()
        return wizards

    @api.model
    def _named_issue(self, mail):
        """Return the issue whose number is in the subject, if the user may read it."""
        issues = self.env["hypercare.issue"]
        prefix = re.escape(mail.period_id.number_prefix or "")
        found = prefix and re.search(
            rf"(?<!\w){prefix}\d{{1,9}}(?!\w)", mail.name or ""
        )
        if not found:
            return issues
        return issues.search(
            [("period_id", "=", mail.period_id.id), ("number", "=", found[0])], limit=1
        )

    def _check_links(self):
        """Refuse records that the user may not read: their names would be shown."""
        self.mail_id.check_access("read")
        self.issue_id.check_access("read")
        self.target_period_id.check_access("read")

    def write(self, vals):
        if {"mail_id", "act"} & set(vals):
            raise UserError(self.env._("Open the mail again to decide about it."))
        res = super().write(vals)
        self._check_links()
        return res

    def action_apply(self):
        """Do what was chosen.

        :return: an action that opens the issue, or closes the dialog
        :raise UserError: saying what is missing
        """
        self.ensure_one()
        # Two people may have opened the same mail: the second is told.
        self.env.cr.execute(
            "SELECT id FROM hypercare_held_mail WHERE id = %s FOR UPDATE",
            (self.mail_id.id,),
        )
        self.mail_id.invalidate_recordset()
        self.mail_id._check_may_decide(("held",))
        # sudo: to which companies somebody belongs, whoever may read it.
        reporter = self.reporter_id.sudo()
        company = self.mail_id.company_id
        if reporter and (reporter.share or company not in reporter.company_ids):
            raise UserError(
                self.env._("Choose an employee of %s as reporter.", company.name)
            )
        return getattr(self, f"_apply_{self.act}")()

    # -- The three ways ----------------------------------------------------------------

    def _apply_issue(self):
        mail = self.mail_id
        period = self.target_period_id
        if not period:
            raise UserError(self.env._("Choose the period that the issue belongs to."))
        period.check_access("read")
        if period.company_id != mail.company_id or not (
            self.env["hypercare.issue"]._may_work(period)
        ):
            raise UserError(
                self.env._("Only the support team of a period adds to its log.")
            )
        if not (self.name or "").strip():
            raise UserError(self.env._("Say in one sentence what it is about."))
        sender = Sender(
            self.reporter_id,
            self.reporter_id.partner_id,
            mail.sender_name or mail.email_from or self.env._("Unknown sender"),
            mail.email_from,
        )
        # The decision is no answer to the reporter: the clocks run as for any mail.
        # sudo: who may decide was checked.
        issues = self.env["hypercare.issue"].with_user(SUPERUSER_ID).sudo()
        issue = issues.with_company(mail.company_id)._create_from_mail(
            period.with_env(issues.env),
            sender,
            self.name,
            mail.text or "",
            severity=self.severity,
            reported_at=mail.received_at,
        )
        self._post(issue)
        if self.reporter_id and self.send_receipt:
            issue._send_receipt(mail.message_ref)
        mail._decide("issue", issue_id=issue.id)
        return self._open(issue)

    def _apply_message(self):
        issue = self.issue_id
        if not issue:
            raise UserError(self.env._("Choose the issue that the mail belongs to."))
        issue.check_access("read")
        if issue.company_id != self.mail_id.company_id:
            raise UserError(
                self.env._("The mail was written to another company than this issue.")
            )
        if not issue._may_work(issue.period_id):
            raise UserError(
                self.env._("Only the support team of its period adds to this issue.")
            )
        self._post(issue)
        self.mail_id._decide("message", issue_id=issue.id)
        return self._open(issue)

    def _apply_discarded(self):
        reason = clean_text(self.reason, 300, one_line=True).text
        if not reason:
            raise UserError(
                self.env._("Say why it is discarded, for example: advertising.")
            )
        self.mail_id._decide("discarded", discard_reason=reason)
        return {"type": "ir.actions.act_window_close"}

    def _post(self, issue):
        """Put the mail on the issue, with its files; nobody has acted by that."""
        # sudo: who may decide was checked; files move with the mail.
        mail = self.mail_id.sudo()
        files = mail.attachment_ids.sudo()
        files.write({"res_model": issue._name, "res_id": issue.id})
        by_whom = self.env._("Held mail, added by %s", self.env.user.name)
        root = issue.sudo().with_user(self.env.ref("base.user_root"))
        root.message_post(
            body=plaintext2html(mail.text or "") + plaintext2html(by_whom),
            subject=mail.name or False,
            message_type="email",
            subtype_xmlid="mail.mt_comment",
            author_id=self.reporter_id.partner_id.id or False,
            email_from=mail.email_from or mail.sender_name or False,
            message_id=mail.message_ref or False,
            attachment_ids=files.ids,
        )
        if mail.refused_files:
            root._message_log(body=issue._refused_text([mail.refused_files]))

    def _open(self, issue):
        return {
            "type": "ir.actions.act_window",
            "res_model": issue._name,
            "res_id": issue.id,
            "views": [[False, "form"]],
            "target": "current",
        }
