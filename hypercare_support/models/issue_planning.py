from collections import defaultdict

from odoo import api, fields, models
from odoo.tools import SQL

from .. import const
from ..engine.clock import Clock, at
from ..engine.conditions import Facts, Phase, Times, subjects
from ..engine.escalation import (
    NOTHING_TOLD,
    Decision,
    Key,
    Memory,
    Subject,
    by_kind,
    decide,
    upcoming,
)
from .resource_calendar import TimelineBook, from_epoch, to_epoch

CLOCK = "hypercare.sla.clock"


class HypercareIssue(models.Model):
    """Planning: what the rules say about an issue, now and next.

    The engine decides; here its questions are put and its answers stored.
    """

    _inherit = "hypercare.issue"

    severity_since = fields.Datetime(readonly=True, copy=False)
    urgent_since = fields.Datetime(
        "S1 or S2 since",
        readonly=True,
        copy=False,
        help="When the issue last became S1 or S2, or was reopened as such.",
    )
    lacking_since = fields.Datetime(
        compute="_compute_lacking_since",
        store=True,
        precompute=True,
        help="Since when the issue has no owner or, unless it is an S4, no committed "
        "date.",
    )
    acted_at = fields.Datetime("Last act of the team", readonly=True, copy=False)

    @api.depends("state", "user_id", "commit_date", "severity")
    def _compute_lacking_since(self):
        now = fields.Datetime.now()
        for issue in self:
            lacks = issue.state in const.OPEN_STATES and not (
                issue.user_id and (issue.commit_date or issue.severity == "s4")
            )
            issue.lacking_since = lacks and (issue.lacking_since or now)

    #: Writing one of these is work on the issue, as a change of fact is.
    _ACTS = frozenset(
        {
            *("plan", "plan_owner_id", "plan_date", "commit_date"),
            *("workaround", "resolution"),
        }
    )

    def _note_act(self):
        """Remember that the team or a manager has done something about these issues."""
        team_ids = self._team_ids()
        acted = self
        if not self._is_manager():
            acted = self.filtered(
                lambda issue: self.env.uid in team_ids.get(issue.period_id.id, ())
            )
        # sudo: when the team acted is kept by us.
        acted.sudo()._store_act(fields.Datetime.now())

    # -- Asking the engine -------------------------------------------------------------

    def _upcoming(self, now, steps=None) -> list:
        """Return (issue, due) of what will fire on these issues, the earliest first.

        What stopped escalations hold back comes when they go on.

        :param now: naive UTC
        :param steps: see ``hypercare.period._plan``
        """
        rows_by_issue = defaultdict(list)
        rows = self._clock_rows()
        self._aim_rows(rows)
        for row in rows:
            rows_by_issue[row["issue"].id].append(row)
        memories = self._memories()
        plans = {period: period._plan(now, steps) for period in self.period_id}
        found = []
        for issue in self:
            plan = plans[issue.period_id]
            found += [
                (issue, due._replace(due_at=max(due.due_at, plan.stopped_until or 0)))
                for due in upcoming(
                    plan.steps,
                    issue._subjects(rows_by_issue[issue.id], plan),
                    memories.get(issue.id, NOTHING_TOLD),
                )
            ]
        return sorted(found, key=lambda pair: pair[1].due_at)

    def _next_actions(self, rows_by_issue) -> dict:
        """Return, by issue id, the earliest moment (UTC) a step can be due."""
        decisions = self._decide(rows_by_issue, fields.Datetime.now())
        return {
            issue_id: from_epoch(moment)
            for issue_id, decision in decisions.items()
            if (moment := decision.earliest()) is not None
        }

    def _decide(self, rows_by_issue, now) -> dict:
        """Ask the engine, per issue, what is due at *now* and what comes next.

        :param now: naive UTC
        """
        memories = self._memories()
        plans = {period: period._plan(now) for period in self.period_id}
        return {
            issue.id: plans[issue.period_id].decide(
                issue._subjects(
                    rows_by_issue.get(issue.id, ()), plans[issue.period_id]
                ),
                memories.get(issue.id, NOTHING_TOLD),
            )
            for issue in self
        }

    def _subjects(self, rows, plan):
        """Yield what rules may watch on this issue: running clocks and conditions."""
        for row in rows:
            watched = row["metric"] in plan.steps and row.get("id")
            if watched and row["state"] == "running" and row["due_at"]:
                yield _clock_subject(row, plan)
        if self.state in const.OPEN_STATES:
            yield from subjects(self._engine_facts(), plan.times, plan.steps)

    def _engine_facts(self) -> Facts:
        """Return the issue as the conditions of rules see it."""
        self.ensure_one()
        pause = self.env["hypercare.sla.pause"]
        if self.state == "waiting" and self.waiting_for == "reporter":
            pause = self.pause_ids.filtered(
                lambda pause: pause.kind == "waiting" and not pause.ended_at
            )[-1:]
        since = self.severity_since or self.reported_at
        return Facts(
            self.id,
            self.severity,
            self.level or "",
            self.reopen_count + 1,
            to_epoch(since),
            self.urgent_since and to_epoch(self.urgent_since),
            bool(self.plan and self.plan.strip()),
            self.lacking_since and to_epoch(self.lacking_since),
            pause.id or 0,
            pause and to_epoch(pause.started_at),
        )

    def _memories(self) -> dict[int, Memory]:
        """Return, by issue id, what has been told and acknowledged."""
        rows = read_ledger(self.env, self.ids)
        acted = {issue.id: issue.acted_at for issue in self if issue.id in rows}
        return {
            issue_id: memory_of(
                ledger, to_epoch(acted[issue_id]) if acted.get(issue_id) else 0
            )
            for issue_id, ledger in rows.items()
        }


