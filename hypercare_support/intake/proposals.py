"""From the messages of a chat to issues that a person may confirm.

Pure, plain and predictable. Read from the first message to the last:

1. A message **begins** an issue if it has a problem word (`words_problems`), or if it
   asks something while nothing is being talked about. It does not if somebody else says
   “same here” or asks back, or if it says that it is solved.
2. Everything that follows **belongs** to that issue until the next one begins, or until
   nobody has written for `silence`.
3. While the reporter of an issue goes on writing, and nobody else has, problem words
   begin nothing new: it is still the same story.
4. What the reporter sent shortly before (a screenshot, “hello”) is **pulled in**.
5. In a chat without a single problem word or question, every stretch between two
   silences is proposed.

Messages in no group are for the person to place; none is dropped.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from .texts import fold
from .titles import title_of
from .whatsapp import Message
from .words_problems import ME_TOO, PROBLEM_WORDS, QUESTION_MARKS, SOLVED

#: Nobody wrote for so long: the talk is over.
SILENCE = timedelta(minutes=30)
#: What the reporter sent so shortly before belongs to the report.
LEAD = timedelta(minutes=10)
#: Longer texts are not searched to their end: their beginning says what they are about.
_LOOKED_AT = 2000

_LINK = re.compile(r"\S+://\S+")


@dataclass(frozen=True)
class Proposal:
    """A possible issue.

    :ivar title: first sentence, at most 80 characters; file name where there is no
        text, "" where there is neither
    :ivar description: what the reporter wrote before anybody else did
    :ivar reporter: as the chat names the sender
    :ivar reported_at: local time of the phone, naive; None if not known
    :ivar exact: whether that time is certain
    :ivar indices: which messages belong to it, rising; the first is the report's first
    :ivar reason: the problem word that was found, ``?`` or ``silence``
    """

    title: str
    description: str
    reporter: str
    reported_at: datetime | None
    exact: bool
    indices: tuple[int, ...]
    reason: str


@dataclass
class _Group:
    reporter: str
    reason: str
    indices: list[int]
    opening: int
    others: bool = False
    own: list[int] = field(default_factory=list)


class _Words:
    """A table of words as one search; see `words_problems` for what entries mean."""

    def __init__(self, entries: Iterable[str]) -> None:
        folded = sorted({fold(entry) for entry in entries}, key=len, reverse=True)
        parts = [
            re.escape(entry[:-1])
            if entry.endswith("*")
            else re.escape(entry) + r"(?!\w)"
            for entry in folded
            if entry.strip("*")
        ]
        # A letter of an Indian script may end with a sign that is no \w of its own, so
        # that only the beginning of a word is certain there.
        self._search = re.compile(rf"(?<!\w)(?:{'|'.join(parts)})") if parts else None

    def find(self, folded: str) -> str:
        """Return the first entry that occurs, "" if none does."""
        found = self._search.search(folded) if self._search else None
        return found[0] if found else ""


_ME_TOO = _Words(ME_TOO)
_SOLVED = _Words(SOLVED)


def proposals(
    messages: Sequence[Message],
    *,
    silence: timedelta = SILENCE,
    lead: timedelta = LEAD,
    words: Iterable[str] = PROBLEM_WORDS,
) -> tuple[Proposal, ...]:
    """Return the issues a chat seems to talk about, in the order they begin.

    :param silence: after so long a new talk begins
    :param lead: what the reporter sent so shortly before belongs to the report
    :param words: what shows a problem; see `words_problems`
    """
    said = [index for index, message in enumerate(messages) if not message.system]
    groups = _by_problem(messages, said, silence, _Words(words))
    if not groups:
        groups = _by_silence(messages, said, silence)
    _pull_in(messages, said, groups, lead)
    return tuple(_proposal(messages, group) for group in groups)


# -- Groups ----------------------------------------------------------------------------


def _by_problem(
    messages: Sequence[Message], said: list[int], silence: timedelta, words: _Words
) -> list[_Group]:
    groups: list[_Group] = []
    group: _Group | None = None
    last: datetime | None = None
    for index in said:
        message = messages[index]
        if group and _gap(last, message.sent_at) > silence:
            group = None
        reason = _reason(message, group, words)
        if reason:
            group = _Group(message.sender, reason, [], index)
            groups.append(group)
        if group:
            _add(group, index, message)
        last = message.sent_at or last
    return groups


def _reason(message: Message, group: _Group | None, words: _Words) -> str:
    """Return why a message begins an issue, "" if it does not."""
    text = fold(_LINK.sub(" ", message.text[:_LOOKED_AT]))
    asks = any(mark in text for mark in QUESTION_MARKS)
    if group is None:
        word = words.find(text)
        if word and _SOLVED.find(text) and not asks:
            return ""
        return word or ("?" if asks else "")
    if message.sender == group.reporter and not group.others:
        return ""
    if _ME_TOO.find(text) or _SOLVED.find(text):
        return ""
    if asks and message.sender != group.reporter:
        return ""
    return words.find(text)


def _by_silence(
    messages: Sequence[Message], said: list[int], silence: timedelta
) -> list[_Group]:
    groups: list[_Group] = []
    last: datetime | None = None
    for index in said:
        message = messages[index]
        if not groups or _gap(last, message.sent_at) > silence:
            groups.append(_Group(message.sender, "silence", [], index))
        _add(groups[-1], index, message)
        last = message.sent_at or last
    return [group for group in groups if _has_content(messages, group)]


def _pull_in(
    messages: Sequence[Message],
    said: list[int],
    groups: list[_Group],
    lead: timedelta,
) -> None:
    """Give each group what its reporter sent shortly before, if it is nobody's."""
    taken = {index for group in groups for index in group.indices}
    places = {index: place for place, index in enumerate(said)}
    for group in groups:
        begun = messages[group.opening].sent_at
        before: list[int] = []
        for place in range(places[group.opening] - 1, -1, -1):
            index = said[place]
            message = messages[index]
            if index in taken or message.sender != group.reporter:
                break
            if _gap(message.sent_at, begun) > lead:
                break
            before.append(index)
        before.reverse()
        taken.update(before)
        group.indices = before + group.indices
        group.own = before + group.own


def _add(group: _Group, index: int, message: Message) -> None:
    group.indices.append(index)
    group.others = group.others or message.sender != group.reporter
    if not group.others:
        group.own.append(index)


def _gap(before: datetime | None, after: datetime | None) -> timedelta:
    """Return the time between two messages; none if it is not known, or negative."""
    if before is None or after is None:
        return timedelta(0)
    return max(after - before, timedelta(0))


# -- Results ---------------------------------------------------------------------------


def _has_content(messages: Sequence[Message], group: _Group) -> bool:
    return any(messages[i].text.strip() or messages[i].media for i in group.indices)


def _proposal(messages: Sequence[Message], group: _Group) -> Proposal:
    first = messages[group.indices[0]]
    texts = [messages[index].text for index in group.own if messages[index].text]
    opening = messages[group.opening]
    title = title_of(opening.text) or next(filter(None, map(title_of, texts)), "")
    if not title:
        names = (file.name for index in group.own for file in messages[index].media)
        title = title_of(next(filter(None, names), ""))
    return Proposal(
        title,
        "\n".join(texts),
        group.reporter,
        first.sent_at,
        first.exact,
        tuple(group.indices),
        group.reason,
    )
