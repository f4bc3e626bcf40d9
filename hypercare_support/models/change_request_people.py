from odoo import api, models
from odoo.exceptions import UserError, ValidationError


class HypercareChangeRequest(models.Model):
    """Four eyes: who asks, who decides and who carries it out.

    Whoever decides is named by the period or chosen by a manager, and has neither asked
    for the change nor entered, submitted or carried it out.
    """

    _inherit = "hypercare.change.request"

    def _chooses(self) -> bool:
        """Tell whether the user may choose who decides and who carries it out."""
        return self.env.su or self.env["hypercare.issue"]._is_manager()

    def _accepted_owner(self, kind):
        """Return who has accepted a responsibility of the period."""
        # sudo: who is named may be proposed to whoever asks.
        duties = self.period_id.sudo().responsibility_ids.filtered(
            lambda duty: duty.kind == kind and duty.state == "accepted"
        )
        return duties[:1].owner_after_id

    def _deciders(self):
        """Return who may decide about changes of the period, in order."""
        # sudo: who decides may be proposed to whoever asks.
        period = self.period_id.sudo()
        return (
            self._accepted_owner("configuration_approval")
            | period.client_pm_id
            | period.business_owner_id
            | period.sponsor_id
        )

    def _proposed(self) -> dict:
        """Return who is to carry it out, and who is to decide."""
        doer = self.implementer_id or self._accepted_owner("configuration_work")
        # sudo: as for who decides.
        doer = doer or self.period_id.sudo().consultant_lead_id
        entered = self.create_uid or self.env.user
        deciders = self._deciders() - self.requested_by_id - doer - entered
        return {"implementer_id": doer, "approver_id": deciders[:1]}

    def _concerned(self):
        """Return who cannot decide: it is their own change."""
        return (
            self.requested_by_id
            | self.create_uid
            | self.submitted_by_id
            | self.implementer_id
            | self.done_by_id
        )

    @api.constrains("approver_id", "requested_by_id", "implementer_id")
    def _check_four_eyes(self):
        """Refuse that somebody decides about a change of his own.

        :raise ValidationError: naming the person
        """
        for request in self:
            decides = request.decided_by_id | request.approver_id
            # sudo: whoever enters a change may be told the name of a colleague.
            for user in (decides & request._concerned()).sudo():
                raise ValidationError(
                    self.env._(
                        "%s asks for the change, entered it, submitted it or carries "
                        "it out, and cannot approve it. A manager chooses somebody "
                        "else to approve.",
                        user.name,
                    )
                )

    def _check_decider(self):
        """Refuse somebody to decide whom the period does not know as such.

        :raise UserError: naming who may
        """
        deciders = self._deciders()
        if self.approver_id not in deciders:
            raise UserError(
                self.env._(
                    "%(person)s does not decide about changes. A manager chooses one "
                    "of: %(names)s.",
                    # sudo: the name of a colleague.
                    person=self.approver_id.sudo().name,
                    names=", ".join((deciders - self._concerned()).mapped("name"))
                    or self.env._("nobody yet"),
                )
            )

    def _check_chosen(self, vals):
        """Refuse to choose people too late, or without the right to.

        :raise UserError: saying who chooses
        """
        for request in self:
            changed = [
                name
                for name in ("approver_id", "implementer_id")
                if name in vals and request[name].id != (vals[name] or False)
            ]
            if not changed:
                continue
            if not self._chooses():
                raise UserError(
                    self.env._(
                        "A manager chooses who approves and who carries it out. Ask "
                        "them to change it."
                    )
                )
            if request.state in ("refused", "done"):
                raise UserError(
                    self.env._("“%s” has been decided already.", request.name)
                )
            # sudo: whether that colleague is still here.
            refused = request.refused_by_id.sudo()
            if "approver_id" in changed and refused and refused.active:
                raise UserError(
                    self.env._(
                        "%(person)s has refused “%(name)s” before and decides again.",
                        person=refused.name,
                        name=request.name,
                    )
                )

    def _check_people(self):
        """Refuse people of other companies.

        :raise UserError: naming the person
        """
        for request in self:
            # sudo: in which companies a user works is asked, not shown.
            for user in (request.approver_id | request.implementer_id).sudo():
                if request.company_id not in user.company_ids:
                    raise UserError(
                        self.env._(
                            "%(person)s does not work in %(company)s. Choose somebody "
                            "else.",
                            person=user.name,
                            company=request.company_id.name,
                        )
                    )
