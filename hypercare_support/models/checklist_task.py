from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..engine.checklist import Rule, check, find_cycle

RULES = [
    ("day", "Day N, counted from go-live"),
    ("workday", "Working day N, counted from go-live"),
    ("month_workday", "Working day N after a month-end"),
    ("month_day", "Day N of a month"),
    ("month_last_workday", "Last working day of a month"),
    ("before_end", "N days before the planned end"),
    ("after_end", "N days after the planned end"),
    ("none", "No date: set it by hand"),
]
SHIFTS = [
    ("after", "The next working day"),
    ("before", "The working day before"),
    ("same", "The same day"),
]
ROLES = [
    ("sponsor", "Sponsor"),
    ("client_pm", "Client project manager"),
    ("consultant_lead", "Consultant lead"),
    ("business_owner", "Business owner"),
    ("area_head", "Head of the area"),
    ("l1_lead", "Lead of level 1"),
    ("l2_lead", "Lead of level 2"),
    ("l3_lead", "Lead of level 3"),
    ("user", "A named person"),
]
EVIDENCE = [
    ("none", "Nothing"),
    ("note", "A sentence"),
    ("file", "A file"),
]


class HypercareChecklistTask(models.AbstractModel):
    """What is to be done, by whom, by when, and what shows that it was done."""

    _name = "hypercare.checklist.task"
    _description = "Checklist Task"
    _inherit = ["hypercare.input.mixin"]

    name = fields.Char("What", required=True, translate=True)
    sequence = fields.Integer(default=10)
    text = fields.Text(
        "How, and what to look at",
        translate=True,
        help="In plain words, so that whoever does it for the first time can do it.",
    )
    rule = fields.Selection(RULES, "Due", required=True, default="workday")
    number = fields.Integer("N", default=1)
    month = fields.Integer(
        "Which month",
        default=1,
        help="1 is the first month-end, or the first such day, after go-live.",
    )
    shift = fields.Selection(
        SHIFTS,
        "If nobody works then",
        required=True,
        default="after",
        help="Working days are those on which the support hours of the period open.",
    )
    rule_text = fields.Char("Due by rule", compute="_compute_rule_text")
    role = fields.Selection(ROLES, "Done by (role)", required=True, default="client_pm")
    user_id = fields.Many2one(
        "res.users",
        "Person",
        ondelete="restrict",
        help="For “a named person”, who then stays whoever has which role.",
    )
    area_name = fields.Char(
        "In which area",
        help="Name of a department or workstream; several spellings are divided by "
        "commas. The period's area with one of these words in its name is meant.",
    )
    evidence = fields.Selection(
        EVIDENCE, "What shows it", required=True, default="none"
    )
    sign_off = fields.Boolean(
        "Second person signs",
        default=False,
        help="It counts as done when somebody else than who did it has looked at it.",
    )
    code = fields.Char(
        "Looks by itself at",
        help="Name of a measurement. The item ticks by itself when it is true and "
        "unticks when it is not any more. Leave it empty for what people attest.",
    )

    @api.depends_context("lang")
    @api.depends("rule", "number", "month")
    def _compute_rule_text(self):
        for task in self:
            task.rule_text = task._rule_words()

    @api.constrains("rule", "number", "month", "shift")
    def _check_rule(self):
        for task in self:
            try:
                check(task._engine_rule())
            except ValueError as error:
                raise ValidationError(
                    self.env._(
                        "“%s” names no day. Days and working days count from 1 to "
                        "999, days of a month to 31, months from 1 to 36.",
                        task.name,
                    )
                ) from error

    @api.constrains("role", "user_id")
    def _check_person(self):
        for task in self:
            if task.role == "user" and not task.user_id:
                raise ValidationError(
                    self.env._("Choose the person who does “%s”.", task.name)
                )

    def _engine_rule(self) -> Rule:
        self.ensure_one()
        return Rule(self.rule, self.number, self.month, self.shift)

    def _rule_words(self) -> str:
        """Return the rule in the words of whoever reads it."""
        self.ensure_one()
        number, month = self.number, self.month
        if self.rule == "day":
            return self.env._("Day %s", number)
        if self.rule == "workday":
            return self.env._("Working day %s", number)
        if self.rule == "month_workday":
            if month == 1:
                return self.env._("Working day %s after the first month-end", number)
            return self.env._(
                "Working day %(number)s after month-end %(month)s",
                number=number,
                month=month,
            )
        if self.rule == "month_day":
            if month == 1:
                return self.env._("Day %s of the month", number)
            return self.env._(
                "Day %(number)s of month %(month)s", number=number, month=month
            )
        if self.rule == "month_last_workday":
            if month == 1:
                return self.env._("Last working day of the month")
            return self.env._("Last working day of month %s", month)
        if self.rule == "before_end":
            return self.env._("%s days before the planned end", number)
        if self.rule == "after_end":
            return self.env._("%s days after the planned end", number)
        return self.env._("No date yet")

    @api.model
    def _task_fields(self) -> tuple[str, ...]:
        """Return the fields that an item takes over from its template."""
        return (
            *("name", "text", "sequence", "rule", "number", "month", "shift"),
            *("role", "user_id", "area_name", "evidence", "sign_off", "code"),
        )

    def _check_needs_in_order(self, neighbours):
        """Refuse items that wait for items elsewhere, or for each other in a ring.

        :param neighbours: name of the many2one to the list that they have to share
        :raise ValidationError: naming the items
        """
        for task in self:
            if task.depends_on_ids[neighbours] - task[neighbours]:
                raise ValidationError(
                    self.env._(
                        "“%s” can only wait for items of its own checklist.", task.name
                    )
                )
        for item_list in self[neighbours]:
            needs = {task: task.depends_on_ids for task in item_list.item_ids}
            if ring := find_cycle(needs):
                raise ValidationError(
                    self.env._(
                        "These wait for each other, so that none could ever be done: "
                        "%s.",
                        " → ".join(task.name for task in [*ring, ring[0]]),
                    )
                )
