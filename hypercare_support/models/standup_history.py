from datetime import timedelta

from odoo import api, models

from .standup_agenda import today_of


class HypercareStandup(models.Model):
    """Stand-ups that were held before they were kept here."""

    _inherit = "hypercare.standup"

    @api.model
    def _enter_minutes(self, period_id, entries):
        """Enter the minutes of former stand-ups, as they were written elsewhere.

        No mail is sent and no issue is changed.

        :param entries: one dict per stand-up: ``began`` (naive UTC), ``minutes``,
            ``led_by``, ``attended``, ``notes``, ``reason``, and ``lines`` with
            ``number``, ``section``, ``owner``, ``date`` and ``severity`` as (before,
            after), ``note``, ``lacking``
        :return: the stand-ups
        """
        period = self.env["hypercare.period"].browse(period_id)
        issues = self.env["hypercare.issue"].search([("period_id", "=", period.id)])
        by_number = {issue.number: issue for issue in issues}
        standups = self.browse()
        for entry in entries:
            end = entry["began"] + timedelta(minutes=entry["minutes"])
            standup = self.create(
                {
                    "period_id": period.id,
                    "company_id": period.company_id.id,
                    "date": today_of(period, entry["began"]),
                    "started_at": entry["began"],
                    "ended_at": end,
                    "led_by_id": entry["led_by"],
                    "closed_by_id": entry["led_by"],
                    "invited_ids": self._invited(period).ids,
                    "attended_ids": entry["attended"],
                    "notes": entry.get("notes"),
                    "close_reason": entry.get("reason"),
                    "minutes_sent_at": end,
                }
            )
            self.env["hypercare.standup.line"].create(
                [
                    standup._former_line(place, line, by_number[line["number"]])
                    for place, line in enumerate(entry["lines"], 1)
                ]
            )
            standup.write({"state": "closed"})
            standups |= standup
        return standups

    def _former_line(self, place, line, issue) -> dict:
        """Return the values of a line, as it was written down elsewhere."""
        owner = line.get("owner", (issue.user_id.id,) * 2)
        day = line.get("date", (issue.commit_date,) * 2)
        severity = line.get("severity", (issue.severity,) * 2)
        decided = any(before != after for before, after in (owner, day, severity))
        return {
            "standup_id": self.id,
            "company_id": self.company_id.id,
            "issue_id": issue.id,
            "sequence": place,
            "section": line["section"],
            "note": line.get("note"),
            "discussed_at": self.ended_at,
            "decided_at": decided and self.ended_at,
            "decided_by_id": decided and self.led_by_id.id,
            "owner_before_id": owner[0],
            "owner_after_id": decided and owner[1],
            "date_before": day[0],
            "date_after": decided and day[1],
            "severity_before": severity[0],
            "severity_after": decided and severity[1],
            "lacking": line.get("lacking"),
        }
