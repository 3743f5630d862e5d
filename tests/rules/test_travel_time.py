"""`travel_time`: bob's repair at M ends at 591, the patrol at L is 4 minutes away, the gap is 5."""

import pytest

from matcher.checker import check
from matcher.problem import Policy, Window
from matcher.rules import Violation
from matcher.walks import walks_from_table
from small import SMALL, WALKS, changed, plan, without

PATROL, REPAIR_MINUTES, WALK, GAP = 600, 45, 4, 5
LATEST = PATROL - GAP - REPAIR_MINUTES
"""The last start of the repair that leaves the gap."""


def late(amount: int) -> tuple[Violation, ...]:
    return (Violation("travel_time", amount, "minutes", visit="patrol", volunteer="bob", other="repair"),)


@pytest.mark.parametrize(("start", "amount"), [(LATEST - 1, 0), (LATEST, 0), (LATEST + 1, 1), (LATEST + 20, 20)])
def test_the_gap_binds_where_the_walk_is_shorter(start: int, amount: int) -> None:
    assert check(SMALL, plan("repair", start)) == (late(amount) if amount else ())


@pytest.mark.parametrize(("start", "amount"), [(LATEST - 1, 0), (LATEST, 0), (LATEST + 1, 1)])
def test_the_walk_binds_where_the_gap_is_shorter(start: int, amount: int) -> None:
    problem = changed(walks=walks_from_table("ABLMH", {**WALKS, ("L", "M"): GAP}), policy=Policy(gap=WALK))
    assert check(problem, plan("repair", start)) == (late(amount) if amount else ())


@pytest.mark.parametrize(("start", "amount"), [(570, 0), (571, 1)])
def test_no_gap_at_one_place(start: int, amount: int) -> None:
    """Ann serves the elder (30 minutes) and then the patrol at the same place L."""
    expected = (
        Violation("travel_time", amount, "minutes", visit="patrol", volunteer="ann", other="elder") if amount else None
    )
    assert check(SMALL, plan("elder", start)) == ((expected,) if expected else ())


def test_no_gap_before_the_first_visit() -> None:
    problem = changed(policy=Policy(gap=6))
    assert check(problem, plan("elder", 545, roster=without("repair"))) == ()


@pytest.mark.parametrize(("second", "visit_late"), [(592, False), (593, True)])
def test_across_two_availabilities_only_overlap_counts(second: int, visit_late: bool) -> None:
    """The second shift starts at home, 8 minutes from the patrol; an hour's gap does not bind between shifts."""
    shifts = (Window(540, 591), Window(second, 720))
    problem = changed(volunteers={"bob": {"availabilities": shifts}}, policy=Policy(gap=60))
    found = check(problem, without("class", "elder"))
    expected = Violation("availability", 1, "minutes", visit="patrol", volunteer="bob")
    assert found == ((expected,) if visit_late else ())


def test_a_visit_that_runs_into_the_next_availability_overlaps() -> None:
    problem = changed(volunteers={"bob": {"availabilities": (Window(540, 560), Window(592, 720))}})
    found = check(problem, plan("repair", 558, roster=without("class")))
    assert tuple(v for v in found if v.rule == "travel_time") == late(558 + REPAIR_MINUTES - PATROL)
