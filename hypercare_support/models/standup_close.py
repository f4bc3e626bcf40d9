from odoo import fields, models
from odoo.exceptions import UserError

from .standup_agenda import today_of


class HypercareStandup(models.Model):
    """The end of a stand-up: nothing is left open without saying why."""

    _inherit = "hypercare.standup"

    def standup_close(self, reason="", notes=None):
        """Close the stand-up, freeze its lines and send the minutes.

        :param reason: why an issue stays without owner or committed date
        :param notes: on the stand-up as a whole; None keeps what there is
        :return: as ``standup_open``
        :raise UserError: naming what is open, if no reason is given
        """
        self._check_open()
        now = fields.Datetime.now()
        reason = self._check_note(reason)
        notes = (self.notes or "") if notes is None else self._check_note(notes)
        # What nobody decided counts even where whoever closes may not read it.
        lines = self._all_lines()
        if self.date == today_of(self.period_id, now):
            # Whatever came up meanwhile must not be left open in silence either.
            lines = self._gather(now, lines)
        # sudo: evidence is written by the addon only.
        standup = self.sudo()
        lacking = {line: lacks for line in lines if (lacks := line._lacks())}
        if lacking and not reason:
            raise UserError(self._open_text([line.id for line in lacking]))
        lines._store_rows(
            {line.id: {"lacking": lacks} for line, lacks in lacking.items()}
        )
        lines._post_notes()
        problem = standup._send_minutes(now, reason, notes)
        standup.write(
            {
                "state": "closed",
                "ended_at": now,
                "closed_by_id": self.env.uid,
                "close_reason": lacking and reason or False,
                "notes": notes or False,
                **problem,
            }
        )
        self._tell_screens()
        return self._board(self.period_id)

    def _open_text(self, line_ids) -> str:
        """Return why it cannot be closed, naming what the user may read."""
        shown = self._shown_lines().filtered(lambda line: line.id in line_ids)
        numbers = shown.issue_id.mapped("number")
        if len(line_ids) > len(shown):
            numbers.append(
                self.env._("%s not shown to you", len(line_ids) - len(shown))
            )
        return self.env._(
            "No owner or no committed date: %s. Decide, or write down why it stays "
            "open.",
            ", ".join(numbers),
        )


class HypercareStandupLine(models.Model):
    _inherit = "hypercare.standup.line"

    def _post_notes(self):
        """Leave the notes on their issues, where whoever works on them looks."""
        noted = self.filtered("note")
        if noted:
            noted.issue_id._message_log_batch(
                bodies={
                    line.issue_id.id: self.env._(
                        "Stand-up of %(date)s: %(note)s",
                        date=line.standup_id._date_text(),
                        note=line.note,
                    )
                    for line in noted
                },
                author_id=self.env.user.partner_id.id,
            )
