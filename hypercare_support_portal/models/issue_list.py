from odoo import api, fields, models
from odoo.fields import Domain

from odoo.addons.hypercare_support import const

SORTS = {
    "severity": "severity, priority desc, id desc",
    "due": "breach_at, severity, id",
    "newest": "reported_at desc, id desc",
    "number": "period_id, number",
}
FILTERS = ("open", "mine", "overdue", "all")
GROUPS = ("period", "none")
#: Rows of one page of the list.
PAGE = 20


class HypercareIssue(models.Model):
    """The list of issues in the portal."""

    _inherit = "hypercare.issue"

    @api.model
    def _outside_filters(self) -> dict[str, str]:
        return {
            "open": self.env._("Open"),
            "mine": self.env._("Mine"),
            "overdue": self.env._("Overdue"),
            "all": self.env._("All"),
        }

    @api.model
    def _outside_sorts(self) -> dict[str, str]:
        return {
            "severity": self.env._("Most critical first"),
            "due": self.env._("Due first"),
            "newest": self.env._("Newest first"),
            "number": self.env._("By number"),
        }

    @api.model
    def _outside_groups(self) -> dict[str, str]:
        return {
            "period": self.env._("By period"),
            "none": self.env._("Not grouped"),
        }

    @api.model
    def _outside_filter_domain(self, name) -> Domain:
        opened = Domain("state", "in", const.OPEN_STATES)
        if name == "open":
            return opened
        if name == "mine":
            return opened & Domain("user_id", "=", self.env.uid)
        if name == "overdue":
            return opened & Domain("breach_at", "<", fields.Datetime.now())
        return Domain.TRUE

    @api.model
    def _outside_list(
        self, name, sort, group, search="", offset=0, period_id=0
    ) -> tuple:
        """Return the rows of a page, and how many there are altogether.

        :param search: words in number or title
        :param period_id: of this period only; 0 for all
        """
        domain = self._outside_domain() & self._outside_filter_domain(name)
        if search:
            domain &= Domain("number", "ilike", search) | Domain(
                "name", "ilike", search
            )
        if period_id:
            domain &= Domain("period_id", "=", period_id)
        order = SORTS[sort]
        if group == "period":
            order = f"period_id, {order}" if sort != "number" else order
        # sudo: portal users read no model of hypercare; the domain decides.
        issues = self.sudo()
        total = issues.search_count(domain)
        found = issues.search(domain, order=order, offset=offset, limit=PAGE)
        return [issue._outside_row() for issue in found], total

    def _outside_row(self) -> dict:
        severities = dict(self._fields["severity"]._description_selection(self.env))
        states = dict(self._fields["state"]._description_selection(self.env))
        slas = dict(self._fields["sla_state"]._description_selection(self.env))
        return {
            "url": self._outside_url(),
            "number": self.number,
            "name": self.name,
            "period": self.period_id.name,
            "severity": self.severity,
            "severity_text": severities[self.severity],
            "state_text": states[self.state],
            "sla": self.sla_state,
            "sla_text": slas.get(self.sla_state, ""),
            "due_text": self.due_text or "",
            "owner": self.user_id.name or self.env._("Nobody yet"),
            "mine": self.user_id == self.env.user,
            "tier": self.tier_id.name or "",
            "reported": self.day_label,
        }
