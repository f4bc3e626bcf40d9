from datetime import datetime

from odoo import api, fields, models

from .. import const
from .issue_planning import CLOCK

#: People whom the sentence above the form names.
NAMES = 4


class HypercareIssue(models.Model):
    """Escalations that wait for somebody to say “I see to it”."""

    _inherit = "hypercare.issue"

    escalation_open = fields.Boolean(
        "Escalated",
        compute="_compute_escalation_open",
        help="Somebody was told about the open issue, and nobody has acknowledged it.",
    )
    escalation_text = fields.Char(compute="_compute_escalation_open")
    can_acknowledge = fields.Boolean(compute="_compute_escalation_open")

    @api.depends("state", "escalation_ids.told_at", "escalation_ids.acknowledged_at")
    @api.depends_context("uid", "lang", "tz")
    def _compute_escalation_open(self):
        readable = self._origin._ledger_readable()
        partner = self.env.user.partner_id
        for issue in self:
            saved = issue._origin & readable
            rows = saved._open_escalations()
            issue.escalation_open = bool(rows)
            issue.escalation_text = bool(rows) and saved._escalation_sentence(rows)
            issue.can_acknowledge = bool(rows) and (
                issue.can_work or partner in rows.delivery_ids.partner_id
            )

    def action_acknowledge_escalations(self):
        """Acknowledge every escalation that waits for it, see ``action_acknowledge``.

        Whoever does not work in the period acknowledges what they were told of.

        :raise AccessError: for somebody who may not read the escalations
        :raise UserError: for somebody who neither works in the period nor was told
        """
        self.check_access("read")
        rows = self._open_escalations()
        partner = self.env.user.partner_id
        mine = rows.filtered(
            lambda row: (
                partner in row.delivery_ids.partner_id
                or self._may_work(row.issue_id.period_id)
            )
        )
        if rows:
            # Not as superuser: who may acknowledge is decided there.
            (mine or rows).sudo(False).action_acknowledge()
        return True

    # -- What is open ------------------------------------------------------------------

    def _open_escalations(self):
        """Return what people were told of these issues and nobody has acknowledged.

        A reminder to the reporter asks nobody to look after the issue. What was told
        before an issue was reopened is over.

        :return: rows as superuser, whoever may read them
        """
        # sudo: callers show it to those who may read the ledger.
        issues = self.sudo().filtered("is_open")
        begun = {issue: issue._last_reopened() for issue in issues}
        return issues.escalation_ids.filtered(
            lambda row: (
                row.told_at
                and not row.acknowledged_at
                and row.rule_id.watches != "waiting"
                and row.decided_at >= begun[row.issue_id]
            )
        )

    def _last_reopened(self):
        """Return when the issue was last reopened, the beginning of time if never."""
        events = self.reopen_count and self.event_ids.filtered(
            lambda event: event.kind == "state" and event.old in const.ENDED_STATES
        )
        return (events and max(events.mapped("at"))) or datetime.min

    def _escalation_sentence(self, rows) -> str:
        """Return what was told last, and to whom, as one sentence."""
        row = max(
            rows,
            key=lambda row: (row.decided_at, row._weight(), row.due_at, row.id),
        )
        told = row.delivery_ids.sorted("id") | rows.delivery_ids.sorted("id")
        people = told.partner_id.mapped("name")
        names = ", ".join(people[:NAMES])
        if len(people) > NAMES:
            names = self.env._(
                "%(names)s and %(more)s more", names=names, more=len(people) - NAMES
            )
        values = {
            "moment": self._moment_text(row.decided_at),
            "what": row._told_what(),
            "names": names,
        }
        if not people:
            return self.env._(
                "Escalated %(moment)s: %(what)s. Nobody could be told.", **values
            )
        return self.env._("Escalated %(moment)s: %(what)s. Told: %(names)s.", **values)


class HypercareEscalation(models.Model):
    _inherit = "hypercare.escalation"

    def _weight(self) -> int:
        """Return which of several rows says most: a promise to the reporter, broken."""
        if not self._is_overdue():
            return 0
        clock = self.issue_id.clock_ids.filtered(lambda clock: clock.id == self.res_id)
        return 2 if clock.metric in ("response", "resolution") else 1

    def _is_overdue(self) -> bool:
        """Tell whether the row was written because a promise was broken."""
        step = self.step_id
        return self.res_model == CLOCK and (
            step.timing == "after" or step.percent == 100
        )

    def _told_what(self) -> str:
        """Return what happened, to follow “Escalated Tue 14:00:”."""
        if self._is_overdue():
            return self.env._("%s overdue", self._about())
        if self.res_model == CLOCK:
            return self.env._("%s runs out", self._about())
        return self.rule_id.name
