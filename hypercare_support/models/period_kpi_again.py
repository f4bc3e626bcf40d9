from psycopg2.extras import Json

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import format_date

from ..const import DAY_OF_YEAR
from .period_kpi import STATES

MANAGER = "hypercare_support.group_manager"


class HypercarePeriod(models.Model):
    """What a manager may do about KPIs: have them counted now, or again."""

    _inherit = "hypercare.period"

    @api.model
    def _check_kpi_manager(self):
        """Refuse everybody but managers.

        :raise AccessError:
        """
        if not (self.env.su or self.env.user.has_group(MANAGER)):
            raise AccessError(self.env._("Only hypercare managers count KPIs again."))

    def _kpi_count_again(self, day, kpis):
        """Replace values of a day by what they are counted as now, and say so.

        They are judged by what counted that evening; all that they were before is kept.
        """
        self.ensure_one()
        self._lock_kpis()
        # sudo: as in `_store_kpis`.
        period = self.sudo()
        values = period.env["hypercare.kpi.value"].search(
            [
                ("period_id", "=", period.id),
                ("date", "=", day),
                ("kpi_id", "in", kpis.ids),
            ]
        )
        facts = period._kpi_facts(day)
        latest = period._kpi_latest(day)
        rows = {}
        then = period._kpis_then(values.kpi_id, period._day_bounds(day)[1])
        for value in values:
            kpi = then[value.kpi_id]._as_judged(value._judged_by())
            row = period._kpi_row(kpi, day, facts, latest.get(value.code))
            before = {
                "value": value.value if value.has_value else None,
                "state": value.state,
                "counted_at": fields.Datetime.to_string(value.counted_at),
                "by": value.recounted_by_id.id,
            }
            fixed = ("period_id", "company_id", "kpi_id", "code", "date")
            rows[value.id] = {k: v for k, v in row.items() if k not in fixed} | {
                "recounted_by_id": self.env.uid,
                "earlier": Json([*(value.earlier or []), before]),
            }
        values._store_rows(rows)
        period.message_post(
            body=self.env._(
                "%(who)s had the KPIs of %(day)s counted again: %(kpis)s.",
                who=self.env.user.name,
                day=format_date(self.env, day, date_format=DAY_OF_YEAR),
                kpis=", ".join(values.kpi_id.mapped("name")),
            )
        )

    def action_open_kpis(self):
        """Open the KPI board of this period."""
        self.ensure_one()
        self.check_access("read")
        return self._open_reporting("kpi_value_action", "hypercare.kpi.value")

    def action_count_kpis(self):
        """Count what is over and has no snapshot yet, without waiting for the night.

        :raise UserError: if there is nothing to count
        """
        self.ensure_one()
        self._check_kpi_manager()
        self.check_access("write")
        if self.state not in STATES:
            raise UserError(
                self.env._("There is nothing to count before %s runs.", self.name)
            )
        # sudo: evidence is written by the addon only.
        self.sudo()._run_day_tasks(self.env.cr.now())
        return self.action_open_kpis()

    def _open_reporting(self, xmlid, model):
        action = self.env["ir.actions.actions"]._for_xml_id(
            f"hypercare_support.{xmlid}"
        )
        action["context"] = {"search_default_period_id": self.id} | {
            "search_default_latest": model == "hypercare.kpi.value"
        }
        return action
