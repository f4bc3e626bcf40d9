from odoo.fields import Command

from .common import HypercareCommon, at_time


class RenderCase(HypercareCommon):
    """Ledger rows without a sweep: what is said is tested, not what fires."""

    def setUp(self):
        super().setUp()
        self.steps = {}

    def step(self, watches, **values):
        """Return a step of a rule of its own."""
        key = (watches, *sorted(values.items()))
        if key not in self.steps:
            rule = self.env["hypercare.escalation.rule"].create(
                {
                    "name": f"Rule of {watches}",
                    "watches": watches,
                    "step_ids": [Command.create(values)],
                }
            )
            self.steps[key] = rule.step_ids
        return self.steps[key]

    def row(self, issue, watches="promise", clock=None, due_at=None, **values):
        """Return the ledger row of a step that has fired on an issue."""
        step = self.step(watches, **values)
        subject = clock or issue
        due_at = due_at or (clock and clock.due_at) or issue.reported_at
        return self.env["hypercare.escalation"].create(
            {
                "issue_id": issue.id,
                "period_id": issue.period_id.id,
                "company_id": issue.company_id.id,
                "res_model": subject._name,
                "res_id": subject.id,
                "step_id": step.id,
                "rule_id": step.rule_id.id,
                "occurrence": 1,
                "severity": issue.severity,
                "tier_id": issue.tier_id.id,
                "due_at": due_at,
                "decided_at": due_at,
                "notify_at": due_at,
            }
        )

    def late_row(self, issue, metric="response", **values):
        return self.row(issue, "promise", self.clock(issue, metric), **values)

    def template(self, name="escalation"):
        return self.env.ref(f"hypercare_support.mail_template_{name}")

    def say(self, rows, template, at, lang="en_US", tz="Asia/Dhaka", told=()):
        """Render the mails of some rows at a moment."""
        rows = rows.with_context(lang=lang, tz=tz)
        with at_time(at):
            return rows._render_notices(
                template, {issue.id: list(told) for issue in rows.issue_id}
            )

    def say_one(self, row, template, at, **values):
        [mail] = self.say(row, template, at, **values).values()
        return mail
