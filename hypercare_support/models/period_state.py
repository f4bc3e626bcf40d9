from odoo import api, fields, models
from odoo.exceptions import UserError

from ..const import PERIOD_MOVES


class HypercarePeriod(models.Model):
    """From draft to closed: what a period needs before it may start."""

    _inherit = "hypercare.period"

    problem = fields.Text(
        compute="_compute_problem",
        help="What stops the SLA clocks or escalations of this period from working.",
    )

    @api.depends("calendar_id.attendance_ids", "calendar_id.active", "policy_id")
    def _compute_problem(self):
        for period in self:
            period.problem = "\n".join(period._get_problems())

    # -- State ---------------------------------------------------------------

    def action_ready(self):
        return self.write({"state": "ready"})

    def action_start(self):
        return self.write({"state": "running"})

    def action_back_to_draft(self):
        return self.write({"state": "draft"})

    def action_cancel(self):
        return self.write({"state": "cancelled"})

    def action_open_issues(self):
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.actions"]._for_xml_id(
            "hypercare_support.issue_action"
        )
        action["context"] = {
            "default_period_id": self.id,
            "search_default_open": 1,
            "search_default_period_id": self.id,
        }
        return action

    def _check_state_move(self, target):
        """Refuse a state that the period cannot go to from where it is.

        :raise UserError: naming the period and what is possible or missing
        """
        labels = dict(self._fields["state"]._description_selection(self.env))
        if target not in labels:
            raise UserError(self.env._("Unknown period state “%s”.", target))
        for period in self.filtered(lambda period: period.state != target):
            if target not in PERIOD_MOVES[period.state]:
                raise UserError(
                    self.env._(
                        "%(period)s is %(state)s and cannot become %(target)s.",
                        period=period.name,
                        state=labels[period.state],
                        target=labels[target],
                    )
                )
            is_start = period.state in ("draft", "ready")
            if not is_start or target not in ("ready", "running"):
                continue
            if not self._is_forcing():
                period._check_mail_again()
                missing = period._get_missing()
                if missing:
                    raise UserError(period._missing_text(missing))

    def _check_company_free(self, company_id):
        """Refuse to move a period with issues to another company."""
        moved = self.filtered(lambda period: period.company_id.id != company_id)
        if moved._has_issues():
            raise UserError(
                self.env._("A period that has issues stays with its company.")
            )

    def _has_issues(self) -> bool:
        """Tell whether anything was logged, whoever may see it."""
        # sudo: confidential issues are evidence too.
        issues = self.env["hypercare.issue"].sudo()
        return bool(issues.search_count([("period_id", "in", self.ids)], limit=1))

    def _get_problems(self) -> list[str]:
        """Return, in plain words, what stops the clocks from running."""
        self.ensure_one()
        if not self.policy_id:
            return [self.env._("No SLA policy is chosen: nothing has a due time.")]
        if not self.calendar_id:
            return [
                self.env._(
                    "No support hours are chosen: promises in working hours and "
                    "business days have no due time."
                )
            ]
        if not self.calendar_id.active:
            return [
                self.env._(
                    "The support hours “%s” are archived; the clocks still use them. "
                    "Choose others or restore them.",
                    self.calendar_id.name,
                )
            ]
        if not self.calendar_id.attendance_ids and not self.calendar_id.flexible_hours:
            return [
                self.env._(
                    "The support hours “%s” never open: promises in working hours "
                    "and business days have no due time.",
                    self.calendar_id.name,
                )
            ]
        return []
