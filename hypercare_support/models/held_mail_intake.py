import logging

from odoo import SUPERUSER_ID, api, fields, models
from odoo.tools import email_normalize
from odoo.tools.mail import parse_contact_from_email

from ..intake.limits import clean_text
from ..intake.limits_files import MB
from ..intake.mail_text import written_text
from .issue_report import MAX_DETAILS, MAX_NAME

_logger = logging.getLogger(__name__)

ACTIVITY = "hypercare_support.mail_activity_type_held_mail"
#: Mails kept per hour, of one sender and of all of them; what comes beyond is counted.
PER_SENDER_PARAMETER = "hypercare_support.held_mails_per_sender"
PER_PERIOD_PARAMETER = "hypercare_support.held_mails_per_period"
PER_SENDER, PER_PERIOD = 5, 60
#: So many wait in one period at most.
MOST_WAITING = 2000
#: Bytes of files kept with one held mail: a stranger sent them.
MOST_HELD_BYTES = 10 * MB
KEEP_PARAMETER = "hypercare_support.held_mail_keep_days"
KEEP_DAYS = 30


class HypercareHeldMail(models.Model):
    """How mails come to be held, who is told, and when they go."""

    _inherit = "hypercare.held.mail"

    @api.model
    def _hold(self, message, message_dict, period, reason, issue=None):
        """Keep a mail for the team to decide about; answer nobody.

        :param period: may be empty: then the managers of the company see it
        :param issue: the issue it answers, if it does
        """
        # sudo: whoever fetches mails may not write here; nor may anybody else.
        held = self.with_user(SUPERUSER_ID).sudo()
        name, email = parse_contact_from_email(message_dict.get("email_from") or "")
        email = email_normalize(email or "", strict=False) or ""
        ref = clean_text(message_dict.get("message_id"), 500, one_line=True).text
        company = period.company_id or self.env.company
        known = held.search(
            [
                ("message_ref", "=", ref),
                ("period_id", "=", period.id),
                ("company_id", "=", company.id),
            ],
            limit=1,
        )
        if known or held._count_only(email, period, company):
            return
        subject = clean_text(message_dict.get("subject"), MAX_NAME, one_line=True).text
        kept, refused = self.env["hypercare.issue"]._sort_files(
            message_dict.get("attachments"), MOST_HELD_BYTES
        )
        mail = held.create(
            {
                "name": subject,
                "period_id": period.id,
                "company_id": company.id,
                "sender_name": clean_text(name or email, 200, one_line=True).text,
                "email_from": email,
                "text": written_text(message, subject, MAX_DETAILS),
                "received_at": fields.Datetime.now(),
                "message_ref": ref or False,
                "reason": reason,
                "issue_id": issue and issue.id,
                "refused_files": ", ".join(refused)[:1000] or False,
            }
        )
        held.env["ir.attachment"].create(
            [
                {
                    "name": file,
                    "raw": data,
                    "res_model": self._name,
                    "res_id": mail.id,
                    "public": False,
                }
                for file, data, _info in kept
            ]
        )
        _logger.info("Mail %s is held: %s", ref, reason)
        mail._tell_managers(period)

    def _count_only(self, email, period, company) -> bool:
        """Count a mail instead of keeping it, if there were too many; tell if so."""
        # sudo: system parameters belong to the administrator.
        get_param = self.env["ir.config_parameter"].sudo().get_param
        place = [("company_id", "=", company.id), ("period_id", "=", period.id)]
        since = fields.Datetime.subtract(fields.Datetime.now(), hours=1)
        for domain, most in (
            (
                [("email_from", "=", email), ("received_at", ">", since)],
                _number(get_param(PER_SENDER_PARAMETER), PER_SENDER),
            ),
            (
                [("received_at", ">", since)],
                _number(get_param(PER_PERIOD_PARAMETER), PER_PERIOD),
            ),
            ([("state", "=", "held")], MOST_WAITING),
        ):
            found = self.search(place + domain, limit=most)
            if len(found) >= most:
                found[:1].more_count += 1
                return True
        return False

    # -- Who is told -------------------------------------------------------------------

    def _tell_managers(self, period):
        """Remind the managers of the period, once for all mails that wait."""
        if not period or not self.env.ref(ACTIVITY, raise_if_not_found=False):
            return
        # sudo: who is named, and what is planned for whom, whoever may read it.
        period = period.sudo()
        reminded = period.activity_ids.filtered(
            lambda activity: activity.activity_type_id == self.env.ref(ACTIVITY)
        ).user_id
        for user in (period.client_pm_id | period.consultant_lead_id) - reminded:
            reads = user.active and period.with_user(user).sudo(False).has_access(
                "read"
            )
            if reads and user.has_group("hypercare_support.group_agent"):
                texts = self.with_context(lang=user.lang)
                period.activity_schedule(
                    ACTIVITY,
                    summary=texts.env._("Mails wait for a decision"),
                    note=texts.env._(
                        "Somebody wrote to the address of this period whose mails are "
                        "not taken by themselves. Look under Hypercare › Issues › Add "
                        "to the log › Held mail."
                    ),
                    user_id=user.id,
                )

    def _end_reminders(self, period):
        """Take the reminder away when no mail of the period waits any more."""
        waiting = [("period_id", "=", period.id), ("state", "=", "held")]
        if period and not self.search_count(waiting, limit=1):
            # sudo: reminders of others end as well.
            period.sudo().activity_unlink([ACTIVITY])

    # -- Purge -------------------------------------------------------------------------

    @api.model
    def _purge_discarded(self):
        """Delete what was discarded a while ago, with its files."""
        # sudo: system parameters belong to the administrator, and nobody deletes mails.
        held = self.sudo()
        days = _number(
            held.env["ir.config_parameter"].get_param(KEEP_PARAMETER), KEEP_DAYS
        )
        held.search(
            [
                ("state", "=", "discarded"),
                (
                    "decided_at",
                    "<",
                    fields.Datetime.subtract(fields.Datetime.now(), days=days),
                ),
            ],
            limit=1000,
        ).unlink()

    def unlink(self):
        # sudo: the files of a mail go with it.
        self.env["ir.attachment"].sudo().search(
            [("res_model", "=", self._name), ("res_id", "in", self.ids)]
        ).unlink()
        return super().unlink()


def _number(value, default) -> int:
    """Return a parameter as a positive whole number."""
    try:
        return max(1, int(value or default))
    except ValueError:
        return default
