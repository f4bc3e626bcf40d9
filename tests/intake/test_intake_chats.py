"""Whole chats: order of dates, notices, files, names, what was pasted."""

from datetime import date, datetime

import pytest
from intake.chat_body import Media
from intake.whatsapp import parse

LRM = "\u200e"


def said(text, **options):
    """Sender and text of every message that is no notice."""
    found = parse(text, **options).messages
    return [(one.sender, one.text) for one in found if not one.system]


def days(text, **options):
    return [one.sent_at.date() for one in parse(text, **options).messages]


def codes(chat):
    return [note.code for note in chat.warnings]


# -- Day and month ---------------------------------------------------------------------


@pytest.mark.parametrize(
    "dates, options, order, certain, last",
    [
        (["3/4/26", "25/4/26"], {}, "dmy", True, date(2026, 4, 25)),
        (["3/4/26", "4/25/26"], {}, "mdy", True, date(2026, 4, 25)),
        (["10.24.26", "01.02.26"], {}, "mdy", True, date(2026, 1, 2)),
        (["3/4/26", "4/4/26"], {}, "dmy", False, date(2026, 4, 4)),
        (["3/4/26", "5/4/26"], {}, "dmy", False, date(2026, 4, 5)),
        (["3/4/26", "5/4/26"], {"locale": "en_US"}, "mdy", False, date(2026, 5, 4)),
        (["3/4/26", "5/4/26"], {"locale": "bn_BD"}, "dmy", False, date(2026, 4, 5)),
        (["3/4/26"], {"order": "mdy"}, "mdy", True, date(2026, 3, 4)),
        # A chat does not go back in time: 5 April, then 6 March, cannot be.
        (["5/4/26", "6/3/26"], {}, "mdy", True, date(2026, 6, 3)),
        (["5/4/26", "4/6/26"], {"locale": "en_US"}, "dmy", True, date(2026, 6, 4)),
        (["9/2/26", "10/1/26"], {}, "mdy", True, date(2026, 10, 1)),
        # It does not come from the future either.
        (["3/12/26"], {"today": date(2026, 3, 12)}, "mdy", True, date(2026, 3, 12)),
        (["3/4/26"], {"today": date(2026, 3, 4)}, "mdy", True, date(2026, 3, 4)),
        (["4/4/26", "5/5/26"], {}, "dmy", True, date(2026, 5, 5)),
        (["2026-03-04", "2026-03-05"], {}, "ymd", True, date(2026, 3, 5)),
        (["26/03/04"], {"locale": "zh_CN"}, "ymd", False, date(2026, 3, 4)),
        # Neither day nor month first gives a date: the year comes first.
        (["62/03/04", "62/03/31"], {}, "ymd", True, date(2062, 3, 31)),
    ],
)
def test_order_of_dates(dates, options, order, certain, last):
    chat = parse("\n".join(f"{day}, 14:05 - A: x" for day in dates), **options)
    assert (chat.order, chat.certain) == (order, certain)
    assert chat.messages[-1].sent_at.date() == last
    assert any(code.startswith("order_") for code in codes(chat)) != certain


def test_only_the_doubtful_dates_are_inexact():
    chat = parse("3/4/26, 14:05 - A: x\n4/4/26, 14:05 - A: y")
    assert [one.exact for one in chat.messages] == [False, True]
    assert "3/4/26" in chat.warnings[0].text()


def test_a_day_that_does_not_exist_gets_the_time_before():
    text = (
        "25/03/2026, 14:05 - A: x\n45/13/2026, 14:06 - B: y\n26/03/2026, 25:05 - C: z"
    )
    chat = parse(text)
    assert said(text) == [("A", "x"), ("B", "y"), ("C", "z")]
    assert [one.sent_at for one in chat.messages] == [datetime(2026, 3, 25, 14, 5)] * 3
    assert [one.exact for one in chat.messages] == [True, False, False]
    [note] = [one for one in chat.warnings if one.code == "chat_impossible"]
    assert note.params == {"count": 2, "line": 2}


def test_a_year_that_is_not_said():
    text = "Mar 12, 2:05 PM - A: x\nDec 24, 2:05 PM - A: y"
    chat = parse(text, today=date(2026, 3, 12))
    assert days(text, today=date(2026, 3, 12)) == [
        date(2026, 3, 12),
        date(2025, 12, 24),
    ]
    assert not any(one.exact for one in chat.messages)
    assert codes(chat) == ["chat_year"]
    assert [one.sent_at for one in parse(text).messages] == [None, None]


