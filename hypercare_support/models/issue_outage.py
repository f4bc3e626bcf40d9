from odoo import api, fields, models
from odoo.tools import SQL, html2plaintext

from .. import const
from ..intake.limits import clean_text

#: Part of a company's bus channel, and type of the message on it.
CHANNEL = "hypercare_outage"
#: Outages that are shown at once, and characters of what the team wrote last.
MOST, LONGEST = 5, 500
#: Facts that a banner shows or depends on.
_SHOWN = {"affects_all", "name", "confidential"}


class HypercareIssue(models.Model):
    """Outages: what the company is told while an S1 affects everybody."""

    _inherit = "hypercare.issue"

    affects_all = fields.Boolean(
        help="While this is an open S1, everybody of the company sees a bar with its "
        "number, its title and what the team wrote last.",
    )
    public_update = fields.Text(
        "The team's latest message",
        readonly=True,
        copy=False,
        help="As plain text; what an outage banner shows.",
    )
    public_update_at = fields.Datetime("Latest message at", readonly=True, copy=False)

    _outage_idx = models.Index(
        "(company_id) WHERE affects_all AND severity = 's1'"
        " AND state IN ('new', 'assigned', 'in_progress', 'waiting')"
    )

    # -- Facts -------------------------------------------------------------------------

    @api.model
    def _prepare_create(self, vals_list):
        facts_list = super()._prepare_create(vals_list)
        for vals in vals_list:
            # Only the team rings the bell for everybody.
            period = self.env["hypercare.period"].browse(vals["period_id"])
            if vals.get("affects_all") and not self._may_work(period):
                vals["affects_all"] = False
        return facts_list

    @api.model_create_multi
    def create(self, vals_list):
        issues = super().create(vals_list)
        issues.filtered("affects_all")._tell_outages()
        return issues

    def write(self, vals):
        res = super().write(vals)
        if _SHOWN & set(vals):
            issues = self if "affects_all" in vals else self.filtered("affects_all")
            issues._tell_outages()
        return res

    def _follow_facts(self, before, reason, now):
        res = super()._follow_facts(before, reason, now)
        self.filtered("affects_all")._tell_outages()
        return res

    def _message_post_after_hook(self, message, msg_values):
        res = super()._message_post_after_hook(message, msg_values)
        self._keep_public_update(message)
        return res

    def _keep_public_update(self, message):
        """Remember what the team said last, for everybody who may hear it."""
        internal = message.is_internal or message.subtype_id.internal
        if message.message_type not in ("comment", "email") or internal:
            return
        if not message.subtype_id:
            return
        # sudo: the columns are kept by us, whoever posts. Of the team, also whoever has
        # reported it himself: this answers nobody, it is news.
        # The gateway posts as the system, which is nobody of the team: a mail is no
        # news, whoever it claims to be from.
        team_ids, manages = self._team_ids(), self._is_manager()
        issues = self.sudo().filtered(
            lambda issue: (
                not self.env.user._is_superuser()
                and (manages or self.env.uid in team_ids.get(issue.period_id.id, ()))
            )
        )
        plain = html2plaintext(message.body or "", include_references=False)
        text, problem = clean_text(plain, LONGEST)
        if not issues or not text.strip():
            return
        kept = {
            "public_update": f"{text[:-1]}…" if problem else text,
            "public_update_at": fields.Datetime.now(),
        }
        issues._store_rows({issue.id: kept for issue in issues})
        issues.filtered("affects_all")._tell_outages()

    # -- Telling -----------------------------------------------------------------------

    def _tell_outages(self):
        """Have the outages of these issues' companies told once this is committed.

        What is told is read at the end: several changes are one message.
        """
        if not self:
            return
        hooks = self.env.cr.precommit
        waiting = hooks.data.get(CHANNEL)
        if waiting is None:
            waiting = hooks.data[CHANNEL] = set()
            # sudo: everybody of a company is told, whoever has changed something.
            issues = self.env["hypercare.issue"].sudo()
            hooks.add(lambda: issues._send_outages(hooks.data.pop(CHANNEL)))
        waiting.update(self.company_id.ids)

    @api.model
    def _send_outages(self, company_ids):
        """Send the open outages of companies to everybody who has a page open."""
        outages = self._outages(company_ids)
        for company in self.env["res.company"].browse(company_ids):
            own = [row for row in outages if row["company_id"] == company.id]
            for row in own:
                # Whose they are differs from one reader to the next.
                del row["mine"]
            self.env["bus.bus"]._sendone(
                (company, CHANNEL), CHANNEL, {"company_id": company.id, "outages": own}
            )

    @api.model
    def _outages(self, company_ids) -> list[dict]:
        """Return the open outages of companies, one statement; the latest first.

        Of a confidential one neither title nor message is told.
        """
        self.flush_model()
        self.env["hypercare.period"].flush_model(["state", "active"])
        # Raw SQL: read with every page, by people who may not read every such issue.
        rows = self.env.execute_query_dict(
            SQL(
                """
                SELECT issue.id, issue.number, issue.company_id,
                       issue.reported_at AS since, issue.public_update_at AS update_at,
                       CASE WHEN confidential IS NOT TRUE THEN issue.name END AS name,
                       CASE WHEN confidential IS NOT TRUE THEN public_update END
                            AS update,
                       confidential IS TRUE OR reporter_id = %(user)s OR EXISTS (
                           SELECT FROM hypercare_issue_affected_rel joined
                            WHERE joined.issue_id = issue.id
                              AND joined.user_id = %(user)s) AS mine
                  FROM hypercare_issue issue
                  JOIN hypercare_period period ON period.id = issue.period_id
                 WHERE affects_all AND severity = 's1' AND issue.state IN %(open)s
                   AND issue.company_id IN %(companies)s
                   AND period.active AND period.state IN %(logging)s
              ORDER BY issue.reported_at DESC, issue.id DESC
                 LIMIT %(most)s
                """,
                user=self.env.uid,
                open=const.OPEN_STATES,
                companies=tuple(company_ids) or (0,),
                logging=const.LOGGING_STATES,
                most=MOST * max(1, len(company_ids)),
            )
        )
        for row in rows:
            for name in ("since", "update_at"):
                row[name] = fields.Datetime.to_string(row[name]) or False
        return rows

    def _is_outage(self) -> bool:
        """Tell whether the company has been told of this issue by name."""
        return bool(
            self.is_open
            and self.affects_all
            and self.severity == "s1"
            and not self.confidential
        )


class HypercarePeriod(models.Model):
    _inherit = "hypercare.period"

    def write(self, vals):
        res = super().write(vals)
        if {"state", "active"} & set(vals):
            # sudo: which outages there are does not depend on who ends the period.
            issues = self.env["hypercare.issue"].sudo()
            issues.search(
                [("period_id", "in", self.ids), ("affects_all", "=", True)]
            )._tell_outages()
        return res
