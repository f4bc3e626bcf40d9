from odoo import models

from .kpi_value import MARKS


class HypercarePeriod(models.Model):
    """KPIs in status reports: as they stood when the report was made."""

    _inherit = "hypercare.period"

    def _status_kpis(self, until) -> list[dict]:
        """Return the last values of the targets before an instant, as plain values.

        :param until: naive UTC, inclusive
        """
        self.ensure_one()
        # sudo: a report is the same for all its readers, and names no issue.
        values = self.env["hypercare.kpi.value"].sudo()
        last = values.search(
            [("period_id", "=", self.id), ("date", "<=", self._local_day(until))],
            order="date desc",
            limit=1,
        ).date
        found = values.search(
            [
                ("period_id", "=", self.id),
                ("date", "=", last),
                ("kpi_id.is_warning", "=", False),
            ]
        )
        return [
            {
                "kpi": value.kpi_id.id,
                "state": value.state,
                "value": value.value if value.has_value else None,
                "target": value.target,
                "comparison": value.comparison,
            }
            for value in found.sorted(lambda value: value.kpi_id.sequence)
        ]


class HypercareStatusReport(models.Model):
    _inherit = "hypercare.status.report"

    def _kpi_lines(self) -> list[dict]:
        """Return the KPIs of a monthly report as people read them."""
        if self.kind != "monthly":
            return []
        states = dict(
            self.env["hypercare.kpi.value"]
            ._fields["state"]
            ._description_selection(self.env)
        )
        lines = self.figures.get("kpis") or []
        # sudo: the words of a KPI are no secret.
        kpis = self.env["hypercare.kpi"].sudo().browse([line["kpi"] for line in lines])
        known = {kpi.id: kpi for kpi in kpis.exists()}
        return [
            {
                "name": known[line["kpi"]].name,
                "state": f"{MARKS[line['state']]} {states[line['state']]}",
                "value": known[line["kpi"]]._shown(line["value"]),
                "target": known[line["kpi"]]._target_words(
                    line["comparison"], line["target"]
                ),
            }
            for line in lines
            if line["kpi"] in known
        ]
