from itertools import pairwise

import pytz
from babel.dates import get_day_names

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tools import format_date
from odoo.tools.i18n import format_list
from odoo.tools.misc import babel_locale_parse

from ..engine.usual_week import in_order, usual_week
from ..models.period import _tz_get

#: Fields of the weekdays; 0 is Monday, as in calendars.
DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def _weekday():
    """Return a field that says whether people work on a day of the week."""
    return fields.Boolean(
        compute="_compute_new_week", store=True, readonly=False, precompute=True
    )


class HypercareSetup(models.TransientModel):
    """When people work, and which holidays fall into hypercare."""

    _inherit = "hypercare.setup"

    week_kind = fields.Selection(
        [("known", "Use working hours that exist"), ("new", "Make new ones")],
        "Support hours",
        compute="_compute_week",
        store=True,
        readonly=False,
        precompute=True,
    )
    calendar_id = fields.Many2one(
        "resource.calendar",
        "Working hours",
        compute="_compute_week",
        store=True,
        readonly=False,
        precompute=True,
        domain="[('company_id', 'in', (company_id, False))]",
    )
    monday = _weekday()
    tuesday = _weekday()
    wednesday = _weekday()
    thursday = _weekday()
    friday = _weekday()
    saturday = _weekday()
    sunday = _weekday()
    hour_from = fields.Float("From", default=9.0)
    hour_to = fields.Float("Until", default=18.0)
    has_break = fields.Boolean("Closed over lunch", default=True)
    break_from = fields.Float("Lunch from", default=13.0)
    break_to = fields.Float("Lunch until", default=14.0)
    tz = fields.Selection(
        _tz_get,
        "Time zone",
        compute="_compute_new_week",
        store=True,
        readonly=False,
        precompute=True,
    )
    week_text = fields.Char("This means", compute="_compute_week_text")
    week_hint = fields.Text(compute="_compute_week_hint")

    # -- Proposals ---------------------------------------------------------------------

    @api.depends("company_id")
    def _compute_week(self):
        """Propose hours in use, else some whose days are those of the country."""
        for setup in self:
            usual = set(usual_week(setup._country_code()))
            own = setup.company_id.resource_calendar_id
            # sudo: working hours are read by whoever plans with them.
            known = own | own.sudo().search(
                [("company_id", "in", (setup.company_id.id, False))], order="id"
            ).with_env(self.env)
            fitting = known.filtered(lambda one, u=usual: _days_of(one) == u)
            # A further go-live of a company goes by the hours of the one before.
            before = setup._other_periods().calendar_id.filtered("active")
            setup.calendar_id = (before | fitting)[:1] or own
            setup.week_kind = "known" if before or fitting else "new"

    @api.depends("company_id")
    def _compute_new_week(self):
        for setup in self:
            country = setup._country_code()
            usual = usual_week(country)
            for day, name in enumerate(DAYS):
                setup[name] = day in usual
            zones = pytz.country_timezones.get(country or "", [])
            own = setup.company_id.resource_calendar_id.tz
            # A country of several zones does not say which one is meant.
            only = zones[0] if len(zones) == 1 else False
            setup.tz = only or own or self.env.user.tz or "UTC"

    def _country_code(self) -> str:
        """Return the country of the company, else the one of the user's time zone."""
        self.ensure_one()
        if self.company_id.country_id:
            return self.company_id.country_id.code
        zone = self.env.user.tz
        for code, zones in pytz.country_timezones.items():
            if zone in zones:
                return code
        return ""

    # -- What it means -----------------------------------------------------------------

    @api.depends_context("lang")
    @api.depends(
        *("week_kind", "calendar_id", "hour_from", "hour_to", "has_break"),
        *("break_from", "break_to", "tz", *DAYS),
    )
    def _compute_week_text(self):
        for setup in self:
            setup.week_text = setup._week_words()

    def _week_words(self) -> str:
        """Return days, hours and time zone in words; empty where nothing is said."""
        self.ensure_one()
        calendar = self.calendar_id if self.week_kind == "known" else False
        if calendar:
            lines = calendar.attendance_ids.filtered(
                lambda line: line.day_period != "lunch" and not line.display_type
            )
            days, zone = _days_of(calendar), calendar.tz
            hours = lines.mapped("hour_from"), lines.mapped("hour_to")
            if calendar.flexible_hours:
                return self.env._("Flexible hours (%s)", zone)
            if not days:
                return self.env._("These working hours never open.")
            begin, end = min(hours[0]), max(hours[1])
        else:
            days, zone = self._chosen_days(), self.tz
            begin, end = self.hour_from, self.hour_to
            if not days:
                return ""
        return self.env._(
            "%(days)s, %(from)s to %(to)s (%(zone)s)",
            **{"from": _clock(begin)},
            days=self._day_names(days),
            to=_clock(end),
            zone=zone or "",
        )

    @api.depends_context("lang")
    @api.depends("week_kind", "calendar_id", "go_live", "length", "company_id", *DAYS)
    def _compute_week_hint(self):
        for setup in self:
            setup.week_hint = "\n".join(setup._week_hints())

    def _week_hints(self) -> list[str]:
        """Return what is odd about the week, and the holidays in the period."""
        self.ensure_one()
        country = self.company_id.country_id
        usual = usual_week(country.code)
        days = self._working_days()
        hints = []
        if country and days and days != set(usual):
            hints.append(
                self.env._(
                    "The usual week in %(country)s is %(days)s.",
                    country=country.name,
                    days=self._day_names(usual),
                )
            )
        if not self.go_live:
            return hints
        if days and self.go_live.weekday() not in days:
            hints.append(
                self.env._(
                    "The go-live, %s, is no working day: nobody answers unless a rota "
                    "says so.",
                    self._long_date(self.go_live),
                )
            )
        holidays = self._holidays()
        for holiday in holidays:
            if holiday["from"] <= self.go_live <= holiday["to"]:
                hints.append(
                    self.env._(
                        "The go-live, %(date)s, is a holiday: %(name)s.",
                        date=self._long_date(self.go_live),
                        name=holiday["name"],
                    )
                )
        return [*hints, self._holiday_words(holidays)]

    def _working_days(self) -> set[int]:
        if self.week_kind == "known":
            return _days_of(self.calendar_id)
        return self._chosen_days()

    def _chosen_days(self) -> set[int]:
        return {day for day, name in enumerate(DAYS) if self[name]}

    def _day_names(self, days) -> str:
        locale = babel_locale_parse(self.env.lang or "en_US")
        names = get_day_names("wide", locale=locale)
        return format_list(self.env, [names[day] for day in in_order(days)])

    def _long_date(self, day) -> str:
        return format_date(self.env, day, date_format="EEEE, d MMMM y")

    # -- Answer ------------------------------------------------------------------------

    def _check_step_week(self):
        if self.week_kind == "known":
            if not self.calendar_id:
                raise UserError(self.env._("Choose the working hours."))
            return
        if not self._chosen_days():
            raise UserError(self.env._("Tick at least one working day."))
        hours = [self.hour_from, self.hour_to]
        if self.has_break:
            hours[1:1] = [self.break_from, self.break_to]
        crossed = any(one >= two for one, two in pairwise(hours))
        if crossed or hours[0] < 0 or hours[-1] > 24:
            raise UserError(
                self.env._(
                    "The hours of a day follow one another between 00:00 and 24:00: "
                    "beginning, lunch if there is one, end."
                )
            )
        if not self.tz:
            raise UserError(self.env._("In which time zone are these hours?"))

    def _week_calendar(self):
        """Return the support hours: those chosen, or new ones made now."""
        self.ensure_one()
        if self.week_kind == "known":
            return self.calendar_id
        spans = [(self.hour_from, self.hour_to, "full_day")]
        if self.has_break:
            spans = [
                (self.hour_from, self.break_from, "morning"),
                (self.break_to, self.hour_to, "afternoon"),
            ]
        days = sorted(self._chosen_days())
        # sudo: working hours belong to the administrator; these are new, and hold for
        # this period only.
        return (
            self.env["resource.calendar"]
            .sudo()
            .create(
                {
                    "name": self.env._("Support hours: %s", self.name),
                    "company_id": self.company_id.id,
                    "tz": self.tz,
                    "attendance_ids": [Command.clear()]
                    + [
                        Command.create(
                            {
                                "name": self._day_names([day]),
                                "dayofweek": str(day),
                                "hour_from": begin,
                                "hour_to": end,
                                "day_period": part,
                            }
                        )
                        for day in days
                        for begin, end, part in spans
                    ],
                }
            )
            .with_env(self.env)
        )


def _days_of(calendar) -> set[int]:
    """Return the weekdays on which a calendar opens."""
    return {
        int(line.dayofweek)
        for line in calendar.attendance_ids
        if line.day_period != "lunch" and not line.display_type
    }


def _clock(hours: float) -> str:
    """Return hours of a day as a clock shows them.

    >>> _clock(13.5)
    '13:30'
    """
    minutes = round(hours * 60)
    return f"{minutes // 60:02d}:{minutes % 60:02d}"
