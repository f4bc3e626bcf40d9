"""Mails that machines write, or that are not what they say: see `mail_samples`."""

from .mail_common import ADDRESS
from .mail_samples import OWN, mail

MACHINES = [
    (
        "Exchange, out of office",
        mail(
            "I am on leave.",
            subject="Automatic reply: HC-003",
            headers="""
            Auto-Submitted: auto-generated
            X-Auto-Response-Suppress: All
            X-MS-Exchange-Inbox-Rules-Loop: rahima@example.com
            """,
        ),
        "dropped",
        None,
        None,
    ),
    (
        "Gmail, vacation responder",
        mail(
            "I am on leave.",
            subject="Re: Bill",
            headers="Precedence: bulk\nX-Autoreply: yes\nAuto-Submitted: auto-replied",
        ),
        "dropped",
        None,
        None,
    ),
    (
        "vacation(1)",
        mail("Away.", headers="Auto-Submitted: auto-replied (vacation)"),
        "dropped",
        None,
        None,
    ),
    (
        "An out-of-office note that only its subject gives away",
        mail("Back on Sunday.", subject="Out of Office: Re: Bill"),
        "held",
        None,
        None,
    ),
    (
        "A ticket system's receipt, from a stranger",
        mail(
            "We have received your request.",
            sender="help@vendor.example",
            headers="Auto-Submitted: auto-replied",
        ),
        "dropped",
        None,
        None,
    ),
    (
        "A printer that reports by itself",
        mail("Paper jam", headers="Auto-Submitted: auto-generated"),
        "held",
        None,
        None,
    ),
    (
        "A bounce by report",
        mail(
            b"--r\nContent-Type: text/plain\n\nCould not be delivered.\n--r\n"
            b"Content-Type: message/delivery-status\n\nReporting-MTA: dns; mx\n\n"
            b"Final-Recipient: rfc822; x@example.com\nAction: failed\nStatus: 5.1.1\n"
            b"--r--\n",
            sender="postmaster@example.com",
            kind='multipart/report; report-type=delivery-status; boundary="r"',
        ),
        "dropped",
        None,
        None,
    ),
    (
        "A bounce of mailer-daemon",
        mail("Undelivered", sender="MAILER-DAEMON@mx.example.com"),
        "dropped",
        None,
        None,
    ),
    (
        "A Google group that an employee wrote to",
        mail(
            OWN,
            headers="Precedence: list\nList-Id: <support.kodom.example.com>\n"
            "Mailing-list: list support@kodom.example.com",
        ),
        "held",
        None,
        OWN,
    ),
    (
        "A newsletter",
        mail(
            "Buy now",
            sender="news@shop.example",
            headers="List-Unsubscribe: <https://shop.example/u>\nPrecedence: bulk",
        ),
        "held",
        None,
        None,
    ),
    (
        "Our own address as sender",
        mail("Loop", sender=ADDRESS),
        "dropped",
        None,
        None,
    ),
    (
        "Our address for returned mail as sender",
        mail("Loop", sender=ADDRESS.replace("hypercare@", "bounce@")),
        "dropped",
        None,
        None,
    ),
    (
        "A sender without address",
        mail("Who am I?", sender="Rahima"),
        "held",
        None,
        None,
    ),
    (
        "Two addresses as sender",
        mail("Two", sender="rahima@example.com, boss@evil.example"),
        "held",
        None,
        None,
    ),
    (
        "An employee's name, another address",
        mail("Pay me", sender='"Rahima Khatun rahima@example.com" <x@evil.example>'),
        "held",
        None,
        None,
    ),
]
