from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from .period_watch import MANAGER

#: In the context while `_force` writes. An object, so that no client can put it there.
_FORCED = object()
FORCED_FIELDS = frozenset(
    {"forced_reason", "forced_by_id", "forced_at", "forced_codes"}
)
#: Who reads why something was forced: whoever takes part, not every employee.
READERS = "hypercare_support.group_agent,hypercare_support.group_sponsor"
#: A reason of fewer letters is none.
LEAST_REASON = 10


class HypercarePeriod(models.Model):
    """Going on although something is missing: by a manager, with a reason."""

    _inherit = "hypercare.period"

    forced_reason = fields.Text(
        "Started in spite of", readonly=True, copy=False, groups=READERS
    )
    forced_by_id = fields.Many2one(
        "res.users",
        "Forced by",
        readonly=True,
        copy=False,
        ondelete="restrict",
        groups=READERS,
    )
    forced_at = fields.Datetime("Forced on", readonly=True, copy=False, groups=READERS)
    #: Codes of the problems that were accepted: they do not stop the next step.
    forced_codes = fields.Json(readonly=True, copy=False, groups=READERS)

    # -- CRUD --------------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_forced_kept(vals)
        return super().create(vals_list)

    def write(self, vals):
        self._check_forced_kept(vals)
        res = super().write(vals)
        if vals.get("state") == "draft":
            # What was accepted has to be accepted again. Below the guards: it is the
            # system that forgets. sudo: not everybody reads what was accepted.
            super(HypercarePeriod, self.sudo()).write({"forced_codes": False})
        return res

    def _check_forced_kept(self, vals):
        """Refuse a reason that nobody gave.

        :raise UserError:
        """
        if FORCED_FIELDS & set(vals) and not self._is_forcing():
            raise UserError(
                self.env._(
                    "Who started hypercare in spite of what, and why, is kept by the "
                    "system."
                )
            )

    @api.model
    def _is_forcing(self) -> bool:
        return self.env.context.get("hypercare_forced") is _FORCED

    # -- Actions -----------------------------------------------------------------------

    def action_ready(self):
        # First of all: what is missing is nobody's business but theirs.
        self.check_access("write")
        self._refuse_unready()
        return super().action_ready()

    def action_start(self):
        # First of all: what is missing is nobody's business but theirs.
        self.check_access("write")
        self._refuse_unready()
        return super().action_start()

    def action_force(self):
        """Ask for the reason to go on in spite of what is missing."""
        self.ensure_one()
        self.check_access("write")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Go on in spite of this?"),
            "res_model": "hypercare.period.force",
            "views": [[False, "form"]],
            "target": "new",
            "context": {"default_period_id": self.id},
        }

    # -- Business ----------------------------------------------------------------------

    def _force(self, reason):
        """Take the next step towards running although something is missing.

        :param reason: written by the manager; kept, posted and sent to the sponsor
        :raise AccessError: for everybody but managers
        :raise UserError: without a reason, or where there is no such step
        """
        self.ensure_one()
        if not self.env.user.has_group(MANAGER):
            raise AccessError(self.env._("Only a manager starts in spite of this."))
        self.check_access("write")
        reason = (reason or "").strip()
        if len(reason) < LEAST_REASON:
            raise UserError(
                self.env._(
                    "Write why hypercare has to start all the same, in a sentence."
                )
            )
        target = {"draft": "ready", "ready": "running"}.get(self.state)
        if not target:
            raise UserError(self.env._("%s is not being prepared.", self.name))
        self._check_mail_again()
        problems = self._open_problems()
        if not problems:
            # Nothing to be forced: nothing to be recorded.
            return self.write({"state": target})
        accepted = set(self.forced_codes or [])
        for item in problems:
            accepted |= {item["code"], *self._accepted_spans(item)}
        self.with_context(hypercare_forced=_FORCED).write(
            {
                "state": target,
                "forced_reason": reason,
                "forced_by_id": self.env.uid,
                "forced_at": self.env.cr.now().replace(microsecond=0),
                "forced_codes": sorted(accepted),
            }
        )
        self._tell_forced(problems, reason)
        return True

    def _accepted_spans(self, item) -> list[str]:
        """Return the stretches of time that a readiness item is about, as kept.

        Beside the codes: “code begin end” (ISO, UTC).
        """
        return [
            f"{item['code']} {begin.isoformat()} {end.isoformat()}"
            for begin, end in item.get("spans", ())
        ]

    def _is_accepted(self, item) -> bool:
        """Tell whether a problem was accepted – all of it, not a part of it."""
        # sudo: what is missing does not depend on who asks.
        kept = [line.split() for line in self.sudo().forced_codes or []]
        codes = {line[0] for line in kept}
        # ISO texts of the same form compare as the instants do.
        spans = [line[1:] for line in kept if line[0] == item["code"] and line[1:]]
        return item["code"] in codes and all(
            any(first <= begin and end <= last for first, last in spans)
            for _code, begin, end in map(str.split, self._accepted_spans(item))
        )

    def _tell_forced(self, problems, reason):
        """Post the reason with what was missing, and write to the sponsor."""
        self.message_post(
            body=self.env["ir.qweb"]._render(
                "hypercare_support.forced_note",
                {
                    "problems": [item["text"] for item in problems],
                    "reason": reason,
                    "name": self.env.user.name,
                },
            ),
            message_type="comment",
            subtype_xmlid="mail.mt_comment",
        )
        self._queue_mail(
            # sudo: who is named is told, whoever may read the user.
            self.sudo().sponsor_id,
            "hypercare_support.mail_template_forced",
            "hypercare_support.forced_mail",
            "_forced_mail",
        )

    def _forced_mail(self) -> dict:
        """Return what the sponsor is told, in the language of the context."""
        period = self.sudo()
        return {
            "name": period.sponsor_id.name or "",
            "period": self.name,
            "person": period.forced_by_id.name or "",
            "reason": period.forced_reason or "",
            "problems": [
                item["text"]
                for item in period._readiness_items()
                if item["level"] == "problem" and period._is_accepted(item)
            ],
            "url": f"{self.get_base_url()}/odoo/hypercare-ready/{self.id}",
        }

    def _forced_text(self) -> str:
        """Return who went on in spite of it, when and why; may be empty."""
        if not self.forced_reason:
            return ""
        return self.env._(
            "%(person)s went on in spite of this on %(when)s: %(reason)s",
            person=self.forced_by_id.name,
            when=self._cover_moment(self.forced_at),
            reason=self.forced_reason,
        )

    def _cover_moment(self, instant) -> str:
        """Return a naive UTC instant as day and time in the period's zone."""
        local = self._to_local(instant)
        return f"{self._long_day(local.date())} {local.strftime('%H:%M')}"
