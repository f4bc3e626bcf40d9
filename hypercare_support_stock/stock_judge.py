"""What is to be said when the value of stock is held against the accounts. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Line:
    """One valuation account at the end of a month.

    :ivar account: its id, None for goods that have none
    :ivar value, balance: of the goods, and of the account, in company currency
    :ivar goods: whether there was anything in stock
    :ivar at_closing: whether goods are valued by closing entries only
    :ivar closed: whether there is a closing entry of that day
    """

    account: int | None
    value: float
    balance: float
    goods: bool = True
    at_closing: bool = True
    closed: bool = False

    @property
    def waits(self) -> bool:
        """Whether a closing entry is still to come."""
        return self.at_closing and not self.closed


def judge_stock(lines: Iterable[Line], rounding: float) -> str:
    """Return what is to be said of the lines of a month-end.

    A difference on any account comes first: nothing that cannot be compared hides it.

    - ``none``: it was not compared, or there is nothing to compare;
    - ``differs``: something else than the goods stands in the accounts;
    - ``no_account``: goods have a value and no account to compare it with;
    - ``not_closed``: what differs is valued at closing, and there is no closing entry;
    - ``no_cost``: there are goods, but without any cost;
    - ``equal``: account by account.

    :param rounding: the smallest amount of the currency
    """
    lines = list(lines)
    # Half a cent is noise of the computation; a whole one is a difference.
    least = rounding / 2

    def is_zero(amount):
        return abs(amount) < least

    differing = [
        line
        for line in lines
        if line.account and not is_zero(line.value - line.balance)
    ]
    if not all(line.waits for line in differing):
        return "differs"
    if any(not line.account and not is_zero(line.value) for line in lines):
        return "no_account"
    if differing:
        return "not_closed"
    if not any(line.goods for line in lines):
        return "none"
    return "no_cost" if all(is_zero(line.value) for line in lines) else "equal"
