"""A picture of a screen: who sees what, where, after which clicks."""

import json
from dataclasses import dataclass, field

from .browser import Page

ROW, CARD, FORM = ".o_data_row", ".o_kanban_record", ".o_form_sheet"
#: Whatever a list shows, also if there is nothing in it.
ANY = f"{ROW}, {CARD}, .o_group_header, .o_view_nocontent, .o_graph_renderer, .o_pivot"
ACTION = "action-hypercare_support.{}"


@dataclass(frozen=True)
class Shot:
    """A picture: somebody opens an address, something shows, some steps are done.

    :param ready: CSS selector of what shows that the screen is there
    :param steps: (what to do, with what, …): click, run, wait, write, show
    :param phone: whether it is taken as wide as a phone, too
    :param phone_ready: what shows on a phone, if it is something else
    """

    name: str
    login: str
    path: str
    ready: str
    steps: list[tuple] = field(default_factory=list)
    phone: bool = True
    phone_ready: str = ""

    def go(self, page: Page, url: str, ids: dict[str, str], *, on_phone: bool) -> None:
        """Open the screen in a tab and do the steps."""
        page.leave()
        ready = self.phone_ready if on_phone and self.phone_ready else self.ready
        page.open(f"{url}/odoo/{self.path.format(**ids)}", ready)
        for what, *with_what in self.steps:
            getattr(page, what)(*with_what)


def tab(name: str, ready: str) -> list[tuple]:
    """Steps that open a page of a form's notebook and bring it into view."""
    link = f".nav-link[name={name}]"
    return [("click", link), ("wait", ready), ("show", ready)]


def dialog(method: str, *, model: str, ready: str = ".modal .o_form_view") -> list:
    """Steps that press a button of the record in the address.

    Not the button on the screen: on a phone it is folded away.
    """
    press = json.dumps({"type": "object", "name": method, "resModel": model})
    script = (
        "(() => { const id = Number(location.pathname.split('/').pop());"
        "return odoo.__WOWL_DEBUG__.root.env.services.action.doActionButton("
        f"{{...{press}, resId: id, resIds: [id], context: {{}}}}); }})()"
    )
    return [("run", script), ("wait", ready)]
