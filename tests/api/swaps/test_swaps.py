"""Two swap: asked by one, accepted by the other, judged; both at once or not at all."""

from __future__ import annotations

from typing import Any

import pytest
from sqlmodel import col, select

from api.day_week import DayWeek
from api.small_week import at
from api.world import World
from matcher_api.assignments.models import AssignmentRow
from matcher_api.notifications.models import Notification
from matcher_api.people.models import PersonSkill


@pytest.fixture
def week(world: World) -> DayWeek:
    """v1 can teach too: their visit at home may be swapped for v3's class."""
    made = DayWeek(world)
    world.add(PersonSkill(person_id=made.people["v1"], skill="teaching"))
    return made


def ask(week: DayWeek, who: str = "v1", give: tuple[str, str] = ("v1", "home"), take: Any = ("v3", "class")) -> Any:
    return week.world.as_(who).post("/swaps", {"give_id": week.work[give], "take_id": week.work[take]})


def bound(week: DayWeek) -> list[tuple[str, str]]:
    with week.world.writing() as session:
        rows = session.exec(
            select(AssignmentRow.visit_id, AssignmentRow.person_id).where(
                col(AssignmentRow.state).in_(("accepted", "stand_in_sought"))
            )
        ).all()
    return sorted((v, p) for v, p in rows)


def test_both_change_hands_with_the_others_yes(week: DayWeek) -> None:
    before = bound(week)
    asked = ask(week)
    assert (asked.status_code, asked.json()["state"], asked.json()["possible"]) == (
        201, "asked", ["accept", "decline", "take_back"],
    )  # fmt: skip
    assert (asked.json()["give"]["mine"], asked.json()["take"]["name"]) == (True, "A***")
    assert bound(week) == before
    path = f"/swaps/{asked.json()['id']}"
    assert week.world.as_("v1").post(f"{path}/accept").status_code == 404  # that is the other's word
    done = week.world.as_("v3").post(f"{path}/accept")
    assert (done.status_code, done.json()["state"], done.json()["possible"]) == (200, "accepted", [])
    v1, v2, v3 = (week.people[n] for n in ("v1", "v2", "v3"))
    home, team, lesson = (week.visits[n] for n in ("home", "team", "class"))
    assert bound(week) == sorted([(home, v3), (team, v1), (team, v2), (lesson, v1)])
    assert (week.state("home"), week.state("class")) == ("confirmed", "confirmed")
    with week.world.writing() as session:
        told = session.exec(select(Notification.kind, Notification.person_id)).all()
    assert {("swap_asked", v3), ("swap_accepted", v1)} <= {(k, p) for k, p in told}
    assert [v["visit_id"] for d in week.world.as_("v3").get("/me/shifts").json() for v in d["visits"]] == [home]


def test_a_rule_in_the_way_is_told_before_anybody_is_asked(week: DayWeek) -> None:
    before = bound(week)
    answer = ask(week, take=("v2", "team"), give=("v3", "class"), who="v3")  # v2 cannot teach
    assert (answer.status_code, answer.json()["code"]) == (409, "swap_violates")
    assert "skills" in {v["rule"] for v in answer.json()["conflict"]["violations"]}
    assert bound(week) == before and week.world.as_("v2").get("/swaps").json()["items"] == []


def test_a_rule_that_came_in_the_way_leaves_everything_as_it_was(week: DayWeek) -> None:
    asked, before = ask(week).json(), bound(week)
    with week.world.writing() as session:
        mine = select(PersonSkill).where(PersonSkill.person_id == week.people["v1"], PersonSkill.skill == "teaching")
        session.delete(session.exec(mine).one())
        session.commit()
    answer = week.world.as_("v3").post(f"/swaps/{asked['id']}/accept")
    assert (answer.status_code, answer.json()["code"]) == (409, "swap_violates")
    assert bound(week) == before
    assert week.world.as_("v3").get("/swaps?state=asked").json()["items"][0]["id"] == asked["id"]


def test_declined_or_taken_back_nothing_changes(week: DayWeek) -> None:
    before = bound(week)
    for who, other, action, state in (("v3", "v1", "decline", "declined"), ("v1", "v3", "take-back", "taken_back")):
        path = f"/swaps/{ask(week).json()['id']}"
        assert week.world.as_(other).post(f"{path}/{action}").status_code == 404
        assert week.world.as_(who).post(f"{path}/{action}").json()["state"] == state
        again = week.world.as_("v3").post(f"{path}/accept")
        assert (again.status_code, again.json()["code"]) == (409, "not_acceptable_state")
    assert bound(week) == before


def test_what_is_not_asked_for(week: DayWeek) -> None:
    assert ask(week, who="v2").status_code == 404  # not theirs to give
    own = ask(week, take=("v1", "team"))
    assert (own.status_code, own.json()["code"]) == (409, "own_already")
    swap = ask(week).json()["id"]
    twice = ask(week, who="v3", give=("v3", "class"), take=("v1", "home"))
    assert (twice.status_code, twice.json()["code"], twice.json()["conflict"]) == (409, "swap_there", {"swap_id": swap})
    assert week.world.as_("v2").get("/swaps").json()["items"] == []
    refused = ask(week, give=("v1", "home"), take=("v2", "team"))  # v1 is of the team already
    assert (refused.status_code, refused.json()["code"]) == (409, "own_already")


def test_what_is_gone_meanwhile_is_told(week: DayWeek) -> None:
    swap = ask(week).json()["id"]
    week.world.as_("v1").post(f"/me/shifts/{week.work['v1', 'home']}/withdraw", {})
    answer = week.world.as_("v3").post(f"/swaps/{swap}/accept")
    assert (answer.status_code, answer.json()["code"]) == (409, "taken_over")
    assert answer.json()["conflict"]["assignment_id"] == week.work["v1", "home"]
    assert answer.json()["conflict"]["state"] == "withdrawn"
    assert week.world.as_("v3").get("/swaps").json()["items"][0]["possible"] == []


def test_the_desk_swaps_for_people_without_phones(week: DayWeek) -> None:
    swap = ask(week, "clerk").json()["id"]
    done = week.world.as_("clerk").post(f"/swaps/{swap}/accept", {"channel": "phone"})
    assert (done.status_code, done.json()["state"]) == (200, "accepted")
    with week.world.writing() as session:
        rows = session.exec(select(AssignmentRow.channel).where(AssignmentRow.origin == "swap")).all()
    assert list(rows) == ["phone", "phone"]


def test_nothing_is_swapped_once_it_has_begun(week: DayWeek) -> None:
    swap = ask(week).json()["id"]
    week.world.now = at(9)
    assert week.world.as_("v3").post(f"/swaps/{swap}/accept").json()["code"] == "already_begun"
