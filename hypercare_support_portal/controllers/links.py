import re

from odoo import http
from odoo.http import request

from odoo.addons.mail.controllers.mail import MailController
from odoo.addons.portal.controllers.web import Home
from odoo.addons.web.controllers.utils import is_user_internal

#: What links of mails name, and where people outside find it.
_PAGES = {
    "hypercare.issue": "issues",
    "my-issues": "issues",
    "hypercare.period": "periods",
    "hypercare-ready": "periods",
    "hypercare-cover": "periods",
    "hypercare.exit.review": "reviews",
    "hypercare-charters": "charters",
}
_NAME = re.compile(r"[a-z.-]{1,60}")
_NUMBER = re.compile(r"[0-9]{1,10}")
#: No link of ours is longer, and no matching of longer ones is worth the time.
_LONGEST = 200


def outside_path(path) -> str:
    """Return the portal's page for a link into the web client; empty for others."""
    path = path.rstrip("/")
    if len(path) > _LONGEST or not path.startswith("/odoo/"):
        return ""
    *_before, last = parts = path.split("/")[2:]
    number = last if len(parts) > 1 and _NUMBER.fullmatch(last) else ""
    name = parts[-2] if number else last
    if not _NAME.fullmatch(name) or not (name == "my-issues" or "hypercare" in name):
        return ""
    if number and name in _PAGES:
        return f"/my/hypercare/{_PAGES[name]}/{number}"
    return "/my/hypercare"


class HypercareLinks(Home):
    """Links of mails lead into the web client; portal users have pages instead.

    The pages themselves decide who may see them.
    """

    @http.route()
    def web_client(self, s_action=None, **kw):
        uid = request.session.uid
        if uid and not is_user_internal(uid):
            path = outside_path(request.httprequest.path)
            if path:
                return request.redirect(path)
        return super().web_client(s_action, **kw)


class HypercareMailLinks(MailController):
    @classmethod
    def _redirect_to_record(cls, model, res_id, access_token=None, **kwargs):
        uid = request.session.uid
        if uid and model in _PAGES and res_id and not is_user_internal(uid):
            return request.redirect(f"/my/hypercare/{_PAGES[model]}/{int(res_id)}")
        return super()._redirect_to_record(
            model, res_id, access_token=access_token, **kwargs
        )
