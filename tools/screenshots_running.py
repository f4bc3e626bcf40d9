"""The pictures of running hypercare: command centre, stand-up, reports, My Issues."""

from pathlib import Path

CENTRE = ".o_hc_centre canvas, .o_hc_centre table"


def take(manager, sponsor, reporter, phone, url: str, to: Path) -> None:
    """Take them.

    :param manager: a tab of the client project manager
    :param sponsor: a tab of the sponsor
    :param reporter: a tab of an employee
    :param phone: a tab as wide as a phone, not logged in
    :param url: where the server is
    :param to: folder for the pictures
    """
    sponsor.log_in(url, "mahbub")
    sponsor.open(f"{url}/odoo/hypercare-centre", CENTRE)
    sponsor.save(to / "centre.png")
    manager.open(f"{url}/odoo/hypercare-standup", ".o_hc_standup_start")
    manager.save(to / "standup.png")
    manager.open(f"{url}/odoo/hypercare-status", ".o_data_row")
    manager.run("document.querySelector('.o_data_row .o_data_cell').click()")
    manager.wait("[name=preview] table")
    manager.save(to / "status.png")
    reporter.open(f"{url}/odoo/my-issues", ".o_data_row")
    reporter.save(to / "my_issues.png")
    phone.log_in(url, "rahima")
    phone.open(f"{url}/odoo/my-issues", ".o_kanban_record")
    phone.save(to / "my_issues_phone.png")
    phone.open(f"{url}/odoo/hypercare-centre", CENTRE)
    phone.save(to / "centre_phone.png")
