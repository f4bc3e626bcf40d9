"""Books, exit criteria, streak and alerts, computed by hand from the ledger."""

from datetime import timedelta

from .clock import EVENING, NIGHT
from .hand_kpi import TARGETS, WARNINGS, WEIGHT, reaches
from .ledger import URGENT
from .papers import COST

#: Days of hypercare that end a month.
MONTH_ENDS = (10, 40, 71)
#: Working days to close a month; a month with fewer of them after go-live is not asked.
DAYS_TO_CLOSE = 5
#: Days after a month-end in which its stock is compared before the night.
WATCHED = 10
ANSWERED = ("green", "amber", "red")


class HandBooks:
    """What was locked and closed, by hand."""

    def __init__(self, ledger):
        self.ledger, self.clock = ledger, ledger.clock
        #: The month-ends that are asked for: from the first one with time to work in.
        self.months = [
            one
            for one in MONTH_ENDS
            if self.clock.working_days(1, one) >= DAYS_TO_CLOSE
        ]
        self.first = self.months[0]

    def locked_since(self, month_end, until):
        last = self.clock.date(month_end).isoformat()
        since = None
        for at, day in self.ledger.locks:
            if at >= until:
                break
            since = (since or at) if day >= last else None
        return since

    def closed_on(self, until):
        """Return the day on which the first month was closed; None while it is open.

        A lock that was set before the month is over counts from the first day after it,
        and not as long as there are drafts.
        """
        since = self.locked_since(self.first, until)
        if not since:
            return None
        day = self.clock.day_of(since)
        if day > self.first:
            return day
        return self.first + 1 if self.posted(until) else None

    def is_used(self):
        """Tell whether anything was posted in the first month."""
        papers = ("customer_invoice", "vendor_bill", "payment", "bank_line")
        made, days = self.ledger.documents, range(1, self.first + 1)
        return any(made[kind, day] for kind in papers for day in days)

    def first_close(self, day, until):
        """Return working days and whether it is done; None before there is one."""
        if day <= self.first or not self.is_used():
            return None, False
        closed = self.closed_on(until)
        return self.clock.working_days(self.first, closed or day), bool(closed)

    # -- Stock ---------------------------------------------------------------

    def stock_pieces(self, month_end, whole=True, until=None):
        """Return the pieces at the end of a month, or at the end of the day before.

        Odoo draws the day at midnight UTC.

        :param until: naive UTC, only what was noted before it
        """
        end = self.clock.date(month_end) + timedelta(days=whole)
        moves = self.ledger.stock_moves
        return sum(
            count
            for at, count in moves
            if at.date() < end and (until is None or at < until)
        )

    def stock_booked(self, month_end, now):
        """Return what the accounts say; None before the closing entry.

        Odoo's closing entry of a past day does not know what moved on that very day.
        """
        if not any(day == month_end and at < now for at, day in self.ledger.closings):
            return None
        at, amount = self.ledger.adjusted.get(month_end, (now, 0.0))
        by_hand = amount if at < now else 0.0
        return self.stock_pieces(month_end, whole=False) * COST + by_hand

    def stock_seen(self, month_end, now):
        """Return when stock was compared last, as known in a night; None: never.

        While a month is being closed in the evening before, later the night before,
        after everything else was judged.
        """
        day = self.clock.day_of(now) - 1
        if day <= month_end:
            return None
        is_watched = day - month_end <= WATCHED
        return self.clock.at(day, EVENING if is_watched else NIGHT)

    def stock_says(self, month_end, now):
        """Return unread, none (no goods), equal or differs, as compared last."""
        seen = self.stock_seen(month_end, now)
        if not seen:
            return "unread"
        pieces = self.stock_pieces(month_end, until=seen)
        booked = self.stock_booked(month_end, seen)
        if not pieces and not booked:
            return "none"
        return "equal" if booked == pieces * COST else "differs"

    def was_compared(self, month_end, now):
        """Tell whether this month-end or an earlier one could be compared."""
        return any(
            self.stock_says(one, now) in ("equal", "differs")
            for one in MONTH_ENDS
            if one <= month_end
        )

    def stock_judged(self, day, now):
        """Return the month-end that a day is judged by, and the one with time left.

        There are five working days to close a month: until they are over the one before
        counts, unless the new one is right already.
        """
        over = [one for one in self.months if one <= day]
        if not over:
            return None, None
        last, before = over[-1], over[-2] if len(over) > 1 else None
        says = self.stock_says(last, now)
        in_time = self.clock.working_days(last, day) < DAYS_TO_CLOSE
        nothing = says == "none" and not self.was_compared(last, now)
        if says == "equal" or nothing or not in_time:
            return last, None
        return before, last

    # -- Steps of the close --------------------------------------------------

    def bank_done(self, day, until):
        """Tell whether every bank line of the first month is reconciled.

        There is one bank journal: without a line of the month a person decides.
        """
        last = self.clock.date(self.first)
        lines = [(dated, at) for dated, at in self.ledger.bank if dated <= last]
        is_there = any(dated >= last.replace(day=1) for dated, _at in lines)
        is_over = day >= self.first and is_there
        return is_over and all(at and at < until for _dated, at in lines)

    def posted(self, until):
        last = self.clock.date(self.first)
        return all(
            at and at < until for dated, at in self.ledger.drafts if dated <= last
        )


