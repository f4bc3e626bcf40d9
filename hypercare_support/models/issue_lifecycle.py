from collections import defaultdict

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from .. import const


class HypercareIssue(models.Model):
    """What may happen to an issue: one guarded way for every change of fact.

    Buttons, drag and drop, import, mail and RPC all end in ``_apply_facts``. It
    checks the table of permitted moves, stores what happened as events, and lets
    engagements, pauses and clocks follow – set-wise, for any number of issues.
    """

    _inherit = "hypercare.issue"

    # -- The guarded method ----------------------------------------------------------

    def _apply_facts(self, facts, vals, reason=False, now=None):
        """Change state, severity, tier, owner or what these issues wait for.

        :param facts: new values for some of ``_FACTS``
        :param vals: other values to write in the same act
        :param reason: why, kept with the events
        :param now: when it happened (naive UTC), for history entered afterwards
        :raise UserError: for an unknown value, a forbidden move or a missing plan
        """
        for name in ("state", "severity"):
            if name in facts:
                self._check_choice(name, facts[name])
        if facts.get("waiting_for"):
            self._check_choice("waiting_for", facts["waiting_for"])
        for name in ("tier_id", "user_id"):
            self._check_record(name, facts.get(name))
        self._lock_rows()
        now = now or fields.Datetime.now()
        team_ids = self._team_ids()
        manages = self._is_manager()
        groups, changes_by_id = defaultdict(list), {}
        for issue in self:
            is_member = self.env.uid in team_ids.get(issue.period_id.id, ())
            changes = issue._derive_changes(facts, vals, now, is_member)
            if changes and (is_member or manages):
                changes["acted_at"] = now
            groups[tuple(sorted(changes.items()))].append(issue.id)
            if changes:
                changes_by_id[issue.id] = changes
        changed = self.browse(changes_by_id)
        before = {
            issue.id: {name: issue[name] for name in (*self._FACTS, "ended_at")}
            for issue in changed
        }
        for changes, ids in groups.items():
            self.browse(ids)._write_columns({**vals, **dict(changes)})
        if changed:
            # sudo: agents change facts; events, turns and clocks are kept by us.
            changed.sudo()._follow_facts(before, reason, now)

    def _lock_rows(self):
        """Wait for and take the row locks that the escalation sweep takes as well."""
        # Raw SQL: the ORM's lock gives up at once instead of waiting its turn.
        self.env.execute_query(
            SQL(
                "SELECT id FROM %s WHERE id IN %s ORDER BY id FOR NO KEY UPDATE",
                SQL.identifier(self._table),
                tuple(self.ids) or (0,),
            )
        )

    def _derive_changes(self, facts, vals, now, is_member) -> dict:
        """Return what really changes on this issue, with what follows from it."""
        self.ensure_one()
        changes = {
            name: value
            for name, value in facts.items()
            if value != self._fields[name].convert_to_write(self[name], self)
        }
        owner = changes.get("user_id", self.user_id.id)
        if "tier_id" in changes and "user_id" not in changes and owner:
            tier = self.env["hypercare.tier"].browse(changes["tier_id"])
            # sudo: the members of a tier are a fact, whoever may read them.
            if owner not in tier.sudo().user_ids.ids:
                changes["user_id"] = owner = False
        state = changes.get("state", self.state)
        if "state" not in changes and "user_id" in changes:
            if owner and state == "new":
                changes["state"] = "assigned"
            elif not owner and state == "assigned":
                changes["state"] = "new"
        if "state" in changes:
            self._check_move(self, changes["state"])
            changes |= self._changes_of_state(
                changes["state"], owner, {**vals, **facts}, now, is_member
            )
        elif state != "waiting":
            changes.pop("waiting_for", None)
        if changes:
            changes |= self._changes_of_planning(changes, now)
        return changes

    def _changes_of_planning(self, changes, now) -> dict:
        """Return the moments that escalation rules count from."""
        planning = {}
        severity = changes.get("severity", self.severity)
        reopened = "reopen_count" in changes
        if severity != self.severity or reopened:
            planning["severity_since"] = now
            if severity not in const.URGENT_SEVERITIES:
                planning["urgent_since"] = False
            elif reopened or self.severity not in const.URGENT_SEVERITIES:
                planning["urgent_since"] = now
        return planning

    def _changes_of_state(self, target, owner, vals, now, is_member) -> dict:
        """Return the columns that follow from entering a state."""
        changes = {"waiting_for": False}
        reopened = self.state in const.ENDED_STATES and target in const.OPEN_STATES
        if reopened:
            changes |= {
                "ended_at": False,
                "resolved_at": False,
                "closed_at": False,
                "cancel_reason": False,
                "reopen_count": self.reopen_count + 1,
                **self._changes_of_fix(),
            }
        if target in const.ENDED_STATES and self.state not in const.ENDED_STATES:
            changes["ended_at"] = now
        if target == "new" and owner:
            changes["user_id"] = False
        elif target in ("assigned", "in_progress", "waiting", "resolved") and not owner:
            # Whoever of the team moves an issue that nobody has, has it.
            if is_member:
                changes["user_id"] = self.env.uid
            elif target == "assigned":
                raise UserError(
                    self.env._("Choose the owner of %s to assign it.", self.number)
                )
        if target == "waiting":
            changes["waiting_for"] = vals.get("waiting_for") or "reporter"
        elif target == "resolved":
            changes["resolved_at"] = now
        elif target == "closed":
            changes["closed_at"] = now
        elif target == "cancelled":
            changes["cancel_reason"] = (
                vals.get("cancel_reason") or self.cancel_reason or "not_an_issue"
            )
        elif target == "transferred":
            self._check_transfer_plan(vals)
        return changes

    def _check_transfer_plan(self, vals):
        """An issue leaves hypercare only with a plan and somebody who owns it."""
        if not (
            vals.get("plan", self.plan)
            and vals.get("plan_owner_id", self.plan_owner_id.id)
        ):
            raise UserError(
                self.env._(
                    "Write down the resolution plan of %s and who owns it before you "
                    "transfer the issue.",
                    self.number,
                )
            )

    # -- What follows ------------------------------------------------------------------

    def _follow_facts(self, before, reason, now):
        """Write events, then move turns, pauses and clocks, then their due times."""
        self._log_events(before, reason, now)
        self._move_engagements(before, now)
        self._move_pauses(before, now)
        fresh = self._move_clocks(before, now)
        # A severity changed in the same act counts: fresh clocks are aimed by it.
        fresh |= self._answered_by_act(before)._register_response(now)
        self._refresh_clocks(fresh)

    def _take_given(self, now):
        """Record that the owner takes what a rule had given to him."""
        if not self:
            return
        facts = {
            issue.id: {name: issue[name] for name in (*self._FACTS, "ended_at")}
            for issue in self
        }
        self._follow_facts(facts, False, now)
        self._store_act(now)
        self._refresh_clocks(self._register_response(now))

    def _store_act(self, now):
        """Remember when the team last did something; nobody has edited the issue."""
        self._store_rows({issue.id: {"acted_at": now} for issue in self})

    def _answered_by_act(self, before):
        """Return the issues that somebody took, was given, or has worked on.

        Moving an issue to another tier or severity answers nobody.
        """
        return self.filtered(
            lambda issue: (
                issue.user_id and issue.user_id != before[issue.id]["user_id"]
            )
            or (
                issue.state != before[issue.id]["state"]
                and issue.state in ("in_progress", "waiting", "resolved")
            )
        )

    def _log_events(self, before, reason, now=None):
        """Append one event per fact that changed.

        :param before: issue id → facts before the change; ``{}`` for a new issue
        :param now: when it happened; for new issues, when they were reported
        """
        self.env["hypercare.issue.event"]._insert_rows(
            [
                {
                    "issue_id": issue.id,
                    "company_id": issue.company_id.id,
                    "kind": kind,
                    "old": self._fact_text(before[issue.id].get(name)),
                    "new": self._fact_text(issue[name]),
                    "at": now or issue.reported_at,
                    "user_id": self.env.uid,
                    "reason": reason,
                }
                for issue in self
                for name, kind in self._EVENT_KIND.items()
                if before[issue.id].get(name, False) != issue[name]
                and (before[issue.id] or issue[name])
            ]
        )

    _EVENT_KIND = {
        "waiting_for": "waiting",
        "state": "state",
        "severity": "severity",
        "tier_id": "tier",
        "user_id": "owner",
    }

    def _fact_text(self, value) -> str | bool:
        """Return a fact as stored in an event: the value, or the record's id."""
        if isinstance(value, models.BaseModel):
            return str(value.id) if value else False
        return value or False

    def _open(self, facts_list):
        """Start the history and the clocks of new issues, then apply first facts."""
        self._log_events({issue.id: {} for issue in self}, False)
        turns = self._open_engagements({issue.id: issue.reported_at for issue in self})
        self._open_clocks(turns)
        groups = defaultdict(list)
        for issue, facts in zip(self, facts_list, strict=True):
            facts = {name: value for name, value in facts.items() if value}
            if facts and facts != {"state": "new"}:
                groups[tuple(sorted(facts.items()))].append(issue.id)
        for facts, ids in groups.items():
            self.browse(ids)._apply_facts(dict(facts), {})
