from datetime import timedelta

from odoo import fields, models
from odoo.tools import SQL

from .period_kpi import LAST_DAY

#: Until when after a day it is still known who was there: the next day's log-ins
#: replace those of the day before.
KNOWN_FOR = timedelta(hours=8)


class HypercareUserActivity(models.Model):
    """How many people of the company worked in Odoo on a day.

    Odoo keeps only the last log-in of everybody, so it has to be noted every night.
    """

    _name = "hypercare.user.activity"
    _description = "Hypercare Active Users"
    _inherit = ["hypercare.counted.mixin"]
    _order = "date desc, period_id, id"
    _rec_name = "date"

    recorded = fields.Boolean(
        readonly=True, help="Not recorded: nobody looked that night."
    )
    active_users = fields.Integer("People active", readonly=True, aggregator="avg")
    users = fields.Integer("People with access", readonly=True, aggregator="avg")

    _once = models.UniqueIndex("(period_id, date)")

    def _refusal(self) -> str:
        return self.env._("Who was active is counted by Odoo and cannot be typed.")


class HypercarePeriod(models.Model):
    _inherit = "hypercare.period"

    def _count_days(self, days):  # pylint: disable=missing-return
        super()._count_days(days)
        # sudo: log-ins are counted, nobody is named.
        self.sudo()._count_activity()

    def _count_activity(self):
        """Note how many people were active on each day that has no row yet.

        A night that was missed cannot be made up for; that it was missed is noted.
        """
        self.ensure_one()
        rows = self.env["hypercare.user.activity"]
        known = set(rows.search([("period_id", "=", self.id)]).mapped("date"))
        now = self.env.cr.now().replace(microsecond=0)
        vals_list = []
        for day in self._days_over()[:LAST_DAY]:
            if day in known:
                continue
            recorded = now <= self._day_bounds(day)[1] + KNOWN_FOR
            active, users = self._active_users(day) if recorded else (0, 0)
            vals_list.append(
                {
                    "period_id": self.id,
                    "company_id": self.company_id.id,
                    "date": day,
                    "recorded": recorded,
                    "active_users": active,
                    "users": users,
                    "counted_at": now,
                }
            )
        rows._insert_rows(vals_list)

    def _active_users(self, day) -> tuple[int, int]:
        """Return how many internal users of the company were active, and there are.

        Active is who logged in, was last seen, or did something on an issue that day.
        """
        begin, end = self._day_bounds(day)
        self.env.flush_all()
        # Raw SQL: a union of three tables, counted once per person.
        [row] = self.env.execute_query(
            SQL(
                "WITH person AS (SELECT users.id FROM res_users users"
                " JOIN res_company_users_rel belongs ON belongs.user_id = users.id"
                " AND belongs.cid = %(company)s"
                " WHERE users.active AND users.share IS NOT TRUE"
                " AND users.id != %(root)s),"
                " seen AS (SELECT create_uid AS id FROM res_users_log"
                " WHERE create_date >= %(begin)s AND create_date < %(end)s"
                " UNION SELECT user_id FROM mail_presence"
                " WHERE last_presence >= %(begin)s AND last_presence < %(end)s"
                " UNION SELECT user_id FROM hypercare_issue_event"
                " WHERE company_id = %(company)s AND at >= %(begin)s"
                " AND at < %(end)s)"
                " SELECT count(*) FILTER (WHERE id IN (SELECT id FROM seen)), count(*)"
                " FROM person",
                company=self.company_id.id,
                root=self.env.ref("base.user_root").id,
                begin=begin,
                end=end,
            )
        )
        return row
