"""Re-planning: each event by hand, what is frozen or accepted, and what it never does for points alone."""

from dataclasses import replace
from typing import Any

import pytest

from matcher.checker import check, valid
from matcher.errors import ClashingPins, InvalidProblem
from matcher.problem import Pair, Problem, Role, Visit, Window
from matcher.replan import (
    Absent,
    Added,
    Cancelled,
    Closed,
    Declined,
    Event,
    Lengthened,
    Moved,
    NoShow,
    Replan,
    frontier,
    happened,
    replan,
)
from matcher.roster import Roster
from matcher.score import score
from small import ROSTER, SMALL, changed, team, without

EVE = replace(SMALL.volunteers[1], id="eve", home="A")
"""Somebody who could do what bob does, and is free all morning."""
ENOUGH = 0.3
"""A gap within which nobody is told of a change that serves nothing more."""
FIVE = replace(SMALL, volunteers=(*SMALL.volunteers, EVE))


def after(event: Event, problem: Problem = FIVE, roster: Roster = ROSTER, **options: Any) -> Replan:
    found = replan(problem, roster, [event], **{"gap": 0.0, **options})
    assert valid(check(found.problem, found.roster))
    assert found.all is not None
    assert found.all.objective == score(found.problem, found.roster).objective <= found.all.bound
    return found


def test_whoever_falls_ill_is_replaced() -> None:
    found = after(Absent("bob"))
    assert found.difference.lost == ()
    assert "bob" not in found.roster.work_of


def test_an_absence_of_an_hour_takes_only_what_lies_in_it() -> None:
    found = after(Absent("bob", 670, 720), gap=ENOUGH)
    assert [(p.volunteer, p.gains, p.loses, p.moves) for p in found.difference.people] == [
        ("bob", (), ("class",), ()),
        ("eve", ("class",), (), ()),
    ]


def test_who_declines_is_never_asked_for_that_visit_again() -> None:
    found = after(Declined("class", "bob"), SMALL)
    assert "class" in found.difference.lost
    assert Pair("bob", "visit", "class") in found.problem.pairs


def test_nobody_counts_on_a_no_show_for_the_rest_of_the_day() -> None:
    found = after(NoShow("repair", "bob"))
    assert "bob" not in found.roster.work_of
    assert found.problem.volunteer_of["bob"].availabilities == (Window(540, 546),)


def test_what_depends_on_a_cancelled_visit_goes_as_well() -> None:
    asked = changed(FIVE, visits={"chess": {"needs": ("class",)}})
    assert after(Cancelled("class"), asked).difference.lost == ("chess", "class")
    assert "class" not in after(Cancelled("class")).problem.visit_of


def test_an_emergency_is_served_and_only_who_comes_is_told() -> None:
    helper = (Role(id="helper"),)
    urgent = Visit(id="fall", windows=(Window(600, 660),), duration=30, place="L", roles=helper, guaranteed=True)
    found = after(Added(urgent), now=590, gap=ENOUGH)
    assert (found.difference.served, found.difference.lost) == (("fall",), ())
    assert found.difference.notify == ("eve",)


def test_a_longer_visit_stretches_its_window_and_its_acceptance() -> None:
    found = after(Lengthened("class", 60), changed(FIVE, facilities={"hall": {"openings": MORNING_LONGER}}))
    assert found.problem.visit_of["class"].duration == 60
    assert "class" in found.roster.planned_of


MORNING_LONGER = (replace(SMALL.facilities[0].openings[0], end=780),)


def test_a_visit_goes_where_it_is_moved_to() -> None:
    found = after(Moved("elder", 580), all_accepted=True)
    assert found.roster.planned_of["elder"].start == 580


def test_a_closed_room_moves_its_bookings_and_is_left_empty() -> None:
    found = after(Closed("hall", 540, 600))
    assert found.roster.planned_of["chess"].start == 600
    assert after(Closed("hall")).difference.lost == ("chess", "class")


def test_what_has_begun_stays() -> None:
    moved = after(Absent("ann"), now=560)
    assert moved.roster.planned_of["repair"] == ROSTER.planned_of["repair"]
    assert moved.roster.team_of["repair"] == ROSTER.team_of["repair"]
    assert moved.roster.planned_of.get("elder", ROSTER.planned_of["elder"]) == ROSTER.planned_of["elder"]


def test_nothing_is_begun_in_the_past() -> None:
    late = replan(SMALL, without("chess"), [], now=650, gap=0.0)
    assert "chess" not in late.roster.planned_of
    assert "chess" in replan(SMALL, without("chess"), [], now=600, gap=0.0).roster.planned_of


def test_accepted_work_is_kept_unless_its_visit_cannot_go_on() -> None:
    kept = after(Absent("bob"), all_accepted=True)
    assert ("patrol", "ann") in {(a.visit, a.volunteer) for a in kept.roster.assignments}
    lost = after(Absent("bob"), SMALL, all_accepted=True)
    assert lost.difference.lost == ("class", "patrol")
    assert lost.loosened == (("patrol", "ann"),)


@pytest.mark.parametrize(("cap", "served"), [(0, 3), (1, 4)])
def test_a_cap_on_changed_people_is_kept(cap: int, served: int) -> None:
    """Only ann could teach in bob's place, and only without the patrol that two are needed for."""
    teachers = {"ann": {"skills": (*SMALL.volunteers[0].skills, SMALL.volunteers[1].skills[1])}}
    asked = changed(SMALL, volunteers=teachers)
    roster = without("patrol", roster=team("elder", ("ann", "carer")))
    found = after(Declined("class", "bob"), asked, roster, max_people_changed=cap)
    changed_people = {p.volunteer for p in found.difference.people if p.loses or p.moves} - {"bob"}
    assert len(changed_people) <= cap
    assert len(found.roster.planned) >= served


def test_the_frontier_never_serves_less_for_more() -> None:
    choices = frontier(FIVE, ROSTER, [Absent("bob")], gap=0.0)
    assert [c.most for c in choices] == [0, 1, 2, 5, None]
    points = [c.plan.all.objective for c in choices if c.plan is not None and c.plan.all is not None]
    assert len(points) == 5
    assert points == sorted(points)


def test_a_cap_that_nothing_keeps_says_so() -> None:
    """The patrol needs two; without bob ann's part of it goes."""
    assert [c.plan is None for c in frontier(SMALL, ROSTER, [Absent("bob")], caps=(0, 1), gap=0.0)] == [True, False]
    with pytest.raises(ClashingPins):
        replan(SMALL, ROSTER, [Absent("bob")], max_people_changed=0)


def test_faults_of_all_events_are_told() -> None:
    events = [Absent("zoe"), Declined("elder", "zoe"), Cancelled("none"), Closed("none"), Absent("ann", 10, 5)]
    with pytest.raises(InvalidProblem) as told:
        happened(SMALL, ROSTER, events)
    assert [e.code for e in told.value.errors] == ["unknown_id"] * 4 + ["window"]
    with pytest.raises(InvalidProblem):
        happened(SMALL, ROSTER, [Added(SMALL.visits[0])])


def test_the_first_answer_is_given_before_the_last() -> None:
    heard: list[Roster] = []
    found = after(Absent("bob"), first=heard.append)
    assert len(heard) == 1
    assert valid(check(found.problem, heard[0]))


def test_a_time_limit_of_nothing_still_gives_a_roster_but_no_bound() -> None:
    found = replan(FIVE, ROSTER, [Absent("bob")], time_limit=0.0)
    assert found.all is None
    assert valid(check(found.problem, found.roster))
