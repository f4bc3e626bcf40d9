"""Single cells: severities, statuses, tiers, channels, names of columns, formulas."""

import doctest
from datetime import datetime, time

import const
import pytest
from intake import dates, texts, titles, words_columns
from intake.notes import NOTES
from intake.sheet_template import _COLUMNS
from intake.sheet_values import cell_text, channel, level, severity, state, yes_no
from intake.texts import neutralise
from intake.words_columns import COLUMNS, column_key
from intake.words_values import CHANNELS, LEVELS, SEVERITY_WORDS, STATES


@pytest.mark.parametrize(
    "text, expected",
    [
        *(
            (text, "s1")
            for text in ("S1", "1", "sev 1", "Sev-1", "P1", "P0", "Critical")
        ),
        *(
            (text, "s1")
            for text in ("BLOCKER", "Severity 1", "S1 - Critical", "Urgent")
        ),
        *(
            (text, "s1")
            for text in ("Critical (S1)", "1 - Critical", "s1: payroll", "১")
        ),
        *(
            (text, "s2")
            for text in ("S2", "High", "P2 - High", "Major", "high!", "Hoch")
        ),
        *(
            (text, "s2")
            for text in ("Élevée", "2.", "Priority 2", "High priority", "#2")
        ),
        *((text, "s3") for text in ("S3", "Medium", "3 - Moderate", "Normal", "মাঝারি")),
        *(
            (text, "s4")
            for text in ("S4", "Low", "Cosmetic", "5 - Planning", "P4", "Baja")
        ),
        *((text, None) for text in ("", "S9", "12", "Urgentish", "X1", "not critical")),
    ],
)
def test_severity(text, expected):
    found = severity(text)
    assert (found and found.key) == expected
    assert not (found and found.doubtful)


@pytest.mark.parametrize("text, key", [("P1 - Low", "s4"), ("High 3", "s2")])
def test_word_before_number(text, key):
    assert severity(text) == (key, True)


@pytest.mark.parametrize(
    "text, expected",
    [
        *((text, ("new", "", "")) for text in ("Open", "NEW", "To Do", "Not started")),
        *(
            (text, ("in_progress", "", ""))
            for text in ("WIP", "In-Progress", "ongoing")
        ),
        *(
            (text, ("in_progress", "", ""))
            for text in ("In Bearbeitung", "Ready for UAT")
        ),
        ("Assigned", ("assigned", "", "")),
        ("Re-opened", ("assigned", "", "")),
        *((text, ("waiting", "reporter", "")) for text in ("Pending user", "On Hold")),
        ("Waiting for vendor", ("waiting", "third_party", "")),
        *(
            (text, ("resolved", "", ""))
            for text in ("Done", "Fixed.", "Resolved", "Solved")
        ),
        ("Resolved (15/03)", ("resolved", "", "")),
        ("Fixed / Closed", ("closed", "", "")),
        ("Closed", ("closed", "", "")),
        ("Closed - duplicate", ("cancelled", "", "duplicate")),
        ("Duplicate", ("cancelled", "", "duplicate")),
        ("Cancelled", ("cancelled", "", "")),
        ("Not an issue", ("cancelled", "", "not_an_issue")),
        ("Out of scope", ("cancelled", "", "out_of_scope")),
        ("Transferred", ("transferred", "", "")),
        ("Cerrado", ("closed", "", "")),
        ("", None),
        ("Somehow", None),
    ],
)
def test_state(text, expected):
    assert state(text) == expected


@pytest.mark.parametrize(
    "reader, text, expected",
    [
        *(
            (level, text, "l2")
            for text in ("L2", "Tier 2", "level 2 functional", "2", "২")
        ),
        *((level, text, "l1") for text in ("1st line", "Super-users", "helpdesk")),
        *((level, text, None) for text in ("", "L9", "2 people")),
        *((channel, text, "walkup") for text in ("Walk-in", "walk up", "সরাসরি")),
        *((channel, text, "email") for text in ("E-Mail", "mail from Rahima")),
        *((channel, text, None) for text in ("", "pigeon")),
        *((yes_no, text, True) for text in ("Yes", "y", "✓", "হ্যাঁ", "Oui", "Sí")),
        *((yes_no, text, False) for text in ("No", "0", "Nein", "না")),
        *((yes_no, text, None) for text in ("", "maybe")),
    ],
)
def test_choice(reader, text, expected):
    assert reader(text) == expected


