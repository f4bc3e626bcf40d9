import logging
from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Command
from odoo.tools import SQL

from .. import const
from .escalation_words import Words
from .exit_criterion import HOLDING

_logger = logging.getLogger(__name__)

#: What begins the key of a KPI.
KPI_KEY = "kpi-"
#: A relapse up to day 90 is told even if nothing ran in the nights after it.
LATE_DAYS = 7
#: Kinds of KPI alerts that are relapses; warnings are no targets.
FALLS = ("lost", "falling")


class HypercarePeriod(models.Model):
    """Watching the way to the exit day by day, and what comes back after it."""

    _inherit = "hypercare.period"

    @api.model
    def _cron_exit(self):
        """Keep the day's values of all criteria and look for relapses, where it is due.

        One transaction per period; one that fails does not hold up the others.
        """
        IrCron = self.env["ir.cron"]
        now = self.env.cr.now().replace(microsecond=0)
        periods = self._exit_due(now)
        IrCron._commit_progress(remaining=len(periods))
        for period_id in periods.ids:
            try:
                with self.env.cr.savepoint():
                    period = self.browse(period_id)
                    period._exit_daily(now)
                    period._exit_done(now)
            except Exception:
                _logger.exception("Exit criteria of period %s were not kept", period_id)
                # The savepoint undoes the database; the cache has to follow.
                self.env.invalidate_all(flush=False)
            if not IrCron._commit_progress(1):
                break

    def _exit_daily(self, now):
        """Keep today's values once, and tell what has come back. May run at any time.

        A day on which this never ran has no values: they are not made up afterwards.

        :param now: naive UTC
        """
        self.ensure_one()
        findings = self.criterion_ids._live_findings(now)
        if self.state == "monitoring":
            self._watch_relapse(findings, now)
        self._keep_exit_values(findings, now)

    def _keep_exit_values(self, findings, now):
        history = self.env["hypercare.exit.history"].sudo()
        today = self._local_day(now)
        kept = history.search(
            [
                ("period_id", "=", self.id),
                ("kind", "=", "value"),
                ("date", "=", today),
            ]
        ).criterion_id
        history._append(
            [
                {
                    "criterion_id": criterion.id,
                    "kind": "value",
                    "date": today,
                    "at": now,
                    "value": finding.value or 0.0,
                    "text": finding.text,
                    "state": finding.state,
                    "reason": finding.why,
                }
                for criterion, finding in findings.items()
                if criterion not in kept
            ]
        )

    # === RELAPSE === #

    def _watch_relapse(self, findings, now):
        """Tell both sides what has come back since the exit, each occurrence once.

        Until day 90, whose evening is looked at in the night after it.
        """
        today = self._local_day(now)
        if today > self.watched_until + timedelta(days=LATE_DAYS):
            return
        found = {**self._relapsed_issues(), **self._relapsed_kpis()}
        if today <= self.watched_until:
            found |= self._relapsed_criteria(findings, now)
        relapses = self.env["hypercare.exit.relapse"].sudo()
        known = relapses.search(
            [("period_id", "=", self.id), ("key", "in", list(found))]
        )
        for key in known.mapped("key"):
            del found[key]
        if not found:
            return
        readers = self._exit_both_sides()
        made = relapses.create(
            [
                {
                    "period_id": self.id,
                    "key": key,
                    "at": now,
                    "told_ids": [Command.set(readers.ids)],
                    **vals,
                }
                for key, vals in found.items()
            ]
        )
        self._mail_relapse(made, readers, now)

    def _exit_moment(self):
        """Return when the exit was signed, naive UTC; the planned end if it is not."""
        signed = self.exit_review_ids.filtered(lambda one: one.state == "go")
        moments = [at for at in signed.mapped("decided_at") if at]
        return min(moments, default=None) or self._day_bounds(self.date_end)[1]

    def _relapsed_issues(self) -> dict:
        """Return key → relapse for every S1 since the exit: raised, or open again."""
        self.env.flush_all()
        # Raw SQL: the entries of the history that make something an open S1.
        rows = self.env.execute_query(
            SQL(
                "SELECT event.id, event.issue_id FROM hypercare_issue_event event"
                " JOIN hypercare_issue issue ON issue.id = event.issue_id"
                " WHERE issue.period_id = %s AND event.at > %s AND event.at < %s AND"
                " (event.kind = 'severity' AND event.new = 's1' OR"
                " event.kind = 'state' AND event.old IN %s AND event.new IN %s"
                " AND issue.severity = 's1') ORDER BY event.id",
                self.id,
                self._exit_moment(),
                self._day_bounds(self.watched_until)[1],
                const.ENDED_STATES,
                const.OPEN_STATES,
            )
        )
        # sudo: the titles of confidential issues stay out of it.
        issues = self.env["hypercare.issue"].sudo()
        words = Words(self.env, fields.Datetime.now())
        found = {}
        for event_id, issue_id in rows:
            issue = issues.browse(issue_id)
            found[f"s1-{event_id}"] = {
                "issue_id": issue_id,
                "text": self.env._(
                    "S1 %(number)s: %(title)s",
                    number=issue.number,
                    title=words.title(issue),
                ),
            }
        return found

    def _relapsed_criteria(self, findings, now) -> dict:
        """Return key → relapse for criteria that held and do not hold any more."""
        fallen = [
            criterion
            for criterion, finding in findings.items()
            if finding.state == "not_met"
        ]
        # sudo: the history is evidence that only the addon writes.
        held = dict(
            self.env["hypercare.exit.history"]
            .sudo()
            ._read_group(
                [
                    ("criterion_id", "in", [one.id for one in fallen]),
                    ("kind", "=", "value"),
                    ("state", "in", HOLDING),
                ],
                ["criterion_id"],
                ["date:max"],
            )
        )
        return {
            f"criterion-{criterion.id}-{held[criterion]}": {
                "criterion_id": criterion.id,
                "text": self.env._(
                    "“%(criterion)s” does not hold any more: %(why)s",
                    criterion=criterion.name,
                    why=findings[criterion].why,
                ),
            }
            for criterion in fallen
            if criterion in held
        }

    def _relapsed_kpis(self) -> dict:
        """Return key → relapse for KPIs that went the wrong way since the exit.

        Worse twice in a row, or missed after having been reached, however narrowly: as
        the nightly run has noticed it, which mails both sides.
        """
        # sudo: KPI alerts are evidence that only the addon writes.
        alerts = (
            self.env["hypercare.kpi.alert"]
            .sudo()
            .search(
                [
                    ("period_id", "=", self.id),
                    ("kind", "in", FALLS),
                    # The evening of the day on which it was signed comes after it.
                    ("since", ">=", self._local_day(self._exit_moment())),
                    ("since", "<=", self.watched_until),
                ],
                order="since, id",
            )
        )
        return {
            f"{KPI_KEY}{alert.id}": {
                "text": self.env._(
                    "“%(kpi)s”: %(what)s",
                    kpi=alert.kpi_id.name,
                    what=alert._alert_sentence(),
                )
            }
            for alert in alerts
        }

    def _mail_relapse(self, relapses, readers, now):
        """Queue one mail per person of both sides.

        KPIs have a mail of their own. An S1 is told at once; nobody is woken for the
        rest.
        """
        told = relapses.filtered(lambda row: not row.key.startswith(KPI_KEY))
        if not told:
            return
        lines = told.mapped("text")
        at = None if told.issue_id else self._mail_opening()

        def say(env):
            words = Words(env, now)
            until = words.date(self.watched_until)
            subject = env._("%s: something came back after the exit", self.name)
            return subject, [
                *lines,
                env._("This is watched until %s, and told once.", until),
            ]

        self._exit_mail(readers, say, key=f"relapse-{max(told.ids)}", at=at)
