from odoo import http
from odoo.http import request

from .common import not_here, page, trying


class HypercarePortalPeriod(http.Controller):
    """The page of a sponsor: how a period stands, the charter, the signature."""

    @http.route(
        "/my/hypercare/periods/<int:period_id>",
        type="http",
        auth="user",
        website=True,
        methods=["GET"],
    )
    def period(self, period_id, done="", **_asked):
        """Show a period to its sponsor; a tier member is led to the list."""
        members = request.env["hypercare.tier.member"]._outside_memberships()
        sponsored = request.env["hypercare.period"]._outside_find(period_id)
        if not sponsored and period_id in members.period_id.ids:
            return request.redirect("/my/hypercare")
        return self._page(period_id, done=done)

    @http.route(
        "/my/hypercare/reviews/<int:review_id>",
        type="http",
        auth="user",
        website=True,
        methods=["GET"],
    )
    def review(self, review_id, **_asked):
        """Lead from an exit review, as mails name it, to the page of its period."""
        periods = request.env["hypercare.period"]._outside_sponsored()
        period = periods.filtered(lambda one: review_id in one.exit_review_ids.ids)
        if not period:
            return not_here()
        return request.redirect(f"{period._outside_url()}#review")

    @http.route(
        "/my/hypercare/charters/<int:charter_id>",
        type="http",
        auth="user",
        website=True,
        methods=["GET"],
    )
    def charter(self, charter_id, **_asked):
        """Lead from a charter, as mails name it, to the page of its period."""
        periods = request.env["hypercare.period"]._outside_sponsored()
        period = periods.filtered(lambda one: charter_id in one.charter_ids.ids)
        if not period:
            return not_here()
        return request.redirect(f"{period._outside_url()}#charter")

    @http.route(
        "/my/hypercare/periods/<int:period_id>/sign",
        type="jsonrpc",
        auth="user",
        website=True,
    )
    def sign(
        self,
        period_id,
        signature=None,
        decision=None,
        note=None,
        seal=None,
        **_asked,
    ):
        """Sign the exit review of a period that waits for its sponsor.

        :return: as the signature form expects it: ``error``, or where to go next
        """
        period = request.env["hypercare.period"]._outside_find(period_id)
        review = period.exit_review_ids.sorted("version")[-1:]
        if not review:
            return {"error": request.env._("There is nothing to sign here.")}
        with trying() as problem:
            review._outside_sign(decision, signature, note, seal)
        if problem.text:
            return {"error": problem.text}
        return {
            "force_refresh": True,
            "redirect_url": f"{period._outside_url()}?done=sign#review",
        }

    @http.route(
        "/my/hypercare/periods/<int:period_id>/charter/<string:act>",
        type="http",
        auth="user",
        website=True,
        methods=["POST"],
    )
    def answer_charter(self, period_id, act, charter_id="", reason="", **_asked):
        """Approve the charter, or send it back with the reason."""
        period = request.env["hypercare.period"]._outside_find(period_id)
        charter = period.charter_ids.filtered(lambda one: str(one.id) == charter_id)
        if not charter or act not in ("approve", "send-back"):
            return not_here()
        with trying() as problem:
            own = charter._outside_own()
            if act == "approve":
                own.action_approve()
            else:
                own._send_back(str(reason)[:10_000])
        if problem.text:
            return self._page(period_id, problem=problem.text, reason=reason)
        return request.redirect(f"{period._outside_url()}?done={act}#charter")

    def _page(self, period_id, problem="", done="", reason=""):
        period = request.env["hypercare.period"]._outside_find(period_id)
        if not period:
            return not_here()
        return page(
            "period_page",
            {
                "period": period._outside_page(),
                "problem": problem,
                "done": done,
                "reason": reason,
            },
            status=400 if problem else 200,
        )
