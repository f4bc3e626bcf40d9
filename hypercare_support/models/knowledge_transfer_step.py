from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

from ..engine.handover import next_step
from .knowledge_transfer import ALL, STEPS

#: What is written about a step, by whoever was there.
EVIDENCE = {f"{step}_{part}" for step in ALL for part in ("note", "file_ids")}
#: Between whom the steps are: fixed with the first one.
PEOPLE = ("giver_id", "taker_id")


class HypercareKnowledgeTransfer(models.Model):
    """Who says that a step is done, and what stays once it is.

    Who takes over says what was learnt; somebody else says that it works alone.
    """

    _inherit = "hypercare.knowledge.transfer"

    may_say = fields.Boolean(compute="_compute_may_say")
    may_plan = fields.Boolean(compute="_compute_may_say")

    @api.depends("taker_id", "area_id.head_id", "kind", "state")
    @api.depends_context("uid")
    def _compute_may_say(self):
        for transfer in self:
            left = next_step(transfer._done())
            step = left is not None and STEPS.get(transfer.kind, ALL)[left]
            transfer.may_say = bool(step and transfer._may_say(step))
            transfer.may_plan = not transfer._origin or transfer._works()

    @api.constrains(*PEOPLE)
    def _check_two_people(self):
        for transfer in self:
            if transfer.giver_id and transfer.giver_id == transfer.taker_id:
                raise ValidationError(
                    self.env._(
                        "%(person)s cannot explain “%(area)s” to themselves. Choose "
                        "somebody else who explains it, or who takes it over.",
                        person=transfer.taker_id.name,
                        area=transfer.display_name,
                    )
                )

    def _steps_done(self) -> list[str]:
        return [step for step in ALL if self[f"{step}_at"]]

    def _check_done_kept(self, vals):
        """Refuse to change what was said of a step that is done, and who was there.

        :raise UserError: saying what to do instead
        """
        for transfer in self:
            done = transfer._steps_done()
            kept = {name for name in EVIDENCE if name.split("_")[0] in done}
            kept |= set(PEOPLE) if done else set()
            for name in kept & set(vals):
                field = transfer._fields[name]
                if name in PEOPLE and transfer[name].id == vals[name]:
                    continue
                if field.type == "text" and (transfer[name] or "") == (
                    vals[name] or ""
                ):
                    continue
                raise UserError(
                    self.env._(
                        "“%(field)s” of “%(area)s” is evidence of a step that is done. "
                        "A manager takes the step back first.",
                        field=field._description_string(self.env),
                        area=transfer.display_name,
                    )
                )
            # Who learns or answers for the area writes what happened, not the plan.
            if not transfer._works() and set(vals) - EVIDENCE:
                raise AccessError(
                    self.env._(
                        "Only the support team changes the plan of “%s”. You can write "
                        "what was done in each step.",
                        transfer.display_name,
                    )
                )

    def _works(self) -> bool:
        """Tell whether the user plans the transfer: tier members and managers."""
        issues = self.env["hypercare.issue"]
        if self.env.su or issues._is_manager():
            return True
        # sudo: who is in the tiers, for the user's own question.
        members = self.sudo().area_id.period_id.tier_ids.member_ids.filtered("active")
        return self.env.user in members.user_id

    def _may_say(self, step) -> bool:
        """Tell whether it is for the user to say that a step is done."""
        self.ensure_one()
        user = self.env.user
        if self.env.su:
            return True
        # sudo: who answers for the area, for the user's own question.
        head = self.sudo().area_id.head_id
        if step != "alone":
            return user in self.taker_id | head
        return user != self.taker_id and (user in self.giver_id | head or self._works())

    def action_next_step(self):
        """Note that the next step is done, by the user and now.

        :raise UserError: if nobody takes over, the evidence is missing, all is done, or
            it is for somebody else to say
        """
        self.check_access("read")
        for transfer in self:
            step = transfer._next_step()
            transfer._check_can_be_said(step)
            # sudo: who says so was checked; they need not be of the team.
            transfer.sudo()._attest(
                {f"{step}_at": fields.Datetime.now(), f"{step}_by_id": self.env.uid}
            )
            transfer._tell_step(step)
        return True

    def _check_can_be_said(self, step):
        """Refuse a step that is not done, or not for the user to say.

        :raise UserError: saying what is missing, or who says it
        """
        label = self._fields[f"{step}_at"]._description_string(self.env)
        if not self.taker_id:
            raise UserError(
                self.env._("Choose first who takes over “%s”.", self.display_name)
            )
        if not self._may_say(step):
            raise UserError(self._for_others(step, label))
        if not (self[f"{step}_note"] or "").strip() and not self[f"{step}_file_ids"]:
            note = self._fields[f"{step}_note"]
            raise UserError(
                self.env._(
                    "“%(step)s” needs evidence: write a sentence under “%(note)s” or "
                    "attach a file, then press the button again.",
                    step=label,
                    note=note._description_string(self.env),
                )
            )
        if step == "alone":
            # sudo: the days of the period, whoever may read it.
            local = self.sudo().period_id._local_day
            today = local(fields.Datetime.now())
            if local(self.reviewed_at) == local(self.shadowed_at) == today:
                raise UserError(
                    self.env._(
                        "Nobody learns “%s” within one day: papers and looking over "
                        "the shoulder were noted today. Note working alone tomorrow at "
                        "the earliest.",
                        self.display_name,
                    )
                )

    def _for_others(self, step, label) -> str:
        """Return who says that a step is done."""
        if step == "alone":
            return self.env._(
                "“%(step)s” is said by somebody who watched, not by %(person)s.",
                step=label,
                person=self.taker_id.name,
            )
        head = self.sudo().area_id.head_id - self.taker_id
        if head:
            return self.env._(
                "%(person)s takes over: only they or %(head)s can say “%(step)s”.",
                person=self.taker_id.name,
                head=head.name,
                step=label,
            )
        return self.env._(
            "%(person)s takes over: only they can say “%(step)s”.",
            person=self.taker_id.name,
            step=label,
        )

    def _tell_step(self, step):
        label = self._fields[f"{step}_at"]._description_string(self.env)
        # sudo: who says so was checked; they need not be of the team.
        transfer = self.sudo()
        transfer.message_post(
            body=self.env._("Done: %s", label),
            author_id=self.env.user.partner_id.id,
        )
        if next_step(self._done()) is None:
            transfer.activity_unlink(["hypercare_support.mail_activity_type_refresher"])
