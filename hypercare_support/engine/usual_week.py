"""The working week a country is used to.

Pure. Weekdays are 0 for Monday to 6 for Sunday. A proposal for somebody who confirms
it: many countries have more than one custom.
"""

from __future__ import annotations

MONDAY_TO_FRIDAY = (0, 1, 2, 3, 4)
SUNDAY_TO_THURSDAY = (6, 0, 1, 2, 3)
MONDAY_TO_SATURDAY = (0, 1, 2, 3, 4, 5)
SUNDAY_TO_FRIDAY = (6, 0, 1, 2, 3, 4)
SATURDAY_TO_WEDNESDAY = (5, 6, 0, 1, 2)

#: ISO codes of countries whose week is not Monday to Friday.
_WEEKS = {
    **dict.fromkeys(
        (
            *("BD", "BH", "DZ", "EG", "IL", "IQ", "JO", "KW", "LY", "MV", "OM"),
            *("PS", "QA", "SA", "SD", "SY", "YE"),
        ),
        SUNDAY_TO_THURSDAY,
    ),
    **dict.fromkeys(("IN", "LK", "MM", "PK"), MONDAY_TO_SATURDAY),
    "NP": SUNDAY_TO_FRIDAY,
    **dict.fromkeys(("AF", "IR"), SATURDAY_TO_WEDNESDAY),
}


def usual_week(country: str | None) -> tuple[int, ...]:
    """Return the working days of a country, in the order of its week.

    >>> usual_week("BD")
    (6, 0, 1, 2, 3)

    :param country: ISO 3166 code of two letters, or nothing
    """
    return _WEEKS.get((country or "").upper(), MONDAY_TO_FRIDAY)


def in_order(days) -> tuple[int, ...]:
    """Return weekdays so that the week begins after the longest run of free days.

    >>> in_order([0, 1, 2, 3, 6])
    (6, 0, 1, 2, 3)
    """
    known = sorted(set(days))
    if not known:
        return ()
    gaps = [(day - known[at - 1]) % 7 or 7 for at, day in enumerate(known)]
    start = gaps.index(max(gaps))
    return tuple(known[start:] + known[:start])
