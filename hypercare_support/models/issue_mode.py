from odoo import SUPERUSER_ID, fields, models
from odoo.exceptions import UserError
from odoo.tools.i18n import format_list

from ..engine import modes
from .issue_engagement import AUTOMATIC
from .phase_mode import mode_sentence


class HypercareIssue(models.Model):
    """What goes to the project team, and what stays with the business.

    The running phase decides, whoever moves the issue and however. What the project
    team has got already stays with it when the phase changes.
    """

    _inherit = "hypercare.issue"

    # === THE GUARD === #

    def _follow_facts(self, before, reason, now):
        overridden = self._check_mode(before, reason, now)
        res = super()._follow_facts(before, reason, now)
        overridden._note_override(reason, now)
        return res

    def _check_mode(self, before, reason, now):
        """Refuse that issues go to a project team that does not take them.

        :param before: issue id → facts before the change
        :return: the issues for which a manager has overridden the phase
        :raise UserError: naming the phase, what it takes, and who may override
        """
        overridden = self.browse()
        for issue in self:
            old = before[issue.id]
            if (issue.tier_id, issue.user_id) == (old["tier_id"], old["user_id"]):
                continue
            if issue.sudo().period_id._mode_at(now).is_full:
                continue
            if not issue._with_project(issue.tier_id, issue.user_id):
                continue
            if issue._with_project(old["tier_id"], old["user_id"]):
                continue
            # Who changes the severity in the same act does not move the bar.
            for severity in sorted({old["severity"], issue.severity}):
                why = issue._obstacle(reason, old["tier_id"], now, severity)
                if not why or self._is_system():
                    continue
                outcome = issue._decide_mode(reason, old["tier_id"], now, severity)
                if outcome != modes.OVERRIDE or not reason:
                    raise UserError(issue._mode_refusal(why, now, severity))
                overridden |= issue
        return overridden

    def _prepare_create(self, vals_list):
        """Where an issue starts by itself follows the phase; so does where one says."""
        named = [vals.get("tier_id") for vals in vals_list]
        facts_list = super()._prepare_create(vals_list)
        for vals, tier_id in zip(vals_list, named, strict=True):
            if not tier_id or vals.get("tier_id") != tier_id or self._is_system():
                continue
            period = self.env["hypercare.period"].browse(vals["period_id"])
            # sudo: what a phase takes does not depend on who reports.
            tier = period.sudo().tier_ids.filtered(lambda t, i=tier_id: t.id == i)
            if not tier or tier.level != modes.PROJECT_LEVEL:
                continue
            mode = tier.period_id._mode_at(fields.Datetime.now())
            if modes.obstacle(mode, vals["severity"], tier.level, False, False):
                raise UserError(
                    self.env._(
                        "An issue of %(severity)s cannot start at %(tier)s. %(mode)s "
                        "Log it first; it can be moved up afterwards, with a reason.",
                        severity=vals["severity"].upper(),
                        tier=tier.name,
                        mode=mode_sentence(self.env, mode),
                    )
                )
        return facts_list

    def _is_system(self) -> bool:
        """Tell whether the system itself sets things up; rules are no exception."""
        automatic = self.env.context.get("hypercare_automatic") is AUTOMATIC
        return self.env.uid == SUPERUSER_ID and not automatic

    # === QUESTIONS === #

    def _with_project(self, tier, owner) -> bool:
        """Tell whether an issue of this period is with the project team.

        That is: at its tier, or owned by somebody who is in no tier below it.
        """
        # sudo: who is in which tier is a fact, whoever may read them.
        tiers = self.sudo().period_id.tier_ids
        if tier.level == modes.PROJECT_LEVEL:
            return True
        project = tiers.filtered(lambda tier: tier.level == modes.PROJECT_LEVEL)
        return owner in project.user_ids and owner not in (tiers - project).user_ids

    def _obstacle(self, reason, tier, now, severity="") -> str:
        """Return why this issue does not go to the project team; empty if it does.

        :param tier: the tier that has it
        :param severity: the one it is judged by, if not its present one
        """
        # sudo: what a phase takes does not depend on who reads phases; so below.
        period = self.sudo().period_id
        return modes.obstacle(
            period._mode_at(now),
            severity or self.severity,
            modes.PROJECT_LEVEL,
            bool(reason),
            self._after_level_2(tier),
        )

    def _decide_mode(self, reason, tier, now, severity="") -> str:
        period = self.sudo().period_id
        return modes.decide(
            period._mode_at(now),
            severity or self.severity,
            modes.PROJECT_LEVEL,
            self._is_manager(),
            bool(reason),
            self._after_level_2(tier),
        )

    def _after_level_2(self, tier) -> bool:
        """Tell whether Level 2 has or had this issue, or there is none to have it."""
        business = self.sudo().period_id._business_tiers()
        second = business.filtered(lambda one: one.level == "l2")
        # sudo: turns are evidence; whether there was one is no secret.
        return not second or second in (tier | self.sudo().engagement_ids.tier_id)

    def _engaged_tiers(self):
        """Leave the project team out of an S1 that it does not take.

        It stays in where it has been called already, or where it has the issue.
        """
        tiers = super()._engaged_tiers()
        if self.severity != "s1":
            return tiers
        mode = self.period_id._mode_at(fields.Datetime.now())
        if modes.acts_at_once(mode, "s1"):
            return tiers
        called = self.engagement_ids.filtered(lambda turn: not turn.left_at).tier_id
        return tiers.filtered(
            lambda tier: tier.level != modes.PROJECT_LEVEL
            or tier in called | self.tier_id
        )

    # === WORDS === #

    def _mode_refusal(self, why, now, severity="") -> str:
        """Return why the issue stays where it is, and who may override that.

        :param severity: the one it is judged by, if not its present one
        """
        period = self.sudo().period_id
        mode, phase = period._mode_at(now), period._phase_at(now)
        managers = (period.client_pm_id | period.consultant_lead_id).mapped("name")
        lines = [
            self.env._(
                "%(issue)s (%(severity)s) stays with the business in the phase "
                "“%(phase)s”.",
                issue=self.number,
                severity=(severity or self.severity).upper(),
                phase=phase.name,
            ),
            mode_sentence(self.env, mode),
        ]
        if severity not in ("", self.severity):
            lines.append(
                self.env._("Change the severity by itself, and the owner afterwards.")
            )
        if why == "reason":
            lines.append(
                self.env._("Level 2 has had it: write why it moves up, then move it.")
            )
        elif managers:
            lines.append(
                self.env._(
                    "A manager may override this with a written reason: %s.",
                    format_list(self.env, managers, "or"),
                )
            )
        else:
            lines.append(
                self.env._("A manager may override this with a written reason.")
            )
        return " ".join(lines)

    def _note_override(self, reason, now):
        """Write into the log of each issue that a manager goes beyond the phase."""
        for issue in self:
            period = issue.period_id
            issue._message_log(
                body=self.env._(
                    "With the project team beyond the phase “%(phase)s”. %(mode)s "
                    "Reason: %(reason)s",
                    phase=period._phase_at(now).name,
                    mode=mode_sentence(self.env, period._mode_at(now)),
                    reason=reason,
                )
            )

    # === BUTTONS === #

    def action_next_tier(self):
        """Ask for a reason, or offer to ask for advice, where the phase says so."""
        if len(self) == 1 and self._with_project(
            self.tier_id.next_tier(), self.user_id
        ):
            question = self._ask_step_up(take=False)
            if question:
                return question
        return super().action_next_tier()

    def action_take(self):
        if len(self) == 1 and self._with_project(self.tier_id, self.env.user):
            question = self._ask_step_up(take=True)
            if question:
                return question
        return super().action_take()

    def _ask_step_up(self, take):
        """Return the dialog that says why the issue stays; empty if it need not."""
        self.check_access("write")
        now = fields.Datetime.now()
        if self._with_project(self.tier_id, self.user_id):
            return None
        if not self._obstacle("", self.tier_id, now):
            return None
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("It stays with the business"),
            "res_model": "hypercare.step.up",
            "view_mode": "form",
            "target": "new",
            "context": {"default_issue_id": self.id, "default_take": take},
        }
