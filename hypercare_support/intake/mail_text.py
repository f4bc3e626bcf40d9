"""From a mail to a title and a plain description.

Everything is kept elsewhere as it came; here only what the sender has written this
time is wanted. What is not certain to be history or signature stays.
"""

from __future__ import annotations

import re
from email.message import Message

from .limits import clean_text
from .mail_html import html_to_text
from .mail_quotes import cut_history, cut_signature

#: A text of this many characters is read; more of it says no more about the problem.
MOST_READ = 400_000
_PREFIX = re.compile(
    r"""\s*(?:
        (?:re|aw|antw|sv|vs|res|rv|rif|odp|ynt|tr|wg|fw|fwd|enc|উত্তর|回复|答复|转发)
        \s*(?:\[\d{1,3}\]|\(\d{1,3}\))?\s*[:：]
      | \[\s*(?:external|ext|extern)\s*\]\s*:?
    )""",
    re.IGNORECASE | re.VERBOSE,
)
_FORWARD = re.compile(r"(?:^|[\s:])(?:fwd?|wg|tr|rv|enc|转发)\s*[:：]", re.IGNORECASE)
_FORWARDED = re.compile(
    r"^\W*(?:-{3,}\s*forwarded\s+message|begin\s+forwarded\s+message"
    r"|-{3,}\s*weitergeleitete\s+nachricht|-{3,}\s*message\s+transf)",
    re.IGNORECASE | re.MULTILINE,
)
_SENTENCE = re.compile(r"(?<=[.!?।؟。])\s+|\n")


def clean_subject(subject: str | None, limit: int) -> str:
    """Return a subject without the marks of answering and forwarding.

    >>> clean_subject("RE: AW: Fwd[2]: [EXTERNAL] Bill cannot be posted", 300)
    'Bill cannot be posted'
    """
    text = clean_text(subject or "", 20 * limit, one_line=True).text
    while found := _PREFIX.match(text):
        text = text[found.end() :]
    return shorten(text.strip(), limit)


def is_forward(subject: str, text: str) -> bool:
    """Tell whether what is quoted is the point of the mail."""
    prefix = (subject or "")[:40]
    return bool(_FORWARD.search(prefix) or _FORWARDED.search(text))


def first_sentence(text: str, limit: int = 100) -> str:
    """Return the beginning of a text as a title."""
    for part in _SENTENCE.split(text.strip(), maxsplit=20):
        line = " ".join(part.split()).strip(" >*-–_=#")
        if len(line) > 2:
            return shorten(line, limit)
    return ""


def shorten(text: str, limit: int) -> str:
    """Return a text of at most *limit* characters, cut at a word if it must be."""
    if len(text) <= limit:
        return text
    cut = text[: limit - 1]
    return f"{cut.rsplit(' ', 1)[0] if ' ' in cut[limit // 2 :] else cut}…"


def written_text(message: Message, subject: str, limit: int) -> str:
    """Return what the sender has written, as plain text of at most *limit* characters.

    History of earlier mails and the signature are cut off. When nothing is left, the
    mail consists of them: then all of it is returned.
    """
    plain, html = _bodies(message)
    forward = is_forward(subject, plain or html_to_text(html, keep_quotes=True))
    text = plain
    if not plain.strip() or (len(plain.strip()) < 20 and html):
        text = html_to_text(html, keep_quotes=forward)
    whole = _tidy(text)
    own = whole if forward else cut_history(whole)
    own = _tidy(cut_signature(own)) or _tidy(own)
    if not own:
        own = whole or _tidy(html_to_text(html, keep_quotes=True))
    return clean_text(own, limit).text.strip()


def part_text(part: Message) -> str:
    """Return the text of a part, whatever character set it claims to be in."""
    try:
        data = part.get_payload(decode=True) or b""
    except Exception:
        # A broken transfer encoding is a text nobody can read.
        return ""
    data = data[: 4 * MOST_READ]
    for charset in (part.get_content_charset(), "utf-8", "cp1252"):
        try:
            return data.decode(charset or "utf-8")[:MOST_READ]
        except (LookupError, UnicodeError, ValueError):
            continue
    return data.decode("utf-8", "replace")[:MOST_READ]


def _bodies(message: Message) -> tuple[str, str]:
    """Return the first plain text and the first HTML that are not files."""
    found = {"text/plain": "", "text/html": ""}
    for part in message.walk():
        kind = part.get_content_type()
        if kind not in found or found[kind] or part.get_filename():
            continue
        if (part.get_content_disposition() or "inline") != "inline":
            continue
        text = part_text(part)
        if kind == "text/plain" and part.get_param("format") == "flowed":
            text = _unfold(text)
        found[kind] = text
    return found["text/plain"], found["text/html"]


def _unfold(text: str) -> str:
    """Join the lines that a mail client broke (RFC 3676)."""
    return re.sub(r"(?m)(?<!^--) \r?\n(?![>\r\n])", " ", text)


def _tidy(text: str) -> str:
    lines = [line.rstrip() for line in clean_text(text, MOST_READ).text.split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
