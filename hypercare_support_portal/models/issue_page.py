from odoo import fields, models
from odoo.fields import Domain
from odoo.tools import format_date, format_datetime

from odoo.addons.hypercare_support import const
from odoo.addons.hypercare_support.models.escalation_words import Words

#: More messages than this are not read on one page.
MOST_MESSAGES = 200


class HypercareIssue(models.Model):
    """What the page of an issue shows: chosen facts, in the reader's words.

    Named one by one, so that a field that is added to the log stays inside until
    somebody decides otherwise. No addresses and telephone numbers, no technical
    details, no pictures that came with the report.
    """

    _inherit = "hypercare.issue"

    def _outside_url(self) -> str:
        return f"/my/hypercare/issues/{self.id}"

    def _outside_page(self) -> dict:
        """Return everything that the page of this issue shows."""
        self.ensure_one()
        labels = {
            name: dict(self._fields[name]._description_selection(self.env))
            for name in ("state", "severity", "waiting_for")
        }
        works = self._outside_works()
        tz = self.env.context.get("tz") or self.env.user.tz or self.period_id.tz
        return {
            "id": self.id,
            "url": self._outside_url(),
            "number": self.number,
            "name": self.name,
            "severity": self.severity,
            "severity_text": labels["severity"][self.severity],
            "state": self.state,
            "state_text": labels["state"][self.state],
            "status_text": self.status_text,
            "is_open": self.is_open,
            "facts": self._outside_facts(labels),
            "clocks": self._outside_clocks(),
            "texts": self._outside_texts(),
            "messages": self._outside_messages(tz),
            "works": works,
            "may_take": works and self._outside_may_take(),
            "moves": self._outside_moves() if works else [],
            "tiers": [(str(tier.id), tier.name) for tier in self._outside_tiers()]
            if works
            else [],
            "may_resolve": works and self.is_open,
            "plan": self.plan or "",
            "plan_date": fields.Date.to_string(self.plan_date) or "",
            "commit_date": fields.Date.to_string(self.commit_date) or "",
            "workaround": self.workaround or "",
            "workaround_until": fields.Date.to_string(self.workaround_until) or "",
            "urgent": self.severity in ("s1", "s2"),
            "as_of": format_datetime(
                self.env, fields.Datetime.now(), tz=tz, dt_format="HH:mm"
            ),
            "tz": tz,
        }

    def _outside_may_take(self) -> bool:
        """Tell whether the user can take it: nobody has it, or it was given to them."""
        if not self.is_open or (self.user_id and self.user_id != self.env.user):
            return False
        return not self.user_id or any(
            clock.metric == "pickup" and clock.state == "running"
            for clock in self.clock_ids
        )

    def _outside_facts(self, labels) -> list[tuple[str, str]]:
        """Return (name, value) of what is known, without what is empty."""
        waiting = labels["waiting_for"].get(self.waiting_for)
        facts = [
            (self.env._("Period"), self.period_id.name),
            (self.env._("Reported"), self.day_label),
            (self.env._("Reported by"), self.reporter_id.name or self.sender_name),
            (self.env._("Where"), self.module),
            (self.env._("Category"), self.category_id.name),
            (self.env._("With"), self.tier_id.name),
            (self.env._("Owner"), self.user_id.name or self.env._("Nobody yet")),
            (self.env._("Waiting for"), waiting if self.state == "waiting" else ""),
            (
                self.env._("Committed date"),
                self.commit_date and format_date(self.env, self.commit_date),
            ),
        ]
        return [(name, value) for name, value in facts if value]

    def _outside_texts(self) -> list[tuple[str, str]]:
        """Return (title, text) of what is written about it, without what is empty."""
        plan = self.plan and "\n".join(
            filter(
                None,
                [
                    self.plan,
                    " · ".join(
                        filter(
                            None,
                            [
                                self.plan_owner_id.name,
                                self.plan_date
                                and format_date(self.env, self.plan_date),
                            ],
                        )
                    ),
                ],
            )
        )
        texts = [
            (self.env._("What happened"), self.description),
            (self.env._("What should happen"), self.expected),
            (self.env._("What happens instead"), self.actual),
            (self.env._("Resolution plan"), plan),
            (self.env._("Way round"), self.workaround),
            (self.env._("Solution"), self.resolution),
        ]
        return [(title, text) for title, text in texts if text]

    # -- Clocks ------------------------------------------------------------------------

    def _outside_clocks(self) -> list[dict]:
        """Return the promises as they stand now, with the time left in words."""
        words = Words(self.env, fields.Datetime.now())
        tiers = self.env["hypercare.tier.member"]._outside_memberships().tier_id
        return [
            self._outside_clock(clock, words)
            for clock in self.clock_ids._sort_for_cards()
            # What other levels promise among themselves is theirs.
            if clock.metric in const.ISSUE_METRICS or clock.tier_id in tiers
        ]

    def _outside_clock(self, clock, words) -> dict:
        card = clock._card()
        due = clock.due_now or clock.due_at
        state = card["state"]
        if clock.state == "running":
            if due <= words.now:
                state = "breached"
            elif clock.at_risk_at and clock.at_risk_at <= words.now:
                state = "at_risk"
        return {
            "name": " · ".join(filter(None, [card["label"], card["tier"]])),
            "state": state,
            "state_text": self._outside_clock_text(clock, state, due, words),
            "due_text": self.env._("Due %s", self._moment_text(due)),
        }

    def _outside_clock_text(self, clock, state, due, words) -> str:
        if clock.state == "running":
            left = words.span(words.now, due) or self.env._("less than a minute")
            if due <= words.now:
                late = words.span(due, words.now) or self.env._("less than a minute")
                return self.env._("Late by %s", late)
            if state == "at_risk":
                return self.env._("At risk: %s left", left)
            return self.env._("On track: %s left", left)
        stopped = clock.stopped_at and self._moment_text(clock.stopped_at)
        if state == "paused":
            return self.env._("Paused while we wait")
        if state == "breached":
            return self.env._("Came late, %s", stopped) if stopped else ""
        if state == "met" and stopped:
            return self.env._("Kept, %s", stopped)
        return self.env._("No target")

    # -- Conversation ------------------------------------------------------------------

    def _outside_message_records(self):
        """Return what was said in public, the oldest first; no notes."""
        # sudo: messages are read with the issue, which was decided before.
        return (
            self.env["mail.message"]
            .sudo()
            .search(
                Domain("model", "=", self._name)
                & Domain("res_id", "=", self.id)
                & Domain("message_type", "in", ("comment", "email"))
                & Domain("is_internal", "=", False)
                & Domain("subtype_id", "!=", False)
                & Domain("subtype_id.internal", "=", False),
                order="date desc, id desc",
                limit=MOST_MESSAGES,
            )
            .sorted(lambda message: (message.date, message.id))
        )

    def _outside_files(self):
        """Return the files that may be opened: those of public messages.

        What came with the report – pictures of screens – is for the client's people.
        """
        return self._outside_message_records().attachment_ids - self.evidence_ids

    def _outside_messages(self, tz) -> list[dict]:
        hidden = self.evidence_ids
        mine = self.env.user.partner_id
        return [
            {
                "id": message.id,
                "author": message.author_id.name or self.env._("Somebody by mail"),
                "mine": message.author_id == mine,
                "at": format_datetime(
                    self.env, message.date, tz=tz, dt_format="EEE d MMM y HH:mm"
                ),
                "body": message.body,
                "files": [
                    {
                        "name": file.name,
                        "url": f"{self._outside_url()}/files/{file.id}",
                    }
                    for file in message.attachment_ids - hidden
                    if file.type == "binary"
                ],
            }
            for message in self._outside_message_records()
        ]
