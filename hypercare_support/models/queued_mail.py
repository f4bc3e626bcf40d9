import logging
import time
from datetime import timedelta

from psycopg2 import OperationalError

from odoo import fields, models
from odoo.tools import SQL, email_normalize

from .halving import RETRY_CODES

_logger = logging.getLogger(__name__)

#: Minutes until a refused mail is tried again: for the first hour every five minutes
#: at least, so that nobody waits long once the server is back; then ever more rarely.
BACKOFF_MINUTES = (1, 2, 3, *(5,) * 11, 10, 15, 30, 60)


class Refused(dict):
    """Addresses that a mail server refused while it took the mail for others."""


class IrMailServer(models.Model):
    _inherit = "ir.mail_server"

    def _connect__(self, *args, **kwargs):
        """Note partial refusals for whoever asks: Odoo drops what SMTP says of them."""
        connection = super()._connect__(*args, **kwargs)
        refused = self.env.context.get("hypercare_refused")
        if isinstance(refused, Refused) and connection is not None:
            send_message = connection.send_message

            def noting(*args, **kwargs):
                result = send_message(*args, **kwargs)
                refused.update(
                    {
                        email_normalize(address) or address: answer
                        for address, answer in (result or {}).items()
                    }
                )
                return result

            connection.send_message = noting
        return connection


class HypercareQueuedMail(models.AbstractModel):
    """Rows that stand for somebody told by mail, and the sending of these mails.

    Delivery is at least once: SMTP knows no more. The Message-ID is fixed when the
    mail is queued, so that a mail received twice can be recognised.
    """

    _name = "hypercare.queued.mail"
    _description = "Queued Hypercare Mail"

    #: The heartbeat that says that this queue is looked after, if it has one.
    _HEARTBEAT = ""

    partner_id = fields.Many2one("res.partner", "Person", readonly=True)
    mail_id = fields.Many2one(
        "mail.mail", index="btree_not_null", ondelete="set null", readonly=True
    )
    sent_at = fields.Datetime("Sent", readonly=True)
    attempts = fields.Integer(readonly=True)
    retry_at = fields.Datetime("Next try", readonly=True)
    failed_reason = fields.Char("Problem", readonly=True)
    instead_of_id = fields.Many2one("res.partner", "Stands in for", readonly=True)
    instead_reason = fields.Char("Why", readonly=True)

    def _send_queue(self, limit=100):
        """Send the queued mails of these rows, and those only.

        The common mail queue runs hourly and is shared with newsletters. Each mail
        is committed by itself: one that the server refuses does not hold up others.

        :return: whether there was time for all of them
        """
        began, handled = time.monotonic(), 0
        IrCron = self.env["ir.cron"]
        remaining = self._count_unsent_mails()
        IrCron._commit_progress(remaining=remaining)
        refused, seconds_left = 0, True
        while seconds_left and (mail_ids := self._lock_unsent_mails(limit)):
            for mail_id in mail_ids:
                mail = self.env["mail.mail"].browse(mail_id)
                refused += not self._deliver_or_postpone(mail)
                handled += 1
                remaining = max(remaining - 1, 0)
                seconds_left = IrCron._commit_progress(1, remaining=remaining)
                if not seconds_left:
                    break
        if self._HEARTBEAT:
            self.env["hypercare.heartbeat"]._beat(
                self._HEARTBEAT, handled, time.monotonic() - began
            )
        if refused:
            self.env["hypercare.period"]._raise_alarms()
        return bool(seconds_left)

    def _unsent_sql(self):
        return SQL(
            "sent_at IS NULL AND mail_id IS NOT NULL"
            " AND (retry_at IS NULL OR retry_at <= %s)",
            self.env.cr.now(),
        )

    def _count_unsent_mails(self):
        self.flush_model()
        [(count,)] = self.env.execute_query(
            SQL(
                "SELECT count(DISTINCT mail_id) FROM %s WHERE %s",
                SQL.identifier(self._table),
                self._unsent_sql(),
            )
        )
        return count

    def _lock_unsent_mails(self, limit):
        """Return the ids of mails to send, whose delivery rows are locked by us."""
        # Raw SQL: another server may be sending the others right now.
        rows = self.env.execute_query(
            SQL(
                "SELECT mail_id FROM %s WHERE %s ORDER BY id LIMIT %s"
                " FOR NO KEY UPDATE SKIP LOCKED",
                SQL.identifier(self._table),
                self._unsent_sql(),
                limit,
            )
        )
        return list(dict.fromkeys(mail_id for (mail_id,) in rows))

    def _deliver_or_postpone(self, mail) -> bool:
        """Send one mail; whatever goes wrong with it leaves the others their turn.

        :return: whether nothing went wrong
        """
        try:
            try:
                return self._deliver(mail)
            except OperationalError as error:
                if error.pgcode not in RETRY_CODES:
                    raise
                # Somebody else has just sent it, or is about to: look again.
                self.env.cr.rollback()
                return self._deliver(mail)
        except Exception as error:
            # A lost connection or a concurrent change: undo what this mail began.
            _logger.warning("Escalation mail %s was not sent: %s", mail.id, error)
            self.env.cr.rollback()
            deliveries = self.search(
                [("mail_id", "=", mail.id), ("sent_at", "=", False)]
            )
            if deliveries:
                deliveries._postpone(f"{type(error).__name__}: {error}")
            return False

    def _deliver(self, mail) -> bool:
        """Hand one mail to the server and record what became of it."""
        deliveries = self.search([("mail_id", "=", mail.id), ("sent_at", "=", False)])
        # The lock of the batch ends with the first commit: take this mail's again.
        deliveries = deliveries.try_lock_for_update(allow_referencing=True)
        if not deliveries or not mail.exists():
            deliveries.write({"mail_id": False})
            return True
        if mail.state == "exception":
            mail.write({"state": "outgoing"})
        refused = Refused()
        if mail.state == "outgoing":
            mail.with_context(hypercare_refused=refused).send(raise_exception=False)
        if mail.state == "sent":
            deliveries -= deliveries._record_refused(refused)
            deliveries.write({"sent_at": fields.Datetime.now(), "failed_reason": False})
            return True
        deliveries._postpone(mail.failure_reason or mail.state)
        return False

    def _record_refused(self, refused):
        """Record whose address the server refused while it took the others.

        :param refused: address → (code, text), as SMTP gives it
        :return: the deliveries concerned; they are not tried again
        """
        lost = self.browse()
        for delivery in self:
            address = email_normalize(delivery.partner_id.email or "")
            if address not in refused:
                continue
            code, text = refused[address]
            reason = text.decode(errors="replace") if isinstance(text, bytes) else text
            delivery.write({"failed_reason": f"{code} {reason}", "mail_id": False})
            delivery._note_refused(
                self.env._(
                    "The mail server refused %(address)s: %(reason)s",
                    address=address,
                    reason=f"{code} {reason}",
                )
            )
            lost |= delivery
        return lost

    def _note_refused(self, text):
        """Keep with what was told that it did not reach somebody: for overrides."""

    def _postpone(self, reason):
        """Record why these were not sent, and try again later and later."""
        attempts = max(self.mapped("attempts")) + 1
        minutes = BACKOFF_MINUTES[min(attempts, len(BACKOFF_MINUTES)) - 1]
        retry_at = self.env.cr.now() + timedelta(minutes=minutes)
        self.write(
            {
                "attempts": attempts,
                "retry_at": retry_at.replace(microsecond=0),
                "failed_reason": reason,
            }
        )
        self.env.ref("hypercare_support.ir_cron_deliver")._trigger(at=retry_at)
