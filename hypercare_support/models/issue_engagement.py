from odoo import fields, models

from .. import const

#: Told to the lifecycle when a rule acts, not a person. An object, so that no client
#: can put it into a context.
AUTOMATIC = object()


class HypercareIssueEngagement(models.Model):
    """A tier's turn on an issue: received, taken by whom, left.

    Most issues have one open turn; an S1 has one for every tier at once.
    """

    _name = "hypercare.issue.engagement"
    _description = "Hypercare Tier's Turn"
    _inherit = ["hypercare.bulk.mixin"]
    _order = "received_at, id"
    _rec_name = "tier_id"

    issue_id = fields.Many2one(
        "hypercare.issue", required=True, index=True, ondelete="cascade", readonly=True
    )
    company_id = fields.Many2one(
        "res.company", required=True, index=True, readonly=True
    )
    tier_id = fields.Many2one(
        "hypercare.tier", required=True, index=True, ondelete="restrict", readonly=True
    )
    level = fields.Selection(related="tier_id.level")
    received_at = fields.Datetime("Received", required=True, readonly=True)
    taken_at = fields.Datetime("Taken", readonly=True)
    left_at = fields.Datetime("Left", readonly=True)
    user_id = fields.Many2one("res.users", "Taken by", readonly=True)

    _open_idx = models.Index("(issue_id) WHERE left_at IS NULL")

    def _take(self, now):
        """Record who took these turns: the owner, if a member of the tier."""
        for turn in self.filtered(lambda turn: not turn.taken_at):
            owner = turn.issue_id.user_id
            if owner and owner in turn.tier_id.user_ids:
                turn.write({"taken_at": now, "user_id": owner.id})


class HypercareIssue(models.Model):
    _inherit = "hypercare.issue"

    def _open_engagements(self, received_at):
        """Start turns: of the issue's tier, and of every tier for an S1.

        :param received_at: issue id → moment (UTC) at which the tiers receive it
        :return: the new engagements
        """
        Engagement = self.env["hypercare.issue.engagement"]
        open_pairs = {
            (turn.issue_id.id, turn.tier_id.id)
            for turn in Engagement.search(
                [("issue_id", "in", self.ids), ("left_at", "=", False)]
            )
        }
        return Engagement._insert_rows(
            [
                {
                    "issue_id": issue.id,
                    "company_id": issue.company_id.id,
                    "tier_id": tier.id,
                    "received_at": received_at[issue.id],
                }
                for issue in self
                for tier in issue._engaged_tiers()
                if (issue.id, tier.id) not in open_pairs
            ]
        )

    def _engaged_tiers(self):
        """Return the tiers that have to act on this issue now."""
        self.ensure_one()
        if self.severity == "s1":
            return self.period_id.tier_ids.filtered(lambda tier: tier.level != "l0")
        return self.tier_id

    def _move_engagements(self, before, now):
        """Take, end and start turns after a fact has changed."""
        turns = self._open_turns()
        # Whom a rule gives an issue has not taken it yet.
        automatic = self.env.context.get("hypercare_automatic") is AUTOMATIC
        if not automatic:
            turns._take(now)
        leaving = turns.filtered(
            lambda turn: turn.issue_id.state in const.ENDED_STATES
            or turn.tier_id not in turn.issue_id._engaged_tiers()
        )
        leaving.write({"left_at": now})
        going = self.filtered(lambda issue: issue.state not in const.ENDED_STATES)
        arrived = going._open_engagements(dict.fromkeys(going.ids, now))
        if not automatic:
            arrived._take(now)

    def _open_turns(self):
        return self.env["hypercare.issue.engagement"].search(
            [("issue_id", "in", self.ids), ("left_at", "=", False)]
        )
