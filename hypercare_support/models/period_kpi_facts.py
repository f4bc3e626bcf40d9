from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

from odoo import models

from ..engine.kpi_facts import Close, Facts, Group, Promise, Solved
from .resource_calendar import TimelineBook, to_epoch

#: Business days after go-live that make a month the first one to be closed: of a
#: go-live on the last days of a month, the next month is the first.
FIRST_MONTH_DAYS = 5


class HypercarePeriod(models.Model):
    """What was true at the end of a day, by history: the facts that KPIs are made of.

    A few statements, whatever the number of issues. They read events and clocks, not
    how things stand now, so that a day that was missed is counted as it was.
    """

    _inherit = "hypercare.period"

    def _kpi_facts(self, day) -> Facts:
        """Return the facts of a local day, as of its end.

        Figures are of all issues of the period, whoever asks: call it with sudo.

        :param day: date, not before go-live
        """
        self.ensure_one()
        self.env.flush_all()
        until = self._day_bounds(day)[1]
        rows = self._kpi_rows(day, until)
        number = (day - self.go_live).days + 1
        week = self._kpi_weeks(rows["raised"], day, until)
        return Facts(
            day=number,
            reported=rows["total"][0]["n"],
            open={row["severity"]: _group(row) for row in rows["open"]},
            open_before=self._kpi_open_before(rows, number),
            solved=tuple(
                Solved(row["day"], row["reached"] or "l1", _group(row))
                for row in rows["solved"]
            ),
            promises=tuple(
                Promise(
                    *(row[name] for name in ("day", "severity", "metric", "met")),
                    group=_group(row),
                )
                for row in rows["promise"]
            ),
            raised=tuple(self._kpi_raised(until)),
            week=week[True],
            week_before=week[False] if number >= 14 else None,
            consulted=_group(*rows["consulted"]),
            questions=_group(*rows["question"]),
            improvements=self._kpi_improvements(until),
            entered=tuple(self._kpi_entered(day)),
            attested=self._kpi_attested(),
            applies=frozenset(
                kpi.code
                for kpi in self._kpis()
                if not kpi.model_needed or kpi.model_needed in self.env
            ),
            close=self._kpi_close(day),
            on_the_day=self.env.cr.now() < until + timedelta(days=1),
        )

    def _kpi_open_before(self, rows, number) -> dict[int, int]:
        now = sum(row["n"] for row in rows["open"])
        [change] = rows["change"]
        found = {7: now - change["week"], 14: now - change["fortnight"]}
        return {days: count for days, count in found.items() if number > days}

    # === WHAT ELSE IS KNOWN === #

    def _kpi_improvements(self, until):
        """Return how many improvements were closed in a quarter; None: not recorded."""
        if "hypercare.change.request" not in self.env:
            return None
        requests = self.env["hypercare.change.request"]
        return requests.search_count(
            [
                ("period_id", "=", self.id),
                ("kind", "=", "enhancement"),
                ("done_at", "<", until),
                ("done_at", ">=", until - timedelta(days=91)),
            ]
        )

    def _kpi_attested(self) -> dict[str, tuple[int, ...]]:
        """Return code → days of hypercare that were attested, in order."""
        found = {}
        rows = self.env["hypercare.kpi.attestation"]._read_group(
            [("period_id", "=", self.id)], ["kpi_id", "date:day"], order="date:day"
        )
        for kpi, day in rows:
            number = (day - self.go_live).days + 1
            found.setdefault(kpi.code, []).append(number)
        return {code: tuple(days) for code, days in found.items()}

    def _first_month_end(self) -> date:
        """Return the last day of the first month that is closed in Odoo."""
        month_end = self.go_live + relativedelta(day=31)
        if self._business_days_between(self.go_live, month_end) < FIRST_MONTH_DAYS:
            month_end += relativedelta(months=1, day=31)
        return month_end

    def _kpi_close(self, day) -> Close:
        """Return how the first month-end close went, as somebody attested it.

        The day on which it was attested counts, not the one that was written down. To
        be replaced where lock dates prove it.
        """
        month_end = self._first_month_end()
        if month_end >= day:
            return Close()
        moments = (
            self.env["hypercare.kpi.attestation"]
            .search(
                [
                    ("period_id", "=", self.id),
                    ("kpi_id.code", "=", "month_close"),
                    ("date", ">", month_end),
                ]
            )
            .mapped("attested_at")
        )
        closed = min(map(self._local_day, moments), default=None)
        is_done = closed is not None and closed <= day
        days = self._business_days_between(month_end, closed if is_done else day)
        return Close(month_end, days, is_done)

    def _kpi_book(self) -> TimelineBook:
        """Return the support hours, in which business days are counted."""
        return TimelineBook(self.calendar_id, self.company_id)

    def _business_days_between(self, after: date, last: date) -> int:
        """Return the business days after a local day, up to and with another."""
        begin, end = (to_epoch(self._day_bounds(one)[1]) for one in (after, last))
        found = self._kpi_book().ask(
            lambda timeline: (
                timeline.closings_between(begin, end) if timeline else None
            ),
            begin,
        )
        return (last - after).days if found is None else found


def _group(row) -> Group:
    return Group(row["n"], tuple(row["ids"] or ()))
