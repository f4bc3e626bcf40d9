from odoo import fields, models
from odoo.exceptions import UserError


class HypercareIssue(models.Model):
    """The buttons of an issue: each one is a change of facts."""

    _inherit = "hypercare.issue"

    def action_take(self):
        """Make the user the owner; takes the issue for the user's tier.

        :raise UserError: if somebody else was faster
        """
        self.check_access("write")
        self._lock_rows()
        for issue in self:
            if issue.user_id and issue.user_id != self.env.user:
                raise UserError(
                    self.env._(
                        "%(owner)s has taken %(issue)s already. Change the owner if "
                        "you want to take over.",
                        owner=issue.user_id.name,
                        issue=issue.number,
                    )
                )
        given = self.filtered(lambda issue: issue.user_id == self.env.user)
        (self - given).write({"user_id": self.env.uid})
        # sudo: agents take issues; turns and clocks are kept by us.
        given.sudo()._take_given(fields.Datetime.now())
        return True

    def action_start(self):
        return self.write({"state": "in_progress"})

    def action_wait_reporter(self):
        return self.write({"state": "waiting", "waiting_for": "reporter"})

    def action_wait_third_party(self):
        return self.write({"state": "waiting", "waiting_for": "third_party"})

    def action_resolve(self):
        return self.write({"state": "resolved"})

    def action_close(self):
        return self.write({"state": "closed"})

    def action_reopen(self):
        for issue in self:
            issue.write({"state": "assigned" if issue.user_id else "in_progress"})

    def action_cancel(self):
        return self.write({"state": "cancelled"})

    def action_transfer(self):
        return self.write({"state": "transferred"})

    def action_next_tier(self):
        """Hand the issue to the tier above.

        :raise UserError: if there is none
        """
        for issue in self:
            tier = issue.tier_id.next_tier()
            if not tier:
                raise UserError(
                    self.env._("%s is at the highest tier already.", issue.number)
                )
            issue.write({"tier_id": tier.id})
