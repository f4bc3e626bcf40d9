import re
from datetime import date, timedelta

from lxml import html

from odoo import models
from odoo.tools import format_date, is_html_empty

from ..engine import week
from .resource_calendar import from_epoch, to_epoch

#: A Monday, whose week gives the days their names.
MONDAY = date(2024, 1, 1)
#: Where a text goes on on a new line.
BLOCK = re.compile(
    r"</?(?:p|div|li|ul|ol|h[1-6]|br|hr|tr|td|th|table|blockquote|pre)\b[^>]*>", re.I
)
#: What a charter says in the order it is read: `_charter_<name>` makes each section.
SECTIONS = (
    *("duration", "hours", "phases", "promises", "escalation", "people"),
    *("scope", "out_of_scope", "end", "criteria"),
)


def cell(key, label, lines, fact=None, private=False, show="") -> dict:
    """Return a part of a row: see `engine.charter`.

    :param show: ``wide`` has a line of its own, ``inline`` has its lines in one
    """
    lines = [lines] if isinstance(lines, str) else list(lines)
    made = {"key": key, "label": label, "lines": [line for line in lines if line]}
    if fact is not None:
        made["fact"] = fact
    if private:
        made["private"] = True
    if show:
        made["show"] = show
    return made


def row(key, label, cells, group="") -> dict:
    cells = [one for one in cells if one["lines"]]
    return {"key": key, "label": label, "group": group, "cells": cells}


def fact_row(key, label, text, fact=None) -> dict:
    """Return a row that says one thing."""
    return row(key, label, [cell("value", "", text, fact)])


def section(code, title, rows=(), text="") -> dict:
    """Return a section; an empty free text is left out."""
    text = "" if is_html_empty(text) else str(text)
    return {
        "code": code,
        "title": title,
        "text": text,
        "plain": plain_lines(text),
        "rows": list(rows),
    }


def plain_lines(text) -> list[str]:
    """Return the words of an HTML text, line by line as they stand on the screen."""
    if not text:
        return []
    words = html.fromstring(f"<div>{BLOCK.sub(chr(10), text)}</div>").text_content()
    lines = (" ".join(line.split()) for line in words.splitlines())
    return [line for line in lines if line]


