from odoo import fields, models

from .period_watch import MANAGER


class HypercareShift(models.Model):
    """Giving a shift to somebody else, as a whole or in part."""

    _inherit = "hypercare.shift"

    swap_ids = fields.One2many("hypercare.shift.swap", "shift_id", "Asked")
    may_give = fields.Boolean(compute="_compute_may_give")

    def _compute_may_give(self):
        is_manager = self.env.user.has_group(MANAGER)
        now = fields.Datetime.now()
        for shift in self:
            mine = shift.user_id == self.env.user
            shift.may_give = (
                bool(shift.id and shift.end_at)
                and shift.end_at > now
                and (mine or is_manager)
            )

    def action_swap(self):
        """Ask a colleague to take over this shift, or part of it."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Ask a colleague to take over"),
            "res_model": "hypercare.shift.swap",
            "views": [
                [self.env.ref("hypercare_support.shift_swap_view_form_ask").id, "form"]
            ],
            "target": "new",
            "context": {"default_shift_id": self.id},
        }

    def _colleagues(self):
        """Return who may take over: the other people of the tier."""
        # sudo: who is in the tier does not depend on who asks.
        tier = self.sudo().tier_id
        others = (tier.user_ids | tier.backup_id) - self.user_id
        return others.filtered("active").with_env(self.env)

    def _swap_values(self) -> dict:
        """Return what a request to take over the rest of this shift begins with."""
        now = fields.Datetime.now().replace(second=0, microsecond=0)
        return {
            "tier_id": self.tier_id.id,
            "user_id": self.user_id.id,
            "start_at": max(self.start_at, min(now, self.end_at)),
            "end_at": self.end_at,
        }

    def _give(self, user, begin, end):
        """Have somebody else on call between two moments of this shift.

        What is before and after stays with whoever has it.

        :param begin, end: naive UTC, within the shift
        """
        self.ensure_one()
        owner = self.user_id
        taken = {
            "user_id": user.id,
            # Whoever takes over cannot stand in for himself.
            "backup_id": (owner if self.backup_id == user else self.backup_id).id,
        }
        before, after = (self.start_at, begin), (end, self.end_at)
        rest = [part for part in (before, after) if part[0] < part[1]]
        if not rest:
            self.write(taken)
            return
        kept = {"tier_id": self.tier_id.id, "backup_id": self.backup_id.id}
        self.write({"start_at": rest[0][0], "end_at": rest[0][1]})
        self.create(
            [
                {**kept, **taken, "start_at": begin, "end_at": end},
                *(
                    {**kept, "user_id": owner.id, "start_at": first, "end_at": last}
                    for first, last in rest[1:]
                ),
            ]
        )
