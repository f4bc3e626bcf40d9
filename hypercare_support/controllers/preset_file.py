from odoo import http
from odoo.exceptions import AccessError, UserError
from odoo.http import content_disposition, request

from ..intake.preset_schema import MAX_PRESETS


class HypercarePresetFile(http.Controller):
    @http.route(
        "/hypercare/presets.json",
        type="http",
        auth="user",
        methods=["GET"],
        readonly=True,
    )
    def presets(self, ids=""):
        """Return presets as a file, for whoever may read them.

        :param ids: numbers of presets, separated by commas
        """
        env = request.env
        if not env.user.has_group("hypercare_support.group_manager"):
            raise AccessError(env._("Presets are exported by managers of hypercare."))
        numbers = [one for one in str(ids)[:1000].split(",") if one.isascii()]
        wanted = [int(one) for one in numbers if one.isdigit() and len(one) < 10]
        presets = env["hypercare.preset"].with_context(active_test=False)
        presets = presets.search([("id", "in", wanted[:MAX_PRESETS])])
        if not presets:
            raise UserError(env._("There is no such preset."))
        code = presets.code if len(presets) == 1 else "presets"
        return request.make_response(
            presets._file(),
            headers=[
                ("Content-Type", "application/json; charset=utf-8"),
                ("Content-Disposition", content_disposition(f"hypercare_{code}.json")),
                ("X-Content-Type-Options", "nosniff"),
            ],
        )
