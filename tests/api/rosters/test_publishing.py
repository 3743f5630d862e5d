"""Publishing: what becomes of people, rooms and visits, in one transaction or not at all."""

from __future__ import annotations

from threading import Barrier, Thread

import pytest
from sqlmodel import col, select

from api.small_week import SmallWeek, at, shown
from api.world import World
from matcher_api.assignments.models import AssignmentRow
from matcher_api.bookings.models import Booking
from matcher_api.notifications.models import Notification
from matcher_api.people.models import Consent, Person


@pytest.fixture
def week(world: World) -> SmallWeek:
    return SmallWeek(world)


def work_of(week: SmallWeek) -> dict[tuple[str, str], str]:
    """(visit, person) -> state, by their names, of everything ever published; the newest row counts."""
    visits = {v: k for k, v in week.visits.items()}
    people = {v: k for k, v in week.people.items()}
    with week.world.writing() as session:
        rows = session.exec(
            select(AssignmentRow).where(AssignmentRow.state != "proposed").order_by(col(AssignmentRow.id))
        ).all()
    return {(visits[a.visit_id], people[a.person_id]): a.state for a in rows}


def rooms_of(week: SmallWeek) -> list[tuple[str, int]]:
    """(state, hour in UTC) of all bookings."""
    with week.world.writing() as session:
        return [(b.state, b.start.hour) for b in session.exec(select(Booking).order_by(col(Booking.id))).all()]


def digests(week: SmallWeek, number: int) -> dict[str, dict[str, int]]:
    """person -> how many assignments of each kind version `number` told them of."""
    people = {v: k for k, v in week.people.items()}
    with week.world.writing() as session:
        rows = session.exec(select(Notification).where(Notification.kind == "roster_digest")).all()
    kinds = ("offered", "moved", "released")
    return {
        people[n.person_id or ""]: {k: len(n.payload[k]) for k in kinds if n.payload[k]}
        for n in rows
        if n.payload["number"] == number
    }


def test_people_are_offered_rooms_booked_and_everybody_is_told_once(week: SmallWeek) -> None:
    roster = week.planned()
    answer = week.publish(roster)
    version = answer.json()
    assert (answer.status_code, version["number"], version["overrides"]) == (201, 1, [])
    assert version["snapshot"] == {
        "visits": [
            {
                "visit": week.visits[name],
                "start": at(hour).isoformat(),
                "end": at(end).isoformat(),
                "facility": week.room if name == "class" else None,
                "team": sorted([week.people[p], role] for p in people),
            }
            for name, hour, end, role, people in (
                ("home", 9, 10, "helper", ["v1"]),
                ("team", 11, 12.5, "patrol", ["v1", "v2"]),
                ("class", 14, 15, "teacher", ["v3"]),
            )
        ]
    }
    assert work_of(week) == {
        ("home", "v1"): "offered",
        ("team", "v1"): "offered",
        ("team", "v2"): "offered",
        ("class", "v3"): "offered",
    }
    assert rooms_of(week) == [("confirmed", 6)]
    assert digests(week, 1) == {"v1": {"offered": 2}, "v2": {"offered": 1}, "v3": {"offered": 1}}
    assert {name: week.state(name) for name in week.visits} == dict.fromkeys(week.visits, "offered")
    desk = week.world.as_("coordinator")
    assert desk.get(f"/rosters/{roster}").json()["state"] == "published"
    assert desk.get(f"/rosters/{roster}/diff").json() == {"people": [], "added": [], "dropped": [], "moved": []}
    again = week.publish(roster)
    assert (again.status_code, again.json()["code"]) == (409, "not_acceptable_state")
    assert desk.get(f"/rosters/{roster}/versions").json()["items"] == [version]
    assert desk.get(f"/rosters/{roster}/versions/1").json() == version
    assert desk.get(f"/rosters/{roster}/versions/2").status_code == 404


