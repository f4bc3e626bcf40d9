import logging
from datetime import timedelta
from functools import partial

from psycopg2.extras import Json

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..engine.kpi_goal import ANSWERED, Measured, direction, judge

_logger = logging.getLogger(__name__)

#: Periods whose KPIs are counted, also after the exit.
STATES = ("running", "exit_review", "monitoring")
#: The last day that has a snapshot.
LAST_DAY = 90
#: Days that one run makes up for; what is left is made up for by the next.
DAYS_PER_RUN = 31


class HypercarePeriod(models.Model):
    """Daily snapshots of the KPIs, each once, and made up for when a day was missed."""

    _inherit = "hypercare.period"

    kpi_error = fields.Text(
        "KPIs not counted",
        readonly=True,
        copy=False,
        groups="hypercare_support.group_manager,hypercare_support.group_sponsor",
        help="Why the last daily run failed for this period. It is tried again.",
    )
    kpi_value_ids = fields.One2many("hypercare.kpi.value", "period_id", "KPIs")

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_kpi_kept(vals)
        return super().create(vals_list)

    def write(self, vals):
        self._check_kpi_kept(vals)
        return super().write(vals)

    def _check_kpi_kept(self, vals):
        """Refuse a result of the daily run that somebody makes up."""
        if {"kpi_error", "kpi_value_ids"} & set(vals):
            raise UserError(
                self.env._("What the daily run has counted is kept by the system.")
            )

    # -- The daily run -------------------------------------------------------

    @api.model
    def _cron_daily(self):
        """Do what each day needs once; a period that fails leaves the others theirs.

        Whatever is there to do per period and day is added to ``_day_tasks``.
        """
        res = super()._cron_daily()
        now = self.env.cr.now().replace(microsecond=0)
        periods = self.search([("state", "in", STATES)])
        IrCron = self.env["ir.cron"]
        IrCron._commit_progress(remaining=len(periods))
        more = False
        for period in periods:
            # Each day is kept as soon as it is counted.
            more |= period._run_day_tasks(now, IrCron._commit_progress)
            IrCron._commit_progress(1)
        self._wake_daily(periods, now, more)
        return res

    def _run_day_tasks(self, now, keep=None) -> bool:
        """Do what a period needs once a day; return whether days are left to make up.

        A task that fails is noted in ``kpi_error``; the others are done all the same.

        :param now: naive UTC
        :param keep: called after each task that was done, to commit it
        """
        self.ensure_one()
        days, left = self._kpi_days(now)
        problems = []
        for task in self._day_tasks(now, days):
            try:
                with self.env.cr.savepoint():
                    task()
                    self.env.flush_all()
            except Exception as problem:
                _logger.exception("The daily run of period %s failed", self.id)
                # The savepoint undoes the database; the cache has to follow.
                self.env.invalidate_all(flush=False)
                problems.append(f"{type(problem).__name__}: {problem}"[:1000])
            else:
                if keep:
                    keep()
        self._keep_kpi_error("\n".join(dict.fromkeys(problems)))
        return left

    def _day_tasks(self, now, days) -> list:
        """Return what is to be done, in its order, each on its own. To be extended.

        :param now: naive UTC
        :param days: local days that are over and not complete
        """
        return [
            partial(self._count_days, days),
            *(partial(self._snapshot_days, [day]) for day in days),
        ]

    def _count_days(self, days):
        """Count what KPIs need besides issues, before they do. To be extended."""

    def _kpi_days(self, now) -> tuple[list, bool]:
        """Return the local days that are over and not complete, and if there are more.

        :param now: naive UTC
        """
        self.ensure_one()
        last = min(
            self._local_day(now) - timedelta(days=1),
            self.go_live + timedelta(days=LAST_DAY - 1),
        )
        count = (last - self.go_live).days + 1
        days = [self.go_live + timedelta(days=number) for number in range(count)]
        known = self._kpi_known()
        kpis = self._kpis()
        lacking = [
            day
            for day in days
            if set(self._kpis_of(day, kpis).mapped("code")) - known[day]
        ]
        return lacking[:DAYS_PER_RUN], len(lacking) > DAYS_PER_RUN

    def _kpi_known(self):
        """Return day → codes of the KPIs that have a snapshot of it."""
        rows = self.env["hypercare.kpi.value"]._read_group(
            [("period_id", "=", self.id)], ["date:day"], ["code:array_agg"]
        )
        return _Days({day: set(codes) for day, codes in rows})

    def _kpis_of(self, day, kpis):
        """Return the KPIs whose window has begun on a day."""
        number = (day - self.go_live).days + 1
        return kpis.filtered(lambda kpi: kpi.window_from <= number)

    def _keep_kpi_error(self, error):
        """Keep why the daily run failed: no edit, so ``write_date`` stays."""
        # Raw SQL: bookkeeping of a job.
        self.env.cr.execute(
            SQL(
                "UPDATE hypercare_period SET kpi_error = %s WHERE id = %s"
                " AND kpi_error IS DISTINCT FROM %s",
                error or None,
                self.id,
                error or None,
            )
        )
        self.invalidate_recordset(["kpi_error"], flush=False)

    @api.model
    def _wake_daily(self, periods, now, more):
        """Have the daily job run soon after the next local midnight of each period."""
        cron = self.env.ref("hypercare_support.ir_cron_daily", raise_if_not_found=False)
        if not cron:
            return
        moments = {
            period._day_bounds(period._local_day(now))[1] + timedelta(minutes=10)
            for period in periods
        }
        if more:
            moments.add(now + timedelta(minutes=1))
        if moments:
            # sudo: waking the job needs no right.
            cron.sudo()._trigger(at=sorted(moments))

    # -- Snapshots -----------------------------------------------------------

    def _snapshot_days(self, days):
        """Store the values of some local days that lack them, in their order.

        Two at once are made one after the other by a lock on the period.
        """
        self.ensure_one()
        if not days:
            return
        self._lock_kpis()
        kpis = self._kpis()
        known = self._kpi_known()
        latest = self._kpi_latest(min(days))
        for day in sorted(days):
            lacking = self._kpis_of(day, kpis).filtered(
                lambda kpi, day=day: kpi.code not in known[day]
            )
            if lacking:
                self._store_kpis(day, lacking, latest)
                self._watch_kpis(day, lacking)

    def _lock_kpis(self):
        # Raw SQL: a person and the scheduled action may count at the same time.
        self.env.cr.execute(
            SQL(
                "SELECT id FROM hypercare_period WHERE id = %s FOR NO KEY UPDATE",
                self.id,
            )
        )

    def _kpi_latest(self, day) -> dict[str, float]:
        """Return code → its last value before a day."""
        # Raw SQL: the last row of each, whatever their number.
        rows = self.env.execute_query(
            SQL(
                "SELECT DISTINCT ON (code) code, value FROM hypercare_kpi_value"
                " WHERE period_id = %s AND date < %s AND state IN %s"
                " ORDER BY code, date DESC",
                self.id,
                day,
                tuple(ANSWERED),
            )
        )
        return dict(rows)

    def _store_kpis(self, day, kpis, latest):
        """Insert the values of a day; *latest* is brought up to date."""
        # sudo: figures are of all issues and documents, whoever has them counted.
        period = self.sudo()
        facts = period._kpi_facts(day)
        rows = []
        # A day that was missed is judged by what counted that evening.
        then = period._kpis_then(kpis, period._day_bounds(day)[1])
        for kpi in then.values():
            row = period._kpi_row(kpi, day, facts, latest.get(kpi.code))
            rows.append(row)
            if row["state"] in ANSWERED:
                latest[kpi.code] = row["value"]
        period.env["hypercare.kpi.value"]._insert_rows(rows)

    def _kpi_row(self, kpi, day, facts, before) -> dict:
        """Return the columns of one value."""
        measured = self._kpi_measured(kpi, day, facts)
        goal = kpi._goal()
        state = judge(goal, measured, facts.day)
        value = measured.value if state in ANSWERED else None
        reason = {"why": measured.why, **measured.facts}
        return {
            "period_id": self.id,
            "company_id": self.company_id.id,
            "kpi_id": kpi._origin.id,
            "code": kpi.code,
            "date": day,
            "day_number": facts.day,
            "has_value": value is not None,
            "value": value or 0.0,
            "numerator": measured.numerator,
            "denominator": measured.denominator,
            "sample": measured.sample,
            "target": kpi.target,
            "comparison": kpi.comparison,
            "margin": kpi.margin,
            "minimum": kpi.minimum,
            "due_day": kpi.due_day,
            "state": state,
            "trend": direction(goal, value, before) or None,
            "reason": Json(reason),
            "issue_refs": Json(list(measured.issues)),
            "counted_at": self.env.cr.now().replace(microsecond=0),
        }

    def _kpi_measured(self, kpi, day, facts) -> Measured:
        """Measure one KPI; an evaluator that fails costs its own value only."""
        try:
            with self.env.cr.savepoint():
                return kpi._measure(self, day, facts)
        except Exception as error:
            _logger.exception("KPI %s of period %s failed", kpi.code, self.id)
            self.env.invalidate_all(flush=False)
            return Measured(None, why=f"{type(error).__name__}: {error}"[:300])

    def _kpi_measure(self, code, day):
        """Return (state, `Measured`, KPI) of a code on a day, without storing it.

        For exit criteria and other parts that ask for a figure.
        """
        self.ensure_one()
        period = self.sudo()  # sudo: figures are of all issues of the period
        kpi = period._kpis().filtered(lambda kpi: kpi.code == code)[:1]
        facts = period._kpi_facts(day)
        measured = period._kpi_measured(kpi, day, facts)
        return judge(kpi._goal(), measured, facts.day), measured, kpi


class _Days(dict):
    """Day → what is known of it; nothing of a day that is not in it."""

    def __missing__(self, day):
        return set()
