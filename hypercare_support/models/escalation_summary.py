from markupsafe import Markup

from odoo import api, fields, models
from odoo.tools.misc import format_datetime

from .. import const
from .escalation_people import Roster, told_lines
from .resource_calendar import from_epoch

#: Issues that a preview looks at, and lines that it shows.
PREVIEW_ISSUES, PREVIEW_LINES = 200, 5


class HypercareEscalationStep(models.Model):
    """A step in plain words."""

    _inherit = "hypercare.escalation.step"

    when_text = fields.Char("Fires", compute="_compute_words")
    what_text = fields.Char("Then", compute="_compute_words")

    @api.depends_context("lang")
    @api.depends(
        *("watches", "timing", "percent", "delay", "delay_unit", "urgent", "change"),
        *("role_ids", "notify_email", "notify_activity", "notify_inbox"),
        *("add_followers", "raise_priority", "target_level"),
    )
    def _compute_words(self):
        for step in self:
            step.when_text = step._when_words()
            step.what_text = step._what_words()

    @api.depends_context("lang")
    @api.depends("rule_id.name", "timing", "percent", "delay", "delay_unit")
    def _compute_display_name(self):
        for step in self:
            step.display_name = self.env._(
                "%(rule)s: %(when)s",
                rule=step.rule_id.name or "",
                when=step._when_words(),
            )

    def _when_words(self) -> str:
        """Return when the step fires, as it would be said."""
        if self.timing == "percent":
            if self.percent == 100:
                return self.env._("when the time is over")
            return self.env._("at %s %% of the time", self.percent)
        if self.timing == "at_once":
            at_meeting = self.watches == "standup"
            return (
                self.env._("at the stand-up") if at_meeting else self.env._("at once")
            )
        if self.timing == "before_end":
            if not self.delay:
                return self.env._("when the phase ends")
            if self.delay == 1:
                return self.env._("on the morning of the last day")
            return self.env._("%s business days before the end", self.delay)
        units = dict(self._fields["delay_unit"]._description_selection(self.env))
        return self.env._(
            "after %(count)s %(unit)s",
            count=self.delay,
            unit=units.get(self.delay_unit, ""),
        )

    def _what_words(self, people=None) -> str:
        """Return what the step does, as it would be said.

        :param people: whom it tells, in other words than the names of the roles
        """
        texts = []
        ways = [
            text
            for wanted, text in (
                (self.notify_email, self.env._("e-mail")),
                (self.notify_activity, self.env._("activity")),
                (self.notify_inbox, self.env._("notice in Odoo")),
            )
            if wanted
        ]
        people = ", ".join(people or self.role_ids.mapped("name"))
        if ways and people:
            texts.append(
                self.env._(
                    "%(ways)s to %(people)s", ways=", ".join(ways), people=people
                )
            )
        if self.add_followers and people:
            texts.append(self.env._("they follow the issue"))
        if self.raise_priority:
            texts.append(self.env._("high priority"))
        if self.change == "tier":
            levels = dict(self._fields["target_level"]._description_selection(self.env))
            level = levels.get(self.target_level, "")
            texts.append(self.env._("the issue moves to %s", level))
        elif self.change not in (False, "none"):
            changes = dict(self._fields["change"]._description_selection(self.env))
            texts.append(changes[self.change].lower())
        if not texts:
            return self.env._("nothing: choose whom to tell")
        if self.urgent:
            texts.append(self.env._("at night too"))
        return "; ".join(texts)


class HypercareEscalationRule(models.Model):
    """A rule in plain words, and what it would do now."""

    _inherit = "hypercare.escalation.rule"

    summary = fields.Char("In plain words", compute="_compute_summary")
    preview = fields.Html(compute="_compute_preview", sanitize=False)

    @api.depends_context("lang")
    @api.depends("watches", "severity", "level")
    def _compute_summary(self):
        watches = dict(self._fields["watches"]._description_selection(self.env))
        severities = dict(self._fields["severity"]._description_selection(self.env))
        levels = dict(self._fields["level"]._description_selection(self.env))
        for rule in self:
            parts = [watches.get(rule.watches, "")]
            if rule.severity:
                parts.append(severities[rule.severity])
            if rule.level:
                parts.append(levels[rule.level])
            rule.summary = " · ".join(filter(None, parts))

    @api.depends_context("uid", "allowed_company_ids", "lang", "tz")
    @api.depends(
        *("watches", "severity", "level", "ack_minutes", "company_id", "step_ids"),
        *("step_ids.timing", "step_ids.percent", "step_ids.delay"),
        *("step_ids.delay_unit", "step_ids.role_ids", "step_ids.change"),
    )
    def _compute_preview(self):
        """Say when and to whom the rule, as it is being edited, would speak next."""
        for rule in self:
            lines = rule._preview_lines()
            rule.preview = lines and Markup("<ul class='mb-0'>%s</ul>") % Markup().join(
                Markup("<li>%s</li>") % line for line in lines
            )

    def _preview_lines(self) -> list[str]:
        """Return what would happen to the open issues the user may read."""
        self.ensure_one()
        if self.watches == "nobody":
            return [
                self.env._("Whenever somebody has to be told and nobody is on shift.")
            ]
        steps = self._engine_steps_edited()
        issues = self._preview_issues()
        if not steps or not issues:
            return [self.env._("No open issue is concerned at present.")]
        now = fields.Datetime.now()
        # sudo: who would be told is shown to whoever may edit rules.
        upcoming = issues.sudo()._upcoming(now, list(steps.values()))
        if not upcoming:
            return [self.env._("No open issue is concerned at present.")]
        roster = Roster(self.env(su=True), now)
        by_id = {engine.id: step for step, engine in steps.items()}
        lines = dict.fromkeys(
            self._preview_line(issue, due, by_id[due.step_id], roster, now)
            for issue, due in upcoming[: 2 * PREVIEW_LINES]
        )
        return list(lines)[:PREVIEW_LINES]

    def _engine_steps_edited(self) -> dict:
        """Return step → engine step of the rule as it is being edited.

        Steps that are not complete yet are left out.
        """
        return {
            step: step._engine_step(self)
            for step in self.step_ids
            if step.timing in const.TIMINGS_OF.get(self.watches, ())
            and (step.timing != "percent" or 0 < step.percent <= 100)
            and (step.timing != "after" or step.delay > 0)
            and step.delay >= 0
        }

    def _preview_issues(self):
        domain = [("is_open", "=", True)]
        severities = self._engine_severities()
        if severities:
            domain.append(("severity", "in", list(severities)))
        if self.company_id:
            domain.append(("company_id", "=", self.company_id.id))
        return self.env["hypercare.issue"].search(
            domain, order="severity, id desc", limit=PREVIEW_ISSUES
        )

    def _preview_line(self, issue, due, step, roster, now) -> str:
        moment = from_epoch(due.due_at)
        people = told_lines(self.env, issue._people_for(step.role_ids, roster))
        values = {
            "issue": issue.display_name,
            "when": format_datetime(
                self.env, max(moment, now), self.env.user.tz, "EEE d MMM HH:mm"
            ),
            "people": ", ".join(people) or self.env._("nobody"),
        }
        if moment <= now:
            return self.env._("%(issue)s: at once, to %(people)s", **values)
        return self.env._("%(issue)s: %(when)s, to %(people)s", **values)
