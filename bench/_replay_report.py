"""Telling what came of a replay: as text for people, as rows for the table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import timedelta

from ._replay_run import Result

SEVERITIES = ("s1", "s2", "s3", "s4")
METRICS = ("response", "resolution")
OUTCOMES = ("met", "breached", "running", "none")
#: Mismatches and refused rows of one kind that are shown one by one.
SHOWN = 20

RULES = """\
Times of the log are local times of {zone}; the log itself names no time zone.
Support hours are {hours}, no holidays; promises: default preset.
An incident is reported at opened_at by its opener, new and with nobody in charge,
  with the priority of its first row. Then its rows follow, each as one act.
New is new, or assigned if somebody is in charge; Active is in progress; Awaiting
  User Info waits for the reporter, every other Awaiting for a third party. Priority
  1 to 4 is severity s1 to s4. Closing goes by way of resolved, waiting again by way
  of in progress; what else the table of moves forbids is refused and listed.
Rows act in the order of the file. One dated before the opening acts at the opening,
  one dated before an earlier row of its incident at the time of that row.
assigned_to acts and is the owner, a member of level 1. Where it is “?” the service
  desk acts; if the addon makes the desk the owner for that, it is taken for “?”.
The first response is the first row that names somebody or moves the incident on;
  another priority is none. Incidents never assigned are answered by the desk, when
  it starts the work or lets it wait, at the latest by resolving.
Assignment groups are not replayed: nothing says which of them is which level.
Escalation rules are at rest and no mail goes out.
After every row the issue is read back and compared; due times and outcomes are
  worked out a second time for that, without the addon's engine."""


def report(result: Result, zone: str, hours: str) -> str:
    """Return the whole report. It depends on the log alone, not on the machine."""
    log = result.log
    parts = [
        f"Replay: {_count(len(log.incidents), 'incident')}, {_count(log.size, 'row')}",
        _block("Rules", RULES.format(zone=zone, hours=hours).split("\n")),
        _block("Rows", _rows(result)),
        _block("Particulars", _notes(result)),
        _block("Acts by", _listed(result.how)),
        _block("Rows that could not be applied", _failed(result)),
        _block("The log against itself", _contradictions(result)),
        _block("Comparisons with the log", _comparisons(result)),
        _block("By severity (of the end; clocks of the last run)", _table(result)),
    ]
    return "\n\n".join(parts)


def bench_rows(result: Result, seconds: float) -> list[dict]:
    """Return the answers for the table of `./dev bench`."""
    failed = len(result.refused) + len(result.log.rejected)
    rows = [
        _row("rows replayed", len(result.log.rows), "rows"),
        _row("rows that could not be applied", failed, "rows"),
        _row("comparisons with the log", result.compared.total(), "comparisons"),
        _row("mismatches", len(result.mismatches), "mismatches", bar="0"),
        _row("rows per second", len(result.log.rows) / seconds, "rows/s"),
        _row("time for the whole log", seconds, "s"),
    ]
    rows[3]["ok"] = not result.mismatches
    for severity in SEVERITIES:
        for metric in METRICS:
            for outcome in OUTCOMES:
                number = result.sla[severity, metric, outcome]
                rows.append(_row(f"{severity} {metric} {outcome}", number, "issues"))
            mean = _mean(result.times.get((severity, metric)))
            hours = mean / 3600 if mean is not None else None
            rows.append(_row(f"{severity} mean {metric}", hours, "h"))
        rows.append(_row(f"{severity} reopened", result.reopened[severity], "times"))
    return rows


def _row(question: str, value: object, unit: str, **more: object) -> dict:
    return {"question": f"replay: {question}", "value": value, "unit": unit, **more}


def _block(title: str, lines: Iterable[str]) -> str:
    return "\n".join([title, *(f"  {line}" for line in lines)])


