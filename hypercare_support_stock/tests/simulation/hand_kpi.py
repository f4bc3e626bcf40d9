"""The KPIs of requirement 7.1, computed by hand from the ledger.

A finding is (state, value, numerator, denominator); the last two are None where a KPI
is no rate.
"""

from collections import Counter
from datetime import timedelta

from .people import KINDS

#: Code → target, comparison, first day, day due, margin, least number of cases.
TARGETS = {
    "open_urgent": (0, "max", 1, 14, 0, 0),
    "in_odoo": (90, "min", 1, 7, 5, 5),
    "without_l3": (70, "min", 1, 30, 5, 5),
    "month_close": (5, "max", 1, 0, 0, 0),
    "repeated_questions": (0, "max", 1, 0, 0, 0),
    "weekly_trend": (0, "max", 14, 0, 10, 5),
    "backlog_weeks": (2, "below", 15, 0, 0, 0),
    "consultant_share": (0, "below", 28, 0, 0, 5),
    "open_critical": (0, "max", 31, 0, 0, 0),
    "high_kept": (95, "min", 31, 0, 5, 5),
    "without_consultant": (85, "min", 31, 0, 5, 5),
    "first_payroll": (1, "min", 31, 60, 0, 0),
    "inventory_valuation": (1, "min", 31, 60, 0, 0),
    "critical_raised": (0, "max", 61, 0, 0, 0),
    "high_per_week": (2, "below", 61, 0, 0, 0),
    "in_odoo_all": (100, "min", 61, 0, 2, 5),
    "operate_alone": (1, "min", 61, 90, 0, 0),
    "report_used": (1, "min", 61, 90, 0, 0),
    "improvements": (1, "min", 85, 0, 0, 0),
}
WARNINGS = {
    *("repeated_questions", "weekly_trend", "backlog_weeks", "consultant_share"),
    "improvements",
}
WEIGHT = {"s1": 8, "s2": 4, "s3": 2, "s4": 1}
NONE = ("unmeasurable", None, None, None)


def reaches(code, value):
    target, comparison = TARGETS[code][:2]
    if comparison == "min":
        return value >= target
    return value <= target if comparison == "max" else value < target