# -- Notices ---------------------------------------------------------------------------

NOTICES = [
    "25/03/2026, 14:05 - Messages and calls are end-to-end encrypted. Tap for more.",
    '25/03/2026, 14:05 - Rahim created group "Go-live: support"',
    '25/03/2026, 14:05 - Rahim changed the subject from "A: b" to "C: d"',
    "25/03/2026, 14:05 - Rahim added Shop: Uttara",
    "25/03/2026, 14:05 - +880 1711-000000 joined using this group's invite link",
    "25/03/2026, 14:05 - Rahim left",
    "25/03/2026, 14:05 - Your security code with Rahim changed. Tap to learn more.",
    "25/03/2026, 14:05 - Rahim: This message was deleted",
    "25/03/2026, 14:05 - Rahim: You deleted this message.",
    "25/03/2026, 14:05 - Rahim: Diese Nachricht wurde gelöscht.",
    "25/03/2026, 14:05 - Rahim: Ce message a été supprimé",
    "25/03/2026, 14:05 - Rahim: Se eliminó este mensaje.",
    "25/03/2026, 14:05 - Rahim: Mensagem apagada",
    "25/03/2026, 14:05 - রহিম: এই মেসেজটি মুছে ফেলা হয়েছে",
    "25/03/2026, 14:05 - रहीम: यह संदेश हटा दिया गया",
    "25/03/2026, 14:05 - رحيم: تم حذف هذه الرسالة",
    "25/03/2026, 14:05 - মেসেজ এবং কল এন্ড-টু-এন্ড এনক্রিপ্ট করা হয়।",
    f"[25.03.26, 14:05:33] Go-live: {LRM}Messages and calls are end-to-end encrypted.",
    f"[25.03.26, 14:05:33] Go-live: {LRM}Nachrichten und Anrufe sind Ende-zu-Ende-"
    "verschlüsselt.",
    f"[25.03.26, 14:05:33] Go-live: {LRM}Rahim added you",
    "[25.03.26, 14:05:33] Rahim: Rahim created group “Go-live”",
    f"[25.03.26, 14:05:33] Rahim: {LRM}Missed voice call",
    "\u200f[٢٥/٠٣/٢٠٢٦، ٢٠:٤٥:١٢] \u200fالرسائل والمكالمات مشفّرة بالكامل: لا أحد",
]


@pytest.mark.parametrize("line", NOTICES)
def test_notice(line):
    [message] = parse(line).messages
    assert message.system and message.text and not message.media


@pytest.mark.parametrize(
    "text",
    [
        "I created group rights for him",
        "he left",
        "Rahim added the tax, now it fails",
        "This message was deleted by the printer",
        "image omitted on the label of style 4",
        "missed voice calls all day",
    ],
)
def test_what_people_write_is_no_notice(text):
    assert said(f"25/03/2026, 14:05 - Karim: {text}") == [("Karim", text)]


# -- Files and edits -------------------------------------------------------------------

FILES = [
    ("<Media omitted>", [Media("media")], ""),
    ("<Medien ausgeschlossen>", [Media("media")], ""),
    ("<Médias omis>", [Media("media")], ""),
    ("<Multimedia omitido>", [Media("media")], ""),
    ("<Mídia oculta>", [Media("media")], ""),
    ("<মিডিয়া বাদ দেওয়া হয়েছে>", [Media("media")], ""),
    ("<تم استبعاد الوسائط>", [Media("media")], ""),
    (f"{LRM}image omitted", [Media("image")], ""),
    (f"{LRM}Anhang weggelassen", [Media("media")], ""),
    (f"{LRM}Bild weggelassen", [Media("image")], ""),
    (f"{LRM}video omitted", [Media("video")], ""),
    (f"{LRM}Contact card omitted", [Media("contact")], ""),
    ("<Media omitted>\nsee here", [Media("media")], "see here"),
    (
        f"{LRM}IMG-20260325-WA0001.jpg (file attached)",
        [Media("image", "IMG-20260325-WA0001.jpg")],
        "",
    ),
    (
        "PTT-20260325-WA0014.opus (archivo adjunto)",
        [Media("audio", "PTT-20260325-WA0014.opus")],
        "",
    ),
    (
        "IMG-1.jpg (Datei angehängt)\nda fehlt was",
        [Media("image", "IMG-1.jpg")],
        "da fehlt was",
    ),
    (
        f"{LRM}<attached: 00000002-PHOTO-2026-03-25-10-18-29.jpg>",
        [Media("image", "00000002-PHOTO-2026-03-25-10-18-29.jpg")],
        "",
    ),
    (
        f"look {LRM}<Anhang: bill (final).pdf>",
        [Media("document", "bill (final).pdf")],
        "look",
    ),
    (
        f"Price list.pdf • {LRM}3 pages {LRM}document omitted",
        [Media("document", "Price list.pdf")],
        "",
    ),
    ("no file.jpg (that I know)", [], "no file.jpg (that I know)"),
    ("a < b and b > c: yes", [], "a < b and b > c: yes"),
]


