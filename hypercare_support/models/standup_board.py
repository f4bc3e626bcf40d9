from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools.misc import format_date

from .. import const
from ..intake.shown import shown
from .fetched import fetched
from .standup import MINUTES
from .standup_agenda import today_of

#: What the screen shows of a long description.
QUOTED = 600


class HypercareStandup(models.Model):
    """The stand-up screen: everything it shows, in one call."""

    _inherit = "hypercare.standup"

    @api.model
    def standup_open(self, period_id=False, standup_id=False):
        """Return what the stand-up screen shows; nothing is started by looking.

        :param period_id: whose stand-up; by default the period the user runs
        :param standup_id: a stand-up that was not closed, instead of today's
        :return: see `_board`; ``state`` is *none* (no period), *choose* (several),
            *reader* (may not run it), *ready* (not started), *open* or *closed*
        :raise UserError: for a period or stand-up that is not there
        """
        if standup_id:
            standup = self._check_id(standup_id)
            self._check_run(standup.period_id)
            return standup._board(standup.period_id)
        if period_id:
            period = self._check_id(period_id, "hypercare.period")
            period.check_access("read")
        else:
            periods = self._periods()
            if len(periods) != 1:
                return {
                    "state": "choose" if periods else "none",
                    "periods": [{"id": one.id, "name": one.name} for one in periods],
                }
            period = periods
        if not self._may_run(period):
            return {"state": "reader", "period": self._period_card(period)}
        return self._of_day(period, today_of(period))._board(period)

    @api.model
    def standup_start(self, period_id):
        """Start today's stand-up of a period, or join the one that somebody started.

        :return: as ``standup_open``
        :raise UserError: for a period without log, or people who may not run it
        """
        period = self._check_id(period_id, "hypercare.period")
        self._check_run(period)
        if period.state not in const.LOGGING_STATES:
            raise UserError(
                self.env._(
                    "%s is not running: there is nothing to stand up for.", period.name
                )
            )
        now = fields.Datetime.now()
        standup, is_new = self._claim(period, today_of(period, now), now)
        if is_new:
            # sudo: evidence is written by the addon only.
            standup.sudo().write(
                {
                    "invited_ids": [fields.Command.set(self._invited(period).ids)],
                    "attended_ids": [fields.Command.link(self.env.uid)],
                }
            )
        standup._tell_screens()
        return standup._board(period)

    @api.model
    def _check_id(self, record_id, model="hypercare.standup"):
        """Return a record that a client named.

        :raise UserError: if it is not there
        """
        is_id = isinstance(record_id, int) and not isinstance(record_id, bool)
        record = fetched(self.env[model], [("id", "=", record_id if is_id else 0)])
        if not record:
            raise UserError(
                self.env._("“%s” is not there (any more).", shown(record_id))
            )
        return record

    @api.model
    def _periods(self):
        """Return the periods whose stand-up the user may run, or else may look at.

        If one of them is running, the others do not matter.
        """
        periods = self.env["hypercare.period"].search(
            [
                ("state", "in", const.LOGGING_STATES),
                ("company_id", "in", self.env.companies.ids),
            ]
        )
        periods = periods.filtered(self._may_run) or periods
        running = periods.filtered(lambda period: period.state == "running")
        return running or periods

    # -- The board ---------------------------------------------------------------------

    def _board(self, period) -> dict:
        """Return what the screen shows of this stand-up, or of a day without one."""
        now = fields.Datetime.now()
        today = today_of(period, now)
        book = self._book(period)
        lines = self._all_lines() if self else None
        if self.state == "open" and self.date == today:
            lines = self._gather(now, lines, book)
        days = self._days_offered(period, today, book)
        # sudo: see ``_cards``.
        issues = lines.sudo().issue_id if lines else self.env["hypercare.issue"]
        people = self._people(
            period, issues.user_id | issues.reporter_id | self.sudo().led_by_id
        )
        board = {
            "state": self.state or "ready",
            "period": self._period_card(period),
            "is_business_day": today in days,
            "minutes": MINUTES,
            "days": [
                {"id": fields.Date.to_string(day), "name": self._day_name(day, today)}
                for day in days
            ],
            "today": fields.Date.to_string(today),
            "people": [
                {"id": user.id, "name": user.name, "tier": tier}
                for user, tier in people.items()
            ],
            "sections": self._section_titles(),
            "severities": [
                {"id": key, "name": name}
                for key, name in self.env["hypercare.issue"]
                ._fields["severity"]
                ._description_selection(self.env)
            ],
            "unfinished": self._unfinished(period),
        }
        if not self:
            return board | self._ready_part(period, now, book)
        return board | self._open_part(lines)

    def _ready_part(self, period, now, book) -> dict:
        """Return what a stand-up would speak of, without starting it."""
        issues = self.env["hypercare.issue"]
        found = self._agenda(issues, period, today_of(period, now), now, book)
        return {
            "counts": {section: len(ids) for section, ids in found.items()},
            "invited": [user.name for user in self._invited(period)],
        }

    def _open_part(self, every) -> dict:
        """Return a stand-up as the user may see it.

        :param every: all of its lines
        """
        # sudo: minutes belong to whoever may run the stand-up; their lines do not.
        standup = self.sudo()
        lines = self._shown_lines()
        return {
            "id": self.id,
            "date_text": self._date_text(),
            "started_at": fields.Datetime.to_string(self.started_at),
            "led_by": standup.led_by_id.name,
            "attended": standup.attended_ids.ids,
            "invited": standup.invited_ids.mapped("name"),
            "notes": self.notes or "",
            "close_reason": self.close_reason or "",
            "duration": self.duration_text or "",
            "sent": bool(self.minutes_sent_at),
            "problem": self.minutes_problem or "",
            "hidden": len(every) - len(lines),
            "lines": lines._cards(),
        }

    @api.model
    def _period_card(self, period) -> dict:
        return {
            "id": period.id,
            "name": period.name,
            "day": period.day_label,
            "tz": period.tz,
            # sudo: whom to ask is told to everybody who may read the period.
            "leads": [
                user.name
                for user in period.sudo().client_pm_id
                | period.sudo().consultant_lead_id
            ],
        }

    def _section_titles(self) -> list[dict]:
        choices = self.env["hypercare.standup.line"]._fields["section"]
        return [
            {"id": key, "name": name}
            for key, name in choices._description_selection(self.env)
        ]

    def _unfinished(self, period):
        """Return the last stand-up before this one that nobody has closed."""
        domain = [("period_id", "=", period.id), ("state", "=", "open")]
        if self:
            domain += [("date", "<", self.date)]
        other = self.search(domain, limit=1)
        return other and {"id": other.id, "date": other._date_text()} or False

    def _day_name(self, day, today) -> str:
        if day == today:
            return self.env._("Today")
        return format_date(self.env, day, date_format="EEE d MMM")


