"""What a page of the backend asks the server for, in a real browser."""

from __future__ import annotations

import json
import time

from tools import environment
from tools.browser import DESKTOP, Page, browser, server

#: A page is loaded when it has asked for nothing during so many seconds.
QUIET, PATIENCE = 2.0, 30
#: What is in the way of a fetch is a request as well; files of pages are not.
ASKED = """
    JSON.stringify(performance.getEntriesByType('resource')
        .map(({name, initiatorType}) => [initiatorType, name]))
"""
REQUESTS = ("fetch", "xmlhttprequest", "beacon")
DIALOG_BUNDLE = "hypercare_support.assets_report"


class Visit:
    """One page, loaded by the administrator."""

    def __init__(self, url: str, debugger: str):
        self.page = Page(debugger, DESKTOP)
        self.page.log_in(url, "admin")
        # The second time, as on every day: what can be cached is.
        self.page.open(f"{url}/odoo", ".o_main_navbar")
        self._settle()
        self.page.open("about:blank", "body")
        self.page.open(f"{url}/odoo", ".o_main_navbar")
        self._settle()

    def asked(self) -> list[str]:
        """Return the addresses the page has asked for since it was opened."""
        entries = json.loads(self.page.run(ASKED))
        return [name for kind, name in entries if kind in REQUESTS]

    def files(self) -> list[str]:
        return [name for _kind, name in json.loads(self.page.run(ASKED))]

    def open_dialog(self) -> None:
        self.page.run("document.querySelector('.o_hc_report_button').click()")
        self.page.wait(".o_hc_report")

    def _settle(self) -> None:
        """Wait until the page asks for nothing more."""
        known, since, end = -1, time.monotonic(), time.monotonic() + PATIENCE
        while time.monotonic() < min(end, since + QUIET):
            time.sleep(0.2)
            if (found := len(self.files())) != known:
                known, since = found, time.monotonic()


def requests(database: str) -> list[str]:
    """Return what a page of a database asks for."""
    with server(environment.ensure(), database) as url, browser() as debugger:
        return Visit(url, debugger).asked()


def requests_and_dialog(database: str) -> tuple[list[str], bool, bool]:
    """Return the same with the addon, and whether the code of the dialog was loaded
    before and after its first use.
    """
    with server(environment.ensure(), database) as url, browser() as debugger:
        visit = Visit(url, debugger)
        asked = visit.asked()
        before = any(DIALOG_BUNDLE in name for name in visit.files())
        visit.open_dialog()
        after = any(DIALOG_BUNDLE in name for name in visit.files())
    return asked, before, after
