from collections import defaultdict

from odoo import fields, models
from odoo.tools import SQL

from .. import const
from ..engine.conditions import Facts, subjects
from ..engine.escalation import NOTHING_TOLD, Key, Subject
from .issue_aim import NO_TARGET, aim_group
from .issue_planning import CLOCK, memory_of, read_ledger
from .resource_calendar import TimelineBook, from_epoch

#: Issues that are re-aimed at once; bounds the memory of a policy change.
CHUNK = 10_000

_ROWS = """
    SELECT c.id, c.issue_id, c.metric, c.run, c.state, COALESCE(t.level, ''),
           i.severity, EXTRACT(EPOCH FROM c.origin_at)::bigint, i.user_id,
           c.line_id, EXTRACT(EPOCH FROM c.due_at)::bigint,
           EXTRACT(EPOCH FROM c.at_risk_at)::bigint
      FROM hypercare_sla_clock c
      JOIN hypercare_issue i ON i.id = c.issue_id
      LEFT JOIN hypercare_issue_engagement e ON e.id = c.engagement_id
      LEFT JOIN hypercare_tier t ON t.id = e.tier_id
     WHERE c.issue_id = ANY(%s) AND c.state = 'running'
"""


#: In the order of ``Facts``; the last column is the team's last act.
_FACTS_SQL = """
    SELECT i.id, i.severity, COALESCE(i.level, ''), COALESCE(i.reopen_count, 0) + 1,
           EXTRACT(EPOCH FROM COALESCE(i.severity_since, i.reported_at))::bigint,
           EXTRACT(EPOCH FROM i.urgent_since)::bigint,
           btrim(COALESCE(i.plan, '')) <> '',
           EXTRACT(EPOCH FROM i.lacking_since)::bigint, 0, 0,
           EXTRACT(EPOCH FROM i.acted_at)::bigint
      FROM hypercare_issue i
     WHERE i.id = ANY(%s)
"""


class HypercarePeriod(models.Model):
    """Deriving all due times of a period again: after a change of what is promised.

    Issues that never paused – nearly all – are aimed set-wise: one pass per promise
    over all of them, three statements per chunk. The others go the usual way.
    """

    _inherit = "hypercare.period"

    def _reaim(self):
        """Derive the due times of every open issue of these periods again."""
        # sudo: due times follow from the promises, not from who changed them.
        for period in self.sudo():
            period._start_missing()
            last_id = 0
            while ids := period._open_issue_ids(last_id):
                last_id = ids[-1]
                period._reaim_issues(ids)

    def _open_issue_ids(self, after_id):
        """Return the next open issues, in the order of their ids.

        They are not locked: whoever changes one of them at the same time writes the
        same rows, and one of the two transactions starts again.
        """
        # Issues, clocks, turns, tiers and pauses are read by SQL below.
        self.env.flush_all()
        # Raw SQL: a recordset of 100,000 issues would be read and cached for nothing.
        rows = self.env.execute_query(
            SQL(
                "SELECT id FROM hypercare_issue WHERE period_id = %s AND state IN %s"
                " AND id > %s ORDER BY id LIMIT %s",
                self.id,
                const.OPEN_STATES,
                after_id,
                CHUNK,
            )
        )
        return [issue_id for (issue_id,) in rows]

    def _reaim_issues(self, ids):
        plan = self._plan(fields.Datetime.now())
        paused_ids = {
            issue_id
            for (issue_id,) in self.env.execute_query(
                SQL(
                    "SELECT DISTINCT issue_id FROM hypercare_sla_pause"
                    " WHERE issue_id = ANY(%s)",
                    ids,
                )
            )
        }
        self.env["hypercare.issue"].browse(sorted(paused_ids))._refresh_clocks()
        simple_ids = [issue_id for issue_id in ids if issue_id not in paused_ids]
        clocks = [
            _Clock(*row) for row in self.env.execute_query(SQL(_ROWS, simple_ids))
        ]
        percents = {
            step.percent
            for steps in plan.steps.values()
            for step in steps
            if step.timing == "percent"
        }
        self._aim_clocks(clocks, percents - {75, 100})
        self._save_clocks(clocks)
        self._save_standing(simple_ids, clocks, plan)
        self.env["hypercare.sla.clock"].invalidate_model(flush=False)
        self.env["hypercare.issue"].invalidate_model(flush=False)

    def _aim_clocks(self, clocks, percents):
        """Set promise, due and at-risk time, and the moments of escalation steps.

        :param percents: other parts of the budget whose moment is wanted
        """
        targets = self._get_promises()[self].targets
        book = TimelineBook(self.calendar_id, self.company_id)
        limits = {}
        for wave in (True, False):
            groups = defaultdict(list)
            for clock in clocks:
                if (clock.metric == "resolution") is wave:
                    clock.line_id, target = targets.get(
                        (clock.severity, clock.metric, clock.level), NO_TARGET
                    )
                    groups[target].append(clock)
            for target, group in groups.items():
                starts = [clock.origin for clock in group]
                not_after = [
                    limits.get(clock.issue_id) if clock.metric == "response" else None
                    for clock in group
                ]
                for percent in (75, *percents):
                    aims = aim_group(book, target, starts, not_after, percent / 100)
                    for clock, aim in zip(group, aims, strict=True):
                        clock.moments[percent] = aim and aim.at_risk_at
                        clock.moments[100] = aim and aim.due_at
                if wave:
                    limits |= {clock.issue_id: clock.moments[100] for clock in group}

    def _save_clocks(self, clocks):
        """Write the due times that have changed, in one statement."""
        clocks = [clock for clock in clocks if clock.has_moved()]
        self.env.cr.execute(
            """
            UPDATE hypercare_sla_clock c
               SET line_id = v.line_id,
                   due_at = to_timestamp(v.due_at) AT TIME ZONE 'UTC',
                   at_risk_at = to_timestamp(v.at_risk_at) AT TIME ZONE 'UTC'
              FROM unnest(%s::int[], %s::int[], %s::bigint[], %s::bigint[])
                   AS v (id, line_id, due_at, at_risk_at)
             WHERE c.id = v.id
            """,
            [
                [clock.id for clock in clocks],
                [clock.line_id or None for clock in clocks],
                [clock.moments[100] for clock in clocks],
                [clock.moments[75] for clock in clocks],
            ],
        )

    def _save_standing(self, ids, clocks, plan):
        """Write what lists and the sweep look at, where it has changed."""
        by_issue = defaultdict(list)
        for clock in clocks:
            by_issue[clock.issue_id].append(clock)
        ledger = read_ledger(self.env, ids)
        rows = [
            _standing(facts, by_issue[facts.issue_id], plan, ledger, acted_at)
            for facts, acted_at in self._facts_of(ids)
        ]
        self.env.cr.execute(
            """
            UPDATE hypercare_issue i
               SET response_due = CASE WHEN v.answering THEN v.response_due
                                       ELSE i.response_due END,
                   resolution_due = v.resolution_due, update_due = v.update_due,
                   breach_at = v.breach_at, at_risk_at = v.at_risk_at,
                   next_action_at = v.next_action_at
              FROM (SELECT id, answering,
                           to_timestamp(response_due) AT TIME ZONE 'UTC',
                           to_timestamp(resolution_due) AT TIME ZONE 'UTC',
                           to_timestamp(update_due) AT TIME ZONE 'UTC',
                           to_timestamp(breach_at) AT TIME ZONE 'UTC',
                           to_timestamp(at_risk_at) AT TIME ZONE 'UTC',
                           to_timestamp(next_action_at) AT TIME ZONE 'UTC'
                      FROM unnest(%s::int[], %s::bool[], %s::bigint[], %s::bigint[],
                                  %s::bigint[], %s::bigint[], %s::bigint[],
                                  %s::bigint[])
                           AS e (id, answering, response_due, resolution_due,
                                 update_due, breach_at, at_risk_at, next_action_at))
                   AS v (id, answering, response_due, resolution_due, update_due,
                         breach_at, at_risk_at, next_action_at)
             WHERE i.id = v.id
               AND ((v.answering AND i.response_due IS DISTINCT FROM v.response_due)
                    OR (i.resolution_due, i.update_due, i.breach_at, i.at_risk_at,
                        i.next_action_at)
                       IS DISTINCT FROM (v.resolution_due, v.update_due, v.breach_at,
                                         v.at_risk_at, v.next_action_at))
            """,
            [list(column) for column in zip(*rows, strict=True)] or [[]] * 8,
        )
        moments = [row[-1] for row in rows if row[-1]]
        if moments:
            self.env["hypercare.issue"]._wake_sweep([from_epoch(min(moments))])

    def _facts_of(self, ids):
        """Return (facts, last act) of open issues that never paused."""
        # Raw SQL: see ``_open_issue_ids``.
        return [
            (Facts(*row), acted_at or 0)
            for *row, acted_at in self.env.execute_query(SQL(_FACTS_SQL, ids))
        ]


