import re

from odoo.http import request, route

from odoo.addons.hypercare_support.intake.limits import clean_text
from odoo.addons.portal.controllers.portal import CustomerPortal, pager

from ..models.issue_list import PAGE
from .common import page

#: Words of a search beyond this are nobody's question.
_LONGEST = 100
_SMALL_NUMBER = re.compile(r"[0-9]{1,9}")


class HypercarePortal(CustomerPortal):
    """The card on the portal's home, and the list of issues."""

    def _prepare_home_portal_values(self, counters):
        values = super()._prepare_home_portal_values(counters)
        if "hypercare_count" in counters:
            issues = request.env["hypercare.issue"]
            domain = issues._outside_domain() & issues._outside_filter_domain("open")
            # sudo: portal users read no model of hypercare; the domain decides.
            values["hypercare_count"] = issues.sudo().search_count(domain)
        if "hypercare_period_count" in counters:
            periods = request.env["hypercare.period"]._outside_sponsored()
            values["hypercare_period_count"] = len(periods)
        return values

    @route(
        ["/my/hypercare", "/my/hypercare/page/<int:number>"],
        type="http",
        auth="user",
        website=True,
        methods=["GET"],
    )
    def hypercare_issues(
        self, number=1, filterby="open", sortby="severity", groupby="period", **asked
    ):
        """List the issues that the user may see."""
        issues = request.env["hypercare.issue"]
        filters, sorts = issues._outside_filters(), issues._outside_sorts()
        groups = issues._outside_groups()
        filterby = filterby if filterby in filters else "open"
        sortby = sortby if sortby in sorts else "severity"
        groupby = groupby if groupby in groups else "period"
        search = clean_text(asked.get("search"), _LONGEST, one_line=True).text.strip()
        number = str(number)
        number = int(number) if _SMALL_NUMBER.fullmatch(number) else 1
        number = min(max(number, 1), 10_000)
        period = str(asked.get("period") or "")
        period_id = int(period) if _SMALL_NUMBER.fullmatch(period) else 0
        rows, total = issues._outside_list(
            filterby, sortby, groupby, search, (number - 1) * PAGE, period_id
        )
        chosen = {
            "filterby": filterby,
            "sortby": sortby,
            "groupby": groupby,
            "search": search,
            **({"period": period_id} if period_id else {}),
        }
        periods = request.env["hypercare.period"]._outside_sponsored()
        members = request.env["hypercare.tier.member"]._outside_memberships()
        return page(
            "issue_list",
            {
                **self._prepare_portal_layout_values(),
                "page_name": "hypercare",
                "rows": rows,
                "total": total,
                "filters": filters,
                "sorts": sorts,
                "groups": groups,
                "filterby": filterby,
                "sortby": sortby,
                "groupby": groupby,
                "search": search,
                "period_id": period_id,
                "pager": pager(
                    "/my/hypercare", total, number, step=PAGE, url_args=chosen
                ),
                "periods": [(one.name, one._outside_url()) for one in periods],
                "takes_part": bool(periods or members),
            },
        )
