"""Where the history of a mail begins, and where its signature does.

Mail clients write what came before in their own ways and languages; the patterns here
are those of Outlook, Gmail, Apple Mail, Thunderbird, Yahoo and their relatives.
"""

from __future__ import annotations

import re

#: “On Tue, 3 Mar 2026 at 10:12, Rahima wrote:” in the languages mail is written in.
_WROTE = re.compile(
    r"""^[>\s]*(?:
        on\b.{6,300}\bwrote\s*:
      | (?:am|op)\b.{6,300}\b(?:schrieb|schreef)\b.{0,200}:
      | le\b.{6,300}\b[ée]crit\s*:
      | (?:el|em|il|no\s+dia)\b.{6,300}\b(?:escribi[óo]|escreveu|scritto)\s*.{0,120}:
      | .{6,300}\b(?:লিখেছেন|লিখেছে|লিখলেন)\s*[:ঃ]?
      | .{6,300}(?:ने\s+लिखा|写道|написал\(?а?\)?|كتب)\s*[:：]?
      | .{4,200}<[^<>\s]+@[^<>\s]+>\s*(?:wrote|schrieb|a\s+écrit)?\s*[:：]
      | \d{4}[-/.年].{4,80}<[^<>\s]+@[^<>\s]+>\s*[:：]
    )\s*$""",
    re.IGNORECASE | re.VERBOSE,
)
_RULER = re.compile(
    r"""^\s*(?:
        [-_]{2,}\s*(?:original\s+message|urspr[üu]ngliche\s+nachricht|original-nachricht
          |message\s+d['’]origine|mensaje\s+original|mensagem\s+original
          |messaggio\s+originale|原始邮件|মূল\s+বার্তা)\s*[-_]{2,}
      | _{10,}
    )\s*$""",
    re.IGNORECASE | re.VERBOSE,
)
_FROM = re.compile(
    r"^[\s>*]*(?:from|von|de|da|van|от|发件人|প্রেরক)\s*\*?\s*[:：]\s*\*?\s*\S",
    re.IGNORECASE,
)
_HEADS = re.compile(
    r"""^[\s>*]*(?:
        sent|date|to|cc|subject|gesendet|datum|an|betreff|envoy[ée]|à|objet
      | enviado(?:\s+el)?
      | para|asunto|assunto|inviato|a|oggetto|verzonden|aan|onderwerp
      | отправлено|кому|тема
      | 发送时间|收件人|主题|প্রেরিত|প্রতি|বিষয়
    )\s*\*?\s*[:：]""",
    re.IGNORECASE | re.VERBOSE,
)
_DEVICE = re.compile(
    r"""^\s*(?:
        sent\s+from\s+(?:my|mail\s+for|outlook|yahoo|samsung|a\s+mobile).{0,60}
      | get\s+outlook\s+for\s+(?:ios|android).{0,60}
      | von\s+(?:meinem|mein)\s+.{1,30}gesendet
      | envoy[ée]\s+(?:de|depuis)\s+mon\s+.{1,30}
      | enviado\s+desde\s+mi\s+.{1,30}
      | আমার\s+.{1,30}\s+থেকে\s+পাঠানো(?:\s+হয়েছে)?.?
    )\s*$""",
    re.IGNORECASE | re.VERBOSE,
)
_CLOSING = re.compile(
    r"""^\s*(?:
        (?:with\s+)?(?:best|kind|warm|warmest)?\s*regards | best\s+wishes | sincerely
      | yours\s+(?:sincerely|faithfully|truly) | br | rgds | (?:many\s+)?thanks
      | thank\s+you | thanks\s*(?:&|and|n)\s*(?:best\s+)?regards | cheers
      | mit\s+freundlichen\s+gr(?:ü|ue)(?:ß|ss)en
      | (?:viele|beste|liebe)\s+gr(?:ü|ue)(?:ß|ss)e
      | cordialement | bien\s+à\s+vous | saludos(?:\s+cordiales)? | atentamente
      | ধন্যবাদ(?:ান্তে|সহ)? | শুভেচ্ছান্তে | বিনীত
    )\s*[,.!।–-]*\s*$""",
    re.IGNORECASE | re.VERBOSE,
)
#: A signature has so many lines at most, none of them longer than so many characters.
_MOST_SIGNATURE = 15
_LONGEST_LINE = 120


def cut_history(text: str) -> str:
    """Return a text without the mails it answers.

    Lines quoted with ``>`` go wherever they stand, for somebody may answer between
    them; everything from the heading of an earlier mail on goes as well.
    """
    lines = text.split("\n")
    for number in range(len(lines)):
        if _begins_history(lines, number):
            after = lines[number:]
            own = [line for line in after[1:] if line.strip() and not _is_quoted(line)]
            # Somebody who answers below or between the lines quotes with “>”.
            if own and any(_is_quoted(line) for line in after):
                lines = lines[:number] + _without_heading(after)
            else:
                lines = lines[:number]
            break
    return "\n".join(line for line in lines if not _is_quoted(line))


def cut_signature(text: str) -> str:
    """Return a text without the signature at its end."""
    lines = text.rstrip().split("\n")
    for number, line in enumerate(lines):
        if line.rstrip() in ("--", "—") and number:
            lines = lines[:number]
            break
    while lines and (not lines[-1].strip() or _DEVICE.match(lines[-1])):
        lines.pop()
    for number in range(len(lines) - 1, max(-1, len(lines) - 2 - _MOST_SIGNATURE), -1):
        tail = lines[number + 1 :]
        if _CLOSING.match(lines[number]) and all(
            len(line) <= _LONGEST_LINE for line in tail
        ):
            if any(line.strip() for line in lines[:number]):
                lines = lines[:number]
            break
    return "\n".join(lines)


def _is_quoted(line: str) -> bool:
    return line.lstrip().startswith(">")


def _begins_history(lines: list[str], number: int) -> bool:
    line = lines[number]
    if not line.strip():
        return False
    if _WROTE.match(line[:400]):
        return True
    # Long headings are broken into two or three lines.
    for more in (2, 3):
        heading = lines[number : number + more]
        joined = " ".join(part.strip() for part in heading)
        complete = all(part.strip() for part in heading)
        begins = re.match(r"[>\s]*(?:on|am|le|el|em|il|op)\b", line, re.IGNORECASE)
        if complete and begins and len(joined) < 400 and _WROTE.match(joined):
            return True
    if _RULER.match(line):
        return "_" not in line or any(
            _FROM.match(later) for later in lines[number + 1 : number + 4]
        )
    if _FROM.match(line):
        heads = sum(
            bool(_HEADS.match(later)) for later in lines[number + 1 : number + 7]
        )
        return heads >= 2
    return False


def _without_heading(lines: list[str]) -> list[str]:
    """Drop the heading of a quoted mail, which may take up to three lines."""
    for number, line in enumerate(lines[:4]):
        if line.rstrip().endswith((":", "：")):
            return lines[number + 1 :]
    return lines[1:]
