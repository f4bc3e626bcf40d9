from dataclasses import dataclass, field
from datetime import time, timedelta

from odoo import models

from ..engine.cover import Span, holes, merged, within, without
from .resource_calendar import TimelineBook, to_epoch

#: Tiers that have to be there during the support hours.
COVERED = ("l1", "l2", "l3")


@dataclass
class Presence:
    """When one person is there for a tier, as spans in epoch seconds.

    :ivar is_rota: the rota says so, else the person's working hours
    """

    user: models.BaseModel
    spans: list[Span]
    is_rota: bool = False


@dataclass
class TierCover:
    """Who of a tier is there in a stretch of time."""

    tier: models.BaseModel
    presences: list[Presence] = field(default_factory=list)
    #: user → (begin, end, reason) of what keeps them away, epoch seconds
    away: dict = field(default_factory=dict)
    #: Inside the support hours: somebody was promised, nobody is there.
    holes: list[Span] = field(default_factory=list)
    #: Outside of them, where S1 promises "any time" and nobody can be called.
    uncalled: list[Span] = field(default_factory=list)
    any_time: bool = False

    @property
    def present(self) -> list[Span]:
        return merged(span for part in self.presences for span in part.spans)


@dataclass
class CoverFacts:
    """What the cover of all tiers is made of, fetched at once."""

    span: Span
    hours: dict
    absences: dict
    shifts: dict
    holidays: dict


class HypercarePeriod(models.Model):
    """Whether somebody is there whenever the period promises it."""

    _inherit = "hypercare.period"

    def _cover(self, begin, end) -> list[TierCover]:
        """Return who is there, tier by tier, and when nobody is.

        There are the members in their own working hours – else in the support hours –
        within their dates, without their absences; and whoever the rota names, or the
        stand-in when that person is away. The number of queries does not depend on
        the number of people.

        :param begin, end: naive UTC
        """
        self.ensure_one()
        # sudo: whether there is a hole does not depend on who looks for it.
        period = self.sudo()
        tiers = period.tier_ids.filtered(lambda tier: tier.level in COVERED)
        facts = period._cover_facts(tiers, begin, end)
        wanted = within(
            facts.hours.get(period.calendar_id, []), *period._promised_span(facts.span)
        )
        any_time = period._any_time_levels(tiers)
        covers = []
        for tier in tiers.sorted("level"):
            cover = tier._cover(facts)
            present = cover.present
            cover.holes = holes(wanted, present)
            cover.any_time = tier.level in any_time
            if cover.any_time:
                always = within([facts.span], *period._promised_span(facts.span))
                cover.uncalled = holes(without(always, wanted), present)
            covers.append(cover)
        return covers

    def _cover_facts(self, tiers, begin, end) -> CoverFacts:
        """Fetch hours, absences, rota and holidays of all these tiers."""
        span = to_epoch(begin), to_epoch(end)
        members = tiers.member_ids
        calendars = self.calendar_id | members.calendar_id
        shifts = self.env["hypercare.shift"].search(
            [
                ("tier_id", "in", tiers.ids),
                ("start_at", "<", end),
                ("end_at", ">", begin),
            ]
        )
        people = members.user_id | shifts.user_id | shifts.backup_id
        absences = {
            user: [(to_epoch(a), to_epoch(b), reason) for a, b, reason in spans]
            for user, spans in people._hypercare_absences(begin, end).items()
        }
        hours = {}
        for calendar, book in TimelineBook.shelf(calendars, self.company_id).items():
            asked = book.ask(lambda timeline: timeline.spans_between(*span), span[0])
            hours[calendar] = asked or []
        return CoverFacts(
            span,
            hours,
            absences,
            dict(shifts.grouped("tier_id")),
            self._cover_holidays(calendars, begin, end),
        )

    def _cover_holidays(self, calendars, begin, end) -> dict:
        """Return calendar → (begin, end, name) of days on which it is closed."""
        leaves = self.env["resource.calendar.leaves"].search(
            [
                *calendars._hypercare_leave_domain(self.company_id),
                ("resource_id", "=", False),
                ("calendar_id", "in", [*calendars.ids, False]),
                ("date_from", "<", end),
                ("date_to", ">", begin),
            ]
        )
        holidays = {calendar: [] for calendar in calendars}
        for leave in leaves:
            reason = leave.name or self.env._("public holiday")
            line = to_epoch(leave.date_from), to_epoch(leave.date_to), reason
            for calendar in leave.calendar_id or calendars:
                holidays[calendar].append(line)
        return holidays

    def _any_time_levels(self, tiers) -> set[str]:
        """Return the tiers that S1 binds at any hour of the day.

        A pick-up promise names its tier. Where only an answer or a solution is promised
        it is the highest tier that has to be reached.
        """
        lines = self.policy_id.line_ids.filtered(
            lambda line: line.severity == "s1" and line.kind == "elapsed"
        )
        levels = {
            line.level for line in lines if line.metric == "pickup" and line.level
        }
        answers = lines.filtered(lambda line: line.metric in ("response", "resolution"))
        if tiers and answers:
            levels.add(max(tiers.mapped("level")))
        return levels & set(COVERED)

    # -- Which time counts -------------------------------------------------------------

    def _promised_span(self, span: Span) -> Span:
        """Return the part of a span in which this period promises support.

        From go-live to the planned end; beyond it for as long as it goes on.
        """
        begin = max(span[0], to_epoch(self._day_bounds(self.go_live)[0]))
        end = span[1]
        if self.state in ("draft", "ready"):
            end = min(end, to_epoch(self._day_bounds(self.date_end)[1]))
        elif self.state == "cancelled":
            end = begin
        return begin, max(begin, end)

    def _cover_horizon(self, now, days=None):
        """Return the time that cover is looked at, naive UTC: the rest of the period.

        :param days: not further than so many days from today on
        """
        today = self._local_day(now)
        begin = max(now, self._day_bounds(self.go_live)[0]).replace(
            second=0, microsecond=0
        )
        last = max(self.date_end, today, self.go_live)
        if days:
            last = today + timedelta(days=days - 1)
        return begin, max(begin, self._day_bounds(last)[1])


