from odoo import http
from odoo.http import request

from .common import not_here, page, trying

#: More files than this are not even read.
_MOST_FILES = 20


class HypercarePortalIssue(http.Controller):
    """The page of one issue, and what is done on it."""

    @http.route(
        "/my/hypercare/issues/<int:issue_id>",
        type="http",
        auth="user",
        website=True,
        methods=["GET"],
    )
    def issue(self, issue_id, done="", **_asked):
        """Show an issue that the user may see."""
        return self._page(issue_id, done=done)

    @http.route(
        "/my/hypercare/issues/<int:issue_id>/<string:act>",
        type="http",
        auth="user",
        website=True,
        methods=["POST"],
    )
    def act(self, issue_id, act, **form):
        """Do something on an issue; what is refused is said on its page."""
        issue = request.env["hypercare.issue"]._outside_find(issue_id)
        if not issue:
            return not_here()
        typed = {name: text for name, text in form.items() if isinstance(text, str)}
        files = [
            (file.filename or "", file.read(), {})
            for file in request.httprequest.files.getlist("files")[:_MOST_FILES]
            if file.filename
        ]
        with trying() as problem:
            said = issue._outside_act(act, typed, files)
        if problem.text:
            return self._page(issue_id, problem=problem.text, act=act, typed=typed)
        if said:
            return self._page(issue_id, said=said)
        return request.redirect(
            f"/my/hypercare/issues/{issue.id}?done={act}"
            if request.env["hypercare.issue"]._outside_find(issue_id)
            else "/my/hypercare"
        )

    @http.route(
        "/my/hypercare/issues/<int:issue_id>/files/<int:file_id>",
        type="http",
        auth="user",
        website=True,
        methods=["GET"],
    )
    def file(self, issue_id, file_id):
        """Send a file of the conversation; never one that came with the report."""
        issue = request.env["hypercare.issue"]._outside_find(issue_id)
        file = issue and issue._outside_files().filtered(
            lambda one: one.id == file_id and one.type == "binary"
        )
        if not file:
            return not_here()
        # sudo: the file of a public message of an issue that the user may see.
        stream = request.env["ir.binary"]._get_stream_from(file.sudo())
        return stream.get_response(as_attachment=True)

    def _page(self, issue_id, problem="", said="", done="", act="", typed=None):
        issue = request.env["hypercare.issue"]._outside_find(issue_id)
        if not issue:
            return not_here()
        return page(
            "issue_page",
            {
                "issue": issue._outside_page(),
                "problem": problem,
                "said": said,
                "done": done,
                "act": act,
                "typed": typed or {},
            },
            status=400 if problem else 200,
        )
