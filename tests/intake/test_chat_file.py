"""Files that phones export, and files that are something else."""

import io
import zipfile

import pytest
from intake import chat_file
from intake.chat_file import MOST_TEXT, REFUSALS, read_chat_file

CHAT = "25/03/2026, 14:05 - রহিমা: Bill 14 cannot be posted\n"


def zipped(**files):
    """Return an archive; ``__`` in a name stands for a dot."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name.replace("__", "."), content)
    return data.getvalue()


@pytest.mark.parametrize(
    "data",
    [
        CHAT.encode(),
        CHAT.encode("utf-8-sig"),
        CHAT.encode("utf-16"),
        zipped(_chat__txt=CHAT),
        zipped(**{"WhatsApp Chat with Store__txt": CHAT, "IMG-1__jpg": b"\xff\xd8\0"}),
        zipped(**{"_chat__txt": CHAT, "00000012-notes__txt": "something else"}),
        zipped(**{"Chat de WhatsApp con Almacén__txt": CHAT, "b__opus": b"\0"}),
        zipped(**{"store__txt": CHAT, "IMG__jpg": b""}),
    ],
)
def test_the_text_of_a_chat_is_found(data):
    assert read_chat_file(data) == (CHAT, "")


def test_an_old_encoding_is_read():
    assert read_chat_file("12/03/2026, 14:05 - José: sí".encode("cp1252")).text == (
        "12/03/2026, 14:05 - José: sí"
    )


def locked():
    """Mark the only entry of an archive as encrypted."""
    data = bytearray(zipped(_chat__txt=CHAT))
    data[6] |= 1
    central = data.index(b"PK\x01\x02")
    data[central + 8] |= 1
    return bytes(data)


@pytest.mark.parametrize(
    "data, refusal",
    [
        (b"", "empty"),
        (b"  \n ", "empty"),
        (zipped(_chat__txt="  "), "empty"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "not_text"),
        (b"%PDF-1.7 \x00\x01", "not_text"),
        (b"PK\x03\x04 not an archive", "broken"),
        (zipped(_chat__txt=CHAT)[:-30], "broken"),
        (zipped(**{"IMG-1__jpg": b"\xff\xd8"}), "no_text"),
        (zipped(a__txt=CHAT, b__txt=CHAT), "several"),
        (locked(), "locked"),
        (b"x" * (MOST_TEXT + 1), "too_big"),
        (zipped(_chat__txt=b"x" * (MOST_TEXT + 1)), "too_big"),
    ],
)
def test_what_is_no_chat_is_refused(data, refusal):
    assert read_chat_file(data) == ("", refusal)
    assert refusal in REFUSALS


def test_an_archive_that_lies_about_its_size_is_not_unpacked(monkeypatch):
    bomb = bytearray(zipped(_chat__txt=b"x" * (MOST_TEXT * 3)))
    central = bomb.index(b"PK\x01\x02")
    bomb[central + 24 : central + 28] = (100).to_bytes(4, "little")
    assert read_chat_file(bytes(bomb)).refusal in ("broken", "too_big")


def test_too_many_entries_are_not_looked_through(monkeypatch):
    monkeypatch.setattr(chat_file, "_MOST_ENTRIES", 1)
    data = zipped(_chat__txt=CHAT, b__jpg=b"")
    assert read_chat_file(data).refusal == "too_big"
