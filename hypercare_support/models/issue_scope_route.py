from odoo import models
from odoo.exceptions import AccessError, UserError

from ..intake.limits import clean_text
from .issue_scope import OUT

#: Longest sentence about a request, in characters.
LONGEST = 2000
ACTIVITY = "mail_activity_type_scope"
PATH = "/odoo/hypercare-requests"


class HypercareIssue(models.Model):
    """Out of scope: said by the team, handed over to whoever decides."""

    _name = "hypercare.issue"
    _inherit = ["hypercare.tell.mixin", "hypercare.issue"]

    def action_out_of_scope(self):
        """Open the dialog that puts an issue out of scope, or routes it anew."""
        self.ensure_one()
        self.check_access("write")
        return self._open_scope_dialog(
            "hypercare.scope.declare", self.env._("Out of scope")
        )

    def action_back_in_scope(self):
        """Open the dialog that asks why an issue comes back."""
        self.ensure_one()
        self.check_access("write")
        return self._open_scope_dialog(
            "hypercare.scope.declare", self.env._("Back into scope"), default_back=True
        )

    def action_hand_over_scope(self):
        """Hand the chosen requests to those who receive their routes.

        :return: what to show: how many could not be handed over, and why
        :raise UserError: if none could be handed over
        """
        self.check_access("write")
        waiting = self.filtered(lambda issue: issue.scope_state == "to_route")
        if not waiting:
            raise UserError(self.env._("These requests have been handed over already."))
        problems = []
        for issue in waiting:
            receiver = issue.period_id._scope_receiver(issue.scope_route)
            try:
                with self.env.cr.savepoint():
                    issue._hand_over_scope(
                        issue.scope_kind, issue.scope_route, receiver, issue.scope_note
                    )
            except UserError as error:
                problems.append(f"{issue.number}: {error}")
        if not problems:
            return True
        if len(problems) == len(waiting):
            raise UserError("\n".join(problems))
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "warning",
                "sticky": True,
                "title": self.env._(
                    "%(done)s handed over, %(left)s not",
                    done=len(waiting) - len(problems),
                    left=len(problems),
                ),
                "message": "\n".join(problems),
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }

    def _put_out_of_scope(self, kind, route, receiver, sentence):
        """Take an issue out of hypercare and hand it over, or hand it over anew.

        :param receiver: the user who decides about it
        :param sentence: why, for the reporter
        :raise UserError: if something is missing or does not fit
        """
        self.ensure_one()
        self.check_access("write")
        sentence = clean_text(sentence, LONGEST).text.strip()
        if not sentence:
            raise UserError(
                self.env._(
                    "Write a sentence to the person who reported it: why is it not "
                    "part of hypercare?"
                )
            )
        self._lock_rows()
        # First, so that a refusal leaves the issue where it is in any case.
        self._check_scope_receiver(kind, route, receiver)
        self._check_receiver_choice(route, receiver)
        self._check_may_undo_decision()
        if not self.scope_state:
            self.write(
                {"state": "cancelled", "cancel_reason": OUT, "change_reason": sentence}
            )
        self._hand_over_scope(kind, route, receiver, sentence)

    def _hand_over_scope(self, kind, route, receiver, sentence):
        """Give a request that is out of scope to its receiver, and tell both sides."""
        self.ensure_one()
        self._check_scope_receiver(kind, route, receiver)
        # sudo: who decides about it is kept by us; the caller may write the issue.
        issue = self.sudo()
        issue._write_columns(
            {
                "scope_kind": kind,
                "scope_route": route,
                "scope_state": "handed_over",
                "scope_owner_id": receiver.id,
                "scope_note": sentence or False,
                "scope_decided_by_id": False,
                "scope_decided_at": False,
                "scope_answer": False,
                "scope_date": False,
            }
        )
        issue._ask(
            ACTIVITY,
            receiver,
            self._scope_summary(),
        )
        issue._tell(receiver.partner_id, _words_for_receiver, issue._scope_path())
        issue._tell_reporter(_words_for_reporter)
        issue._note_scope(sentence)

    def _check_scope_receiver(self, kind, route, receiver):
        """Refuse a receiver who is missing or could not read the request.

        :raise UserError: saying where to name one
        """
        self._check_choice("scope_kind", kind)
        self._check_choice("scope_route", route)
        if not receiver or not receiver.active:
            raise UserError(
                self.env._(
                    "Nobody receives requests for “%(route)s” yet. Name somebody: "
                    "Plan › Hand-over › %(period)s › Out of scope.",
                    route=dict(
                        self._fields["scope_route"]._description_selection(self.env)
                    )[route],
                    period=self.period_id.name,
                )
            )
        # sudo: what account somebody has, and where, is asked, not shown.
        if receiver.sudo().share:
            raise UserError(receiver._scope_portal_text())
        # sudo: as above.
        if self.company_id not in receiver.sudo().company_ids:
            raise UserError(
                self.env._(
                    "%(person)s does not work in %(company)s. Choose somebody else.",
                    person=receiver.name,
                    company=self.company_id.name,
                )
            )
        reads = self.with_user(receiver).sudo(False).has_access("read")
        if self.confidential and not reads:
            raise UserError(
                self.env._(
                    "%(issue)s is confidential and %(person)s may not read it. Choose "
                    "somebody who may, or report what is asked for as a new issue "
                    "without what is confidential.",
                    issue=self.number,
                    person=receiver.name,
                )
            )

    def _check_receiver_choice(self, route, receiver):
        """Refuse that whoever says “not ours” picks who decides, or decides himself.

        :raise AccessError: for another receiver than the plan's, unless by managers
        :raise UserError: for a manager who picks himself
        """
        usual = self.period_id._scope_receiver(route)
        if receiver == usual or self.env.su:
            return
        if not self._is_manager():
            raise AccessError(
                self.env._(
                    "%(usual)s decides about such requests. Only managers choose "
                    "somebody else: ask them.",
                    usual=usual.name or self.env._("Nobody yet"),
                )
            )
        if receiver == self.env.user:
            raise UserError(
                self.env._(
                    "You say that %s is not part of hypercare, so somebody else "
                    "decides about it. Choose another person.",
                    self.number,
                )
            )

    def _scope_summary(self) -> str:
        """Return what stands on the receiver's list of activities."""
        return self.env._("Decide: %s", self.display_name)

    # -- Telling -----------------------------------------------------------------------

    def _scope_path(self) -> str:
        return f"{PATH}/{self.id}"

    def _tell_reporter(self, words):
        """Tell whoever reported it; not whom it was handed to."""
        reader = self._receipt_reader()
        if reader and reader != self.scope_owner_id.partner_id:
            self._tell(reader, words, f"/odoo/my-issues/{self.id}")

    def _tell_reply_to(self):
        self.ensure_one()
        author = self.company_id.partner_id.id
        return self._notify_get_reply_to(author_id=author)[self.id]

    def _note_scope(self, sentence):
        """Keep in the log of the issue what was said."""
        labels = dict(self._fields["scope_state"]._description_selection(self.env))
        self.message_post(
            body=self.env._(
                "Out of scope – %(state)s (%(name)s): %(sentence)s",
                state=labels[self.scope_state],
                name=self.scope_owner_id.name,
                sentence=sentence or "–",
            ),
            author_id=self.env.user.partner_id.id,
            subtype_xmlid="mail.mt_note",
        )


