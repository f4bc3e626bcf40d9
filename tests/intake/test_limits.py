"""What may come along with a report, and what is refused."""

import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from intake.limits import PROBLEM_KEYS, Cleaned, clean_text, safe_url
from intake.limits_files import (
    ALLOWED,
    DANGEROUS,
    MB,
    MOST_BYTES,
    MOST_FILES,
    check_amount,
    check_file,
    safe_name,
    sniff,
)
from intake.redact import MARKER


def zipped(*names):
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return target.getvalue()


PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(20)
JPG = b"\xff\xd8\xff\xe0\0\x10JFIF"
MP4 = b"\0\0\0\x18ftypisom\0\0\0\0"
SHEET = zipped("[Content_Types].xml", "xl/workbook.xml")
LETTER = zipped("[Content_Types].xml", "word/document.xml")
SAMPLES = {
    "png": PNG,
    "jpg": JPG,
    "gif": b"GIF89a\1\0\1\0",
    "webp": b"RIFF\x10\0\0\0WEBPVP8 ",
    "pdf": b"%PDF-1.7\n",
    "txt": "দাম ১২৫০ টাকা\n".encode(),
    "xlsx": SHEET,
    "docx": LETTER,
    "zip": zipped("_chat.txt", "IMG-1.jpg"),
    "mp4": MP4,
    "mov": b"\0\0\0\x14ftypqt  \0\0\0\0qt  ",
    "3gp": b"\0\0\0\x18ftyp3gp5\0\0\1\0",
    "heic": b"\0\0\0\x28ftypheic\0\0\0\0mif1heic",
    "webm": b"\x1aE\xdf\xa3\x9fB\x86\x81\1B\x82\x84webm",
}


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("a\0b\x07c\x1b[0m", "abc[0m"),
        (
            "one\r\ntwo\rthree\u2028four\x85five\vsix",
            "one\ntwo\nthree\nfour\nfive\nsix",
        ),
        ("tab\tstays", "tab\tstays"),
        ("half \ud83d of it", "half \ufffd of it"),
        ("\ud83d\ude00", "😀"),
        ("\ufeffmark", "mark"),
        ("exe\u202egnp.txt", "exegnp.txt"),
        ("ক্\u200dষ \u200c 👩\u200d🔧", "ক্\u200dষ \u200c 👩\u200d🔧"),
        ("<b>x</b> =1+1", "<b>x</b> =1+1"),
        ("", ""),
        (None, ""),
        (False, ""),
    ],
)
def test_text_is_cleaned(value, text):
    assert clean_text(value, 100) == Cleaned(text)


def test_one_line_is_one_line():
    assert clean_text(" a\r\n b\t\tc \n", 100, one_line=True).text == "a b c"


@pytest.mark.parametrize("value", [7, b"x", ["x"], {"a": 1}, 1.5, True])
def test_what_is_no_text_is_said_to_be_none(value):
    text, problem = clean_text(value, 100)
    assert (text, problem.key) == ("", "not_text")


def test_too_long_is_cut_and_said():
    text, problem = clean_text("ক" * 101, 100)
    assert text == "ক" * 100
    assert problem == ("too_long", {"limit": 100, "length": 101})
    assert clean_text("x" * 100, 100).problem is None


any_text = st.text(st.characters(min_codepoint=0, max_codepoint=0x1FFFF))


@given(any_text, st.integers(0, 50), st.booleans())
def test_clean_text_can_be_stored(value, limit, one_line):
    text = clean_text(value, limit, one_line=one_line).text
    assert len(text) <= limit
    assert "\0" not in text.encode("utf-8").decode("utf-8")
    again = clean_text(text, limit, one_line=one_line)
    assert again == Cleaned(text.strip() if one_line else text.strip("\n"))


ORIGIN = "https://erp.example"


