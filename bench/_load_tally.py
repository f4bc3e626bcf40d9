"""What was acknowledged to somebody, against what the database holds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from bench._load_book import Book

#: Runs a statement, returns its rows as texts.
Query = Callable[[str], list[tuple]]

BY_KEY = """
    SELECT report_key, count(*), min(number) FROM hypercare_issue
    WHERE report_key IS NOT NULL GROUP BY report_key
"""
SAME_NUMBER = """
    SELECT number FROM hypercare_issue WHERE number IS NOT NULL
    GROUP BY period_id, number HAVING count(*) > 1
"""
#: A report is one issue, whatever its key: its title says whose and the how manieth.
SAME_NAME = """
    SELECT name FROM hypercare_issue WHERE report_key IS NOT NULL
    GROUP BY create_uid, name HAVING count(*) > 1
"""
MOVES = """
    SELECT issue_id, user_id, new, count(*) FROM hypercare_issue_event
    WHERE kind = 'state' GROUP BY issue_id, user_id, new
"""
COMMENTS = "SELECT id FROM mail_message WHERE model = 'hypercare.issue'"


@dataclass(frozen=True)
class Tally:
    """Numbers that have to be 0, and how many there were in all."""

    reports: int
    lost: int
    doubled: int
    moves: int
    lost_moves: int
    doubled_moves: int
    comments: int
    lost_comments: int


def tally(book: Book, query: Query, *, sure: bool = True) -> Tally:
    """Compare.

    :param sure: every act had an answer. Otherwise an act without one may have been
        done, so that more moves than were acknowledged are no fault
    """
    kept = {key: (int(count), number) for key, count, number in query(BY_KEY)}
    lost = [
        key
        for key, number in book.reports.items()
        if key not in kept or kept[key][1] != number
    ]
    doubled = sum(count - 1 for count, _number in kept.values())
    doubled += len(query(SAME_NUMBER)) + len(query(SAME_NAME)) + len(book.differing)
    made = Counter()
    for issue_id, uid, state, count in query(MOVES):
        if uid is not None and uid != "":
            made[int(issue_id), int(uid), state] = int(count)
    more = sum(max(made[one] - count, 0) for one, count in book.moves.items())
    messages = {int(row[0]) for row in query(COMMENTS)} if book.comments else set()
    return Tally(
        reports=len(book.reports),
        lost=len(lost),
        doubled=doubled,
        moves=book.moves.total(),
        lost_moves=sum(max(n - made[one], 0) for one, n in book.moves.items()),
        doubled_moves=more if sure else 0,
        comments=len(book.comments),
        lost_comments=len(book.comments - messages),
    )
