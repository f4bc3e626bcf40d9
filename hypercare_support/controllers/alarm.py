from odoo import http
from odoo.http import request


class HypercareAlarms(http.Controller):
    @http.route("/hypercare/alarms", type="jsonrpc", auth="user", readonly=True)
    def alarms(self):
        """Return the alarms of the user's companies; False for all but managers.

        The banner asks this every few minutes: a server whose scheduled actions are
        dead sends no live message, and neither does one without a websocket.
        """
        alarms = request.env["hypercare.period"]._alarms_for_user()
        return False if alarms is None else alarms
