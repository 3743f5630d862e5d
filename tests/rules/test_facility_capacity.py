"""`facility_capacity`: bookings of chess in the hall at one time."""

from dataclasses import replace

import pytest

from matcher.checker import check
from matcher.problem import FacilityNeed, Problem
from matcher.roster import PlannedVisit, Roster
from matcher.rules import Violation
from small import SMALL

CHESS = SMALL.visit_of["chess"]
MINUTES = 60


def clubs(*people: int, **hall: object) -> Problem:
    visits = tuple(
        replace(CHESS, id=f"c{i}", beneficiary=None, need=FacilityNeed(mode="chess", people=n))
        for i, n in enumerate(people)
    )
    return replace(SMALL, visits=visits, facilities=(replace(SMALL.facilities[0], **hall),))  # type: ignore[arg-type]


def at(*starts: int) -> Roster:
    return Roster(tuple(PlannedVisit(f"c{i}", s, "hall") for i, s in enumerate(starts)))


def full(visit: str, amount: int, unit: str) -> Violation:
    return Violation("facility_capacity", amount, unit, visit=visit, facility="hall")


@pytest.mark.parametrize(("concurrent", "over"), [(3, 0), (2, 0), (1, 1)])
def test_bookings_at_a_time(concurrent: int, over: int) -> None:
    expected = (full("c1", over, "bookings"),) if over else ()
    assert check(clubs(2, 2, concurrent=concurrent), at(540, 585)) == expected


def test_one_after_the_other() -> None:
    assert check(clubs(2, 2), at(540, 540 + MINUTES)) == ()
    assert check(clubs(2, 2), at(540, 540 + MINUTES - 15)) == (full("c1", 1, "bookings"),)


def test_each_booking_that_comes_when_it_is_full() -> None:
    assert check(clubs(2, 2, 2), at(540, 555, 570)) == (full("c1", 1, "bookings"), full("c2", 2, "bookings"))


@pytest.mark.parametrize(("capacity", "over"), [(8, 0), (7, 0), (6, 1)])
def test_people_at_a_time_where_shared(capacity: int, over: int) -> None:
    problem = clubs(4, 3, exclusive=False, modes={"chess": capacity})
    assert check(problem, at(540, 570)) == ((full("c1", over, "people"),) if over else ())


def test_shared_by_any_number_of_bookings() -> None:
    problem = clubs(1, 1, 1, 1, exclusive=False, modes={"chess": 4})
    assert check(problem, at(540, 540, 540, 540)) == ()


def test_who_has_left_makes_room() -> None:
    problem = clubs(3, 3, 3, exclusive=False, modes={"chess": 6})
    assert check(problem, at(540, 570, 600)) == ()
    assert check(problem, at(540, 570, 585)) == (full("c2", 3, "people"),)
