from datetime import timedelta

from odoo import models
from odoo.tools import SQL

from ..engine.health import LIMITS, health_state

#: Statements that take as long on average are slow (milliseconds).
SLOW_MS = 1000
#: How long after a day it still says something about that day.
KNOWN_FOR = timedelta(hours=12)


class HypercarePeriod(models.Model):
    """The daily health baseline: measured once a night, from Odoo's own records."""

    _inherit = "hypercare.period"

    def _count_days(self, days):  # pylint: disable=missing-return
        super()._count_days(days)
        # sudo: jobs and mail queues are counted; records are named by their title.
        self.sudo()._measure_health()

    def _health_measures(self) -> list[dict]:
        """Return measures: code, value (None: unknown) and note. To be extended.

        Extensions add codes to `engine.health.LIMITS` or a key ``limit`` here, and
        names to ``hypercare.health.value._measure_names``.
        """
        self.ensure_one()
        self.env.flush_all()
        now = self.env.cr.now()
        # It is measured in the night after the day that it is about.
        begin = self._day_bounds(self._local_day(now - KNOWN_FOR))[0]
        # Raw SQL: all counts in one statement.
        rows = self.env.execute_query_dict(
            SQL(
                """
                SELECT 'cron_failed' AS code, count(*)::float AS value,
                       string_agg(cron_name, ', ') AS note
                  FROM ir_cron WHERE active AND failure_count > 0
             UNION ALL
                SELECT 'cron_off', count(*), string_agg(cron_name, ', ')
                  FROM ir_cron WHERE NOT active AND first_failure_date IS NOT NULL
             UNION ALL
                SELECT 'cron_late', COALESCE(floor(EXTRACT(EPOCH FROM
                       max(%(now)s - nextcall)) / 60), 0),
                       (array_agg(cron_name ORDER BY nextcall))[1]
                  FROM ir_cron WHERE active AND nextcall < %(now)s
             UNION ALL
                SELECT 'mail_failed', count(*), max(mail.failure_reason)
                  FROM mail_mail mail
             LEFT JOIN mail_message said ON said.id = mail.mail_message_id
                 WHERE mail.state = 'exception' AND mail.write_date >= %(begin)s
                   AND COALESCE(said.record_company_id, %(company)s) = %(company)s
             UNION ALL
                SELECT 'mail_age', COALESCE(floor(EXTRACT(EPOCH FROM max(%(now)s
                       - GREATEST(create_date, scheduled_date))) / 60), 0), NULL
                  FROM mail_mail WHERE state = 'outgoing'
                   AND (scheduled_date IS NULL OR scheduled_date < %(now)s)
             UNION ALL
                SELECT 'fetchmail', count(*), string_agg(name, ', ')
                  FROM fetchmail_server WHERE active AND error_date IS NOT NULL
             UNION ALL
                SELECT 'sweep_age', floor(EXTRACT(EPOCH FROM max(%(now)s - beat_at))
                       / 60), NULL
                  FROM hypercare_heartbeat WHERE code = 'sweep'
             UNION ALL
                SELECT 'sweep_seconds', max(duration), NULL
                  FROM hypercare_heartbeat WHERE code = 'sweep'
                """,
                now=now,
                begin=begin,
                company=self.company_id.id,
            )
        )
        for row in rows:
            if row["value"] is not None:
                row["value"] = max(float(row["value"]), 0)
        return [*rows, self._slow_queries()]

    def _slow_queries(self) -> dict:
        """Return how many statements are slow, if the database keeps statistics."""
        found = {"code": "slow_queries", "value": None, "note": None}
        # Raw SQL: the extension need not be there, nor open to us.
        [(known,)] = self.env.execute_query(
            SQL(
                "SELECT count(*) FROM pg_extension WHERE extname = 'pg_stat_statements'"
            )
        )
        if not known:
            found["note"] = self.env._("The database keeps no statistics of queries.")
            return found
        try:
            with self.env.cr.savepoint(flush=False):
                [(count,)] = self.env.execute_query(
                    SQL(
                        "SELECT count(*) FROM pg_stat_statements WHERE mean_exec_time"
                        " >= %s AND dbid = (SELECT oid FROM pg_database"
                        " WHERE datname = current_database())",
                        SLOW_MS,
                    )
                )
        except Exception as error:
            # Not loaded at the start of the server, or closed to its user.
            found["note"] = str(error).splitlines()[0][:200]
            return found
        return found | {"value": float(count)}

    def _measure_health(self):
        """Store the health of the day that is over; a missed one is noted as such."""
        self.ensure_one()
        rows = self.env["hypercare.health.value"]
        known = {
            day
            for [day] in rows._read_group([("period_id", "=", self.id)], ["date:day"])
        }
        missing = [day for day in self._days_over() if day not in known]
        vals_list = []
        for day in missing:
            late = self.env.cr.now() > self._day_bounds(day)[1] + KNOWN_FOR
            measures = (
                [{"code": "not_recorded", "value": None, "note": None}]
                if late
                else self._health_measures()
            )
            vals_list += [self._health_row(day, measure) for measure in measures]
        rows._insert_rows(vals_list)

    def _health_row(self, day, measure) -> dict:
        code, value = measure["code"], measure["value"]
        limits = {code: measure.get("limit", LIMITS.get(code, 0))}
        return {
            "period_id": self.id,
            "company_id": self.company_id.id,
            "date": day,
            "code": code,
            "value": value or 0,
            "known": value is not None,
            "threshold": limits[code],
            "state": health_state(code, value, limits),
            "note": (measure.get("note") or "")[:500] or None,
            "counted_at": self.env.cr.now().replace(microsecond=0),
        }

    def action_open_health(self):
        """Open how well the server was, day by day."""
        self.ensure_one()
        self.check_access("read")
        return self._open_reporting("health_value_action", "hypercare.health.value")
