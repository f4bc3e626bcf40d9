"""The parts of `./dev` that decide something, each by a table of cases."""

from email.message import EmailMessage

import pytest

from tools import (
    age,
    bench,
    databases,
    environment,
    mail_sink,
    odoo_process,
    stamps,
    testing,
    upkeep,
)
from tools.debian import Mirror, find_mirror
from tools.layout import ROOT
from tools.say import Failure

DEB822 = """Types: deb
URIs: http://mirror.example/debian-security
Suites: bookworm-security

Types: deb
Enabled: no
URIs: http://off.example/debian

Types: deb
URIs: http://mirror.example/debian/
Suites: bookworm
Signed-By: /keys/debian.gpg
"""


@pytest.mark.parametrize(
    ("sources", "expected"),
    [
        (
            {"debian.sources": DEB822},
            Mirror("http://mirror.example/debian/", "/keys/debian.gpg"),
        ),
        (
            {"sources.list": "deb http://m.example/debian bookworm main\n"},
            Mirror("http://m.example/debian", ""),
        ),
        (
            {"a.list": "# no\ndeb [arch=amd64 signed-by=/k.gpg] http://m/debian sid x"},
            Mirror("http://m/debian", "/k.gpg"),
        ),
        ({"sources.list": "deb http://m.example/ubuntu noble main\n"}, None),
        ({}, None),
    ],
)
def test_mirror_is_found_in_apt_sources(sources, expected):
    assert find_mirror(sources) == expected


@pytest.mark.parametrize(
    ("text", "minutes"),
    [("30m", 30), ("2h", 120), ("1d4h", 1680), ("1w", 10080), ("1h1h", 120)],
)
def test_duration(text, minutes):
    assert age.parse_duration(text) == minutes


@pytest.mark.parametrize("text", ["", "2", "h", "0h", "2x", "1h ", "-1h", "1.5h"])
def test_no_duration(text):
    with pytest.raises(Failure, match="write it like"):
        age.parse_duration(text)


def test_complaints_are_grouped_with_their_tracebacks():
    log = [
        "printed before the log starts",
        "2026-01-01 10:00:00,000 7 INFO db odoo.x: fine",
        "2026-01-01 10:00:00,001 7 ERROR db odoo.y: broken",
        "Traceback (most recent call last):",
        "2026-01-01 10:00:00,002 7 WARNING ? odoo.z: odd",
        "2026-01-01 10:00:00,003 7 INFO db odoo.x: fine",
        "a second line of something fine",
    ]
    assert list(odoo_process._complaints(iter(log))) == [
        "ERROR odoo.y: broken\nTraceback (most recent call last):",
        "WARNING odoo.z: odd",
    ]


@pytest.mark.parametrize(
    ("argument", "pure"),
    [
        ("tests/engine", True),
        ("tests/dev/test_dev_parts.py::test_duration", True),
        ("tests", False),
        ("hypercare_support", False),
    ],
)
def test_which_paths_need_no_database(argument, pure, monkeypatch):
    monkeypatch.chdir(ROOT)
    paths = testing._paths(["-k", "something", argument])
    assert len(paths) == 1
    assert testing._is_pure(paths[0]) is pure


@pytest.mark.parametrize(
    ("arguments", "only"),
    [
        (["-m", "faults"], True),
        (["-q", "-m", "faults", "-k", "smtp"], True),
        (["-m", "faults or long"], False),
        (["-k", "faults"], False),
        ([], False),
    ],
)
def test_fault_matrix_alone_needs_no_test_database(arguments, only):
    assert testing._is_only("faults", arguments) is only


@pytest.mark.parametrize(
    ("arguments", "installed"),
    [
        ([], ["one", "other"]),
        (["-k", "word"], ["one", "other"]),
        (["one/tests/test_x.py::TestX"], ["one"]),
        (["one_more/tests"], ["one_more"]),
        (["one/tests", "one_more"], ["one", "one_more"]),
        (["one/tests", "tests"], ["one"]),
        (["tests/faults"], ["one", "other"]),
    ],
)
def test_only_the_addons_of_the_named_tests_are_installed(
    arguments, installed, tmp_path, monkeypatch
):
    for name in ("one/tests/test_x.py", "one_more/tests/test_y.py", "tests/faults/z"):
        (tmp_path / name).parent.mkdir(parents=True)
        (tmp_path / name).touch()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(testing, "ROOT", tmp_path)
    paths = testing._paths(arguments)
    found = testing._needed(paths, ["one", "one_more", "other"], ["one_more"])
    assert found == installed