class HypercareCharter(models.Model):
    """What a charter says: drawn from the period as it is, in the charter's words."""

    _inherit = "hypercare.charter"

    def _charter_content(self) -> dict:
        """Return what is agreed, as JSON can carry it; empty sections are left out.

        The same for whoever asks: in the language of the charter, with times of the
        period.
        """
        self.ensure_one()
        # sudo: everybody approves the same words, whatever they may read elsewhere.
        charter = self.sudo().with_context(lang=self.lang, tz=self.period_id.tz)
        # People and hours are read one by one: all of them are fetched at once before.
        charter._people().mapped("phone")
        members = charter.period_id.tier_ids.member_ids
        members.calendar_id.attendance_ids.mapped("dayofweek")
        sections = [
            getattr(charter, f"_charter_{name}")() for name in charter._section_names()
        ]
        return {
            "format": 1,
            "lang": self.lang,
            "company": charter.company_id.name,
            "period": charter.period_id.name,
            "sections": [one for one in sections if one["rows"] or one["text"]],
        }

    def _section_names(self) -> list[str]:
        """Return the sections in their order; to be extended."""
        return list(SECTIONS)

    def _day_words(self, day) -> str:
        """Return a date as “Sunday 1 March 2026”."""
        return format_date(self.env, day, date_format="EEEE d MMMM yyyy")

    def _span_words(self, begin, end) -> str:
        """Return two dates as “1 March – 7 March 2026”."""
        if begin == end:
            return format_date(self.env, begin, date_format="d MMMM yyyy")
        return "{} – {}".format(
            format_date(self.env, begin, date_format="d MMMM"),
            format_date(self.env, end, date_format="d MMMM yyyy"),
        )

    # -- When --------------------------------------------------------------------------

    def _charter_duration(self) -> dict:
        period = self.period_id
        days = (period.date_end - period.go_live).days + 1
        return section(
            "duration",
            self.env._("When hypercare runs"),
            [
                fact_row(
                    "go_live",
                    self.env._("Go-live, day 1"),
                    self._day_words(period.go_live),
                    str(period.go_live),
                ),
                fact_row(
                    "date_end",
                    self.env._("Planned end"),
                    self.env._(
                        "%(date)s, after %(days)s days",
                        date=self._day_words(period.date_end),
                        days=days,
                    ),
                    str(period.date_end),
                ),
            ],
        )

    def _charter_hours(self) -> dict:
        calendar = self.period_id.calendar_id
        nothing = self.env._("No support hours are chosen.")
        holidays = self._holiday_lines()
        return section(
            "hours",
            self.env._("Working week and support hours"),
            [
                fact_row(
                    "hours",
                    self.env._("Support hours"),
                    self._hours_lines(calendar) if calendar else nothing,
                ),
                fact_row(
                    "holidays",
                    self.env._("Holidays in this time"),
                    holidays or self.env._("None."),
                ),
            ],
        )

    def _hours_lines(self, calendar) -> list[str]:
        """Return opening hours as “Sunday–Thursday 09:00–18:00, Asia/Dhaka”."""
        if calendar.flexible_hours:
            hours = f"{calendar.hours_per_day:g}"
            return [self.env._("%s hours a day, at no fixed time", hours)]
        weeks = {"": calendar.attendance_ids}
        if calendar.two_weeks_calendar:
            labels = {"0": self.env._("First week"), "1": self.env._("Second week")}
            weeks = {
                label: calendar.attendance_ids.filtered(
                    lambda line, kind=kind: line.week_type == kind
                )
                for kind, label in labels.items()
            }
        lines = []
        for label, attendances in weeks.items():
            for days, spans in week.groups(_open_spans(attendances), self._first_day()):
                text = self._week_words(days, spans, calendar.tz)
                lines.append(f"{label}: {text}" if label else text)
        return lines or [self.env._("These hours never open.")]

    def _first_day(self) -> int:
        lang = self.env["res.lang"]._get_data(code=self.lang)
        return int(lang.week_start or 1) - 1

    def _week_words(self, days, spans, tz) -> str:
        names = [
            format_date(self.env, MONDAY + timedelta(days=day), date_format="EEEE")
            for day in days
        ]
        if len(days) == 7:
            named = self.env._("Every day")
        else:
            named = names[0] if len(days) == 1 else f"{names[0]}–{names[-1]}"
        if spans == ((0, week.DAY),):
            return self.env._("%(days)s, day and night", days=named)
        times = ", ".join(f"{_clock(begin)}–{_clock(end)}" for begin, end in spans)
        return self.env._("%(days)s %(times)s, %(tz)s", days=named, times=times, tz=tz)

    def _holiday_lines(self) -> list[str]:
        """Return the closed days of the support hours within the period."""
        period = self.period_id
        begin = period._day_bounds(period.go_live)[0]
        end = period._day_bounds(period.date_end)[1]
        leaves = self.env["resource.calendar.leaves"].search(
            [
                *period.calendar_id._hypercare_leave_domain(period.company_id),
                ("calendar_id", "in", [period.calendar_id.id, False]),
                ("resource_id", "=", False),
                ("date_from", "<", end),
                ("date_to", ">", begin),
            ],
            order="date_from, id",
        )
        lines = []
        for leave in leaves:
            # One that ends at midnight ends with the day before.
            last = from_epoch(to_epoch(leave.date_to) - 1)
            days = self._span_words(
                period._local_day(leave.date_from),
                max(period._local_day(last), period._local_day(leave.date_from)),
            )
            lines.append(f"{days}: {leave.name}" if leave.name else days)
        return lines

    # -- How ---------------------------------------------------------------------------

    def _charter_phases(self) -> dict:
        return section(
            "phases",
            self.env._("Phases and how support works in each"),
            [
                row(str(phase.id), phase.name, self._phase_cells(phase))
                for phase in self.period_id.phase_ids
            ],
        )

    def _phase_cells(self, phase) -> list[dict]:
        """Return what is agreed about a phase; fields of other parts if they exist."""
        cells = [
            cell(
                "dates",
                self.env._("Days"),
                self._span_words(phase.date_from, phase.date_to),
                [str(phase.date_from), str(phase.date_to)],
            )
        ]
        if "take_s1" in phase._fields:
            names = self._severity_names()
            taken = [names[key] for key in names if phase[f"take_{key}"]]
            cells.append(
                cell(
                    "takes",
                    self.env._("The project team takes"),
                    ", ".join(taken) or self.env._("nothing"),
                    [key for key in names if phase[f"take_{key}"]],
                )
            )
        labels = {
            "part": self.env._("Its part"),
            "checkin_rhythm": self.env._("Check-in"),
            "status_rhythm": self.env._("Status mail"),
        }
        for name, label in labels.items():
            if phase._fields.get(name) and phase[name]:
                choices = dict(phase._fields[name]._description_selection(self.env))
                cells.append(cell(name, label, choices[phase[name]], phase[name]))
        return cells

    def _severity_names(self) -> dict[str, str]:
        """Return what the policy calls the severities."""
        issues = self.env["hypercare.issue"]
        names = dict(issues._fields["severity"]._description_selection(self.env))
        policy = self.period_id.policy_id
        return {key: policy[f"name_{key}"] or names[key] for key in names}


def _open_spans(attendances) -> dict[int, list]:
    """Return the opening hours by weekday, in minutes; breaks are left out."""
    spans = {}
    for line in attendances:
        if line.day_period != "lunch" and not line.display_type:
            minutes = round(line.hour_from * 60), round(line.hour_to * 60)
            spans.setdefault(int(line.dayofweek), []).append(minutes)
    return spans


def _clock(minutes) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"
