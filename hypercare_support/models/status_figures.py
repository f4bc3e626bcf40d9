from odoo import models
from odoo.fields import Domain
from odoo.tools import SQL

from .. import const
from .escalation_render import one_line

#: Issues that a mail names one by one; more are read in Odoo.
NAMED = 20
MODULES = 5


class HypercarePeriod(models.Model):
    """What a status report tells, counted by the database."""

    _inherit = "hypercare.period"

    def _status_figures(self, since, until) -> dict:
        """Return what happened between two instants, and how things stand now.

        Plain values that can be stored as JSON: the report says later what it said
        then. Titles of confidential issues are left out.

        :param since: naive UTC, exclusive
        :param until: naive UTC, inclusive
        """
        self.ensure_one()
        # sudo: a report is the same for all its readers, and names nothing secret.
        period = self.sudo()
        issues = period.env["hypercare.issue"]
        mine = Domain("period_id", "=", period.id)
        raised = mine & Domain("reported_at", ">", since)
        raised &= Domain("reported_at", "<=", until)
        # As the command centre counts: a duplicate is not one more.
        raised &= Domain("state", "!=", "cancelled")
        ended = mine & Domain("ended_at", ">", since) & Domain("ended_at", "<=", until)
        # Solved after it was handed over: the hand-over came before.
        solved = mine & Domain("state", "in", ("resolved", "closed"))
        solved &= Domain("resolved_at", ">", since) & Domain("resolved_at", "<=", until)
        opened = mine & Domain("is_open", "=", True)
        severities = dict(issues._read_group(opened, ["severity"], ["__count"]))
        sla = dict(issues._read_group(opened, ["sla_state"], ["__count"]))
        count = issues.search_count
        named = period._status_issues(opened)
        return {
            "at": period.env.cr.now().isoformat(" ", "seconds"),
            "raised": count(raised),
            "resolved": count(solved),
            "transferred": count(ended & Domain("state", "=", "transferred")),
            "reopened": period._count_reopened(since, until),
            "open": sum(severities.values()),
            "severities": {
                severity: severities.get(severity, 0)
                for severity, _label in const.SEVERITIES
            },
            "late": sla.get("breached", 0),
            "at_risk": sla.get("at_risk", 0),
            "unassigned": count(opened & Domain("user_id", "=", False)),
            "undated": count(
                opened
                & Domain("commit_date", "=", False)
                & Domain("severity", "!=", "s4")
            ),
            "waiting": count(opened & Domain("waiting_for", "=", "reporter")),
            "sla": period._status_promises(since, until),
            "modules": [
                [module, number]
                for module, number in issues._read_group(
                    raised & Domain("module", "!=", False),
                    ["module"],
                    ["__count"],
                    order="__count DESC, module",
                    limit=MODULES,
                )
            ],
            "days": period._status_days(since, until),
            "kpis": period._status_kpis(until),
            "issues": [period._status_line(issue) for issue in named[:NAMED]],
            "more": max(len(named) - NAMED, 0),
        }

    def _status_issues(self, opened):
        """Return the open issues that a report names: S1, S2 and what is overdue."""
        issues = self.env["hypercare.issue"]
        urgent = Domain("severity", "in", const.URGENT_SEVERITIES)
        late = Domain("sla_state", "=", "breached")
        return issues.search(opened & (urgent | late), order="severity, breach_at, id")

    def _status_line(self, issue) -> dict:
        return {
            "id": issue.id,
            "number": issue.number,
            "name": False if issue.confidential else one_line(issue.name or "", 120),
            "severity": issue.severity,
            "state": issue.state,
            "owner": issue.user_id.name or False,
            "tier": issue.tier_id.name or False,
            "due": issue.breach_at and issue.breach_at.isoformat(" ", "seconds"),
            "late": issue.sla_state == "breached",
            "commit": issue.commit_date and issue.commit_date.isoformat(),
        }

    def _count_reopened(self, since, until) -> int:
        """Return how often work began again on what had ended."""
        return self.env["hypercare.issue.event"].search_count(
            [
                ("issue_id.period_id", "=", self.id),
                ("kind", "=", "state"),
                ("old", "in", const.ENDED_STATES),
                ("new", "in", const.OPEN_STATES),
                ("at", ">", since),
                ("at", "<=", until),
            ]
        )

    def _status_promises(self, since, until) -> dict[str, list[int]]:
        """Return, by metric, how many promises were kept out of how many decided.

        A promise is decided when it is kept, or when its due time passes: running and
        overdue counts as broken. Of an issue that was reopened the last run counts.
        """
        self.env["hypercare.sla.clock"].flush_model()
        self.env["hypercare.issue"].flush_model(["period_id", "cancel_reason"])
        rows = self.env.execute_query(
            SQL(
                """
                WITH promise AS (
                    SELECT DISTINCT ON (clock.issue_id, clock.metric)
                           clock.metric, clock.due_at, clock.stopped_at,
                           COALESCE(clock.stopped_at, clock.paused_at, %(until)s)
                               AS compared_at
                      FROM hypercare_sla_clock clock
                      JOIN hypercare_issue issue ON issue.id = clock.issue_id
                     WHERE issue.period_id = %(period)s
                       AND clock.metric IN ('response', 'resolution')
                       AND clock.state != 'cancelled'
                       AND issue.cancel_reason IS DISTINCT FROM 'out_of_scope'
                       AND clock.due_at IS NOT NULL
                  ORDER BY clock.issue_id, clock.metric, clock.run DESC
                ), decided AS (
                    SELECT metric, compared_at <= due_at AS met,
                           CASE WHEN compared_at <= due_at THEN stopped_at ELSE due_at
                           END AS decided_at
                      FROM promise
                )
                SELECT metric, count(*) FILTER (WHERE met), count(*)
                  FROM decided
                 WHERE decided_at > %(since)s AND decided_at <= %(until)s
              GROUP BY metric
                """,
                period=self.id,
                since=since,
                until=until,
            )
        )
        found = {metric: [met, decided] for metric, met, decided in rows}
        return {
            metric: found.get(metric, [0, 0]) for metric in ("response", "resolution")
        }

    def _status_days(self, since, until) -> list[list]:
        """Return [local date, raised, resolved] for each day of the span."""
        self.env["hypercare.issue"].flush_model()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT day::date,
                       count(*) FILTER (WHERE what = 'raised'),
                       count(*) FILTER (WHERE what = 'resolved')
                  FROM generate_series(
                           (%(since)s AT TIME ZONE 'UTC' AT TIME ZONE %(tz)s)::date,
                           ((%(until)s - interval '1 second')
                               AT TIME ZONE 'UTC' AT TIME ZONE %(tz)s)::date,
                           interval '1 day') AS day
             LEFT JOIN (
                    SELECT 'raised' AS what, reported_at AS at FROM hypercare_issue
                     WHERE period_id = %(period)s AND state != 'cancelled'
                       AND reported_at > %(since)s AND reported_at <= %(until)s
                     UNION ALL
                    SELECT 'resolved', resolved_at FROM hypercare_issue
                     WHERE period_id = %(period)s AND state IN ('resolved', 'closed')
                       AND resolved_at > %(since)s AND resolved_at <= %(until)s
                       ) AS happened
                    ON (happened.at AT TIME ZONE 'UTC' AT TIME ZONE %(tz)s)::date
                       = day::date
              GROUP BY day ORDER BY day
                """,
                period=self.id,
                since=since,
                until=until,
                tz=self.tz,
            )
        )
        return [[day.isoformat(), raised, resolved] for day, raised, resolved in rows]
