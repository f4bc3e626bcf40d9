from odoo import api, fields, models
from odoo.tools.misc import format_date, format_datetime

from ..const import DAY_OF_YEAR


class HypercareIssue(models.Model):
    """What was promised, in words that a reporter understands."""

    _inherit = "hypercare.issue"

    promise_text = fields.Char("What to expect", compute="_compute_promise_text")
    due_text = fields.Char("Due", compute="_compute_due_text")
    status_text = fields.Char("How it stands", compute="_compute_status_text")

    # -- The promise of a severity -------------------------------------------------

    @api.depends_context("lang")
    @api.depends("severity", "period_id.policy_id", "period_id.state")
    def _compute_promise_text(self):
        promises = self.period_id._get_promises()
        severities = dict(self._fields["severity"]._description_selection(self.env))
        for issue in self:
            known = promises.get(issue.period_id)
            if not known or not issue.severity:
                issue.promise_text = False
                continue
            texts = {
                metric: self._target_text(*known.targets[issue.severity, metric, ""])
                for metric in ("response", "resolution")
                if (issue.severity, metric, "") in known.targets
            }
            severity = severities[issue.severity]
            if len(texts) == 2:
                issue.promise_text = self.env._(
                    "%(severity)s: answer %(response)s, solution %(resolution)s",
                    severity=severity,
                    **texts,
                )
            elif "response" in texts:
                issue.promise_text = self.env._(
                    "%(severity)s: answer %(response)s", severity=severity, **texts
                )
            elif texts:
                issue.promise_text = self.env._(
                    "%(severity)s: solution %(resolution)s", severity=severity, **texts
                )
            else:
                issue.promise_text = severity

    def _target_text(self, line_id, target) -> str:
        """Return a target as the end of “answer …”."""
        minutes = int(target.minutes)
        if target.kind == "elapsed":
            if minutes == 60:
                return self.env._("within 1 hour")
            if minutes % 60:
                return self.env._("within %s minutes", minutes)
            return self.env._("within %s hours", minutes // 60)
        if target.kind == "working":
            if minutes == 60:
                return self.env._("within 1 working hour")
            if minutes % 60:
                return self.env._("within %s working minutes", minutes)
            return self.env._("within %s working hours", minutes // 60)
        if target.kind == "same_day":
            return self.env._("the same working day")
        if target.kind == "next_days":
            if target.days == 1:
                return self.env._("by the end of the next working day")
            return self.env._("within %s working days", target.days)
        # sudo: a promise may be read by everybody to whom it is made.
        label = self.env["hypercare.sla.policy.line"].sudo().browse(line_id).label
        if label:
            return self.env._("without a fixed date (%s)", label)
        return self.env._("without a fixed date")

    # -- One issue -----------------------------------------------------------------

    @api.depends("breach_at", "sla_settled", "state")
    @api.depends_context("tz", "lang")
    def _compute_due_text(self):
        now = fields.Datetime.now()
        for issue in self:
            if not issue.is_open or not issue.breach_at:
                issue.due_text = False
            elif issue.breach_at < now:
                issue.due_text = self.env._(
                    "late since %s", issue._moment_text(issue.breach_at)
                )
            else:
                issue.due_text = self.env._(
                    "due %s", issue._moment_text(issue.breach_at)
                )

    @api.depends(
        "state",
        "user_id",
        "tier_id",
        "waiting_for",
        "cancel_reason",
        "duplicate_of_id",
        "plan_owner_id",
        "plan_date",
        "closed_at",
        "responded_at",
        "response_due",
        "resolution_due",
    )
    @api.depends_context("tz", "lang")
    def _compute_status_text(self):
        for issue in self:
            if not issue.number:
                issue.status_text = False
            elif issue.state in ("new", "assigned", "in_progress"):
                issue.status_text = " ".join(
                    filter(None, [issue._holder_text(), issue._expect_text()])
                )
            else:
                issue.status_text = getattr(issue, f"_{issue.state}_text")()

    def _holder_text(self) -> str:
        """Return who has the open issue."""
        if self.user_id:
            return self.env._("%s is looking after it.", self.user_id.name)
        if self.severity == "s1":
            return self.env._("With the whole support team, not taken yet.")
        if self.tier_id:
            return self.env._("With %s, not taken yet.", self.tier_id.name)
        return self.env._("Not taken yet.")

    def _expect_text(self) -> str:
        """Return what the reporter may still expect, and by when."""
        now = fields.Datetime.now()
        answer = self.response_due if not self.responded_at else False
        solution = self.resolution_due
        late = [due for due in (answer, solution) if due and due < now]
        if late:
            return self.env._(
                "Late: it was promised for %s.", self._moment_text(min(late))
            )
        if answer and solution:
            return self.env._(
                "Answer by %(answer)s, solution by %(solution)s.",
                answer=self._moment_text(answer),
                solution=self._moment_text(solution),
            )
        if answer:
            return self.env._("Answer by %s.", self._moment_text(answer))
        if solution:
            return self.env._("Solution by %s.", self._moment_text(solution))
        return self.env._("No date is promised.")

    def _waiting_text(self) -> str:
        if self.waiting_for == "third_party":
            return self.env._("Waiting for somebody outside the company.")
        if self.user_id:
            return self.env._(
                "%s needs an answer from the person who reported it.",
                self.user_id.name,
            )
        return self.env._("Waiting for the person who reported it.")

    def _resolved_text(self) -> str:
        if self.user_id:
            return self.env._("%s has solved it. Does it work now?", self.user_id.name)
        return self.env._("It has been solved. Does it work now?")

    def _closed_text(self) -> str:
        if not self.closed_at:
            return self.env._("Closed.")
        return self.env._("Closed %s.", self._moment_text(self.closed_at))

    def _transferred_text(self) -> str:
        if not self.plan_owner_id:
            return self.env._("Planned for the time after hypercare.")
        if not self.plan_date:
            return self.env._(
                "Planned for the time after hypercare; %s looks after it.",
                self.plan_owner_id.name,
            )
        return self.env._(
            "Planned for %(date)s; %(name)s looks after it.",
            date=format_date(self.env, self.plan_date, date_format=DAY_OF_YEAR),
            name=self.plan_owner_id.name,
        )

    def _cancelled_text(self) -> str:
        if self.cancel_reason == "duplicate" and self.duplicate_of_id:
            # sudo: the number of the other issue may be told, whoever may read it.
            return self.env._(
                "The same as %s, which goes on.", self.duplicate_of_id.sudo().number
            )
        if self.cancel_reason:
            reasons = self._fields["cancel_reason"]._description_selection(self.env)
            return self.env._("Not worked on: %s.", dict(reasons)[self.cancel_reason])
        return self.env._("Not worked on.")

    def _moment_text(self, moment) -> str:
        """Return a UTC instant as “today 14:20” or “Sun 22 Nov, 14:20”."""
        tz = self.env.context.get("tz") or self.env.user.tz or self.period_id.tz
        now = fields.Datetime.now()
        day = format_datetime(self.env, moment, tz=tz, dt_format="yyyy-MM-dd")
        if day == format_datetime(self.env, now, tz=tz, dt_format="yyyy-MM-dd"):
            return self.env._(
                "today %s", format_datetime(self.env, moment, tz=tz, dt_format="HH:mm")
            )
        return format_datetime(self.env, moment, tz=tz, dt_format="EEE d MMM, HH:mm")
