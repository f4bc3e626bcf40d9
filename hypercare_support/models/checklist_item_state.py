from collections import defaultdict

from odoo import api, fields, models
from odoo.fields import Domain

from ..engine.checklist import Facts, is_late, is_settled, state_of

STATES = [
    ("open", "To do"),
    ("overdue", "Overdue"),
    ("blocked", "Waits for another item"),
    ("waiting", "Waits for the second person"),
    ("done", "Done"),
    ("skipped", "Not applicable"),
]


class HypercareChecklistItem(models.Model):
    """How an item stands: facts are stored, the state follows from them and today."""

    _inherit = "hypercare.checklist.item"

    done_at = fields.Datetime("Done at", readonly=True, copy=False)
    done_by_id = fields.Many2one(
        "res.users", "Done by", readonly=True, copy=False, ondelete="restrict"
    )
    is_measured = fields.Boolean(
        "Ticked by itself", default=False, readonly=True, copy=False
    )
    measure_text = fields.Char("What was measured", readonly=True, copy=False)
    note = fields.Text("What was found", readonly=True, copy=False)
    attachment_ids = fields.Many2many(
        "ir.attachment",
        "hypercare_checklist_item_attachment_rel",
        "item_id",
        "attachment_id",
        "Files",
        readonly=True,
        copy=False,
        bypass_search_access=True,
    )
    signed_at = fields.Datetime("Signed at", readonly=True, copy=False)
    signed_by_id = fields.Many2one(
        "res.users", "Signed by", readonly=True, copy=False, ondelete="restrict"
    )
    skipped_at = fields.Datetime("Not applicable since", readonly=True, copy=False)
    skipped_by_id = fields.Many2one(
        "res.users", "Left out by", readonly=True, copy=False, ondelete="restrict"
    )
    skip_reason = fields.Text("Why not", readonly=True, copy=False)
    is_skipped = fields.Boolean(compute="_compute_is_settled", store=True)
    is_settled = fields.Boolean(
        "Nothing left to do", compute="_compute_is_settled", store=True, index=True
    )
    state = fields.Selection(
        STATES,
        "Status",
        compute="_compute_state",
        search="_search_state",
        # An owner need not see what his item waits for.
        compute_sudo=True,
    )
    is_late = fields.Boolean(
        "Overdue",
        compute="_compute_state",
        search="_search_is_late",
        compute_sudo=True,
    )

    @api.depends("done_at", "sign_off", "signed_at", "skipped_at")
    def _compute_is_settled(self):
        for item in self:
            item.is_skipped = bool(item.skipped_at)
            item.is_settled = is_settled(item._facts(blocked=False))

    @api.depends(
        *("done_at", "sign_off", "signed_at", "skipped_at", "due_date"),
        *("depends_on_ids.is_settled", "period_id.tz"),
    )
    def _compute_state(self):
        now = fields.Datetime.now()
        for period, items in self.grouped("period_id").items():
            today = period._local_day(now)
            for item in items:
                blocked = not all(item.depends_on_ids.mapped("is_settled"))
                facts = item._facts(blocked)
                item.state = state_of(facts, today)
                item.is_late = is_late(facts, today)

    def _facts(self, blocked) -> Facts:
        """Return what the engine needs to know about this item."""
        self.ensure_one()
        return Facts(
            due=self.due_date or None,
            done=bool(self.done_at),
            needs_sign_off=self.sign_off,
            signed=bool(self.signed_at),
            skipped=bool(self.skipped_at),
            blocked=blocked,
        )

    def _search_state(self, operator, value):
        if operator not in ("in", "not in"):
            return NotImplemented
        found = Domain.OR(self._state_domain(state) for state in value)
        return ~found if operator == "not in" else found

    def _state_domain(self, state) -> Domain:
        """Return the items in one state, see `engine.checklist.state_of`."""
        skipped = Domain("skipped_at", "!=", False)
        done = Domain("done_at", "!=", False) & ~skipped
        waits = Domain("sign_off", "=", True) & Domain("signed_at", "=", False)
        todo = Domain("done_at", "=", False) & ~skipped
        blocked = Domain("depends_on_ids", "any!", [("is_settled", "=", False)])
        return {
            "skipped": skipped,
            "waiting": done & waits,
            "done": done & ~waits,
            "blocked": todo & blocked,
            "overdue": todo & ~blocked & self._past_domain(),
            "open": todo & ~blocked & ~self._past_domain(),
        }.get(state, Domain.FALSE)

    def _search_is_late(self, operator, value):
        if operator not in ("in", "not in"):
            return NotImplemented
        late = Domain("is_settled", "=", False) & self._past_domain()
        return late if (operator == "in") == (True in value) else ~late

    def _past_domain(self) -> Domain:
        """Return the items whose due day is over where their period is."""
        now = fields.Datetime.now()
        # sudo: only what day it is somewhere; rules decide which items are found.
        periods = self.env["hypercare.period"].sudo().with_context(active_test=False)
        by_day = defaultdict(list)
        for period in periods.search_fetch([], ["tz"]):
            by_day[period._local_day(now)].append(period.id)
        return Domain.OR(
            Domain("period_id", "in", ids) & Domain("due_date", "<", day)
            for day, ids in by_day.items()
        )
