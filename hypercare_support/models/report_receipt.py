from odoo import api, fields, models


class HypercareIssue(models.Model):
    """What a reporter is told: what goes along, who has it, what happens next."""

    _inherit = "hypercare.issue"

    def _report_receipt(self) -> dict:
        """Return what the reporter sees after sending."""
        self.ensure_one()
        severities = dict(self._fields["severity"]._description_selection(self.env))
        return {
            "id": self.id,
            "number": self.number,
            "name": self.name,
            "severity": severities[self.severity],
            "promise": self.promise_text,
            "status": self.status_text,
            "who": self._who_has_it(),
            "response_due": fields.Datetime.to_string(self.response_due) or False,
            "resolution_due": fields.Datetime.to_string(self.resolution_due) or False,
            "me_too": self.me_too_count,
            "url": f"/odoo/hypercare.issue/{self.id}",
        }

    def _who_has_it(self) -> str | bool:
        """Return the owner, else the tier and who of it is there at this moment."""
        if not self.is_open:
            return False
        # sudo: who looks after an issue may be known, whoever may read the team.
        issue = self.sudo()
        if issue.user_id:
            return issue.user_id.name
        tiers, team = issue.tier_id, issue.tier_id.name
        if issue.severity == "s1":
            tiers = issue.period_id.tier_ids.filtered(lambda tier: tier.level != "l0")
            team = self.env._("The whole support team")
        now = fields.Datetime.now()
        people = self.env["res.users"].sudo().union(*(t._on_shift(now) for t in tiers))
        if not people:
            return team or False
        return self.env._(
            "%(team)s; on duty now: %(names)s",
            team=team,
            names=", ".join(people.mapped("name")),
        )

    @api.model
    def _context_preview(self, kept) -> list[dict]:
        """Return what is sent along, as the reporter reads it."""
        contexts = self.env["hypercare.issue.context"]
        names = ("app", "menu", "record_name", "view_type", "url", "browser", "screen")
        names += ("error_name", "error_message", "failed_call")
        return [
            {
                "name": name,
                "label": contexts._fields[name]._description_string(self.env),
                "value": kept[name],
            }
            for name in names
            if kept.get(name)
        ]
