import logging
from collections import defaultdict

from psycopg2 import OperationalError
from psycopg2.errorcodes import DEADLOCK_DETECTED, SERIALIZATION_FAILURE

from odoo import api, fields, models
from odoo.tools import SQL, split_every

from .. import const
from ..engine.clock import Clock, at
from ..engine.escalation import Subject, decide
from .resource_calendar import TimelineBook, from_epoch, to_epoch

_logger = logging.getLogger(__name__)

BATCH = 100
#: Minutes until an issue that made the sweep fail is looked at again.
RETRY_MINUTES = 15
#: A batch that met a concurrent change is started again, at most so often per run.
RETRY_CODES = (SERIALIZATION_FAILURE, DEADLOCK_DETECTED)
MAX_RETRIES = 10


class HypercareIssue(models.Model):
    """The sweep: finds what is due, writes the ledger, queues the mails."""

    _inherit = "hypercare.issue"

    # -- Planning --------------------------------------------------------------------

    def _next_actions(self, rows_by_issue) -> dict:
        """Return, by issue id, the earliest moment (UTC) a step can be due."""
        decisions = self._decide(rows_by_issue)
        return {
            issue_id: from_epoch(moment)
            for issue_id, decision in decisions.items()
            if (
                moment := min(
                    (due.due_at for due in decision.due), default=decision.next_at
                )
            )
            is not None
        }

    def _decide(self, rows_by_issue, now=None) -> dict:
        """Ask the engine, per issue, what is due at *now* and what comes next.

        :param now: naive UTC; by default nothing counts as due yet
        """
        # sudo: what is due does not depend on who may read the rules.
        steps = {
            company: self.env["hypercare.escalation.rule"].sudo().engine_steps(company)
            for company in self.company_id
        }
        told = self._told(rows_by_issue)
        books = {
            period.id: TimelineBook(period.calendar_id, period.company_id)
            for period in self.period_id
        }
        return {
            issue.id: decide(
                steps[issue.company_id],
                [
                    _subject(row, books[issue.period_id.id])
                    for row in rows_by_issue.get(issue.id, ())
                    if row["state"] == "running" and row["due_at"] and row.get("id")
                ],
                told,
                to_epoch(now) if now else 0,
            )
            for issue in self
            if issue.period_id.state not in ("closed", "cancelled")
        }

    def _told(self, rows_by_issue) -> set:
        """Return (step, clock, run) of the steps that fired on these clocks."""
        clock_ids = [
            row["id"]
            for rows in rows_by_issue.values()
            for row in rows
            if row["state"] == "running" and row.get("id")
        ]
        if not clock_ids:
            return set()
        # sudo: what fired has fired, whoever may read the ledger.
        ledgers = self.env["hypercare.escalation"].sudo()
        return {
            (ledger.step_id.id, ledger.res_id, ledger.occurrence)
            for ledger in ledgers.search(
                [
                    ("res_model", "=", "hypercare.sla.clock"),
                    ("res_id", "in", clock_ids),
                ]
            )
        }

    def _wake_sweep(self, moments):
        """Have the sweep run when the first of these moments comes.

        The moments are stored with the issues; the trigger only makes it punctual.
        """
        moments = [moment for moment in moments if moment]
        if moments:
            cron = self.env.ref(
                "hypercare_support.ir_cron_escalate", raise_if_not_found=False
            )
            if cron:
                cron._trigger(at=min(moments))

    @api.model
    def _replan_sweep(self):
        """Have the sweep look at every open issue: the rules have changed."""
        self.flush_model(["state", "next_action_at"])
        # Raw SQL: one statement for any number of issues, write_date untouched.
        self.env.execute_query(
            SQL(
                "UPDATE hypercare_issue SET next_action_at = %s"
                " WHERE state IN %s RETURNING id",
                fields.Datetime.now(),
                const.OPEN_STATES,
            )
        )
        self.invalidate_model(["next_action_at"], flush=False)
        self._wake_sweep([fields.Datetime.now()])

    # -- The sweep --------------------------------------------------------------------

    @api.model
    def _cron_escalate(self):
        """Fire every escalation step that is due; at most a batch per transaction.

        Due-ness is judged by the database's clock, the same for all servers. Rows
        that somebody is working on are skipped and found again a moment later.
        """
        IrCron = self.env["ir.cron"]
        remaining = self._count_due()
        IrCron._commit_progress(remaining=remaining)
        retries = 0
        while issues := self._lock_due(BATCH):
            try:
                issues._sweep_or_halve(self._sweep_now())
            except OperationalError as error:
                # Somebody changed a row under us: start the batch again. Scheduled
                # actions are not retried by Odoo as web requests are.
                retries += 1
                if error.pgcode not in RETRY_CODES or retries > MAX_RETRIES:
                    raise
                self.env.cr.rollback()
                continue
            remaining = max(remaining - len(issues), 0)
            if not IrCron._commit_progress(len(issues), remaining=remaining):
                break
        self._wake_sweep([self._next_due()])

    def _sweep_now(self):
        return self.env.cr.now().replace(microsecond=0)

    def _due_sql(self):
        now = self._sweep_now()
        return SQL(
            "next_action_at <= %s AND (sweep_retry_at IS NULL OR sweep_retry_at <= %s)",
            now,
            now,
        )

    def _count_due(self):
        self.flush_model(["next_action_at", "sweep_retry_at"])
        [(count,)] = self.env.execute_query(
            SQL("SELECT count(*) FROM hypercare_issue WHERE %s", self._due_sql())
        )
        return count

    def _lock_due(self, limit):
        """Return the issues that are longest due and that nobody else has locked."""
        self.flush_model(["next_action_at", "sweep_retry_at"])
        # Raw SQL: skips locked rows in the order of the partial index.
        rows = self.env.execute_query(
            SQL(
                "SELECT id FROM hypercare_issue WHERE %s ORDER BY next_action_at"
                " LIMIT %s FOR NO KEY UPDATE SKIP LOCKED",
                self._due_sql(),
                limit,
            )
        )
        return self.browse([row_id for (row_id,) in rows])

    def _next_due(self):
        """Return the next moment at which an issue is due, None if there is none."""
        self.flush_model(["next_action_at"])
        [(moment,)] = self.env.execute_query(
            SQL(
                "SELECT min(next_action_at) FROM hypercare_issue"
                " WHERE next_action_at > %s",
                self._sweep_now(),
            )
        )
        return moment

    def _sweep_or_halve(self, now):
        """Sweep a batch; if it fails, halve it until the culprit is alone.

        One savepoint per batch: one per issue would cost three times as much.
        """
        try:
            with self.env.cr.savepoint():
                self._sweep(now)
        except Exception as error:
            if getattr(error, "pgcode", None) in RETRY_CODES:
                raise
            # Savepoints undo the database; the cache has to follow.
            self.env.invalidate_all(flush=False)
            if len(self) == 1:
                self._put_aside(error, now)
                return
            middle = len(self) // 2
            for half in split_every(max(middle, 1), self.ids, self.browse):
                half._sweep_or_halve(now)

    def _put_aside(self, error, now):
        """Record why an issue cannot be escalated, and when to try again."""
        _logger.exception("Escalation of hypercare issue %s failed", self.id)
        self._store_rows(
            {
                self.id: {
                    "sweep_error": f"{type(error).__name__}: {error}"[:500],
                    "sweep_retry_at": fields.Datetime.add(now, minutes=RETRY_MINUTES),
                }
            }
        )

    def _sweep(self, now):
        """Fire what is due on these issues and plan their next moment."""
        rows = self._refresh_clocks()
        rows_by_issue = defaultdict(list)
        for row in rows:
            rows_by_issue[row["issue"].id].append(row)
        fired = self._fire(self._decide(rows_by_issue, now), now)
        fired._tell(now)
        self._store_standing(rows)
        cleared = self.filtered(lambda issue: issue.sweep_error or issue.sweep_retry_at)
        cleared._store_rows(
            {
                issue.id: {"sweep_error": None, "sweep_retry_at": None}
                for issue in cleared
            }
        )

    def _fire(self, decisions, now):
        """Write the ledger rows of the decided steps."""
        return self.env["hypercare.escalation"].create(
            [
                {
                    "issue_id": issue.id,
                    "company_id": issue.company_id.id,
                    "res_model": "hypercare.sla.clock",
                    "res_id": due.clock_id,
                    "step_id": due.step_id,
                    "occurrence": due.run,
                    "due_at": from_epoch(due.due_at),
                    "decided_at": now,
                    "notify_at": now,
                }
                for issue in self
                for due in (decisions[issue.id].due if issue.id in decisions else ())
            ]
        )


def _subject(row, book):
    """Return a clock row as the rules see it."""

    def moment(percent):
        if percent == 100:
            return to_epoch(row["due_at"])
        if percent == 75:
            return to_epoch(row["at_risk_at"])
        clock = Clock(
            row["target"],
            to_epoch(row["origin_at"]),
            row["pauses"],
            # A response clamped to the resolution has the budget up to there.
            not_after=to_epoch(row["due_at"]) if row["metric"] == "response" else None,
        )
        return book.ask(
            lambda timeline: at(clock, timeline, percent / 100), clock.origin
        )

    return Subject(row["id"], row["metric"], row["issue"].severity, row["run"], moment)
