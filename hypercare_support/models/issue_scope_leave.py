from functools import partial

from odoo import models
from odoo.exceptions import AccessError, UserError

from ..const import OPEN_STATES
from .issue_scope import KEPT, OUT
from .issue_scope_route import ACTIVITY, PATH

#: Somebody has said what becomes of the request.
DECIDED = ("accepted", "planned", "declined")


class HypercareIssue(models.Model):
    """Back into scope: with a reason, and not behind the back of whoever decides."""

    _inherit = "hypercare.issue"

    def _check_scope_left(self, facts, vals, reason=False):
        """Refuse to take a request back in passing, or against what was decided.

        :raise AccessError: once it was decided, for all but receiver and managers
        :raise UserError: saying how it comes back, or what has to be done first
        """
        back = facts.get("state") in OPEN_STATES
        other = "cancel_reason" in vals and vals["cancel_reason"] != OUT
        for issue in self.filtered("scope_state") if back or other else ():
            handed_over = issue.scope_state != "to_route"
            if (handed_over and not back) or (back and not (reason or "").strip()):
                raise UserError(
                    self.env._(
                        "%s is out of scope. Say why it comes back: open it and press "
                        "“Back into scope”.",
                        issue.number,
                    )
                )
            issue._check_may_undo_decision()
            issue._check_no_change_waits()

    def _check_may_undo_decision(self):
        """Refuse everybody but receiver and managers, once something was decided."""
        # sudo: who decides is asked, whoever may read it.
        issue = self.sudo()
        mine = issue.scope_owner_id == self.env.user or self._is_manager()
        if issue.scope_state in DECIDED and not mine:
            raise AccessError(
                self.env._(
                    "%(person)s has decided about %(issue)s. Only %(person)s and the "
                    "managers can change that: ask them.",
                    person=issue.scope_owner_id.name or self.env._("Somebody"),
                    issue=issue.number,
                )
            )

    def _check_no_change_waits(self):
        """Refuse while a change request asks for the same."""
        # sudo: whether it is under way does not depend on who may see it.
        requests = self.sudo().change_request_ids
        going_on = requests.filtered(lambda one: one.state in ("submitted", "approved"))
        if going_on:
            labels = dict(requests._fields["state"]._description_selection(self.env))
            raise UserError(
                self.env._(
                    "A change request asks for what %(issue)s asks for, and stands at "
                    "“%(state)s”. Have it taken back, refused or done first; otherwise "
                    "two people work on the same.",
                    issue=self.number,
                    state=labels[going_on[0].state],
                )
            )

    def _leave_scope(self, reason):
        """Forget the decision, note what it was, and tell both sides.

        :param reason: why it is part of hypercare after all; may be empty as long as
            nobody was told
        """
        self.ensure_one()
        # sudo: what was decided is kept by us; the caller's right was checked.
        issue = self.sudo()
        receiver, state = issue.scope_owner_id, issue.scope_state
        answer = issue.scope_answer
        issue._done_asking(ACTIVITY)
        issue._write_columns(dict.fromkeys(KEPT, False))
        issue._note_on_drafts()
        if state == "to_route":
            return
        labels = dict(self._fields["scope_state"]._description_selection(self.env))
        issue.message_post(
            body=self.env._(
                "Back in scope: %(reason)s Before it was out of scope – %(state)s "
                "(%(name)s): %(answer)s",
                reason=reason or "–",
                state=labels[state],
                name=receiver.name,
                answer=answer or "–",
            ),
            author_id=self.env.user.partner_id.id,
            subtype_xmlid="mail.mt_note",
        )
        words = partial(_words_of_return, reason=reason)
        issue._tell(receiver.partner_id, words, PATH)
        if self._receipt_reader() != receiver.partner_id:
            issue._tell_reporter(words)

    def _note_on_drafts(self):
        """Say on change requests not submitted yet that the team does it now."""
        for draft in self.change_request_ids.filtered(lambda one: one.state == "draft"):
            draft.message_post(
                body=self.env._(
                    "%s is part of hypercare after all: the support team works on it. "
                    "Submit this only if it asks for something else.",
                    self.number,
                ),
                author_id=self.env.user.partner_id.id,
                subtype_xmlid="mail.mt_note",
            )


def _words_of_return(issue, reason) -> dict:
    """Return the mail that says that the team works on it after all."""
    return {
        "subject": issue.env._("Back in hypercare: %s", issue.display_name),
        "headline": issue.env._("Back in hypercare: %s", issue.number),
        "title": issue.display_name,
        "lines": [
            issue.env._(
                "This is part of hypercare after all: the support team works on it. "
                "Nothing has to be decided any more."
            ),
            issue.env._("Why: %s", reason or "–"),
        ],
    }
