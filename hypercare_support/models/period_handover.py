from odoo import api, fields, models
from odoo.exceptions import UserError

from ..engine.handover import Part, together

DECIDED = ("accepted", "planned", "declined")
BAU = ("bau_agreed_at", "bau_agreed_by_id")
#: The parts of the hand-over, in the order of the screen.
PARTS = ("duty", "transfer", "after", "scope")


class HypercarePeriod(models.Model):
    """The hand-over to the business on one screen: what is done, and what is not.

    Counted with the rights of whoever looks: the numbers are those of the lists below.
    """

    _inherit = "hypercare.period"

    scope_issue_ids = fields.One2many(
        "hypercare.issue",
        "period_id",
        "Out-of-scope requests",
        domain=[("scope_state", "!=", False)],
    )
    bau_agreed_at = fields.Datetime(
        "Promises after exit agreed", copy=False, readonly=True
    )
    bau_agreed_by_id = fields.Many2one(
        "res.users", "Agreed by", copy=False, readonly=True
    )
    may_agree_bau = fields.Boolean(compute="_compute_may_agree_bau")
    handover_text = fields.Char("Hand-over", compute="_compute_handover")
    handover_percent = fields.Integer("Handed over", compute="_compute_handover")
    duty_text = fields.Char("Responsibilities accepted", compute="_compute_handover")
    duty_percent = fields.Integer(compute="_compute_handover")
    transfer_text = fields.Char("Areas that work alone", compute="_compute_handover")
    transfer_percent = fields.Integer(compute="_compute_handover")
    after_text = fields.Char("Contacts complete", compute="_compute_handover")
    after_percent = fields.Integer(compute="_compute_handover")
    scope_text = fields.Char("Requests decided", compute="_compute_handover")
    scope_percent = fields.Integer(compute="_compute_handover")

    @api.depends("business_owner_id", "sponsor_id", "bau_policy_id", "bau_agreed_at")
    @api.depends_context("uid")
    def _compute_may_agree_bau(self):
        for period in self:
            named = period.business_owner_id | period.sponsor_id
            period.may_agree_bau = bool(
                self.env.user in named
                and period.bau_policy_id
                and not period.bau_agreed_at
            )

    @api.depends(
        "responsibility_ids.state",
        "knowledge_transfer_ids.state",
        "after_contact_ids.is_complete",
        "scope_issue_ids.scope_state",
        "bau_agreed_at",
    )
    @api.depends_context("uid", "lang")
    def _compute_handover(self):
        parts = self._handover_parts()
        for period in self:
            of_period = parts[period]
            for name in PARTS:
                part = of_period[name]
                period[f"{name}_percent"] = part.percent
                period[f"{name}_text"] = self.env._(
                    "%(done)s of %(total)s", done=part.done, total=part.total
                )
            whole = together(of_period.values())
            period.handover_percent = whole.percent
            period.handover_text = f"{whole.done}/{whole.total}"

    def _handover_parts(self) -> dict:
        """Return period → name of the part → how far it is."""
        parts = {}
        for period in self:
            duties = period.responsibility_ids
            transfers = period.knowledge_transfer_ids.filtered(
                lambda one: one.kind == "transfer"
            )
            contacts = period.after_contact_ids
            requests = period.scope_issue_ids
            complete = len(contacts.filtered("is_complete"))
            parts[period] = {
                "duty": Part(
                    len(duties.filtered(lambda one: one.state == "accepted")),
                    len(duties),
                ),
                "transfer": Part(
                    len(transfers.filtered(lambda one: one.state == "done")),
                    len(transfers),
                ),
                "after": Part(complete + bool(period.bau_agreed_at), len(contacts) + 1),
                "scope": Part(
                    len(requests.filtered(lambda one: one.scope_state in DECIDED)),
                    len(requests),
                ),
            }
        return parts

    # -- The promises after exit ------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_bau_kept(vals)
        # A default from the context must not smuggle them in.
        return super().create(
            [{**vals, **dict.fromkeys(BAU, False)} for vals in vals_list]
        )

    def write(self, vals):
        self._check_bau_kept(vals)
        res = True
        changed = self.browse()
        if "bau_policy_id" in vals:
            changed = self.filtered(
                lambda period: period.bau_agreed_at
                and period.bau_policy_id.id != vals["bau_policy_id"]
            )
        if changed:
            # What was agreed is another policy: it is to be agreed again.
            super(HypercarePeriod, changed).write({**vals, **dict.fromkeys(BAU, False)})
        if self - changed or not self:
            res = super(HypercarePeriod, self - changed).write(vals)
        return res

    def _note_bau(self, vals):
        """Write who has agreed, for the methods that have checked who says so."""
        # The guard of `write` is for everybody else.
        return super().write(vals)  # pylint: disable=super-method-mismatch

    def _check_bau_kept(self, vals):
        """Refuse to fill in who has agreed to the promises after exit.

        :raise UserError: always, if it is tried
        """
        if any(name in vals for name in BAU):
            raise UserError(
                self.env._(
                    "Who has agreed to the promises after exit is noted when the "
                    "business owner or the sponsor presses the button."
                )
            )

    def action_agree_bau(self):
        """The business owner or the sponsor agrees to the promises after exit.

        :raise UserError: if somebody else does, or there is nothing to agree to
        """
        self.ensure_one()
        self.check_access("read")
        if self.env.user not in self.business_owner_id | self.sponsor_id:
            raise UserError(
                self.env._(
                    "Only the business owner or the sponsor can agree to the promises "
                    "after exit."
                )
            )
        if not self.bau_policy_id:
            raise UserError(
                self.env._(
                    "No SLA policy is chosen for the time after exit. The project "
                    "manager chooses one on the period."
                )
            )
        if self.bau_agreed_at:
            return True
        # sudo: who agrees was checked; they need not manage the period.
        self.sudo()._note_bau(
            {
                "bau_agreed_at": fields.Datetime.now(),
                "bau_agreed_by_id": self.env.uid,
            }
        )
        return True

    # -- The board --------------------------------------------------------------------

    def action_open_handover(self):
        """Open the hand-over of this period on one screen."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.actions"]._for_xml_id(
            "hypercare_support.handover_action"
        )
        form = self.env.ref("hypercare_support.period_view_form_handover")
        return {**action, "res_id": self.id, "views": [(form.id, "form")]}

    def action_propose_handover(self):
        """Write the usual hand-over down, to be gone through and changed."""
        self.check_access("write")
        self._propose_handover()
        return True

    def _propose_handover(self):
        """Propose every part of the hand-over that is not planned yet."""
        self._propose_responsibilities()
        self._propose_knowledge_transfer()
        self._propose_after_contacts()
        self._propose_scope_receivers()
