"""The counting itself: what went wrong is seen, and nothing else is."""

import pytest
from fault_report import BEGIN, END, LEDGER, Result, read_tally, store

A, B = "a@example.com", "b@example.com"


def tally(ledger: list[str], deliveries: list[str], received: list[tuple[str, str]]):
    def sql(statement: str) -> list[str]:
        return ledger if statement == LEDGER else deliveries

    return read_tally(sql, received, 0)


@pytest.mark.parametrize(
    ("received", "lost", "twice", "foreign"),
    [
        ([("<1>", A), ("<1>", B), ("<2>", A)], 0, 0, 0),
        ([("<1>", A), ("<2>", A)], 1, 0, 0),
        ([("<1>", A), ("<1>", B), ("<1>", A), ("<1>", B), ("<2>", A)], 0, 1, 0),
        ([("<1>", A), ("<1>", B), ("<3>", A)], 1, 0, 1),
        ([], 3, 0, 0),
    ],
)
def test_mails_are_compared_with_deliveries(received, lost, twice, foreign):
    deliveries = [f"7\t{A}\tt\t<1>", f"7\t{B}\tt\t<1>", f"8\t{A}\tt\t<2>"]
    found = tally(["1\t5", "2\t5"], deliveries, received)
    assert (found.lost, found.twice, found.foreign) == (lost, twice, foreign)
    assert (found.rows, found.doubled, found.unsent) == (2, 0, 0)


def test_doubled_rows_and_unsent_deliveries_are_seen():
    found = tally(["1\t5", "1\t5", "2\t5"], [f"7\t{A}\tf\t"], [])
    assert (found.rows, found.doubled) == (3, 1)
    assert (found.unsent, found.lost) == (1, 1)


def test_table_replaces_the_former_one(tmp_path):
    document = tmp_path / "reliability.md"
    document.write_text(f"before\n{BEGIN}\nold\n{END}\nafter\n")
    found = tally(["1\t5"], [f"7\t{A}\tt\t<1>"], [("<1>", A)])
    store([Result("a fault", found, 1, 2.0)], 2.0, document)
    text = document.read_text()
    assert text.startswith(f"before\n{BEGIN}\n") and text.endswith(f"{END}\nafter\n")
    assert "old" not in text
    assert "| a fault |      1 of 1 |" in text
