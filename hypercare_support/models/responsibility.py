from odoo import api, fields, models
from odoo.exceptions import UserError

KINDS = [
    ("system_administration", "System administration"),
    ("configuration_approval", "Configuration changes: approves"),
    ("configuration_work", "Configuration changes: carries out"),
    ("data_quality", "Data quality"),
    ("report_maintenance", "Report maintenance"),
    ("user_support", "User support"),
    ("ticketing", "Issue log (ticketing)"),
    ("knowledge_base", "Answers and instructions (knowledge base)"),
    ("monitoring", "Watching the system (monitoring)"),
    ("other", "Other"),
]
#: What was accepted: if any of it changes, it is accepted anew.
ACCEPTED = ("name", "description", "owner_after_id", "process_url", "process_file_ids")
ACTIVITY = "mail_activity_type_accept"


class HypercareResponsibility(models.Model):
    """A duty that moves from the project to the business.

    Complete when the person who has it afterwards has accepted it on screen, with the
    process written down.
    """

    _name = "hypercare.responsibility"
    _description = "Hypercare Responsibility"
    _inherit = [
        "hypercare.attested.mixin",
        "hypercare.input.mixin",
        "hypercare.tell.mixin",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _order = "period_id, sequence, id"

    _DERIVED = ("company_id",)
    _FIXED = ("period_id",)
    _ATTESTED = ("accepted_at", "accepted_by_id")

    period_id = fields.Many2one(
        "hypercare.period", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        related="period_id.company_id", store=True, index=True, precompute=True
    )
    sequence = fields.Integer(default=10)
    kind = fields.Selection(KINDS, default="other", required=True)
    name = fields.Char("Responsibility", required=True, tracking=True)
    description = fields.Text("What it means", help="What the person does, how often.")
    owner_now_id = fields.Many2one(
        "res.users", "During the project", ondelete="restrict"
    )
    owner_after_id = fields.Many2one(
        "res.users",
        "After hypercare",
        ondelete="restrict",
        index="btree_not_null",
        tracking=True,
        domain="[('share', '=', False)]",
    )
    process_url = fields.Char("Process: link", help="Where it is written how it goes.")
    process_file_ids = fields.Many2many(
        "ir.attachment",
        "hypercare_responsibility_file_rel",
        string="Process: file",
        bypass_search_access=True,
        copy=False,
    )
    has_process = fields.Boolean("Written down", compute="_compute_has_process")
    accepted_at = fields.Datetime("Accepted", copy=False, readonly=True)
    accepted_by_id = fields.Many2one(
        "res.users", "Accepted by", copy=False, readonly=True
    )
    state = fields.Selection(
        [
            ("open", "Nobody named"),
            ("named", "Not accepted yet"),
            ("accepted", "Accepted"),
        ],
        compute="_compute_state",
        store=True,
        string="Status",
    )
    may_accept = fields.Boolean(compute="_compute_may_accept")

    @api.depends("process_url", "process_file_ids")
    def _compute_has_process(self):
        for duty in self:
            duty.has_process = bool(duty.process_url or duty.process_file_ids)

    @api.depends("owner_after_id", "accepted_at")
    def _compute_state(self):
        for duty in self:
            named = "named" if duty.owner_after_id else "open"
            duty.state = "accepted" if duty.accepted_at else named

    @api.depends("owner_after_id", "accepted_at")
    @api.depends_context("uid")
    def _compute_may_accept(self):
        for duty in self:
            mine = duty.owner_after_id == self.env.user
            duty.may_accept = bool(mine and not duty.accepted_at)

    @api.model_create_multi
    def create(self, vals_list):
        duties = super().create(vals_list)
        duties._own_files("process_file_ids")
        return duties

    def write(self, vals):
        before = {duty: [duty[name] for name in ACCEPTED] for duty in self}
        res = super().write(vals)
        if "process_file_ids" in vals:
            self._own_files("process_file_ids")
        changed = self.filtered(
            lambda duty: duty.accepted_at
            and before[duty] != [duty[name] for name in ACCEPTED]
        )
        for duty in changed:
            duty.message_post(
                body=self.env._(
                    "It was changed after %s had accepted it, so it is to be accepted "
                    "again.",
                    duty.accepted_by_id.name,
                )
            )
        changed._attest({"accepted_at": False, "accepted_by_id": False})
        if "owner_after_id" in vals:
            self._done_asking(ACTIVITY)
        return res

    def action_accept(self):
        """The person named takes the responsibility over.

        :raise UserError: if somebody else says so, or the process is not written down
        """
        self.check_access("read")
        for duty in self:
            if duty.owner_after_id != self.env.user:
                raise UserError(
                    self.env._(
                        "Only %(person)s can accept “%(duty)s”.",
                        person=duty.owner_after_id.name
                        or self.env._("the person who is named for it"),
                        duty=duty.name,
                    )
                )
            if not duty.has_process:
                raise UserError(
                    self.env._(
                        "It is not written down yet how “%s” goes. Ask the project "
                        "manager for a link or a file first, then accept it.",
                        duty.name,
                    )
                )
        # sudo: who accepts was checked; they need not be of the team.
        duties = self.filtered(lambda duty: not duty.accepted_at).sudo()
        duties._attest(
            {"accepted_at": fields.Datetime.now(), "accepted_by_id": self.env.uid}
        )
        for duty in duties:
            duty._done_asking(ACTIVITY)
            duty.message_post(
                body=self.env._("Accepted by %s.", self.env.user.name),
                author_id=self.env.user.partner_id.id,
            )
        return True

    def action_ask(self):
        """Ask the people named to accept, by mail and on their list of activities.

        :raise UserError: if nobody is named
        """
        self.check_access("write")
        for duty in self.filtered(lambda duty: not duty.accepted_at):
            if not duty.owner_after_id:
                raise UserError(
                    self.env._(
                        "Nobody is named for “%s”. Choose who has it after hypercare.",
                        duty.name,
                    )
                )
            duty._ask(
                ACTIVITY, duty.owner_after_id, self.env._("Accept: %s", duty.name)
            )
            duty._tell(
                duty.owner_after_id.partner_id,
                _words_for_owner,
                f"/odoo/hypercare-responsibilities/{duty.id}",
                once=True,
            )
        return True


def _words_for_owner(duty) -> dict:
    """Return the mail that asks somebody to accept."""
    lines = [
        duty.env._(
            "After hypercare this is yours. Read how it goes, then open it and press "
            "“I accept”."
        )
    ]
    if duty.description:
        lines.append(duty.description)
    return {
        "subject": duty.env._("Please accept: %s", duty.name),
        "headline": duty.period_id.name,
        "title": duty.name,
        "lines": lines,
    }
