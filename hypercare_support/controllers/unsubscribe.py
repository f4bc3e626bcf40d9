from odoo import http
from odoo.http import request


class HypercareUnsubscribe(http.Controller):
    """The link below status reports. Whoever has it need not be a user of Odoo."""

    @http.route(
        "/hypercare/unsubscribe/<int:stakeholder_id>/<string:token>",
        type="http",
        auth="public",
        methods=["GET"],
        save_session=False,
        readonly=True,
    )
    def ask(self, stakeholder_id, token):
        """Show who would unsubscribe from what.

        Looking changes nothing: mail scanners open every link they find.
        """
        return self._page(stakeholder_id, token)

    @http.route(
        "/hypercare/unsubscribe/<int:stakeholder_id>/<string:token>/<string:act>",
        type="http",
        auth="public",
        methods=["POST"],
        save_session=False,
        # The signature in the address is what a form token would be; mail programs
        # that unsubscribe by themselves (RFC 8058) have no other.
        csrf=False,
    )
    def act(self, stakeholder_id, token, act, **_form):
        """Unsubscribe (``stop``) or subscribe again (``again``)."""
        stakeholder = self._find(stakeholder_id, token)
        if stakeholder and act in ("stop", "again"):
            stakeholder._set_unsubscribed(act == "stop")
        return self._page(stakeholder_id, token)

    def _find(self, stakeholder_id, token):
        stakeholders = request.env["hypercare.stakeholder"]
        if stakeholder_id >= 2**31:
            return stakeholders
        return stakeholders._find_by_token(stakeholder_id, token)

    def _page(self, stakeholder_id, token):
        stakeholder = self._find(stakeholder_id, token)
        lang = stakeholder.partner_id.lang or request.env.lang
        page = request.env["ir.ui.view"].with_context(lang=lang)
        content = page._render_template(
            "hypercare_support.unsubscribe_page",
            {
                "stakeholder": stakeholder,
                "path": f"/hypercare/unsubscribe/{stakeholder.id}/{token}",
            },
        )
        response = request.make_response(
            content,
            headers=[
                ("Content-Type", "text/html; charset=utf-8"),
                ("Cache-Control", "no-store"),
                ("X-Robots-Tag", "noindex"),
                ("Referrer-Policy", "no-referrer"),
            ],
        )
        response.status_code = 200 if stakeholder else 404
        return response
