from odoo import fields, models

from .exit_criterion import HOLDING
from .period_exit_facts import ExitFacts

CRITERION_FIELDS = (
    *("period_id", "name", "code", "target", "user_id", "planned_date"),
    *("attested_by_id", "attested_at", "attested_note"),
    *("waived_by", "waived_at", "waived_reason"),
)
#: Before hypercare begins there is nothing to leave.
CENTRE_STATES = ("running", "exit_review", "monitoring")


class HypercarePeriod(models.Model):
    """The way to the exit in the command centre, for the people of the period."""

    _inherit = "hypercare.period"

    def _shows_exit(self, frame) -> bool:
        return frame.details and self.state in CENTRE_STATES

    def _centre_branches(self, frame):
        branches = super()._centre_branches(frame)
        if self._shows_exit(frame):
            # sudo: counts over all issues of the period, as in the other branches.
            branches |= self.sudo()._exit_branches(frame.now)
        return branches

    def _centre_sections(self, frame):
        sections = super()._centre_sections(frame)
        if self._shows_exit(frame) and (section := self._centre_exit(frame)):
            sections["exit"] = section
        return sections

    def _centre_exit(self, frame) -> dict | None:
        """Return the exit criteria and when they hold; None if none are agreed."""
        # sudo: the people of a period read its criteria, see `rules_exit.xml`.
        period = self.sudo()
        criteria = period.criterion_ids.search_fetch(
            [("period_id", "=", self.id)], CRITERION_FIELDS
        )
        if not criteria:
            return None
        facts = ExitFacts(period, frame.now, frame.facts, frame.book)
        forecast = period._exit_forecast(frame.now, facts, criteria)
        outlooks = {line["id"]: line["text"] for line in forecast["lines"]}
        labels = dict(criteria._fields["state"]._description_selection(self.env))
        rows = []
        for criterion in criteria:
            finding = criterion._find_out(facts)
            rows.append(
                {
                    "id": criterion.id,
                    "name": criterion.name,
                    "state": finding.state,
                    "state_label": labels[finding.state],
                    "rag": finding.rag,
                    "value": finding.text,
                    "target": criterion.target_text if criterion.target else "",
                    "why": finding.why,
                    "outlook": outlooks.get(criterion.id, ""),
                }
            )
        # What does not hold comes first.
        rows.sort(key=lambda row: row["state"] in HOLDING)
        return {
            "holding": sum(row["state"] in HOLDING for row in rows),
            "total": len(rows),
            "kind": forecast["kind"],
            "day": forecast["day"] and fields.Date.to_string(forecast["day"]),
            "text": forecast["text"],
            "rows": rows,
        }
