from odoo import fields, models
from odoo.exceptions import AccessError, UserError

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
                    self.env._("Choose who approves it. It cannot be who asks for it.")
                )
            request._step({"state": "submitted", "submitted_at": fields.Datetime.now()})
            request._ask(
                ACTIVITY, request.approver_id, self.env._("Approve: %s", request.name)
            )
            request._tell(
                request.approver_id.partner_id, _words_for_approver, request._path()
            )
        return True

    def action_back_to_draft(self):
        """Take a request back to change it.

        :raise UserError: if it was approved, or somebody else asks for it
        """
        for request in self:
            request._check_asks()
            request._check_step("submitted", "refused")
            request._done_asking(ACTIVITY)
            request._step(
                {"state": "draft"} | dict.fromkeys(self._ATTESTED, False),
            )
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
        frozen = self.period_id._freeze_text(fields.Datetime.now())
        if not sentence and decision == "refused":
            raise UserError(self.env._("Say in a sentence why it is refused."))
        if not sentence and (frozen or decision == "exception"):
            raise UserError(
                self.env._(
                    "%s Say in a sentence why this change cannot wait.", frozen or ""
                ).strip()
            )
        vals = {}
        if decision != "exception":
            vals = {
                "state": decision,
                "decided_at": fields.Datetime.now(),
                "decided_by_id": self.env.uid,
                "decision_note": sentence or False,
            }
        if decision != "refused" and (frozen or decision == "exception"):
            vals["freeze_exception"] = sentence
        self._step(vals)
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
            frozen = request.period_id._freeze_text(fields.Datetime.now())
            if frozen and not request.freeze_exception:
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
                    "done_at": fields.Datetime.now(),
                    "done_by_id": self.env.uid,
                }
            )
            request._tell(
                request.requested_by_id.partner_id, _words_of_decision, request._path()
            )
        return True

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
        if self.approver_id != self.env.user or self.requested_by_id == self.env.user:
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
