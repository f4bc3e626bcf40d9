from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL
from odoo.tools.misc import format_date

from .fetched import fetched

#: A stand-up is short: this many minutes.
MINUTES = 15


class HypercareStandup(models.Model):
    """A daily stand-up of one period, and its minutes.

    Evidence: nobody writes it directly. The screen calls the methods of
    ``standup_board``, ``standup_decide`` and ``standup_close``, which check who may run
    it and write with the rights of the addon; once closed, nothing changes.
    """

    _name = "hypercare.standup"
    _description = "Hypercare Stand-up"
    _inherit = ["hypercare.kept.mixin"]
    _order = "date desc, id desc"
    _rec_name = "date"

    period_id = fields.Many2one(
        "hypercare.period",
        required=True,
        index=True,
        ondelete="restrict",
        readonly=True,
    )
    company_id = fields.Many2one(
        "res.company", required=True, index=True, readonly=True
    )
    date = fields.Date(
        required=True, readonly=True, help="The day in the period's time zone."
    )
    state = fields.Selection(
        [("open", "Not closed"), ("closed", "Closed")],
        default="open",
        required=True,
        readonly=True,
    )
    started_at = fields.Datetime("Started", required=True, readonly=True)
    ended_at = fields.Datetime("Ended", readonly=True)
    led_by_id = fields.Many2one("res.users", "Led by", readonly=True)
    closed_by_id = fields.Many2one("res.users", readonly=True)
    invited_ids = fields.Many2many(
        "res.users", "hypercare_standup_invited_rel", readonly=True
    )
    attended_ids = fields.Many2many(
        "res.users", "hypercare_standup_attended_rel", readonly=True
    )
    notes = fields.Text(readonly=True)
    close_reason = fields.Text(
        "Why something stayed open",
        readonly=True,
        help="Why it was closed although an issue had no owner or no date.",
    )
    minutes_sent_at = fields.Datetime("Minutes sent", readonly=True)
    minutes_problem = fields.Char("Problem with the minutes", readonly=True)
    line_ids = fields.One2many(
        "hypercare.standup.line", "standup_id", "Issues", readonly=True
    )
    duration_text = fields.Char("Took", compute="_compute_duration_text")
    decided_count = fields.Integer("Decided", compute="_compute_counts")
    lacking_count = fields.Integer("Left open", compute="_compute_counts")

    _one_a_day = models.UniqueIndex(
        "(period_id, date)", "There is one stand-up a day in each period."
    )

    @api.depends_context("lang")
    @api.depends("date", "period_id.name")
    def _compute_display_name(self):
        for standup in self:
            standup.display_name = self.env._(
                "Stand-up of %s", standup._date_text() if standup.date else ""
            )

    @api.depends_context("lang")
    @api.depends("started_at", "ended_at")
    def _compute_duration_text(self):
        for standup in self:
            begin, end = standup.started_at, standup.ended_at
            minutes = (
                begin and end and max(round((end - begin).total_seconds() / 60), 1)
            )
            if not minutes:
                standup.duration_text = False
            elif minutes == 1:
                standup.duration_text = self.env._("1 minute")
            elif minutes < 120:
                standup.duration_text = self.env._("%s minutes", minutes)
            else:
                standup.duration_text = self.env._("%s hours", round(minutes / 60))

    @api.depends_context("uid")
    def _compute_counts(self):
        """Count what the user may read."""
        lines = self.env["hypercare.standup.line"]
        domain = [("standup_id", "in", self.ids)]
        counts = {}
        for name, part in (
            ("decided", [("decided_at", "!=", False)]),
            ("lacking", [("lacking", "!=", False)]),
        ):
            counts[name] = dict(
                lines._read_group(domain + part, ["standup_id"], ["__count"])
            )
        for standup in self:
            standup.decided_count = counts["decided"].get(standup, 0)
            standup.lacking_count = counts["lacking"].get(standup, 0)

    def write(self, vals):
        if vals and any(standup.state == "closed" for standup in self):
            raise UserError(
                self.env._("The minutes of a closed stand-up cannot be changed.")
            )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("Stand-ups are evidence and cannot be deleted."))

    def _date_text(self) -> str:
        """Return the day as “Sun 22 Nov”, in the reader's language."""
        self.ensure_one()
        return format_date(self.env, self.date, date_format="EEE d MMM")

    def _shown_lines(self):
        """Return the lines whose issues the user may read."""
        # Not by the field: whoever read it first would decide for everybody.
        return self.env["hypercare.standup.line"].search(
            [("standup_id", "in", self.ids)], order="sequence, id"
        )

    def _all_lines(self):
        """Return all lines, whoever may read them."""
        # sudo: for counting, and for what has to hold for all of them.
        lines = self.env["hypercare.standup.line"].sudo()
        return fetched(lines, [("standup_id", "in", self.ids)], order="sequence, id")

    # -- Who may run it ----------------------------------------------------------------

    @api.model
    def _may_run(self, period) -> bool:
        """Tell whether the user may run the stand-ups of a period.

        The client project manager, the consultant lead, leads of tiers, managers.
        """
        if not self.has_access("read"):
            return False
        if self.env["hypercare.issue"]._is_manager():
            return True
        return self.env.user in self._invited(period)

    def _check_run(self, period):
        """Refuse those who may not run the stand-ups of this period.

        :raise UserError: naming who may
        """
        period.check_access("read")
        if not self._may_run(period):
            # sudo: who may be asked is told to everybody who may read the period.
            leads = (
                period.sudo().client_pm_id | period.sudo().consultant_lead_id
            ).mapped("name")
            raise UserError(
                self.env._(
                    "The stand-up is run by the project manager, the consultant lead, "
                    "or the lead of a tier: ask %s.",
                    ", ".join(leads) or self.env._("a manager"),
                )
            )

    def _check_open(self):
        """Refuse what comes after the end, and people who may not run this one.

        :raise UserError: saying when it was closed, and by whom
        """
        self.ensure_one()
        if not self.exists():
            raise UserError(self.env._("This stand-up does not exist (any more)."))
        self.check_access("read")
        self._check_run(self.period_id)
        if self.state == "closed":
            # sudo: the name of who closed it is part of the minutes.
            raise UserError(
                self.env._(
                    "%(name)s has closed this stand-up. Its minutes cannot be changed.",
                    name=self.sudo().closed_by_id.name or self.env._("Somebody"),
                )
            )
        self._take_turn()

    def _take_turn(self):
        """Have whoever changes this stand-up at the same time come second.

        The second is told by the database that it was late, and tried again by Odoo
        with what the first has done.
        """
        # Raw SQL: a row lock alone would let the second go on with what it saw before.
        self.env.execute_query(
            SQL(
                "UPDATE hypercare_standup SET write_date = %s WHERE id = %s"
                " RETURNING id",
                self.env.cr.now(),
                self.id,
            )
        )

    # -- People ------------------------------------------------------------------------

    @api.model
    def _people(self, period, others=None) -> dict:
        """Return user → tier name of who can own an issue or attend, in order.

        :param others: users whose names will be shown as well: read along
        """
        # sudo: the team of a period is known to whoever runs its stand-up.
        period = period.sudo()
        members = fetched(
            self.env["hypercare.tier.member"].sudo(), [("period_id", "=", period.id)]
        )
        leads = period.client_pm_id | period.consultant_lead_id
        users = members.user_id | leads
        # All names at once, and not once for each field that somebody stands in.
        (users | (others or users).sudo() | self.env.user.sudo()).mapped("name")
        users = users.filtered("active")
        tiers = {}
        for member in members.sorted(lambda member: member.tier_id.level):
            tiers.setdefault(member.user_id, member.tier_id.name)
        order = {user: place for place, user in enumerate(tiers)}
        return {
            user: tiers.get(user, "")
            for user in users.sorted(lambda user: order.get(user, len(order)))
        }

    @api.model
    def _invited(self, period):
        """Return whom a stand-up invites: project manager, consultant, tier leads."""
        # sudo: who leads does not depend on who may read the tiers.
        period = period.sudo()
        tiers = fetched(
            self.env["hypercare.tier"].sudo(), [("period_id", "=", period.id)]
        )
        leads = tiers.sorted("level").lead_id
        invited = period.client_pm_id | period.consultant_lead_id | leads
        return invited.filtered("active")

    def _tell_screens(self, line_id=False):
        """Have the other screens that show this stand-up read it again.

        What has changed is not said: each reads what its user may.
        """
        # sudo: whoever may run it may have it open.
        users = (
            self.sudo().invited_ids | self.sudo().attended_ids | self.sudo().led_by_id
        )
        (users - self.env.user)._bus_send(
            "hypercare_standup", {"id": self.id, "line_id": line_id}
        )
