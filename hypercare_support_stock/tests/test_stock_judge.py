"""What is said of the value of stock against the accounts: every case of the table."""

from odoo.tests import BaseCase

from ..stock_judge import Line, judge_stock


class TestStockJudge(BaseCase):
    def test_cases(self):
        for expected, lines in (
            ("none", []),
            ("none", [Line(None, 0, 0, goods=False)]),
            ("none", [Line(1, 0, 0, goods=False)]),
            ("equal", [Line(1, 30, 30)]),
            ("equal", [Line(1, 30.004, 30)]),
            ("differs", [Line(1, 30.01, 30, closed=True)]),
            ("not_closed", [Line(1, 30, 0)]),
            ("differs", [Line(1, 30, 0, at_closing=False)]),
            ("differs", [Line(1, 30, 0, closed=True)]),
            # One account too much and one too little are two differences.
            ("differs", [Line(1, 30, 20, closed=True), Line(2, 0, 10, closed=True)]),
            # Valued at once differs, even if what waits for the closing does as well.
            ("differs", [Line(1, 30, 0), Line(2, 5, 0, at_closing=False)]),
            ("no_account", [Line(None, 30, 0), Line(1, 30, 30)]),
            # What cannot be compared hides no difference elsewhere.
            ("differs", [Line(None, 1, 0), Line(1, 30, 20, closed=True)]),
            ("no_account", [Line(None, 1, 0), Line(1, 30, 0)]),
            ("differs", [Line(1, 0, 500, closed=True)]),
            ("no_cost", [Line(1, 0, 0)]),
            ("no_cost", [Line(None, 0, 0)]),
            # Nothing in stock, but the account says that there is.
            ("differs", [Line(1, 0, 500, goods=False, at_closing=False)]),
            ("not_closed", [Line(1, 0, 500, goods=False)]),
            ("equal", [Line(1, -10, -10), Line(2, 5, 5)]),
        ):
            with self.subTest(expected=expected, lines=lines):
                self.assertEqual(judge_stock(lines, 0.01), expected)