@pytest.mark.parametrize(
    ("url", "safe"),
    [
        ("https://erp.example/odoo/sales/7", "/odoo/sales/7"),
        ("https://ERP.example:443/odoo", "/odoo"),
        ("http://erp.example/odoo", "/odoo"),
        ("/odoo/action-12/7#top", "/odoo/action-12/7#top"),
        ("https://erp.example", "/"),
        ("https://erp.example/odoo?debug=1&access_token=x", "/odoo"),
        (
            "https://erp.example/web#id=7&model=res.users&token=abc&view_type=form",
            "/web#id=7&model=res.users&view_type=form",
        ),
        (
            "/my/orders/7/3f2b8c1e-5d4a-4f6b-9a7c-0e1d2c3b4a59",
            f"/my/orders/7/{MARKER}",
        ),
        ("/survey/9f86d081884c7d659a2feaa0c55ad015", f"/survey/{MARKER}"),
        ("/shop/a-very-long-name-of-a-product-in-7-words-33", None),
        ("https://erp.example.evil.example/odoo", ""),
        ("https://evil.example/odoo", ""),
        ("https://erp.example:8443/odoo", ""),
        ("https://erp.example@evil.example/odoo", ""),
        ("https://admin:pw@erp.example/odoo", "/odoo"),
        ("//evil.example/odoo", ""),
        ("/\\evil.example", ""),
        ("https://erp.example//evil.example/x", "/evil.example/x"),
        ("javascript:alert(1)", ""),
        ("java\nscript:alert(1)", ""),
        ("data:text/html,x", ""),
        ("file:///etc/passwd", ""),
        ("odoo/sales", ""),
        ("https://[::1", ""),
        ("https://erp.example:port/", ""),
        ("/odoo/" + "x" * 9000, ""),
        ("", ""),
        (None, ""),
        (7, ""),
    ],
)
def test_only_a_path_of_this_server_is_kept(url, safe):
    assert safe_url(url, ORIGIN) == (url if safe is None else safe)


@given(any_text, st.sampled_from(["", "/", "https://erp.example/", "//", "/web#"]))
def test_a_safe_url_stays_on_this_server(url, begin):
    safe = safe_url(begin + url, ORIGIN)
    assert safe == "" or safe.startswith("/")
    assert not safe.startswith(("//", "/\\"))
    assert "?" not in safe.partition("#")[0]


@pytest.mark.parametrize("kind", SAMPLES)
def test_a_type_is_known_by_its_bytes(kind):
    accepted = ALLOWED[kind]
    assert sniff(SAMPLES[kind]) == kind
    for extension in accepted.extensions:
        for claim in ("", "application/octet-stream", *accepted.claims):
            found = check_file(f"a b.{extension.upper()}", claim, SAMPLES[kind])
            assert found == (f"a b.{extension.upper()}", accepted.mimetype, kind, None)


def test_a_name_without_extension_gets_one():
    assert check_file("image", "image/png", PNG).name == "image.png"
    assert check_file(None, None, JPG).name == "file.jpg"


def test_the_address_of_a_company_in_a_name_is_no_danger():
    name = "offer from example.com.pdf"
    assert check_file(name, "application/pdf", b"%PDF-1.7").name == name


def test_csv_is_text_that_is_called_so():
    found = check_file("log.csv", "application/vnd.ms-excel", b"a;b\n1;2\n")
    assert (found.kind, found.mimetype) == ("csv", "text/csv")
    assert check_file("log.csv", "text/csv", "a;b\n".encode("utf-16")).kind == "csv"
    assert check_file("log.txt", "text/plain", "preço".encode("cp1252")).kind == "txt"


SVG = b'<?xml version="1.0"?><svg onload="alert(1)">'


