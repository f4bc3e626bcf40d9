"""The shared world of the fault matrix, and its table of results at the end.

HYPERCARE_STORE_FAULTS=1 writes the table to docs/reliability.md as well.
"""

import os
from collections.abc import Iterator
from contextlib import ExitStack

import pytest
from fault_report import Result, store, table
from fault_world import World

RESULTS: list[Result] = []


@pytest.fixture(scope="session")
def results() -> list[Result]:
    return RESULTS


@pytest.fixture(scope="module")
def world(tmp_path_factory) -> Iterator[World]:
    with ExitStack() as stack:
        yield World(tmp_path_factory.mktemp("faults"), stack)


def pytest_terminal_summary(terminalreporter) -> None:
    if not RESULTS:
        return
    terminalreporter.section("fault matrix")
    terminalreporter.write_line(table(RESULTS))
    if os.environ.get("HYPERCARE_STORE_FAULTS"):
        store(RESULTS, sum(result.seconds for result in RESULTS))
