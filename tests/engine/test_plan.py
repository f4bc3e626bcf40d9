"""Phases fit the days there are; the plan proposed is the one the facts ask for."""

import pytest
from engine.plan import MAX_DAYS, MIN_DAYS, Facts, Fit, Part, choose, fit
from engine.usual_week import in_order, usual_week
from hypothesis import given
from hypothesis import strategies as st

WEEKS = [Part(7), Part(7), Part(7), Part(7)]
INTENSIVE = [Part(7, True), Part(7, True), Part(14)]
FIRST_MONTH = [Part(5, True), Part(9), Part(16)]


@pytest.mark.parametrize(
    ("parts", "days", "slices"),
    [
        ([], 14, []),
        ([Part(3)], 14, [(1, 14)]),
        ([Part(3, True)], 14, [(1, 14)]),  # nobody else could give way
        (INTENSIVE, 28, [(1, 7), (8, 14), (15, 28)]),
        (INTENSIVE, 21, [(1, 7), (8, 14), (15, 21)]),
        (INTENSIVE, 15, [(1, 7), (8, 14), (15, 15)]),
        # Two weeks are kept by nobody when nothing would be left for the third.
        (INTENSIVE, 14, [(1, 4), (5, 7), (8, 14)]),
        (WEEKS, 28, [(1, 7), (8, 14), (15, 21), (22, 28)]),
        (WEEKS, 30, [(1, 8), (9, 15), (16, 23), (24, 30)]),
        (WEEKS, 17, [(1, 4), (5, 9), (10, 13), (14, 17)]),
        (FIRST_MONTH, 30, [(1, 5), (6, 14), (15, 30)]),
        (FIRST_MONTH, 20, [(1, 5), (6, 10), (11, 20)]),
        # However short a part is, it gets its day.
        ([Part(1), Part(50)], 14, [(1, 1), (2, 14)]),
        ([Part(50), Part(1)], 14, [(1, 13), (14, 14)]),
        ([Part(1)] * 14, 14, [(day, day) for day in range(1, 15)]),
    ],
)
def test_parts_fit_the_days(parts, days, slices):
    assert [tuple(one) for one in fit(parts, days)] == slices


def test_what_cannot_be_fitted_is_refused():
    with pytest.raises(ValueError, match="cannot be shared"):
        fit([Part(1)] * 15, 14)
    with pytest.raises(ValueError, match="at least one day"):
        fit([Part(0)], 14)


PARTS = st.lists(st.builds(Part, st.integers(1, MAX_DAYS), st.booleans()), min_size=1)


@given(PARTS.filter(lambda parts: len(parts) <= MIN_DAYS), st.integers(14, MAX_DAYS))
def test_no_gap_no_overlap_and_at_least_a_day_each(parts, days):
    slices = fit(parts, days)
    assert len(slices) == len(parts)
    assert slices[0].first == 1
    assert slices[-1].last == days
    for one, following in zip(slices, slices[1:], strict=False):
        assert following.first == one.last + 1
    assert all(one.first <= one.last for one in slices)


@given(PARTS)
def test_a_plan_of_its_own_length_stays_as_it_is(parts):
    days = sum(part.days for part in parts)
    lengths = [one.last - one.first + 1 for one in fit(parts, days)]
    assert lengths == [part.days for part in parts]


@given(PARTS, st.integers(1, 400))
def test_who_keeps_its_length_does_when_the_others_can_give_way(parts, days):
    elastic = [part for part in parts if not part.keeps]
    kept = sum(part.days for part in parts if part.keeps)
    if elastic and days - kept >= len(elastic):
        for part, one in zip(parts, fit(parts, days), strict=True):
            if part.keeps:
                assert one.last - one.first + 1 == part.days


SME = Fit(14, users_from=0, users_to=50)
COMPLEX = Fit(28, 51, 150, frozenset({"mrp", "quality"}))
EXTENDED = Fit(42, 151, 0, several_companies=True)
MODEL = Fit(28)


@pytest.mark.parametrize(
    ("users", "apps", "companies", "chosen"),
    [
        (0, "", 1, (0, ("users",))),
        (25, "sale", 1, (0, ("users",))),
        (50, "", 1, (0, ("users",))),
        (51, "", 1, (1, ("users",))),
        (30, "mrp sale", 1, (1, ("apps",))),
        (90, "mrp", 1, (1, ("users", "apps"))),
        (151, "mrp", 1, (2, ("users",))),
        (9999, "", 1, (2, ("users",))),
        (30, "mrp", 2, (2, ("companies",))),
    ],
)
def test_the_most_demanding_plan_asked_for_is_proposed(users, apps, companies, chosen):
    facts = Facts(users, frozenset(apps.split()), companies)
    assert choose([SME, COMPLEX, EXTENDED, MODEL], facts) == chosen


def test_without_a_reason_the_first_is_proposed_and_nothing_out_of_nothing():
    assert choose([MODEL, MODEL], Facts(10, frozenset())) == (0, ())
    assert choose([], Facts(10, frozenset())) is None


@pytest.mark.parametrize(
    ("country", "days"),
    [
        ("BD", (6, 0, 1, 2, 3)),
        ("bd", (6, 0, 1, 2, 3)),
        ("DE", (0, 1, 2, 3, 4)),
        ("NP", (6, 0, 1, 2, 3, 4)),
        ("IR", (5, 6, 0, 1, 2)),
        (None, (0, 1, 2, 3, 4)),
    ],
)
def test_the_week_of_a_country(country, days):
    assert usual_week(country) == days
    assert in_order(sorted(days)) == days


@given(st.sets(st.integers(0, 6)))
def test_a_week_in_order_has_the_same_days(days):
    assert set(in_order(days)) == days
