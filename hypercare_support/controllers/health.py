from odoo import http
from odoo.http import request


class HypercareHealth(http.Controller):
    @http.route(
        "/hypercare/health",
        type="http",
        auth="public",
        methods=["GET"],
        save_session=False,
    )
    def health(self):
        """Tell a monitor whether escalation works: 200, or 503 when it does not.

        Public, since monitors have no log-in: ages and a count, and nothing of what
        the issues are about. Not ``readonly``: a replica would go on telling that all
        is well while the database itself is away.
        """
        health = request.env["hypercare.period"]._health()
        return request.make_json_response(
            health,
            headers={"Cache-Control": "no-store"},
            status=503 if health["status"] == "fail" else 200,
        )
