"""Titles, own words and origin of mails; whole mails are tested through the gateway."""

import time
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest
from hypothesis import given
from hypothesis import strategies as st
from intake.mail_headers import is_vouched, kind_of_mail, sender_count
from intake.mail_html import html_to_text
from intake.mail_quotes import cut_history, cut_signature
from intake.mail_text import clean_subject, first_sentence, written_text


def plain(text, kind="text/plain; charset=utf-8", **headers):
    lines = [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    raw = "\n".join([*lines, f"Content-Type: {kind}", "", text])
    return message_from_bytes(raw.encode("utf-8", "replace"), policy=policy.SMTP)


@pytest.mark.parametrize(
    ("subject", "title"),
    [
        ("Re: RE : AW:Fwd[2]: WG: Bill", "Bill"),
        ("উত্তর: বিল", "বিল"),
        ("回复：账单", "账单"),
        ("[EXTERNAL] Re: Bill", "Bill"),
        ("Regarding: the bill", "Regarding: the bill"),
        ("Ref: 4711", "Ref: 4711"),
        ("Re: ", ""),
        (None, ""),
        ("Re: a\r\n b", "a b"),
        ("word " * 100, "word " * 8 + "word…"),
    ],
)
def test_subject(subject, title):
    assert clean_subject(subject, 50) == title


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("It fails. Every day.", "It fails."),
        ("বিল পোস্ট হয় না। দেখুন।", "বিল পোস্ট হয় না।"),
        ("\n\n> - \nHello there\nmore", "Hello there"),
        ("", ""),
    ],
)
def test_first_sentence(text, sentence):
    assert first_sentence(text) == sentence


@pytest.mark.parametrize(
    "heading",
    [
        "On Tue, 3 Mar 2026 at 10:12, Mitu Das <m@example.com> wrote:",
        "Am Di., 3. März 2026 um 10:12 Uhr schrieb Mitu <m@example.com>:",
        "Le mar. 3 mars 2026 à 10:12, Mitu Das <m@example.com> a écrit :",
        "El mar, 3 mar 2026 a las 10:12, Mitu (<m@example.com>) escribió:",
        "Op di 3 mrt 2026 om 10:12 schreef Mitu <m@example.com>:",
        "মঙ্গল, ৩ মার্চ, ২০২৬ এ ১০:১২ AM তারিখে Mitu <m@example.com> লিখেছেন:",
        "-----Original Message-----",
        "-----Ursprüngliche Nachricht-----",
        "*From:* Mitu\n*Sent:* Tuesday\n*To:* Rahima\n*Subject:* Bill",
        "De : Mitu\nEnvoyé : mardi\nÀ : Rahima\nObjet : Facture",
    ],
)
def test_history_goes(heading):
    assert cut_history(f"New words.\n\n{heading}\nOld words.").strip() == "New words."


@pytest.mark.parametrize(
    "text",
    [
        "On Monday the printer wrote nonsense: half a page",
        "From: the store to the line it takes two days",
        "________________\nA form that somebody filled in",
        "Thanks to Mitu it works; the rest does not.",
    ],
)
def test_what_is_no_history_stays(text):
    assert cut_signature(cut_history(text)) == text


@pytest.mark.parametrize(
    "signature",
    [
        "-- \nRahima",
        "Best regards,\nRahima\nAccountant",
        "ধন্যবাদান্তে\nরহিমা",
        "Sent from my iPhone",
    ],
)
def test_signature_goes(signature):
    assert cut_signature(f"It fails.\n\n{signature}").strip() == "It fails."


def test_thanks_alone_is_a_mail():
    assert cut_signature("Thanks\nRahima") == "Thanks\nRahima"


@pytest.mark.parametrize(
    ("headers", "key", "silent"),
    [
        ({}, "person", False),
        ({"Auto_Submitted": "no"}, "person", False),
        ({"X_Auto_Response_Suppress": "OOF, AutoReply"}, "person", True),
        ({"Auto_Submitted": "auto-replied; owner"}, "answer", True),
        ({"Auto_Submitted": "auto-generated"}, "machine", True),
        ({"Return_Path": "<>"}, "machine", True),
        ({"Precedence": "auto_reply"}, "answer", True),
        ({"Precedence": "List"}, "list", True),
        ({"List_Id": "<a.b>"}, "list", True),
        ({"Precedence": "junk"}, "bulk", True),
    ],
)
def test_kind(headers, key, silent):
    assert kind_of_mail(plain("x", **headers)) == (key, silent)


@pytest.mark.parametrize(
    ("results", "passes"),
    [
        ("mx.a.example; dmarc=pass header.from=b.example", True),
        (
            "mx.a.example (v1); spf=fail; dmarc=pass (p=none) header.from=B.example",
            True,
        ),
        ("mx.a.example; dmarc=fail header.from=b.example", False),
        ("mx.a.example; dmarc=pass header.from=c.example", False),
        ('mx.a.example; spf=pass reason="dmarc=pass" header.from=b.example', False),
        ("mx.a.example; dmarc=fail (dmarc=pass) header.from=b.example", False),
        ("mx.x.example; dmarc=pass header.from=b.example", False),
        ("dmarc=pass header.from=b.example", False),
    ],
)
def test_vouched(results, passes):
    message = plain("x", Authentication_Results=results)
    assert is_vouched(message, "mx.a.example", "b.example") is passes
    assert not is_vouched(message, "", "b.example")


def test_senders_are_counted():
    assert sender_count(plain("x", From="A <a@b.example>")) == 1
    assert sender_count(plain("x", From="a@b.example, c@d.example")) == 2
    assert sender_count(plain("x")) == 0


@given(st.binary(max_size=400), st.sampled_from(["plain", "html", "x-none"]))
def test_no_mail_breaks_the_reader(data, kind):
    head = b"Subject: x\nContent-Type: text/" + kind.encode() + b"\n\n"
    message = message_from_bytes(head + data, policy=policy.SMTP)
    text = written_text(message, "x", 100)
    assert len(text) <= 100
    assert "\0" not in text
    text.encode()


@given(st.text(max_size=300))
def test_html_becomes_text(source):
    assert "<script" not in html_to_text(
        f"<p>{source}</p>" if "<" not in source else ""
    )


@pytest.mark.parametrize(
    "text",
    [
        "On " + "a " * 1_000_000,
        "On a\n" * 200_000,
        "> x\n" * 200_000,
        "<div>" * 100_000,
    ],
)
def test_long_mails_are_read_in_seconds(text):
    message = EmailMessage()
    message.set_content(text)
    begin = time.process_time()
    written_text(message, "x", 20_000)
    assert time.process_time() - begin < 5