class HandExit:
    """What each exit criterion has to say ten minutes after a midnight."""

    def __init__(self, ledger, books):
        self.ledger, self.books, self.clock = ledger, books, ledger.clock

    def of(self, day, now, duties, transfers, contacts):
        """Return code → (state, value or None).

        :param duties, transfers, contacts: how many of them are planned
        """
        self.day, self.now = day, now
        self.cases = [c for c in self.ledger.cases.values() if c.raised < now]
        ledger = self.ledger
        return {
            "clean_streak": self._streak_finding(),
            "without_consultant": self._rate(80, ("l1", "l2")),
            "first_tier": self._rate(85, ("l1",), first="l1"),
            "falling": self._falling(),
            "month_end_close": self._close(stock=False),
            "close_areas": self._close(stock=True),
            "payroll": self._said("payroll", "unmeasurable"),
            "integrations": self._said("integrations", "unmeasurable"),
            "attest": self._said("attest", "not_met"),
            "bau_policy": ("met", None),
            "responsibilities": self._list(duties, bool(ledger.accepted_at)),
            "knowledge": self._list(transfers, ledger.learnt >= 3),
            "roster": self._list(contacts, bool(ledger.roster_at)),
        }

    def _said(self, code, state):
        return ("attested" if code in self.ledger.criteria else state, None)

    def _list(self, total, is_done):
        if not total:
            return ("few", None)
        return ("met" if is_done else "not_met", None)

    # -- Clean streak --------------------------------------------------------

    def spans(self):
        return [span for one in self.cases for span in one.urgent_spans(self.now)]

    def streak(self, now, spans):
        """Count clean working days backwards from a moment.

        A working day runs from the closing before it to its own; the one that is not
        over does not count, and breaks.
        """
        ends = [
            day
            for day in range(1, self.clock.day_of(now) + 1)
            if self.clock.is_working(day) and self.clock.closing(day) <= now
        ]
        ends = [self.clock.closing(day) for day in ends]
        edges = [self.clock.at(1, "00:00"), *ends, now]
        stretches = list(zip(edges, edges[1:], strict=False))

        def dirty(stretch):
            begin, end = stretch
            return any(
                start <= end and (stop is None or stop > begin) for start, stop in spans
            )

        if dirty(stretches[-1]):
            return 0
        count = 0
        for stretch in reversed(stretches[:-1]):
            if dirty(stretch):
                break
            count += 1
        return count

    def _streak_finding(self):
        if not self.cases:
            return ("few", None)
        days = self.streak(self.now, self.spans())
        return ("met" if days >= 5 else "not_met", float(days))

    def streak_day(self):
        """Return the day on which five are reached, if nothing urgent comes."""
        spans = self.spans()
        if not self.cases or any(end is None for _begin, end in spans):
            return None
        day = self.clock.day_of(self.now)
        for later in range(day, day + 30):
            closing = self.clock.closing(later)
            is_ahead = self.clock.is_working(later) and closing > self.now
            if is_ahead and self.streak(closing, spans) >= 5:
                return later
        return None

    # -- Rates and trend -----------------------------------------------------

    def _rate(self, target, levels, first=None):
        solved = [
            one.level(self.now)
            for one in self.cases
            if one.solved_at(self.now) and not one.is_reopened(self.now)
            if first in (None, one.first)
        ]
        if len(solved) < 5:
            return ("few", None)
        value = sum(level in levels for level in solved) * 100 // len(solved)
        return ("met" if value >= target else "not_met", float(value))

    def _week(self, back):
        end = self.now - timedelta(days=7 * back)
        found = []
        for case in self.cases:
            if case.duplicate_of or not end - timedelta(days=7) < case.raised <= end:
                continue
            found.append(case.worst(self.now))
        return found

    def _falling(self):
        whole = (self.now - self.clock.at(1, "00:00")) // timedelta(days=7)
        if whole < 2:
            return ("few", None)
        now, before = self._week(0), self._week(1)
        if max(len(now), len(before)) < 5:
            most = max(len(self._week(back)) for back in range(whole + 1))
            if most < 5:
                return ("few", None)
            return ("not_met" if set(now) & set(URGENT) else "met", None)
        weight, weight_before = (sum(WEIGHT[s] for s in w) for w in (now, before))
        falls = (weight_before - weight) * 100 > 10 * weight_before
        return ("met" if falls and len(now) < len(before) else "not_met", None)

    def _close(self, stock):
        books = self.books
        if stock and self.day < books.first:
            return ("not_met", None)
        says = books.stock_says(books.first, self.now) if stock else "equal"
        if says == "differs":
            return ("not_met", None)
        if not books.is_used():
            return ("unmeasurable", None)
        is_done = self.day >= books.first and bool(books.closed_on(self.now))
        if is_done and says != "equal":
            # Nobody can tell: a person attests it.
            return ("unmeasurable", None)
        return ("met" if is_done else "not_met", None)