def _rows(result: Result) -> Iterator[str]:
    rejected, refused = len(result.log.rejected), len(result.refused)
    changed, unchanged = result.applied.total(), result.unchanged.total()
    yield _figure(changed, "changed an issue, namely its")
    yield from (f"  {line}" for line in _listed(result.applied))
    yield _figure(unchanged, "changed nothing that an issue keeps; other columns:")
    yield from (f"  {line}" for line in _listed(result.unchanged))
    yield _figure(refused, "refused by the addon")
    yield _figure(rejected, "could not be read")
    total = changed + unchanged + refused + rejected
    yield _figure(total, f"together, of {result.log.size} in the file")


def _notes(result: Result) -> list[str]:
    counts = Counter(
        {
            f"{note} ({_count(len(set(incidents)), 'incident')})": len(incidents)
            for note, incidents in result.notes.items()
        }
    )
    return _listed(counts)


def _failed(result: Result) -> Iterator[str]:
    reasons = Counter(reason for _row, reason in result.refused)
    reasons.update(line.reason for line in result.log.rejected)
    yield from _listed(reasons)
    failed = [(row.line, row.incident, reason) for row, reason in result.refused]
    failed += [(bad.line, bad.incident, bad.reason) for bad in result.log.rejected]
    yield from _each(
        f"line {line}, {incident or 'no incident'}: {reason}"
        for line, incident, reason in sorted(failed)
    )


def _contradictions(result: Result) -> Iterator[str]:
    yield from _listed(Counter(what for what, *_where in result.contradictions))
    yield from _each(
        f"line {line}, {incident}: {what}"
        for what, line, incident in sorted(result.contradictions, key=_line)
    )


def _line(contradiction: tuple[str, int, str]) -> int:
    return contradiction[1]


def _comparisons(result: Result) -> Iterator[str]:
    bad = Counter(mismatch.what for mismatch in result.mismatches)
    for what, number in result.compared.items():
        yield _figure(number, f"{what}: {bad[what]} differ")
    total = result.compared.total()
    yield _figure(total, f"together: {len(result.mismatches)} differ")
    yield from _each(
        f"line {bad.line}, {bad.incident}: {bad.what} should be {bad.expected},"
        f" is {bad.found}"
        for bad in result.mismatches
    )


def _table(result: Result) -> Iterator[str]:
    yield (
        "      issues reopened |  response: met late open none      mean"
        " | resolution: met late open none      mean"
    )
    for severity in SEVERITIES:
        issues, reopened = result.issues[severity], result.reopened[severity]
        line = f"{severity}  {issues:6} {reopened:8} |"
        for metric, width in (("response", 14), ("resolution", 15)):
            counts = [result.sla[severity, metric, name] for name in OUTCOMES]
            line += f"{counts[0]:{width}}" + "".join(f"{n:5}" for n in counts[1:])
            line += f"{_span(_mean(result.times.get((severity, metric)))):>10}"
            line += " |" if metric == "response" else ""
        yield line
    yield "late: breached; open: undecided at the last row; none: nothing is promised."
    yield "Means are from the opening, day and night, waiting included."


def _listed(counts: Counter) -> list[str]:
    """Return a line per entry, the most frequent first, then by name."""
    entries = sorted(counts.items(), key=lambda entry: (-entry[1], entry[0]))
    return [_figure(number, text) for text, number in entries] or ["none"]


def _each(lines: Iterable[str]) -> Iterator[str]:
    for number, line in enumerate(lines):
        if number == SHOWN:
            yield "…"
            return
        yield line


def _figure(number: int, text: str) -> str:
    return f"{number:6}  {text}"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _mean(times: list[float] | None) -> float | None:
    return sum(times) / len(times) if times else None


def _span(seconds: float | None) -> str:
    """Return seconds as days, hours and minutes; a dash for none."""
    if seconds is None:
        return "–"
    span = timedelta(minutes=round(seconds / 60))
    hours, minutes = divmod(span.seconds // 60, 60)
    return (f"{span.days}d " if span.days else "") + f"{hours:02}:{minutes:02}"
