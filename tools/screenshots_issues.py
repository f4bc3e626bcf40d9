"""The pictures of the issue screens: a super-user at a desk and on a phone."""

from pathlib import Path

from .postgres import psql

#: The issue whose promise is broken, and the one whose fix is on its way.
LATE, FIXED = "HC-023", "HC-012"
ISSUE_ID = "SELECT id FROM hypercare_issue WHERE number = '{}' ORDER BY id LIMIT 1"
SOLUTION = ".nav-link[name=solution]"


def take(env, db: str, agent, phone, url: str, to: Path) -> None:
    """Take them.

    :param agent: a tab of a super-user
    :param phone: the same person's, as wide as a phone
    :param url: where the server is
    :param to: folder for the pictures
    """
    late, fixed = (
        psql(env.server, db, ISSUE_ID.format(number))[0] for number in (LATE, FIXED)
    )
    agent.open(f"{url}/odoo/hypercare?view_type=calendar", ".fc-event")
    agent.save(to / "calendar.png")
    agent.open(f"{url}/odoo/hypercare-analysis", ".o_graph_renderer canvas")
    agent.save(to / "analysis.png")
    agent.open(f"{url}/odoo/hypercare/{fixed}", SOLUTION)
    agent.run(f"document.querySelector('{SOLUTION}').click()")
    agent.wait("[name=fix_state]")
    agent.run(f"document.querySelector('{SOLUTION}').scrollIntoView()")
    agent.save(to / "solution.png")

    phone.log_in(url, "mitu")
    phone.open(f"{url}/odoo/hypercare", ".o_kanban_record .o_hc_countdown")
    phone.save(to / "kanban_phone.png")
    phone.open(f"{url}/odoo/hypercare/{late}", ".o_hc_clock")
    phone.save(to / "form_phone.png")
