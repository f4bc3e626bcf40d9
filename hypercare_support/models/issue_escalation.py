import logging
import time
from collections import defaultdict

from psycopg2 import OperationalError

from odoo import api, models
from odoo.tools import SQL

from .halving import RETRY_CODES, halve, put_aside, retry_at
from .resource_calendar import from_epoch

_logger = logging.getLogger(__name__)

BATCH = 100
#: A batch that met a concurrent change is started again, at most so often per run.
MAX_RETRIES = 10


class HypercareIssue(models.Model):
    """The sweep: finds what is due, writes the ledger, queues the mails."""

    _inherit = "hypercare.issue"

    # -- Waking ----------------------------------------------------------------------

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

    # -- The sweep --------------------------------------------------------------------

    @api.model
    def _cron_escalate(self):
        """Fire every escalation step that is due; at most a batch per transaction.

        Due-ness is judged by the database's clock, the same for all servers. Rows
        that somebody is working on are skipped and found again a moment later.
        """
        began = time.monotonic()
        IrCron = self.env["ir.cron"]
        remaining = self._count_due()
        IrCron._commit_progress(remaining=remaining)
        retries = handled = 0
        # What fires in several transactions is told at the end, so that a burst is
        # one digest and not one per transaction; urgent steps do not wait for it.
        defer = remaining > BATCH or self.env["hypercare.escalation"]._has_untold()
        working = True
        while working:
            try:
                if not (work := self._next_work(defer)):
                    working = False
                    continue
                done = work()
            except OperationalError as error:
                # Somebody changed a row under us, perhaps even before we could lock
                # it: start the batch again. Scheduled actions are not retried by Odoo
                # as web requests are.
                retries += 1
                if error.pgcode not in RETRY_CODES or retries > MAX_RETRIES:
                    raise
                self.env.cr.rollback()
                continue
            handled += done
            remaining = max(remaining - done, 0)
            # Telling and planning may be left when all issues are done: one more.
            if not IrCron._commit_progress(done, remaining=remaining + 1):
                self._wake_sweep([self._sweep_now()])
                break
        else:
            IrCron._commit_progress(remaining=0)
        self._wake_sweep([self._next_due()])
        self.env["hypercare.heartbeat"]._beat(
            "sweep", handled, time.monotonic() - began
        )

    def _next_work(self, defer):
        """Return what to do in the next transaction, None when nothing is left.

        First what is due, then what is to be told, then planning by changed rules.
        """
        now = self._sweep_now()
        if issues := self._lock_due(BATCH):
            return lambda: issues._sweep_batch(now, defer)
        escalations = self.env["hypercare.escalation"]
        if rows := escalations._lock_untold(now):
            return lambda: rows._tell_batch(now)
        if period := self.env["hypercare.period"]._lock_replan():
            return lambda: period._replan_chunk()
        return None

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
        """Return the next moment at which there is something to do, None if never."""
        self.flush_model(["next_action_at"])
        self.env["hypercare.escalation"].flush_model(["notify_at", "told_at"])
        now = self._sweep_now()
        [(moment,)] = self.env.execute_query(
            SQL(
                "SELECT LEAST((SELECT min(next_action_at) FROM hypercare_issue"
                " WHERE next_action_at > %s), (SELECT min(notify_at)"
                " FROM hypercare_escalation WHERE told_at IS NULL AND notify_at > %s))",
                now,
                now,
            )
        )
        return moment

    def _sweep_batch(self, now, defer) -> int:
        halve(self, lambda issues: issues._sweep(now, defer), put_aside(now))
        return len(self)

    def _store_problem(self, error, now):
        """Record why an issue cannot be escalated, and when to try again."""
        _logger.error(
            "Escalation of hypercare issue %s failed", self.id, exc_info=error
        )
        self._store_rows(
            {
                self.id: {
                    "sweep_error": f"{type(error).__name__}: {error}"[:500],
                    "sweep_retry_at": retry_at(now),
                }
            }
        )

    def _sweep(self, now, defer=False):
        """Fire what is due on these issues and plan their next moment.

        :param defer: leave to the end of the sweep what is not urgent
        """
        rows = self._refresh_clocks(standing=False)
        rows_by_issue = defaultdict(list)
        for row in rows:
            rows_by_issue[row["issue"].id].append(row)
        fired = self._fire(self._decide(rows_by_issue, now), now)
        people, unmanned = fired._people(now)
        changed = fired._carry_out(people)
        fired.filtered(
            lambda row: row.notify_at <= now and not (defer and row._may_wait())
        )._tell(now, people, unmanned)
        (self - changed)._store_standing(
            [row for row in rows if row["issue"] not in changed]
        )
        changed._refresh_clocks()
        cleared = self.filtered(lambda issue: issue.sweep_error or issue.sweep_retry_at)
        cleared._store_rows(
            {
                issue.id: {"sweep_error": None, "sweep_retry_at": None}
                for issue in cleared
            }
        )

    def _fire(self, decisions, now):
        """Write the ledger rows of the decided steps."""
        # sudo: rules are read by whoever runs the sweep.
        steps = self.env["hypercare.escalation.step"].sudo()
        vals_list, openings = [], {}
        for issue in self:
            for due in decisions[issue.id].due:
                step = steps.browse(due.step_id)
                notify_at = now
                if not (step.urgent or due.severity == "s1"):
                    period = issue.period_id
                    if period not in openings:
                        openings[period] = period._next_opening(now) or now
                    notify_at = openings[period]
                vals_list.append(
                    issue._ledger_vals(
                        step, due.severity, from_epoch(due.due_at), now, notify_at
                    )
                    | {
                        "res_model": due.key.model,
                        "res_id": due.key.id,
                        "occurrence": due.key.occurrence,
                    }
                )
        fired = self.env["hypercare.escalation"]._insert_rows(vals_list)
        others = fired.filtered(lambda row: row._speaks_of() != row.tier_id)
        others._store_rows({row.id: {"tier_id": row._speaks_of().id} for row in others})
        return fired

    def _ledger_vals(self, step, severity, due_at, now, notify_at) -> dict:
        """Return the columns of a ledger row that do not depend on its subject."""
        return {
            "issue_id": self.id,
            "period_id": self.period_id.id,
            "company_id": self.company_id.id,
            "rule_id": step.rule_id.id,
            "step_id": step.id,
            "severity": severity,
            "tier_id": self.tier_id.id,
            "due_at": due_at,
            "decided_at": now,
            "notify_at": notify_at,
        }