def test_the_next_version_keeps_answers_asks_again_and_releases(week: SmallWeek) -> None:
    """home stays as it is and accepted; team moves; class goes to nobody: each person hears what changed for them."""
    roster = week.published()
    assert week.world.as_("v1").post(f"/me/offers/{week.offer('v1', 'home')}/accept").status_code == 200
    assert week.world.as_("v3").post(f"/me/offers/{week.offer('v3', 'class')}/accept").status_code == 200
    week.place(roster, "team", 12, {"v1": "patrol", "v2": "patrol"})
    desk = week.world.as_("coordinator")
    desk.delete(f"/rosters/{roster}/draft/visits/{week.visits['class']}")
    diff = desk.get(f"/rosters/{roster}/diff").json()
    team, klass = week.visits["team"], week.visits["class"]
    names = {week.people["v1"]: "王小明", week.people["v2"]: "张大力", week.people["v3"]: "Anna Lee"}
    empty: dict[str, list[str]] = {"gains": [], "loses": [], "moves": []}
    assert diff == {
        "people": sorted(
            [
                {"person_id": week.people["v1"], "name": names[week.people["v1"]], **empty, "moves": [team]},
                {"person_id": week.people["v2"], "name": names[week.people["v2"]], **empty, "moves": [team]},
                {"person_id": week.people["v3"], "name": names[week.people["v3"]], **empty, "loses": [klass]},
            ],
            key=lambda p: str(p["person_id"]),
        ),
        "added": [],
        "dropped": [klass],
        "moved": [team],
    }
    refused = week.publish(roster)  # v3 has accepted: dropping them breaks a pin
    assert (refused.status_code, refused.json()["code"]) == (409, "roster_violates")
    assert {v["rule"] for v in refused.json()["conflict"]["violations"]} == {"pins"}
    assert work_of(week)["class", "v3"] == "accepted" and digests(week, 2) == {}
    forced = week.publish(roster, override="学校停课")
    assert (forced.status_code, forced.json()["number"]) == (201, 2)
    assert [o["reason"] for o in forced.json()["overrides"]] == ["学校停课"]
    assert work_of(week) == {
        ("home", "v1"): "accepted",
        ("team", "v1"): "offered",
        ("team", "v2"): "offered",
        ("class", "v3"): "withdrawn",
    }
    assert digests(week, 2) == {"v1": {"moved": 1}, "v2": {"moved": 1}, "v3": {"released": 1}}
    assert rooms_of(week) == [("cancelled", 6)]
    assert (week.state("home"), week.state("team"), week.state("class")) == ("confirmed", "offered", "planned")


def test_another_person_takes_over(week: SmallWeek) -> None:
    """The person replaced is released, the new one asked; the room is booked anew at its new time."""
    roster = week.published()
    week.place(roster, "home", 9, {"v2": "helper"})
    week.place(roster, "class", 15, {"v3": "teacher"}, week.room)
    assert week.publish(roster).status_code == 201
    assert work_of(week) == {
        ("home", "v1"): "withdrawn",
        ("home", "v2"): "offered",
        ("team", "v1"): "offered",
        ("team", "v2"): "offered",
        ("class", "v3"): "offered",
    }
    assert rooms_of(week) == [("cancelled", 6), ("confirmed", 7)]
    assert digests(week, 2) == {"v1": {"released": 1}, "v2": {"offered": 1}, "v3": {"moved": 1}}


def test_a_broken_rule_is_refused_with_what_it_breaks(week: SmallWeek) -> None:
    roster = week.planned()
    week.place(roster, "team", 11, {"v1": "patrol"})
    answer = week.publish(roster)
    assert (answer.status_code, answer.json()["code"]) == (409, "roster_violates")
    assert answer.json()["conflict"]["violations"] == [
        {
            "rule": "headcount",
            "amount": 1,
            "unit": "people_missing",
            "visit": week.visits["team"],
            "volunteer": None,
            "facility": None,
            "other": "patrol",
            "overridden": False,
        }
    ]
    judged = week.world.as_("coordinator").get(f"/rosters/{roster}/layers/draft/judgement").json()
    assert judged["violations"] == answer.json()["conflict"]["violations"]
    assert work_of(week) == {} and rooms_of(week) == []
    assert week.world.as_("coordinator").get(f"/rosters/{roster}").json()["newest_version"] == 0


