"""Every evaluator, against values worked out by hand."""

from datetime import date

import pytest
from engine.kpi_facts import Close, Entered, Facts, Group, Promise, Solved
from engine.kpi_goal import Goal, judge
from engine.kpi_measures import EVALUATORS
from hypothesis import given
from hypothesis import strategies as st

MONTH_1 = Goal(70, "min", 1, 30, minimum=5)
MONTH_2 = Goal(95, "min", 31, 60, minimum=5)


def measure(code, facts, goal=MONTH_1, kpi="code"):
    return EVALUATORS[code](facts, goal, kpi)


def test_open_issues_by_severity():
    facts = Facts(
        9, 8, open={"s1": Group(1, (7,)), "s2": Group(2, (9, 3)), "s3": Group(5)}
    )
    found = measure("open_urgent", facts)
    assert (found.value, found.issues) == (3, (9, 7, 3))
    assert measure("open_critical", facts).value == 1
    assert measure("open_critical", Facts(9, 1)).value == 0


def test_raised_within_the_days_that_count():
    facts = Facts(70, 3, raised=(("s1", 39, 1), ("s1", 41, 2), ("s2", 64, 3)))
    month = Goal(0, "max", 61, 90, span=30)
    found = measure("critical_raised", facts, month)
    assert (found.value, found.issues) == (1, (2,))
    week = Goal(2, "below", 61, 90, span=7)
    assert measure("high_raised", facts, week).value == 1


def test_promises_of_the_window_only():
    facts = Facts(
        45,
        promises=(
            Promise(30, "s2", "resolution", False, Group(9, (1,))),
            Promise(31, "s2", "resolution", True, Group(17)),
            Promise(45, "s2", "resolution", False, Group(1, (4,))),
            Promise(45, "s2", "response", False, Group(5)),
            Promise(45, "s1", "resolution", False, Group(5)),
        ),
    )
    found = measure("high_kept", facts, MONTH_2)
    # 17 of 18 are 94.4 %, which has not reached 95.
    assert (found.numerator, found.denominator, found.value) == (17, 18, 94)
    assert found.issues == (4,)
    assert judge(MONTH_2, found, 45) == "red"


SOLVED = Facts(
    20,
    solved=(
        Solved(3, "l1", Group(5)),
        Solved(4, "l2", Group(3, (8,))),
        Solved(20, "l3", Group(2, (2, 1))),
    ),
)


def test_solved_without_the_consultant_with_level_1_beside():
    found = measure("without_consultant", SOLVED)
    assert (found.numerator, found.denominator, found.value) == (8, 10, 80)
    assert found.facts["l1"] == 5
    assert found.issues == (2, 1)


def test_solved_by_level_1_alone():
    found = measure("l1_only", SOLVED)
    assert (found.value, found.issues) == (50, (8, 2, 1))


def test_share_in_odoo_counts_declared_days_only():
    facts = Facts(
        7,
        entered=(
            Entered(1, "Bills", 100, None),
            Entered(2, "Bills", 9, 1),
            Entered(2, "Orders", 40, 0),
            Entered(3, "Orders", 0, 0),
            # Asked about only tomorrow.
            Entered(7, "Orders", 9, None, is_asked=False),
            Entered(7, "Bills", 45, 5),
        ),
    )
    found = measure("in_odoo", facts, Goal(90, "min", 1, 30, span=7))
    assert (found.numerator, found.denominator) == (94, 100)
    # Bills are the worst kind: 54 of 60.
    assert found.value == 90
    assert found.facts["least"] == [["Bills", 54, 60]]
    assert (found.facts["declared"], found.facts["asked"]) == (4, 5)


def test_many_orders_do_not_hide_the_bills_but_two_bills_say_nothing():
    def share(bills, paper):
        entered = (Entered(2, "Orders", 96, 0), Entered(2, "Bills", bills, paper))
        return measure("in_odoo", Facts(7, entered=entered)).value

    assert share(2, 4) == 33
    assert share(1, 1) == 98
    # Only paper: the app is not even there.
    assert share(0, 9) == 0


def test_too_few_declared_days_say_nothing():
    def state(silent):
        days = [Entered(one, "Bills", 9, 0) for one in range(1, 5)]
        days += [Entered(5 + one, "Bills", 9) for one in range(silent)]
        goal = Goal(90, "min", 1, 30)
        return judge(goal, measure("in_odoo", Facts(9, entered=tuple(days)), goal), 9)

    assert (state(1), state(2)) == ("green", "few")


def test_share_in_odoo_is_not_measurable_when_nobody_declares():
    facts = Facts(7, entered=(Entered(3, "Bills", 100, None),))
    assert measure("in_odoo", facts).value is None
    assert measure("in_odoo", facts).why == "undeclared"
    assert measure("in_odoo", Facts(7)).why == "no_types"


