from contextlib import contextmanager

from odoo.exceptions import AccessError, UserError
from odoo.http import request

#: Pages of a portal are somebody's own: no proxy and no browser keeps them.
HEADERS = {"Cache-Control": "no-store", "X-Frame-Options": "DENY"}


def page(template, values, status=200):
    """Render a page of the portal."""
    return request.render(
        f"hypercare_support_portal.{template}",
        {"page_name": "hypercare", **values},
        status=status,
        headers=HEADERS,
    )


def not_here():
    """Say that there is nothing here: in the same words whether it exists or not."""
    return page("not_here", {}, status=404)


class Problem:
    """What went wrong in an act, in words; empty if nothing."""

    text = ""


@contextmanager
def trying():
    """Undo an act that is refused, and keep why."""
    problem = Problem()
    try:
        with request.env.cr.savepoint():
            yield problem
    except (AccessError, UserError) as error:
        problem.text = str(error)
        # A savepoint undoes the database; the cache has to follow.
        request.env.invalidate_all(flush=False)