def alerts(series):
    """Return {(code, kind, day)} of what has to be alerted, once while it lasts.

    :param series: code → list of (day, state, value), in order
    """
    found = set()
    for code, values in series.items():
        open_kinds, known, days = {}, [], []
        for day, state, value in values:
            if state not in ANSWERED:
                continue
            known.append((state, value))
            days.append(day)
            for kind in list(open_kinds):
                over = state == "green"
                if kind == "falling":
                    over = not _is_worse(code, value, known[-2][1])
                if over and open_kinds[kind] < day:
                    del open_kinds[kind]
            kind = _kind(code, day, known)
            if kind == "lost" and kind in open_kinds:
                # Known to be missed; that it gets worse and worse since is news.
                since = days.index(open_kinds[kind])
                kind = "falling" if _falls(code, known[since:]) else ""
            if kind and kind not in open_kinds:
                found.add((code, kind, day))
                open_kinds[kind] = day
    return found


def _is_worse(code, value, before):
    return value < before if TARGETS[code][1] == "min" else value > before


def _kind(code, day, known):
    state, value = known[-1]
    if code in WARNINGS:
        return "warning" if state == "red" else ""
    early = day < TARGETS[code][3]
    if not early and not reaches(code, value) and "green" in [s for s, _v in known]:
        return "lost"
    return "falling" if _falls(code, known) else ""


def _falls(code, known):
    """Tell whether the last of some answers is worse twice in a row."""
    state, value = known[-1]
    if state == "amber" and reaches(code, value):
        # In time, and only not answered yet: that is no fall.
        return False
    last = [one for _state, one in known[-3:]]
    return len(last) == 3 and all(
        _is_worse(code, b, a) for a, b in zip(last, last[1:], strict=False)
    )
