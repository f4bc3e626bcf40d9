"""Looks for barriers to people with disabilities on a screen, with axe-core."""

from . import lint
from .browser import Page
from .layout import NODE
from .say import info

SOURCE = NODE / "node_modules" / "axe-core" / "axe.min.js"
#: Only what is inside the page: Odoo's own bars and menus are Odoo's. So are its fields
#: and views; what is ours says so by its class or by that of something around it.
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
            ours: !!document.querySelector(target[0])?.closest(
                "[class*=o_hc_], [class*=o_hypercare]"
            ),
        }))))
"""


def ensure() -> None:
    """Have axe-core where it is looked for: it comes with the linters."""
    lint.ensure_node()


def find(page: Page) -> list[dict]:
    """Return the barriers on what a tab shows."""
    page.run(f"{SOURCE.read_text()};undefined")
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
