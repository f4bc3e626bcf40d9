from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import UserError


class HypercareIssue(models.Model):
    """Who is who: the team that works on an issue, and its reporter."""

    _inherit = "hypercare.issue"

    can_work = fields.Boolean(compute="_compute_can_work")
    is_reporter = fields.Boolean(compute="_compute_can_work")

    @api.depends_context("uid")
    @api.depends("period_id.tier_ids.member_ids.user_id", "reporter_id")
    def _compute_can_work(self):
        """Which buttons the user gets; what they may do is decided by the rules."""
        for issue in self:
            issue.can_work = self._may_work(issue.period_id)
            issue.is_reporter = issue.reporter_id == self.env.user

    @api.model
    def _may_work(self, period) -> bool:
        """Tell whether the user works in the period: tier member or manager."""
        # sudo: who is in the team does not depend on who may read the tiers.
        team = period.sudo().tier_ids.user_ids
        return self.env.su or self._is_manager() or self.env.user in team

    @api.model
    def _is_manager(self) -> bool:
        """Tell whether a human manager acts; the system's own user is none."""
        return self.env.uid != SUPERUSER_ID and self.env.user.has_group(
            "hypercare_support.group_manager"
        )

    def _follow_reporters(self):
        """Have reporters follow, and outsiders follow nothing confidential."""
        # sudo: who follows is the log's business, whoever made the change.
        for issue in self.sudo():
            reporter = issue.reporter_id.partner_id
            if reporter and issue.reporter_id != self.env.user:
                issue.message_subscribe(reporter.ids)
            if issue.confidential:
                issue._drop_outsiders()

    def _acted_on_by_team(self):
        """Return the issues on which what the user does is an act of the team.

        That is the act of a human tier member who is not the reporter.
        """
        team_ids = self._team_ids()
        return self.filtered(
            lambda issue: self.env.uid in team_ids.get(issue.period_id.id, ())
            and issue.reporter_id.id != self.env.uid
        )

    def _team_ids(self) -> dict[int, set[int]]:
        """Return the user ids of all tier members, by period id."""
        # sudo: whether an act counts as the team's must not depend on who asks.
        members = self.env["hypercare.tier.member"].sudo()
        return {
            period.id: set(users.ids)
            for period, users in members._read_group(
                [("period_id", "in", self.period_id.ids)],
                ["period_id"],
                ["user_id:recordset"],
            )
        }

    # -- Acts of the reporter ----------------------------------------------------

    def action_confirm_solved(self):
        """The reporter says it is solved: close the issue.

        :raise UserError: if the user did not report it, or it is not resolved
        """
        self._check_reporter(("resolved",))
        # sudo: a reporter may confirm without being allowed to write the log.
        self.sudo().write({"state": "closed"})

    def action_not_solved(self):
        """The reporter says it is not solved: reopen the issue.

        :raise UserError: if the user did not report it, or it is not resolved
        """
        self._check_reporter(("resolved", "closed"))
        # sudo: as above; the guarded method still checks the move.
        for issue in self.sudo():
            issue.write({"state": "assigned" if issue.user_id else "in_progress"})

    def _check_reporter(self, states):
        """Refuse acts that belong to the person who reported a resolved issue."""
        self.check_access("read")
        if any(issue.reporter_id != self.env.user for issue in self) and not (
            self.has_access("write")
        ):
            raise UserError(
                self.env._(
                    "Only the person who reported the issue can say whether it is "
                    "solved."
                )
            )
        for issue in self:
            if issue.state not in states:
                raise UserError(
                    self.env._(
                        "%s has not been resolved, so there is nothing to confirm yet.",
                        issue.number,
                    )
                )
