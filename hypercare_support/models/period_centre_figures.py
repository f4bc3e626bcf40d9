from odoo import fields, models
from odoo.fields import Domain

from .. import const
from ..engine.kpi import (
    MINIMUM,
    Rate,
    ages,
    burn_up,
    kept,
    trend,
)
from .resource_calendar import from_epoch, to_epoch


class HypercarePeriod(models.Model):
    """The figures of the command centre, made from its facts.

    A *cell* is a number with the domain of the issues it counts, or without one where
    the user may not read them all.
    """

    _inherit = "hypercare.period"

    def _centre_sections(self, frame) -> dict[str, dict]:
        """Return section → what it shows. To be extended; a section may be missing."""
        self.ensure_one()
        sections = {
            "now": self._centre_now(frame),
            "severities": self._centre_severities(frame),
            "sla": self._centre_sla(frame),
            "independence": self._centre_independence(frame),
            "burn_up": self._centre_burn_up(frame),
            "trend": self._centre_trend(frame),
            "on_call": self._centre_on_call(frame),
        }
        if frame.details:
            sections["load"] = self._centre_load(frame)
            sections["sweep"] = self._centre_sweep(frame)
        return sections

    # === CELLS === #

    def _cell(self, value, readable, domain) -> dict:
        """Return the cell of a number.

        :param readable: how many of them the user may read
        :param domain: of issues, within the period
        """
        if not value or value != readable:
            return {"value": value, "domain": False}
        domain = Domain("period_id", "=", self.id) & domain
        return {"value": value, "domain": list(domain)}

    def _counted(self, frame, name, severity=None) -> dict:
        """Return the cell of a number of ``_centre_domains``, maybe of one severity."""
        rows = [
            row for row in frame.facts["count"] if severity in (None, row["severity"])
        ]
        domain = frame.domains[name]
        if severity:
            domain &= Domain("severity", "=", severity)
        return self._cell(
            sum(row[name] for row in rows),
            sum(row[name] for row in rows if row["readable"]),
            domain,
        )

    def _centre_minimum(self) -> int:
        """Return the number of cases below which no percentage is told."""
        # sudo: a setting, read for whoever looks.
        parameters = self.env["ir.config_parameter"].sudo()
        value = parameters.get_param("hypercare_support.kpi_minimum", "")
        return int(value) if value.isdigit() else MINIMUM

    # === NOW === #

    def _centre_now(self, frame) -> dict:
        """Return what needs somebody now: next breach, overdue, outage."""
        names = ("open", "late", "at_risk", "urgent", "nobody", "waiting", "outage")
        section = {name: self._counted(frame, name) for name in names}
        section["next"] = False
        for row in frame.facts["next"]:
            due = fields.Datetime.to_string(from_epoch(row["due"]))
            section["next"] = {
                "due": due,
                "issue": row["number"]
                and {
                    "id": row["id"],
                    "name": " ".join(filter(None, (row["number"], row["name"]))),
                },
            }
        return section

    def _centre_severities(self, frame) -> list[dict]:
        """Return the open issues by severity, with their ages in seconds."""
        starts = {row["severity"]: row["starts"] for row in frame.facts["ages"]}
        rows = []
        for severity, label in self._severity_labels():
            found = ages(starts.get(severity, ()), to_epoch(frame.now))
            rows.append(
                {
                    "severity": severity,
                    "label": label,
                    "open": self._counted(frame, "open", severity),
                    "late": self._counted(frame, "late", severity),
                    "oldest": found.oldest,
                    "median": found.median,
                }
            )
        return rows

    def _severity_labels(self):
        severity = self.env["hypercare.issue"]._fields["severity"]
        return severity._description_selection(self.env)

    # === RATES === #

    def _centre_sla(self, frame) -> dict:
        """Return the promises kept: of all issues, and by severity."""
        minimum = self._centre_minimum()
        return {
            "minimum": minimum,
            **{
                metric: {
                    **self._kept_cells(frame, metric, None, minimum),
                    "severities": [
                        {
                            "severity": severity,
                            "label": label,
                            **self._kept_cells(frame, metric, severity, minimum),
                        }
                        for severity, label in self._severity_labels()
                    ],
                }
                for metric in ("response", "resolution")
            },
        }

    def _kept_cells(self, frame, metric, severity, minimum) -> dict:
        these = Domain("severity", "=", severity) if severity else Domain.TRUE
        counts, cells = {}, {}
        for outcome in ("met", "breached"):
            rows = [
                row
                for row in frame.facts["sla"]
                if (row["metric"], row["outcome"]) == (metric, outcome)
                and severity in (None, row["severity"])
            ]
            counts[outcome] = sum(row["n"] for row in rows)
            cells[outcome] = self._cell(
                counts[outcome],
                sum(row["n_r"] for row in rows),
                these & Domain(f"{metric}_outcome", "=", outcome),
            )
        return {"percent": kept(**counts, minimum=minimum).percent, **cells}

    def _centre_independence(self, frame) -> dict:
        """Return how much was solved without the consultant, and by Level 1 alone."""
        minimum = self._centre_minimum()
        total = self._counted(frame, "solved")
        section = {"minimum": minimum, "total": total}
        for name, above in (
            ("solved_business", ("l3",)),
            ("solved_l1", ("l2", "l3")),
        ):
            rows = [row for row in frame.facts["reach"] if row["reached"] not in above]
            part = self._cell(
                sum(row["n"] for row in rows),
                sum(row["n_r"] for row in rows),
                frame.domains["solved"] & Domain("reached_level", "not in", above),
            )
            rate = Rate(part["value"], total["value"], minimum)
            section[name] = {"percent": rate.percent, "part": part}
        return section

    # === TIME === #

    def _centre_burn_up(self, frame) -> dict:
        """Return issues raised and done by day, each with its records."""
        counts = {
            (row["kind"], row["day"]): (row["n"], row["n_r"])
            for row in frame.facts["days"]
        }
        days = range(1, len(frame.midnights))
        before = tuple(counts.get((kind, 0), (0, 0))[0] for kind in ("raised", "done"))
        totals = burn_up(
            [
                tuple(counts.get((kind, day), (0, 0))[0] for kind in ("raised", "done"))
                for day in days
            ],
            before,
        )
        rows = []
        for day, total in zip(days, totals, strict=True):
            between = frame.midnights[day - 1], frame.midnights[day]
            row = {
                "day": frame.first_day + day - 1,
                "date": fields.Date.to_string(self._to_local(between[0]).date()),
                "raised_total": total.raised_total,
                "done_total": total.done_total,
                "open": total.open,
            }
            for kind, name in (("raised", "reported_at"), ("done", "ended_at")):
                row[kind] = self._cell(
                    *counts.get((kind, day), (0, 0)),
                    ~Domain("state", "=", "cancelled")
                    & self._centre_between(name, *between),
                )
            rows.append(row)
        return {
            "days": rows,
            "raised": self._counted(frame, "raised"),
            "done": self._counted(frame, "done"),
        }

    def _centre_trend(self, frame) -> dict:
        """Return this week so far against the same part of last week."""
        section = {"week": False, "before": False, "direction": False}
        by_severity = {
            name: {
                severity: sum(
                    row.get(name, 0)
                    for row in frame.facts["count"]
                    if row["severity"] == severity
                )
                for severity, _label in const.SEVERITIES
            }
            for name in ("week", "before")
        }
        found = trend(
            by_severity["week"], by_severity["before"], self._centre_minimum()
        )
        weights = {"week": found.weight, "before": found.weight_before}
        for name, weight in weights.items():
            if name in frame.domains:
                section[name] = {
                    "raised": self._counted(frame, name),
                    "weight": weight,
                }
        if frame.week_before:
            section["direction"] = found.direction or False
        return section

    def _centre_sweep(self, frame) -> dict:
        """Return when escalations were last looked after, and whether that is late."""
        at = next((row["at"] for row in frame.facts["beat"]), None)
        age = None if at is None else max(to_epoch(frame.now) - at, 0)
        return {
            "at": at is not None and fields.Datetime.to_string(from_epoch(at)),
            "age": age,
            "state": self.env["hypercare.heartbeat"]._state_of("sweep", age),
        }
