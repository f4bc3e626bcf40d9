from datetime import timedelta

from odoo import api, models
from odoo.tools import SQL

from .. import const
from .heartbeat import DEAD_SECONDS

#: An escalation mail that is not sent after this is an alarm.
UNSENT_MINUTES = 5
PROBLEM_HOURS = 24
#: Characters of a reason that a banner shows; the records show all of it.
NOTE_LENGTH = 200

JOBS = {"ir_cron_escalate": "sweep", "ir_cron_deliver": "deliver"}


class HypercarePeriod(models.Model):
    """Alarms: what a manager must know because no mail will say it.

    They are derived from the facts at the moment of asking and stored nowhere.
    """

    _inherit = "hypercare.period"

    @api.model
    def _alarm_facts(self) -> list[dict]:
        """Return what alarms are made of, for all companies, in one statement.

        Rows have the keys code, company_id (None: the server as a whole), amount,
        moment (naive UTC) and note.
        """
        self.env.flush_all()
        now = self.env.cr.now()
        unsent_before = now - timedelta(minutes=UNSENT_MINUTES)
        # Raw SQL: read with every page of the web client, so one statement for all.
        # Who may see which company's rows is decided by `_hypercare_alarms`.
        rows = self.env.execute_query_dict(
            SQL(
                """
                SELECT data.name AS code, NULL::int AS company_id,
                       cron.active::int AS amount,
                       GREATEST(heartbeat.beat_at, cron.create_date) AS moment,
                       NULL AS note
                  FROM ir_model_data data
                  JOIN ir_cron cron ON cron.id = data.res_id
             LEFT JOIN hypercare_heartbeat heartbeat ON heartbeat.code =
                       CASE data.name WHEN 'ir_cron_escalate' THEN 'sweep'
                                      ELSE 'deliver' END
                 WHERE data.module = 'hypercare_support' AND data.name IN %(jobs)s
             UNION ALL
                SELECT 'live', company_id,
                       count(*) FILTER (WHERE EXISTS (
                           SELECT FROM hypercare_issue issue
                            WHERE issue.period_id = period.id
                              AND issue.state IN ('new', 'assigned', 'in_progress',
                                                  'waiting'))),
                       NULL, NULL
                  FROM hypercare_period period WHERE state IN %(live)s
              GROUP BY company_id
             UNION ALL
                SELECT 'mail', company_id, count(*), min(mail_checked_at),
                       (array_agg(mail_problem ORDER BY id))[1]
                  FROM hypercare_period
                 WHERE mail_problem IS NOT NULL AND state IN %(live)s
              GROUP BY company_id
             UNION ALL
                SELECT CASE WHEN since <= %(unsent_before)s THEN 'unsent'
                            ELSE 'queued' END,
                       company_id, count(DISTINCT mail_id), min(since),
                       max(failed_reason)
                  FROM (SELECT delivery.company_id, mail_id, failed_reason,
                               GREATEST(ledger.decided_at, ledger.notify_at) AS since
                          FROM hypercare_escalation_delivery delivery
                          JOIN hypercare_escalation ledger
                            ON ledger.id = delivery.escalation_id
                         WHERE sent_at IS NULL AND mail_id IS NOT NULL
                         UNION ALL
                        SELECT company_id, mail_id, failed_reason, decided_at
                          FROM hypercare_checklist_notice
                         WHERE sent_at IS NULL AND mail_id IS NOT NULL) waiting
              GROUP BY 1, 2
             UNION ALL
                SELECT 'aside', company_id, count(*), NULL,
                       (array_agg(sweep_error ORDER BY id))[1]
                  FROM hypercare_issue WHERE sweep_error IS NOT NULL
              GROUP BY company_id
             UNION ALL
                SELECT 'problem', company_id, count(*), NULL,
                       (array_agg(problem ORDER BY id DESC))[1]
                  FROM hypercare_escalation
                 WHERE problem IS NOT NULL AND decided_at > %(problem_after)s
              GROUP BY company_id
                """,
                jobs=tuple(JOBS),
                live=const.LOGGING_STATES,
                unsent_before=unsent_before,
                problem_after=now - timedelta(hours=PROBLEM_HOURS),
            )
        )
        return rows + self._missing_job_facts(rows)

    @api.model
    def _missing_job_facts(self, rows):
        """A scheduled action that was deleted is one that is switched off."""
        found = {row["code"] for row in rows}
        return [
            {"code": job, "company_id": None, "amount": 0, "moment": None, "note": None}
            for job in JOBS
            if job not in found
        ]

    @api.model
    def _hypercare_alarms(self, company_ids=None, facts=None) -> list[dict]:
        """Return the alarms of companies, by default those of the user.

        :return: dicts with code, level (danger or warning), text (plain words in the
            language of the context) and action (opens what it is about); the worst
            first
        """
        if company_ids is None:
            company_ids = self.env.user._get_company_ids()
        facts = self._alarm_facts() if facts is None else facts
        server = {row["code"]: row for row in facts if not row["company_id"]}
        own = {}
        for row in facts:
            if row["company_id"] in company_ids:
                known = own.setdefault(row["code"], {**row, "amount": 0})
                known["amount"] += row["amount"]
                known["moment"] = min(
                    filter(None, (known["moment"], row["moment"])), default=None
                )
                known["note"] = known["note"] or row["note"]
        if "live" not in own:
            # Nothing is escalated: no job is missed, and old troubles are over.
            return []
        codes = self._alarm_codes(server, own)
        return [self._alarm(code, server, own, company_ids) for code in codes]

    @api.model
    def _alarm_codes(self, server, own) -> list[str]:
        """Return the codes of the alarms that are on, the worst first."""
        codes = []
        if not server["ir_cron_escalate"]["amount"]:
            codes.append("sweep_off")
        elif own["live"]["amount"] and self._is_dead(server["ir_cron_escalate"]):
            codes.append("sweep_dead")
        if not server["ir_cron_deliver"]["amount"]:
            codes.append("deliver_off")
        codes += [
            code for code in ("unsent", "mail", "aside", "problem") if code in own
        ]
        return codes

    @api.model
    def _is_dead(self, job) -> bool:
        age = (self.env.cr.now() - job["moment"]).total_seconds()
        return age > DEAD_SECONDS

    # -- What a manager reads ----------------------------------------------------------

    @api.model
    def _alarm(self, code, server, own, company_ids) -> dict:
        """Return one alarm as the web client shows it."""
        danger = code in ("sweep_off", "sweep_dead", "deliver_off", "unsent")
        fact = own.get(code) or server["ir_cron_escalate"]
        return {
            "code": code,
            "level": "danger" if danger else "warning",
            "text": self._alarm_text(code, fact),
            "action": self._alarm_action(code, company_ids),
        }

    @api.model
    def _alarm_text(self, code, fact) -> str:
        """Return what is wrong and what to do about it, in plain words."""
        count = fact["amount"]
        since = self._span_text(fact["moment"])
        note = " ".join((fact["note"] or "").split())[:NOTE_LENGTH]
        if code == "sweep_off":
            return self.env._(
                "Escalation is switched off: nobody is told when a promise is broken. "
                "Ask the administrator to switch on the scheduled action “Hypercare: "
                "escalate issues”."
            )
        if code == "deliver_off":
            return self.env._(
                "The sending of escalation mails is switched off. Ask the "
                "administrator to switch on the scheduled action “Hypercare: send "
                "escalation mails”."
            )
        if code == "sweep_dead":
            return self.env._(
                "Escalation has not run for %s: nobody is told when a promise is "
                "broken. Ask the administrator whether the server still runs "
                "scheduled actions, and watch the log yourself until then.",
                since,
            )
        if code == "unsent":
            reason = note or self.env._("The delivery job has not come to it yet.")
            return (
                self.env._(
                    "An escalation mail is unsent since %(span)s: call the people it "
                    "is for. Reason: %(reason)s",
                    span=since,
                    reason=reason,
                )
                if count == 1
                else self.env._(
                    "%(count)s escalation mails are unsent, the oldest since "
                    "%(span)s: call the people they are for. Reason: %(reason)s",
                    count=count,
                    span=since,
                    reason=reason,
                )
            )
        if code == "mail":
            return self.env._(
                "Escalation mails would not arrive: %s Press “Check mail and "
                "escalation” on the period.",
                note,
            )
        if code == "aside":
            return self.env._(
                "Issues that cannot be escalated: %(count)s. They are tried again "
                "every 15 minutes; look after them by hand. Reason: %(reason)s",
                count=count,
                reason=note,
            )
        return self.env._(
            "Escalations of the last 24 hours that did not reach everybody: %(count)s. "
            "The latest: %(reason)s",
            count=count,
            reason=note,
        )

    @api.model
    def _span_text(self, moment) -> str:
        """Return the time since a moment in words."""
        if not moment:
            return ""
        minutes = int((self.env.cr.now() - moment).total_seconds() // 60)
        if minutes < 120:
            return self.env._("%s minutes", minutes)
        if minutes < 48 * 60:
            return self.env._("%s hours", minutes // 60)
        return self.env._("%s days", minutes // (24 * 60))

    @api.model
    def _alarm_action(self, code, company_ids) -> dict:
        """Return the window action that opens what an alarm is about."""
        now = self.env.cr.now()
        company = ("company_id", "in", list(company_ids))
        model, name, domain = {
            "unsent": (
                "hypercare.escalation.delivery",
                self.env._("Escalation mails that are not sent"),
                [("sent_at", "=", False), ("mail_id", "!=", False)],
            ),
            "aside": (
                "hypercare.issue",
                self.env._("Issues that cannot be escalated"),
                [("sweep_error", "!=", False)],
            ),
            "problem": (
                "hypercare.escalation",
                self.env._("Escalations that did not reach everybody"),
                [
                    ("problem", "!=", False),
                    ("decided_at", ">", str(now - timedelta(hours=PROBLEM_HOURS))[:19]),
                ],
            ),
        }.get(
            code,
            (
                "hypercare.period",
                self.env._("Hypercare Periods"),
                [("state", "in", list(const.LOGGING_STATES))],
            ),
        )
        return {
            "type": "ir.actions.act_window",
            "name": name,
            "res_model": model,
            "views": [[False, "list"], [False, "form"]],
            "domain": [*domain, company],
        }
