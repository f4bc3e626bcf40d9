"""Parts of the addon's mails: whose they are, and to whom they go."""

from odoo.tools import email_normalize, formataddr

#: What the Message-ID of every mail begins with that the addon itself makes.
MARK = "<hypercare-"
#: Marks what the addon tells single persons: such mails are deleted in time.
TELLING = object()


def address_of(person) -> str:
    """Return name and address as a header takes them.

    Names are typed by anybody: a line break in one would begin a header of its own, and
    an address in one would be written to as well.

    :param person: a partner, user or company with a valid address
    """
    name = " ".join((person.name or "").split())
    if "@" in name:
        name = ""
    return formataddr((name, email_normalize(person.email or "") or ""))


def sender_of(company, user) -> str:
    """Return the address a mail is sent from: of the company, or else of a user."""
    return " ".join((company.email_formatted or user.email_formatted or "").split())