def test_staff_and_a_standing_consent_are_bound_at_once(week: SmallWeek) -> None:
    roster = week.planned()
    with week.world.writing() as session:
        session.get_one(Person, week.people["v2"]).kind = "staff"
        for given, hour in ((False, 1), (True, 2)):
            session.add(Consent(person_id=week.people["v3"], purpose="standing", given=given, at=at(hour, -9)))
        for given, hour in ((True, 1), (False, 2)):
            session.add(Consent(person_id=week.people["v1"], purpose="standing", given=given, at=at(hour, -9)))
        session.commit()
    assert week.publish(roster).status_code == 201
    assert work_of(week) == {
        ("home", "v1"): "offered",
        ("team", "v1"): "offered",
        ("team", "v2"): "accepted",
        ("class", "v3"): "accepted",
    }
    assert (week.state("home"), week.state("team"), week.state("class")) == ("offered", "partly_accepted", "confirmed")
    desk = week.world.as_("coordinator")
    assert sorted(a["channel"] for a in desk.get("/assignments?state=accepted").json()["items"]) == [
        "staff",
        "standing",
    ]


def test_what_has_begun_is_left_alone(week: SmallWeek) -> None:
    """At ten the home visit is under way: neither the draft nor the next version touches it."""
    roster = week.published()
    week.world.now = at(10)
    desk = week.world.as_("coordinator")
    desk.delete(f"/rosters/{roster}/draft/visits/{week.visits['home']}")
    week.place(roster, "class", 15, {"v3": "teacher"}, week.room)
    second = week.publish(roster)
    assert second.status_code == 201
    frozen = {v["visit"]: v["team"] for v in second.json()["snapshot"]["visits"]}
    assert frozen[week.visits["home"]] == [[week.people["v1"], "helper"]] and len(frozen) == 3
    assert work_of(week)["home", "v1"] == "offered"
    shown_now = desk.get(f"/rosters/{roster}/layers/published").json()["visits"]
    assert [(v["visit_id"], v["start"]) for v in shown_now] == [
        (week.visits["home"], shown(at(9))),
        (week.visits["team"], shown(at(11))),
        (week.visits["class"], shown(at(15))),
    ]


def test_two_publishes_at_once(week: SmallWeek) -> None:
    roster = week.planned()
    version = week.world.as_("coordinator").get(f"/rosters/{roster}").json()["version"]
    answers: list[int] = []
    barrier = Barrier(2)

    def publish() -> None:
        barrier.wait()
        answers.append(week.publish(roster, version).status_code)

    threads = [Thread(target=publish) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == [201, 412]
    assert digests(week, 1) == {"v1": {"offered": 2}, "v2": {"offered": 1}, "v3": {"offered": 1}}


def test_a_closed_roster_stays_as_it_is(week: SmallWeek) -> None:
    roster = week.published()
    desk = week.world.as_("coordinator")
    closed = desk.call("POST", f"/rosters/{roster}/close", headers={"If-Match": "*"})
    assert (closed.status_code, closed.json()["state"], closed.json()["possible"]) == (200, "closed", [])
    for answer in (
        week.publish(roster),
        week.place(roster, "home", 10, {"v1": "helper"}),
        desk.post("/solve-runs", {"roster_id": roster}),
        desk.patch(f"/rosters/{roster}", {"title": "x"}),
    ):
        assert (answer.status_code, answer.json()["code"]) == (409, "not_acceptable_state")
