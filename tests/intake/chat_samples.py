"""Beginnings of messages as phones of many countries write them.

Written for these tests after exports people have described; names and texts are ours.
Every line is one message; the day is one that can be read in one way only, unless the
sample is about just that.
"""

from datetime import datetime
from typing import NamedTuple

LRM, RLM, NNBSP, NBSP = "\u200e", "\u200f", "\u202f", "\u00a0"


class Line(NamedTuple):
    """A line, and what it means."""

    name: str
    line: str
    sent_at: datetime
    sender: str = "Rahima"
    text: str = "Bill 14 cannot be posted"
    locale: str = "en_GB"


def at(month=3, day=25, hour=14, minute=5, second=0, year=2026):
    return datetime(year, month, day, hour, minute, second)


SAY = "Rahima: Bill 14 cannot be posted"

LINES = [
    # -- Android ---------------------------------------------------------------
    Line("android 24 h", f"25/03/2026, 14:05 - {SAY}", at()),
    Line("android 12 h", f"25/03/2026, 2:05 pm - {SAY}", at()),
    Line("android 12 h, narrow blank", f"25/03/2026, 2:05{NNBSP}pm - {SAY}", at()),
    Line("android capitals", f"25/03/2026, 2:05{NNBSP}PM - {SAY}", at()),
    Line("midnight", f"25/03/2026, 12:05 am - {SAY}", at(hour=0)),
    Line("noon", f"25/03/2026, 12:05 pm - {SAY}", at(hour=12)),
    Line("india", f"25/03/26, 2:05 pm - {SAY}", at()),
    Line("us", f"3/25/26, 2:05{NNBSP}PM - {SAY}", at()),
    Line("us 24 h", f"3/25/26, 14:05 - {SAY}", at()),
    Line("canada", f"2026-03-25, 2:05 p.m. - {SAY}", at()),
    Line("south africa", f"2026/03/25, 14:05 - {SAY}", at()),
    Line("germany", f"25.03.26, 14:05 - {SAY}", at()),
    Line("germany, long year", f"25.03.2026, 14:05 - {SAY}", at()),
    Line("german words", f"25.03.26, 2:05 nachm. - {SAY}", at()),
    Line("france", f"25/03/2026, 14:05 - {SAY}", at()),
    Line("france, word between", f"25/03/2026 à 14:05 - {SAY}", at()),
    Line("quebec", f"2026-03-25 14 h 05 - {SAY}", at()),
    Line("spain", f"25/3/26, 14:05 - {SAY}", at()),
    Line("spain, word between", f"25/3/26 a las 14:05 - {SAY}", at()),
    Line("mexico", f"25/3/2026, 2:05{NBSP}p.{NBSP}m. - {SAY}", at()),
    Line("mexico, morning", f"25/3/2026, 9:05{NBSP}a.{NBSP}m. - {SAY}", at(hour=9)),
    Line("brazil", f"25/03/2026 14:05 - {SAY}", at()),
    Line("portugal, words", f"25/03/2026 2:05 da tarde - {SAY}", at()),
    Line("netherlands", f"25-03-2026 14:05 - {SAY}", at()),
    Line("indonesia", f"25/03/26 14.05 - {SAY}", at()),
    Line("finland", f"25.3.2026 klo 14.05 - {SAY}", at()),
    Line("czech", f"25. 3. 2026, 14:05 - {SAY}", at()),
    Line("hungary", f"2026. 03. 25. 14:05 - {SAY}", at()),
    Line("bengali digits", f"২৫/৩/২৬, ২:০৫ PM - {SAY}", at()),
    Line("bengali evening", f"২৫/৩/২০২৬, ৭:০৫ সন্ধ্যা - {SAY}", at(hour=19)),
    Line("bengali night", f"২৫/৩/২০২৬, ১১:০৫ রাত - {SAY}", at(hour=23)),
    Line("bengali small hours", f"২৫/৩/২০২৬, ১:০৫ রাত - {SAY}", at(hour=1)),
    Line("bengali, word before", f"২৫/৩/২০২৬, সকাল ৯:০৫ - {SAY}", at(hour=9)),
    Line("hindi", f"25/03/26, 2:05 अपराह्न - {SAY}", at()),
    Line("hindi morning", f"25/03/26, 9:05 पूर्वाह्न - {SAY}", at(hour=9)),
    Line("arabic", f"{RLM}٢٥{RLM}/٣{RLM}/٢٠٢٦، ٢:٠٥ م - {SAY}", at()),
    Line("arabic, latin digits", f"25/3/2026، 9:05 ص - {SAY}", at(hour=9)),
    Line("china", f"2026/3/25 下午2:05 - {SAY}", at()),
    Line("korea", f"2026년 3월 25일 오후 2:05 - {SAY}", at()),
    Line("long dash", f"25/03/2026, 14:05 – {SAY}", at()),
    Line("no-break blanks", f"25/03/2026,{NBSP}14:05{NBSP}-{NBSP}{SAY}", at()),
    Line("old, colon", f"25/03/2026 14:05:33: {SAY}", at(second=33)),
    Line("month by name", f"25 Mar 2026, 14:05 - {SAY}", at()),
    Line("month by name, us", f"Mar 25, 2026, 2:05 PM - {SAY}", at()),
    Line("month by name, french", f"25 mars 2026 à 14:05 - {SAY}", at()),
    Line("month by name, spanish", f"25 de mar. de 2026 14:05 - {SAY}", at()),
    Line("month by name, bengali", f"২৫ মার্চ ২০২৬, ১৪:০৫ - {SAY}", at()),
    # -- iPhone ----------------------------------------------------------------
    Line("iphone", f"[25.03.26, 14:05:33] {SAY}", at(second=33)),
    Line("iphone, mark", f"{LRM}[25.03.26, 14:05:33] {SAY}", at(second=33)),
    Line("iphone 12 h", f"[25/03/26, 2:05:33{NNBSP}PM] {SAY}", at(second=33)),
    Line("iphone us", f"[3/25/26, 2:05:33{NNBSP}PM] {SAY}", at(second=33)),
    Line("iphone spain", f"[25/3/26, 2:05:33 p. m.] {SAY}", at(second=33)),
    Line("iphone brazil", f"[25/03/26 14:05:33] {SAY}", at(second=33)),
    Line("iphone finland", f"[25.3.2026 klo 14.05.33] {SAY}", at(second=33)),
    Line("iphone iso", f"[2026-03-25, 14:05:33] {SAY}", at(second=33)),
    Line("iphone arabic", f"{RLM}[٢٥/٠٣/٢٠٢٦، ٢:٠٥:٣٣ م] {SAY}", at(second=33)),
    Line("iphone bengali", f"[২৫/৩/২৬, ২:০৫:৩৩ PM] {SAY}", at(second=33)),
    Line("iphone, not a contact", f"[25.03.26, 14:05:33] ~{NNBSP}{SAY}", at(second=33)),
    # -- WhatsApp Web ----------------------------------------------------------
    Line("web", f"[14:05, 25/3/2026] {SAY}", at()),
    Line("web us", f"[2:05 PM, 3/25/2026] {SAY}", at()),
    Line("web spain", f"[2:05 p. m., 25/3/2026] {SAY}", at()),
    Line("web iso", f"[14:05, 2026-03-25] {SAY}", at()),
    Line("web bengali", f"[২:০৫ PM, ২৫/৩/২০২৬] {SAY}", at()),
    # -- Day and month can be swapped -------------------------------------------
    Line("swapped, british", f"04/03/2026, 14:05 - {SAY}", at(day=4)),
    Line("swapped, us", f"3/4/26, 2:05 PM - {SAY}", at(day=4), locale="en_US"),
    Line("two digits, hungarian", f"26. 03. 04. 14:05 - {SAY}", at(day=4), locale="hu"),
    # -- Senders and texts -------------------------------------------------------
    Line(
        "phone number",
        "25/03/2026, 14:05 - +880 1711-000000: Hello",
        at(),
        "+880 1711-000000",
        "Hello",
    ),
    Line(
        "phone number with marks",
        "[25.03.26, 14:05:00] \u202a+880 1711‑000000\u202c: Hello",
        at(),
        "+880 1711‑000000",
        "Hello",
    ),
    Line(
        "colon in the text",
        "25/03/2026, 14:05 - Rahima: Note: it is 10:30",
        at(),
        text="Note: it is 10:30",
    ),
    Line(
        "link",
        "25/03/2026, 14:05 - Rahima: https://erp.example.com/odoo/bills/14?a=b:c",
        at(),
        text="https://erp.example.com/odoo/bills/14?a=b:c",
    ),
    Line(
        "emoji of several signs",
        "25/03/2026, 14:05 - Rahima 👩🏽‍💻: 👍🏽 done 👨‍👩‍👧",
        at(),
        "Rahima 👩🏽‍💻",
        "👍🏽 done 👨‍👩‍👧",
    ),
    Line(
        "bengali name and text",
        "25/03/2026, 14:05 - রহিমা খাতুন: বিল পোস্ট হচ্ছে না",
        at(),
        "রহিমা খাতুন",
        "বিল পোস্ট হচ্ছে না",
    ),
    Line(
        "dash in name and text",
        "25/03/2026, 14:05 - Rahima - Accounts: 5 - 3 = 2",
        at(),
        "Rahima - Accounts",
        "5 - 3 = 2",
    ),
    Line("nothing said", "25/03/2026, 14:05 - Rahima:", at(), text=""),
]

#: What is no beginning of a message, although it looks a little like one.
NO_BEGINNINGS = [
    "25/03/2026",
    "25/03/2026, 14:05",
    "14:05 - Rahima: hello",
    "25/03/2026 at the meeting 14:05 - we said",
    "25/03/2026, 14:05 meeting - we said",
    "1. 2. 3. and 14:05",
    "[1] Rahima: hello",
    "[14:05] Rahima: hello",
    "[not a date, 14:05] Rahima: hello",
    "Invoice 25/03/2026, 14:05 - Rahima: hello",
    "Total 12/500, 14:05 - x",
    "May 5 people come at 14:05 - yes",
    "- 5 pieces",
    "",
    "[",
    "১২",
]