@pytest.mark.parametrize(
    ("present", "bridges"),
    [
        (["base", "app"], []),
        (["base", "app", "hr"], ["app_hr"]),
        (["base", "app", "hr", "app_hr"], []),
    ],
)
def test_bridges_are_found_when_both_sides_are_there(present, bridges, monkeypatch):
    manifests = {
        "app": {"depends": ["base"]},
        "app_hr": {"depends": ["app", "hr"], "auto_install": True},
        "app_extra": {"depends": ["app"]},
    }
    monkeypatch.setattr(databases, "psql", lambda server, database, sql: present)
    monkeypatch.setattr(databases, "installable_addons", lambda env: list(manifests))
    monkeypatch.setattr(databases, "manifest", manifests.get)
    env = environment.Environment(None, None)
    assert databases.new_bridges(env, "demo") == bridges


class FakeDatabases:
    """Stands in for the module that talks to PostgreSQL."""

    def __init__(self, version: str | None, comment: str = "", ours: str = "1.5"):
        self.version, self.text, self.ours, self.done = version, comment, ours, []

    def exists(self, env, database):
        return self.version is not None

    def is_unfinished(self, env, database):
        return self.text == "unfinished"

    def comment(self, env, database):
        return self.text

    def new_bridges(self, env, database):
        return []

    def installed(self, env, database):
        return {"hypercare_support": f"19.0.{self.version}"}

    def manifest(self, addon):
        return {"version": f"19.0.{self.ours}"}

    def make(self, env, database, modules, *, demo):
        self.done.append("made")
        return []

    def install(self, env, database, modules, *, update, demo):
        self.done.append(f"upgraded {update[0]}")
        return ["WARNING odd"]

    def mark(self, env, database, text):
        self.done.append(f"marked {text}")


@pytest.mark.parametrize(
    ("version", "comment", "done"),
    [
        (None, "", ["made", "marked now"]),
        ("1.5", "unfinished", ["made", "marked now"]),
        ("1.5", "now", []),
        ("1.5", "before", ["upgraded hypercare_support", "marked now"]),
        ("1.4", "now", ["upgraded hypercare_support", "marked now"]),
    ],
)
def test_database_is_brought_up_to_the_code(version, comment, done, monkeypatch):
    fake = FakeDatabases(version, comment)
    monkeypatch.setattr(upkeep, "databases", fake)
    monkeypatch.setattr(upkeep, "_code_digest", lambda: "now")
    upkeep.ensure_current(None, "demo", ["hypercare_support"], demo=True)
    assert fake.done == done


@pytest.mark.parametrize("version", ["1.6", "2.0", "1.10"])
def test_database_newer_than_the_code_is_refused(version, monkeypatch):
    monkeypatch.setattr(upkeep, "databases", FakeDatabases(version))
    with pytest.raises(Failure, match=rf"{version}, this is 19.0.1.5: check out"):
        upkeep.ensure_current(None, "demo", ["hypercare_support"], demo=True)


def test_stamp_counts_only_for_the_same_contents(tmp_path, monkeypatch):
    monkeypatch.setattr(stamps, "STAMPS", tmp_path / "stamps")
    assert not stamps.is_done("odoo", "a")
    stamps.mark_done("odoo", "a")
    assert stamps.is_done("odoo", "a")
    assert not stamps.is_done("odoo", "b")
    stamps.forget("odoo")
    assert not stamps.is_done("odoo", "a")


def test_bench_table_aligns_and_says_what_is_not_good_enough():
    rows = [
        {"question": "create", "value": 1.23456, "unit": "ms", "ok": True},
        {"question": "sweep", "value": 20, "unit": "ms", "ratio": 2.0, "ok": False},
    ]
    lines = bench.table(rows).splitlines()
    assert lines[0].split() == list(bench.COLUMNS)
    assert lines[1].split() == ["create", "1.235", "ms", "yes"]
    assert lines[2].split() == ["sweep", "20", "ms", "2", "NO"]


def test_mail_viewer_shows_newest_first_and_escapes(tmp_path):
    for name, subject in (("1.eml", "old"), ("2.eml", "<new>")):
        mail = EmailMessage()
        mail["Subject"] = subject
        mail["From"] = "a@example.com"
        mail.set_content("plain words")
        mail.add_alternative("<p>rich words</p>", subtype="html")
        (tmp_path / name).write_bytes(mail.as_bytes())
    listed = mail_sink.list_page(tmp_path)
    assert listed.index("&lt;new&gt;") < listed.index("old")
    assert "plain words" in mail_sink.mail_page(tmp_path / "2.eml")
    assert "<p>rich words</p>" in mail_sink.html_body(tmp_path / "2.eml")
