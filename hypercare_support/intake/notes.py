"""What the readers have to say to the person who imports, in plain words.

A note is a sentence with gaps and what fills them, so that whoever shows it can have
the sentence translated: ``note.text(self.env._)``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType


def _lt(source: str) -> str:
    """Mark a sentence for the export of translations."""
    return source


NOTES: Mapping[str, str] = MappingProxyType(
    {
        # -- Both --------------------------------------------------------------
        "order_dmy": _lt(
            "Dates such as %(example)s can be read in two ways. The day was taken to"
            " come first."
        ),
        "order_mdy": _lt(
            "Dates such as %(example)s can be read in two ways. The month was taken to"
            " come first."
        ),
        "order_ymd": _lt(
            "Dates such as %(example)s can be read in several ways. The year was taken"
            " to come first."
        ),
        # -- Chats -------------------------------------------------------------
        "chat_no_header": _lt(
            "No line with a date and a sender was found. The text was kept as one"
            " message."
        ),
        "chat_head": _lt(
            "Lines before the first message: %(count)s. They were kept as a message"
            " without sender."
        ),
        "chat_impossible": _lt(
            "Messages with a date or time that does not exist: %(count)s, the first in"
            " line %(line)s. They got the time of the message before."
        ),
        "chat_year": _lt(
            "Messages without year: %(count)s. The latest possible year was taken."
        ),
        "chat_foreign": _lt(
            "Lines that look as if they were copied from another chat: %(count)s. They"
            " were left where they are, in the text of a message."
        ),
        # -- Sheets ------------------------------------------------------------
        "sheet_empty": _lt("The sheet is empty."),
        "sheet_no_header": _lt(
            "No row with column names was found. The sheet needs a row with at least"
            " “Issue” or “Description”, and one more known column."
        ),
        "sheet_no_text": _lt(
            "There is no column that says what happened. Name one “Issue” or"
            " “Description”."
        ),
        "sheet_no_rows": _lt("There is no issue below the column names."),
        "sheet_no_date_column": _lt(
            "There is no column that says when an issue was reported."
        ),
        "sheet_no_time": _lt(
            "Dates without time in “%(column)s”: %(count)s. %(time)s was taken."
        ),
        "column_unknown": _lt(
            "Column “%(column)s” is not known. Its text is kept with the issue."
        ),
        "column_twice": _lt(
            "Column “%(column)s” says the same as “%(first)s”. Its text is kept with"
            " the issue."
        ),
        "date_unknown": _lt(
            "Row %(row)s, %(column)s: “%(value)s” is not a date. Write it as"
            " %(example)s 09:15 or Day 2 09:15."
        ),
        "time_unknown": _lt(
            "Row %(row)s, %(column)s: “%(value)s” is not a time. Write it as 09:15."
        ),
        "date_missing": _lt(
            "Row %(row)s, %(column)s: it is not said when this was reported. Write it"
            " as %(example)s 09:15 or Day 2 09:15."
        ),
        "date_from_above": _lt(
            "Row %(row)s, %(column)s: no date; that of the row above was taken."
        ),
        "date_future": _lt("Row %(row)s, %(column)s: “%(value)s” is in the future."),
        "date_year": _lt("Row %(row)s, %(column)s: “%(value)s” was taken as %(date)s."),
        "severity_unknown": _lt(
            "Row %(row)s, %(column)s: “%(value)s” is not a severity. Write S1, S2, S3"
            " or S4."
        ),
        "severity_doubt": _lt(
            "Row %(row)s, %(column)s: number and word of “%(value)s” differ. The word"
            " counts: %(severity)s."
        ),
        "severity_missing": _lt(
            "Row %(row)s, %(column)s: no severity; %(severity)s was taken."
        ),
        "state_unknown": _lt(
            "Row %(row)s, %(column)s: “%(value)s” is not a status. Write New, Assigned,"
            " In Progress, Waiting, Resolved, Closed, Transferred or Cancelled."
        ),
        "yes_no_unknown": _lt(
            "Row %(row)s, %(column)s: “%(value)s” is neither yes nor no."
        ),
        "level_unknown": _lt(
            "Row %(row)s, %(column)s: “%(value)s” is not a tier. It was left out."
        ),
        "channel_unknown": _lt(
            "Row %(row)s, %(column)s: “%(value)s” is not a known way to report. It was"
            " left out."
        ),
        "module_unknown": _lt(
            "Row %(row)s, %(column)s: “%(value)s” is not a module of the period. It is"
            " kept as text."
        ),
        "text_missing": _lt(
            "Row %(row)s, %(column)s: it is not said what happened. Write a sentence."
        ),
        "cell_broken": _lt(
            "Row %(row)s, %(column)s: the cell holds the error “%(value)s” and counts"
            " as empty."
        ),
        "number_twice": _lt(
            "Row %(row)s, %(column)s: “%(value)s” is also in row %(other)s."
        ),
        "resolved_before": _lt(
            "Row %(row)s, %(column)s: resolved before it was reported."
        ),
        "resolved_open": _lt(
            "Row %(row)s, %(column)s: there is a date, but the status says that the"
            " issue is open."
        ),
        "row_heading": _lt("Row %(row)s: “%(value)s” was taken for a heading."),
        "row_footer": _lt(
            "Row %(row)s: “%(value)s” was taken for a total or a remark."
        ),
    }
)


@dataclass(frozen=True)
class Note:
    """Something to tell: an error or a warning.

    :ivar code: key of `NOTES`
    :ivar params: what fills the gaps of the sentence
    """

    code: str
    params: Mapping[str, object] = field(default_factory=dict)

    @property
    def row(self) -> int | None:
        """Row of the sheet it is about, as spreadsheets count."""
        found = self.params.get("row")
        return found if isinstance(found, int) else None

    @property
    def column(self) -> str:
        """Name of the column it is about, as the sheet has it."""
        return str(self.params.get("column") or "")

    def text(self, translate: Callable[[str], str] = str) -> str:
        """Return the sentence.

        :param translate: from an English sentence with gaps to another language
        """
        return translate(NOTES[self.code]) % self.params

    def __str__(self) -> str:
        return self.text()
