from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from .. import const


class HypercareIssue(models.Model):
    """What waits for the reporter, and the number on the report button."""

    _inherit = "hypercare.issue"

    needs_reporter = fields.Boolean(
        "Waits for the reporter",
        compute="_compute_needs_reporter",
        search="_search_needs_reporter",
        help="The team has asked something, or asks whether it works now.",
    )

    _reporter_idx = models.Index("(reporter_id) WHERE state IN ('resolved', 'waiting')")

    @api.depends("state", "waiting_for")
    def _compute_needs_reporter(self):
        for issue in self:
            issue.needs_reporter = issue.state == "resolved" or (
                issue.state == "waiting" and issue.waiting_for == "reporter"
            )

    def _search_needs_reporter(self, operator, value):
        if operator not in ("in", "not in"):
            return NotImplemented
        asks = Domain("state", "=", "waiting") & Domain("waiting_for", "=", "reporter")
        wanted = Domain("state", "=", "resolved") | asks
        if (True in value) == (False in value):
            domain = Domain.TRUE if True in value else Domain.FALSE
        else:
            domain = wanted if True in value else ~wanted
        return domain if operator == "in" else ~domain

    def _follow_facts(self, before, reason, now):
        res = super()._follow_facts(before, reason, now)
        moved = self.filtered(
            lambda issue: issue.state != before[issue.id]["state"]
            or issue.waiting_for != before[issue.id]["waiting_for"]
        )
        moved._send_badges()
        return res

    def _send_badges(self):
        """Tell the reporters' screens, after the commit, how much waits for them."""
        reporters = self.reporter_id
        if not reporters:
            return
        # sudo: what waits for a reporter does not depend on who has acted.
        counts = dict(
            self.sudo()._read_group(
                [("reporter_id", "in", reporters.ids), ("needs_reporter", "=", True)],
                ["reporter_id"],
                ["__count"],
            )
        )
        for reporter in reporters:
            reporter._bus_send("hypercare_badge", {"badge": counts.get(reporter, 0)})

    @api.model
    def _report_session(self) -> dict:
        """Return what the report button needs with every page: one statement.

        :return: nothing where there is to be no button
        """
        self.flush_model()
        self.env["hypercare.period"].flush_model()
        [(badge, enabled)] = self.env.execute_query(
            SQL(
                """
                SELECT (SELECT count(*) FROM hypercare_issue
                         WHERE reporter_id = %(user)s
                           AND (state = 'resolved'
                                OR state = 'waiting' AND waiting_for = 'reporter')),
                       EXISTS (SELECT FROM hypercare_period
                                WHERE company_id = %(company)s AND active
                                  AND state IN %(states)s)
                """,
                user=self.env.uid,
                company=self.env.company.id,
                states=const.LOGGING_STATES,
            )
        )
        if not (enabled or badge) and self._setting("hide_report_button"):
            return {}
        reason = False if enabled else self._no_period_hint()
        return {"enabled": enabled, "reason": reason, "badge": badge}