class _Clock:
    """A running clock read by SQL; slots, since there can be hundred thousands."""

    __slots__ = (
        *("id", "issue_id", "metric", "run", "state", "level", "severity", "origin"),
        *("user_id", "old_line_id", "old_due", "old_at_risk", "line_id", "moments"),
    )

    def __init__(self, *row):
        for name, value in zip(self.__slots__, row, strict=False):
            setattr(self, name, value)
        self.line_id = False
        self.moments = {}

    def has_moved(self) -> bool:
        """Tell whether anything has to be written."""
        new = (self.line_id or None, self.moments[100], self.moments[75])
        return new != (self.old_line_id, self.old_due, self.old_at_risk)


def _standing(facts, clocks, plan, ledger, acted_at):
    """Return one issue's row for ``_save_standing``, moments in epoch seconds."""
    due = {clock.metric: clock.moments[100] for clock in clocks}
    shown = [
        clock
        for clock in clocks
        if clock.metric in const.SHOWN_METRICS
        and (clock.metric != "pickup" or not clock.user_id)
        and clock.moments[100]
    ]
    told = ledger.get(facts.issue_id)
    candidates = [
        _subject(clock, facts, plan)
        for clock in clocks
        if clock.metric in plan.steps and clock.moments[100]
    ]
    decision = plan.decide(
        (*candidates, *subjects(facts, plan.times, plan.steps)),
        memory_of(told, acted_at) if told else NOTHING_TOLD,
    )
    return (
        facts.issue_id,
        "response" in due,
        *(due.get(metric) for metric in ("response", "resolution", "update")),
        min((clock.moments[100] for clock in shown), default=None),
        min((clock.moments[75] for clock in shown), default=None),
        decision.earliest(),
    )


def _subject(clock, facts, plan):
    """Return a clock as the rules see it; its moments have been asked already."""

    def moment(step):
        if step.timing == "after":
            return plan.times.later(clock.moments[100], step.delay, step.unit)
        return clock.moments[step.percent]

    return Subject(
        Key(CLOCK, clock.id, clock.run),
        clock.metric,
        facts.severity,
        moment,
        clock.level or facts.level,
        facts.severity_since,
    )
