from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date

#: Conditions are agreed while nothing is signed: they are sealed with the content.
#: After a no-go that is the next version.
OPEN_STATES = ("draft",)


class HypercareExitCondition(models.Model):
    """What has to be done before, or although, hypercare is left."""

    _name = "hypercare.exit.condition"
    _description = "Condition of a Hypercare Exit"
    _inherit = ["hypercare.input.mixin"]
    _order = "review_id, date, id"

    _DERIVED = ("company_id",)
    _FIXED = ("review_id",)

    review_id = fields.Many2one(
        "hypercare.exit.review", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        related="review_id.company_id", store=True, index=True, precompute=True
    )
    name = fields.Char("Condition", required=True)
    user_id = fields.Many2one("res.users", "Who", required=True, ondelete="restrict")
    date = fields.Date("By", required=True)
    done_at = fields.Datetime("Done", readonly=True, copy=False)
    done_by_id = fields.Many2one("res.users", "Done by", readonly=True, copy=False)
    may_finish = fields.Boolean(compute="_compute_may_finish")

    @api.depends_context("uid")
    @api.depends("user_id", "done_at")
    def _compute_may_finish(self):
        runs = self.env.user.has_group("hypercare_support.group_manager")
        for condition in self:
            mine = condition.user_id == self.env.user
            condition.may_finish = not condition.done_at and (runs or mine)

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_kept(vals)
        conditions = super().create(vals_list)
        conditions._check_open()
        return conditions

    def write(self, vals):
        self._check_kept(vals)
        self._check_open()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_while_open(self):
        self._check_open()

    def _check_kept(self, vals):
        if vals.get("done_at") or vals.get("done_by_id"):
            raise UserError(self.env._("Press “Done” when a condition is fulfilled."))

    def _check_open(self):
        """Refuse to change the conditions of what is signed.

        :raise UserError: naming the review
        """
        for condition in self:
            if condition.review_id.state not in OPEN_STATES or condition.done_at:
                raise UserError(
                    self.env._(
                        "“%s” was agreed and stays as it is. Press “New version” in "
                        "the exit review to agree on something else.",
                        condition.name,
                    )
                )

    def action_done(self):
        """Note that conditions are fulfilled: by their owner or a manager.

        :raise UserError: for everybody else
        """
        for condition in self.filtered(lambda one: not one.done_at):
            condition.check_access("read")
            if not condition.may_finish:
                raise UserError(
                    self.env._(
                        "“%(condition)s” is done when %(name)s says so.",
                        condition=condition.name,
                        name=condition.user_id.name,
                    )
                )
            # sudo: the owner of a condition need not be a manager.
            super(HypercareExitCondition, condition.sudo()).write(  # pylint: disable=super-method-mismatch
                {"done_at": fields.Datetime.now(), "done_by_id": self.env.uid}
            )
        return True

    @api.model
    def _agree(self, review, vals_list):
        """Write down the conditions of a no-go, which is being signed.

        :raise UserError: for one that lacks words, or a person who could do it
        """
        today = review.period_id._local_day(fields.Datetime.now())
        for vals in vals_list:
            # sudo: the owner of a condition is a colleague, whoever signs.
            user = self.env["res.users"].sudo().browse(vals["user_id"])
            if not (vals["name"] or "").strip() or not user.active or user.share:
                raise UserError(
                    self.env._(
                        "A condition says what has to be done, and names a colleague "
                        "who does it."
                    )
                )
            if not vals["date"] or vals["date"] < today:
                raise UserError(
                    self.env._(
                        "“%s” needs a day that is still to come.", vals["name"].strip()
                    )
                )
        # sudo: who signs need not be a manager; the guards are for everybody else.
        return super(HypercareExitCondition, self.sudo()).create(  # pylint: disable=super-method-mismatch
            [
                {**vals, "name": vals["name"].strip(), "review_id": review.id}
                for vals in vals_list
            ]
        )

    def _in_words(self) -> str:
        """Return “Count the stock: Rahima Begum, by 3 Mar 2026”."""
        self.ensure_one()
        return self.env._(
            "%(condition)s: %(name)s, by %(day)s",
            condition=self.name,
            name=self.user_id.name,
            day=format_date(self.env, self.date, date_format="d MMM y"),
        )

    def _sealed(self) -> dict:
        """Return what the seal covers: what was agreed, not whether it is done."""
        self.ensure_one()
        return {
            "id": self.id,
            "name": self.name,
            "user": self.user_id.id,
            "date": fields.Date.to_string(self.date),
        }

    @api.model
    def _take_over(self, conditions, review):  # pylint: disable=missing-return
        """Carry the conditions of one version into the next, done or not."""
        # The guards are for everybody else.
        super().create(  # pylint: disable=super-method-mismatch
            [
                {
                    "review_id": review.id,
                    "name": condition.name,
                    "user_id": condition.user_id.id,
                    "date": condition.date,
                    "done_at": condition.done_at,
                    "done_by_id": condition.done_by_id.id,
                }
                for condition in conditions
            ]
        )
