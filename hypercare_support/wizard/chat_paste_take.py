from odoo import fields, models
from odoo.exceptions import AccessError, UserError

from ..intake.limits import clean_text
from .chat_paste_words import AHEAD

#: Longest title and description, in characters; what is longer goes on as messages.
MAX_NAME, MAX_DESCRIPTION = 300, 20_000


class HypercareChatPaste(models.TransientModel):
    """From the confirmed preview to the log, in one transaction."""

    _inherit = "hypercare.chat.paste"

    def _take(self):
        """Create issues and add messages as the lines say.

        :raise UserError: naming the line that cannot be taken; nothing is stored then
        """
        users = {
            sender.name: sender.user_id
            for sender in self.sender_ids
            if sender.user_id in self._people()
        }
        targets = self._targets()
        if not targets:
            raise UserError(
                self.env._(
                    "Nothing is chosen. Choose for at least one line what it is to "
                    "become, or close the dialog."
                )
            )
        issues = self.env["hypercare.issue"]
        entries = [self._entry(target, users) for target in targets]
        added = issues.browse([t["issue"].id for t in targets if t["issue"]])
        issues = issues._enter_chats(entries)
        # sudo: what the dialog says afterwards is no field that clients set; the text
        # of the chat is not kept any longer than needed.
        self.sudo().write(
            {
                "issue_ids": [fields.Command.set(issues.ids)],
                "result": self._result_text(issues - added, added, entries),
                "text": False,
                "file": False,
            }
        )
        self.sudo().line_ids.unlink()

    # -- What becomes of the lines -----------------------------------------------------

    def _targets(self) -> list[dict]:
        """Return what is to be created or added to, each with its messages.

        Only what is not in the log by now is taken. Messages for the same issue are
        put together.
        """
        lines = self.line_ids.filtered(lambda line: line.action != "skip")
        messages = {line: line._messages() for line in lines}
        taken = self.env["hypercare.chat.message"]._taken(
            self.period_id,
            [part["key"] for parts in messages.values() for part in parts],
        )
        targets, by_issue = [], {}
        for line in lines:
            fresh = [part for part in messages[line] if part["key"] not in taken]
            if line.action == "above":
                if not targets:
                    raise UserError(
                        self.env._(
                            "“%s” has no line above it that goes into the log. Choose "
                            "something else for it.",
                            line.name,
                        )
                    )
                targets[-1]["messages"] += fresh
                continue
            issue = self._target_issue(line)
            target = by_issue.get(issue) if issue else None
            if target is None:
                target = {"line": line, "issue": issue, "messages": []}
                by_issue[issue] = target
                targets.append(target)
            target["messages"] += fresh
        return [target for target in targets if target["messages"]]

    def _target_issue(self, line):
        """Return the issue a line is to be added to; empty for a new one.

        :raise UserError: if none is chosen, or the user may not write it
        """
        if line.action == "new":
            return line.issue_id.browse()
        issue = line.issue_id
        if not issue:
            raise UserError(
                self.env._("Choose the issue that “%s” is to be added to.", line.name)
            )
        try:
            issue.check_access("write")
        except AccessError as error:
            raise UserError(
                self.env._("You cannot add to the issue chosen for “%s”.", line.name)
            ) from error
        if issue.period_id != self.period_id:
            raise UserError(
                self.env._(
                    "%(issue)s is in the log of %(period)s. Choose an issue of the "
                    "period at the top.",
                    issue=issue.number,
                    period=issue.period_id.name,
                )
            )
        return issue

    # -- One entry ---------------------------------------------------------------------

    def _entry(self, target, users) -> dict:
        """Return an entry for ``_enter_chats``."""
        now = fields.Datetime.now()
        messages = [
            {**part, "user": users.get(part["sender"], self.env["res.users"])}
            for part in sorted(target["messages"], key=lambda part: part["at"])
        ]
        for message in messages:
            if message["at"] > now + AHEAD:
                raise UserError(self._future_text(target["line"]))
            message["at"] = min(message["at"], now)
        entry = {"taken": messages, "messages": messages, "solved": None}
        if target["issue"]:
            return {**entry, "issue": target["issue"]}
        vals, told = self._issue_vals(target["line"], messages)
        entry |= {"vals": vals, "messages": messages[told:]}
        if target["line"].solved:
            moment = max(messages[-1]["at"], vals["reported_at"])
            entry["solved"] = (moment, target["line"].resolution)
        return entry

    def _issue_vals(self, line, messages):
        """Return the values of a new issue, and how many messages they hold."""
        now = fields.Datetime.now()
        name = clean_text(line.name, 10 * MAX_NAME, one_line=True).text.strip()
        if not name:
            raise UserError(
                self.env._(
                    "Write a title for what %(sender)s wrote at %(time)s.",
                    sender=line.sender or self.env._("somebody"),
                    time=self._moment_text(messages[0]["at"]),
                )
            )
        reported_at = line.reported_at or messages[0]["at"]
        if reported_at > now + AHEAD:
            raise UserError(self._future_text(line))
        description, told = self._first_words(messages, name)
        category = self.env["hypercare.category.hint"]._suggest(
            f"{name} {description}", None, self.company_id
        )
        vals = {
            "name": name if len(name) <= MAX_NAME else f"{name[: MAX_NAME - 1]}…",
            "description": description,
            "period_id": self.period_id.id,
            "channel": "whatsapp",
            "reporter_id": messages[0]["user"].id,
            "reported_at": min(reported_at, now),
            "severity": line.severity,
            "category_id": category.id,
            "confidential": line.confidential,
        }
        for answer in ("work_stopped", "workaround_known", "only_person"):
            vals[answer] = line[answer]
        return vals, told

    def _first_words(self, messages, name):
        """Return what the reporter wrote before anybody else did.

        :return: the text, and how many messages are in it; the others are posted
        """
        sender = messages[0]["sender"]
        parts = []
        if not messages[0]["user"]:
            parts.append(
                self.env._(
                    "Reported on WhatsApp by %s.", sender or self.env._("somebody")
                )
            )
        if len(name) > MAX_NAME:
            parts.append(name)
        length, told = sum(map(len, parts)), 0
        for message in messages:
            length += len(message["text"]) + 1
            if message["sender"] != sender or length > MAX_DESCRIPTION:
                break
            parts.append(message["text"])
            told += 1
        if not told:
            # One text that is too long: its beginning here, all of it as a message.
            parts.append(f"{messages[0]['text'][:MAX_DESCRIPTION]}…")
        return "\n".join(parts), told

    # -- Words -------------------------------------------------------------------------

    def _future_text(self, line):
        return self.env._(
            "“%s” lies in the future. Read day and month the other way round, choose "
            "another time zone, or change the time.",
            line.name,
        )

    def _result_text(self, created, added, entries):
        """Return in plain words what was put into the log."""
        posted = sum(len(entry["taken"]) for entry in entries)
        texts = [
            self.env._("New issues: %s.", len(created)),
            self.env._("Issues added to: %s.", len(added)) if added else "",
            self.env._("Messages put into the log: %s.", posted),
        ]
        skipped = len(self.line_ids.filtered(lambda line: line.action == "skip"))
        if skipped:
            texts.append(self.env._("Lines left out: %s.", skipped))
        return " ".join(filter(None, texts))