class HypercareTier(models.Model):
    _inherit = "hypercare.tier"

    def _cover(self, facts: CoverFacts) -> TierCover:
        """Return who of this tier is there; the holes are the period's to find."""
        self.ensure_one()
        cover = TierCover(self)
        for member in self.member_ids:
            outside = self._outside_dates(member, facts.span)
            away = facts.absences.get(member.user_id, []) + outside
            calendar = member.calendar_id or self.period_id.calendar_id
            spans = without(facts.hours.get(calendar, []), _bare(away))
            cover.presences.append(Presence(member.user_id, spans))
            away = away + facts.holidays.get(calendar, [])
            if away:
                cover.away[member.user_id] = away
        for shift in facts.shifts.get(self, []):
            self._add_shift(cover, shift, facts)
        return cover

    def _add_shift(self, cover, shift, facts):
        """Add a line of the rota: its person, or the stand-in while they are away."""
        whole = within(
            [(to_epoch(shift.start_at), to_epoch(shift.end_at))], *facts.span
        )
        gone = self._gone(shift.user_id, facts)
        spans = without(whole, gone)
        cover.presences.append(Presence(shift.user_id, spans, is_rota=True))
        if shift.backup_id:
            left = without(without(whole, spans), self._gone(shift.backup_id, facts))
            if left:
                cover.presences.append(Presence(shift.backup_id, left, is_rota=True))
        for user in shift.user_id | shift.backup_id:
            if user not in cover.away and user in facts.absences:
                cover.away[user] = facts.absences[user]

    def _gone(self, user, facts) -> list[Span]:
        """Return when somebody cannot be called: away, or not of the tier then."""
        away = list(facts.absences.get(user, []))
        for member in self.member_ids.filtered(lambda member: member.user_id == user):
            away += self._outside_dates(member, facts.span)
        return _bare(away)

    def _outside_dates(self, member, span) -> list[tuple]:
        """Return (begin, end, reason) of the time before and after a membership."""
        period = self.period_id
        lines = []
        if member.date_from:
            first = to_epoch(period._local_moment(member.date_from, time.min))
            if first > span[0]:
                reason = self.env._("joins on %s", period._short_day(member.date_from))
                lines.append((span[0], min(first, span[1]), reason))
        if member.date_to:
            last = to_epoch(period._day_bounds(member.date_to)[1])
            if last < span[1]:
                reason = self.env._(
                    "was here until %s", period._short_day(member.date_to)
                )
                lines.append((max(last, span[0]), span[1], reason))
        return lines


def _bare(away) -> list[Span]:
    return [(begin, end) for begin, end, _reason in away]
