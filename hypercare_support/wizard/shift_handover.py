from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command


class HypercareShiftHandover(models.TransientModel):
    """Asks for a note per open S1 and S2 before somebody else is on call."""

    _name = "hypercare.shift.handover"
    _description = "Hand over Urgent Issues"

    shift_id = fields.Many2one(
        "hypercare.shift", required=True, readonly=True, ondelete="cascade"
    )
    user_id = fields.Many2one("res.users", "To", required=True)
    candidate_ids = fields.Many2many("res.users", compute="_compute_candidate_ids")
    give = fields.Boolean(
        "They become the owner",
        default=True,
        help="The issues below that have an owner change it when you hand over; what "
        "nobody owns is taken by whoever begins.",
    )
    outcome = fields.Char(readonly=True)
    line_ids = fields.One2many("hypercare.shift.handover.line", "handover_id", "Issues")

    @api.depends("shift_id")
    def _compute_candidate_ids(self):
        for wizard in self:
            wizard.candidate_ids = wizard.shift_id._colleagues()

    @api.model_create_multi
    def create(self, vals_list):
        """Begin with the next person, and with every open S1 and S2 of this one."""
        given = []
        for vals in vals_list:
            shift = self.env["hypercare.shift"].browse(vals.get("shift_id") or ())
            if not shift.exists():
                raise UserError(self.env._("Choose the shift that is handed over."))
            shift._check_may_hand_over()
            person = shift._next_person() or shift._colleagues()[:1]
            if not person:
                raise UserError(
                    self.env._(
                        "Nobody comes after this shift: add somebody to the rota first."
                    )
                )
            given.append(
                {
                    "shift_id": shift.id,
                    "user_id": person.id,
                    "line_ids": [
                        Command.create({"issue_id": issue.id})
                        for issue in shift._urgent_issues()
                    ],
                }
            )
        return super().create(given)

    def action_hand_over(self):
        """Post the notes to the issues, and send them to the next person.

        Shows the dialog again if issues have come meanwhile.

        :raise UserError: while a note is missing
        """
        self.ensure_one()
        self.shift_id._check_may_hand_over()
        if self.user_id not in self.candidate_ids | self.shift_id._next_person():
            raise UserError(
                self.env._(
                    "%s is not in this tier. Choose somebody else.", self.user_id.name
                )
            )
        late = self._add_missing()
        if late:
            self.outcome = self.env._(
                "Not handed over yet: a note is missing for %s.",
                ", ".join(late.mapped("number")),
            )
            return self.shift_id._show_handover(self)
        lines = self.line_ids
        missing = lines.filtered(lambda line: not (line.note or "").strip())
        if missing:
            raise UserError(
                self.env._(
                    "Write a note for each of these, one sentence is enough: %s",
                    ", ".join(missing.issue_id.mapped("number")),
                )
            )
        for line in lines:
            line._post(self.user_id)
        if self.give:
            lines.issue_id.filtered("user_id").write({"user_id": self.user_id.id})
        self.shift_id._note_handover(
            self.user_id, [(line.issue_id, line.note.strip()) for line in lines]
        )
        return {"type": "ir.actions.act_window_close"}

    def _add_missing(self):
        """Add lines for issues that have none; drop those that do not go over.

        :return: the issues added
        """
        issues = self.shift_id._urgent_issues()
        self.line_ids.filtered(lambda line: line.issue_id not in issues).unlink()
        late = issues - self.line_ids.issue_id
        self.line_ids = [Command.create({"issue_id": issue.id}) for issue in late]
        return late


class HypercareShiftHandoverLine(models.TransientModel):
    """A note about one issue."""

    _name = "hypercare.shift.handover.line"
    _description = "Note for the Next Person on Call"

    handover_id = fields.Many2one(
        "hypercare.shift.handover", required=True, ondelete="cascade"
    )
    issue_id = fields.Many2one(
        "hypercare.issue", required=True, readonly=True, ondelete="cascade"
    )
    severity = fields.Selection(related="issue_id.severity", related_sudo=False)
    note = fields.Text(
        help="What was done, what is being waited for, what has to happen next."
    )

    def _post(self, user):
        """Keep the note with the issue, for whoever works on it."""
        self.issue_id.message_post(
            body=self.env._(
                "Handed over to %(person)s: %(note)s",
                person=user.name,
                note=self.note.strip(),
            ),
            message_type="comment",
            subtype_xmlid="mail.mt_note",
        )
