from odoo import fields, models
from odoo.exceptions import AccessError, UserError

from ..const_scope import SCOPE_DECISIONS
from ..intake.limits import clean_text
from .issue_scope_route import ACTIVITY, LONGEST


class HypercareIssue(models.Model):
    """What whoever receives an out-of-scope request decides about it.

    Receivers need not belong to the support team: they decide about their own requests
    and read the rest of the log no further than any employee.
    """

    _inherit = "hypercare.issue"

    def action_scope_accept(self):
        return self._open_scope_decision("accepted", self.env._("Accept"))

    def action_scope_plan(self):
        return self._open_scope_decision("planned", self.env._("Plan"))

    def action_scope_decline(self):
        return self._open_scope_decision("declined", self.env._("Decline"))

    def _open_scope_decision(self, decision, title):
        self.ensure_one()
        self._check_may_decide_scope()
        return self._open_scope_dialog(
            "hypercare.scope.decide", title, default_decision=decision
        )

    def _open_scope_dialog(self, model, title, **context):
        return {
            "type": "ir.actions.act_window",
            "name": f"{title} · {self.number}",
            "res_model": model,
            "views": [(False, "form")],
            "target": "new",
            "context": {
                "default_issue_id": self.id,
                "dialog_size": "medium",
                **context,
            },
        }

    def _check_may_decide_scope(self):
        """Refuse everybody but the receiver and managers.

        :raise AccessError: naming who decides
        """
        self.check_access("read")
        if self.scope_owner_id != self.env.user and not self._is_manager():
            raise AccessError(
                self.env._(
                    "%(person)s decides about %(issue)s.",
                    person=self.scope_owner_id.name or self.env._("Nobody yet"),
                    issue=self.number,
                )
            )

    def _decide_scope(self, decision, sentence, day=False):
        """Note what the receiver decides, and tell whoever asked for it.

        :param decision: ``accepted``, ``planned`` or ``declined``
        :param sentence: to the person who asked; may be empty when it is accepted
        :param day: for when it is planned
        :raise UserError: if something is missing, or it cannot be decided (any more)
        """
        self.ensure_one()
        self._check_may_decide_scope()
        self._check_choice("scope_state", decision)
        self._lock_rows()
        self.invalidate_recordset(["scope_state"])
        if decision not in SCOPE_DECISIONS.get(self.scope_state, ()):
            labels = dict(self._fields["scope_state"]._description_selection(self.env))
            raise UserError(
                self.env._(
                    "%(issue)s cannot be decided like this: it stands at “%(state)s”.",
                    issue=self.number,
                    state=labels.get(self.scope_state, self.env._("in scope")),
                )
            )
        sentence = clean_text(sentence, LONGEST).text.strip()
        if decision != "accepted" and not sentence:
            raise UserError(
                self.env._("Write a sentence to the person who asked for it.")
            )
        # sudo: who decides was checked; the columns are kept by us.
        issue = self.sudo()
        issue._write_columns(
            {
                "scope_state": decision,
                "scope_answer": sentence or False,
                "scope_date": decision == "planned" and day,
                "scope_decided_by_id": self.env.uid,
                "scope_decided_at": fields.Datetime.now(),
            }
        )
        issue._done_asking(ACTIVITY)
        issue._tell_reporter(_words_of_decision)
        issue._note_scope(sentence)


def _words_of_decision(issue) -> dict:
    """Return the mail that says what was decided."""
    lines = [issue._scope_sentence()]
    if issue.scope_answer:
        lines.append(issue.scope_answer)
    return {
        "subject": issue.env._("Decided: %s", issue.display_name),
        "headline": issue.env._("Decided: %s", issue.number),
        "title": issue.display_name,
        "lines": lines,
    }
