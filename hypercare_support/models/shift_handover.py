import logging
from datetime import timedelta

from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from .mail_parts import TELLING
from .period_watch import MANAGER

_logger = logging.getLogger(__name__)

KEPT_FIELDS = frozenset({"handed_over_at", "handed_over_to_id", "handover_asked_at"})
#: A reminder comes so long before a shift ends.
REMIND_BEFORE = timedelta(hours=1)


class HypercareShift(models.Model):
    """Handing over at the end of a shift: a note for each open S1 and S2."""

    _inherit = "hypercare.shift"

    handed_over_at = fields.Datetime("Handed over", readonly=True, copy=False)
    handed_over_to_id = fields.Many2one(
        "res.users", "Handed over to", readonly=True, copy=False, ondelete="restrict"
    )
    handover_asked_at = fields.Datetime(readonly=True, copy=False)

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_handover_kept(vals)
        return super().create(vals_list)

    def write(self, vals):
        self._check_handover_kept(vals)
        return super().write(vals)

    def _check_handover_kept(self, vals):
        if KEPT_FIELDS & set(vals):
            raise UserError(
                self.env._(
                    "What was handed over is kept by the system: press Hand over."
                )
            )

    def action_hand_over(self):
        """Write a note for each open S1 and S2, for whoever comes next."""
        self.ensure_one()
        self._check_may_hand_over()
        wizard = self.env["hypercare.shift.handover"].create({"shift_id": self.id})
        return self._show_handover(wizard)

    def _show_handover(self, wizard):
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Hand over"),
            "res_model": wizard._name,
            "res_id": wizard.id,
            "views": [[False, "form"]],
            "target": "new",
        }

    def _check_may_hand_over(self):
        """Refuse everybody but the person on call and managers.

        :raise UserError:
        """
        self.check_access("read")
        mine = self.user_id | self.backup_id
        if self.env.user not in mine and not self.env.user.has_group(MANAGER):
            raise UserError(
                self.env._("Only %s or a manager hands over.", self.user_id.name)
            )

    def _next_person(self):
        """Return who is on call after this shift: by the rota, else the stand-in."""
        following = self.search(
            [
                ("tier_id", "=", self.tier_id.id),
                ("start_at", ">=", self.end_at),
                ("user_id", "!=", self.user_id.id),
            ],
            order="start_at",
            limit=1,
        )
        return following.user_id or self.backup_id

    def _urgent_issues(self):
        """Return the open S1 and S2 that go over, worst and oldest first.

        Those of the person on call, and those of the tier that nobody owns.
        """
        mine = Domain("user_id", "=", self.user_id.id)
        lying = Domain("tier_id", "=", self.tier_id.id) & Domain("user_id", "=", False)
        urgent = Domain(
            [
                ("period_id", "=", self.period_id.id),
                ("severity", "in", ("s1", "s2")),
                ("is_open", "=", True),
            ]
        )
        return self.env["hypercare.issue"].search(
            urgent & (mine | lying), order="severity, id"
        )

    def _note_handover(self, user, notes):  # pylint: disable=missing-return
        """Note that it was handed over, and send the notes to the next person.

        :param notes: list of (issue, note)
        """
        # A confidential issue is not told to whoever may not read it.
        issues = self.env["hypercare.issue"].union(*(issue for issue, _note in notes))
        shown = issues.with_user(user).sudo(False)._filtered_access("read").ids
        text = Markup("<ul>%s</ul>") % Markup().join(
            Markup("<li><b>%s</b>: %s</li>") % (issue.display_name, note)
            if issue.id in shown
            else Markup("<li>%s</li>") % issue.number
            for issue, note in notes
        )
        # sudo: the rota belongs to managers. The guard of `write` is for all others.
        super(HypercareShift, self.sudo()).write(  # pylint: disable=super-method-mismatch
            {
                "handed_over_at": self.env.cr.now().replace(microsecond=0),
                "handed_over_to_id": user.id,
            }
        )
        self.period_id.sudo().activity_ids.filtered(
            lambda activity: (
                activity.user_id == self.user_id
                and activity.activity_type_id
                == self.env.ref("hypercare_support.mail_activity_type_handover")
            )
        ).action_feedback()
        # sudo: whoever hands over may write to the next person.
        period = self.period_id.sudo().with_context(
            lang=user.lang or self.env.lang,
            mail_notify_force_send=False,
            hypercare_telling=TELLING,
        )
        period.message_notify(
            partner_ids=user.partner_id.ids,
            subject=period.env._(
                "%(person)s hands over to you: %(count)s urgent issues",
                person=self.user_id.name,
                count=len(notes),
            ),
            body=text if notes else period.env._("No S1 or S2 is open."),
        )

    # -- Reminder ----------------------------------------------------------------------

    @api.model
    def _remind_handover(self, now):
        """Ask whoever goes off call within the hour for a hand-over, once per shift.

        One that fails does not keep the others from it.

        :param now: naive UTC
        """
        ending = self.search(
            [
                ("end_at", ">", now),
                ("end_at", "<=", now + REMIND_BEFORE),
                ("handover_asked_at", "=", False),
                ("handed_over_at", "=", False),
                ("period_id.state", "in", ("running", "exit_review")),
            ]
        )
        for shift in ending:
            try:
                with self.env.cr.savepoint():
                    shift._ask_for_handover(now)
            except Exception:
                _logger.exception("Nobody was asked to hand over shift %s", shift.id)
                # The savepoint undoes the database; the cache has to follow.
                self.env.invalidate_all(flush=False)

    def _ask_for_handover(self, now):
        self.ensure_one()
        count = len(self._urgent_issues())
        follower = self._next_person()
        if not count or not follower or not self.user_id.active:
            return
        period = self.period_id.with_context(lang=self.user_id.lang)
        period.activity_schedule(
            "hypercare_support.mail_activity_type_handover",
            user_id=self.user_id.id,
            date_deadline=period._local_day(self.end_at),
            summary=period.env._(
                "Hand over %(count)s urgent issues to %(person)s before %(time)s",
                count=count,
                person=follower.name,
                time=period._to_local(self.end_at).strftime("%H:%M"),
            ),
        )
        super().write({"handover_asked_at": now})  # pylint: disable=super-method-mismatch
