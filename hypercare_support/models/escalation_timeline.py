from odoo import api, fields, models

from .. import const
from ..engine.escalation import Key
from .escalation_people import Roster, told_lines
from .issue_planning import CLOCK
from .resource_calendar import from_epoch

#: Steps to come that are shown: what lies further away changes before it happens.
NEXT_STEPS = 4


class HypercareIssue(models.Model):
    """Escalations as the form shows them: what fired, who was told, what comes next.

    Shown to whoever may read the ledger of the issue, and to nobody else.
    """

    _inherit = "hypercare.issue"

    escalation_timeline = fields.Json(compute="_compute_escalation_timeline")

    @api.depends("escalation_ids.told_at", "escalation_ids.acknowledged_at")
    @api.depends_context("uid", "lang")
    def _compute_escalation_timeline(self):
        readable = self._origin._ledger_readable()
        now = fields.Datetime.now()
        for issue in self:
            saved = issue._origin
            if saved not in readable:
                issue.escalation_timeline = False
            elif saved != issue:
                # A form that is being edited: nothing has happened meanwhile.
                issue.escalation_timeline = saved.escalation_timeline
            else:
                # sudo: whoever may read the ledger may know by which rules.
                issue.escalation_timeline = saved.sudo()._timeline(now)

    def _ledger_readable(self):
        """Return those of these issues whose ledger the user may read, empty or not."""
        ledger = self.env["hypercare.escalation"]
        if self.env.su:
            return self
        if not ledger.has_access("read"):
            return self.browse()
        domain = self.env["ir.rule"]._compute_domain(ledger._name, "read")
        # sudo: rules look at more than the user sees.
        ledger = ledger.sudo()
        return self.filtered(
            lambda issue: (
                issue.has_access("read")
                and ledger.new(
                    {"issue_id": issue.id, "company_id": issue.company_id.id}
                ).filtered_domain(domain)
            )
        )

    def _timeline(self, now) -> dict:
        """Return what fired, the newest last, and the next steps as they stand now.

        Moments are UTC, as text.

        :param now: naive UTC
        """
        rows = self.escalation_ids.sorted(
            lambda row: (row.decided_at, row.due_at, row.id)
        )
        stopped_until = self.period_id._escalation_stopped(now)
        return {
            "past": [row._timeline_entry() for row in rows],
            "next": self._timeline_next(now),
            "stopped_until": _text(stopped_until),
        }

    def _timeline_next(self, now) -> list[dict]:
        """Return the next steps: when, what and who would be told."""
        roster = Roster(self.env, now)
        steps = self.env["hypercare.escalation.step"]
        entries, seen = [], set()
        for _issue, due in self._upcoming(now):
            step = steps.browse(due.step_id)
            about = self._subject_text(due.key, step.rule_id)
            # A stand-up comes every day: the next one says it all.
            if (step, about) in seen:
                continue
            seen.add((step, about))
            urgent = step.urgent or due.severity == "s1"
            at = max(from_epoch(due.due_at), now)
            opening = at if urgent else self.period_id._next_opening(at) or at
            entries.append(
                {
                    "at": _text(from_epoch(due.due_at)),
                    "rule": step.rule_id.name,
                    "about": about,
                    "when": step.when_text,
                    "what": step._timeline_acts(),
                    "people": told_lines(
                        self.env, self._people_for(step.role_ids, roster)
                    ),
                    "urgent": urgent,
                    "held_until": _text(opening > at and opening),
                }
            )
            if len(entries) == NEXT_STEPS:
                break
        return entries

    def _subject_text(self, key, rule) -> str:
        """Return which promise or phase is meant; empty for the issue itself."""
        if key.model == CLOCK:
            clock = self.clock_ids.filtered(lambda clock: clock.id == key.id)
            metrics = dict(clock._fields["metric"]._description_selection(self.env))
            texts = [metrics.get(clock.metric)]
            if clock.metric in const.ENGAGEMENT_METRICS:
                texts.append(clock.tier_id.name)
            return " · ".join(filter(None, texts))
        if rule.watches == "phase_end":
            phases = self.period_id.phase_ids
            return phases.filtered(lambda p: p.id == key.occurrence).name or ""
        return ""


class HypercareEscalation(models.Model):
    _inherit = "hypercare.escalation"

    def _timeline_entry(self) -> dict:
        """Return a row of the ledger as the time line shows it."""
        held = self.notify_at > self.decided_at
        return {
            "id": self.id,
            "rule": self.rule_id.name,
            "about": self._about(),
            "step": self.step_id.when_text,
            "severity": self.severity,
            "due_at": _text(self.due_at),
            "decided_at": _text(self.decided_at),
            "told_at": _text(self.told_at),
            "held_until": _text(held and self.notify_at),
            "told": [
                {
                    "person": delivery.partner_id.id,
                    "name": delivery.partner_id.name,
                    "way": delivery.way,
                    "sent_at": _text(delivery.sent_at),
                    "failed": not delivery.sent_at and delivery.failed_reason,
                    "retry_at": _text(not delivery.sent_at and delivery.retry_at),
                    "instead_of": delivery.instead_of_id.name,
                    "reason": delivery.instead_reason,
                }
                for delivery in self.delivery_ids.sorted("id")
            ],
            "acknowledged_at": _text(self.acknowledged_at),
            "acknowledged_by": self.acknowledged_by.name,
            "done": self.done,
            "problem": self.problem,
        }

    def _about(self) -> str:
        key = Key(self.res_model, self.res_id, self.occurrence)
        return self.issue_id._subject_text(key, self.rule_id)


class HypercareEscalationStep(models.Model):
    _inherit = "hypercare.escalation.step"

    def _timeline_acts(self) -> str:
        """Return by which ways a step tells, and what it does to the issue."""
        ways = dict(
            self.env["hypercare.escalation.delivery"]
            ._fields["way"]
            ._description_selection(self.env)
        )
        changes = dict(self._fields["change"]._description_selection(self.env))
        levels = dict(self._fields["target_level"]._description_selection(self.env))
        texts = [
            ways["email"] if self.notify_email else "",
            ways["activity"] if self.notify_activity else "",
            ways["notice"] if self.notify_inbox else "",
            self.env._("High priority") if self.raise_priority else "",
            changes[self.change] if self.change != "none" else "",
            levels.get(self.target_level) if self.change == "tier" else "",
        ]
        return ", ".join(filter(None, texts))


def _text(moment):
    """Return a moment as clients read it, False if there is none."""
    return fields.Datetime.to_string(moment) if moment else False