def test_month_end_close():
    goal = Goal(5, "max", 1, 30)
    done = Close(date(2026, 3, 31), 4, True)
    late = Close(date(2026, 3, 31), 6, True)
    running = Close(date(2026, 3, 31), 2, False)
    overdue = Close(date(2026, 3, 31), 6, False)
    states = [
        judge(goal, measure("month_close", Facts(35, close=close), goal), 35)
        for close in (done, late, running, overdue, Close())
    ]
    assert states == ["green", "red", "amber", "red", "unmeasurable"]


@pytest.mark.parametrize(
    ("day", "attested", "applies", "state"),
    [
        (40, (), True, "amber"),
        (60, (), True, "red"),
        (60, (45,), True, "green"),
        (40, (45,), True, "amber"),
        (60, (), False, "unmeasurable"),
        (60, (45,), False, "green"),
    ],
)
def test_attested_once(day, attested, applies, state):
    goal = Goal(1, "min", 31, 60, due_day=60)
    facts = Facts(
        day,
        attested={"payroll": attested} if attested else {},
        applies=frozenset({"payroll"} if applies else ()),
    )
    found = measure("attested", facts, goal, "payroll")
    assert judge(goal, found, day) == state


def test_attested_every_month():
    goal = Goal(1, "min", 31, 60, due_day=60)
    facts = Facts(62, attested={"value": (31,)}, applies=frozenset({"value"}))
    assert measure("attested_monthly", facts, goal, "value").value == 0
    facts = Facts(61, attested={"value": (31,)}, applies=frozenset({"value"}))
    assert measure("attested_monthly", facts, goal, "value").value == 1


def test_operating_alone():
    goal = Goal(1, "min", 61, 90, due_day=90)
    alone = Facts(30, solved=SOLVED.solved)
    assert measure("operate_alone", alone, goal).value == 1
    quiet = measure("operate_alone", Facts(70, solved=SOLVED.solved), goal)
    assert judge(goal, quiet, 70) == "few"
    helped = Facts(70, solved=SOLVED.solved, consulted=Group(2, (5, 4)))
    assert measure("operate_alone", helped, goal).value == 0
    paid = Facts(70, solved=SOLVED.solved, consulted=Group(2), attested={"code": (41,)})
    assert measure("operate_alone", paid, goal).value == 1
    assert measure("operate_alone", Facts(70), goal).value is None


def test_backlog_grows_for_two_weeks():
    def weeks(now, before):
        facts = Facts(20, 30, open={"s3": Group(now)}, open_before=before)
        return measure("backlog_weeks", facts).value

    assert weeks(9, {7: 7, 14: 5}) == 2
    assert weeks(9, {7: 7, 14: 7}) == 1
    assert weeks(7, {7: 7, 14: 5}) == 0
    assert weeks(7, {7: 3}) is None


def test_weekly_trend_is_weighted():
    goal = Goal(0, "max", 8, 90, minimum=5)
    facts = Facts(14, week={"s1": 1, "s4": 4}, week_before={"s3": 5, "s4": 2})
    found = measure("weekly_trend", facts, goal)
    # 8 + 4 against 10 + 2.
    assert (found.value, found.sample) == (0, 7)
    grown = Facts(14, week={"s1": 2, "s4": 4}, week_before={"s3": 5, "s4": 2})
    assert measure("weekly_trend", grown, goal).value == 67
    assert measure("weekly_trend", Facts(7, week={"s1": 1}), goal).value is None


def test_share_of_level_3_has_to_fall():
    def change(part, before, day=40):
        solved = (
            Solved(30, "l3", Group(part)),
            Solved(30, "l1", Group(10 - part)),
            Solved(20, "l3", Group(before)),
            Solved(20, "l2", Group(10 - before)),
        )
        return measure("consultant_share", Facts(day, solved=solved)).value

    assert change(2, 5) == -30
    assert change(5, 5) == 0
    assert change(0, 0) == -1
    assert change(2, 5, day=27) is None


def test_questions_are_not_known_later():
    facts = Facts(9, 9, questions=Group(2, (5, 4)))
    assert measure("repeated_questions", facts).value == 2
    later = Facts(9, 9, questions=Group(2), on_the_day=False)
    assert measure("repeated_questions", later).why == "not_recorded"


def test_improvements():
    assert measure("improvements", Facts(90)).value is None
    assert measure("improvements", Facts(90, improvements=0)).value == 0


@given(
    day=st.integers(1, 90),
    code=st.sampled_from(sorted(EVALUATORS)),
    goal=st.sampled_from([Goal(1, "min"), Goal(0, "max"), Goal(2, "below")]),
)
def test_an_empty_database_reaches_nothing(day, code, goal):
    assert judge(goal, measure(code, Facts(day), goal), day) != "green"
