"""What must hold for every text and every sheet."""

from datetime import date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from chat_samples import LINES
from hypothesis import given
from hypothesis import strategies as st
from intake.proposals import proposals
from intake.sheet import read
from intake.sheet_values import cell_text
from intake.texts import fold, neutralise, restored, storable
from intake.titles import title_of
from intake.whatsapp import parse

DHAKA = ZoneInfo("Asia/Dhaka")
PIECES = [line.line for line in LINES] + [
    *("\n", "\r\n", ": ", " - ", "[", "]", "25/03/2026, 14:05 - ", "\u200e", "<", ">"),
    *("<Media omitted>", " (file attached)", "a.jpg", "Rahim", "error", "?", "১২/৩/২৬"),
]
texts = st.one_of(
    st.text(max_size=300),
    st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=9)), max_size=30).map(
        "".join
    ),
)


def letters_of(text):
    return "".join(sign for sign in text if sign.isalpha())


@given(texts, st.sampled_from(["en_GB", "en_US", "hu", "", "x"]))
def test_no_text_raises(text, locale):
    chat = parse(text, locale=locale, today=date(2026, 3, 25))
    for note in chat.warnings:
        assert note.text()
    for found in proposals(chat.messages):
        assert len(found.title) <= 80
        assert list(found.indices) == sorted(set(found.indices))
    taken = [i for found in proposals(chat.messages) for i in found.indices]
    assert len(taken) == len(set(taken))
    assert all(a.line < b.line for a, b in pairwise(chat.messages))


@given(st.lists(st.text(st.characters(categories=["L", "P", "Zs"])), max_size=8))
def test_no_line_is_lost(rows):
    text = "25/03/2026, 14:05 - Rahima: begin\n" + "\n".join(rows) + "\nend"
    found = "".join(one.text for one in parse(text).messages)
    for row in rows:
        assert letters_of(row) in letters_of(found)


NAMES = ["Rahima", "Karim (IT)", "রহিম", "+880 1711-000000", "A: B", "محمد", "O’Neil"]
WORDS = st.text(st.sampled_from("abcdefghij ক খ গ éß?!.,()<"), min_size=1, max_size=40)
written = st.tuples(
    st.sampled_from(NAMES),
    st.lists(WORDS.map(lambda text: f"x{text.strip()}x"), min_size=1, max_size=3),
    st.integers(0, 100_000),
)
FORMATS = [
    lambda t: f"{t:%d/%m/%Y, %H:%M} - ",
    lambda t: f"{t:%d.%m.%y}, {t:%H:%M} - ",
    lambda t: f"[{t:%d/%m/%Y}, {t:%H:%M}] ",
    lambda t: f"\u200e[{t:%d.%m.%y}, {t:%I:%M}\u202f{t:%p}] ",
    lambda t: f"{t:%Y-%m-%d}, {t:%I:%M} {t:%p} - ".replace("AM", "a. m."),
    lambda t: f"[{t:%H:%M}, {t.day}/{t.month}/{t.year}] ",
    lambda t: f"{t:%d/%m/%Y}, {t:%H:%M} - ".translate(BENGALI),
]
BENGALI = {ord("0") + digit: chr(0x9E6 + digit) for digit in range(10)}


@given(
    st.lists(written, min_size=1, max_size=12),
    st.sampled_from(FORMATS),
    st.sampled_from(["\n", "\r\n"]),
)
def test_a_written_chat_reads_back(messages, begin, end):
    moment = datetime(2026, 3, 25, 8)
    lines, expected = [], []
    for name, rows, minutes in messages:
        moment += timedelta(minutes=minutes)
        lines.append(f"{begin(moment)}{name}: {end.join(rows)}")
        expected.append((moment, name, "\n".join(rows)))
    chat = parse(end.join(lines), order="dmy", names=NAMES)
    assert [(m.sent_at, m.sender, m.text) for m in chat.messages] == expected
    assert all(message.exact for message in chat.messages)


# -- Sheets ----------------------------------------------------------------------------

