"""A visit that cannot wait: asked of several, taken by the first; nobody is ever in two places."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from datetime import timedelta
from threading import Barrier, Thread
from typing import Any

import pytest
from sqlmodel import col, select

from api.small_week import SmallWeek, at, shown
from api.world import NOON, World
from matcher_api.assignments.models import AssignmentRow
from matcher_api.notifications.models import Notification
from matcher_api.planning.load import load
from matcher_api.rosters.models import PlannedVisitRow
from matcher_api.visits.models import Visit, VisitRole, VisitWindow


@pytest.fixture
def week(world: World) -> SmallWeek:
    return SmallWeek(world)


def together(*calls: Callable[[], Any]) -> list[Any]:
    """What the calls answer, made at the same moment."""
    barrier, found = Barrier(len(calls)), list[Any]()

    def one(call: Callable[[], Any]) -> None:
        barrier.wait()
        found.append(call())

    threads = [Thread(target=one, args=(call,)) for call in calls]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


def ask(week: SmallWeek, visit: str = "home", **body: Any) -> Any:
    return week.world.as_("coordinator").post(f"/visits/{week.visits[visit]}/offers", body)


def who(week: SmallWeek, offers: Sequence[dict[str, Any]]) -> list[str]:
    names = {v: k for k, v in week.people.items()}
    return [names[o["person_id"]] for o in offers]


def test_the_best_few_are_asked_and_the_first_comes(week: SmallWeek) -> None:
    answer = ask(week, most=2)
    assert answer.status_code == 201, answer.text
    offers = answer.json()
    assert [(o["state"], o["origin"], o["start"], o["answer_by"]) for o in offers] == [
        ("offered", "emergency", shown(at(9)), shown(NOON + timedelta(minutes=30)))
    ] * 2
    asked = who(week, offers)
    assert week.state("home") == "offered"
    first, second = ((name, o["id"]) for name, o in zip(asked, offers, strict=True))
    assert week.world.as_(first[0]).post(f"/me/offers/{first[1]}/accept").status_code == 200
    late = week.world.as_(second[0]).post(f"/me/offers/{second[1]}/accept")
    assert (late.status_code, late.json()["code"]) == (409, "not_acceptable_state")
    assert week.state("home") == "confirmed"
    closed = ask(week)
    assert (closed.status_code, closed.json()["code"]) == (409, "role_closed")
    with week.world.writing() as session:
        kinds = session.exec(select(Notification.kind).order_by(col(Notification.id))).all()
    assert kinds == ["emergency_offer", "emergency_offer", "offer_filled"]


def test_asked_again_it_goes_to_the_next_ones(week: SmallWeek) -> None:
    first = who(week, ask(week, most=2).json())
    offers = week.world.as_(first[0]).get("/me/offers").json()
    week.world.as_(first[0]).post(f"/me/offers/{offers[0]['id']}/decline", {})
    second = who(week, ask(week, most=3).json())
    assert sorted({*first, *second}) == ["v1", "v2", "v3"] and len(first + second) == 3
    nobody = ask(week, most=9)
    assert (nobody.status_code, nobody.json()["code"]) == (409, "nobody_free")


def test_who_is_busy_unskilled_or_wants_no_proposals_is_not_asked(week: SmallWeek) -> None:
    """The class needs a teacher: v3 alone can. v1 wants no proposals, v2 patrols at nine."""
    assert who(week, ask(week, "class", start=at(14).isoformat(), facility_id=week.room).json()) == ["v3"]
    week.world.as_("v1").patch(f"/volunteers/{week.people['v1']}", {"proposals": False})
    with week.world.writing() as session:
        role = session.exec(select(VisitRole).where(VisitRole.visit_id == week.visits["team"])).one()
        role.least = 1
        session.commit()
    roster = week.roster()
    week.place(roster, "team", 9, {"v2": "patrol"})
    assert week.publish(roster, override="试").status_code == 201
    assert who(week, ask(week, start=at(9).isoformat()).json()) == ["v3"]


def test_it_is_part_of_the_roster_that_plans_the_day(week: SmallWeek) -> None:
    """And stays in it: the draft has it too, so that the next version keeps who said yes."""
    roster = week.roster()
    week.place(roster, "team", 11, {"v1": "patrol", "v2": "patrol"})
    assert week.publish(roster).status_code == 201
    offer = ask(week, most=1).json()[0]
    assert offer["roster_id"] == roster
    (name,) = who(week, [offer])
    assert week.world.as_(name).post(f"/me/offers/{offer['id']}/accept").status_code == 200
    desk = week.world.as_("coordinator")
    assert desk.get(f"/rosters/{roster}/diff").json()["people"] == []
    week.place(roster, "class", 14, {"v3": "teacher"}, week.room)
    assert week.publish(roster).status_code == 201
    assert desk.get(f"/assignments/{offer['id']}").json()["state"] == "accepted"
    with week.world.writing() as session:
        problem = load(session, communities=[week.community], first_day=at(9).date(), days=1).problem
    assert (week.visits["home"], week.people[name]) in {(p.visit, p.volunteer) for p in problem.all_pins}


def test_a_start_must_lie_ahead_and_in_its_windows(week: SmallWeek) -> None:
    for start in (at(8), at(17), at(9, -9)):
        answer = ask(week, start=start.isoformat())
        assert (answer.status_code, answer.json()["code"]) == (422, "start_outside"), start
    week.world.now = at(18)
    assert ask(week).json()["code"] == "windows_passed"


def another(week: SmallWeek, code: str, hour: float, until: float | None = None) -> str:
    """One more visit on the square at this hour (or from then until ...), for one person."""
    end = at(hour + 1 if until is None else until)
    visit = Visit(
        community_id=week.community, code=code, title=code, place_id=week.square, duration_minutes=60,
        first_start=at(hour), last_end=end,
    )  # fmt: skip
    week.world.add(
        visit, VisitWindow(visit_id=visit.id, start=at(hour), end=end), VisitRole(visit_id=visit.id, role="r")
    )
    week.visits[code] = visit.id
    return visit.id


def raced(week: SmallWeek, rounds: int) -> None:
    """Each round: an emergency of three, all of whom say yes at once; and the same three sign up for something else at
    the same hour. One has each, nobody both."""
    roster = week.roster()
    for n in range(rounds):
        hour = 9 + n % 8
        for kind in ("e", "s"):
            another(week, f"{kind}{n}", hour)
        with week.world.writing() as session:  # published, and still without anybody
            open_ = session.get_one(Visit, week.visits[f"s{n}"])
            open_.state = "short"
            session.add(
                PlannedVisitRow(
                    roster_id=roster, visit_id=open_.id, layer="published", start=at(hour), end=at(hour + 1)
                )
            )
            session.commit()
        offers = ask(week, f"e{n}", most=3).json()
        calls: list[Callable[[], Any]] = []
        for name, offer in zip(who(week, offers), offers, strict=True):
            me = week.world.as_(name)
            calls.append(lambda me=me, offer=offer: me.post(f"/me/offers/{offer['id']}/accept"))  # type: ignore[misc]
            path = f"/me/open-shifts/{open_.id}/sign-up"
            calls.append(lambda me=me, path=path: me.post(path, {"role": "r"}))  # type: ignore[misc]
        answers = together(*calls)
        assert {a.status_code for a in answers} <= {200, 201, 409}, [a.text for a in answers]
        with week.world.writing() as session:
            held = session.exec(
                select(AssignmentRow.visit_id, AssignmentRow.person_id).where(
                    col(AssignmentRow.visit_id).in_([week.visits[f"e{n}"], open_.id]), AssignmentRow.state == "accepted"
                )
            ).all()
        assert len({v for v, _ in held}) == len(held)  # one in each
        assert len({p for _, p in held}) == len(held)  # nobody in both
        assert sum(a.status_code < 300 for a in answers) == len(held) >= 1
        for visit in (f"e{n}", f"s{n}"):
            week.world.as_("coordinator").post(f"/visits/{week.visits[visit]}/cancel", {"reason": "x"})


def test_all_say_yes_at_once(week: SmallWeek) -> None:
    raced(week, 2)


@pytest.mark.campaign
def test_all_say_yes_at_once_again_and_again(week: SmallWeek) -> None:
    raced(week, int(os.environ.get("MATCHER_RACE_ROUNDS", "1000")) // 2)
