from datetime import date, timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import format_date

from ..engine.cover import first_weekday, pieces, week_of, within
from ..intake.shown import shown
from .resource_calendar import to_epoch

READERS = ("hypercare_support.group_agent", "hypercare_support.group_sponsor")
MANAGER = "hypercare_support.group_manager"
#: Years in which a week can be looked at.
YEARS = range(2000, 2100)


class HypercarePeriod(models.Model):
    """The week grid: who covers when, tier by tier and day by day."""

    _inherit = "hypercare.period"

    def action_open_cover(self):
        """Open the week grid of this period."""
        self.ensure_one()
        self.check_access("read")
        return self._client_action("hypercare_support.cover_action")

    def _client_action(self, xmlid):
        action = self.env["ir.actions.actions"]._for_xml_id(xmlid)
        return action | {"context": {"active_id": self.id}}

    @api.readonly
    def cover_grid(self, week_start=None) -> dict:
        """Return everything that the week grid shows; the only call it makes.

        Without a period it is the one that runs, else the one that is prepared.

        :param week_start: a date of the week, as text; by default the week of today or
            of go-live, whichever is later
        :return: ``period`` (False if there is none), ``periods`` to choose from,
            ``week``, ``days``, ``tiers`` with a cell per day, ``lines`` (the holes of
            the week by date) and ``later`` (how many come after it)
        :raise AccessError: for whoever is not in the support team
        :raise UserError: if *week_start* is no date
        """
        if not any(self.env.user.has_group(group) for group in READERS):
            raise AccessError(
                self.env._("Only the support team and the sponsor see who covers when.")
            )
        wanted = self._read_week(week_start)
        periods = self.search(
            [("state", "in", ("draft", "ready", "running", "exit_review"))]
        )
        period = self[:1] or periods.sorted(_by_use)[:1]
        answer = {
            "period": False,
            "periods": [{"id": one.id, "name": one.name} for one in periods | period],
        }
        if not period:
            return answer
        period.check_access("read")
        return answer | period._cover_week(wanted)

    @api.model
    def _read_week(self, value) -> date | None:
        if value in (None, False):
            return None
        try:
            day = fields.Date.to_date(value) if isinstance(value, str) else None
        except ValueError:
            day = None
        if not day or day.year not in YEARS:
            raise UserError(
                self.env._(
                    "“%s” is no day of a week. Write it as 2026-03-01.", shown(value)
                )
            )
        return day

    def _cover_week(self, wanted) -> dict:
        now = fields.Datetime.now()
        today = self._local_day(now)
        first = week_of(wanted or max(today, self.go_live), self._first_weekday())
        days = [first + timedelta(days=at) for at in range(7)]
        begin, week_end = self._day_bounds(first)[0], self._day_bounds(days[-1])[1]
        horizon = self._cover_horizon(now)[1]
        covers = self._cover(begin, max(week_end, horizon))
        lines = self._cover_lines(covers)
        later = [
            line
            for line in lines
            if line["begin"] >= week_end and line["level"] == "problem"
        ]
        return {
            "period": {
                "id": self.id,
                "name": self.name,
                "tz": self.tz,
                "state": self.state,
            },
            "may_edit": self.env.user.has_group(MANAGER) and self.has_access("write"),
            "week": self._week_head(first),
            "days": self._grid_days(days, today),
            "tiers": [self._grid_tier(cover, days) for cover in covers],
            "lines": [
                self._grid_line(line, now) for line in lines if line["begin"] < week_end
            ],
            "later": {
                "count": len(later),
                "week": later
                and str(
                    week_of(self._local_day(later[0]["begin"]), self._first_weekday())
                ),
                "text": later and later[0]["when"],
            },
        }

    def _first_weekday(self) -> int:
        """Return the weekday on which a week of the support hours begins."""
        # sudo: the working week is no secret.
        lines = self.sudo().calendar_id.attendance_ids
        return first_weekday(int(line.dayofweek) for line in lines)

    def _week_head(self, first) -> dict:
        last = first + timedelta(days=6)
        return {
            "start": str(first),
            "previous": str(first - timedelta(days=7)),
            "next": str(first + timedelta(days=7)),
            "label": self.env._(
                "%(first)s to %(last)s",
                first=self._long_day(first),
                last=self._long_day(last),
            ),
        }

    def _grid_days(self, days, today) -> list[dict]:
        """Return the columns: each a day with its support hours in words."""
        # sudo: the support hours are shown to whoever sees the grid.
        facts = self.sudo()._cover_facts(
            self.env["hypercare.tier"].sudo(),
            self._day_bounds(days[0])[0],
            self._day_bounds(days[-1])[1],
        )
        opened = within(
            facts.hours.get(self.sudo().calendar_id, []),
            *self._promised_span(facts.span),
        )
        by_day = _grouped(pieces(opened, self.tz))
        return [
            {
                "date": str(day),
                "label": self._long_day(day),
                "short": format_date(self.env, day, date_format="EEE d MMM"),
                "is_today": day == today,
                "is_outside": day < self.go_live,
                "open": ", ".join(_clock(part) for part in by_day.get(day, [])),
                "hours": [_share(part) for part in by_day.get(day, [])],
            }
            for day in days
        ]

    def _grid_tier(self, cover, days) -> dict:
        """Return a row: per day who is there, who is away, and what nobody covers."""
        marks = {
            "there": _grouped(pieces(cover.present, self.tz)),
            "hole": _grouped(pieces(cover.holes, self.tz)),
            "night": _grouped(pieces(cover.uncalled, self.tz)),
        }
        people = [
            (presence, _grouped(pieces(presence.spans, self.tz)))
            for presence in cover.presences
        ]
        cells = []
        for day in days:
            begin, end = (to_epoch(moment) for moment in self._day_bounds(day))
            cells.append(
                {
                    "date": str(day),
                    "people": [
                        {
                            "name": presence.user.name,
                            "hours": ", ".join(_clock(part) for part in by_day[day]),
                            "is_rota": presence.is_rota,
                        }
                        for presence, by_day in people
                        if day in by_day
                    ],
                    "away": [
                        {"name": user.name, "reason": reason}
                        for user, spans in cover.away.items()
                        for first, last, reason in spans
                        if first < end and last > begin
                    ],
                    "holes": [_clock(part) for part in marks["hole"].get(day, [])],
                    "nights": [_clock(part) for part in marks["night"].get(day, [])],
                    "bars": [
                        _share(part) | {"kind": kind}
                        for kind, by_day in marks.items()
                        for part in by_day.get(day, [])
                    ],
                }
            )
        return {
            "id": cover.tier.id,
            "name": cover.tier.name,
            "any_time": cover.any_time,
            "is_empty": not cover.presences,
            "cells": cells,
        }

    def _grid_line(self, line, now) -> dict:
        return {
            "level": line["level"],
            "tier_id": line["tier"].id,
            "tier": line["tier"].name,
            "text": line["text"],
            "begin": fields.Datetime.to_string(line["begin"]),
            "end": fields.Datetime.to_string(line["end"]),
            "is_past": line["end"] <= now,
        }


def _by_use(period):
    """Order: what runs comes first, then what is prepared, the newest of each."""
    order = ("running", "ready", "draft", "exit_review")
    return order.index(period.state), -period.go_live.toordinal(), -period.id


def _grouped(parts) -> dict:
    by_day = {}
    for part in parts:
        by_day.setdefault(part.day, []).append(part)
    return by_day


def _clock(part) -> str:
    """Return a piece of a day as the clock on the wall shows it: “09:00–18:00”."""
    hours = [divmod(at, 60) for at in (part.begin_minute, part.end_minute)]
    return "–".join(f"{hour:02}:{minute:02}" for hour, minute in hours)


def _share(part) -> dict:
    """Return where a piece lies in its day, in percent: for drawing."""
    return {
        "left": round(part.begin_minute / 14.4, 2),
        "width": round(max(part.end_minute - part.begin_minute, 0) / 14.4, 2),
    }
