"""A working week as people say it: Sunday to Thursday, 9 to 6."""

from collections.abc import Mapping, Sequence

#: Begin and end of opening hours, in minutes since midnight; 1440 is the next midnight.
Hours = tuple[tuple[int, int], ...]
DAY = 24 * 60


def joined(spans: Sequence[tuple[int, int]]) -> Hours:
    """Return spans in order, with those that touch or overlap made one."""
    result: list[tuple[int, int]] = []
    for begin, end in sorted(spans):
        if end <= begin:
            continue
        if result and begin <= result[-1][1]:
            result[-1] = (result[-1][0], max(end, result[-1][1]))
        else:
            result.append((begin, end))
    return tuple(result)


def groups(
    hours: Mapping[int, Sequence[tuple[int, int]]], first: int = 0
) -> list[tuple[tuple[int, ...], Hours]]:
    """Return neighbouring days of equal opening hours together, open days only.

    A week goes round: Sunday to Thursday are neighbours whatever day it begins with.

    :param hours: day (0 is Monday) → spans
    :param first: the day people begin their week with
    """
    open_on = {day: joined(hours.get(day, ())) for day in range(7)}
    order = [(first + step) % 7 for step in range(7)]
    start = next((d for d in order if open_on[d] != open_on[(d - 1) % 7]), first)
    result: list[tuple[tuple[int, ...], Hours]] = []
    for step in range(7):
        day = (start + step) % 7
        if result and result[-1][1] == open_on[day]:
            result[-1] = ((*result[-1][0], day), open_on[day])
        else:
            result.append(((day,), open_on[day]))
    return [(days, spans) for days, spans in result if spans]
