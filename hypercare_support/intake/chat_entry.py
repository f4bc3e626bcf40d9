"""The messages of a chat as they go into a log: in UTC, and known again next time.

Pure. A chat is pasted more than once: a little longer every day, from another phone,
as text today and as a file tomorrow. So every message gets a key by which it is
recognised.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from .phone import is_phone
from .texts import ascii_digits, fold, storable
from .whatsapp import Message


@dataclass(frozen=True, slots=True)
class Entry:
    """One message of a chat.

    :ivar at: when it was sent, naive UTC
    :ivar exact: False where day and month, or the year, were guessed
    :ivar sender: as the chat names him; "" for text without beginning
    :ivar files: kind and name of every file that came with it
    :ivar key: the same for the same message, whenever it is pasted
    """

    at: datetime
    exact: bool
    sender: str
    text: str
    files: tuple[tuple[str, str], ...]
    key: str


def to_utc(local: datetime, tz: ZoneInfo, not_before: datetime | None = None):
    """Return a local time as naive UTC.

    An hour that the clocks go back over comes twice: the second one is meant if the
    first would lie before *not_before*, the time (UTC) of the message before. An hour
    that the clocks skip is taken as if they had not.
    """
    found = local.replace(tzinfo=tz, fold=0).astimezone(UTC).replace(tzinfo=None)
    if not_before is not None and found < not_before:
        later = local.replace(tzinfo=tz, fold=1).astimezone(UTC).replace(tzinfo=None)
        if found < later and later >= not_before:
            return later
    return found


def times(
    messages: Sequence[Message], tz: ZoneInfo, unknown: datetime
) -> list[datetime]:
    """Return when the messages were sent, naive UTC.

    What has no time of its own was sent when its neighbour was.

    :param tz: where the phone was that exported the chat
    :param unknown: for a chat without a single time
    """
    found: list[datetime | None] = []
    last: datetime | None = None
    for message in messages:
        last = to_utc(message.sent_at, tz, last) if message.sent_at else last
        found.append(last)
    first = next(filter(None, found), unknown)
    return [at or first for at in found]


def entries(messages: Iterable[Message], sent: Iterable[datetime]) -> list[Entry]:
    """Return messages with their keys.

    Some of a chat may be left out, but for whole minutes only: of messages that are
    the same within a minute, the first, second … is known again.

    :param sent: see `times`
    """
    found: list[Entry] = []
    seen: Counter[str] = Counter()
    for message, at in zip(messages, sent, strict=True):
        text = storable(message.text)
        plain = _key(at, message.sender, text, len(message.media))
        seen[plain] += 1
        found.append(
            Entry(
                at,
                message.exact and message.sent_at is not None,
                storable(message.sender),
                text,
                tuple((file.kind, storable(file.name)) for file in message.media),
                _digest(plain, str(seen[plain])),
            )
        )
    return found


def sender_key(sender: str) -> str:
    """Return the same text for every way to write a sender."""
    if is_phone(sender):
        digits = "".join(sign for sign in ascii_digits(sender) if sign.isdigit())
        return digits.lstrip("0")
    return fold(sender)


def _key(at: datetime, sender: str, text: str, files: int) -> str:
    """Identify a message, but for others that are the same within a minute.

    Phones differ in whether they say seconds, and in whether they name files.
    """
    minute = at.isoformat(timespec="minutes")
    return _digest(minute, sender_key(sender), fold(text), str(files))


def _digest(*parts: str) -> str:
    return hashlib.sha256("\x1f".join(parts).encode("utf-8", "replace")).hexdigest()
