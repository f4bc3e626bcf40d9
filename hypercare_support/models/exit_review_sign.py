from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..engine.seal import seal
from .exit_signature import ORDER, ROLES

#: What of a period names who signs, by role.
PERSON_OF = {role: f"{role}_id" for role, _label in ROLES}


class HypercareExitReview(models.Model):
    """Signing: who, in which order, and what follows from it."""

    _inherit = "hypercare.exit.review"

    @api.depends_context("uid", "lang")
    @api.depends("state", "signature_ids.signed_at")
    def _compute_may_sign(self):
        for review in self:
            # sudo: whose turn it is, is told to everybody who sees the review.
            turn = review.sudo()._next_signatures()
            review.may_sign = self.env.user in turn.user_id
            review.waits_for = ", ".join(turn.user_id.mapped("name"))

    # === PUTTING TO SIGNATURE === #

    def action_submit(self):
        """Fix the content and ask the first ones to sign.

        :raise UserError: if somebody or something is missing
        """
        self.ensure_one()
        self.period_id.check_access("write")
        self._lock_review()
        self._check_draft()
        self._check_complete()
        content = self._assemble() | {"evidence": self._evidence()}
        # sudo: content and signatures are kept by us; who may was checked above.
        review = self.sudo()
        review._keep(
            {
                "state": "signing",
                "content": content,
                "content_hash": seal(content),
                "submitted_at": fields.Datetime.now(),
                "submitted_by_id": self.env.uid,
            }
        )
        self.env["hypercare.exit.signature"]._prepare(
            review,
            {role: review.period_id[name] for role, name in PERSON_OF.items()},
        )
        self._tell_next()
        return True

    def _check_complete(self):
        """Refuse to put to signature what lacks people or criteria.

        :raise UserError: naming everything that is missing
        """
        period = self.period_id
        labels = dict(
            self.env["hypercare.exit.signature"]
            ._fields["role"]
            ._description_selection(self.env)
        )
        missing = [
            self.env._("Nobody is named as: %s.", labels[role])
            for role, name in PERSON_OF.items()
            if not period[name]
        ]
        if period.sponsor_id and period.sponsor_id == period.business_owner_id:
            missing.append(
                self.env._(
                    "The sponsor countersigns what the business owner accepts: name "
                    "two different people."
                )
            )
        if period.client_pm_id & (period.sponsor_id | period.business_owner_id):
            missing.append(
                self.env._(
                    "Four different people sign: the client project manager cannot "
                    "sign as sponsor or business owner as well."
                )
            )
        client = period.client_pm_id | period.sponsor_id | period.business_owner_id
        if period.consultant_lead_id & client:
            missing.append(
                self.env._(
                    "Both sides sign: the consultant lead cannot sign for the client."
                )
            )
        if not period.criterion_ids:
            missing.append(self.env._("No exit criteria are agreed."))
        if period.state not in ("exit_review", "monitoring"):
            missing.append(
                self.env._("The period is not in its exit review: press “Begin exit”.")
            )
        if missing:
            raise UserError(
                self.env._(
                    "The review cannot be signed yet:\n%s",
                    "\n".join(f"• {line}" for line in missing),
                )
            )

    # === SIGNING === #

    def action_sign(self):
        """Open the dialog in which the user signs."""
        self.ensure_one()
        self.check_access("read")
        self._signature_of_user()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Sign"),
            "res_model": "hypercare.exit.sign",
            "context": {"default_review_id": self.id},
            "views": [(False, "form")],
            "target": "new",
        }

    def _sign(self, decision, image, note=False, conditions=()):
        """Sign in the name of whoever is logged in.

        :param decision: ``go`` or ``no_go``
        :param image: the signature, a PNG in base64
        :param note: in words; required for a no-go
        :param conditions: of a no-go: dicts of name, user_id and date
        :raise UserError: for whose turn it is not, and for a go while criteria fail
        """
        self.ensure_one()
        self.check_access("read")
        self._lock_review()
        row = self._signature_of_user()
        if decision == "go":
            self._check_go()
        row._sign(decision, image, note)
        if decision == "no_go":
            self.env["hypercare.exit.condition"]._agree(self, conditions)
        # sudo: who signs need not be a manager. Written each time, so that of two who
        # sign at once the second starts again and sees the first.
        review = self.sudo()
        review._keep({"signed_count": review.signed_count + 1})
        if decision == "no_go":
            review._finish("no_go")
        elif all(review.signature_ids.mapped("signed_at")):
            review._finish("go")
        else:
            self._tell_next()

    def _next_signatures(self):
        """Return the signatures whose turn it is: all of the same rank at once."""
        self.ensure_one()
        waiting = self.signature_ids.filtered(lambda row: not row.signed_at)
        if self.state != "signing" or not waiting:
            return waiting.browse()
        first = min(ORDER[row.role] for row in waiting)
        return waiting.filtered(lambda row: ORDER[row.role] == first)

    def _signature_of_user(self):
        """Return the signature that the user has to give now.

        :raise UserError: if there is none, saying whose turn it is
        """
        # sudo: the refusal names whose turn it is.
        review = self.sudo()
        if review.state != "signing":
            labels = dict(self._fields["state"]._description_selection(self.env))
            raise UserError(
                self.env._(
                    "“%(review)s” is not open for signatures: it is %(state)s.",
                    review=self.display_name,
                    state=labels[review.state],
                )
            )
        mine = review.signature_ids.filtered(lambda row: row.user_id == self.env.user)
        turn = review._next_signatures()
        if not mine:
            names = ", ".join(review.signature_ids.user_id.mapped("name"))
            raise UserError(
                self.env._("This review is signed by %s, each for himself.", names)
            )
        if all(mine.mapped("signed_at")):
            raise UserError(self.env._("You have signed this review already."))
        if not mine & turn:
            names = ", ".join(turn.user_id.mapped("name"))
            raise UserError(self.env._("%s signs first.", names))
        return (mine & turn)[:1]

    def _check_go(self):
        """Refuse a go while criteria fail: in the record, or by now.

        :raise UserError: naming them, and what is possible
        """
        # sudo: whoever signs may know what fails.
        review = self.sudo()
        criteria = review.period_id.criterion_ids
        failing = set(review.content["failing"]) | {
            criterion.name for criterion in criteria if not criterion._is_holding()
        }
        if failing:
            raise UserError(
                self.env._(
                    "These exit criteria do not hold:\n%s\nHave them met, or waived by "
                    "the sponsor, and make a new version; or sign “no-go”.",
                    "\n".join(f"• {name}" for name in sorted(failing)),
                )
            )
        if problems := review._verify():
            raise UserError("\n".join(problems))

    def _finish(self, state):
        """Freeze the record; a go leads to monitoring."""
        self._keep({"state": state, "decided_at": fields.Datetime.now()})
        self._keep({"record_hash": seal(self._sealed())})
        period = self.period_id
        if state == "go" and period.state == "exit_review":
            period.write({"state": "monitoring"})
        self._tell_decision()

    # === AT THE SAME TIME === #

    def _lock_review(self):
        """Wait for whoever signs or submits at the same time."""
        self.env.flush_all()
        # Raw SQL: the ORM's lock gives up at once instead of waiting its turn.
        self.env.execute_query(
            SQL(
                "SELECT id FROM hypercare_exit_review WHERE id = %s FOR UPDATE", self.id
            )
        )
        self.invalidate_recordset()
        self.signature_ids.invalidate_recordset()
