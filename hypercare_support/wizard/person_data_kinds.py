"""What may become of a person's data, and of which kinds of record."""

from typing import NamedTuple

from odoo import models

DELETED, ANONYMOUS, LINKED, SEALED = "deleted", "anonymous", "linked", "sealed"
KEPT = "kept"
#: How a place is ticked: all of it at once, or record by record.
ALL, EACH = "all", "each"
#: Signed by several people; a later change of a word would break the seal of all.
SEALED_MODELS = {
    *("hypercare.charter", "hypercare.charter.approval"),
    *("hypercare.exit.review", "hypercare.exit.signature"),
}
#: What becomes of rows that are there for this person only.
PRIVATE_MODELS = {
    "hypercare.stakeholder": DELETED,
    # A step of the way to help: the step stays, and asks for somebody else.
    "hypercare.after.contact": ANONYMOUS,
}
#: What the person has given, and gets a copy of; of the rest only that it names them.
OWN = {
    ("hypercare.issue", "reporter_id"),
    ("hypercare.chat.message", "user_id"),
    ("hypercare.off.system", "declared_by_id"),
    ("hypercare.shift", "user_id"),
    ("hypercare.shift.swap", "user_id"),
    ("hypercare.tier.member", "user_id"),
    ("hypercare.team.member", "user_id"),
    ("hypercare.stakeholder", "partner_id"),
    ("hypercare.after.contact", "partner_id"),
    ("hypercare.exit.signature", "user_id"),
    ("hypercare.charter.approval", "user_id"),
    ("hypercare.change.request", "requested_by_id"),
}


class Place(NamedTuple):
    """Records of one kind that speak of the person.

    :ivar what, part: the kind of record, and what the person is there
    :ivar becomes: one of the constants above
    :ivar own: the person has given it, and gets a copy
    :ivar ticks: ``all`` or ``each`` if it may be left out
    """

    what: str
    part: str
    records: models.BaseModel
    becomes: str
    reason: str
    own: bool
    ticks: str
