"""Which rows of a sheet are in the log already."""

import hashlib

from ..intake.texts import fold


def key_of(values):
    """Return what makes a row the one it is: number, reporter, time and text."""
    moment = values.get("reported_at")
    parts = [fold(str(values.get(name) or "")) for name in ("number", "reporter")]
    parts.append(moment.isoformat(timespec="minutes") if moment else "")
    parts += [fold(str(values.get(name) or "")) for name in ("name", "description")]
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()


def mark_known(env, period, planned):
    """Mark the rows that are issues of the period, or say what another row says."""
    numbers = {row.entry["vals"]["legacy_number"] or "" for row in planned} - {""}
    keys = [row.entry["key"] for row in planned]
    issues = env["hypercare.issue"]
    by_key, by_number = issues._known_rows(period, numbers, keys)
    seen = {}
    for row in planned:
        key, vals = row.entry["key"], row.entry["vals"]
        same = by_number.get(vals["legacy_number"], issues)
        known = by_key.get(key) or next(
            (issue for issue in same if _is_same(issue, vals)), None
        )
        if known:
            row.known = env._("Already in the log: %s.", known.number)
        elif key in seen:
            row.known = env._("The same as row %s.", seen[key])
        seen.setdefault(key, row.number)


def _is_same(issue, vals):
    """Tell whether an issue with the number of a row is what the row speaks of."""
    minute = vals["reported_at"].replace(second=0)
    return (
        fold(issue.name) == fold(vals["name"])
        or issue.reported_at.replace(second=0) == minute
    )