def _words_for_receiver(issue) -> dict:
    """Return the mail to whoever decides, in the language of the record."""
    kinds = dict(issue._fields["scope_kind"]._description_selection(issue.env))
    return {
        "subject": issue.env._("Please decide: %s", issue.display_name),
        "headline": issue.env._("A request for you to decide"),
        "title": issue.display_name,
        "lines": [
            issue.env._(
                "%(person)s asks for this. It is not part of hypercare, so the support "
                "team does not work on it.",
                person=issue.reporter_id.name or issue.sender_name or "?",
            ),
            issue.env._("What is asked for: %s", kinds[issue.scope_kind]),
            *filter(
                None,
                [issue.scope_note and issue.env._("Why: %s", issue.scope_note)],
            ),
            issue.env._(
                "Open it and say whether you accept, plan or decline it. Whoever asked "
                "for it is told."
            ),
        ],
    }


def _words_for_reporter(issue) -> dict:
    """Return the mail that says where the request went."""
    lines = [
        issue.env._(
            "What you asked for is not part of hypercare, the weeks of support after "
            "the start. It is not lost: %s decides about it, and you will be told.",
            issue.scope_owner_id.name,
        )
    ]
    if issue.scope_note:
        lines.insert(0, issue.scope_note)
    return {
        "subject": issue.env._("%s is passed on", issue.display_name),
        "headline": issue.env._("Passed on: %s", issue.number),
        "title": issue.display_name,
        "lines": lines,
    }
