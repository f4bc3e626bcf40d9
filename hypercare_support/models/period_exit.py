from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date

from ..const import DAY_OF_YEAR

#: Monitoring goes on to this day at least, counted from go-live.
WATCHED_DAYS = 90


class HypercarePeriod(models.Model):
    """Leaving hypercare: criteria, exit review, monitoring, end."""

    _inherit = "hypercare.period"

    criterion_ids = fields.One2many(
        "hypercare.exit.criterion", "period_id", "Exit criteria"
    )
    exit_review_ids = fields.One2many(
        "hypercare.exit.review", "period_id", "Exit reviews"
    )
    exit_label = fields.Char("Exit", compute="_compute_exit_label")
    watched_until = fields.Date(
        "Monitored until", compute="_compute_watched_until", help="Day 90 from go-live."
    )

    @api.depends("criterion_ids")
    def _compute_exit_label(self):
        for period in self:
            # sudo: a count of criteria for whoever may see the period.
            criteria = period.sudo().criterion_ids
            holding = sum(criterion._is_holding() for criterion in criteria)
            period.exit_label = f"{holding}/{len(criteria)}" if criteria else "–"

    @api.depends("go_live")
    def _compute_watched_until(self):
        for period in self:
            period.watched_until = period.go_live and (
                period.go_live + timedelta(days=WATCHED_DAYS - 1)
            )

    # === CRITERIA === #

    def action_open_criteria(self):
        """Open the exit criteria of the period."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.actions"]._for_xml_id(
            "hypercare_support.exit_criterion_action"
        )
        action["domain"] = [("period_id", "=", self.id)]
        action["context"] = {"default_period_id": self.id}
        return action

    def action_usual_criteria(self):
        """Add the usual exit criteria that the period does not have yet.

        :raise AccessError: for whoever does not run the period
        """
        self.ensure_one()
        self.check_access("write")
        presets = self.env["hypercare.exit.preset"].search(
            [("company_id", "in", (False, self.company_id.id))]
        )
        self._apply_exit_presets(presets)
        return self.action_open_criteria()

    def _apply_exit_presets(self, presets):
        """Add the criteria of presets; what is there under the same name stays."""
        self.ensure_one()
        known = {name.lower() for name in self.criterion_ids.mapped("name")}
        values = [line._criterion_vals() for line in presets.line_ids]
        return self.env["hypercare.exit.criterion"].create(
            [
                {**vals, "period_id": self.id}
                for vals in values
                if vals["name"].lower() not in known
            ]
        )

    def _readiness_items(self):
        items = super()._readiness_items()
        if not self.criterion_ids:
            items.append(
                self._readiness_item(
                    "exit_criteria",
                    self.env._(
                        "No exit criteria are agreed: nobody can say when hypercare is "
                        "over."
                    ),
                    "action_open_criteria",
                    "warning",
                )
            )
        return items

    # === MOVES === #

    def action_begin_exit(self):
        """Go from running to the exit review, and open its draft."""
        self.ensure_one()
        self.check_access("write")
        if self.state == "running":
            self.write({"state": "exit_review"})
        return self.action_exit_review()

    def action_back_to_running(self):
        """Go on with hypercare: the exit has not been agreed."""
        return self.write({"state": "running"})

    def action_close(self):
        """End monitoring; from day 90 on."""
        return self.write({"state": "closed"})

    def action_exit_review(self):
        """Open the latest exit review; a first draft is made for whoever may."""
        self.ensure_one()
        reviews = self.env["hypercare.exit.review"]
        review = reviews.search([("period_id", "=", self.id)], limit=1)
        if not review:
            review = reviews._make(self)
        return {
            "type": "ir.actions.act_window",
            "res_model": reviews._name,
            "res_id": review.id,
            "views": [(False, "form")],
        }

    def _check_state_move(self, target):
        res = super()._check_state_move(target)
        # As for a new period: what the system itself does is not held up.
        if self.env.su:
            return res
        for period in self.filtered(lambda period: period.state != target):
            if target == "monitoring":
                period._check_exit_signed()
            elif target == "running" and period.state == "exit_review":
                period._check_not_signing()
            elif target == "closed":
                period._check_watched()
        return res

    def _check_exit_signed(self):
        """Refuse monitoring without an exit that everybody has signed.

        :raise UserError: saying what is missing
        """
        review = self.exit_review_ids[:1]
        if review.state != "go":
            raise UserError(
                self.env._(
                    "%s goes on to monitoring when its exit review is signed “go” by "
                    "the client project manager, the consultant lead, the business "
                    "owner and the sponsor.",
                    self.name,
                )
            )
        if problems := review._verify():
            raise UserError("\n".join(problems))

    def _check_not_signing(self):
        if self.exit_review_ids[:1].state == "signing":
            raise UserError(
                self.env._(
                    "The exit review of %s is being signed. Press “New version” there "
                    "first.",
                    self.name,
                )
            )

    def _check_watched(self):
        """Refuse to end monitoring before day 90 is over."""
        if self._local_day(fields.Datetime.now()) <= self.watched_until:
            raise UserError(
                self.env._(
                    "%(period)s is monitored to day %(days)s at least, which is "
                    "%(day)s. It can be closed from the day after on.",
                    period=self.name,
                    days=WATCHED_DAYS,
                    day=format_date(
                        self.env, self.watched_until, date_format=DAY_OF_YEAR
                    ),
                )
            )
