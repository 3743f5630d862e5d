"""Which visits are in a plan, and what they say in it."""

from __future__ import annotations

from datetime import date

import pytest
from sqlmodel import Session

from api.planning.town import Town, at
from matcher.errors import InvalidProblem
from matcher.problem import Condition, FacilityNeed, Role, Window
from matcher_api.communities.models import Place
from matcher_api.residents.models import Resident
from matcher_api.visits.models import Visit, VisitRole


def test_a_visit_says_everything(session: Session) -> None:
    town = Town(session, walking={"limit_minutes": 12, "pace": 0.9})
    resident = town.kept(Resident(community_id=town.community, code="b", sex="f")).id
    town.room("r")
    visit = town.visit(
        "v",
        (at("09:00"), at("11:00")),
        (at("09:00", day=1), at("11:00", day=1)),
        mode="class",
        people=2,
        origin_id=town.home,
        resident_id=resident,
        service="C99",
        title=" 课 ",
        priority=7,
        guaranteed=True,
        groups=["minor"],
        series="s",
        min_days_apart=1,
        conditions=[{"at_least": "all", "of": "record_checked"}, {"at_least": 2, "of": "party"}],
        asked_on=date(2026, 11, 20),
        waiting_days=4,
    )
    session.get_one(Visit, visit).people = 8
    town.kept(VisitRole(visit_id=visit, role="领队（兼）", skills=["a"], least=0, desired=1, most=2, position=1))
    found = town.plan().problem.visit_of[visit]
    assert found.windows == (Window(540, 660), Window(1980, 2100))
    assert found.need == FacilityNeed(mode="class", people=8, origin=town.home, max_walk=12, pace=0.9)
    assert found.roles == (
        Role(id="helper", min=2),
        Role(id="领队（兼）", skills=frozenset({"a"}), min=0, desired=1, max=2),
    )
    assert found.conditions == (Condition("record_checked", None), Condition("party", 2))
    assert (found.beneficiary, found.service, found.priority, found.guaranteed) == (resident, "C99", 7, True)
    assert (found.groups, found.series, found.min_days_apart) == (frozenset({"minor"}), "s", 1)
    assert found.waiting_days == 7


@pytest.mark.parametrize(
    ("state", "there"),
    [("planned", True), ("short", True), ("called_off", True), ("in_progress", False), ("done", False),
     ("cancelled", False)],
)  # fmt: skip
def test_only_open_visits_are_planned(session: Session, state: str, there: bool) -> None:
    town = Town(session)
    town.visit("v", state=state)
    assert len(town.plan().problem.visits) == there


def test_windows_are_cut_to_the_days(session: Session) -> None:
    """A night of the last day may run on for a day; what begins later, or has no room left, is of another plan."""
    town = Town(session)
    town.person("p")
    long = town.visit("long", (at("23:30", day=-1), at("12:00", day=9)))
    town.visit("late", (at("00:00", day=2), at("12:00", day=2)))
    town.visit("short", (at("22:00", day=-1), at("00:30")))
    night = town.visit("night", (at("23:30", day=1), at("00:30", day=2)), (at("09:00", day=2), at("10:00", day=2)))
    assert {v.id: v.windows for v in town.plan().problem.visits} == {
        long: (Window(0, 3 * 1440),),
        night: (Window(2850, 2910),),
    }


def test_nothing_is_planned_in_the_past(session: Session) -> None:
    """Half past ten and a second: the next whole minute counts. Somebody on their way is not free meanwhile."""
    town = Town(session)
    person = town.person("p")
    open_, gone, running = town.visit("open"), town.visit("gone", (at("09:00"), at("11:00"))), town.visit("running")
    later = town.visit("later")
    town.published(running, at("10:00"), **{person: "accepted"})
    town.published(later, at("12:00"), **{person: "accepted"})
    now = at("10:30").replace(second=1)
    planned = town.plan(since=now)
    assert {v.id: v.windows for v in planned.problem.visits} == {
        open_: (Window(631, 1020),), later: (Window(631, 1020),)
    }  # fmt: skip
    assert gone not in planned.problem.visit_of
    assert planned.problem.volunteer_of[person].availabilities == (Window(660, 1200),)
    assert [(p.visit, p.start, p.state) for p in planned.problem.published] == [(later, 720, "accepted")]


def test_what_is_published_for_another_day_is_no_part(session: Session) -> None:
    town = Town(session)
    person = town.person("p")
    visit = town.visit("v", (at("09:00"), at("17:00", day=5)))
    town.published(visit, at("09:00", day=4), **{person: "accepted"})
    assert town.plan().problem.visits == ()
    assert town.plan(days=5).problem.visit_of.keys() == {visit}


def test_a_visit_needs_what_is_planned_or_takes_place(session: Session) -> None:
    town = Town(session)
    first = town.visit("first")
    second = town.visit("second", needs=[first])
    third = town.visit("third", needs=[second])
    assert {v.id: v.needs for v in town.plan().problem.visits} == {first: (), second: (first,), third: (second,)}
    row = session.get_one(Visit, first)
    row.state = "done"
    session.flush()
    assert {v.id: v.needs for v in town.plan().problem.visits} == {second: (), third: (second,)}
    row.state = "cancelled"
    session.flush()
    planned = town.plan()
    assert planned.problem.visits == ()
    assert [(n.where, n.code) for n in planned.scenario.notes if n.code == "need_not_planned"] == [
        (f"visit {second}", "need_not_planned"),
        (f"visit {third}", "need_not_planned"),
    ]


def test_faults_are_named_by_table_and_id(session: Session) -> None:
    town = Town(session)
    visit = town.visit("v")
    place = town.place("nowhere")
    session.get_one(Visit, visit).priority = 12
    town.visit("w", place_id=place)
    session.get_one(Place, place).x = None
    session.flush()
    with pytest.raises(InvalidProblem) as found:
        town.plan()
    assert {(e.where, e.code) for e in found.value.errors} == {
        (f"places {place}, column x", "missing"),
        (f"visits {visit}, column priority", "out_of_bounds"),
    }


def test_places_nobody_goes_to_are_left_out(session: Session) -> None:
    town = Town(session)
    town.person("p")
    town.place("far", x=1e6)
    assert [p.id for p in town.plan().problem.places] == [town.home]
