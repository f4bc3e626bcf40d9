"""What the headers of a mail say about who, or what, wrote it.

Headers are claims. Those read here only ever make a mail count for less (an automatic
answer, a mailing list), except the one in which our own receiving server vouches for
the sender (`is_vouched`).
"""

from __future__ import annotations

import re
from email.message import Message
from typing import NamedTuple

from .limits import clean_text

_LONGEST_HEADER = 4000
#: Words that a subject begins with when a machine answers for somebody who is away.
_AWAY = re.compile(
    r"""\s*(?:
        auto(?:matic)?[\s:-]*(?:reply|response|antwort)
      | out\s+of\s+(?:the\s+)?office
      | on\s+(?:annual\s+)?(?:leave|vacation)\s*(?:[:-]|$)
      | vacation\s+(?:reply|response)
      | automatische\s+antwort | abwesenheits?(?:notiz|meldung|benachrichtigung)
      | r[ée]ponse\s+automatique | absen(?:ce|t)\s+du\s+bureau
      | respuesta\s+autom[áa]tica | fuera\s+de\s+(?:la\s+)?oficina
      | risposta\s+automatica | resposta\s+autom[áa]tica
      | স্বয়ংক্রিয়\s+(?:উত্তর|জবাব) | स्वचालित\s+उत्तर | الرد\s+التلقائي | 自动回复
    )""",
    re.IGNORECASE | re.VERBOSE,
)
_PASSED = re.compile(r"\bdmarc\s*=\s*pass\b", re.IGNORECASE)
_FROM_DOMAIN = re.compile(r"\bheader\.from\s*=\s*([^\s;()]+)", re.IGNORECASE)
_COMMENT = re.compile(r"\([^()]*\)")


class MailKind(NamedTuple):
    """How a mail came about.

    :ivar key: ``person``, ``answer`` (a machine answering: out of office, receipt),
        ``machine`` (written by one, but not as an answer), ``list`` or ``bulk``
    :ivar silent: nobody may answer it automatically
    """

    key: str
    silent: bool


def header(message: Message, name: str) -> str:
    """Return the first header of that name as one clean line; empty if there is none.

    Broken headers are what senders of junk write: reading one raises all sorts of
    errors, and is then as good as none.
    """
    try:
        value = message.get(name)
        return clean_text(
            str(value or "")[:_LONGEST_HEADER], _LONGEST_HEADER, one_line=True
        ).text
    except Exception:
        # The parser of the standard library stumbles over broken headers in many ways.
        return ""


def kind_of_mail(message: Message, subject: str = "") -> MailKind:
    """Tell whether a person wrote a mail, and whether it may be answered by a machine.

    >>> from email.message import EmailMessage
    >>> mail = EmailMessage()
    >>> mail["Auto-Submitted"] = "auto-replied (vacation)"
    >>> kind_of_mail(mail).key
    'answer'
    """
    submitted = _word(header(message, "Auto-Submitted"))
    precedence = _word(header(message, "Precedence"))
    suppress = header(message, "X-Auto-Response-Suppress").lower()
    away = bool(_AWAY.match(subject))
    if submitted == "auto-replied" or precedence == "auto_reply":
        return MailKind("answer", True)
    if any(
        header(message, name)
        for name in ("X-Autoreply", "X-Autorespond", "X-Autoresponder", "X-Vacation")
    ):
        return MailKind("answer", True)
    by_machine = submitted not in ("", "no") or _is_null_sender(message)
    if away and (by_machine or suppress):
        return MailKind("answer", True)
    if header(message, "List-Id") or precedence == "list":
        return MailKind("list", True)
    if precedence in ("bulk", "junk") or header(message, "List-Unsubscribe"):
        return MailKind("bulk", True)
    if by_machine or away:
        return MailKind("machine", True)
    return MailKind("person", any(word in suppress for word in ("all", "autoreply")))


def sender_count(message: Message) -> int:
    """Return how many senders a mail names. One is right; more is somebody's trick."""
    try:
        values = message.get_all("From") or []
        count = sum(len(getattr(value, "addresses", (value,))) for value in values)
    except Exception:
        # As in `header`: what cannot be read names nobody we could trust.
        return 0
    return max(count, len(values))


def is_vouched(message: Message, server: str, domain: str) -> bool:
    """Tell whether our own receiving server vouches that the mail is the sender's.

    It does by a header ``Authentication-Results`` (RFC 8601) that begins with its name
    and says ``dmarc=pass`` for the sender's domain. Only the topmost such header
    counts: those further down may have come with the mail.

    :param server: name that the receiving server signs with; empty trusts nobody
    :param domain: what follows the @ in the sender's address
    """
    server, domain = server.strip().lower(), domain.strip().lower()
    if not server or not domain:
        return False
    first = _COMMENT.sub(" ", header(message, "Authentication-Results"))
    name, _semicolon, results = first.partition(";")
    if _word(name) != server:
        return False
    for result in results.split(";"):
        found = _FROM_DOMAIN.search(result)
        if _PASSED.match(result.strip()) and found:
            return found[1].strip('"').lower() == domain
    return False


def _word(value: str) -> str:
    return re.split(r"[\s;(]", value.strip().lower(), maxsplit=1)[0]


def _is_null_sender(message: Message) -> bool:
    """Tell whether the mail says that nobody is to be told if it does not arrive."""
    return header(message, "Return-Path").replace(" ", "") == "<>"
