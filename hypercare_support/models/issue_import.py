from collections import defaultdict

from odoo import fields, models
from odoo.tools import SQL

from .. import const
from .issue_clock import ACTIVE

#: In the context while a log that was kept elsewhere is entered. An object, so that no
#: client can put it there.
HISTORY = object()


class HypercareIssue(models.Model):
    """A log that was kept elsewhere, entered set-wise.

    The same as ``_enter_history`` for what a list says: when something was reported,
    who had it, how it ended and when. A list does not say when somebody first answered
    or took an issue, so these promises count as neither met nor missed; solutions are
    measured. Nobody is told of what was due before.
    """

    _inherit = "hypercare.issue"

    legacy_number = fields.Char(
        "Number in the old log",
        copy=False,
        index="btree_not_null",
        help="Of an issue that was taken over from a spreadsheet.",
    )
    import_key = fields.Char(
        copy=False,
        readonly=True,
        help="Made of number, reporter, time and text: a row is taken over once.",
    )

    _import_once = models.UniqueIndex(
        "(period_id, import_key) WHERE import_key IS NOT NULL",
        "Some of these rows have just been imported by somebody else. Read the file "
        "again.",
    )

    @property
    def _KEPT_FIELDS(self):
        return super()._KEPT_FIELDS | {"import_key"}

    def _enter_log(self, entries, reason=False):
        """Create issues that have a past, in a bounded number of queries.

        :param entries: one dict per issue: ``vals`` for its creation with
            ``reported_at`` but without state and owner, which are in ``then``:
            ``state``, ``user_id``, ``waiting_for``, ``cancel_reason``, ``ended_at``
            and ``closed_at`` (naive UTC), and ``measured``: whether the time of the
            solution is known; and ``key``, which no two issues of a period share
        :param reason: kept with the events
        :return: the issues
        """
        if not entries:
            return self.browse()
        now = fields.Datetime.now()
        # sudo: whoever imports works in the period, which was checked; the rule for new
        # issues knows no turns yet, and would refuse confidential ones of others.
        issues = (
            self.sudo()
            .with_context(
                hypercare_history=HISTORY,
                tracking_disable=True,
                mail_create_nolog=True,
                mail_create_nosubscribe=True,
                mail_auto_subscribe_no_notify=True,
            )
            .create([entry["vals"] for entry in entries])
        )
        # sudo: whoever may create issues here does not write their evidence.
        bare = issues.sudo()
        lives = {
            issue.id: _life(entry["then"], now, self.env.uid)
            for issue, entry in zip(bare, entries, strict=True)
        }
        bare._store_rows(
            {
                issue.id: {
                    "import_key": entry.get("key") or None,
                    "quiet_until": now,
                    **_columns(lives[issue.id]),
                }
                for issue, entry in zip(bare, entries, strict=True)
            }
        )
        bare._log_lives(lives, reason)
        bare._end_turns(lives)
        bare._open_pauses(lives)
        stopped = bare._end_clocks(lives)
        bare._refresh_clocks(stopped)
        return issues.with_env(self.env)

    # -- What followed -----------------------------------------------------------------

    def _log_lives(self, lives, reason):
        """Append the events of what happened after the report."""
        rows = []
        for issue in self:
            life = lives[issue.id]
            common = {
                "issue_id": issue.id,
                "company_id": issue.company_id.id,
                "user_id": life["actor"],
                "reason": reason,
            }
            acts = []
            if life["waiting_for"]:
                acts.append((life["at"], "waiting", False, life["waiting_for"]))
            acts += [(moment, "state", *move) for moment, *move in life["steps"]]
            if life["user_id"]:
                # With the first step: whoever ended it had it.
                owner = (life["at"], "owner", False, str(life["user_id"]))
                acts.insert(len(acts) - len(life["steps"][1:]), owner)
            rows += [
                {**common, "at": moment, "kind": kind, "old": old, "new": new}
                for moment, kind, old, new in acts
            ]
        self.env["hypercare.issue.event"]._insert_rows(rows)

    def _end_turns(self, lives):
        """Record who had the issues, and that tiers are done with ended ones."""
        changes = {}
        for turn in self._open_turns():
            life = lives[turn.issue_id.id]
            vals = {}
            if life["user_id"] in turn.tier_id.user_ids.ids:
                vals |= {"taken_at": life["at"], "user_id": life["user_id"]}
            if life["ended_at"]:
                vals["left_at"] = life["ended_at"]
            if vals:
                changes[turn.id] = vals
        self.env["hypercare.issue.engagement"]._store_rows(changes)

    def _open_pauses(self, lives):
        """Begin the waiting of issues that wait: since when, a list does not say."""
        self.env["hypercare.sla.pause"]._insert_rows(
            [
                {
                    "issue_id": issue.id,
                    "company_id": issue.company_id.id,
                    "kind": "waiting",
                    "waiting_for": issue.waiting_for,
                    "started_at": lives[issue.id]["at"],
                    "ended_at": False,
                }
                for issue in self
                if issue.state == "waiting"
            ]
        )

    def _end_clocks(self, lives):
        """Stop what is measured, cancel what cannot be.

        :return: the clocks that stopped
        """
        clocks = self.env["hypercare.sla.clock"].search(
            [("issue_id", "in", self.ids), ("state", "in", ACTIVE)]
        )
        changes, stopped = {}, []
        for clock in clocks:
            life = lives[clock.issue_id.id]
            fate = _fate(clock, life)
            if fate:
                changes[clock.id] = {"state": fate, "stopped_at": life["at"]}
            if fate == "stopped":
                stopped.append(clock.id)
        clocks._store_rows(changes)
        return clocks.browse(stopped)

    # -- Set-wise, and without telling anybody ---------------------------------------

    def _acted_on_by_team(self):
        """To take over a log answers nobody."""
        if self.env.context.get("hypercare_history") is HISTORY:
            return self.browse()
        return super()._acted_on_by_team()

    def _follow_reporters(self):
        if self.env.context.get("hypercare_history") is not HISTORY:
            return super()._follow_reporters()
        # sudo: who follows is the log's business, whoever takes it over.
        by_reporter = self.sudo().grouped("reporter_id")
        for reporter, issues in by_reporter.items():
            if reporter and reporter != self.env.user:
                issues.message_subscribe(reporter.partner_id.ids)
        return None

    def _check_record(self, name, value):
        """Records of a log that is taken over have just been searched for."""
        if self.env.context.get("hypercare_history") is HISTORY:
            return None
        return super()._check_record(name, value)

    def _known_rows(self, period, numbers, keys):
        """Return what is in the log of a period already.

        :return: (issues by import key, issues by number, own or old)
        """
        by_key, by_number = {}, defaultdict(self.browse)
        if not period:
            return by_key, by_number
        # sudo: a row is in the log already, even if it is confidential; nothing but
        # the number of the issue is shown.
        issues = self.sudo()
        issues.flush_model()
        # Raw SQL: three columns of a log that may be long.
        rows = self.env.execute_query(
            SQL(
                "SELECT id, import_key, number, legacy_number FROM hypercare_issue"
                " WHERE period_id = %s AND (import_key = ANY(%s)"
                " OR number = ANY(%s) OR legacy_number = ANY(%s))",
                period.id,
                list(keys),
                list(numbers),
                list(numbers),
            )
        )
        for issue_id, key, *names in rows:
            issue = issues.browse(issue_id)
            if key:
                by_key[key] = issue
            for name in filter(None, names):
                by_number[name] |= issue
        return by_key, by_number


