import re

from odoo import fields, http
from odoo.exceptions import AccessError, UserError
from odoo.http import request

_NAME = re.compile(r"n_(\d{1,9})_(\d{4}-\d{2}-\d{2})")


class HypercareOffSystem(http.Controller):
    """One page for a telephone: what my department did outside of Odoo.

    For heads of departments, who need no other part of hypercare.
    """

    @http.route(
        "/hypercare/outside",
        type="http",
        auth="user",
        methods=["GET"],
        readonly=True,
    )
    def ask(self):
        """Show the last working days and the kinds of documents of this user."""
        return self._page()

    @http.route(
        "/hypercare/outside/save",
        type="http",
        auth="user",
        methods=["POST"],
    )
    def save(self, **form):
        """Note the numbers that are filled in; an empty one is no answer."""
        papers = request.env["hypercare.off.system"]
        lines = {line.id: line for line in papers._lines_of(request.env.user)}
        saved, problem = 0, ""
        try:
            with request.env.cr.savepoint():
                for name, text in form.items():
                    match = _NAME.fullmatch(name)
                    if not match:
                        continue
                    if not isinstance(text, str):
                        raise UserError(
                            request.env._("A file is no number: write 0, 1, 2, …")
                        )
                    if not text.strip():
                        continue
                    line = lines.get(int(match[1]))
                    if not line:
                        raise AccessError(
                            request.env._(
                                "Only who answers for these documents can declare them."
                            )
                        )
                    papers._declare(line, _day(match[2]), _number(text))
                    saved += 1
        except (AccessError, UserError) as error:
            saved, problem = 0, str(error)
            request.env.invalidate_all(flush=False)
        return self._page(saved, problem, form if problem else {})

    def _page(self, saved=0, problem="", typed=None):
        papers = request.env["hypercare.off.system"]
        content = request.env["ir.ui.view"]._render_template(
            "hypercare_support.off_system_page",
            {
                "sheets": papers._sheet_of(request.env.user),
                "saved": saved,
                "problem": problem,
                "typed": typed or {},
                "csrf_token": request.csrf_token(),
            },
        )
        response = request.make_response(
            content,
            headers=[
                ("Content-Type", "text/html; charset=utf-8"),
                ("Cache-Control", "no-store"),
            ],
        )
        response.status_code = 400 if problem else 200
        return response


def _day(text):
    try:
        return fields.Date.to_date(text)
    except ValueError as error:
        raise UserError(request.env._("“%s” is no day.", text)) from error


def _number(text) -> int:
    text = text.strip()
    if not re.fullmatch(r"[0-9]{1,7}", text):
        raise UserError(request.env._("“%s” is no number: write 0, 1, 2, …", text[:40]))
    return int(text)
