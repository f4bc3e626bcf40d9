from odoo import api, fields, models
from odoo.exceptions import UserError

from .. import const
from ..engine.triage import severity_from_answers
from ..intake.limits import clean_text

#: Longest sentence and text, in characters.
MAX_NAME, MAX_DETAILS = 300, 20_000

OUTCOMES = [
    ("open", "It goes to the team"),
    ("mine", "I have answered and work on it"),
    ("solved", "I have solved it"),
]
_CHANNELS = ("phone", "walkup", "whatsapp", "standup", "email")
#: What one entry has in common with the next.
_KEPT = ("period_id", "channel")


class HypercareQuickEntry(models.TransientModel):
    """What somebody says on the phone or at the desk, written down while he speaks."""

    _name = "hypercare.quick.entry"
    _description = "Quick Entry on Behalf of Somebody"
    _inherit = ["hypercare.input.mixin"]

    period_id = fields.Many2one(
        "hypercare.period",
        "Hypercare period",
        required=True,
        ondelete="cascade",
        default=lambda self: self.env["hypercare.period"]._default_for_issue(),
        domain="[('state', 'not in', ('closed', 'cancelled'))]",
    )
    company_id = fields.Many2one(related="period_id.company_id")
    channel = fields.Selection(
        selection="_select_channel", string="How", default="phone", required=True
    )
    reporter_id = fields.Many2one(
        "res.users",
        "Who",
        domain="[('share', '=', False), ('company_ids', 'in', company_id)]",
    )
    reporter_name = fields.Char("Or the name", help="Of somebody who is no user.")
    name = fields.Text("What is wrong?", help="One sentence.")
    description = fields.Text("More, if there is")
    work_stopped = fields.Selection(const.YES_NO, "Is their work stopped?")
    workaround_known = fields.Selection(const.WORKAROUNDS, "Is there a way round it?")
    only_person = fields.Selection(const.YES_NO, "Only they can do this job?")
    severity = fields.Selection(
        const.SEVERITIES,
        compute="_compute_severity",
        store=True,
        readonly=False,
        precompute=True,
    )
    promise_text = fields.Char("This promises", compute="_compute_promise_text")
    reported_at = fields.Datetime("When", default=fields.Datetime.now, required=True)
    outcome = fields.Selection(OUTCOMES, "And now", default="open", required=True)
    resolution = fields.Text("How it was solved")
    confidential = fields.Boolean()
    issue_id = fields.Many2one("hypercare.issue", readonly=True)
    receipt = fields.Char(readonly=True)

    @api.model
    def _select_channel(self):
        labels = self.env["hypercare.issue"]._fields["channel"]
        labels = dict(labels._description_selection(self.env))
        return [(key, labels[key]) for key in _CHANNELS]

    @api.depends("work_stopped", "workaround_known", "only_person")
    def _compute_severity(self):
        for entry in self:
            if entry.work_stopped and entry.workaround_known:
                entry.severity = severity_from_answers(
                    entry.work_stopped == "yes",
                    entry.workaround_known,
                    entry.only_person == "yes",
                )

    @api.depends("severity", "period_id")
    def _compute_promise_text(self):
        issues = self.env["hypercare.issue"]
        for entry in self:
            if not entry.severity or not entry.period_id:
                entry.promise_text = False
                continue
            issue = issues.new(
                {"period_id": entry.period_id.id, "severity": entry.severity}
            )
            entry.promise_text = issue.promise_text

    # -- Guards ------------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        # Given as empty: a default in the context would count otherwise.
        kept = dict.fromkeys(("issue_id", "receipt"), False)
        entries = super().create([{**vals, **kept} for vals in vals_list])
        entries.period_id.check_access("read")
        return entries

    def write(self, vals):
        if not self.env.su and {"issue_id", "receipt"} & set(vals):
            raise UserError(self.env._("This is filled in by the system."))
        return super().write(vals)

    # -- Buttons -----------------------------------------------------------------------

    def action_save(self):
        """Put the entry into the log, once.

        :raise UserError: saying what is missing
        """
        self.ensure_one()
        self.check_access("write")
        if not self.issue_id:
            issue = self._enter()
            # sudo: what became of the entry is no field that clients set.
            self.sudo().write({"issue_id": issue.id, "receipt": _receipt(issue)})
        return self._show(self, "quick_entry_view_form_done")

    def action_another(self):
        """Begin the next entry, for the same period and channel."""
        self.ensure_one()
        defaults = {f"default_{name}": self[name] for name in _KEPT}
        defaults["default_period_id"] = self.period_id.id
        return self._show(self.browse(), "quick_entry_view_form", **defaults)

    def action_open_issue(self):
        """Open the issue that was created.

        :raise AccessError: if it is confidential and not for the user
        """
        self.ensure_one()
        self.issue_id.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "res_model": "hypercare.issue",
            "res_id": self.issue_id.id,
            "views": [[False, "form"]],
            "target": "current",
        }

    def _show(self, entry, view, **context):
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Quick entry"),
            "res_model": self._name,
            "res_id": entry.id,
            "views": [[self.env.ref(f"hypercare_support.{view}").id, "form"]],
            "target": "new",
            "context": {"dialog_size": "medium", **context},
        }

    # -- Into the log ------------------------------------------------------------------

    def _enter(self):
        """Create the issue, with what was done about it already.

        :raise UserError: saying what is missing
        """
        issues = self.env["hypercare.issue"]
        issues._check_period_open(self.period_id)
        if not issues._may_work(self.period_id):
            raise UserError(
                self.env._(
                    "Only the support team of %s enters issues for others. Report it "
                    "in your own name with “Report an issue”.",
                    self.period_id.name,
                )
            )
        vals = self._issue_vals()
        acts = []
        if self.outcome == "mine":
            acts.append((vals["reported_at"], self.env.uid, {"user_id": self.env.uid}))
        elif self.outcome == "solved":
            solution = clean_text(self.resolution, MAX_DETAILS).text
            if not solution.strip():
                raise UserError(
                    self.env._("Say how it was solved: the next one will ask.")
                )
            done = {"state": "resolved", "resolution": solution}
            acts.append((vals["reported_at"], self.env.uid, done))
        # sudo: the team enters confidential issues of other tiers as well.
        return issues.sudo()._enter_history([{"vals": vals, "acts": acts}])

    def _issue_vals(self) -> dict:
        """Return the values of the issue, checked.

        :raise UserError: saying what is missing
        """
        name = clean_text(self.name, 10 * MAX_NAME, one_line=True).text.strip()
        details = [clean_text(self.description, MAX_DETAILS).text]
        if not name:
            raise UserError(self.env._("Say in one sentence what went wrong."))
        if len(name) > MAX_NAME:
            details.insert(0, name)
            name = f"{name[: MAX_NAME - 1]}…"
        reporter = self._reporter()
        if not reporter:
            who = clean_text(self.reporter_name, 200, one_line=True).text.strip()
            if not who:
                raise UserError(self.env._("Say who reports it: a user or a name."))
            details.insert(0, self.env._("Reported by %s.", who))
        if not self.severity:
            raise UserError(
                self.env._("Answer the first two questions, or choose a severity.")
            )
        description = "\n\n".join(filter(None, details))
        category = self.env["hypercare.category.hint"]._suggest(
            f"{name} {description}", None, self.company_id
        )
        vals = {
            "name": name,
            "description": description,
            "period_id": self.period_id.id,
            "channel": self.channel,
            "reporter_id": reporter.id,
            "reported_at": self.reported_at,
            "severity": self.severity,
            "category_id": category.id,
            "confidential": self.confidential,
        }
        for answer in ("work_stopped", "workaround_known", "only_person"):
            vals[answer] = self[answer]
        return vals

    def _reporter(self):
        """Return the user who reports, if it is one of the company.

        :raise UserError: for a user of another company
        """
        # sudo: whom a user works for is a fact; others are refused by it.
        company_ids = self.reporter_id.sudo().company_ids
        if self.reporter_id and self.company_id not in company_ids:
            raise UserError(self.env._("Choose a user of %s.", self.company_id.name))
        return self.reporter_id


def _receipt(issue) -> str:
    """Return number, who has it and what is promised, as is said on the phone."""
    parts = [issue.number, issue.promise_text]
    if issue.user_id:
        parts.append(issue.user_id.name)
    elif issue.tier_id:
        parts.append(issue.tier_id.name)
    return " · ".join(filter(None, parts))
