"""At the same moment, by real threads: one has it, the other is told who does; nobody is bound twice."""

from __future__ import annotations

import os

import pytest
from sqlmodel import col, delete, select

from api.at_once import Call, at_once
from api.day_week import DayWeek
from api.small_week import at
from api.world import World
from matcher_api.assignments.models import AssignmentRow
from matcher_api.assignments.states import HOLDING
from matcher_api.notifications.models import Notification
from matcher_api.people.models import PairRow, PersonSkill
from matcher_api.rosters.models import PlannedVisitRow
from matcher_api.swaps.models import Swap
from matcher_api.visits.models import Visit

ROUNDS = int(os.environ.get("MATCHER_RACE_ROUNDS", "1000"))


@pytest.fixture
def week(world: World) -> DayWeek:
    """v1 and v2 can teach too; the class is at nine, as the visit at home is."""
    made = DayWeek(world)
    world.add(*(PersonSkill(person_id=made.people[n], skill="teaching") for n in ("v1", "v2")))
    return made


def bound(week: DayWeek, visit: str) -> list[str]:
    with week.world.writing() as session:
        rows = session.exec(
            select(AssignmentRow.person_id).where(
                AssignmentRow.visit_id == week.visits[visit], col(AssignmentRow.state).in_(HOLDING)
            )
        ).all()
    return sorted(rows)


def sought(week: DayWeek, *work: tuple[str, str]) -> None:
    with week.world.writing() as session:
        for key in work:
            session.get_one(AssignmentRow, week.work[key]).state = "stand_in_sought"
        session.commit()


def taking(week: DayWeek, name: str, visit: str) -> Call:
    return lambda who: who.post(f"/me/stand-ins/{week.work[name, visit]}/take")


def two_stand_ins_for_one_role(week: DayWeek) -> None:
    sought(week, ("v1", "home"))
    call = taking(week, "v1", "home")
    answers = at_once(week.world, ("v2", call), ("v3", call))
    assert sorted(a.status_code for a in answers) == [201, 409]
    lost = next(a.json() for a in answers if a.status_code == 409)
    assert (lost["code"], lost["conflict"]["assignment_id"]) == ("taken_over", week.work["v1", "home"])
    winner = "v2" if answers[0].status_code == 201 else "v3"
    assert bound(week, "home") == [week.people[winner]]


def one_person_for_two_places_at_one_time(week: DayWeek) -> None:
    with week.world.writing() as session:
        row = session.exec(select(PlannedVisitRow).where(PlannedVisitRow.visit_id == week.visits["class"])).one()
        row.start, row.end = at(9), at(10)
        session.commit()
    sought(week, ("v1", "home"), ("v3", "class"))
    answers = at_once(week.world, ("v2", taking(week, "v1", "home")), ("v2", taking(week, "v3", "class")))
    assert sorted(a.status_code for a in answers) == [201, 409]
    assert [a.json()["code"] for a in answers if a.status_code == 409] == ["swap_violates"]
    assert [week.people["v2"] in bound(week, visit) for visit in ("home", "class")].count(True) == 1


def asked(week: DayWeek) -> str:
    body = {"give_id": week.work["v1", "home"], "take_id": week.work["v3", "class"]}
    answer = week.world.as_("v1").post("/swaps", body)
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


def swap_against_cancel(week: DayWeek) -> None:
    """The visit at home ends in any case; the swap took place before, or not at all."""
    swap, visit = asked(week), week.visits["home"]
    accept, cancel = at_once(
        week.world,
        ("v3", lambda who: who.post(f"/swaps/{swap}/accept")),
        ("coordinator", lambda desk: desk.post(f"/visits/{visit}/cancel", {"reason": "不需要了"})),
    )
    assert cancel.status_code == 200
    assert (bound(week, "home"), week.state("home")) == ([], "cancelled")
    if accept.status_code == 200:
        assert bound(week, "class") == [week.people["v1"]]
        return
    assert (accept.status_code, accept.json()["code"]) == (409, "taken_over")
    assert accept.json()["conflict"]["state"] == "withdrawn"
    assert bound(week, "class") == [week.people["v3"]]


def swap_against_withdraw(week: DayWeek) -> None:
    """Of v1, who gives: theirs again afterwards it never is, and nobody is bound to what they left."""
    swap, own = asked(week), week.work["v1", "home"]
    accept, withdraw = at_once(
        week.world,
        ("v3", lambda who: who.post(f"/swaps/{swap}/accept")),
        ("v1", lambda who: who.post(f"/me/shifts/{own}/withdraw", {})),
    )
    assert sorted([accept.status_code, withdraw.status_code]) == [200, 409]
    swapped = accept.status_code == 200
    assert bound(week, "home") == ([week.people["v3"]] if swapped else [])
    assert bound(week, "class") == [week.people["v1" if swapped else "v3"]]


def two_who_accept_the_same_swap(week: DayWeek) -> None:
    swap = asked(week)
    call: Call = lambda who: who.post(f"/swaps/{swap}/accept")  # noqa: E731
    answers = at_once(week.world, ("v3", call), ("clerk", call))
    assert sorted(a.status_code for a in answers) == [200, 409]
    lost = next(a.json() for a in answers if a.status_code == 409)
    assert (lost["conflict"]["swap_id"], lost["conflict"]["state"]) == (swap, "accepted")
    assert (bound(week, "home"), bound(week, "class")) == ([week.people["v3"]], [week.people["v1"]])


RACES = (
    two_stand_ins_for_one_role,
    one_person_for_two_places_at_one_time,
    swap_against_cancel,
    swap_against_withdraw,
    two_who_accept_the_same_swap,
)


def again(week: DayWeek) -> None:
    """Everything as it was before the race."""
    with week.world.writing() as session:
        for table in (Swap, AssignmentRow, PairRow, Notification, PlannedVisitRow):
            session.exec(delete(table))
        week.published_and_accepted(session)
        for visit in week.visits.values():
            session.get_one(Visit, visit).state = "confirmed"
        session.commit()


def test_one_wins(week: DayWeek) -> None:
    for race in RACES:
        race(week)
        again(week)


@pytest.mark.campaign
def test_one_wins_a_thousand_times(week: DayWeek) -> None:
    """MATCHER_RACE_ROUNDS: how many."""
    for n in range(ROUNDS):
        RACES[n % len(RACES)](week)
        again(week)
