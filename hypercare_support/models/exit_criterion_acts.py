from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

#: A note that says nothing attests nothing.
SHORTEST = 5


class HypercareExitCriterion(models.Model):
    """What people do with criteria: attest, waive, take back, look at the evidence."""

    _inherit = "hypercare.exit.criterion"

    # === WHO MAY === #

    def _attesters(self, experts=None):
        """Return who may attest: the person named, else the client's two.

        Never the consultant lead or anybody who is or was of Level 3, whose own work
        is attested.

        :param experts: users of Level 3, if they are known
        """
        period = self.period_id
        if experts is None:
            # sudo: who is in which tier decides, whoever asks.
            members = self.env["hypercare.tier.member"].sudo()
            level = [
                ("tier_id.period_id", "=", period.id),
                ("tier_id.level", "=", "l3"),
            ]
            experts = members.with_context(active_test=False).search(level).user_id
        judged = period.consultant_lead_id | experts.with_env(self.env)
        people = self.user_id or (period.client_pm_id | period.business_owner_id)
        return (people - judged).filtered("active")

    # === ATTESTING === #

    def _attest(self, note, file=False, file_name=False):
        """Attest that this criterion holds, in the name of whoever is logged in.

        :param note: what was seen, and where
        :param file: base64, required for what only another app could measure
        :raise UserError: for whom may not, without a note or a file
        """
        self.ensure_one()
        self._lock_criterion()
        self._check_attester()
        evaluator = self._evaluators()[self.code]
        if self.code != "attest" and self.state not in ("unmeasurable", "attested"):
            raise UserError(
                self.env._(
                    "“%s” is measured by Odoo itself: nobody has to attest it.",
                    self.name,
                )
            )
        note = self._checked_words(note)
        if evaluator.needs_file and not file:
            raise UserError(
                self.env._(
                    "Odoo cannot see “%s” here: attach a file that shows it, such as "
                    "the signed closing report.",
                    self.name,
                )
            )
        now = fields.Datetime.now()
        self._record_act("attested", note, now, file=file, file_name=file_name)
        # sudo: who attests need not be a manager; he was checked above.
        self.sudo()._keep(
            {
                "attested_by_id": self.env.uid,
                "attested_at": now,
                "attested_note": note,
                "has_file": bool(file),
            }
        )

    def action_unattest(self):
        """Take an attestation back: by whoever may attest.

        :raise UserError: for whom may not
        """
        for criterion in self.filtered("attested_at"):
            criterion._lock_criterion()
            criterion._check_attester()
            criterion._record_act("unattested", criterion.attested_note)
            # sudo: as in `_attest`.
            criterion.sudo()._keep(
                {
                    "attested_by_id": False,
                    "attested_at": False,
                    "attested_note": False,
                    "has_file": False,
                }
            )
        return True

    def _check_attester(self):
        if self.env.user not in self.sudo()._attesters():
            names = ", ".join(self.sudo()._attesters().mapped("name"))
            raise UserError(
                self.env._(
                    "“%(criterion)s” is attested by %(names)s, and by nobody else.",
                    criterion=self.name,
                    names=names or self.env._("nobody yet: name somebody first"),
                )
            )

    # === WAIVING === #

    def _waive(self, reason):
        """Waive this criterion in the name of the sponsor of the period.

        :raise UserError: for everybody else, and without a reason
        """
        self.ensure_one()
        self._lock_criterion()
        self._check_sponsor()
        reason = self._checked_words(reason)
        now = fields.Datetime.now()
        self._record_act("waived", reason, now)
        # sudo: a sponsor is no manager; that it is the sponsor was checked above.
        self.sudo()._keep(
            {"waived_by": self.env.uid, "waived_at": now, "waived_reason": reason}
        )
        self._tell_waived(reason)

    def _tell_waived(self, reason):
        """Mail sponsor and client project manager that a criterion was waived."""
        # sudo: who waives need not read everything of the period.
        criterion = self.sudo()
        people = criterion.period_id.sponsor_id | criterion.period_id.client_pm_id
        name = self.env.user.name

        def say(env):
            return env._("Waived: %s", criterion.name), [
                env._("%s has waived this exit criterion.", name),
                env._("Reason: %s", reason),
                env._("If this was not you, tell the other one at once."),
            ]

        criterion.period_id._exit_mail(people.filtered("active").partner_id, say)

    def action_unwaive(self):
        """Take a waiver back: by the sponsor of the period.

        :raise UserError: for everybody else
        """
        for criterion in self.filtered("waived_at"):
            criterion._lock_criterion()
            criterion._check_sponsor()
            criterion._record_act("unwaived", criterion.waived_reason)
            # sudo: as in `_waive`.
            criterion.sudo()._keep(
                {"waived_by": False, "waived_at": False, "waived_reason": False}
            )
        return True

    def _check_sponsor(self):
        # sudo: who the sponsor is may be asked about by anybody who is refused.
        period = self.sudo().period_id
        # Whose own work is judged waives nothing, whatever else he is.
        sponsor = period.sponsor_id - period.consultant_lead_id
        if not sponsor or self.env.user != sponsor:
            raise UserError(
                self.env._(
                    "Only the sponsor may waive a criterion: %s.",
                    sponsor.name or self.env._("nobody is named in the period yet"),
                )
            )

    # === SHARED === #

    def _lock_criterion(self):
        """Wait for whoever acts on this criterion at the same time."""
        self.check_access("read")
        self.env.flush_all()
        # Raw SQL: the ORM's lock gives up at once instead of waiting its turn.
        self.env.execute_query(
            SQL(
                "SELECT id FROM hypercare_exit_criterion WHERE id = %s"
                " FOR NO KEY UPDATE",
                self.id,
            )
        )
        self.invalidate_recordset()

    def _checked_words(self, text) -> str:
        text = text.strip() if isinstance(text, str) else ""
        if len(text) < SHORTEST:
            raise UserError(
                self.env._("Say in a sentence why: it is part of the exit record.")
            )
        return text

    def _record_act(self, kind, reason, now=None, **values):
        now = now or fields.Datetime.now()
        period = self.sudo().period_id
        self.env["hypercare.exit.history"]._append(
            [
                {
                    "criterion_id": self.id,
                    "kind": kind,
                    "date": period._local_day(now),
                    "at": now,
                    "reason": reason,
                    "user_id": self.env.uid,
                    **values,
                }
            ]
        )

    # === SCREENS === #

    def action_history(self):
        """Open the history of the criterion."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.name,
            "res_model": "hypercare.exit.history",
            "domain": [("criterion_id", "=", self.id)],
            "views": [(False, "list"), (False, "graph"), (False, "form")],
        }

    def action_attest(self):
        """Open the dialog in which a person attests."""
        self.check_access("read")
        return self._open_dialog("hypercare.exit.attest", self.env._("Attest"))

    def action_waive(self):
        """Open the dialog in which the sponsor waives."""
        self.check_access("read")
        self._check_sponsor()
        return self._open_dialog("hypercare.exit.waive", self.env._("Waive"))

    def _open_dialog(self, model, name):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": name,
            "res_model": model,
            "context": {"default_criterion_id": self.id},
            "views": [(False, "form")],
            "target": "new",
        }
