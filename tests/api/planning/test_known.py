"""What people know and have answered, as a plan sees it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlmodel import Session, select

from api.planning.town import MONDAY, Town, at
from matcher import solve
from matcher.problem import Pair, Pin, Published
from matcher_api.bookings.models import Booking
from matcher_api.facilities.models import Closure, OpeningDate, Rejection
from matcher_api.people.models import AvailabilityDate, PairRow, Person, PersonSkill
from matcher_api.rosters.models import PinRow
from matcher_api.visits.models import Visit, VisitRole


@pytest.mark.parametrize(
    ("state", "published"),
    [("accepted", "accepted"), ("stand_in_sought", "accepted"), ("offered", "offered"), ("not_reached", "offered")],
)
def test_who_accepted_is_pinned_who_was_asked_may_move(session: Session, state: str, published: str) -> None:
    town = Town(session)
    person, visit = town.person("p"), town.visit("v")
    town.published(visit, at("13:10"), **{person: state})
    assert town.plan().problem.published == (
        Published(visit=visit, start=790, volunteer=person, role="helper", state=published),
    )


def test_accepted_work_stays_where_a_new_plan_would_move_it(session: Session) -> None:
    """Another home would be nearer to the better time; the one who accepted still comes at ten past one."""
    town = Town(session)
    person, other, visit = town.person("p"), town.person("q"), town.visit("v")
    town.published(visit, at("13:10"), **{person: "accepted"})
    town.kept(PairRow(community_id=town.community, person_id=other, with_kind="visit", other=visit, kind="preferred"))
    roster = solve(town.plan().problem, time_limit=20).roster
    assert [(p.visit, p.start) for p in roster.planned] == [(visit, 790)]
    assert [(a.visit, a.volunteer) for a in roster.assignments] == [(visit, person)]


@pytest.mark.parametrize("state", ["declined", "lapsed"])
def test_who_said_no_is_not_asked_again(session: Session, state: str) -> None:
    town = Town(session)
    person, visit = town.person("p"), town.visit("v")
    town.published(visit, at("13:00"), **{person: state})
    problem = town.plan().problem
    assert problem.pairs == (Pair(person, "visit", visit, "forbidden"),)
    assert problem.published == (Published(visit=visit, start=780),)  # when it is, people still know
    assert solve(problem, time_limit=20).roster.planned == ()


@pytest.mark.parametrize(("state", "pairs"), [("declined", 1), ("accepted", 0)])
def test_a_row_of_a_decline_is_told_once_and_gone_after_a_yes(session: Session, state: str, pairs: int) -> None:
    town = Town(session)
    person, visit = town.person("p"), town.visit("v")
    row = PairRow(community_id=town.community, person_id=person, with_kind="visit", other=visit, origin="decline")
    town.kept(row)
    town.published(visit, at("13:00"), **{person: state})
    assert town.plan().problem.pairs == (Pair(person, "visit", visit, "forbidden"),) * pairs


def test_pairs_of_all_kinds(session: Session) -> None:
    town = Town(session)
    one, two = town.person("p"), town.person("q")
    visit = town.visit("v", series="s", service="W01")
    gone = town.visit("gone", state="done")
    rows = (
        ("visit", visit, "preferred"), ("volunteer", two, "forbidden"), ("series", "s", "preferred"),
        ("service", "W01", "forbidden"), ("beneficiary", "nobody", "forbidden"), ("visit", gone, "forbidden"),
    )  # fmt: skip
    for kind, other, how in rows:
        town.kept(PairRow(community_id=town.community, person_id=one, with_kind=kind, other=other, kind=how))
    assert town.plan().problem.pairs == tuple(Pair(one, *row) for row in rows[:-1])  # type: ignore[arg-type]


def test_work_of_somebody_who_left_is_open_again(session: Session) -> None:
    town = Town(session)
    person, visit = town.person("p"), town.visit("v")
    town.published(visit, at("13:00"), **{person: "accepted"})
    session.get_one(Person, person).state = "left"
    session.flush()
    assert town.plan().problem.published == (Published(visit=visit, start=780),)


def test_a_team_that_cannot_be_filled_any_more_binds_nobody(session: Session) -> None:
    """One accepted, the other declined. With a third who is free, the first stays bound and the third is found; with
    nobody - away, without the skill, a learner, bound elsewhere - it may move or be off, and all else is planned."""
    town = Town(session)
    one, two = town.person("p"), town.person("q")
    visit, other = town.visit("v", people=2), town.visit("w")
    town.published(visit, at("13:00"), **{one: "accepted", two: "declined"})
    third = town.person("r")
    roster = solve(town.plan().problem, time_limit=20).roster
    assert {a.volunteer for a in roster.team_of[visit]} == {one, third}
    role = session.exec(select(VisitRole).where(VisitRole.visit_id == visit)).one()
    person = session.get_one(Person, third)
    away = AvailabilityDate(person_id=third, start=at("13:30"), end=at("14:00"), free=False)
    elsewhere = town.visit("x")

    def binding() -> bool:
        session.flush()
        states = {p.volunteer: p.state for p in town.plan().problem.published}
        return states[one] == "accepted"

    assert binding()
    role.skills = ["cook"]
    assert not binding()
    skill = town.kept(PersonSkill(person_id=third, skill="cook", valid_until=MONDAY))
    assert binding()
    skill.valid_until = MONDAY - timedelta(days=1)
    assert not binding()
    role.skills, person.tags = [], ["trainee"]
    assert not binding()
    person.tags, person.proposals = [], False
    town.kept(PinRow(visit_id=other, person_id=third))
    assert not binding()
    person.proposals = True
    town.kept(away)
    assert not binding()
    session.delete(away)
    assert binding()
    town.published(elsewhere, at("13:30"), **{third: "accepted"})
    assert not binding()
    roster = solve(town.plan().problem, time_limit=20).roster
    assert roster.planned_of[elsewhere].start == 810
    assert roster.planned_of[visit].start != 780  # when both can; they are asked again
    assert other in roster.planned_of


def test_one_person_fills_one_role(session: Session) -> None:
    town = Town(session)
    one, two = town.person("p"), town.person("q")
    visit = town.visit("v")
    for name in ("cook", "driver"):
        town.kept(VisitRole(visit_id=visit, role=name))
    town.published(visit, at("13:00"), **{one: "accepted"})
    assert [p.state for p in town.plan().problem.published] == ["offered"]
    assert two in town.plan().problem.volunteer_of
    town.person("r")
    assert [p.state for p in town.plan().problem.published] == ["accepted"]


def test_who_is_away_since_they_accepted_is_replaced(session: Session) -> None:
    town = Town(session)
    one, two = town.person("p"), town.person("q")
    visit = town.visit("v", (at("13:00"), at("14:00")))
    town.published(visit, at("13:00"), **{one: "accepted"})
    town.kept(AvailabilityDate(person_id=one, start=at("12:00"), end=at("20:00"), free=False))
    roster = solve(town.plan().problem, time_limit=20).roster
    assert [(a.visit, a.volunteer) for a in roster.assignments] == [(visit, two)]


@pytest.mark.parametrize("how", ["closed", "refused", "mode gone", "moved window"])
def test_an_acceptance_binds_only_what_can_take_place(session: Session, how: str) -> None:
    """Else the plan could keep nothing at all; the people are asked again once it is moved."""
    town = Town(session)
    room, other = town.room("r"), town.room("q")
    person = town.person("p")
    visit = town.visit("v", mode="class")
    town.published(visit, at("13:00"), room=room, **{person: "accepted"})
    before = Published(visit=visit, start=780, volunteer=person, role="helper", facility=room, state="accepted")
    assert town.plan().problem.published == (before,)
    if how == "closed":
        town.kept(Closure(facility_id=room, start=at("13:30"), end=at("15:00")))
    elif how == "refused":
        town.kept(Rejection(facility_id=room, visit_id=visit, start=at("13:00")))
    elif how == "mode gone":
        session.get_one(Visit, visit).people = 11
        session.flush()
    else:
        session.get_one(Visit, visit).duration_minutes = 300
        session.flush()
    (after,) = town.plan().problem.published
    assert (after.state, after.volunteer, after.start) == ("offered", person, 780)
    if how in ("closed", "refused"):
        (planned,) = solve(town.plan().problem, time_limit=20).roster.planned
        assert (planned.facility, planned.start) != (room, 780)
        assert other


def test_a_granted_room_without_people_is_fixed(session: Session) -> None:
    """Unless it hangs on a visit that may not be served: one it needs, or the steward who opens."""
    town = Town(session)
    room, steward = town.room("r"), town.visit("s")
    visit = town.visit("v", mode="class", people=0)
    town.published(visit, at("13:00"), room=room)
    booking = town.booked(room, at("13:00"), at("14:00"), visit_id=visit, state="requested")
    assert [p.state for p in town.plan().problem.published] == ["offered"]
    assert town.plan().bookings == frozenset()
    session.get_one(Booking, booking).state = "approved"
    session.flush()
    assert town.plan().problem.published == (Published(visit=visit, start=780, facility=room, state="accepted"),)
    row = session.get_one(Visit, visit)
    row.needs = [steward]
    session.flush()
    assert [p.state for p in town.plan().problem.published] == ["offered"]
    row.needs = []
    session.exec(select(OpeningDate)).one().steward_visit_id = steward
    session.flush()
    assert [p.state for p in town.plan().problem.published] == ["offered"]


def test_pins_and_those_that_mean_nothing_any_more(session: Session) -> None:
    town = Town(session)
    person, gone = town.person("p"), town.person("q", state="left")
    visit, other = town.visit("v"), town.visit("w")
    town.kept(PinRow(visit_id=visit, person_id=person, role="helper", start=at("10:07"), override="knows her"))
    town.kept(PinRow(visit_id=other, person_id=gone))
    town.kept(PinRow(visit_id=other, start=at("16:30")))
    town.kept(PinRow(visit_id=town.visit("x", state="cancelled"), person_id=person))
    planned = town.plan()
    assert planned.problem.pins == (Pin(visit=visit, volunteer=person, role="helper", start=607, override="knows her"),)
    notes = [(n.where, n.code) for n in planned.scenario.notes if n.code == "pin_left_out"]
    assert notes == [(f"pin {other}", "pin_left_out")] * 2


def test_a_role_that_was_renamed_is_left_open(session: Session) -> None:
    town = Town(session)
    person, visit = town.person("p"), town.visit("v", people=0)
    town.kept(VisitRole(visit_id=visit, role="cook"))
    town.published(visit, at("13:00"), **{person: "accepted"})
    assert town.plan().problem.published == (
        Published(visit=visit, start=780, volunteer=person, role=None, state="accepted"),
    )