class HandKpis:
    """What each KPI has to say in the night after a day."""

    def __init__(self, ledger, books):
        self.ledger, self.books, self.clock = ledger, books, ledger.clock

    def of(self, day):
        """Return code → finding, of those whose window has begun."""
        self.day = day
        self.until = self.clock.midnight(day)
        self.now = self.until + timedelta(minutes=10)
        self.cases = {
            name: case
            for name, case in self.ledger.cases.items()
            if case.raised < self.until
        }
        return {
            code: getattr(self, f"_{code}")()
            for code, (_target, _how, first, *_rest) in TARGETS.items()
            if day >= first
        }

    def _judged(self, code, value, part=None, total=None, pending=False):
        target, comparison, _first, due, margin, least = TARGETS[code]
        if total is not None and total < max(least, 1):
            return ("few", None, part, total)
        if reaches(code, value):
            return ("amber" if pending else "green", value, part, total)
        gap = target - value if comparison == "min" else value - target
        lenient = due and self.day < due or margin and gap <= margin
        return ("amber" if lenient else "red", value, part, total)

    def _counted(self, code, value):
        return self._judged(code, value)[:2] + (None, None)

    # -- Issues --------------------------------------------------------------

    def _open(self, severities):
        stands = [case.at(self.until) for case in self.cases.values()]
        return sum(is_open and one in severities for one, is_open in stands)

    def _open_urgent(self):
        return self._counted("open_urgent", self._open("s1 s2")) if self.cases else NONE

    def _open_critical(self):
        return self._counted("open_critical", self._open("s1")) if self.cases else NONE

    def _solved(self, first, last):
        """Return the levels reached by what was solved for good on some days."""
        found = []
        for case in self.cases.values():
            at = case.solved_at(self.until)
            if not at or case.is_reopened(self.until):
                continue
            if first <= self.clock.day_of(at) <= last:
                found.append(case.level(self.until))
        return found

    def _alone(self, code, first):
        levels = self._solved(max(self.day - 29, first), self.day)
        part = sum(level != "l3" for level in levels)
        value = part * 100 // len(levels) if levels else None
        return self._judged(code, value, part, len(levels))

    def _without_l3(self):
        return self._alone("without_l3", 1)

    def _without_consultant(self):
        return self._alone("without_consultant", 31)

    def _consultant_share(self):
        rates = []
        for first in (self.day - 13, self.day - 27):
            levels = self._solved(first, first + 13)
            rates.append((levels.count("l3"), len(levels)))
        (part, total), (before, total_before) = rates
        if min(total, total_before) < 5:
            return ("few", None, part, total)
        now, then = part * 100 // total, before * 100 // total_before
        return self._judged("consultant_share", now - then if now else -1, part, total)

    def _raised(self, severity, days):
        """Count what was raised as a severity: not what was one by mistake."""
        count = 0
        for case in self.cases.values():
            as_s1 = case.urgent_spans(self.until, ("s1",))
            as_s2 = case.urgent_spans(self.until, ("s2",))
            spans = as_s1 if severity == "s1" else [] if as_s1 else as_s2
            if spans and not case.duplicate_of:
                count += self.clock.day_of(spans[0][0]) > self.day - days
        return count

    def _critical_raised(self):
        if not self.cases:
            return NONE
        return self._counted("critical_raised", self._raised("s1", 30))

    def _high_per_week(self):
        if not self.cases:
            return NONE
        return self._counted("high_per_week", self._raised("s2", 7))

    def _weekly_trend(self):
        weeks = []
        for last in (self.day, self.day - 7):
            weeks.append(
                Counter(
                    case.worst(self.until)
                    for case in self.cases.values()
                    if not case.duplicate_of
                    and last - 7 < self.clock.day_of(case.raised) <= last
                )
            )
        counts = [sum(week.values()) for week in weeks]
        if max(counts) < 5:
            return ("few", None, None, None)
        now, then = (sum(WEIGHT[s] * n for s, n in week.items()) for week in weeks)
        value = -(-(now - then) * 100 // then) if then else 100
        return self._counted("weekly_trend", value)

    def _backlog_weeks(self):
        if not self.cases:
            return NONE
        counts = []
        for back in (0, 7, 14):
            end = self.clock.midnight(self.day - back)
            stands = [case.at(end) for case in self.cases.values()]
            counts.append(sum(bool(one and one[1]) for one in stands))
        now, week, fortnight = counts
        value = 0 if now <= week else 2 if week > fortnight else 1
        return self._counted("backlog_weeks", value)

    def _repeated_questions(self):
        if not self.cases:
            return NONE
        asked = Counter(case.duplicate_of for case in self.cases.values())
        answers = self.ledger.answers
        count = sum(
            times >= 2 and not (name in answers and answers[name] < self.until)
            for name, times in asked.items()
            if name
        )
        return self._counted("repeated_questions", count)

    def _promise(self, case):
        """Return due and end of the promise to solve an S2 on the same working day."""
        day = self.clock.day_of(case.raised)
        if case.raised > self.clock.closing(day):
            day += 1
        for begin, end in case.waits:
            closings = range(self.clock.day_of(begin), self.clock.day_of(end) + 1)
            day += sum(
                self.clock.is_working(one) and begin < self.clock.closing(one) <= end
                for one in closings
            )
        while not self.clock.is_working(day):
            day += 1
        return self.clock.closing(day), case.solved_at(self.until) or self.until

    def _high_kept(self):
        met = missed = 0
        for case in self.cases.values():
            waits = [one for one in case.waits if one[1] is None or one[1] > self.until]
            if case.at(self.until)[0] != "s2" or waits:
                continue
            due, end = self._promise(case)
            is_met = end <= due and case.solved_at(self.until)
            decided = end if is_met else due
            if due >= self.until and not is_met:
                continue
            if max(self.day - 29, 31) <= self.clock.day_of(decided) <= self.day:
                met, missed = met + bool(is_met), missed + (not is_met)
        total = met + missed
        return self._judged("high_kept", met * 100 // total if total else 0, met, total)

    def _operate_alone(self):
        since = self.clock.midnight(self.day - 30)
        consulted = 0
        for case in self.cases.values():
            solved, stands = case.solved_at(self.until), case.at(self.until)
            recent = case.raised >= since or (solved and solved >= since) or stands[1]
            is_l3 = case.level(self.until) == "l3" and not case.duplicate_of
            consulted += bool(recent and is_l3)
        if not consulted and not self._solved(self.day - 29, self.day):
            return ("few", None, None, None)
        return self._counted("operate_alone", int(not consulted))

    # -- Documents -----------------------------------------------------------

    def _share(self, code, first):
        made, total, lowest = 0, 0, None
        cells = asked = 0
        working = [one for one in range(1, self.day + 1) if self.clock.is_working(one)]
        for kind in KINDS:
            mine = outside = 0
            for day in range(max(first, 1), self.day + 1):
                count = self.ledger.documents[kind, day]
                at, paper = self.ledger.declared.get(day, (None, {}))
                if at and at < self.now:
                    cells += 1
                    mine, outside = mine + count, outside + paper.get(kind, 0)
                elif count and day in working[:-1]:
                    asked += 1
            made, total = made + mine, total + mine + outside
            if mine + outside >= 5:
                share = mine * 100 // (mine + outside)
                lowest = share if lowest is None else min(lowest, share)
        if not cells:
            return NONE
        few = cells * 100 < 80 * (cells + asked)
        if few or total < 5:
            return ("few", None, made, total)
        value = made * 100 // total
        value = value if lowest is None else min(value, lowest)
        return self._judged(code, value, made, total)

    def _in_odoo(self):
        return self._share("in_odoo", self.day - 6)

    def _in_odoo_all(self):
        return self._share("in_odoo_all", max(self.day - 29, 61))

    # -- Books, and what people say ------------------------------------------

    def _month_close(self):
        days, is_done = self.books.first_close(self.day, self.until)
        if days is None:
            return NONE
        judged = self._judged("month_close", days, pending=not is_done)
        return judged[:2] + (None, None)

    def _first_payroll(self):
        return NONE

    def _attested(self, code, days):
        found = map(self.clock.day_of, self.ledger.attested[code])
        return sum(self.day - days < day <= self.day for day in found)

    def _inventory_valuation(self):
        reviewed = self._attested("inventory_valuation", 31)
        month, waiting = self.books.stock_judged(self.day, self.now)
        if month is None:
            return ("amber", 1, None, None) if waiting else NONE
        says = self.books.stock_says(month, self.now)
        if says == "unread" and self.books.was_compared(month, self.now):
            # What could be compared once proves nothing where it is not.
            return NONE
        holds = reviewed and says in ("equal", "none", "unread")
        return self._counted("inventory_valuation", int(bool(holds)))

    def _report_used(self):
        count = self._attested("report_used", 90)
        return self._counted("report_used", count)

    def _improvements(self):
        return self._counted("improvements", 0)