LABELS = ["No", "Day/Date", "Day", "Time", "Issue", "Description", "Severity", "Status"]
LABELS += ["Priority", "Resolved at", "Tier", "Channel", "Due", "Confidential", "Foo"]
cells = st.one_of(
    st.none(),
    st.text(max_size=20),
    st.integers(),
    st.floats(),
    st.booleans(),
    st.datetimes(),
    st.dates(),
    st.times(),
    st.timedeltas(),
    st.just(10**5000),
    st.sampled_from(
        ["Day 2 09:15", "Day 9999", "D+3", "12/13", "31/02/2026", "2026-03-14T25:00Z"]
    ),
    st.sampled_from(["14 Mar", "Mar 14 2026 9 am", "#REF!", "S1", "P2 - Low", "=1+1"]),
    st.sampled_from(
        ["9:15 pm", "2026-03-14 09:15+99:99", "Total", "১৪/৩/২৬", "46095.4"]
    ),
)


@given(
    st.lists(st.sampled_from(LABELS), max_size=10),
    st.lists(st.lists(cells, max_size=10), max_size=8),
    st.sampled_from(["en_GB", "en_US", "hu"]),
)
def test_no_sheet_raises(labels, rows, locale):
    sheet = read(
        [labels, *rows],
        go_live=date(2026, 3, 14),
        zone=DHAKA,
        now=datetime(2026, 3, 20),
        locale=locale,
        modules=["Sales"],
    )
    for note in (*sheet.errors, *sheet.warnings):
        assert note.text()
    assert sheet.ok == (bool(sheet.rows) and not sheet.errors)
    for row in sheet.rows:
        assert row.values.get("name") or sheet.errors


@given(st.lists(st.lists(cells, max_size=6), max_size=6))
def test_any_rows(rows):
    sheet = read(rows, go_live=date(2026, 3, 14), zone=DHAKA)
    assert sheet.rows or sheet.errors


@given(
    st.lists(
        st.tuples(
            st.datetimes(datetime(2026, 3, 1), datetime(2026, 4, 30)),
            st.sampled_from(["s1", "s2", "s3", "s4"]),
            st.text(st.sampled_from("abc দ é"), min_size=1, max_size=30),
        ),
        min_size=1,
        max_size=6,
    ),
    st.sampled_from(["%Y-%m-%d %H:%M", "%d %B %Y %H:%M", "%d-%b-%y %I:%M %p", None]),
)
def test_a_written_sheet_reads_back(issues, form):
    rows = [["Date", "Severity", "Issue"]]
    for moment, severity, text in issues:
        moment = moment.replace(second=0, microsecond=0)
        if moment.time() == time.min:
            moment = moment.replace(minute=1)
        rows.append([moment.strftime(form) if form else moment, severity, f"x{text}x"])
    sheet = read(rows, go_live=date(2026, 3, 14), zone=DHAKA)
    assert not sheet.errors and len(sheet.rows) == len(issues)
    for row, (moment, severity, text) in zip(sheet.rows, issues, strict=True):
        local = row.values["reported_at"] + timedelta(hours=6)
        moment = moment.replace(second=0, microsecond=0)
        assert local - moment in (timedelta(0), timedelta(minutes=1))
        assert row.values["severity"] == severity
        assert row.values["name"] == storable(f"x{text}x")


# -- Texts -----------------------------------------------------------------------------


@given(st.one_of(st.text(), st.sampled_from(["'=1", "'", "''+", " =1", "'\t", "\n="])))
def test_what_is_neutralised_can_be_restored(text):
    safe = neutralise(text)
    assert restored(safe) == text
    assert not safe.lstrip(" \u00a0").startswith(("=", "+", "-", "@", "\t", "\r", "＝"))


@given(st.text())
def test_texts_can_be_stored_and_compared(text):
    kept = storable(text)
    assert "\x00" not in kept and kept.encode().decode() == kept
    assert storable(kept) == kept and fold(fold(text)) == fold(text)
    assert len(title_of(text)) <= 80 and cell_text(text) is not None
