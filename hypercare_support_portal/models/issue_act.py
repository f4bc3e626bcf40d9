from datetime import timedelta

from odoo import fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import plaintext2html
from odoo.tools.i18n import format_list

from odoo.addons.hypercare_support import const
from odoo.addons.hypercare_support.intake.limits import clean_text
from odoo.addons.hypercare_support.models.issue_report import MAX_DETAILS

#: So many acts of one person within a minute are a program, or a finger on a key.
MOST_A_MINUTE = 30
#: What is done on the page of an issue: the end of the address.
ACTS = ("reply", "take", "move", "hand-over", "resolve", "plan")
#: What whoever only reads may do as well.
_FOR_READERS = ("reply",)


class HypercareIssue(models.Model):
    """What portal users do: each act ends in the issue's own guarded ``write``."""

    _inherit = "hypercare.issue"

    def _outside_act(self, act, form, files=()):
        """Do something on an issue in the name of a portal user.

        :param act: one of ``ACTS``
        :param form: what was typed, name → text
        :param files: (name, content)
        :return: what there is to say about it; usually nothing
        :raise AccessError: for who may not see the issue, or may only read it
        :raise UserError: in plain words, for what cannot be done
        """
        issue = self._outside_find(self.id)
        if not issue or act not in ACTS:
            raise AccessError(self.env._("You may not see this issue."))
        if act not in _FOR_READERS and not issue._outside_works():
            raise AccessError(
                self.env._(
                    "%s can only be read here: the support team works on it.",
                    issue.number,
                )
            )
        issue._outside_check_pace()
        if act == "reply":
            return issue._outside_reply(form, files)
        return getattr(issue, f"_outside_{act.replace('-', '_')}")(form)

    def _outside_check_pace(self):
        """Refuse more acts within a minute than a person can do.

        :raise UserError: asking to wait
        """
        since = fields.Datetime.now() - timedelta(minutes=1)
        # sudo: how much somebody has done lately, wherever.
        count = self.env["hypercare.issue.event"].sudo().search_count(
            [("user_id", "=", self.env.uid), ("at", ">", since)]
        ) + self.env["mail.message"].sudo().search_count(
            [
                ("model", "=", self._name),
                ("author_id", "=", self.env.user.partner_id.id),
                ("create_date", ">", since),
            ]
        )
        if count >= MOST_A_MINUTE:
            raise UserError(
                self.env._("That was a lot at once. Wait a minute and go on then.")
            )

    def _outside_text(self, form, name, question="") -> str:
        """Return a text that was typed, without what no screen can carry.

        :param question: what to say if nothing was typed; may be left out
        :raise UserError: if it is missing, or too long
        """
        cleaned = clean_text(form.get(name), MAX_DETAILS)
        if cleaned.problem:
            raise UserError(
                self.env._(
                    "This text is too long: %s characters are kept. Attach it as a "
                    "file instead.",
                    MAX_DETAILS,
                )
            )
        text = cleaned.text.strip()
        if question and not text:
            raise UserError(question)
        return text

    def _outside_day(self, form, name):
        """Return a day that was chosen, or False.

        :raise UserError: if it is none
        """
        try:
            return fields.Date.to_date(form.get(name) or False) or False
        except (TypeError, ValueError) as error:
            raise UserError(
                self.env._("Choose a day, or write it as 2026-03-02.")
            ) from error

    # -- Acts --------------------------------------------------------------------------

    def _outside_reply(self, form, files):
        """Say something to everybody who follows; files are checked as in mails."""
        kept, refused = self._sort_files(files)
        text = self._outside_text(
            form, "text", "" if kept else self.env._("Write an answer first.")
        )
        self.message_post(
            body=plaintext2html(text) if text else "",
            attachments=[(name, content) for name, content, _info in kept],
            message_type="comment",
            subtype_xmlid="mail.mt_comment",
        )
        return self._outside_refused(refused) if refused else ""

    def _outside_refused(self, names) -> str:
        return self.env._(
            "Sent, but without: %s. Pictures, PDF, texts and office files are taken.",
            format_list(self.env, names[:10]),
        )

    def _outside_take(self, form):
        """Become the owner; where the phase asks why, with the reason given."""
        question = self.action_take()
        if isinstance(question, dict):
            reason = self._outside_text(form, "reason")
            self.write({"user_id": self.env.uid, "change_reason": reason or False})

    def _outside_moves(self) -> list[tuple[str, str]]:
        """Return the moves that are offered, of those the table of moves permits.

        Closing, cancelling and transferring are the client's.
        """
        to = const.MOVES[self.state]
        moves = []
        if self.state in const.OPEN_STATES:
            if "in_progress" in to:
                moves.append(("in_progress", self.env._("Work on it goes on")))
            if "waiting" in to:
                moves += [
                    ("waiting:reporter", self.env._("Wait for who reported it")),
                    ("waiting:third_party", self.env._("Wait for somebody outside")),
                ]
        elif self.state == "resolved":
            moves.append(("in_progress", self.env._("Not solved: work on it again")))
        return moves

    def _outside_move(self, form):
        choice = form.get("to")
        if choice not in dict(self._outside_moves()):
            raise UserError(self.env._("Choose one of the next steps that are listed."))
        state, _colon, waiting_for = choice.partition(":")
        self.write(
            {
                "state": state,
                "change_reason": self._outside_text(form, "reason") or False,
                **({"waiting_for": waiting_for} if waiting_for else {}),
            }
        )

    def _outside_tiers(self):
        """Return the tiers to which this issue can be handed over."""
        if self.state not in const.OPEN_STATES:
            return self.tier_id.browse()
        return (self.period_id.tier_ids - self.tier_id).sorted("level")

    def _outside_hand_over(self, form):
        tiers = self._outside_tiers()
        tier = tiers.filtered(lambda one: str(one.id) == form.get("tier"))
        if not tier:
            raise UserError(self.env._("Choose who is to have it from now on."))
        reason = self._outside_text(
            form,
            "reason",
            self.env._("Say why: whoever gets it has to know what was done."),
        )
        self.write({"tier_id": tier.id, "change_reason": reason})

    def _outside_resolve(self, form):
        solution = self._outside_text(
            form, "resolution", self.env._("Say how it was solved.")
        )
        self.write({"state": "resolved", "resolution": solution})

    def _outside_plan(self, form):
        """Write the plan, the dates and the way round."""
        if self.state not in const.OPEN_STATES:
            raise UserError(
                self.env._("%s is over: nothing is planned any more.", self.number)
            )
        vals = {
            name: self._outside_text(form, name) or False
            for name in ("plan", "workaround")
            if name in form
        }
        vals |= {
            name: self._outside_day(form, name)
            for name in ("plan_date", "commit_date", "workaround_until")
            if name in form
        }
        if vals.get("plan") and not self.plan_owner_id:
            vals["plan_owner_id"] = self.env.uid
        self.write(
            {
                name: value
                for name, value in vals.items()
                if (value or False) != (self[name] or False)
            }
        )
