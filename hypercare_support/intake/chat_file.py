"""The text of a chat in the file that a phone has exported.

Pure. Of an archive only one text is read, whatever else is in it, and never more of it
than the limit. Nothing raises; a refusal is a key that the caller puts into words.
"""

from __future__ import annotations

import io
import re
import zipfile
from typing import NamedTuple

#: Longest text that is read, in bytes, and largest file it may come in.
MOST_TEXT = 12_000_000
MOST_FILE = 60_000_000
#: More entries than any export has: pictures and voice messages of years.
_MOST_ENTRIES = 20_000

#: Why a file was not read.
REFUSALS = ("empty", "too_big", "broken", "locked", "no_text", "several", "not_text")

_CHAT_NAME = re.compile(r"(?:\A|/)_?chat\.txt\Z|whatsapp[^/]*\.txt\Z", re.IGNORECASE)
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f]")


class ChatFile(NamedTuple):
    """What was found in a file.

    :ivar refusal: one of `REFUSALS`, or "" if the text could be read
    """

    text: str
    refusal: str = ""


def read_chat_file(data: bytes) -> ChatFile:
    """Return the text of an exported chat: of a .txt, or of the .txt in a .zip."""
    if not data:
        return ChatFile("", "empty")
    if len(data) > MOST_FILE:
        return ChatFile("", "too_big")
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _from_archive(data)
    return _decoded(data)


def _from_archive(data: bytes) -> ChatFile:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
            if len(entries) > _MOST_ENTRIES:
                return ChatFile("", "too_big")
            entry, refusal = _chosen(entries)
            if entry is None:
                return ChatFile("", refusal)
            if entry.flag_bits & 1:
                return ChatFile("", "locked")
            if entry.file_size > MOST_TEXT:
                return ChatFile("", "too_big")
            with archive.open(entry) as file:
                # What an archive says about sizes may be wrong.
                text = file.read(MOST_TEXT + 1)
    except Exception:
        # Broken archives raise whatever the damaged bytes lead to.
        return ChatFile("", "broken")
    return _decoded(text)


def _chosen(entries: list[zipfile.ZipInfo]) -> tuple[zipfile.ZipInfo | None, str]:
    """Return the entry that is the chat, or why none is."""
    texts = [entry for entry in entries if entry.filename.lower().endswith(".txt")]
    texts = [entry for entry in texts if not entry.filename.startswith("__MACOSX/")]
    named = [entry for entry in texts if _CHAT_NAME.search(entry.filename)]
    fitting = named or texts
    if len(fitting) == 1:
        return fitting[0], ""
    return None, "several" if fitting else "no_text"


def _decoded(data: bytes) -> ChatFile:
    if len(data) > MOST_TEXT:
        return ChatFile("", "too_big")
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = data.decode("utf-16", "replace")
    else:
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = data.decode("cp1252", "replace")
    if _CONTROLS.search(text[:100_000]):
        return ChatFile("", "not_text")
    return ChatFile(text) if text.strip() else ChatFile("", "empty")
