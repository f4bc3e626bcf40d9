from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from odoo.addons.account.models.company import LOCK_DATE_FIELDS

from ..closing import Act

KINDS = [
    ("lock", "Locked"),
    ("unlock", "Opened again"),
    ("exception", "Exception granted"),
    ("revoked", "Exception ended early"),
    ("posting", "Entries changed in a locked month"),
]
SOURCES = [
    ("done", "When it was done"),
    ("history", "From the messages of the company"),
    ("found", "Found afterwards: when it was done is not known"),
]


class HypercareCloseEvent(models.Model):
    """What was done to the lock dates of a company: who, when, and up to which day.

    The evidence of a month-end close. Lines are only added, by the system; see
    `close_event_note.py`.
    """

    _name = "hypercare.close.event"
    _description = "Hypercare Month-End Event"
    _inherit = ["hypercare.bulk.mixin"]
    _order = "at desc, id desc"
    _rec_name = "kind"

    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, ondelete="cascade"
    )
    at = fields.Datetime("When", required=True, readonly=True)
    user_id = fields.Many2one("res.users", readonly=True, ondelete="set null")
    who = fields.Char(readonly=True, help="The name, as it was then.")
    kind = fields.Selection(KINDS, "What", required=True, readonly=True)
    lock_field = fields.Selection(
        selection="_selection_lock_field", string="Lock date", readonly=True
    )
    old_date = fields.Date("Locked up to, before", readonly=True)
    new_date = fields.Date(
        "Locked up to",
        readonly=True,
        help="Of changed entries: the earliest of their dates.",
    )
    entries = fields.Integer("Number of entries", readonly=True, aggregator=None)
    exception_ref = fields.Integer("Exception no.", readonly=True, aggregator=None)
    ends_at = fields.Datetime("Exception until", readonly=True)
    for_whom = fields.Char("Exception for", readonly=True)
    reason = fields.Char(readonly=True)
    source = fields.Selection(SOURCES, "How it is known", required=True, readonly=True)

    _company_at_idx = models.Index("(company_id, at)")

    @api.model
    def _selection_lock_field(self):
        """Return the lock dates by the names that Odoo gives them."""
        company_fields = self.env["res.company"]._fields
        return [
            (name, company_fields[name]._description_string(self.env))
            for name in LOCK_DATE_FIELDS
        ]

    # -- Reading -------------------------------------------------------------

    def _acts(self, companies, until, books) -> list[Act]:
        """Return what was done to some companies up to a moment, as it was noted.

        :param until: naive UTC
        :param books: the companies whose changed entries count
        """
        # Raw SQL: whatever the rules of the reader, one statement on the index.
        rows = self.env.execute_query(
            SQL(
                "SELECT at, kind, company_id, lock_field, new_date, ends_at,"
                " exception_ref, id FROM hypercare_close_event"
                " WHERE ((kind != 'posting' AND company_id IN %s)"
                " OR (kind = 'posting' AND company_id IN %s))"
                " AND at <= %s ORDER BY id",
                tuple(companies.ids),
                tuple(books.ids),
                until,
            )
        )
        return [
            Act(
                at,
                "lock" if kind == "unlock" else kind,
                company,
                *(field or "", day, ends, exception or 0, row_id),
            )
            for at, kind, company, field, day, ends, exception, row_id in rows
        ]

    # -- Guards --------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):  # pylint: disable=method-required-super
        raise UserError(self._refusal())

    def write(self, vals):
        if vals:
            raise UserError(self._refusal())
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self._refusal())

    def copy(self, default=None):  # pylint: disable=method-required-super
        raise UserError(self._refusal())

    def _refusal(self) -> str:
        return self.env._(
            "What was done to lock dates is recorded by Odoo: nobody adds, changes or "
            "deletes it."
        )
