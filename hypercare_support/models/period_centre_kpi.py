from datetime import timedelta

from odoo import fields, models
from odoo.tools import SQL

#: The days that the share in Odoo is told of.
SHARE_DAYS = 7


class HypercarePeriod(models.Model):
    """KPIs and adoption in the command centre: what was counted last night."""

    _inherit = "hypercare.period"

    def _centre_branches(self, frame) -> dict[str, SQL]:
        branches = super()._centre_branches(frame)
        if not frame.details:
            return branches
        today = self._to_local(frame.now).date()
        return {
            **branches,
            "kpi": SQL(
                "SELECT DISTINCT ON (value.code) value.id FROM hypercare_kpi_value"
                " value WHERE value.period_id = %s ORDER BY value.code,"
                " value.date DESC",
                self.id,
            ),
            "adoption": SQL(
                "SELECT found.type_id AS type, sum(found.count) AS count,"
                " sum(found.late) AS late,"
                " count(*) FILTER (WHERE found.measured) AS days,"
                " sum(found.count) FILTER (WHERE paper.count IS NOT NULL) AS compared,"
                " sum(paper.count) AS outside"
                " FROM hypercare_transaction_count found"
                " JOIN hypercare_period_transaction line"
                " ON line.period_id = found.period_id AND line.type_id = found.type_id"
                " AND line.active"
                " LEFT JOIN hypercare_off_system paper"
                " ON paper.period_id = found.period_id AND paper.date = found.date"
                " AND paper.type_id = found.type_id"
                " WHERE found.period_id = %s AND found.date >= %s"
                " GROUP BY found.type_id, line.sequence ORDER BY line.sequence",
                self.id,
                today - timedelta(days=SHARE_DAYS),
            ),
        }

    def _centre_sections(self, frame) -> dict[str, dict]:
        sections = super()._centre_sections(frame)
        if frame.details:
            if frame.facts["kpi"]:
                sections["kpi"] = self._centre_kpis(frame)
            if frame.facts["adoption"]:
                sections["adoption"] = self._centre_adoption(frame)
        return sections

    def _centre_kpis(self, frame) -> dict:
        """Return the latest value of the KPIs whose turn it is, the worst first."""
        # sudo: whoever sees the details of a period sees its figures.
        values = (
            self.env["hypercare.kpi.value"]
            .sudo()
            .browse([row["id"] for row in frame.facts["kpi"]])
        )
        labels = dict(values._fields["state"]._description_selection(self.env))
        trends = dict(values._fields["trend"]._description_selection(self.env))
        order = {"red": 0, "amber": 1, "green": 2, "few": 3, "unmeasurable": 4}
        shown = values.filtered(
            lambda value: not value.is_warning or value.state == "red"
        ).sorted(lambda value: (order[value.state], value.kpi_id.sequence))
        return {
            "date": fields.Date.to_string(max(values.mapped("date"))),
            "rows": [
                {
                    "id": value.id,
                    "name": value.name,
                    "state": value.state,
                    "label": labels[value.state],
                    "icon": value.state_icon,
                    "value": value.shown,
                    "target": value.target_text,
                    "trend": trends.get(value.trend, ""),
                    "why": value.why,
                }
                for value in shown
            ],
        }

    def _centre_adoption(self, frame) -> list[dict]:
        """Return the documents of the last days by kind, with the share in Odoo."""
        rows = frame.facts["adoption"]
        # sudo: names of kinds are no secret.
        kinds = self.env["hypercare.transaction.type"].sudo()
        found = []
        for row in rows:
            outside, compared = row["outside"], row["compared"] or 0
            total = compared + (outside or 0)
            found.append(
                {
                    "id": row["type"],
                    "name": kinds.browse(row["type"]).name,
                    "measured": bool(row["days"]),
                    "count": row["count"],
                    "late": row["late"],
                    "declared": outside is not None,
                    "share": compared * 100 // total
                    if outside is not None and total
                    else False,
                }
            )
        return found
