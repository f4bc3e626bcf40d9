from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..const import OPEN_STATES

#: How many days before the end managers are warned of what is still open.
WARNING_DAYS = 5
#: Periods whose end people were told: only the dialogs change it.
TOLD_STATES = ("running", "exit_review", "monitoring", "closed")
END_FIELDS = ("go_live", "date_end", "end_kind", "latest_end", "first_payroll")
#: How many open issues a refusal names.
NAMED = 10
#: Told to `write` by the dialogs. An object, so that no client can put it into a
#: context.
EXTENDING = object()


class HypercarePeriod(models.Model):
    """How a period ends: on a fixed day or when the criteria hold, never silently."""

    _inherit = "hypercare.period"

    end_kind = fields.Selection(
        [
            ("fixed", "On the planned day"),
            ("criteria", "When the exit criteria hold"),
        ],
        "Ends",
        default="fixed",
        required=True,
        tracking=True,
        help="On the planned day: what is open then is transferred with a plan and an "
        "owner, or hypercare is extended. When the exit criteria hold: it runs on "
        "after the planned day, to the latest end at most.",
    )
    latest_end = fields.Date(
        tracking=True, help="The day after which it has to be extended all the same."
    )
    first_payroll = fields.Date(
        "First payroll", help="If hypercare should see the first payroll through."
    )
    end_notice = fields.Char(
        compute="_compute_end_notice",
        groups="hypercare_support.group_agent,hypercare_support.group_sponsor",
    )
    end_level = fields.Selection(
        [("info", "Note"), ("warning", "Warning"), ("danger", "Overdue")],
        compute="_compute_end_notice",
        groups="hypercare_support.group_agent,hypercare_support.group_sponsor",
    )

    _latest_end_in_order = models.Constraint(
        "CHECK (latest_end IS NULL OR latest_end >= date_end)",
        "The latest end of hypercare cannot lie before its planned end.",
    )

    def write(self, vals):
        self._check_end_kept(vals)
        left = self.browse()
        if vals.get("state") == "cancelled":
            left = self.filtered(lambda period: period.state == "running")
        res = super().write(vals)
        left._note_left_behind()
        return res

    def _note_left_behind(self):
        """Tell the sponsor and the managers what a cancelled period leaves open."""
        for period in self:
            count = period._count_open()
            if not count:
                continue
            # sudo: who is named is told, whoever may read the users.
            named = period.sudo()
            people = named.sponsor_id | named.client_pm_id | named.consultant_lead_id
            period.message_post(
                body=self.env._(
                    "%(who)s has cancelled hypercare with open issues: %(count)s.",
                    who=self.env.user.name,
                    count=count,
                ),
                subtype_xmlid="mail.mt_note",
                partner_ids=(people - self.env.user).partner_id.ids,
            )

    def _check_end_kept(self, vals):
        """Refuse to move go-live or end while people count on them.

        :raise UserError: naming the dialog that does it with a reason
        """
        names = [name for name in END_FIELDS[:-1] if name in vals]
        dialog = self.env.context.get("hypercare_extending") is EXTENDING
        if not names or dialog or self.env.su:
            return
        for period in self.filtered(lambda period: period.state in TOLD_STATES):
            for name in names:
                field = self._fields[name]
                if field.convert_to_cache(vals[name], period) == (
                    field.convert_to_cache(period[name], period)
                ):
                    continue
                if name == "go_live":
                    raise UserError(
                        self.env._(
                            "%s has begun: its go-live stays where it is, since every "
                            "promise and day number counts from it.",
                            period.name,
                        )
                    )
                raise UserError(
                    self.env._(
                        "%(period)s runs: “%(field)s” is not changed by hand. Press "
                        "“Extend” in the period, which asks for the reason and tells "
                        "the stakeholders.",
                        period=period.name,
                        field=field._description_string(self.env),
                    )
                )

    # === WHERE IT STANDS === #

    def _last_day(self):
        """Return the day on which hypercare has to end or be extended."""
        self.ensure_one()
        if self.end_kind == "criteria":
            return self.latest_end or self.date_end
        return self.date_end

    def _open_issues(self):
        """Return the issues that are not finished, most urgent first."""
        self.ensure_one()
        return self.env["hypercare.issue"].search(self._open_domain())

    def _open_domain(self):
        return Domain("period_id", "in", self.ids) & Domain("state", "in", OPEN_STATES)

    def _count_open(self) -> int:
        # sudo: an end counts all issues, whoever may read them.
        return self.env["hypercare.issue"].sudo().search_count(self._open_domain())

    @api.depends_context("lang")
    @api.depends("state", "date_end", "end_kind", "latest_end", "issue_ids.state")
    def _compute_end_notice(self):
        now = fields.Datetime.now()
        for period in self:
            level, text = False, False
            if period.state in ("running", "exit_review") and period.date_end:
                level, text = period._end_words(period._local_day(now))
            period.end_level, period.end_notice = level, text

    def _end_words(self, today):
        """Return how urgent the end is and what to say about it, or nothing."""
        last, count = self._last_day(), self._count_open()
        values = {"day": self._long_day(last), "count": count}
        if today > last and count == 1:
            return "danger", self.env._(
                "Hypercare ended on %(day)s with 1 open issue: transfer it or extend.",
                **values,
            )
        if today > last and count:
            return "danger", self.env._(
                "Hypercare ended on %(day)s with %(count)s open issues: transfer them "
                "or extend.",
                **values,
            )
        if today > last and self.state == "running":
            return "warning", self.env._(
                "Hypercare ended on %(day)s and no issue is open: go on to the exit "
                "review.",
                **values,
            )
        if today > self.date_end and self.end_kind == "criteria":
            return "info", self.env._(
                "The planned end has passed; hypercare runs until the exit criteria "
                "hold, to %(day)s at the latest. Open issues: %(count)s.",
                **values,
            )
        if count and last - timedelta(days=WARNING_DAYS) <= today <= last:
            return "warning", self.env._(
                "Hypercare ends on %(day)s; open issues: %(count)s. What is open then "
                "is transferred with a plan and an owner, or hypercare is extended.",
                **values,
            )
        return False, False

    # === THE GUARD === #

    def _check_state_move(self, target):
        """Refuse every step towards the end while a fixed end leaves issues behind."""
        res = super()._check_state_move(target)
        if target not in ("exit_review", "monitoring", "closed"):
            return res
        for period in self.filtered(
            lambda period: period.state != target and period.end_kind == "fixed"
        ):
            count = period._count_open()
            if not count or self.env.su:
                continue
            lines = [
                f"• {issue.display_name}" for issue in period._open_issues()[:NAMED]
            ]
            if count > len(lines):
                lines.append(self.env._("• and %s more", count - len(lines)))
            raise UserError(
                self.env._(
                    "%(period)s ends on a fixed day, and these issues are open:\n"
                    "%(issues)s\nTransfer them with a plan and an owner (“Transfer "
                    "what is open”), or extend hypercare.",
                    period=period.name,
                    issues="\n".join(lines),
                )
            )
        return res
