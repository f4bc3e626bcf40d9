from odoo import api, fields, models
from odoo.tools import format_date

from .. import const_scope as scope
from ..const import DAY_OF_YEAR
from ..engine.handover import route_for

KEPT = (
    *("scope_kind", "scope_route", "scope_state", "scope_owner_id", "scope_note"),
    *("scope_declared_by_id", "scope_declared_at", "scope_decided_by_id"),
    *("scope_decided_at", "scope_answer", "scope_date"),
)
OUT = "out_of_scope"


class HypercareIssue(models.Model):
    """What hypercare does not do: who decides about it, and what became of it.

    An issue that is cancelled as out of scope leaves the team's lists and its promises
    count no more. It gets a state of its own, which only the methods of
    ``issue_scope_route`` and ``issue_scope_decide`` move.
    """

    _inherit = "hypercare.issue"

    scope_kind = fields.Selection(
        scope.SCOPE_KINDS, "What is asked for", copy=False, readonly=True
    )
    scope_route = fields.Selection(
        scope.SCOPE_ROUTES, "Goes to", copy=False, readonly=True
    )
    scope_state = fields.Selection(
        scope.SCOPE_STATES,
        "Decision",
        copy=False,
        readonly=True,
        group_expand="_group_expand_scope_state",
        help="What becomes of a request that hypercare does not work on.",
    )
    scope_owner_id = fields.Many2one(
        "res.users",
        "Decided by",
        copy=False,
        readonly=True,
        index="btree_not_null",
        help="Who received the request and decides about it.",
    )
    scope_note = fields.Text("Why out of scope", copy=False, readonly=True)
    scope_declared_by_id = fields.Many2one(
        "res.users", "Said by", copy=False, readonly=True
    )
    scope_declared_at = fields.Datetime("Out of scope since", copy=False, readonly=True)
    scope_decided_by_id = fields.Many2one(
        "res.users", "Answered by", copy=False, readonly=True
    )
    scope_decided_at = fields.Datetime("Answered", copy=False, readonly=True)
    scope_answer = fields.Text("Answer", copy=False, readonly=True)
    scope_date = fields.Date("Planned for", copy=False, readonly=True)
    may_decide_scope = fields.Boolean(compute="_compute_may_decide_scope")

    @api.model
    def _group_expand_scope_state(self, states, domain):
        """Show the columns that are used, in the order in which they follow."""
        return [state for state, _label in scope.SCOPE_STATES if state in states]

    @property
    def _KEPT_FIELDS(self):
        return super()._KEPT_FIELDS | frozenset(KEPT)

    @api.depends("scope_state", "scope_owner_id")
    @api.depends_context("uid")
    def _compute_may_decide_scope(self):
        for issue in self:
            mine = issue.scope_owner_id == self.env.user or self._is_manager()
            issue.may_decide_scope = bool(
                mine and scope.SCOPE_DECISIONS.get(issue.scope_state)
            )

    # -- Following the state of the issue ---------------------------------------------

    def _apply_facts(self, facts, vals, reason=False, now=None):  # pylint: disable=missing-return
        """As ever; what is out of scope comes back with a reason only."""
        self._check_scope_left(facts, vals, reason)
        super()._apply_facts(facts, vals, reason, now)
        if {"state", "cancel_reason"} & {*facts, *vals}:
            self._follow_scope(now, reason)

    def write(self, vals):
        follow = "cancel_reason" in vals and not set(self._FACTS) & set(vals)
        if follow:
            self._check_scope_left({}, vals)
        res = super().write(vals)
        if follow:
            # sudo: what is said to be out of scope is counted no more.
            self._follow_scope().sudo()._refresh_clocks()
        return res

    def _follow_scope(self, now=None, reason=False):
        """Give what has just been put out of scope its state, and take it back.

        Nobody is told yet: that is handing over.

        :return: the issues concerned
        """
        changed = self.browse()
        for issue in self:
            out = issue.state == "cancelled" and issue.cancel_reason == OUT
            if out and not issue.scope_state:
                issue._write_columns(issue._first_scope(now or fields.Datetime.now()))
            elif not out and issue.scope_state:
                issue._leave_scope(reason)
            else:
                continue
            changed |= issue
        return changed

    def _first_scope(self, now) -> dict:
        """Return the columns of an issue that has just been put out of scope."""
        route = self.category_id.route
        kind = scope.SCOPE_KIND_OF_ROUTE.get(route, "other")
        return {
            "scope_kind": kind,
            "scope_route": self._propose_scope_route(kind),
            "scope_state": "to_route",
            "scope_declared_by_id": self.env.uid,
            "scope_declared_at": now,
        }

    def _propose_scope_route(self, kind):
        """Return where a request of this kind goes."""
        return route_for(kind, self.category_id.route, scope.SCOPE_ROUTE_OF_KIND)

    def _enter_log(self, entries, reason=False):
        """Rows of an old log that were out of scope are listed like the others."""
        issues = super()._enter_log(entries, reason)
        # sudo: the evidence of new rows is kept by us.
        out = issues.sudo().filtered(lambda issue: issue.cancel_reason == OUT)
        out._enter_scope(self.env.uid)
        return issues

    def _enter_scope(self, user_id=None):
        """Give what was put out of scope long ago its state, set-wise.

        :param user_id: who says so; nobody if it is not known any more
        """
        now = fields.Datetime.now()
        self._store_rows(
            {
                issue.id: {
                    **issue._first_scope(issue.ended_at or now),
                    "scope_declared_by_id": user_id,
                }
                for issue in self
            }
        )

    def _settled(self, rows, latest) -> str:
        """What is out of scope is neither kept nor missed."""
        if self.cancel_reason == OUT:
            return "none"
        return super()._settled(rows, latest)

    # -- Words -----------------------------------------------------------------------

    @api.depends(*KEPT)
    def _compute_status_text(self):
        return super()._compute_status_text()

    @api.depends("scope_state")
    def _compute_my_step(self):  # pylint: disable=missing-return
        super()._compute_my_step()
        steps = {
            "to_route": "outside",
            "handed_over": "outside",
            "accepted": "later",
            "planned": "later",
        }
        for issue in self:
            issue.my_step = steps.get(issue.scope_state) or issue.my_step

    def _cancelled_text(self) -> str:
        if not self.scope_state:
            return super()._cancelled_text()
        return self._scope_sentence()

    def _scope_sentence(self) -> str:
        """Return what becomes of a request, in the words of whoever reported it."""
        who = self.scope_owner_id.name or self.env._("Nobody")
        if self.scope_state == "handed_over":
            return self.env._("Not part of hypercare. %s decides about it.", who)
        if self.scope_state == "accepted":
            return self.env._("Not part of hypercare. %s has accepted it.", who)
        if self.scope_state == "planned" and self.scope_date:
            return self.env._(
                "Not part of hypercare. %(name)s has planned it for %(date)s.",
                name=who,
                date=format_date(self.env, self.scope_date, date_format=DAY_OF_YEAR),
            )
        if self.scope_state == "planned":
            return self.env._("Not part of hypercare. %s has planned it.", who)
        if self.scope_state == "declined":
            return self.env._("Not part of hypercare, and declined by %s.", who)
        return self.env._("Not part of hypercare. It is being decided who takes it.")
