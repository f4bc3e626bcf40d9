"""A company that lives the script, and its ledger that is kept by hand beside it."""

from collections import Counter, defaultdict
from datetime import timedelta

from .hand_exit import MONTH_ENDS, HandBooks, HandExit, alerts
from .hand_kpi import HandKpis
from .ledger import Ledger
from .people import KINDS, People
from .script import events

#: The kinds of documents as plain SQL: table, when it was entered, condition.
TABLES = {
    "sale_order": ("sale_order", "create_date", "state = 'sale'"),
    "purchase_order": ("purchase_order", "date_approve", "state = 'purchase'"),
    "receipt": ("stock_picking", "date_done", "state = 'done' AND name LIKE '%/IN/%'"),
    "delivery": (
        "stock_picking",
        "date_done",
        "state = 'done' AND name LIKE '%/OUT/%'",
    ),
    "vendor_bill": (
        "account_move",
        "create_date",
        "state = 'posted' AND move_type = 'in_invoice'",
    ),
    "customer_invoice": (
        "account_move",
        "create_date",
        "state = 'posted' AND move_type = 'out_invoice'",
    ),
    "payment": ("account_payment", "create_date", "state IN ('in_process', 'paid')"),
    "bank_line": ("account_bank_statement_line", "create_date", "TRUE"),
}
#: What is planned for the hand-over.
PLANNED = (
    "hypercare_responsibility",
    "hypercare_knowledge_transfer",
    "hypercare_after_contact",
)
#: Checklist items that the books tick, and how the ledger knows.
ITEMS = ("bank_reconciled", "entries_posted", "month_locked", "stock_value_right")


