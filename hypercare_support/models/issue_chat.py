from collections import defaultdict

from markupsafe import Markup

from odoo import api, fields, models
from odoo.tools import plaintext2html

from ..intake.chat_entry import sender_key

#: Told to the clocks that a chat is entered, which says itself who answered and when.
#: An object, so that no client can put it into a context.
_ENTERED = object()
#: Longest text of one message; a longer one becomes several.
_MOST_BODY = 100_000


class HypercareIssue(models.Model):
    """Talk that took place elsewhere, entered with its own times and people.

    Everybody in it has read it, so nobody is notified. What people of the team said
    counts at the moment they said it; without such a word, the first answer is the
    moment at which somebody of the team entered the chat.
    """

    _inherit = "hypercare.issue"

    @api.model
    def _enter_chats(self, entries):
        """Create issues from parts of chats, or add to issues that are there.

        The caller has checked that the user may do so.

        :param entries: one dict per issue: ``issue``, or ``vals`` for its creation;
            ``messages`` to be posted and ``taken`` to be known again, both lists of
            dicts (``at`` naive UTC, ``sender``, ``user``, ``text``, ``key``);
            ``solved``: None, or moment and text of the solution
        :return: the issues, in the order of the entries
        :raise UserError: for values that no issue can have
        """
        fresh = [entry for entry in entries if not entry.get("issue")]
        # sudo: the team enters confidential issues of other tiers as well.
        created = (
            self.sudo()
            .with_context(hypercare_chat=_ENTERED)
            .create([entry["vals"] for entry in fresh])
        )
        created = self.sudo().browse(created.ids)
        for entry, issue in zip(fresh, created, strict=True):
            entry["issue"] = issue
        issues = self.browse([entry["issue"].id for entry in entries])
        issues._lock_rows()
        issues._keep_taken(entries)
        self._post_chats(entries)
        # sudo: agents enter a chat; clocks are kept by us.
        issues.sudo()._refresh_clocks(issues._replay_team(entries))
        for entry in entries:
            if entry.get("solved"):
                moment, text = entry["solved"]
                vals = {"resolution": text} if text else {}
                reason = self.env._("Solved in the chat.")
                facts = {"state": "resolved"}
                entry["issue"].sudo()._apply_facts(facts, vals, reason, moment)
        now = fields.Datetime.now()
        created._refresh_clocks(created._register_response(now))
        for entry in entries:
            entry["issue"]._hear_reporter_of_chat(entry, now)
        return issues

    def _acted_on_by_team(self):
        if self.env.context.get("hypercare_chat") is _ENTERED:
            return self.browse()
        return super()._acted_on_by_team()

    # -- What is kept ------------------------------------------------------------------

    def _keep_taken(self, entries):
        """Remember which messages are in the log now.

        Of two people who paste the same at once, one gets through: see ``_once``.
        """
        self.env["hypercare.chat.message"]._insert_rows(
            [
                {
                    "issue_id": entry["issue"].id,
                    "period_id": entry["issue"].period_id.id,
                    "company_id": entry["issue"].company_id.id,
                    "key": message["key"],
                    "sender": message["sender"],
                    "sender_key": sender_key(message["sender"]),
                    "user_id": message["user"].id,
                    "sent_at": message["at"],
                }
                for entry in entries
                for message in entry["taken"]
            ]
        )

    @api.model
    def _post_chats(self, entries):
        """Put messages on issues, with their authors and times; nobody is told.

        Who is no user is named as the sender, without being an author. Each message
        says that it was pasted, and by whom: nobody can have words put into his mouth.
        """
        comment = self.env.ref("mail.mt_comment").id
        origin = self.env._("From WhatsApp, entered by %s", self.env.user.name)
        note = Markup('<p class="small text-muted mb-0">%s</p>') % origin
        # sudo: the right to write these issues was checked by the caller.
        self.env["mail.message"].sudo().create(
            [
                {
                    "model": self._name,
                    "res_id": entry["issue"].id,
                    "message_type": "comment",
                    "subtype_id": comment,
                    "author_id": message["user"].partner_id.id,
                    "email_from": message["user"].email_formatted
                    or message["sender"]
                    or self.env._("Unknown sender"),
                    "reply_to": False,
                    "date": message["at"],
                    "body": plaintext2html(part) + note,
                }
                for entry in entries
                for message in entry["messages"]
                for part in _parts(message["text"])
            ]
        )

    # -- What follows ------------------------------------------------------------------

    def _replay_team(self, entries):
        """Let the words of the team answer and update at the moment they were said.

        :return: the clocks that stopped or began
        """
        # sudo: who is in the team, and which promises run, does not depend on who
        # enters the chat.
        issues = self.sudo()
        said = issues._said_by_team(entries)
        clocks = issues._running_clocks("response") | issues._running_clocks("update")
        fresh = clocks.browse()
        changes, rows = {}, []
        for clock in clocks:
            words = said.get(clock.issue_id, {})
            if clock.metric == "response":
                first = min(
                    (at for at in words if at >= clock.started_at), default=None
                )
                if first:
                    actor = clock.issue_id.with_user(words[first]).sudo()
                    fresh |= actor._register_response(first)
                continue
            moments = sorted(at for at in words if at > clock.started_at)
            if moments:
                changes[clock.id] = {"state": "stopped", "stopped_at": moments[0]}
                rows += _next_updates(clock, moments)
        clocks._store_rows(changes)
        fresh |= clocks.browse(changes) | issues._create_clocks(rows)
        issues._store_rows(
            {
                issue.id: {"acted_at": max(words)}
                for issue, words in said.items()
                if not issue.acted_at or issue.acted_at < max(words)
            }
        )
        return fresh

    def _said_by_team(self, entries) -> dict:
        """Return, by issue, at which moments who of the team said something."""
        team_ids = self._team_ids()
        said = defaultdict(dict)
        for entry in entries:
            issue = entry["issue"].sudo()
            members = team_ids.get(issue.period_id.id, ())
            for message in entry["messages"]:
                user = message["user"]
                if user.id in members and user != issue.reporter_id:
                    said[issue].setdefault(message["at"], user)
        return said

    def _hear_reporter_of_chat(self, entry, now):
        """Begin the waiting for the reporter anew if the chat has a word of his.

        It does not end it: what is pasted may be old, or not his.
        """
        # sudo: pauses are kept by us.
        issue = self.sudo()
        if issue.state != "waiting" or issue.waiting_for != "reporter":
            return
        reporter = issue.reporter_id
        if reporter and any(part["user"] == reporter for part in entry["taken"]):
            issue._restart_waiting(now)


def _next_updates(clock, moments):
    """Return the rows of the updates owed after each of these moments."""
    rows = []
    for number, moment in enumerate(moments, 1):
        row = clock.issue_id._row("update", moment, None, clock.run + number)
        if number < len(moments):
            row.update(state="stopped", stopped_at=moments[number])
        rows.append(row)
    return rows


def _parts(text):
    """Return a text in pieces that a screen can carry."""
    return [
        text[start : start + _MOST_BODY] for start in range(0, len(text), _MOST_BODY)
    ] or [""]
