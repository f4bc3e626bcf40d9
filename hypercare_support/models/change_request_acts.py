from odoo import fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import format_datetime

from ..intake.limits import clean_text
from .issue_scope_route import LONGEST

ACTIVITY = "mail_activity_type_change"


class HypercareChangeRequest(models.Model):
    """Submitted, approved or refused, carried out: each by whom it is for."""

    _inherit = "hypercare.change.request"

    def action_submit(self):
        """Hand the request to its approver.

        :raise UserError: if something is missing, or somebody else asks for it
        """
        for request in self:
            request._check_asks()
            request._check_step("draft")
            if not (request.reason or "").strip():
                raise UserError(
                    self.env._("Write down why the change is needed, then submit it.")
                )
            if not request.approver_id:
                raise UserError(
                    self.env._(
                        "Nobody is named who approves it. A manager chooses somebody; "
                        "it cannot be who asks for it."
                    )
                )
            request._check_decider()
            now = fields.Datetime.now()
            request._step(
                {
                    "state": "submitted",
                    "submitted_at": now,
                    "submitted_by_id": self.env.uid,
                    "first_submitted_at": request.first_submitted_at or now,
                }
            )
            request._check_four_eyes()
            request._ask(
                ACTIVITY, request.approver_id, self.env._("Approve: %s", request.name)
            )
            request._tell(
                request.approver_id.partner_id,
                _words_for_approver,
                request._path(),
                once=True,
            )
        return True

    def action_back_to_draft(self):
        """Take a request back to change it; what was decided stays in its log.

        :raise UserError: if it was approved, or somebody else asks for it
        """
        for request in self:
            request._check_asks()
            request._check_step("submitted", "refused")
            request._done_asking(ACTIVITY)
            request._log_decision()
            kept = ("first_submitted_at", "refused_by_id")
            emptied = [name for name in self._ATTESTED if name not in kept]
            request._step({"state": "draft"} | dict.fromkeys(emptied, False))
        return True

    def action_approve(self):
        return self._open_decision("approved", self.env._("Approve"))

    def action_refuse(self):
        return self._open_decision("refused", self.env._("Refuse"))

    def action_allow_in_freeze(self):
        return self._open_decision("exception", self.env._("Allow during the freeze"))

    def _open_decision(self, decision, title):
        self.ensure_one()
        self._check_decides()
        return {
            "type": "ir.actions.act_window",
            "name": title,
            "res_model": "hypercare.change.decide",
            "views": [(False, "form")],
            "target": "new",
            "context": {
                "default_request_id": self.id,
                "default_decision": decision,
                "dialog_size": "medium",
            },
        }

    def _decide(self, decision, sentence):
        """Note what the approver decides, and tell who asks and who carries it out.

        :param decision: ``approved``, ``refused``, or ``exception``: an approved one
            may be carried out during the freeze
        :param sentence: to whoever asks; needed to refuse, and during a freeze
        :raise UserError: if the sentence is missing, or it is not to be decided
        """
        self.ensure_one()
        self._check_decides()
        self._check_step("approved" if decision == "exception" else "submitted")
        sentence = clean_text(sentence, LONGEST).text.strip()
        now = fields.Datetime.now()
        freeze = self.period_id._freeze_on(now)
        frozen = self.period_id._freeze_text(now)
        if decision == "exception" and not freeze:
            raise UserError(
                self.env._("No freeze is in force: nothing needs allowing.")
            )
        if not sentence and decision == "refused":
            raise UserError(self.env._("Say in a sentence why it is refused."))
        if not sentence and frozen:
            raise UserError(
                self.env._("%s Say in a sentence why this change cannot wait.", frozen)
            )
        vals = {}
        if decision != "exception":
            vals = {
                "state": decision,
                "decided_at": now,
                "decided_by_id": self.env.uid,
                "decision_note": sentence or False,
            }
        if decision != "refused" and freeze:
            # For this freeze: the next one is decided anew.
            vals |= {"freeze_exception": sentence, "freeze_exception_id": freeze.id}
        if decision == "refused":
            vals["refused_by_id"] = self.env.uid
        self._step(vals)
        self._check_four_eyes()
        self._done_asking(ACTIVITY)
        self._tell(self.requested_by_id.partner_id, _words_of_decision, self._path())
        if decision == "approved" and self.implementer_id != self.requested_by_id:
            self._tell(self.implementer_id.partner_id, _words_of_decision, self._path())

    def action_done(self):
        """Note that an approved change was carried out.

        :raise UserError: during a freeze without exception, or by somebody else
        """
        for request in self:
            request.check_access("read")
            request._check_step("approved")
            if not request.may_do:
                raise AccessError(
                    self.env._(
                        "%s carries out this change.",
                        request.implementer_id.name or self.env._("Nobody yet"),
                    )
                )
            now = fields.Datetime.now()
            frozen = request.period_id._freeze_text(now)
            # sudo: only whether it is this freeze that it was allowed during.
            allowed = request.sudo().freeze_exception_id
            if frozen and request.period_id._freeze_on(now) != allowed:
                raise UserError(
                    self.env._(
                        "%(freeze)s Ask %(person)s to allow it during the freeze, or "
                        "wait.",
                        freeze=frozen,
                        person=request.approver_id.name,
                    )
                )
            request._step(
                {
                    "state": "done",
                    "done_at": now,
                    "done_by_id": self.env.uid,
                }
            )
            request._check_four_eyes()
            request._tell(
                request.requested_by_id.partner_id, _words_of_decision, request._path()
            )
        return True

    def _log_decision(self):
        """Keep what was decided in the log, before it is taken off the form."""
        lines = [self.env._("Taken back to draft.")]
        if self.decided_at:
            states = dict(self._fields["state"]._description_selection(self.env))
            lines.append(
                self.env._(
                    "Before: %(state)s by %(person)s on %(date)s.",
                    state=states[self.state],
                    person=self.decided_by_id.name,
                    date=format_datetime(self.env, self.decided_at),
                )
            )
        if self.decision_note:
            lines.append(self.decision_note)
        # sudo: who asks need not be allowed to write what was submitted.
        self.sudo()._message_log(
            body="\n".join(lines), author_id=self.env.user.partner_id.id
        )

    def _step(self, vals):
        """Write what an act has checked, whoever acts."""
        # sudo: approver and implementer need not be of the team.
        self.sudo()._attest(vals)

    def _check_step(self, *states):
        """Refuse an act that does not fit where the request stands."""
        self.lock_for_update()
        if self.state not in states:
            labels = dict(self._fields["state"]._description_selection(self.env))
            raise UserError(
                self.env._(
                    "“%(name)s” stands at “%(state)s”: this is not possible now.",
                    name=self.name,
                    state=labels[self.state],
                )
            )

    def _check_asks(self):
        """Refuse everybody but who asks for the change and managers."""
        self.check_access("read")
        manages = self.env["hypercare.issue"]._is_manager() or self.env.su
        if self.requested_by_id != self.env.user and not manages:
            raise AccessError(
                self.env._("%s asks for this change.", self.requested_by_id.name)
            )

    def _check_decides(self):
        """Refuse everybody but the approver; never who asks for the change."""
        self.check_access("read")
        if self.approver_id != self.env.user or self.env.user in self._concerned():
            raise AccessError(
                self.env._(
                    "%s decides about this change.",
                    self.approver_id.name or self.env._("Nobody yet"),
                )
            )

    def _path(self) -> str:
        return f"/odoo/hypercare-changes/{self.id}"


def _words_for_approver(request) -> dict:
    """Return the mail to whoever approves."""
    kinds = dict(request._fields["kind"]._description_selection(request.env))
    lines = [
        request.env._(
            "%(person)s asks for this change: %(kind)s.",
            person=request.requested_by_id.name,
            kind=kinds[request.kind],
        ),
        request.env._("Why: %s", request.reason),
    ]
    if request.risk:
        lines.append(request.env._("What can go wrong: %s", request.risk))
    return {
        "subject": request.env._("Please approve: %s", request.name),
        "headline": request.env._("A change for you to approve"),
        "title": request.name,
        "lines": lines,
    }


def _words_of_decision(request) -> dict:
    """Return the mail that says how the request stands."""
    states = dict(request._fields["state"]._description_selection(request.env))
    state = states[request.state]
    who = request.done_by_id if request.state == "done" else request.decided_by_id
    lines = [request.env._("%(state)s by %(person)s.", state=state, person=who.name)]
    if request.decision_note:
        lines.append(request.decision_note)
    return {
        "subject": f"{state}: {request.name}",
        "headline": state,
        "title": request.name,
        "lines": lines,
    }
