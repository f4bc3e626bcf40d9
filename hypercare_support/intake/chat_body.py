"""What stands behind the date of a message: sender, text, files, notices.

Pure. What people wrote is kept as they wrote it, but for direction marks.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from .texts import BLANKS, MARKS, bare, fold, phrases
from .words_chat import ATTACHED, EDITED, ENCRYPTED, FIXED, NOTICES, OMITTED
from .words_problems import LABELS

#: Names in address books can be long, but not as long as a sentence.
_NAME_LENGTH = 80
#: So many messages, all of them, have to show that a colon is part of a name.
_ENOUGH = 3
#: Longer lines stand for no file and are no notice.
_PHRASE_LENGTH = 120

_COLON = re.compile(rf":(?=[{BLANKS}{MARKS}]|$)")
_TRIM = "~" + BLANKS
_FILE = r"[^<>\n/\\]{1,200}\.\w{1,5}"
_INLINE = re.compile(rf"<[^<>:\n]{{2,40}}:[{BLANKS}]?({_FILE})>")
_SUFFIX = re.compile(rf"({_FILE})[{BLANKS}][(<]([^()<>\n]{{3,40}})[)>]$")
_EDIT = re.compile(rf"[{BLANKS}\n]?<([^<>\n]{{5,60}}?)\.?>$")
_PAGES = re.compile(rf"({_FILE})(?:[{BLANKS}]|$)")

_KINDS = {
    **dict.fromkeys(phrases("jpg jpeg png heic bmp tif tiff", None), "image"),
    **dict.fromkeys(phrases("mp4 mov 3gp mkv avi webm", None), "video"),
    **dict.fromkeys(phrases("opus ogg m4a mp3 aac amr wav", None), "audio"),
    **{"webp": "sticker", "gif": "gif", "vcf": "contact"},
}


class Media(NamedTuple):
    """A file of a message.

    :ivar kind: ``image``, ``video``, ``audio``, ``document``, ``sticker``, ``gif``,
        ``contact``, or ``media`` where the chat does not say
    :ivar name: file name; "" if the file was left out of the export
    """

    kind: str
    name: str = ""


class Body(NamedTuple):
    """What a message says."""

    text: str
    media: tuple[Media, ...] = ()
    system: bool = False
    edited: bool = False


@dataclass
class _Seen:
    """What was seen behind one possible name."""

    count: int = 0
    seconds: set[str] = field(default_factory=set)


class Senders:
    """Tells names from texts; a name may itself contain a colon.

    :param rests: first lines of all messages, without date and time
    :param known: names that are known to be names
    """

    def __init__(self, rests: Iterable[str], known: Iterable[str] = ()) -> None:
        self._known = tuple(
            sorted((name for name in known if ":" in name), key=len, reverse=True)
        )
        self._names: dict[str, str] = {}
        seen: dict[str, _Seen] = {}
        for rest in rests:
            head, colon, tail = _parted(rest)
            if not colon:
                continue
            entry = seen.get(head)
            if entry is None:
                entry = seen[head] = _Seen()
            entry.count += 1
            if len(entry.seconds) < 2:
                second, colon, _tail = _parted(tail)
                entry.seconds.add(second.strip(_TRIM) if colon else "")
        self._longer = {
            head: next(iter(entry.seconds))
            for head, entry in seen.items()
            if entry.count >= _ENOUGH and _is_rest_of_name(entry.seconds)
        }

    def split(self, rest: str) -> tuple[str, str]:
        """Return sender and text; the sender is "" for a notice of WhatsApp."""
        if self._known:
            clean = bare(rest).lstrip(_TRIM)
            for name in self._known:
                if clean.startswith(name + ":"):
                    return name, clean[len(name) + 1 :].lstrip(BLANKS)
        head, colon, tail = _parted(rest)
        if not colon:
            return "", rest
        name = self._names.get(head)
        if name is None:
            name = self._names[head] = self._name(head)
        if head in self._longer:
            tail = _parted(tail)[2]
        return name, tail if name else rest

    def _name(self, head: str) -> str:
        """Return the sender in what stands before the first colon; "" for a notice."""
        folded = f" {fold(head)} "
        if any(phrase in folded for phrase in NOTICES):
            return ""
        if head in self._longer:
            head = f"{head}: {self._longer[head]}"
        return bare(head).strip(_TRIM)


def body(text: str, sender: str) -> Body:
    """Return what a message says.

    :param text: all its lines, the first without date, time and sender
    """
    generated = not text.isascii() and text.lstrip(BLANKS)[:1] in "\u200e\u200f"
    text = bare(text).strip()
    edited = False
    if text.endswith(">") and (found := _EDIT.search(text)):
        edited = fold(found[1]) in EDITED
        text = text[: found.start()].rstrip() if edited else text
    first, _newline, others = text.partition("\n")
    folded = fold(first[: _PHRASE_LENGTH + 1])
    media, kept = _left_out_or_attached(first, folded)
    if media:
        text = f"{kept}\n{others}".strip()
    elif "<" in text and (names := _INLINE.findall(text)):
        media = tuple(_media(name.strip()) for name in names)
        text = _INLINE.sub("", text).strip()
    system = not sender
    if sender and not media and not others:
        own = generated or text.startswith(sender + " ")
        system = _is_notice(folded, own)
    return Body(text, media, system, edited)


def _parted(rest: str) -> tuple[str, str, str]:
    """Part a text at the first colon that can end a name."""
    if rest.isascii():
        at = rest.find(": ", 0, _NAME_LENGTH + 2)
        if at < 0:
            at = len(rest) - 1 if rest.endswith(":") else -1
    else:
        found = _COLON.search(rest)
        at = found.start() if found else -1
    if at < 0 or at > _NAME_LENGTH or not rest[:at].strip(_TRIM):
        return rest, "", ""
    return rest[:at], ":", rest[at + 1 :].lstrip(BLANKS)


def _is_rest_of_name(seconds: set[str]) -> bool:
    if len(seconds) != 1:
        return False
    second = next(iter(seconds))
    words = fold(second).split()
    return bool(words) and len(words) <= 4 and not LABELS.intersection(words)


def _left_out_or_attached(first: str, folded: str) -> tuple[tuple[Media, ...], str]:
    """Return the files a first line stands for, and what else it says."""
    if kind := OMITTED.get(folded.strip("<>.")):
        return (Media(kind),), ""
    if first.endswith((")", ">")):
        found = _SUFFIX.match(first)
        if found and fold(found[2]) in ATTACHED:
            return (_media(found[1].strip()),), ""
    elif "." in folded:
        last = " ".join(folded.rsplit(" ", 2)[-2:])
        if OMITTED.get(last) == "document" and (found := _PAGES.match(first)):
            return (Media("document", found[1].strip()),), ""
    return (), first


def _media(name: str) -> Media:
    return Media(_KINDS.get(name.rpartition(".")[2].lower(), "document"), name)


def _is_notice(folded: str, own: bool) -> bool:
    """Whether WhatsApp wrote this, although it names a sender.

    :param own: marked as generated, or begins with the sender's name
    """
    if folded.rstrip(".") in FIXED or folded.startswith(ENCRYPTED):
        return True
    if own:
        padded = f" {folded} "
        return any(phrase in padded for phrase in NOTICES)
    return False
