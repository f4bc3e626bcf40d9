from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from .. import const


class HypercareIssue(models.Model):
    """The SLA as lists see it: stored due times, and a state that is right now.

    Stored are the moments at which the state changes by itself; field, search,
    grouping and sorting compare them with the present, so that no job has to run for
    an issue to become at risk or breached.
    """

    _inherit = "hypercare.issue"

    responded_at = fields.Datetime("First response", readonly=True, copy=False)
    response_due = fields.Datetime("Response due", readonly=True, copy=False)
    resolution_due = fields.Datetime("Resolution due", readonly=True, copy=False)
    update_due = fields.Datetime(
        "Next update due",
        readonly=True,
        copy=False,
        help="When the reporter is owed the next public message.",
    )
    at_risk_at = fields.Datetime(
        readonly=True, copy=False, help="When the next running clock becomes at risk."
    )
    breach_at = fields.Datetime(
        "Next due",
        readonly=True,
        copy=False,
        help="Due time of the next running clock; breached once it has passed.",
    )
    sla_settled = fields.Selection(
        const.SLA_STATES,
        "SLA at rest",
        readonly=True,
        copy=False,
        help="The SLA state when no clock is running.",
    )
    sla_state = fields.Selection(
        const.SLA_STATES,
        "SLA",
        compute="_compute_sla_state",
        search="_search_sla_state",
    )

    _breach_idx = models.Index("(breach_at) WHERE breach_at IS NOT NULL")

    @api.depends("at_risk_at", "breach_at", "sla_settled")
    def _compute_sla_state(self):
        now = fields.Datetime.now()
        for issue in self:
            if issue.breach_at and issue.breach_at < now:
                issue.sla_state = "breached"
            elif issue.at_risk_at and issue.at_risk_at <= now:
                issue.sla_state = "at_risk"
            elif issue.breach_at:
                issue.sla_state = "on_track"
            else:
                issue.sla_state = issue.sla_settled or "none"

    def _search_sla_state(self, operator, value):
        """Translate the state into due times, so that it holds at this very moment."""
        if operator not in ("in", "not in"):
            return NotImplemented
        now = fields.Datetime.now()
        breached = Domain("breach_at", "<", now)
        at_risk = Domain("at_risk_at", "<=", now) & ~breached
        running = Domain("breach_at", "!=", False)
        settled = {state for state in value if state in dict(const.SLA_STATES)}
        domains = [~running & Domain("sla_settled", "in", list(settled))]
        if "none" in settled or False in value:
            domains.append(~running & Domain("sla_settled", "=", False))
        if "breached" in value:
            domains.append(breached)
        if "at_risk" in value:
            domains.append(at_risk)
        if "on_track" in value:
            domains.append(running & ~breached & ~Domain("at_risk_at", "<=", now))
        domain = Domain.OR(domains)
        return domain if operator == "in" else ~domain

    def _field_to_sql(self, alias, field_expr, query=None) -> SQL:
        """Let lists group and sort by the SLA state as it is now."""
        if field_expr != "sla_state":
            return super()._field_to_sql(alias, field_expr, query)
        now = fields.Datetime.now()
        return SQL(
            "CASE WHEN %(breach)s < %(now)s THEN 'breached'"
            " WHEN %(risk)s <= %(now)s THEN 'at_risk'"
            " WHEN %(breach)s IS NOT NULL THEN 'on_track'"
            " ELSE COALESCE(%(settled)s, 'none') END",
            breach=super()._field_to_sql(alias, "breach_at", query),
            risk=super()._field_to_sql(alias, "at_risk_at", query),
            settled=super()._field_to_sql(alias, "sla_settled", query),
            now=now,
        )
