from odoo import api, fields, models
from odoo.exceptions import UserError

from ..intake.shown import shown
from .standup_agenda import today_of
from .standup_line import DECIDED

#: Longest note on one issue, and on the whole stand-up, in characters.
MAX_NOTE = 4000


class HypercareStandup(models.Model):
    """What is decided in a stand-up: by the rights of whoever enters it.

    Facts of an issue change by its own guarded way, so that events, clocks and
    escalations follow; the line keeps what was decided.
    """

    _inherit = "hypercare.standup"

    def standup_decide(self, line_id, changes, known=None):
        """Decide something about an issue, or note something.

        Nothing is overwritten that the user has not seen: if somebody has changed one
        of these values since, nothing is written and the answer says what changed.

        :param changes: some of ``user_id``, ``commit_date`` (YYYY-MM-DD or False),
            ``severity`` (with ``reason``), ``note``
        :param known: the values of these as the user saw them
        :return: ``line`` as shown now, ``changed``: what somebody else has changed
        :raise UserError: for anything that cannot be, or may not be, decided
        """
        line = self._line_to_change(line_id)
        changes = self._read_changes(changes)
        reason = changes.pop("reason", "")
        issue = line.issue_id
        issue.check_access("write")
        issue._lock_rows()
        told = line._changed_meanwhile(changes, known)
        if not told:
            self._check_decision(issue, changes, reason)
            line._decide(changes, reason)
            self._tell_screens(line.id)
        return {"line": line._cards()[0], "changed": told}

    def standup_discussed(self, line_id):
        """Note that an issue was spoken of, so that one goes on with the next."""
        line = self._line_to_change(line_id)
        if not line.discussed_at:
            # sudo: evidence is written by the addon only.
            line.sudo().write({"discussed_at": fields.Datetime.now()})
            self._tell_screens(line.id)
        return True

    def standup_keep(self, values):
        """Keep who attends, and notes on the stand-up as a whole.

        :param values: some of ``attended`` (user ids), ``notes``
        """
        self._check_open()
        if not isinstance(values, dict) or set(values) - {"attended", "notes"}:
            raise UserError(self.env._("A stand-up keeps attendance and notes only."))
        vals = {}
        if "attended" in values:
            vals["attended_ids"] = [
                fields.Command.set(self._check_people(values["attended"]).ids)
            ]
        if "notes" in values:
            vals["notes"] = self._check_note(values["notes"])
        # sudo: evidence is written by the addon only.
        self.sudo().write(vals)
        self._tell_screens()
        return True

    # -- Checks ------------------------------------------------------------------------

    def _line_to_change(self, line_id):
        """Return a line of this stand-up that the user may read, while it is open."""
        self._check_open()
        is_id = isinstance(line_id, int) and not isinstance(line_id, bool)
        line = self.env["hypercare.standup.line"].search(
            [("id", "=", line_id if is_id else 0), ("standup_id", "=", self.id)]
        )
        if not line:
            raise UserError(self.env._("This issue is not part of the stand-up."))
        return line

    @api.model
    def _read_changes(self, changes) -> dict:
        """Return what a client wants to change, in the form of the fields.

        :raise UserError: for anything else
        """
        allowed = {*DECIDED, "note", "reason"}
        if not isinstance(changes, dict) or not changes or set(changes) - allowed:
            raise UserError(
                self.env._(
                    "A stand-up decides owner, committed date and severity, and takes "
                    "notes. Everything else is changed in the issue."
                )
            )
        read = dict(changes)
        for name in ("note", "reason"):
            if name in read:
                read[name] = self._check_note(read[name])
        if "commit_date" in read:
            read["commit_date"] = self._read_day(read["commit_date"])
        return read

    def _check_decision(self, issue, changes, reason):
        """Refuse decisions that nobody could keep.

        :raise UserError: for an owner outside the team, a date that has passed, or a
            severity without a reason
        """
        if changes.get("user_id"):
            self._check_people([changes["user_id"]])
        day = changes.get("commit_date")
        if day and day != issue.commit_date and day < today_of(self.period_id):
            raise UserError(
                self.env._("The committed date lies in the past. Choose another day.")
            )
        if day and day.year > today_of(self.period_id).year + 5:
            raise UserError(
                self.env._("The committed date lies years ahead. Choose another day.")
            )
        severity = changes.get("severity", issue.severity)
        if severity != issue.severity and not reason:
            raise UserError(
                self.env._("Say why the severity of %s changes.", issue.number)
            )

    def _check_people(self, user_ids):
        """Return people of the team.

        :raise UserError: if one is not in it
        """
        people = {user.id: user for user in self._people(self.period_id)}
        known = isinstance(user_ids, (list, tuple)) and all(
            isinstance(one, int) and one in people for one in user_ids
        )
        if not known:
            raise UserError(
                self.env._(
                    "Only people of the support team of %s can be chosen.",
                    self.period_id.name,
                )
            )
        return self.env["res.users"].browse(user_ids)

    @api.model
    def _check_note(self, text) -> str:
        if not isinstance(text or "", str):
            raise UserError(self.env._("A note is a text."))
        text = (text or "").replace("\0", "").strip()
        if len(text) > MAX_NOTE:
            raise UserError(
                self.env._(
                    "The note has %(length)s characters; %(limit)s are kept. Attach a "
                    "longer text to the issue.",
                    length=len(text),
                    limit=MAX_NOTE,
                )
            )
        return text

    @api.model
    def _read_day(self, value):
        if not value:
            return False
        try:
            return fields.Date.to_date(value)
        except (TypeError, ValueError) as error:
            raise UserError(
                self.env._("“%s” is not a date. Write it as 2026-03-02.", shown(value))
            ) from error


