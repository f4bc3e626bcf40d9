"""Which files a report may carry: decided by what is in them, not by what they say.

A file is what its first bytes are; its name and the type the browser claims must agree.
What a browser would run when opened from the server (HTML, SVG, XML, scripts) is
refused, whatever it is called.
"""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass
from typing import Any, NamedTuple

from .limits import Problem, plain_name

MB = 1024 * 1024
#: Files of one report, and their size together.
MOST_FILES = 10
MOST_BYTES = 50 * MB
_MOST_ENTRIES = 2000
_MOST_UNPACKED = 500 * MB
_LONGEST_NAME = 120


@dataclass(frozen=True, slots=True)
class FileType:
    """A type of file that is accepted.

    :ivar mimetype: what it is stored and served as
    :ivar extensions: names it may have; the first for a file without one
    :ivar claims: other types that browsers call it
    :ivar limit: largest size in bytes
    """

    mimetype: str
    extensions: tuple[str, ...]
    claims: tuple[str, ...] = ()
    limit: int = 10 * MB


_OFFICE = "application/vnd.openxmlformats-officedocument."
_EXCEL = "application/vnd.ms-excel"
_ZIPPED = ("application/zip", "application/x-zip-compressed")

ALLOWED: dict[str, FileType] = {
    "png": FileType("image/png", ("png",)),
    "jpg": FileType("image/jpeg", ("jpg", "jpeg", "jfif"), ("image/jpg",)),
    "gif": FileType("image/gif", ("gif",)),
    "webp": FileType("image/webp", ("webp",)),
    "pdf": FileType("application/pdf", ("pdf",), ("application/x-pdf",), 20 * MB),
    "txt": FileType("text/plain", ("txt", "log"), ("text/x-log",), 5 * MB),
    "csv": FileType(
        "text/csv", ("csv", "tsv"), ("text/plain", _EXCEL, "application/csv"), 5 * MB
    ),
    "xlsx": FileType(f"{_OFFICE}spreadsheetml.sheet", ("xlsx",), (_EXCEL, *_ZIPPED)),
    "docx": FileType(f"{_OFFICE}wordprocessingml.document", ("docx",), _ZIPPED),
    "zip": FileType("application/zip", ("zip",), _ZIPPED, 20 * MB),
    # What telephones make: pictures, and films of half a minute.
    "heic": FileType(
        "image/heic",
        ("heic", "heif"),
        ("image/heif", "image/heic-sequence", "image/heif-sequence"),
        20 * MB,
    ),
    "mp4": FileType(
        "video/mp4", ("mp4", "m4v"), ("video/x-m4v", "video/quicktime"), 30 * MB
    ),
    "mov": FileType("video/quicktime", ("mov", "qt"), ("video/mp4",), 30 * MB),
    "3gp": FileType("video/3gpp", ("3gp", "3gpp"), ("video/3gp",), 30 * MB),
    "webm": FileType("video/webm", ("webm",), ("audio/webm",), 30 * MB),
}
#: Claimed by browsers that do not know.
_NO_CLAIM = ("", "application/octet-stream", "binary/octet-stream")
#: No name may end in one of these, nor have one before its ending.
DANGEROUS = frozenset(
    """
    ade adp apk app application asp aspx bash bat cer cgi chm class cmd com cpl crt csh
    dll dmg docm dotm elf exe fon gadget hta htm html inf ins iso jar js jse jsp ksh lnk
    mht mhtml mjs msc msi msp mst pcd php php3 php4 php5 phtml pif pl potm ppsm pptm ps1
    psd1 psm1 py pyc pyw rb reg scf scr sct sh shtml so svg svgz swf sys url vb vbe vbs
    wasm webarchive ws wsc wsf wsh xht xhtml xlam xll xlsb xlsm xltm xml xsl xslt zsh
    """.replace("\n", " ").split(" ")
) - {""}
#: Inside a name these are words: ``offer from example.com.pdf``, ``Order.SO.pdf``.
_WORDS_INSIDE = frozenset(
    ("com", "app", "application", "class", "inf", "ins", "so", "url", "ws")
)
#: Brands of the box that opens pictures and films of one family of formats.
_BRANDS = {
    "mp4": re.compile(rb"ftyp(?:isom|iso[2-9]|mp4[12v]|avc1|M4V[ HP]|MSNV|dash|mmp4)"),
    "mov": re.compile(rb"ftypqt  "),
    "3gp": re.compile(rb"ftyp3g[ep2g][0-9]"),
    "heic": re.compile(rb"ftyp(?:hei[cmsx]|hev[cmsx]|mif[12]|msf1)"),
}
_MARKUP = re.compile(
    rb"<(?:!doctype|\?xml|\?php|!--|!\[cdata|/?(?:html|head|body|svg|script|iframe|xml|meta"
    rb"|img|link|style|object|embed|form|math|base|a|table|div|video|audio|title)\b)"
    rb"|#!",
    re.IGNORECASE,
)
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|\Z)", re.IGNORECASE)


class Checked(NamedTuple):
    """A file as it may be stored; with a problem, it may not.

    :ivar kind: key in `ALLOWED`, empty with a problem
    """

    name: str
    mimetype: str
    kind: str
    problem: Problem | None = None