class HypercarePeriod(models.Model):
    _inherit = "hypercare.period"

    def _plan(self, now, steps=None) -> "Plan":
        """Return what is needed to decide about this period's issues.

        :param now: naive UTC
        :param steps: engine steps to plan by, instead of those of the rules in force
        """
        self.ensure_one()
        # sudo: what is due does not depend on who may read rules and phases.
        period = self.sudo()
        if period.state in ("closed", "cancelled"):
            steps = ()
        elif steps is None:
            rules = self.env["hypercare.escalation.rule"].sudo()
            steps = rules.engine_steps(period.company_id)
        book = TimelineBook(period.calendar_id, period.company_id)
        phases = [Phase(phase.id, phase.date_to) for phase in period.phase_ids]
        times = Times(
            book.ask,
            to_epoch(now),
            round(period.standup_time * 60) % 1440,
            phases or [Phase(0, period.date_end)],
            period.tz or "UTC",
        )
        stopped_until = period._escalation_stopped(now)
        return Plan(by_kind(steps), times, book, stopped_until)


class Plan:
    """Rules and times of one period at one moment.

    :ivar steps: the engine's steps, by the kind they watch
    :ivar stopped_until: nothing fires before (epoch seconds), 0 if it may
    """

    def __init__(self, steps, times, book, stopped_until):
        self.steps, self.times, self.book = steps, times, book
        self.stopped_until = stopped_until and to_epoch(stopped_until)

    def decide(self, candidates, memory) -> Decision:
        decision = decide(self.steps, candidates, memory, self.times.now)
        moment = decision.earliest()
        if not self.stopped_until or moment is None:
            return decision
        return Decision((), max(moment, self.stopped_until))


def read_ledger(env, issue_ids) -> dict[int, list]:
    """Return, by issue id, the ledger rows as `memory_of` wants them."""
    rows = defaultdict(list)
    if issue_ids:
        env["hypercare.escalation"].flush_model()
        # Raw SQL: every planning asks for it, and for bare columns only.
        for issue_id, *row in env.execute_query(
            SQL(
                "SELECT issue_id, step_id, rule_id, res_model, res_id, occurrence,"
                " severity, acknowledged_at, decided_at FROM hypercare_escalation"
                " WHERE issue_id = ANY(%s)",
                list(issue_ids),
            )
        ):
            rows[issue_id].append(row)
    return rows


def memory_of(ledger, acted_at) -> Memory:
    """Return the engine's memory of an issue from its ledger rows.

    :param acted_at: when the team last did something (epoch seconds)
    """
    told, acknowledged, told_at = {}, {}, {}
    for row in ledger:
        step_id, rule_id, model, res_id, occurrence, severity, ack_at, decided_at = row
        key = Key(model, res_id, occurrence)
        told_at[step_id, key] = to_epoch(decided_at)
        told[step_id, key] = min(told.get((step_id, key), severity), severity)
        if ack_at:
            ack = (severity, to_epoch(ack_at))
            known = acknowledged.get((rule_id, key), ack)
            acknowledged[rule_id, key] = (min(known[0], ack[0]), max(known[1], ack[1]))
    return Memory(told, acknowledged, acted_at, told_at)


def _clock_subject(row, plan):
    """Return a running clock as the rules see it."""
    issue = row["issue"]
    origin = to_epoch(row["origin_at"])

    def moment(step):
        if step.timing == "after":
            return plan.times.later(to_epoch(row["due_at"]), step.delay, step.unit)
        if step.percent == 100:
            return to_epoch(row["due_at"])
        if step.percent == 75:
            return to_epoch(row["at_risk_at"])
        clock = Clock(
            row["target"],
            origin,
            row["pauses"],
            # A response clamped to the resolution has the budget up to there.
            not_after=to_epoch(row["due_at"]) if row["metric"] == "response" else None,
        )
        return plan.book.ask(
            lambda timeline: at(clock, timeline, step.percent / 100), origin
        )

    return Subject(
        Key(CLOCK, row["id"], row["run"]),
        row["metric"],
        issue.severity,
        moment,
        row["level"] or issue.level or "",
        to_epoch(issue.severity_since) if issue.severity_since else 0,
    )
