from datetime import datetime

from odoo import models
from odoo.tools import SQL

from .. import const


class HypercareIssueEvent(models.Model):
    _inherit = "hypercare.issue.event"

    # Who was given an issue when: for taking turns.
    _owner_idx = models.Index("(\"new\", at, id) WHERE kind = 'owner'")


class HypercareTier(models.Model):
    """Who of a tier gets an issue that arrives by itself."""

    _inherit = "hypercare.tier"

    def _next_assignee(self, now, load=None):
        """Return who gets the next issue of this tier, by its rule; may be empty.

        Turns and loads are read from what happened, so there is no counter that two
        transactions could fight over: two that decide at the same moment may choose
        the same person, which the next turn evens out.

        :param now: naive UTC
        :param load: user id → issues given but not written yet, for callers that
            decide about several; counted up for the user returned
        """
        self.ensure_one()
        # sudo: who gets it does not depend on who reports it.
        tier = self.sudo()
        load = {} if load is None else load
        if tier.assignment == "lead":
            lead = tier._available(tier.lead_id, now)
            chosen = lead or tier._backup(now, except_users=tier.lead_id)
        elif tier.assignment in ("round_robin", "fewest_open"):
            chosen = tier._least_burdened(
                tier._available(tier._members_at(now).user_id, now), load
            )
        else:
            chosen = tier.env["res.users"]
        if chosen:
            load[chosen.id] = load.get(chosen.id, 0) + 1
        return chosen.with_env(self.env)

    def _least_burdened(self, users, load):
        """Return whose turn it is: fewest issues first, then who waited longest."""
        if not users:
            return users
        given = self._last_given(users)
        open_counts = {}
        if self.assignment == "fewest_open":
            open_counts = self._open_counts(users)

        def burden(user):
            count = open_counts.get(user, 0) + load.get(user.id, 0)
            return count, given[user.id]

        # min() takes the first of equals: the order of the members.
        return min(users, key=burden)

    def _open_counts(self, users) -> dict:
        """Return user → open issues owned, in all logs of the company."""
        issues = self.env["hypercare.issue"]
        return dict(
            issues._read_group(
                [
                    ("user_id", "in", users.ids),
                    ("company_id", "=", self.company_id.id),
                    ("state", "in", const.OPEN_STATES),
                ],
                ["user_id"],
                ["__count"],
            )
        )

    def _last_given(self, users) -> dict[int, tuple]:
        """Return user id → when they last got an issue that this tier has or had."""
        self.env["hypercare.issue.event"].flush_model()
        self.env["hypercare.issue.engagement"].flush_model()
        # Raw SQL: one step down an index per user, however long the history.
        rows = self.env.execute_query(
            SQL(
                """
                SELECT person.id, latest.at, latest.id
                  FROM unnest(%(users)s) AS person (id)
                  LEFT JOIN LATERAL (
                       SELECT event.at, event.id
                         FROM hypercare_issue_event event
                        WHERE event.kind = 'owner'
                          AND event."new" = person.id::text
                          AND EXISTS (
                              SELECT FROM hypercare_issue_engagement turn
                               WHERE turn.issue_id = event.issue_id
                                 AND turn.tier_id = %(tier)s)
                        ORDER BY event.at DESC, event.id DESC
                        LIMIT 1) latest ON TRUE
                """,
                users=users.ids,
                tier=self.id,
            )
        )
        return {user: (at or datetime.min, event or 0) for user, at, event in rows}