def sniff(data: bytes) -> str | None:
    """Return the key in `ALLOWED` of what *data* is, None if it is nothing of these.

    Text is ``txt``: what makes it a CSV file is its name.
    """
    head = data[:64]
    for kind, magic in (
        ("png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"),
        ("jpg", b"\xff\xd8\xff"),
        ("gif", b"GIF87a"),
        ("gif", b"GIF89a"),
        ("pdf", b"%PDF-"),
    ):
        if head.startswith(magic):
            return kind
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "webp"
    for kind, brands in _BRANDS.items():
        if brands.match(head, 4):
            return kind
    if head.startswith(b"\x1aE\xdf\xa3"):
        return "webm" if b"webm" in head else None
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _sniff_zip(data)
    return "txt" if _is_text(data) else None


def check_file(name: Any, mimetype: Any, data: bytes) -> Checked:
    """Return name and type under which a file may be stored, or why it may not."""
    safe = safe_name(name)
    values = {"name": safe}
    if not data:
        return _refused(safe, "empty_file", values)
    *stem, extension = plain_name(str(name or "")).rstrip(". ").lower().split(".")
    extension = extension if stem else ""
    if _is_dangerous(stem[1:], extension):
        return _refused(safe, "dangerous", values)
    kind = sniff(data)
    if kind == "txt" and extension in ALLOWED["csv"].extensions:
        kind = "csv"
    if kind is None:
        key = "dangerous" if _MARKUP.search(_begin(data)) else "type_refused"
        return _refused(safe, key, values)
    accepted = ALLOWED[kind]
    if extension and extension not in accepted.extensions:
        known = any(extension in other.extensions for other in ALLOWED.values())
        key = "mismatch" if known or kind != "txt" else "type_refused"
        return _refused(safe, key, {**values, "found": kind})
    claim = str(mimetype or "").partition(";")[0].strip().lower()
    if claim not in (*_NO_CLAIM, accepted.mimetype, *accepted.claims):
        return _refused(safe, "mismatch", {**values, "found": kind})
    if len(data) > accepted.limit:
        size = {"limit": accepted.limit, "size": len(data)}
        return _refused(safe, "too_big", {**values, **size})
    if kind in ("zip", "xlsx", "docx") and (key := _zip_problem(data, kind)):
        return _refused(safe, key, values)
    if not extension:
        safe = f"{safe[: _LONGEST_NAME - 5]}.{accepted.extensions[0]}"
    return Checked(safe, accepted.mimetype, kind)


def check_amount(sizes: list[int]) -> Problem | None:
    """Return why files of these sizes are too much for one report."""
    if len(sizes) > MOST_FILES:
        return Problem("too_many", {"limit": MOST_FILES, "count": len(sizes)})
    if sum(sizes) > MOST_BYTES:
        values = {"name": "", "limit": MOST_BYTES, "size": sum(sizes)}
        return Problem("too_big", values)
    return None


def safe_name(name: Any, fallback: str = "file") -> str:
    """Return a name that every file system and header can carry, in any script."""
    plain = plain_name(name) if isinstance(name, str) else ""
    plain = re.sub(r"[:*?\"<>|%;\x00-\x1f]", "_", plain).strip(" .")
    plain = re.sub(r"\A[-=+@]+", "", plain).strip(" .") or fallback
    if _RESERVED.match(plain):
        plain = f"_{plain}"
    stem, dot, extension = plain.rpartition(".")
    if len(plain) > _LONGEST_NAME and dot and len(extension) < 10:
        return f"{stem[: _LONGEST_NAME - len(extension) - 1].rstrip(' .')}.{extension}"
    return plain[:_LONGEST_NAME].rstrip(" .")


def _refused(name: str, key: str, values: dict[str, Any]) -> Checked:
    return Checked(name, "", "", Problem(key, values))


def _begin(data: bytes) -> bytes:
    """The beginning of a text, readable whatever its encoding."""
    return (
        data[:2048].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe\xff \t\r\n")[:512]
    )


def _is_text(data: bytes) -> bool:
    """Tell whether *data* is text that no browser takes for a page."""
    if _MARKUP.match(_begin(data)):
        return False
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            text = data.decode("utf-16")
        except UnicodeDecodeError:
            return False
    else:
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = data.decode("cp1252", "replace")
            if text.count("\ufffd") > len(text) // 100:
                return False
    return not re.search(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]", text)


def _is_dangerous(inner: list[str], extension: str) -> bool:
    parts = {part.strip() for part in inner} - _WORDS_INSIDE
    return not DANGEROUS.isdisjoint({*parts, extension})


def _entries(data: bytes) -> list[zipfile.ZipInfo] | None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return archive.infolist()
    except Exception:
        # Broken archives raise whatever the damaged bytes lead to.
        return None


def _sniff_zip(data: bytes) -> str:
    names = {entry.filename for entry in _entries(data) or ()}
    if "[Content_Types].xml" in names:
        if "xl/workbook.xml" in names:
            return "xlsx"
        if "word/document.xml" in names:
            return "docx"
    return "zip"


def _zip_problem(data: bytes, kind: str) -> str | None:
    """Return why an archive is refused; nothing of it is unpacked."""
    entries = _entries(data)
    if entries is None or len(entries) > _MOST_ENTRIES:
        return "archive_refused"
    if sum(entry.file_size for entry in entries) > _MOST_UNPACKED:
        return "archive_refused"
    for entry in entries:
        name = entry.filename.lower()
        if name.startswith(("/", "\\")) or ".." in re.split(r"[/\\]", name):
            return "archive_refused"
        if "vbaproject" in name or name.startswith("xl/macrosheets/"):
            return "macro"
        *stem, extension = name.rpartition("/")[2].split(".")
        if kind == "zip" and _is_dangerous(stem[1:], extension if stem else ""):
            return "dangerous"
    return None
