import logging
from datetime import timedelta

from odoo import models
from odoo.fields import Domain
from odoo.tools import SQL

from ..engine.kpi_facts import Entered
from .period_kpi import LAST_DAY

_logger = logging.getLogger(__name__)
#: Working days after which a document is entered late: more than one.
ON_TIME_DAYS = 2
#: Days that are counted again: what is confirmed or posted later counts on the day on
#: which it was entered.
AGAIN_DAYS = 31
#: Days to look back for the working days before a day.
LONGEST_BREAK = 15


class HypercarePeriod(models.Model):
    """Documents by kind and day, counted set-wise: one statement per kind."""

    _inherit = "hypercare.period"

    def _count_days(self, days):  # pylint: disable=missing-return
        """Count the documents of all days that are over and not counted yet."""
        super()._count_days(days)
        # sudo: adoption is counted in apps that hypercare people need not have; the
        # conditions are literals, set by whoever may read those documents.
        self.sudo()._count_transactions()

    def _count_transactions(self):
        """Count what is missing and what is recent, kind by kind.

        One that fails leaves the others theirs. Many documents count once they are
        confirmed or posted, which may be days after they were entered.
        """
        self.ensure_one()
        days = self._days_over()
        if not days or not self.transaction_ids:
            return
        counts = self.env["hypercare.transaction.count"]
        known = {
            kind: set(found)
            for kind, found in counts._read_group(
                [("period_id", "=", self.id), ("measured", "=", True)],
                ["type_id"],
                ["date:array_agg"],
            )
        }
        again = days[-AGAIN_DAYS:][0]
        late_before = None
        for kind in self.transaction_ids.type_id:
            missing = [
                day for day in days if day >= again or day not in known.get(kind, ())
            ]
            if late_before is None:
                late_before = self._late_before(days)
            found, problem = self._count_kind(kind, missing, late_before)
            counts._store_counts(
                [
                    self._count_row(kind, day, found.get(day, (0, 0)), problem)
                    for day in missing
                ]
            )

    def _days_over(self) -> list:
        """Return the local days from go-live that are over, to day 90 at most."""
        today = self._local_day(self.env.cr.now())
        last = min(today, self.go_live + timedelta(days=LAST_DAY))
        count = (last - self.go_live).days
        return [self.go_live + timedelta(days=number) for number in range(count)]

    def _count_row(self, kind, day, found, problem) -> dict:
        count, late = found
        return {
            "period_id": self.id,
            "company_id": self.company_id.id,
            "type_id": kind.id,
            "date": day,
            "count": 0 if problem else count,
            "late": 0 if problem else late,
            "measured": not problem,
            "problem": problem or None,
            "counted_at": self.env.cr.now().replace(microsecond=0),
        }

    def _count_kind(self, kind, days, late_before) -> tuple[dict, str]:
        """Return day → (entered, late), and why it cannot be counted."""
        if problem := kind._problem():
            return {}, problem
        try:
            with self.env.cr.savepoint():
                return self._count_documents(kind, days, late_before), ""
        except Exception as error:
            _logger.warning("%s cannot be counted", kind.code, exc_info=True)
            self.env.invalidate_all(flush=False)
            return {}, f"{type(error).__name__}: {error}"[:300]

    def _count_documents(self, kind, days, late_before) -> dict:
        """Count the documents of a kind by local day, in one statement."""
        model = self.env[kind.model].with_context(active_test=False)
        model.flush_model()
        domain = self._documents_domain(kind, days[0], days[-1])
        query = model._search(domain)
        entered = self._local_date_sql(model, kind.entry_field, query)
        late = SQL("0")
        if kind.date_field and kind.date_field != kind.entry_field:
            cases = [
                SQL("WHEN %s THEN %s::date", day, limit)
                for day, limit in late_before.items()
                if day in days and limit
            ]
            if cases:
                late = SQL(
                    "count(*) FILTER (WHERE %s < CASE %s %s END)",
                    self._local_date_sql(model, kind.date_field, query),
                    entered,
                    SQL(" ").join(cases),
                )
        query.groupby = entered
        # Raw SQL: the ORM has no conditional count by a local day.
        rows = self.env.execute_query(query.select(entered, SQL("count(*)"), late))
        return {day: (count, late) for day, count, late in rows}

    def _documents_domain(self, kind, first, last) -> Domain:
        """Return which documents of a kind were entered between two local days."""
        model = self.env[kind.model]
        domain = kind._read_domain()
        by_company = kind._company_domain_of(model)
        if by_company:
            domain &= by_company(self.company_id)
        begin, end = self._day_bounds(first)[0], self._day_bounds(last)[1]
        if model._fields[kind.entry_field].type == "date":
            begin, end = first, last + timedelta(days=1)
        domain &= Domain(kind.entry_field, ">=", begin)
        return domain & Domain(kind.entry_field, "<", end)

    def _local_date_sql(self, model, name, query) -> SQL:
        column = model._field_to_sql(model._table, name, query)
        if model._fields[name].type == "date":
            return column
        return SQL(
            "(%s AT TIME ZONE 'UTC' AT TIME ZONE %s)::date", column, self.tz or "UTC"
        )

    def _late_before(self, days) -> dict:
        """Return day → date before which a document entered that day is late.

        It is the second last working day up to then: what was entered a working day
        after its date is on time.
        """
        first = days[0] - timedelta(days=LONGEST_BREAK)
        span = [
            first + timedelta(days=number)
            for number in range((days[-1] - first).days + 1)
        ]
        working = self._business_days_of(span)
        found = {}
        for day in days:
            before = [one for one in working if one <= day][-ON_TIME_DAYS:]
            found[day] = before[0] if len(before) == ON_TIME_DAYS else None
        return found

    def _business_days_of(self, days) -> list:
        """Return those of some local days on which the support hours open."""
        book = self._kpi_book()
        return [day for day in days if self._is_business_day(day, book)]

    # -- For the KPIs --------------------------------------------------------

    def _kpi_entered(self, day):
        """Yield documents by day and kind up to a day, with what was declared.

        What was declared where Odoo could count nothing, for example because the app is
        not there, is paper beside none. Asked are working days; the last one is asked
        about only after it, so that nobody can have declared it yet.
        """
        self.env["hypercare.transaction.count"].flush_model()
        self.env["hypercare.off.system"].flush_model()
        # Raw SQL: two tables of few rows side by side.
        rows = self.env.execute_query(
            SQL(
                "SELECT day, line.type_id, COALESCE(found.count, 0), paper.count"
                " FROM (SELECT type_id, date AS day, count"
                " FROM hypercare_transaction_count"
                " WHERE period_id = %(period)s AND measured) found"
                " FULL JOIN (SELECT type_id, date AS day, count"
                " FROM hypercare_off_system WHERE period_id = %(period)s) paper"
                " USING (type_id, day)"
                " JOIN hypercare_period_transaction line"
                " ON line.type_id = COALESCE(found.type_id, paper.type_id)"
                " AND line.period_id = %(period)s AND line.active"
                " WHERE day <= %(day)s ORDER BY day, line.type_id",
                period=self.id,
                day=day,
            )
        )
        if not rows:
            return
        past = (day - self.go_live).days + 1
        days = [self.go_live + timedelta(days=number) for number in range(past)]
        asked = set(self._business_days_of(days)[:-1])
        kinds = self.env["hypercare.transaction.type"].browse({row[1] for row in rows})
        names = {kind.id: kind.name for kind in kinds}
        for date, kind_id, count, outside in rows:
            number = (date - self.go_live).days + 1
            yield Entered(number, names[kind_id], count, outside, date in asked)
