"""From a chat to proposed issues: what begins one, what belongs to it."""

from datetime import datetime, timedelta

import pytest
from intake.proposals import proposals
from intake.titles import title_of
from intake.whatsapp import parse


def chat(*lines):
    """Messages of “14:05 Name: text” lines of one day."""
    beginnings = (f"25/03/2026, {line[:5]} - {line[6:]}" for line in lines)
    return parse("\n".join(beginnings)).messages


def groups(*lines, **options):
    found = proposals(chat(*lines), **options)
    return [(one.title, one.reporter, list(one.indices)) for one in found]


def test_a_problem_and_what_follows():
    lines = [
        "09:00 Messages and calls are end-to-end encrypted.",
        "09:01 Rahima: Good morning",
        "09:02 Rahima: IMG-1.jpg (file attached)",
        "09:03 Rahima: Hi team. Bill 14 cannot be posted! It says: no tax account.",
        "09:04 Rahima: the same error for bill 15",
        "09:05 Imran: What error do you see?",
        "09:06 Rahima: see the picture",
    ]
    [found] = proposals(chat(*lines))
    assert found.title == "Bill 14 cannot be posted!"
    assert found.description.splitlines() == [
        "Good morning",
        "Hi team. Bill 14 cannot be posted! It says: no tax account.",
        "the same error for bill 15",
    ]
    assert (found.reporter, found.reason) == ("Rahima", "cannot")
    assert found.reported_at == datetime(2026, 3, 25, 9, 1) and found.exact
    assert found.indices == (1, 2, 3, 4, 5, 6)


def test_another_person_begins_another_issue():
    assert groups(
        "09:00 Rahima: Bill 14 cannot be posted",
        "09:01 Imran: looking",
        "09:02 Karim: My label printer is not working",
        "09:03 Imran: restart it",
    ) == [
        ("Bill 14 cannot be posted", "Rahima", [0, 1]),
        ("My label printer is not working", "Karim", [2, 3]),
    ]


@pytest.mark.parametrize(
    "answer",
    [
        "Imran: is it the same error as yesterday?",
        "Karim: same problem here",
        "Karim: আমারও একই সমস্যা",
        "Karim: bei uns auch, Fehler beim Buchen",
        "Imran: the error is fixed",
        "Imran: Please log in again",
        "Imran: which bill?",
    ],
)
def test_an_answer_begins_nothing(answer):
    found = groups("09:00 Rahima: Bill 14 cannot be posted", f"09:01 {answer}")
    assert found == [("Bill 14 cannot be posted", "Rahima", [0, 1])]


def test_the_reporter_begins_another_one_once_somebody_answered():
    assert groups(
        "09:00 Rahima: Bill 14 cannot be posted",
        "09:01 Imran: done, try again",
        "09:02 Rahima: The printer is not working either",
    ) == [
        ("Bill 14 cannot be posted", "Rahima", [0, 1]),
        ("The printer is not working either", "Rahima", [2]),
    ]


def test_silence_ends_an_issue_and_small_talk_is_nobodys():
    assert groups(
        "09:00 Rahima: Bill 14 cannot be posted",
        "09:30 Imran: looking",
        "12:00 Imran: lunch is here",
        "13:00 Mitu: How do I return a delivery?",
    ) == [
        ("Bill 14 cannot be posted", "Rahima", [0, 1]),
        ("How do I return a delivery?", "Mitu", [3]),
    ]


def test_silence_is_a_setting():
    lines = ["09:00 A: it cannot be posted", "09:06 B: hm"]
    assert groups(*lines) == [("it cannot be posted", "A", [0, 1])]
    short = groups(*lines, silence=timedelta(minutes=5))
    assert short == [("it cannot be posted", "A", [0])]


def test_a_chat_without_any_problem_word_is_parted_by_silence():
    assert groups(
        "09:00 A: Please look at the stock of style 4",
        "09:01 B: yes",
        "11:00 C: VAT report for February, please",
    ) == [
        ("Please look at the stock of style 4", "A", [0, 1]),
        ("VAT report for February, please", "C", [2]),
    ]


def test_a_forwarded_message_is_one_issue():
    [found] = proposals(parse("Dear all,\nthe bill is off by 5 Taka.").messages)
    assert found.title == "the bill is off by 5 Taka."
    assert (found.reporter, found.reported_at, found.exact) == ("", None, False)


def test_files_only():
    lines = ["09:00 A: IMG-1.jpg (file attached)", "09:01 A: IMG-2.jpg (file attached)"]
    assert groups(*lines) == [("IMG-1.jpg", "A", [0, 1])]
    assert proposals(chat("09:00 A: <Media omitted>"))[0].title == ""


def test_nothing_said_nothing_proposed():
    assert proposals(()) == ()
    assert proposals(chat("09:00 Rahim left", "09:01 Rahim: ")) == ()


@pytest.mark.parametrize(
    "text, word",
    [
        ("Invoice is wrong", "wrong"),
        ("I can't confirm it", "can't"),
        ("getting errors when saving", "error"),
        ("চালান প্রিন্ট হচ্ছে না", "হচ্ছে না"),
        ("একটা সমস্যা আছে", "সমস্যা"),
        ("bill post hocche na bhai", "hocche na"),
        ("La facture est bloquée", "bloque"),
        ("Das Etikett fehlt", "fehlt"),
        ("Der Drucker geht nicht", "geht nicht"),
        ("El informe no funciona", "no funciona"),
        ("A nota não aparece", "nao aparece"),
        ("बिल पोस्ट नहीं हो रहा", "नहीं हो रहा"),
        ("هناك مشكلة في الفاتورة", "مشكلة"),
        ("What is the tax code?", "?"),
        ("ما هو الرقم؟", "?"),
    ],
)
def test_what_begins_an_issue(text, word):
    [found] = proposals(chat(f"09:00 A: {text}"))
    assert found.reason == word


@pytest.mark.parametrize(
    "text",
    ["thank you", "terror is not a problemless word", "see https://x.y/error?a=1"],
)
def test_what_begins_none(text):
    lines = ["09:00 A: bill stuck", f"11:00 B: {text}"]
    found = proposals(chat(*lines))
    assert len(found) == (2 if "problem" in text else 1)


@pytest.mark.parametrize(
    "text, title",
    [
        ("Bill 14 is stuck. Please help.", "Bill 14 is stuck."),
        ("Hi. Bill 14 is stuck", "Bill 14 is stuck"),
        ("Assalamu alaikum!\nBill 14 is stuck\nplease", "Bill 14 is stuck"),
        ("Dear sir,\nBill No. 14 is stuck", "Bill No. 14 is stuck"),
        ("বিল ১৪ আটকে আছে। সাহায্য করুন।", "বিল ১৪ আটকে আছে।"),
        ("Why? I do not know", "Why?"),
        ("Version 19.0 is slow", "Version 19.0 is slow"),
        ("Hello", "Hello"),
        ("", ""),
        ("  \n ", ""),
    ],
)
def test_title(text, title):
    assert title_of(text) == title


def test_a_long_title_ends_with_a_whole_word():
    title = title_of("word " * 40)
    assert len(title) <= 80 and title.endswith("word…")
    assert len(title_of("w" * 200)) == 80
