"""As what an issue was raised, by its history: the first of each urgency, no mistakes.

Pure: history in, moments out. Instants are seconds since the Unix epoch, UTC.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

from .streak import Change, urgent_spans


def raised_as(
    changes: Sequence[Change], open_states: Collection[str], until: int
) -> list[tuple[str, int]]:
    """Return (severity, moment) at which one issue was raised as S1 and as S2.

    Opening an issue again does not raise it again. An S1 that becomes an S2 was raised
    as an S1 only; one that was an S1 by mistake was raised as what it became.

    :param changes: of one issue, in the order in which they happened
    :param until: what happened later is not known yet
    """
    critical = urgent_spans(changes, ("s1",), open_states, until)
    found = [("s1", span.begin) for span in critical if not span.misclassified][:1]
    lowered = {span.end for span in critical if not span.misclassified}
    high = [
        ("s2", span.begin)
        for span in urgent_spans(changes, ("s2",), open_states, until)
        if not span.misclassified and span.begin not in lowered
    ]
    # Work that begins again on what was an S1 before is not a new S2 either.
    if high and not (found and found[0][1] < high[0][1]):
        found.append(high[0])
    return found


def highest_held(
    changes: Sequence[Change],
    severities: Sequence[str],
    open_states: Collection[str],
    until: int,
) -> str | None:
    """Return the highest severity that one issue has ever had while it was open.

    A severity lowered later does not undo what it was. A mistake does: one corrected in
    triage, by a second person, with a reason.

    :param changes: of one issue, in the order in which they happened
    :param severities: from the most to the least severe
    :param until: what happened later is not known yet
    :return: None if it was never open
    """
    for number in range(len(severities)):
        spans = urgent_spans(changes, severities[: number + 1], open_states, until)
        if any(not span.misclassified for span in spans):
            return severities[number]
    return None


def one_of_each(
    raised: Mapping[int, Sequence[tuple[str, int]]], roots: Mapping[int, int | None]
) -> Iterator[tuple[int, str, int]]:
    """Yield (issue, severity, moment), one more of the same left out.

    A duplicate is one more of the same only if what it repeats was itself raised as
    urgent as that, or more: an S1 does not vanish behind an S4.

    :param raised: issue → what ``raised_as`` found
    :param roots: issue → what it is a duplicate of, None if of nothing
    """
    for issue, found in raised.items():
        above: set[str] = set()
        root, seen = roots.get(issue), {issue}
        while root is not None and root not in seen:
            seen.add(root)
            above.update(severity for severity, _at in raised.get(root, ()))
            root = roots.get(root)
        for severity, at in found:
            # "s1" comes before "s2".
            if not any(one <= severity for one in above):
                yield issue, severity, at
