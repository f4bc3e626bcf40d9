import logging
from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL

from .charter_publish import PDF
from .halving import halve
from .mail_parts import MARK
from .settings import LEAST_MAIL_DAYS

_logger = logging.getLogger(__name__)

#: Mails deleted per transaction.
BATCH = 200
#: The ledgers whose rows say who was told; a mail that one still sends stays.
QUEUES = (
    "hypercare_escalation_delivery",
    "hypercare_checklist_notice",
    "hypercare_told_mail",
)


class HypercarePeriod(models.Model):
    """Mails to single persons are not kept longer than the settings say.

    What was told is a copy of the log as it was then. That somebody was told, when and
    by which way, stays in the ledgers.
    """

    _inherit = "hypercare.period"

    @api.model
    def _cron_daily(self):
        res = super()._cron_daily()
        self._purge_mails()
        return res

    @api.model
    def _purge_mails(self):
        """Delete the mails of the addon that are old enough.

        For scheduled actions only: every batch is committed. A mail that cannot be
        deleted is logged, left out, and tried again the next day.
        """
        days = self.env["hypercare.issue"]._setting("mail_days")
        if not days:
            return
        before = fields.Datetime.now() - timedelta(days=max(days, LEAST_MAIL_DAYS))
        failed = []

        def give_up(message, error):
            _logger.warning("Message %s could not be deleted: %s", message.id, error)
            failed.append(message.id)

        while batch := self._with_old_mails(before, failed):
            halve(batch, type(batch)._hypercare_forget, give_up)
            if not self.env["ir.cron"]._commit_progress(len(batch)):
                return

    @api.model
    def _with_old_mails(self, before, except_ids):
        """Return the next messages of old mails to single persons.

        Those that wait to be sent stay. What a person has written is none of them.
        """
        self.env.flush_all()
        # Raw SQL: of several tables, and all of them large.
        waiting = SQL(" UNION ALL ").join(
            SQL(
                "SELECT mail_id FROM %s WHERE sent_at IS NULL AND mail_id IS NOT NULL",
                SQL.identifier(table),
            )
            for table in QUEUES
        )
        rows = self.env.execute_query(
            SQL(
                """
                SELECT message.id FROM mail_message message
                 WHERE message.message_type = 'user_notification'
                   AND message.message_id LIKE %(ours)s
                   AND message.model LIKE 'hypercare.%%'
                   AND message.date < %(before)s AND message.id NOT IN %(failed)s
                   AND NOT EXISTS (
                       SELECT FROM mail_mail mail
                        WHERE mail.mail_message_id = message.id
                          AND (mail.state = 'outgoing' OR mail.id IN (%(waiting)s)))
              ORDER BY message.id LIMIT %(batch)s
                """,
                before=before,
                ours=f"{MARK}%",
                failed=tuple(except_ids) or (0,),
                waiting=waiting,
                batch=BATCH,
            )
        )
        # sudo: mails of all companies, whoever runs the job.
        messages = self.env["mail.message"].sudo()
        return messages.browse([row_id for (row_id,) in rows])


class MailMessage(models.Model):
    _inherit = "mail.message"

    def _hypercare_forget(self):
        """Delete these messages with the files that were made for them only."""
        copies = self.attachment_ids.filtered(
            lambda file: not file.res_model and file.description == PDF
        )
        copies.unlink()
        self.unlink()
