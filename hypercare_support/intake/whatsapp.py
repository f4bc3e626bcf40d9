"""The exported or pasted text of a WhatsApp chat, as messages.

Pure: no Odoo, no clock; "today" is an argument. Times stay as the phone wrote them,
local and naive: the text does not say in which time zone the phone was.

Three layouts are understood, in any of the usual orders of a date, with 12 or 24 hours
and the digits of any script::

    12/03/2026, 14:05 - Rahima: The bill cannot be posted       (Android)
    [12.03.26, 14:05:33] Rahima: The bill cannot be posted      (iPhone)
    [14:05, 12/3/2026] Rahima: The bill cannot be posted        (WhatsApp Web)

No line is ever lost: what is no beginning of a message belongs to the message before,
and what stands before the first message is a message without sender.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from .chat_body import Media, Senders, body
from .chat_header import Header, header
from .dates import Choice, Numbers, decide, is_plain, order_of, real_date, to_date
from .notes import Note
from .texts import bare, lines

#: A layout with less than this share of all beginnings was pasted into a message.
_FOREIGN_SHARE = 0.1


@dataclass(frozen=True, slots=True)
class Message:
    """One message of a chat.

    :ivar sent_at: local time of the phone, naive; None if nothing is known about it
    :ivar exact: False where the time was guessed: no date of its own, an order of day
        and month that is not certain, a year that is not said
    :ivar sender: name or phone number; "" for notices and text without beginning
    :ivar text: what was written, without direction marks
    :ivar media: the files that came with it
    :ivar system: written by WhatsApp: joined, encrypted, deleted, missed call
    :ivar edited: the sender changed it afterwards
    :ivar line: number of its first line, from 1
    """

    sent_at: datetime | None
    exact: bool
    sender: str
    text: str
    media: tuple[Media, ...] = ()
    system: bool = False
    edited: bool = False
    line: int = 1


@dataclass(frozen=True)
class Chat:
    """A chat as it was understood.

    :ivar order: how dates were read: ``dmy``, ``mdy`` or ``ymd``
    :ivar certain: the dates allow no other reading
    :ivar warnings: what the person who confirms ought to know
    """

    messages: tuple[Message, ...]
    order: str
    certain: bool
    warnings: tuple[Note, ...] = ()


@dataclass(slots=True)
class _Draft:
    """A message while its lines are being collected."""

    header: Header | None
    line: int
    rest: str
    more: list[str]


def parse(
    text: str,
    *,
    locale: str = "en_GB",
    order: str | None = None,
    today: date | None = None,
    names: Iterable[str] = (),
) -> Chat:
    """Return the messages of a chat. Raises nothing, whatever the text.

    :param locale: whose habit counts where day and month cannot be told apart
    :param order: ``dmy``, ``mdy`` or ``ymd`` to be used whatever the dates look like
    :param today: the reader's local date: no message is of a later day than tomorrow;
        also tells the year where the chat leaves it out
    :param names: names of people, so that one with a colon is recognised
    """
    drafts, foreign = _drafts(lines(text))
    dated = [draft.header for draft in drafts if draft.header]
    choice = _choice(dated, order, order_of(locale), today)
    senders = Senders((draft.rest for draft in drafts if draft.header), names)
    clock = _Clock(choice, today)
    messages = tuple(
        _message(draft, clock, senders)
        for draft in drafts
        if draft.header or draft.rest.strip() or draft.more
    )
    notes = [*_notes_on_text(drafts, foreign), *_notes_on_dates(dated, choice, clock)]
    return Chat(messages, choice.order, choice.certain, tuple(notes))


# -- Lines ---------------------------------------------------------------------------


def _drafts(rows: Sequence[str]) -> tuple[list[_Draft], int]:
    """Return the messages as lines, and how many beginnings were not taken for one."""
    headers = [header(row) for row in rows]
    counts = Counter(found.style for found in headers if found)
    least = _FOREIGN_SHARE * sum(counts.values())
    foreign = {style for style, count in counts.items() if count < least}
    drafts: list[_Draft] = []
    for number, (row, found) in enumerate(zip(rows, headers, strict=True), 1):
        if found and found.style not in foreign:
            drafts.append(_Draft(found, number, row[found.end :], []))
        elif drafts:
            drafts[-1].more.append(row)
        elif bare(row).strip():
            drafts.append(_Draft(None, number, row, []))
    return drafts, sum(counts[style] for style in foreign)


def _message(draft: _Draft, clock: _Clock, senders: Senders) -> Message:
    if draft.header is None:
        text = bare("\n".join([draft.rest, *draft.more])).strip()
        return Message(None, False, "", text, line=draft.line)
    sent_at, exact = clock.sent(draft)
    sender, first = senders.split(draft.rest)
    said = body("\n".join([first, *draft.more]) if draft.more else first, sender)
    return Message(
        sent_at,
        exact,
        sender,
        said.text,
        said.media,
        said.system,
        said.edited,
        draft.line,
    )


# -- Times ---------------------------------------------------------------------------


def _choice(
    headers: list[Header], order: str | None, preferred: str, today: date | None
) -> Choice:
    if order:
        return Choice(order, True)
    return decide(
        [found.numbers for found in headers if found.style != "named"],
        preferred,
        today,
    )


class _Clock:
    """Reads the times of messages, one after the other.

    :ivar impossible: how many had a date or time that does not exist
    :ivar first_impossible: line of the first of these
    :ivar without_year: how many had no year
    """

    def __init__(self, choice: Choice, today: date | None) -> None:
        self._choice = choice
        self._today = today
        self._days: dict[tuple[str, Numbers], date | None] = {}
        self._last: datetime | None = None
        self.impossible = self.first_impossible = self.without_year = 0

    def sent(self, draft: _Draft) -> tuple[datetime | None, bool]:
        """Return when a message was sent, and whether that is certain."""
        found = draft.header
        key = (found.style, found.numbers)
        if key not in self._days:
            self._days[key] = self._day(found)
        day = self._days[key]
        if day is None or found.clock is None:
            self.impossible += 1
            self.first_impossible = self.first_impossible or draft.line
            return self._last, False
        self._last = datetime(day.year, day.month, day.day, *found.clock)
        if found.style == "named":
            self.without_year += not found.numbers.first
            return self._last, bool(found.numbers.first)
        order = self._choice.order
        return self._last, self._choice.certain or is_plain(found.numbers, order)

    def _day(self, found: Header) -> date | None:
        numbers = found.numbers
        if found.style != "named":
            return to_date(numbers, self._choice.order)
        _year, month, day = numbers[:3]
        if numbers.first:
            return real_date(numbers.first, month, day)
        if self._today is None:
            return None
        # The latest one that is over; 29 February may be four years ago, or eight.
        years = range(self._today.year, self._today.year - 9, -1)
        days = (real_date(year, month, day) for year in years)
        return next((one for one in days if one and one <= self._today), None)


# -- Warnings ------------------------------------------------------------------------


def _notes_on_text(drafts: list[_Draft], foreign: int) -> Iterable[Note]:
    if drafts and drafts[0].header is None:
        if len(drafts) == 1:
            yield Note("chat_no_header")
        else:
            yield Note("chat_head", {"count": 1 + len(drafts[0].more)})
    if foreign:
        yield Note("chat_foreign", {"count": foreign})


def _notes_on_dates(
    headers: list[Header], choice: Choice, clock: _Clock
) -> Iterable[Note]:
    if headers and not choice.certain:
        doubtful = (
            found.numbers
            for found in headers
            if found.style != "named" and not is_plain(found.numbers, choice.order)
        )
        example = next(doubtful, headers[0].numbers)
        written = "/".join(str(number) for number in example[:3])
        yield Note(f"order_{choice.order}", {"example": written})
    if clock.impossible:
        params = {"count": clock.impossible, "line": clock.first_impossible}
        yield Note("chat_impossible", params)
    if clock.without_year:
        yield Note("chat_year", {"count": clock.without_year})
