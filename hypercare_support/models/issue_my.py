from odoo import api, fields, models
from odoo.fields import Domain

TEAM = "hypercare_support.group_agent,hypercare_support.group_sponsor"
#: How an issue stands, in the words of whoever reported it.
STEPS = [
    ("answer", "Waiting for your answer"),
    ("check", "Does it work now?"),
    ("received", "Received"),
    ("work", "Being worked on"),
    ("outside", "Waiting for others"),
    ("solved", "Solved"),
    ("later", "Planned for later"),
    ("dropped", "Not worked on"),
]
_STEP_OF_STATE = {
    "new": "received",
    "assigned": "received",
    "in_progress": "work",
    "resolved": "check",
    "closed": "solved",
    "transferred": "later",
    "cancelled": "dropped",
}


class HypercareIssue(models.Model):
    """“My issues”: what reporters and those who have the same see."""

    _inherit = "hypercare.issue"

    my_step = fields.Selection(STEPS, "How it stands now", compute="_compute_my_step")
    step_since = fields.Datetime("Since", compute="_compute_step_since")
    step_since_text = fields.Char("Since when", compute="_compute_step_since")
    my_status = fields.Char("What happens now", compute="_compute_my_status")
    my_question = fields.Text("The team asks", compute="_compute_my_question")
    is_mine = fields.Boolean(
        "Mine",
        compute="_compute_is_mine",
        search="_search_is_mine",
        help="Reported, joined or followed by the user.",
    )

    @api.depends("state", "waiting_for", "reporter_id")
    @api.depends_context("uid")
    def _compute_my_step(self):
        for issue in self:
            step = _STEP_OF_STATE.get(issue.state)
            if issue.state == "waiting":
                outside = issue.waiting_for == "third_party"
                step = "outside" if outside else "answer"
            if step in ("answer", "check") and issue.reporter_id != self.env.user:
                # Somebody else is asked.
                step = "work" if step == "answer" else "solved"
            issue.my_step = step

    @api.depends("my_step", "status_text", "user_id")
    @api.depends_context("uid", "tz", "lang")
    def _compute_my_status(self):
        for issue in self:
            issue.my_status = issue.status_text
            if issue.my_step == "answer" and issue.user_id:
                issue.my_status = self.env._(
                    "%s needs your answer.", issue.user_id.name
                )
            elif issue.my_step == "answer":
                issue.my_status = self.env._("The team needs your answer.")

    @api.depends("event_ids")
    @api.depends_context("tz", "lang")
    def _compute_step_since(self):
        # sudo: since when an issue stands as it does may be known with the issue.
        moments = dict(
            self.env["hypercare.issue.event"]
            .sudo()
            ._read_group(
                [("issue_id", "in", self.ids), ("kind", "in", ("state", "waiting"))],
                ["issue_id"],
                ["at:max"],
            )
        )
        for issue in self:
            since = moments.get(issue._origin.sudo(), issue.reported_at)
            issue.step_since = since
            issue.step_since_text = since and issue._moment_text(since)

    @api.depends("state", "waiting_for", "public_update")
    def _compute_my_question(self):
        asked = self.filtered(
            lambda issue: issue.state == "waiting" and issue.waiting_for == "reporter"
        )
        # sudo: what the team has said in public on an issue that the user reads.
        questions = asked.sudo()._last_questions() if asked else {}
        for issue in self:
            question = questions.get(issue.id)
            if issue not in asked:
                issue.my_question = False
            elif question:
                issue.my_question = "\n".join(question["lines"])
            else:
                issue.my_question = issue.public_update

    @api.depends_context("uid")
    @api.depends("reporter_id")
    def _compute_is_mine(self):
        mine = self.filtered_domain(self._mine())
        for issue in self:
            issue.is_mine = issue in mine

    def _search_is_mine(self, operator, value):
        if operator not in ("in", "not in"):
            return NotImplemented
        if (True in value) == (False in value):
            domain = Domain.TRUE if True in value else Domain.FALSE
        else:
            domain = self._mine() if True in value else ~self._mine()
        return domain if operator == "in" else ~domain

    @api.model
    def _mine(self):
        """Return a domain of what the user has to do with, other than by working."""
        user = self.env.user
        follows = Domain("message_partner_ids", "in", user.partner_id.ids)
        works = Domain("user_id", "=", user.id)
        return (
            Domain("reporter_id", "=", user.id)
            | Domain("affected_user_ids", "in", user.ids)
            | (follows & ~works)
        )

    # -- Views -------------------------------------------------------------------------

    @api.model
    def get_view(self, view_id=None, view_type="form", **options):
        """Whoever is not of the team gets the reporter's form, by a link as well."""
        if view_type == "form" and not view_id and not self.env.user.has_groups(TEAM):
            mine = "hypercare_support.issue_view_form_mine"
            if view := self.env.ref(mine, raise_if_not_found=False):
                view_id = view.id
        return super().get_view(view_id, view_type, **options)

    # -- Acts of the reporter ----------------------------------------------------------

    def action_confirm_solved(self):
        """Close the issue, then ask how it went."""
        super().action_confirm_solved()
        if len(self) == 1 and self.may_rate:
            return self.action_rate()
        return None

    def action_answer(self):
        """Open the dialog in which the team's question is answered."""
        return self._open_reply("answer", self.env._("Your answer"))

    def action_say_not_solved(self):
        """Ask what still does not work before the issue is opened again."""
        self._check_reporter(("resolved", "closed"))
        return self._open_reply("not_solved", self.env._("Not solved"))

    def action_rate(self):
        """Ask how it went."""
        return self._open_reply("rate", self.env._("How did it go?"))

    def _open_reply(self, kind, title):
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": f"{title} · {self.number}",
            "res_model": "hypercare.issue.reply",
            "views": [(False, "form")],
            "target": "new",
            "context": {
                "default_issue_id": self.id,
                "default_kind": kind,
                "dialog_size": "medium",
            },
        }
