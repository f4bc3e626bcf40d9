"""Looks for barriers to people with disabilities on a screen, with axe-core."""

from . import lint
from .browser import Page
from .layout import NODE
from .say import info

SOURCE = NODE / "node_modules" / "axe-core" / "axe.min.js"
#: What belongs to Odoo even on our screens: bars, tabs, fields, the conversation.
ODOO = (
    ".o_control_panel, .o_search_panel, .o_notebook_headers, .o_form_label, .o_avatar,"
    " .o_field_many2one, .o_field_many2many_tags, .o_field_many2many_avatar_user,"
    " .o_field_kanban_activity, .o_field_list_activity, .o_select_menu, .o-checkbox,"
    " .o-mail-Form-chatter, .o_kanban_header, .o_m2m_avatar, .o_statusbar_status,"
    " .o_searchview, .btn:has(.oi-panel-right), .o_optional_columns_dropdown"
)
#: What is ours says so by its class, or by that of something around it that is nearer
#: than anything of Odoo's.
LOOK = """
    axe.run(
        document.querySelector(".modal") || document.querySelector(".o_action_manager"),
        {runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]}
    ).then(({violations}) => violations.flatMap(({id, impact, nodes}) =>
        nodes.map(({target, html, any, all, none}) => ({
            id,
            impact,
            html,
            why: [...any, ...all, ...none].map(({message}) => message).join("; "),
            ours: isOurs(document.querySelector(target[0])),
        }))))
"""
IS_OURS = f"""
    function isOurs(element) {{
        const ours = element?.closest("[class*=o_hc_], [class*=o_hypercare]");
        const odoo = element?.closest("{ODOO}");
        return !!ours && (!odoo || odoo.contains(ours) && odoo !== ours);
    }}
"""


def ensure() -> None:
    """Have axe-core where it is looked for: it comes with the linters."""
    lint.ensure_node()


def find(page: Page) -> list[dict]:
    """Return the barriers on what a tab shows."""
    page.run(f"{SOURCE.read_text()};{IS_OURS};undefined")
    return page.run(LOOK)


def tell(found: dict[str, list[dict]]) -> int:
    """Print what was found; return how the program ends: 1 if any of it is ours."""
    ours = 0
    for picture, barriers in found.items():
        mine = [barrier for barrier in barriers if barrier["ours"]]
        ours += len(mine)
        info(f"{picture}: {len(mine)} of ours, {len(barriers) - len(mine)} of Odoo's")
        for barrier in mine:
            info(f"    {barrier['id']} ({barrier['impact']}): {barrier['why'][:200]}")
            info(f"        {barrier['html'][:160]}")
    info(f"{ours} barriers of ours on {len(found)} screens")
    return 1 if ours else 0
