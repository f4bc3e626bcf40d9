"""Mails as mail clients write them: structure and headers as in the wild.

Each sample is (name, raw mail, outcome, title, description); the outcome is ``issue``,
``held`` or ``dropped``. Title and description None: not looked at.
"""

from base64 import b64encode
from textwrap import dedent

from .mail_common import ADDRESS

RAHIMA = "Rahima Khatun <rahima@example.com>"


def mail(body, subject="Bill cannot be posted", headers="", kind="text/plain", **parts):
    """Return a mail in the sample's own words; the tests number it."""
    encoding = parts.get("encoding", "8bit")
    charset = parts.get("charset", "utf-8")
    lines = [
        f"From: {parts.get('sender', RAHIMA)}",
        f"To: {parts.get('to', ADDRESS)}",
        "Date: Tue, 3 Mar 2026 10:12:45 +0600",
        "Message-ID: <NUMBER@mail.example.com>",
        "MIME-Version: 1.0",
        f"Subject: {subject}",
        *dedent(headers).strip().splitlines(),
        f"Content-Type: {kind}; charset={charset}"
        if kind.startswith("text/")
        else f"Content-Type: {kind}",
        f"Content-Transfer-Encoding: {encoding}",
    ]
    text = "\r\n".join(line for line in lines if line)
    raw = body if isinstance(body, bytes) else dedent(body).lstrip("\n").encode()
    return text.encode() + b"\r\n\r\n" + raw.replace(b"\r\n", b"\n")


def alternative(plain, html, **values):
    """Return a mail in plain text and HTML, as most clients send it."""
    body = (
        "--b1\nContent-Type: text/plain; charset=utf-8\n"
        f"Content-Transfer-Encoding: 8bit\n\n{dedent(plain).strip()}\n"
        "--b1\nContent-Type: text/html; charset=utf-8\n"
        f"Content-Transfer-Encoding: 8bit\n\n{dedent(html).strip()}\n--b1--\n"
    )
    return mail(body.encode(), kind='multipart/alternative; boundary="b1"', **values)


OWN = "The bill still cannot be posted."
QUOTE = "> Which bill is it?\n> Regards, Mitu\n"