class HypercareStandupLine(models.Model):
    _inherit = "hypercare.standup.line"

    def _decide(self, changes, reason):
        """Write a decision on the issue and keep it here."""
        issue = self.issue_id
        now = fields.Datetime.now()
        values = {name: changes[name] for name in DECIDED if name in changes}
        # sudo: evidence is written by the addon only.
        line = self.sudo()
        vals = {}
        if "note" in changes:
            vals["note"] = changes["note"] or False
        if values:
            if not line.decided_at:
                # What happened since the line was made was not decided here.
                vals |= line._values_of("before")
            issue.write({**values, **({"change_reason": reason} if reason else {})})
            vals |= line._values_of("after")
            vals |= {"decided_at": now, "decided_by_id": self.env.uid}
        line.write(vals)

    def _changed_meanwhile(self, changes, known) -> str | bool:
        """Return what somebody else has changed of what the user is changing.

        :param known: the values the user saw; what is not there is not compared
        """
        known = known if isinstance(known, dict) else {}
        issue = self.issue_id
        now = {
            "user_id": issue.user_id.id,
            "commit_date": fields.Date.to_string(issue.commit_date),
            "severity": issue.severity,
            "note": self.note or "",
        }
        texts = [
            text
            for name, text in self._present_texts().items()
            if name in changes
            and name in known
            and (known[name] or False) != (now[name] or False)
        ]
        if not texts:
            return False
        return self.env._(
            "Somebody else has changed this meanwhile: %s. Nothing was overwritten; "
            "decide again if it should be otherwise.",
            "; ".join(texts),
        )

    def _present_texts(self) -> dict[str, str]:
        """Return how it stands now with what can be decided, in words."""
        issue = self.issue_id
        severities = dict(issue._fields["severity"]._description_selection(self.env))
        day = issue.commit_date and self._day_text(issue.commit_date)
        # sudo: the name of the owner is shown with the issue.
        owner = issue.sudo().user_id.name
        return {
            "user_id": self.env._("Owner: %s", owner or self.env._("nobody")),
            "commit_date": self.env._("Date: %s", day or self.env._("none")),
            "severity": severities[issue.severity],
            "note": self.env._("Note: %s", self.note or self.env._("none")),
        }