class HypercareStandupLine(models.Model):
    _inherit = "hypercare.standup.line"

    def _cards(self) -> list[dict]:
        """Return the lines as the screen shows them, for whoever may read them."""
        issues = self.env["hypercare.issue"]
        states = dict(issues._fields["state"]._description_selection(self.env))
        waits = dict(issues._fields["waiting_for"]._description_selection(self.env))
        # sudo: names of owners, reporters and tiers are shown with their issue, which
        # the user may read since he may read the line.
        records = self.sudo()
        return [
            {
                "id": line.id,
                "section": line.section,
                "issue_id": issue.id,
                "number": issue.number,
                "title": issue.name,
                "severity": issue.severity,
                "state": states[issue.state],
                "is_open": issue.is_open,
                "waiting": waits.get(issue.waiting_for, "") if issue.is_open else "",
                "confidential": issue.confidential,
                "owner_id": issue.user_id.id,
                "owner": issue.user_id.name or "",
                "tier": issue.tier_id.name or "",
                "commit_date": fields.Date.to_string(issue.commit_date),
                "date_text": issue.commit_date and line._day_text(issue.commit_date),
                "is_date_past": bool(
                    issue.commit_date
                    and issue.is_open
                    and issue.commit_date < today_of(issue.period_id)
                ),
                "breach_at": fields.Datetime.to_string(issue.breach_at),
                "at_risk_at": fields.Datetime.to_string(issue.at_risk_at),
                "sla_state": issue.sla_state,
                "reported": issue.day_label,
                "reporter": issue.reporter_id.name or "",
                "module": issue.module or "",
                "description": (issue.description or "")[:QUOTED],
                "plan": (issue.plan or "")[:QUOTED],
                "resolution": (issue.resolution or "")[:QUOTED],
                "needs_date": issue.severity != "s4",
                "lacks": line._lacks(),
                "note": line.note or "",
                "discussed": bool(line.discussed_at or line.decided_at or line.note),
                # One has gone on: an interrupted stand-up begins after it.
                "passed": bool(line.discussed_at),
                "decided": line._change_texts(),
            }
            for line, issue in ((line, line.issue_id) for line in records)
        ]
