from collections import defaultdict

from odoo import fields, models

from ..engine.escalation import SEVERITIES, Key
from .escalation_people import Told, address_of, told_lines

#: More notices than this for one person in one sweep become one digest.
DIGEST_FROM = 5
#: What is gathered for a meeting is one mail however few issues it concerns.
GATHERED = ("standup", "phase_end")


class HypercareEscalation(models.Model):
    """Telling people: one mail per issue and rule, or a digest, and its deliveries."""

    _inherit = "hypercare.escalation"

    def _tell(self, now, people=None, unmanned=None):
        """Tell people about these rows, in the same transaction.

        Rows of one rule that fire on one issue at once share a mail; everybody told
        stands in its To line, so that they know of each other.

        :param people: who is told, if known already, see ``_people``
        """
        rows = self if people is not None else self._still_needed(now)
        if people is None:
            people, unmanned = rows._people(now)
        extra = rows._fire_nobody(unmanned, now)
        if extra:
            more, _unmanned = extra._people(now)
            people = people | more
            rows |= extra
        if not rows:
            return
        rows.write({"told_at": now})
        rows._record_problems(people, unmanned)
        vals_list = rows._mail_people(people)
        vals_list += rows._notify_in_odoo(people, now)
        self.env["hypercare.escalation.delivery"]._insert_rows(vals_list)

    def _still_needed(self, now):
        """Return those of these held rows that still have to be told.

        What was held for the opening of the support hours may be over by then, or the
        period's escalations may have been stopped.
        """
        stopped = self.filtered(lambda row: row.period_id._escalation_stopped(now))
        for period, rows in stopped.grouped("period_id").items():
            rows.write({"notify_at": period.escalation_stopped_until})
        rows = self - stopped
        holding = rows._holding_keys(now)
        over = rows.filtered(
            lambda row: row.acknowledged_at
            or row.period_id.state in ("closed", "cancelled")
            or not (row.done or row._key() in holding)
        )
        over.write(
            {
                "told_at": now,
                "done": self.env._("Over before anybody had to be told."),
            }
        )
        return rows - over

    def _key(self):
        return self.issue_id.id, Key(self.res_model, self.res_id, self.occurrence)

    def _holding_keys(self, now) -> set:
        """Return (issue id, key) of everything that rules may still speak of."""
        issues = self.issue_id
        clock_rows = issues._clock_rows()
        issues._aim_rows(clock_rows)
        by_issue = defaultdict(list)
        for clock in clock_rows:
            by_issue[clock["issue"].id].append(clock)
        plans = {period: period._plan(now) for period in self.period_id}
        return {
            (issue.id, subject.key)
            for issue in issues
            for subject in issue._subjects(by_issue[issue.id], plans[issue.period_id])
        }

    def _fire_nobody(self, unmanned, now):
        """Fire the rules that watch for nobody being on shift, once per row told.

        :param unmanned: row id → tiers without anybody, see ``_people``
        """
        rows = self.filtered(lambda row: row.id in (unmanned or {}))
        known = self.search(
            [("res_model", "=", self._name), ("res_id", "in", rows.ids)]
        )
        told = {(row.step_id, row.res_id) for row in known}
        # sudo: what is due does not depend on who may read the rules.
        rules = self.env["hypercare.escalation.rule"].sudo()
        by_company = {
            company: rules._in_force(company, ("watches", "=", "nobody"))
            for company in rows.company_id
        }
        vals_list = []
        for _issue, same in rows.grouped("issue_id").items():
            row = same[0]
            for rule in by_company[row.company_id]:
                severities = rule._engine_severities()
                if severities and row.severity not in severities:
                    continue
                if rule.level and rule.level not in unmanned[row.id].mapped("level"):
                    continue
                vals_list += [
                    row.issue_id._ledger_vals(step, row.severity, now, now, now)
                    | {"res_model": row._name, "res_id": row.id, "occurrence": 1}
                    for step in rule.step_ids
                    if (step, row.id) not in told
                ]
        return self._insert_rows(vals_list)

    # -- By mail -----------------------------------------------------------------------

    def _mail_people(self, people) -> list[dict]:
        """Queue the mails and return the values of their deliveries."""
        vals_list = []
        mailed = self.filtered("step_id.notify_email")
        for row in mailed:
            vals_list += [
                row._delivery_vals(told, failed_reason=self.env._("No valid address"))
                for told in people.get(row.id, ())
                if not address_of(told.user)
            ]
        digests = mailed._digests(people)
        covered = {(user, row) for user, rows in digests for row in rows}
        jobs = []
        for (issue, _rule), rows in mailed.grouped(
            lambda row: (row.issue_id, row.rule_id)
        ).items():
            readers = rows._readers(people, covered)
            jobs += [(rows, issue, users) for users in _by_reader(readers)]
        mails = self._queue_notices(jobs, people)
        done = [
            (rows, users, mail)
            for (rows, _issue, users), mail in zip(jobs, mails, strict=True)
        ]
        done += mailed._queue_digests(digests)
        for rows, users, mail in done:
            vals_list += [
                row._delivery_vals(told, mail_id=mail.id)
                for row in rows
                for told in people.get(row.id, ())
                if told.user in users
            ]
        self.env["mail.mail"]._hypercare_notify(
            (mail, users.partner_id) for _rows, users, mail in done
        )
        if done:
            self.env.ref("hypercare_support.ir_cron_deliver")._trigger()
        return vals_list

    def _readers(self, people, covered):
        """Return the users with an address who are told of any of these rows.

        :param covered: (user, row) that a digest tells
        """
        ids = {
            told.user.id
            for row in self
            for told in people.get(row.id, ())
            if address_of(told.user) and (told.user, row) not in covered
        }
        return self.env["res.users"].sudo().browse(sorted(ids))

    def _digests(self, people) -> list:
        """Return (user, rows) that are told in one digest instead of many mails.

        A meeting's list – at the stand-up, at the end of a phase – is always one mail.
        """
        gathered = defaultdict(self.browse)
        single = defaultdict(self.browse)
        for row in self:
            by_user = gathered if row.rule_id.watches in GATHERED else single
            for told in people.get(row.id, ()):
                if address_of(told.user):
                    by_user[told.user] |= row
        return [
            (user, rows)
            for by_user, most in ((gathered, 1), (single, DIGEST_FROM))
            for user, rows in by_user.items()
            if len({(row.issue_id, row.rule_id) for row in rows}) > most
        ]

    def _queue_digests(self, digests):
        """Queue one mail per person with many notices; return (rows, users, mail)."""
        jobs = [
            (rows, period, user)
            for user, all_rows in digests
            for period, rows in all_rows.grouped("period_id").items()
        ]
        mails = self.env["mail.mail"].create(
            [rows._digest_vals(period, user) for rows, period, user in jobs]
        )
        return [
            (rows, user, mail)
            for (rows, _period, user), mail in zip(jobs, mails, strict=True)
        ]

    def _queue_notices(self, jobs, people):
        """Queue one mail per issue, rule and group of readers, rendered set-wise.

        :param jobs: (rows, issue, users who read the same language and time)
        """
        batches = defaultdict(list)
        for position, (rows, issue, users) in enumerate(jobs):
            step = rows._foremost().step_id
            lang, tz = _reading(users[0], issue.period_id)
            batches[step.template_id, lang, tz, rows.rule_id].append(position)
        vals_list = [None] * len(jobs)
        for (template, lang, tz, _rule), positions in batches.items():
            ledger = self.browse().union(*(jobs[at][0] for at in positions))
            local = ledger.with_context(lang=lang, tz=tz)
            lines = {}
            for at in positions:
                rows, issue, _users = jobs[at]
                told = [one for row in rows for one in people.get(row.id, ())]
                lines[issue.id] = told_lines(local.env, told)
            texts = local._render_notices(template, lines)
            for at in positions:
                rows, issue, users = jobs[at]
                vals_list[at] = rows._mail_vals(issue, users, *texts[issue.id])
        return self.env["mail.mail"].create(vals_list)

    def _foremost(self):
        """Return the row that says most: the latest step of the rule."""
        return self.sorted(lambda row: (row.step_id.sequence, row.step_id.percent))[-1:]

    def _delivery_vals(self, told: Told, way="email", **values):
        """Return the columns of one delivery."""
        return {
            "escalation_id": self.id,
            "company_id": self.company_id.id,
            "partner_id": told.user.partner_id.id,
            "way": way,
            "mail_id": False,
            "sent_at": False,
            "attempts": 0,
            "failed_reason": False,
            "instead_of_id": told.instead_of.partner_id.id,
            "instead_reason": told.reason or False,
            **values,
        }


def _reading(user, period) -> tuple[str, str]:
    """Return the language and time zone a person reads."""
    lang = user.lang or period.env.user.lang or "en_US"
    return lang, user.tz or period.tz


def _by_reader(users):
    """Return the users in groups that read the same language and time zone.

    Those without an internal account get mails of their own: addresses of colleagues
    are not for everybody.
    """
    return list(users.grouped(lambda user: (user.lang, user.tz, user.share)).values())


def most_urgent(rows):
    """Return ledger rows, the most urgent first, then by when they were due."""
    return rows.sorted(
        lambda row: (
            SEVERITIES.index(row.severity),
            fields.Datetime.to_string(row.due_at),
        )
    )
