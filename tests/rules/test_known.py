"""`known`: ids unknown, doubled or out of place; each is named, and nothing else is said of such rows."""

from dataclasses import replace

import pytest

from matcher.checker import check
from matcher.roster import Assignment, PlannedVisit, Roster
from matcher.rules import Violation
from small import ROSTER, SMALL, plan, team, without


def test_a_sound_roster() -> None:
    assert check(SMALL, ROSTER) == ()


def test_an_unknown_visit() -> None:
    roster = replace(
        ROSTER,
        planned=(*ROSTER.planned, PlannedVisit("ghost", 600)),
        assignments=(*ROSTER.assignments, Assignment("ghost", "cat", "walker")),
    )
    assert check(SMALL, roster) == (
        Violation("known", 1, "unknown_visit", visit="ghost"),
        Violation("known", 1, "unknown_visit", visit="ghost", volunteer="cat", other="walker"),
    )


@pytest.mark.parametrize("times", [2, 3])
def test_a_visit_planned_more_than_once_counts_as_its_first_row(times: int) -> None:
    roster = replace(ROSTER, planned=(*ROSTER.planned, *(PlannedVisit("elder", 560) for _ in range(times - 1))))
    assert check(SMALL, roster) == (Violation("known", times - 1, "planned_twice", visit="elder"),)


def test_the_same_row_twice() -> None:
    roster = replace(ROSTER, planned=(*ROSTER.planned, PlannedVisit("elder", 545)))
    assert check(SMALL, roster) == (Violation("known", 1, "planned_twice", visit="elder"),)


def test_a_person_twice_in_a_visit() -> None:
    roster = team("patrol", ("ann", "walker"), ("ann", "walker"), ("bob", "walker"))
    assert check(SMALL, roster) == (Violation("known", 1, "assigned_twice", visit="patrol", volunteer="ann"),)


def test_an_unknown_person_leaves_the_place_empty() -> None:
    assert check(SMALL, team("repair", ("zoe", "fixer"))) == (
        Violation("known", 1, "unknown_volunteer", visit="repair", volunteer="zoe", other="fixer"),
        Violation("headcount", 1, "people_missing", visit="repair", other="fixer"),
    )


def test_an_unknown_role() -> None:
    assert check(SMALL, team("repair", ("bob", "boss"), ("ann", "fixer"), roster=without("elder"))) == (
        Violation("known", 1, "unknown_role", visit="repair", volunteer="bob", other="boss"),
        Violation("availability", 4, "minutes", visit="repair", volunteer="ann"),
    )


def test_somebody_assigned_to_a_visit_not_planned() -> None:
    roster = replace(ROSTER, planned=tuple(p for p in ROSTER.planned if p.visit != "repair"))
    assert check(SMALL, roster) == (
        Violation("known", 1, "not_planned", visit="repair", volunteer="bob", other="fixer"),
    )


def test_a_visit_without_the_facility_it_needs_is_not_served() -> None:
    assert check(SMALL, plan("class", 675)) == (Violation("known", 1, "no_facility", visit="class"),)


def test_an_unknown_facility() -> None:
    assert check(SMALL, plan("class", 675, "attic")) == (
        Violation("known", 1, "unknown_facility", visit="class", facility="attic"),
    )


def test_a_facility_on_a_visit_with_a_fixed_place() -> None:
    assert check(SMALL, plan("elder", 545, "hall")) == (
        Violation("known", 1, "facility_not_needed", visit="elder", facility="hall"),
    )


def test_an_empty_roster() -> None:
    assert check(SMALL, Roster()) == ()