@pytest.mark.parametrize(
    "value, expected",
    [
        (None, ""),
        (12.0, "12"),
        (1.5, "1.5"),
        (True, "yes"),
        (float("nan"), ""),
        (" a\r\nb\x00 ", "a\nb"),
        ("\ud800x", "x"),
        ("'=1+1", "=1+1"),
        (datetime(2026, 3, 15, 9), "2026-03-15 09:00"),
        (time(9, 15), "09:15"),
        (10**400, "inf"),
    ],
)
def test_cell_as_text(value, expected):
    assert cell_text(value) == expected


@pytest.mark.parametrize(
    "text, safe",
    [
        ("=cmd|' /C calc'!A0", "'=cmd|' /C calc'!A0"),
        ("+880 1711", "'+880 1711"),
        ("-5", "'-5"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\tx", "'\tx"),
        ("\r=1", "'\r=1"),
        (" =1", "' =1"),
        ("＝1", "'＝1"),
        ("'=1", "''=1"),
        ("it's 5 = 5", "it's 5 = 5"),
        ("", ""),
    ],
)
def test_formulas_are_text(text, safe):
    assert neutralise(text) == safe


@pytest.mark.parametrize(
    "label, field",
    [
        ("Sl. No.", "number"),
        ("S/N", "number"),
        ("#", "number"),
        ("№", "number"),
        ("Reported on (dd/mm/yyyy)*", "reported_at"),
        ("Issue / Problem", "name"),
        ("SEVERITY [S1–S4]", "severity"),
        ("Raised By:", "reporter"),
        ("Action taken", "resolution"),
        ("Zuständig", "owner"),
        ("Numéro d’incident", "number"),
        ("বিবরণ", "description"),
    ],
)
def test_column_name(label, field):
    assert COLUMNS[column_key(label)] == field


def test_the_tables_agree_with_the_vocabulary_of_the_addon():
    states = {value.partition(":")[0] for value in STATES.values()}
    assert states == {key for key, _label in const.ISSUE_STATES}
    details = {value.partition(":")[2] for value in STATES.values()} - {""}
    reasons = dict(const.CANCEL_REASONS) | dict(const.WAITING_FOR)
    assert details == set(reasons)
    assert set(SEVERITY_WORDS.values()) == set(dict(const.SEVERITIES))
    assert set(LEVELS.values()) == set(dict(const.LEVELS))
    assert set(CHANNELS.values()) == set(dict(const.CHANNELS))
    for label, _name in (*const.ISSUE_STATES, *const.SEVERITIES):
        assert state(label) or severity(label)
    for key, label in const.ISSUE_STATES:
        assert state(label).key == key
    for key, label in const.SEVERITIES:
        assert severity(label).key == key


def test_every_name_stands_for_one_field():
    entries = [
        name
        for names in words_columns._COLUMNS.values()
        for name in words_columns.phrases(names)
    ]
    twice = {name for name in entries if entries.count(name) > 1}
    fields = {
        name: {
            field
            for field, names in words_columns._COLUMNS.items()
            if name in words_columns.phrases(names)
        }
        for name in twice
    }
    assert {name: found for name, found in fields.items() if len(found) > 1} == {}
    assert {column_key(name) for name in COLUMNS} <= set(COLUMNS)


def test_the_template_and_the_sentences_are_complete():
    for field, name, *_rest in _COLUMNS:
        assert COLUMNS[column_key(name)] == field
    assert all(sentence.endswith((".", "!")) for sentence in NOTES.values())


@pytest.mark.parametrize("module", [dates, texts, titles], ids=lambda one: one.__name__)
def test_examples_in_the_documentation(module):
    found = doctest.testmod(module)
    assert found.attempted and not found.failed