@pytest.mark.parametrize(
    ("name", "mimetype", "data", "key"),
    [
        ("a.png", "image/png", b"", "empty_file"),
        ("a.svg", "image/svg+xml", SVG, "dangerous"),
        ("a.png", "image/png", SVG, "dangerous"),
        ("a.txt", "text/plain", b"\xef\xbb\xbf \n<!DOCTYPE html>", "dangerous"),
        ("a.txt", "text/plain", "<html>".encode("utf-16"), "dangerous"),
        ("a.csv", "text/csv", b"<script>alert(1)</script>", "dangerous"),
        ("a.txt", "text/plain", b"#!/bin/sh\n", "dangerous"),
        ("a.html", "text/html", b"hello", "dangerous"),
        ("a.pdf.exe", "application/pdf", b"%PDF-1.7", "dangerous"),
        ("a.php.png", "image/png", PNG, "dangerous"),
        ("a.exe. ", "image/png", PNG, "dangerous"),
        ("gpj\u202e.exe", "image/jpeg", JPG, "dangerous"),
        ("a.xlsm", "", SHEET, "dangerous"),
        ("a.exe", "image/png", b"MZ\x90\0", "dangerous"),
        ("a.png", "image/png", b"MZ\x90\0", "type_refused"),
        ("a.mkv", "", b"\x1aE\xdf\xa3\x9fB\x82\x88matroska", "type_refused"),
        ("a.txt", "text/plain", b"a\0b", "type_refused"),
        ("a.xyz", "", b"hello", "type_refused"),
        ("a.jpg", "image/jpeg", PNG, "mismatch"),
        ("a.png", "text/plain", PNG, "mismatch"),
        ("a.pdf", "application/pdf", b"hello", "mismatch"),
        ("a.docx", "", SHEET, "mismatch"),
        ("a.zip", "", b"PK\x03\x04broken", "archive_refused"),
        ("a.zip", "", zipped("../../etc/passwd"), "archive_refused"),
        ("a.zip", "", zipped("readme.txt", "run.EXE"), "dangerous"),
        (
            "a.xlsx",
            "",
            zipped("[Content_Types].xml", "xl/workbook.xml", "xl/vbaProject.bin"),
            "macro",
        ),
        ("a.txt", "", b"x" * (5 * MB + 1), "too_big"),
    ],
)
def test_dangerous_files_are_refused(name, mimetype, data, key):
    found = check_file(name, mimetype, data)
    assert found.problem.key == key
    assert (found.kind, found.mimetype) == ("", "")
    assert set(PROBLEM_KEYS[key]) <= set(found.problem.values)


def test_a_report_carries_only_so_much():
    assert check_amount([1] * MOST_FILES) is None
    assert check_amount([1] * (MOST_FILES + 1)).key == "too_many"
    assert check_amount([MOST_BYTES, 1]).key == "too_big"


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("ছবি ১.png", "ছবি ১.png"),
        ("C:\\Users\\x\\shot.png", "shot.png"),
        ("../../etc/passwd", "passwd"),
        ("a\0b\r\nc.png", "ab c.png"),
        ('a:b*c?"<d>|.png', "a_b_c___d__.png"),
        ("=cmd.csv", "cmd.csv"),
        ("CON.txt", "_CON.txt"),
        (" . ", "file"),
        ("", "file"),
        (None, "file"),
        ("gpj\u202e.txt", "gpj.txt"),
        ("x" * 300 + ".jpeg", "x" * 115 + ".jpeg"),
    ],
)
def test_names_are_safe(name, safe):
    assert safe_name(name) == safe


@given(any_text)
def test_any_name_becomes_a_safe_one(name):
    safe = safe_name(name)
    assert 0 < len(safe) <= 120
    assert not set(safe) & set('/\\\0\n\r:*?"<>|')
    assert safe not in (".", "..")
    assert safe_name(safe) == safe


@given(any_text, any_text, st.binary(max_size=100), st.sampled_from([*SAMPLES]))
def test_any_file_is_answered(name, mimetype, data, kind):
    for content in (data, SAMPLES[kind] + data, SAMPLES[kind][:12] + data):
        found = check_file(name, mimetype, content)
        assert bool(found.kind) == (found.problem is None)
        assert not found.kind or found.name.lower().split(".")[-1] not in DANGEROUS
