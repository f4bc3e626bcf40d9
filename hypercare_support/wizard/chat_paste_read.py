import json
from datetime import UTC, datetime, time

from odoo import fields, models
from odoo.exceptions import UserError

from ..intake.chat_entry import entries, sender_key, times, to_utc
from ..intake.proposals import SILENCE, proposals
from ..intake.titles import title_of
from ..intake.whatsapp import parse

#: Messages that one preview can have. More is more than anybody looks through.
MOST_MESSAGES = 5000
#: Longest name of a sender that is kept.
_MOST_NAME = 200


class HypercareChatPaste(models.TransientModel):
    """What a chat could become: every message is in one line of the preview."""

    _inherit = "hypercare.chat.paste"

    def _read_chat(self):
        """Make the preview anew from the text.

        :raise UserError: if it is no chat, or too much of one
        """
        people = self._people()
        chat, doubt = self._parse(self._get_text(), people)
        found, system, before = self._fitting(chat)
        if len(found) > MOST_MESSAGES:
            raise UserError(
                self.env._(
                    "There are %(count)s messages; %(limit)s can be looked through at "
                    "once. Leave out what is before %(day)s or later, and put the rest "
                    "into the log before that.",
                    count=len(found),
                    limit=MOST_MESSAGES,
                    day=fields.Date.to_string(
                        self._local_day(found[-MOST_MESSAGES][1].at)
                    ),
                )
            )
        taken = self.env["hypercare.chat.message"]._taken(
            self.period_id, [entry.key for _message, entry in found]
        )
        # sudo: lines are made by us alone; their maker is the user all the same.
        paste = self.sudo()
        paste.line_ids.unlink()
        paste.sender_ids.unlink()
        paste._make_senders(found, people)
        paste._make_lines(found, taken)
        paste.write(
            {
                "order": chat.order,
                "order_doubt": doubt,
                "taken_count": len(taken),
                "overview": self._overview_text(found, system, before, taken),
                "notes": "\n".join(self._note_texts(chat, found)),
                "result": False,
            }
        )

    def _parse(self, text, people):
        """Return the chat, and whether its dates can be read in two ways.

        :raise UserError: if no message is found in the text
        """
        today = self._local_day(fields.Datetime.now())
        names = [user.name for user in people if ":" in (user.name or "")]
        settings = {"locale": self._phone_locale(), "names": names}
        chat = parse(text, today=today, **settings)
        if not any(message.sender for message in chat.messages):
            raise UserError(
                self.env._(
                    "No message of a chat was found in this text. A message begins "
                    "with date, time and name, for example “12/03/2026, 14:05 - "
                    "Rahima: The bill cannot be posted”. In WhatsApp: open the chat, "
                    "menu, More, Export chat, without media."
                )
            )
        doubt = not chat.certain
        if self.order and self.order != chat.order:
            chat = parse(text, today=today, order=self.order, **settings)
        return chat, doubt

    def _phone_locale(self) -> str:
        """Return whose habit counts where day and month cannot be told apart.

        Phones write as their country does, even where Odoo speaks American English.
        """
        lang = self.env.user.lang or "en_GB"
        country = self.company_id.country_id.code
        return f"{lang.partition('_')[0]}_{country}" if country else lang

    def _fitting(self, chat):
        """Return (message, entry) of what is to be shown, and what is left aside.

        :return: the messages, the number of notices, the number of earlier messages
        """
        sent = times(chat.messages, self._zone(), fields.Datetime.now())
        first = self._first_moment()
        kept, system, before = [], 0, 0
        for message, at in zip(chat.messages, sent, strict=True):
            if message.system and message.sent_at:
                system += 1
            elif first and at < first:
                before += 1
            else:
                kept.append((message, at))
        messages = [message for message, _at in kept]
        found = entries(messages, [at for _message, at in kept])
        return list(zip(messages, found, strict=True)), system, before

    def _first_moment(self):
        """Return the beginning of the first day that counts, naive UTC."""
        return self.since and to_utc(
            datetime.combine(self.since, time.min), self._zone()
        )

    def _local_day(self, moment):
        """Return the day of a naive UTC moment where the phone is."""
        zone = self._zone()
        return moment.replace(tzinfo=UTC).astimezone(zone).date()

    # -- Senders -----------------------------------------------------------------------

    def _make_senders(self, found, people):
        counts = {}
        for _message, entry in found:
            if entry.sender:
                name = entry.sender[:_MOST_NAME]
                counts[name] = counts.get(name, 0) + 1
        known = self.env["hypercare.chat.message"]._known_senders(
            self.period_id, {sender_key(name) for name in counts}
        )
        matched = self._match(counts, people, known)
        self.env["hypercare.chat.paste.sender"].create(
            [
                {
                    "paste_id": self.id,
                    "name": name,
                    "message_count": count,
                    "user_id": matched[name][0].id,
                    "found": matched[name][1],
                }
                for name, count in counts.items()
            ]
        )

    # -- Lines -------------------------------------------------------------------------

    def _make_lines(self, found, taken):
        """Make a line of every proposal, and of what lies between them."""
        messages = [message for message, _entry in found]
        proposed = proposals(messages)
        placed = {index for proposal in proposed for index in proposal.indices}
        parts = [(proposal.indices, proposal) for proposal in proposed]
        parts += [(part, None) for part in _stretches(found, placed)]
        allowed = self._allowed(taken)
        self.env["hypercare.chat.paste.line"].create(
            [
                self._line_vals(number, part, proposal, found, taken, allowed)
                for number, (part, proposal) in enumerate(sorted(parts, key=_first), 1)
            ]
        )

    def _allowed(self, taken):
        """Return those of the issues already taken to that the user may add to."""
        issues = self.env["hypercare.issue"].browse(
            {issue.id for issue in taken.values()}
        )
        return issues.sudo(False)._filtered_access("write")

    def _line_vals(self, number, part, proposal, found, taken, allowed):
        entries_of_part = [found[index][1] for index in part]
        fresh = [entry for entry in entries_of_part if entry.key not in taken]
        first = (fresh or entries_of_part)[0]
        known = self.env["hypercare.issue"].browse(
            {taken[entry.key].id for entry in entries_of_part if entry.key in taken}
        )
        target = (known & allowed)[:1]
        if not fresh or (not proposal and not target):
            action = "skip"
        else:
            action = "add" if target else "new"
        title = proposal.title if proposal else title_of(first.text)
        return {
            "paste_id": self.id,
            "sequence": number,
            "sender": first.sender[:_MOST_NAME],
            "name": title or self._title_of_files(first),
            "reported_at": first.at,
            "action": action,
            "issue_id": target.id if fresh else False,
            "rest": not proposal,
            "message_count": len(part),
            "new_count": len(fresh),
            "taken_text": self._taken_text(known & allowed, bool(known), not fresh),
            "messages": json.dumps(
                [
                    {
                        "at": fields.Datetime.to_string(entry.at),
                        "sender": entry.sender[:_MOST_NAME],
                        "text": self._text_with_files(entry),
                        "key": entry.key,
                        "taken": entry.key in taken,
                    }
                    for entry in entries_of_part
                ]
            ),
        }


def _first(part):
    return part[0][0]


def _stretches(found, placed):
    """Yield the indices of messages that are nobody's, a stretch of talk at a time."""
    stretch, last = [], None
    for index, (_message, entry) in enumerate(found):
        silent = last is not None and entry.at - last > SILENCE
        if stretch and (index in placed or silent):
            yield tuple(stretch)
            stretch = []
        if index not in placed:
            stretch.append(index)
        last = entry.at
    if stretch:
        yield tuple(stretch)
