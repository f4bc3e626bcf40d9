"""The counting of the load bench finds what is lost and what is doubled."""

import pytest

from bench._load_book import Book
from bench._load_session import Broken, Refused
from bench._load_tally import BY_KEY, COMMENTS, MOVES, SAME_NAME, SAME_NUMBER, tally

RIGHT = {
    BY_KEY: [("a", 1, "HC-1"), ("b", 1, "HC-2"), ("unanswered", 1, "HC-3")],
    SAME_NUMBER: [],
    SAME_NAME: [],
    MOVES: [(7, 3, "waiting", 2), (7, None, "closed", 1)],
    COMMENTS: [(11,), (12,)],
}


@pytest.fixture
def book() -> Book:
    book = Book()
    for key, number in (("a", "HC-1"), ("b", "HC-2"), ("a", "HC-1")):
        book.reported(key, number)
    for _time in range(2):
        book.moved(7, 3, "waiting")
    book.commented(11)
    return book


def count(book: Book, **kwargs) -> tuple:
    kept = {**RIGHT, **kwargs.pop("rows", {})}
    found = tally(book, kept.__getitem__, **kwargs)
    return (
        *(found.lost, found.doubled, found.lost_moves),
        *(found.doubled_moves, found.lost_comments),
    )


def test_all_is_there_once(book):
    assert count(book) == (0, 0, 0, 0, 0)
    found = tally(book, RIGHT.__getitem__)
    assert (found.reports, found.moves, found.comments) == (2, 2, 1)


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ({BY_KEY: [("a", 1, "HC-1")]}, (1, 0, 0, 0, 0)),
        ({BY_KEY: [("a", 1, "HC-9"), ("b", 1, "HC-2")]}, (1, 0, 0, 0, 0)),
        ({BY_KEY: [("a", 2, "HC-1"), ("b", 1, "HC-2")]}, (0, 1, 0, 0, 0)),
        ({SAME_NUMBER: [("HC-1",)]}, (0, 1, 0, 0, 0)),
        ({SAME_NAME: [("It does not work",)]}, (0, 1, 0, 0, 0)),
        ({MOVES: [(7, 3, "waiting", 1)]}, (0, 0, 1, 0, 0)),
        ({MOVES: [(7, 4, "waiting", 2)]}, (0, 0, 2, 0, 0)),
        ({MOVES: [(7, 3, "waiting", 3)]}, (0, 0, 0, 1, 0)),
        ({COMMENTS: [(12,)]}, (0, 0, 0, 0, 1)),
    ],
)
def test_what_is_wrong_is_counted(book, rows, expected):
    assert count(book, rows=rows) == expected


def test_two_numbers_for_one_key_are_a_double(book):
    book.reported("a", "HC-5")
    assert count(book) == (0, 1, 0, 0, 0)


def test_an_act_without_answer_may_have_been_done(book):
    assert count(book, rows={MOVES: [(7, 3, "waiting", 3)]}, sure=False)[3] == 0


def test_only_a_good_reason_is_an_expected_refusal():
    book = Book()
    with book.page("move", may_refuse=True):
        raise Refused("odoo.exceptions.UserError", "somebody was faster")
    with book.page("move", may_refuse=True):
        raise Refused("psycopg2.errors.SerializationFailure", "not serialised")
    with book.page("list"):
        raise Refused("odoo.exceptions.UserError", "a list refuses nobody")
    with book.page("list"):
        raise Broken("no answer")
    with book.page("list"):
        pass
    assert (book.refusals, book.errors) == ({"move": 1}, {"move": 1, "list": 2})
    assert len(book.pages["list"]) == 1