def _life(then, now, uid) -> dict:
    """Return what happened to an issue after it was reported.

    ``at`` is when it got where it is: the end, or for open issues the moment at which
    the log was taken over, since a list does not say.
    """
    state = then.get("state") or "new"
    ended = state in const.ENDED_STATES
    at = ended and (then.get("ended_at") or now)
    closed_at = state == "closed" and max(then.get("closed_at") or at, at)
    steps = []
    if state == "closed":
        steps = [(at, "new", "resolved"), (closed_at, "resolved", "closed")]
    elif state != "new":
        steps = [(at or now, "new", state)]
    return {
        "state": state,
        "at": at or now,
        "ended_at": at,
        "closed_at": closed_at,
        "steps": steps,
        "user_id": state != "new" and then.get("user_id") or False,
        "actor": then.get("user_id") or uid,
        "waiting_for": state == "waiting" and (then.get("waiting_for") or "reporter"),
        "cancel_reason": state == "cancelled"
        and (then.get("cancel_reason") or "not_an_issue"),
        "measured": bool(ended and then.get("measured")),
    }


def _columns(life) -> dict:
    """Return the columns of an issue that follow from its life."""
    resolved = life["state"] in ("resolved", "closed")
    return {
        name: value or None
        for name, value in {
            "state": life["state"],
            "user_id": life["user_id"],
            "waiting_for": life["waiting_for"],
            "cancel_reason": life["cancel_reason"],
            "ended_at": life["ended_at"],
            "resolved_at": resolved and life["ended_at"],
            "closed_at": life["closed_at"],
            "acted_at": life["ended_at"],
        }.items()
    }


def _fate(clock, life) -> str:
    """Return what becomes of a clock: stopped, cancelled, or nothing."""
    if life["state"] == "new":
        return ""
    if life["ended_at"]:
        if clock.metric != "resolution" or not life["measured"]:
            return "cancelled"
        if life["state"] in ("resolved", "closed"):
            return "stopped"
        late = clock.due_at and clock.due_at < life["ended_at"]
        return "stopped" if life["state"] == "transferred" and late else "cancelled"
    taken = clock.metric == "pickup" and clock.engagement_id.taken_at
    return "cancelled" if clock.metric == "response" or taken else ""