SAMPLES = [
    (
        "Gmail, new",
        alternative(OWN, f'<div dir="ltr">{OWN}<br></div>'),
        "issue",
        "Bill cannot be posted",
        OWN,
    ),
    (
        "Gmail, reply with its heading on two lines",
        alternative(
            f"{OWN}\n\nOn Tue, 3 Mar 2026 at 10:12, Mitu Das <mitu@example.com>\n"
            f"wrote:\n\n{QUOTE}",
            f'<div dir="ltr">{OWN}</div><br><div class="gmail_quote"><div dir="ltr" '
            'class="gmail_attr">On Tue, 3 Mar 2026 at 10:12, Mitu Das wrote:<br></div>'
            '<blockquote class="gmail_quote">Which bill is it?</blockquote></div>',
            subject="Re: Bill cannot be posted",
        ),
        "issue",
        "Bill cannot be posted",
        OWN,
    ),
    (
        "Gmail, reply, HTML only",
        mail(
            f'<div dir="ltr">{OWN}</div><div class="gmail_quote gmail_quote_container">'
            '<div dir="ltr" class="gmail_attr">On Tue Mitu wrote:</div>'
            "<blockquote>Which bill is it?</blockquote></div>",
            kind="text/html",
        ),
        "issue",
        None,
        OWN,
    ),
    (
        "Gmail in Bengali, reply",
        mail(
            "বিল পোস্ট করা যাচ্ছে না।\n\nমঙ্গল, ৩ মার্চ, ২০২৬ এ ১০:১২ AM তারিখে "
            f"Mitu Das <mitu@example.com> লিখেছেন:\n\n{QUOTE}",
            subject="উত্তর: বিল পোস্ট হয় না",
        ),
        "issue",
        "বিল পোস্ট হয় না",
        "বিল পোস্ট করা যাচ্ছে না।",
    ),
    (
        "Bengali, base64 and an encoded subject",
        mail(
            b64encode("গুদামে মজুদ ভুল দেখাচ্ছে।".encode()),
            subject="=?UTF-8?B?" + b64encode("মজুদ ভুল".encode()).decode() + "?=",
            encoding="base64",
        ),
        "issue",
        "মজুদ ভুল",
        "গুদামে মজুদ ভুল দেখাচ্ছে।",
    ),
    (
        "Bengali without subject",
        mail("স্ক্যানার কাজ করছে না। দয়া করে দেখুন।", subject=""),
        "issue",
        "স্ক্যানার কাজ করছে না।",
        "স্ক্যানার কাজ করছে না। দয়া করে দেখুন।",
    ),
    (
        "Outlook on Windows, HTML reply",
        mail(
            f"""
            <html xmlns:o="urn:schemas-microsoft-com:office:office"><head><style>
            p.MsoNormal {{margin:0}}</style></head><body lang="EN-GB">
            <div class="WordSection1"><p class="MsoNormal">{OWN}<o:p></o:p></p>
            <div><div style="border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt">
            <p class="MsoNormal"><b>From:</b> Mitu Das &lt;mitu@example.com&gt;<br>
            <b>Sent:</b> Tuesday, March 3, 2026 10:12<br><b>To:</b> Rahima<br>
            <b>Subject:</b> Bill</p></div></div>
            <p class="MsoNormal">Which bill is it?</p></div></body></html>
            """,
            subject="RE: Bill cannot be posted",
            kind="text/html",
        ),
        "issue",
        "Bill cannot be posted",
        OWN,
    ),
    (
        "Outlook, plain reply with signature",
        mail(
            f"{OWN}\n\nKind regards,\n\nRahima Khatun\nAccountant | Kodom Knitwear\n"
            "Tel +880 1000 000001\n\n________________________________\n"
            "From: Mitu Das <mitu@example.com>\nSent: Tuesday, March 3, 2026 10:12 AM\n"
            "To: Rahima Khatun\nSubject: Bill\n\nWhich bill is it?\n",
            subject="RE: Bill cannot be posted",
        ),
        "issue",
        None,
        OWN,
    ),
    (
        "Outlook in German",
        mail(
            "Die Rechnung lässt sich nicht buchen.\n\nMit freundlichen Grüßen\nRahima\n"
            "\nVon: Mitu Das\nGesendet: Dienstag, 3. März 2026 10:12\nAn: Rahima\n"
            "Betreff: Rechnung\n\nWelche Rechnung?\n",
            subject="AW: Rechnung",
        ),
        "issue",
        "Rechnung",
        "Die Rechnung lässt sich nicht buchen.",
    ),
    (
        "Outlook for the web",
        mail(
            f'<html><body><div class="elementToProof">{OWN}</div>'
            '<div id="appendonsend"></div><hr style="width:98%">'
            '<div id="divRplyFwdMsg"><b>From:</b> Mitu<br><b>Sent:</b> Tuesday<br>'
            "</div><div>Which bill is it?</div></body></html>",
            kind="text/html",
        ),
        "issue",
        None,
        OWN,
    ),
    (
        "Outlook on a phone",
        mail(f"{OWN}\n\nGet Outlook for Android<https://aka.ms/AAb9ysg>\n"),
        "issue",
        None,
        OWN,
    ),
    (
        "Apple Mail, reply",
        alternative(
            f"{OWN}\n\n> On 3 Mar 2026, at 10:12, Mitu Das <mitu@example.com> wrote:\n"
            "> \n> Which bill is it?\n",
            f"<html><body>{OWN}<div><br><blockquote type='cite'><div>On 3 Mar 2026, at "
            "10:12, Mitu Das wrote:</div>Which bill is it?</blockquote></div></body>"
            "</html>",
        ),
        "issue",
        None,
        OWN,
    ),
    (
        "iPhone, French",
        mail(
            "La facture est bloquée.\n\nEnvoyé de mon iPhone\n\n> Le 3 mars 2026 à "
            "10:12, Mitu Das <mitu@example.com> a écrit :\n> \n> Quelle facture ?\n",
            subject="Re : Facture",
        ),
        "issue",
        "Facture",
        "La facture est bloquée.",
    ),
    (
        "Thunderbird, answers between the lines, flowed",
        mail(
            b"On 03/03/2026 10:12, Mitu Das wrote:\n> Which bill is it?\n"
            b"Number 0231, \nthe one of the packing supplier.\n"
            b"> Since when?\nSince today.\n-- \nRahima",
            kind="text/plain; format=flowed",
        ),
        "issue",
        None,
        "Number 0231, the one of the packing supplier.\nSince today.",
    ),
    (
        "Yahoo, reply, HTML only",
        mail(
            f"<div><p>{OWN}</p></div><div id='yahoo_quoted_1' class='yahoo_quoted'>"
            "<div>On Tuesday, Mitu wrote:</div><div>Which?</div></div>",
            kind="text/html",
        ),
        "issue",
        None,
        OWN,
    ),
    (
        "A forwarded error: the quotation is the point",
        mail(
            "See below.\n\n---------- Forwarded message ---------\n"
            "From: Bank <bank@elsewhere.example>\nDate: Tue, 3 Mar 2026\n"
            "Subject: Payment file refused\nTo: <rahima@example.com>\n\n"
            "File 77 was refused.\n",
            subject="Fwd: Payment file refused",
        ),
        "issue",
        "Payment file refused",
        "See below.\n\n---------- Forwarded message ---------\n"
        "From: Bank <bank@elsewhere.example>\nDate: Tue, 3 Mar 2026\n"
        "Subject: Payment file refused\nTo: <rahima@example.com>\n\n"
        "File 77 was refused.",
    ),
    (
        "Outlook, forwarded without a word",
        mail(
            "From: Bank\nSent: Tuesday\nTo: Rahima\nSubject: Refused\n\n"
            "File 77 refused.",
            subject="FW: Refused",
        ),
        "issue",
        "Refused",
        "From: Bank\nSent: Tuesday\nTo: Rahima\nSubject: Refused\n\nFile 77 refused.",
    ),
    (
        "Nothing but quotation",
        mail(f"{QUOTE}", subject="Re: bill"),
        "issue",
        "bill",
        QUOTE.strip(),
    ),
    (
        "Windows-1252",
        mail("Price is €12 – not £12.".encode("cp1252"), charset="windows-1252"),
        "issue",
        None,
        "Price is €12 – not £12.",
    ),
    (
        "Says UTF-8, is Windows-1252",
        mail("Caf\xe9 closed".encode("cp1252"), charset="utf-8"),
        "issue",
        None,
        "Café closed",
    ),
    (
        "A character set nobody knows",
        mail("বিল ভুল", charset="x-unknown-9"),
        "issue",
        None,
        "বিল ভুল",
    ),
    (
        "A list of points as HTML",
        mail(
            "<p>Wrong:</p><ul><li>price</li><li>tax &amp; total</li></ul>"
            "<table><tr><td>A</td><td>B</td></tr></table>",
            kind="text/html",
        ),
        "issue",
        None,
        "Wrong:\n\n- price\n\n- tax & total\n\nA B",
    ),
    (
        "A tag of the mail filter",
        mail(OWN, subject="[EXTERNAL] Re: [EXTERNAL] Fwd[2]: Bill"),
        "issue",
        "Bill",
        OWN,
    ),
    (
        "An invitation",
        mail(
            b"--b1\nContent-Type: text/plain; charset=utf-8\n\nCome and see it.\n"
            b"--b1\nContent-Type: text/calendar; method=REQUEST; charset=utf-8\n\n"
            b"BEGIN:VCALENDAR\nEND:VCALENDAR\n--b1--\n",
            kind='multipart/alternative; boundary="b1"',
        ),
        "issue",
        None,
        "Come and see it.",
    ),
    (
        "A signed mail",
        mail(
            b"--s\nContent-Type: text/plain; charset=utf-8\n\nSigned words.\n--s\n"
            b'Content-Type: application/pkcs7-signature; name="smime.p7s"\n'
            b"Content-Transfer-Encoding: base64\n"
            b'Content-Disposition: attachment; filename="smime.p7s"\n\nMIIB\n--s--\n',
            kind="multipart/signed; micalg=sha-256;"
            ' protocol="application/pkcs7-signature"; boundary="s"',
        ),
        "issue",
        None,
        "Signed words.",
    ),
    (
        "A link to a script in HTML",
        mail(
            "<p onclick='x()'>Look <a href='javascript:alert(1)'>here</a></p>"
            "<script>alert(1)</script><img src=x onerror=alert(1)>",
            kind="text/html",
        ),
        "issue",
        None,
        "Look here",
    ),
    (
        "A formula as subject",
        mail("=1+1", subject='=HYPERLINK("http://evil.example","x")'),
        "issue",
        '=HYPERLINK("http://evil.example","x")',
        "=1+1",
    ),
]
