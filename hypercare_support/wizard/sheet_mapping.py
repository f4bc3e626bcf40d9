"""Which column of a sheet fills what: as recognised, or as chosen by hand."""

from collections import Counter

from ..intake.sheet_columns import Column, find_heading
from ..intake.sheet_template import template_labels
from ..intake.sheet_values import cell_text
from ..intake.words_columns import FIELDS, column_key

#: Columns above this row are searched for.
_SEARCHED = 40
#: Fields of the issue, as exports name their columns → what the import fills.
EXPORTED = {
    "number": "number",
    "legacy_number": "",
    "day_label": "reported_day",
    "reported_at": "reported_at",
    "name": "name",
    "description": "description",
    "expected": "expected",
    "actual": "actual",
    "module": "module",
    "area_id": "area",
    "category_id": "category",
    "severity": "severity",
    "reporter_id": "reporter",
    "user_id": "owner",
    "tier_id": "level",
    "level": "level",
    "channel": "channel",
    "priority": "priority",
    "state": "state",
    "resolution": "resolution",
    "resolved_at": "resolved_at",
    "closed_at": "closed_at",
    "commit_date": "commit_date",
    "plan": "plan",
    "workaround": "workaround",
    "affects_all": "affects_all",
    "work_stopped": "work_stopped",
    "confidential": "confidential",
    "waiting_for": "",
}
#: Choices whose words in the user's language the reader may not know.
CHOSEN = ("severity", "state", "channel")
SKIP = "skip"


class Mapping:
    """The rows of a sheet and the names of its columns, as the reader gets them.

    :param columns: what was chosen by hand; empty if nothing was
    :ivar rows: the sheet, with the heading as chosen
    :ivar labels: names of columns → fields, beyond those that the reader knows
    """

    def __init__(self, env, rows, columns):
        self.labels = {**_exported_labels(env), **template_labels(env._)}
        self.rows = rows
        texts = [[cell_text(cell) for cell in row] for row in rows[:_SEARCHED]]
        heading = find_heading(texts, self.labels)
        chosen = {column.place: column for column in columns if column._is_changed()}
        if chosen:
            row = heading.row if heading else self.guessed_row(rows)
            self._apply(row, chosen)
            texts = [[cell_text(cell) for cell in row] for row in self.rows[:_SEARCHED]]
            heading = find_heading(texts, self.labels)
        if heading:
            self._translate(env, heading)

    def _apply(self, index, chosen):
        """Have each column mean what was chosen, even where two have the same name."""
        self.rows = [list(row) for row in self.rows]
        heading = self.rows[index]
        used = Counter(column_key(cell_text(cell)) for cell in heading)
        for place, column in chosen.items():
            heading.extend([None] * (place + 1 - len(heading)))
            if column.field_name == SKIP:
                for row in self.rows[index:]:
                    if place < len(row):
                        row[place] = None
                continue
            label = column.name
            if used[column_key(label)] > 1 or not column_key(label):
                label = f"{label or '?'} {place + 1}"
            heading[place] = label
            self.labels[label] = column.field_name or ""

    def _translate(self, env, heading):
        """Turn words of the user's language into the keys of their choices."""
        issues = env["hypercare.issue"]
        for name in CHOSEN:
            column = heading.column(name)
            if not column:
                continue
            choices = issues._fields[name]._description_selection(env)
            keys = {label: key for key, label in choices}
            place = column.index
            for index in range(heading.row + 1, len(self.rows)):
                row = self.rows[index]
                if place < len(row) and isinstance(row[place], str):
                    key = keys.get(row[place].strip())
                    if key:
                        self.rows[index] = [*row[:place], key, *row[place + 1 :]]

    @staticmethod
    def guessed_row(rows):
        """Return which row names the columns, where no name is known."""
        widths = [
            sum(isinstance(cell, str) and bool(cell.strip()) for cell in row)
            for row in rows[:_SEARCHED]
        ]
        return widths.index(max(widths)) if widths else 0


def guessed_heading(rows):
    """Return the columns of a sheet none of whose names is known."""
    if not rows:
        return ()
    heading = rows[Mapping.guessed_row(rows)]
    return tuple(
        Column(place, label)
        for place, cell in enumerate(heading)
        if (label := cell_text(cell))
    )


def _exported_labels(env):
    """Return names of columns of an exported log → fields of the import."""
    issues = env["hypercare.issue"]
    labels = {}
    for name, to in EXPORTED.items():
        field = issues._fields[name]
        for label in (
            name,
            f"{name}/id",
            f"{name}/.id",
            field._description_string(env),
        ):
            labels.setdefault(label, to)
    return labels


def field_choices(model):
    """Return what a column can be chosen to fill, in the words of the log."""
    env = model.env
    fields = env["hypercare.issue"]._fields
    named = {to: name for name, to in EXPORTED.items() if to}
    own = {
        "reported_at": env._("Reported at"),
        "reported_day": env._("Day of hypercare"),
        "reported_time": env._("Time of day"),
        "number": env._("Number"),
        "level": env._("Tier"),
        "owner": env._("Assigned to"),
        "comments": env._("Comments"),
        "state": env._("Status"),
    }
    return [
        *(
            (to, own.get(to) or fields[named[to]]._description_string(env))
            for to in FIELDS
        ),
        (SKIP, env._("Leave this column out")),
    ]
