"""What pytest needs to run Odoo's tests the way Odoo's own runner does."""

import sys

import pytest


class Ran:
    """Remembers whether any test got as far as being run.

    A run in which none did is no success, although pytest can call it one.
    """

    def __init__(self) -> None:
        self.any = False

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self.any = self.any or not report.skipped

    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        wanted = not session.config.option.collectonly
        if wanted and not self.any and session.exitstatus == pytest.ExitCode.OK:
            session.exitstatus = pytest.ExitCode.NO_TESTS_COLLECTED


def pytest_configure(config: pytest.Config) -> None:
    config.pluginmanager.register(Ran(), "ran")


def pytest_collection_finish() -> None:
    """Odoo's runner gives every test its parameters; without any there are none."""
    if common := sys.modules.get("odoo.tests.common"):
        common.BaseCase._test_params = getattr(common.BaseCase, "_test_params", [])