@pytest.mark.parametrize("text, media, kept", FILES)
def test_files(text, media, kept):
    [message] = parse(f"[25.03.26, 14:05:33] Rahim: {text}").messages
    assert (list(message.media), message.text) == (media, kept)
    assert not message.system and message.sender == "Rahim"


@pytest.mark.parametrize(
    "mark",
    [
        "<This message was edited>",
        f"{LRM}<This message was edited>",
        "<Diese Nachricht wurde bearbeitet.>",
        "<Se editó este mensaje.>",
        "<Ce message a été modifié>",
    ],
)
def test_edited(mark):
    [message] = parse(f"25/03/2026, 14:05 - Rahim: bill 15\nnot 14 {mark}").messages
    assert message.edited and message.text == "bill 15\nnot 14"
    [other] = parse("25/03/2026, 14:05 - Rahim: press <Post>").messages
    assert not other.edited and other.text == "press <Post>"


# -- Names -----------------------------------------------------------------------------


def chat_of(*rests):
    return "\n".join(f"25/03/2026, 14:{n:02d} - {rest}" for n, rest in enumerate(rests))


def test_a_colon_in_a_name_shows_by_its_messages():
    text = chat_of(
        "IT: Karim: one", "IT: Karim: two: three", "Rahim: x", "IT: Karim: y"
    )
    expected = [("one", "two: three", "y"), ("x",)]
    found = said(text)
    assert tuple(t for s, t in found if s == "IT: Karim") == expected[0]
    assert tuple(t for s, t in found if s == "Rahim") == expected[1]


def test_a_label_is_no_part_of_a_name():
    text = chat_of("Rahim: Issue: a", "Rahim: Issue: b", "Rahim: Issue: c")
    assert {sender for sender, _text in said(text)} == {"Rahim"}


def test_known_names_win():
    text = chat_of("IT: Karim: one")
    assert said(text) == [("IT", "Karim: one")]
    assert said(text, names=["IT: Karim"]) == [("IT: Karim", "one")]


# -- Pasted ----------------------------------------------------------------------------


def test_text_without_any_beginning_is_one_message():
    chat = parse("Dear all,\r\n\r\nthe bill cannot be posted.")
    [message] = chat.messages
    assert message.text == "Dear all,\n\nthe bill cannot be posted."
    assert (message.sent_at, message.exact, message.sender) == (None, False, "")
    assert not message.system and codes(chat) == ["chat_no_header"]


def test_lines_before_the_first_message_are_kept():
    chat = parse("Forwarded by Karim\nsee below\n25/03/2026, 14:05 - Rahim: x")
    assert [one.text for one in chat.messages] == ["Forwarded by Karim\nsee below", "x"]
    assert codes(chat) == ["chat_head"] and chat.messages[1].line == 3


def test_a_few_lines_of_another_layout_stay_in_the_text():
    rests = [f"25/03/2026, 14:{n:02d} - Rahim: line {n}" for n in range(20)]
    rests.insert(3, "[13:00, 25/3/2026] Karim: copied")
    chat = parse("\n".join(rests))
    assert len(chat.messages) == 20
    assert chat.messages[2].text == "line 2\n[13:00, 25/3/2026] Karim: copied"
    assert codes(chat) == ["chat_foreign"]


def test_two_chats_pasted_together():
    text = "25/03/2026, 14:05 - Rahim: x\n[14:06, 25/3/2026] Karim: y"
    assert said(text) == [("Rahim", "x"), ("Karim", "y")]


@pytest.mark.parametrize("text", ["", " ", "\n\r\n", "\ufeff", "\u200e\n\u200f"])
def test_nothing(text):
    assert parse(text).messages == () and parse(text).warnings == ()