class World:
    """One company, its days, and what is compared after each of them.

    :ivar compared: what → how many comparisons were made
    :ivar differ: what was found to differ, in words
    """

    def __init__(self, case, period, clock, days, paper, last, routine=True):
        self.case, self.period, self.clock = case, period, clock
        self.people = People(case.env, period, clock, case.staff, paper)
        self.ledger = Ledger(clock, paper)
        self.books = HandBooks(self.ledger)
        self.kpis = HandKpis(self.ledger, self.books)
        self.exit = HandExit(self.ledger, self.books)
        self.events = events(days, last, routine=routine)
        self.series = defaultdict(list)
        self.criteria = defaultdict(list)
        self.compared, self.differ = Counter(), []

    def act(self, day, moment, words):
        self.people.do(words)
        self.ledger.note(day, moment, words)

    def query(self, statement, *values):
        self.case.env.cr.execute(statement, values)
        return self.case.env.cr.fetchall()

    def same(self, day, what, name, found, expected):
        self.compared[what] += 1
        if found != expected:
            self.differ.append(
                f"{self.period.name}, day {day}: {what} {name}: {found} instead of"
                f" {expected}"
            )

    def compare(self, day):
        """Hold everything that the night has written against the ledger."""
        self.case.env.flush_all()
        self._compare_kpis(day)
        self._compare_documents(day)
        self._compare_criteria(day)
        self._compare_checklist(day)
        self._compare_books(day)
        self._compare_alerts(day)
        self._compare_forecast(day)

    def _compare_kpis(self, day):
        found = {
            code: (state, value if known else None, part, total)
            for code, state, known, value, part, total in self.query(
                "SELECT kpi.code, one.state, one.has_value, one.value, one.numerator,"
                " one.denominator FROM hypercare_kpi_value one"
                " JOIN hypercare_kpi kpi ON kpi.id = one.kpi_id"
                " WHERE one.period_id = %s AND one.date = %s",
                self.period.id,
                self.clock.date(day),
            )
        }
        expected = self.kpis.of(day)
        self.same(day, "KPIs", "counted", set(found), set(expected))
        for code, (state, value, part, total) in expected.items():
            got = found.get(code, (None,) * 4)
            rate = got[2:] if total else (part, total)
            want = (state, value, part, total)
            self.same(day, "KPI values", code, (*got[:2], *rate), want)
            self.series[code].append((day, state, value))

    def _compare_documents(self, day):
        """Count every kind of every day so far three times over."""
        stored = {
            (code, at): (count, late)
            for code, at, count, late in self.query(
                "SELECT kind.code, one.date, one.count, one.late"
                " FROM hypercare_transaction_count one"
                " JOIN hypercare_transaction_type kind ON kind.id = one.type_id"
                " WHERE one.period_id = %s AND one.date > %s",
                self.period.id,
                self.clock.date(day - 3),
            )
        }
        for kind in KINDS:
            table, entered, condition = TABLES[kind]
            rows = self.query(
                f"SELECT ({entered} AT TIME ZONE 'UTC' AT TIME ZONE %s)::date, count(*)"
                f" FROM {table} WHERE company_id = %s"
                f" AND {condition.replace('%', '%%')}"
                f" AND {entered} >= %s GROUP BY 1",
                self.clock.tz,
                self.people.company.id,
                self.clock.midnight(day - 3),
            )
            for one in range(max(day - 2, 1), day + 1):
                date, hand = self.clock.date(one), self.ledger.documents[kind, one]
                late = self.ledger.late[kind, one]
                self.same(day, "documents by SQL", kind, dict(rows).get(date, 0), hand)
                found = stored.get((kind, date))
                self.same(day, "documents counted", kind, found, (hand, late))

    def _compare_criteria(self, day):
        found = {
            code: (state, value)
            for code, state, value in self.query(
                "SELECT one.code, kept.state, kept.value"
                " FROM hypercare_exit_history kept JOIN hypercare_exit_criterion one"
                " ON one.id = kept.criterion_id WHERE one.period_id = %s"
                " AND kept.kind = 'value' AND kept.date = %s",
                self.period.id,
                self.clock.date(day + 1),
            )
        }
        planned = [
            self.query(
                f"SELECT count(*) FROM {table} WHERE period_id = {self.period.id}"
            )
            for table in PLANNED
        ]
        expected = self.exit.of(day, self.clock.now, *(one for [[one]] in planned))
        self.same(day, "criteria", "kept", set(found), set(expected))
        for code, (state, value) in expected.items():
            got = found.get(code, (None, None))
            got = got if value is not None else (got[0], None)
            if value is not None:
                got = (got[0], float(got[1] or 0))
            self.same(day, "criterion values", code, got, (state, value))
            self.criteria[code].append((day, state))

    def _compare_checklist(self, day):
        ticked = dict(
            self.query(
                "SELECT code, done_at IS NOT NULL FROM hypercare_checklist_item"
                " WHERE period_id = %s AND code IN %s",
                self.period.id,
                ITEMS,
            )
        )
        now = self.clock.now
        first = self.books.first
        used = self.books.is_used() and day >= first
        says = self.books.stock_says(first, now)
        expected = {
            "bank_reconciled": self.books.bank_done(day, now),
            "entries_posted": bool(used and self.books.posted(now)),
            "month_locked": bool(used and self.books.closed_on(now)),
            "stock_value_right": says == "equal",
        }
        for code, done in expected.items():
            self.same(day, "checklist items", code, ticked.get(code), done)

    def _compare_books(self, day):
        """Ask the books of Odoo themselves whether the ledger has them right."""
        [[waiting, lock]] = self.query(
            "SELECT (SELECT count(*) FROM account_bank_statement_line"
            " WHERE company_id = one.id AND is_reconciled IS NOT TRUE),"
            " fiscalyear_lock_date FROM res_company one WHERE id = %s",
            self.people.company.id,
        )
        hand = sum(at is None for _dated, at in self.ledger.bank)
        self.same(day, "books by SQL", "bank", waiting, hand)
        until = self.ledger.locks[-1][1] if self.ledger.locks else None
        self.same(day, "books by SQL", "lock", lock and lock.isoformat(), until)
        for month in MONTH_ENDS:
            booked = self.books.stock_booked(month, self.clock.now)
            if booked is None:
                continue
            end = self.clock.date(month) + timedelta(days=1)
            [[balance]] = self.query(
                "SELECT sum(line.balance) FROM account_move_line line"
                " WHERE line.account_id = %s AND line.parent_state = 'posted'"
                " AND line.company_id = %s AND line.date < %s",
                self.people.company.account_stock_valuation_id.id,
                self.people.company.id,
                end,
            )
            worth = round(float(balance or 0), 2)
            self.same(day, "books by SQL", "stock", worth, booked)

    def _compare_alerts(self, day):
        rows = self.query(
            "SELECT kpi.code, one.kind, one.since FROM hypercare_kpi_alert one"
            " JOIN hypercare_kpi kpi ON kpi.id = one.kpi_id WHERE one.period_id = %s",
            self.period.id,
        )
        first = self.clock.date(1)
        found = {(code, kind, (since - first).days + 1) for code, kind, since in rows}
        self.same(day, "alerts", "made", found, alerts(self.series))

    def _compare_forecast(self, day):
        forecast = self.period.sudo()._exit_forecast(self.clock.now)
        streak = [
            one
            for one in forecast["lines"]
            if self.case.codes[one["id"]] == "clean_streak"
        ]
        holds = ("met", "attested", "waived")
        states = {code: found[-1][1] for code, found in self.criteria.items()}
        expected = self.exit.streak_day()
        if expected:
            expected = self.clock.date(expected)
        if states["clean_streak"] in holds:
            self.same(day, "forecasts", "streak", streak, [])
        elif expected:
            self.same(day, "forecasts", "streak", streak[0]["day"], expected)
        else:
            self.same(day, "forecasts", "streak", streak[0]["kind"], "unknown")
        is_held = all(state in holds for state in states.values())
        self.same(day, "forecasts", "all", forecast["kind"] == "held", is_held)
