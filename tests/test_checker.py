"""The checker judges any roster: all breaches at once, in the order of the rules, and never raises."""

import random
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matcher.checker import check, valid
from matcher.problem import Pin, Problem, Skill
from matcher.roster import Assignment, PlannedVisit, Roster
from matcher.rules import HARD, UNITS, Violation
from matcher.score import score
from small import ROSTER, SMALL, changed, plan, team


def test_a_valid_roster_breaks_nothing() -> None:
    assert check(SMALL, ROSTER) == ()
    assert valid(())


def test_all_breaches_at_once_in_the_order_of_the_rules() -> None:
    problem = changed(
        volunteers={"ann": {"skills": ()}, "bob": {"max_visits_day": 2}}, visits={"class": {"needs": ("chess",)}}
    )
    roster = plan("elder", 540, roster=replace(ROSTER, planned=tuple(p for p in ROSTER.planned if p.visit != "chess")))
    assert check(problem, roster) == (
        Violation("skills", 1, "skills", visit="elder", volunteer="ann"),
        Violation("availability", 5, "minutes", visit="elder", volunteer="ann"),
        Violation("visits_day", 1, "visits", volunteer="bob", other="0"),
        Violation("needs", 1, "visits", visit="class", other="chess"),
    )


def test_an_override_is_reported_and_does_not_make_a_roster_invalid() -> None:
    problem = changed(
        volunteers={"ann": {"skills": (Skill("tutor"),)}}, pins=(Pin(visit="elder", volunteer="ann", override="ok"),)
    )
    found = check(problem, ROSTER)
    assert found == (Violation("skills", 1, "skills", visit="elder", volunteer="ann", overridden=True),)
    assert valid(found) and not valid((*found, Violation("needs", 1, "visits", visit="elder", other="x")))


def test_the_order_of_rows_means_nothing() -> None:
    rows = list(ROSTER.planned), list(team("elder", ("bob", "carer")).assignments)
    expected = check(SMALL, Roster(tuple(rows[0]), tuple(rows[1])))
    assert expected
    for seed in range(5):
        rng = random.Random(seed)
        rng.shuffle(rows[0])
        rng.shuffle(rows[1])
        assert check(SMALL, Roster(tuple(rows[0]), tuple(rows[1]))) == expected


@pytest.mark.parametrize("amount", [0, -1])
def test_a_violation_of_nothing_is_refused(amount: int) -> None:
    with pytest.raises(ValueError, match=rf"amount \({amount}\) of a violation of skills must be positive"):
        Violation("skills", amount, "skills")


VISITS = st.sampled_from([*SMALL.visit_of, "ghost", ""])
PEOPLE = st.sampled_from([*SMALL.volunteer_of, "zoe", ""])
ROLES = st.sampled_from(["carer", "fixer", "walker", "teacher", "boss", ""])
STARTS = st.one_of(st.integers(530, 730), st.integers(-(10**9), 10**9))
NONSENSE = st.builds(
    Roster,
    st.lists(st.builds(PlannedVisit, VISITS, STARTS, st.sampled_from([None, "hall", "attic", ""])), max_size=8).map(
        tuple
    ),
    st.lists(st.builds(Assignment, VISITS, PEOPLE, ROLES), max_size=12).map(tuple),
)
BARE = Problem(name="bare", places=SMALL.places, walks=SMALL.walks)


@settings(max_examples=300, deadline=None)
@given(NONSENSE)
def test_nonsense_never_raises(roster: Roster) -> None:
    for problem in (SMALL, BARE):
        found = check(problem, roster)
        assert all(v.amount > 0 and v.unit in UNITS for v in found)
        order = [rule.code for rule in HARD]
        assert [v.rule for v in found] == sorted((v.rule for v in found), key=order.index)
        assert isinstance(score(problem, roster).objective, int)


def test_an_empty_problem_and_an_unknown_everything() -> None:
    roster = Roster((PlannedVisit("x", 0),), (Assignment("x", "y", "z"),))
    assert check(BARE, roster) == (
        Violation("known", 1, "unknown_visit", visit="x"),
        Violation("known", 1, "unknown_visit", visit="x", volunteer="y", other="z"),
    )
