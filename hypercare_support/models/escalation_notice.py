from odoo import fields, models
from odoo.tools import html2plaintext

from .escalation_words import Words, lines

CLOCK = "hypercare.sla.clock"
#: Promises that the reporter was given: every mail says how they stand.
SHOWN_METRICS = ("response", "resolution")


class HypercareIssue(models.Model):
    """What an escalation mail says about an issue, in the words of its reader.

    Mail templates ask here, so that a manager who edits their sentences meets words
    such as ``notice['headline']`` and never has to compute.
    """

    _inherit = "hypercare.issue"

    # -- For mail templates ------------------------------------------------------------

    def _escalation_notice(self) -> dict:
        """Return what is to be told about this issue.

        While mails are made it is prepared for the whole batch. In a preview nothing
        has fired: the promises that run now stand in.
        """
        self.ensure_one()
        notices = self.env.context.get("hypercare") or {}
        if self.id in notices:
            return notices[self.id]
        words = Words(self.env, fields.Datetime.now())
        return self._notice(self.env["hypercare.escalation"], [], words)

    def _escalation_held(self) -> dict:
        """Return who had the issue before it moves, or moved, to the next tier."""
        self.ensure_one()
        notice = self._escalation_notice()
        words = notice["words"]
        before = notice["ledgers"].tier_id[:1] or self.tier_id
        moved = before != self.tier_id
        turn = self.engagement_ids.filtered(lambda turn: turn.tier_id == before)[-1:]
        since = turn.received_at or self.reported_at
        person = turn.user_id if turn or moved else self.user_id
        return {
            "tier": before.name or self.env._("Nobody"),
            "person": person.name,
            "since": words.moment(since, self.period_id),
            "span": words.span(since, turn.left_at or words.now),
            "next": (self.tier_id if moved else before.next_tier()).name
            or self.env._("the support team"),
            "moved": moved,
        }

    def _escalation_question(self) -> dict:
        """Return the team's last public message to the reporter, if there is one."""
        self.ensure_one()
        notices = self.env.context.get("hypercare") or {}
        if self.id not in notices:
            return self._last_questions().get(self.id, {})
        if "question" not in notices[self.id]:
            found = self.browse(notices)._last_questions()
            for issue_id, notice in notices.items():
                notice["question"] = found.get(issue_id, {})
        return notices[self.id]["question"]

    def _last_questions(self) -> dict[int, dict]:
        """Return, by issue id, who asked what last; two queries for any number."""
        reporters = {
            issue.id: issue.reporter_id.partner_id.id
            for issue in self
            if not issue.confidential
        }
        groups = self.env["mail.message"]._read_group(
            [
                ("model", "=", self._name),
                ("res_id", "in", list(reporters)),
                ("message_type", "in", ("comment", "email")),
                ("subtype_id.internal", "=", False),
                ("is_internal", "=", False),
            ],
            ["res_id", "author_id"],
            ["id:max"],
        )
        last = {}
        for issue_id, author, message_id in groups:
            if author.id != reporters[issue_id]:
                last[issue_id] = max(last.get(issue_id, 0), message_id)
        return {
            message.res_id: {
                "author": message.author_id.name,
                "lines": lines(html2plaintext(message.body, include_references=False)),
            }
            for message in self.env["mail.message"].browse(last.values())
        }

    # -- Facts -------------------------------------------------------------------------

    def _notice(self, ledgers, told, words) -> dict:
        """Return everything the mails of this issue may say.

        :param ledgers: the ledger rows that are told, none for a preview
        :param told: who is told, a text per person
        :param words: the reader's words
        """
        period = self.period_id
        steps = words.steps(ledgers.step_id)
        meant = {ledger.res_id for ledger in ledgers if ledger.res_model == CLOCK}
        shown = self.clock_ids.filtered(
            lambda clock: clock.id in meant or self._is_shown(clock)
        )
        promises = [self._promise(clock, ledgers, words) for clock in shown]
        fired = [p for p in promises if p["clock"].id in meant or not ledgers]
        going = [promise for promise in fired if not promise["came"]]
        late = [promise for promise in going if promise["late"]]
        soon = [promise for promise in going if not promise["late"]]
        others = ledgers.filtered(lambda ledger: ledger.res_model != CLOCK)
        also = list(dict.fromkeys(ledger._what(self, words) for ledger in others))
        urgent_since = self.urgent_since or self.reported_at
        headline = self._headline(late, soon)
        level = (self.severity or "").upper()
        title = words.title(self)
        return {
            **steps,
            "words": words,
            "ledgers": ledgers,
            "clocks": shown.filtered(lambda clock: clock.id in meant),
            "due": min(ledgers.mapped("due_at"), default=False),
            "told": told,
            "done": list(filter(None, dict.fromkeys(ledgers.mapped("done")))),
            "promises": promises,
            "late": late,
            "soon": soon,
            "kept": [promise for promise in fired if promise["came"]],
            "also": also,
            "what": [promise["what"] for promise in fired] + also,
            "headline": headline,
            "title": title,
            "number": self.number,
            "level": level,
            "subject": f"[{level}] {self.number} {headline}: {title}",
            "severity": words.severities.get(self.severity, ""),
            "day": words.day(period),
            "holder": words.holder(self),
            "reporter": self.reporter_id.name,
            "module": self.module,
            "period": period.name,
            "reported": words.moment(self.reported_at, period),
            "urgent_since": words.moment(urgent_since, period),
            "urgent_for": words.span(urgent_since, words.now),
            "waiting_since": self._waiting_since(words),
            "lacks": self._lacks(),
            "phase": self._phase_text(others, words),
            "ask": (self.user_id or period.client_pm_id).name
            or self.env._("the project manager"),
            "team": self.tier_id.name or self.env._("the support team"),
            "description": [] if self.confidential else lines(self.description),
            "plan": self._plan_lines(words),
            "tz": words.tz(period),
            "url": f"{self.get_base_url()}/odoo/hypercare.issue/{self.id}",
        }

    def _is_shown(self, clock) -> bool:
        return (
            clock.metric in SHOWN_METRICS
            and clock.state in ("running", "paused")
            and bool(clock.due_at)
        )

    def _promise(self, clock, ledgers, words) -> dict:
        """Return how a promise stands: what, by when, overdue by how much."""
        # What fired when a promise was broken is not "due" because of a slow clock.
        fired = ledgers.filtered(
            lambda ledger: ledger.res_model == CLOCK and ledger.res_id == clock.id
        )
        now = max([words.now, *fired.mapped("due_at")])
        stopped = clock.stopped_at or clock.paused_at or now
        late = bool(clock.due_at) and (
            stopped > clock.due_at or (stopped == clock.due_at and stopped == now)
        )
        due = clock.due_at and words.moment(clock.due_at, self.period_id)
        by = late and words.span(clock.due_at, stopped)
        promise = {
            "clock": clock,
            "name": " · ".join(
                filter(None, [words.metrics[clock.metric], clock.tier_id.name])
            ),
            "due": due or "",
            "late": late,
            "by": by or "",
            "left": "" if late or not clock.due_at else words.span(now, clock.due_at),
            "percent": max(fired.step_id.mapped("percent"), default=0),
            "paused": clock.state == "paused",
            # Kept, early or late, between the moment it fired and the mail.
            "came": words.moment(clock.stopped_at, self.period_id)
            if clock.stopped_at
            else "",
        }
        return {**promise, "what": self._promise_text(promise)}

    def _promise_text(self, promise) -> str:
        """Return a promise as the line that stands in a digest."""
        if promise["came"]:
            return self.env._(
                "%(name)s came %(came)s", name=promise["name"], came=promise["came"]
            )
        if promise["late"] and promise["by"]:
            return self.env._(
                "%(name)s overdue since %(due)s (%(by)s)",
                **{key: promise[key] for key in ("name", "due", "by")},
            )
        if promise["late"]:
            return self.env._("%(name)s due now", name=promise["name"])
        return self.env._(
            "%(name)s due %(due)s", name=promise["name"], due=promise["due"]
        )

    def _headline(self, late, soon) -> str:
        """Return the words that follow the issue's number in a subject."""
        if late:
            return self.env._("is overdue")
        if soon:
            first = min(soon, key=lambda promise: promise["clock"].due_at)
            return self.env._("is due %s", first["due"])
        return self.env._("needs you")

    def _waiting_since(self, words) -> str:
        """Return since when, or at last from when, the reporter's answer is awaited."""
        pauses = self.pause_ids.filtered(lambda pause: pause.kind == "waiting")
        since = pauses[-1:].started_at
        return words.moment(since, self.period_id) if since else ""

    def _lacks(self) -> str:
        """Return what a stand-up has to settle about this issue."""
        dated = self.commit_date or self.severity == "s4"
        if not self.user_id and not dated:
            return self.env._("has no owner and no committed date")
        if not self.user_id:
            return self.env._("has no owner")
        if not dated:
            return self.env._("has no committed date")
        return self.env._("has an owner and a date by now")

    def _phase_text(self, ledgers, words) -> str:
        """Return which phase ends when; the period as a whole where it has none."""
        row = ledgers.filtered(lambda row: row.rule_id.watches == "phase_end")[:1]
        phases = self.period_id.phase_ids
        phase = phases.filtered(lambda phase: phase.id == row.occurrence)
        return self.env._(
            "%(phase)s ends on %(day)s",
            phase=phase.name or self.env._("Hypercare"),
            day=words.date(phase.date_to or self.period_id.date_end),
        )

    def _plan_lines(self, words) -> list[str]:
        """Return the resolution plan: text, owner and date."""
        if not self.plan:
            return []
        plan = [] if self.confidential else lines(self.plan)
        if self.confidential:
            plan.append(self.env._("There is one"))
        if self.plan_owner_id:
            plan.append(self.plan_owner_id.name)
        if self.plan_date:
            plan.append(self.env._("by %s", words.date(self.plan_date)))
        return plan
