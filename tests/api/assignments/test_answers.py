"""What follows from a yes, a no and a silence: for the person, the visit, the next plan."""

from __future__ import annotations

from datetime import timedelta
from threading import Barrier, Thread
from typing import Any

import pytest
from sqlmodel import Session, col, select

from api.small_week import SmallWeek, at, shown
from api.world import MONDAY, NOON, World
from matcher_api.assignments.models import AssignmentRow
from matcher_api.audit.models import AuditEntry
from matcher_api.notifications.models import Notification
from matcher_api.people.models import PairRow
from matcher_api.planning.load import load
from matcher_api.rosters.models import PinRow
from matcher_api.visits.models import Visit, VisitRole


@pytest.fixture
def week(world: World) -> SmallWeek:
    return SmallWeek(world)


def forbidden(week: SmallWeek) -> list[tuple[str, str, str]]:
    with week.world.writing() as session:
        return [(p.person_id, p.other, p.origin) for p in session.exec(select(PairRow)).all() if p.kind == "forbidden"]


def planned(week: SmallWeek) -> Any:
    with Session(week.world.engine) as session:
        return load(session, communities=[week.community], first_day=MONDAY, days=1).problem


def test_who_accepts_is_bound_and_pinned_in_the_next_plan(week: SmallWeek) -> None:
    week.published()
    offer = week.offer("v1", "home")
    yes = week.world.as_("v1").post(f"/me/offers/{offer}/accept")
    assert (yes.status_code, yes.json()) == (
        200,
        {"id": offer, "visit_id": week.visits["home"], "state": "accepted", "answered_at": shown(NOON), "version": 2},
    )
    assert (week.state("home"), week.state("team")) == ("confirmed", "offered")
    pins = {(p.visit, p.volunteer, p.start) for p in planned(week).all_pins}
    assert pins == {(week.visits["home"], week.people["v1"], 540)}
    again = week.world.as_("v1").post(f"/me/offers/{offer}/accept")
    assert (again.status_code, again.json()["code"]) == (409, "not_acceptable_state")
    with week.world.writing() as session:
        entries = session.exec(select(AuditEntry).where(AuditEntry.action == "assignment.accept")).all()
    assert [(e.subject_id, e.detail) for e in entries] == [
        (offer, {"state": "accepted", "visit_id": week.visits["home"], "channel": "web"})
    ]


def test_a_team_is_confirmed_when_its_minimum_is(week: SmallWeek) -> None:
    week.published()
    week.world.as_("v1").post(f"/me/offers/{week.offer('v1', 'team')}/accept")
    assert week.state("team") == "partly_accepted"
    week.world.as_("v2").post(f"/me/offers/{week.offer('v2', 'team')}/accept")
    assert week.state("team") == "confirmed"


def test_who_declines_is_not_asked_again(week: SmallWeek) -> None:
    """The role is open, the draft leaves them out, no pin holds them, the next plan knows."""
    roster = week.published()
    desk, home = week.world.as_("coordinator"), week.visits["home"]
    offer = week.offer("v1", "home")
    assert desk.post(f"/assignments/{offer}/pin", {"reason": "老人指定"}).json()["pinned"] is True
    no = week.world.as_("v1").post(f"/me/offers/{offer}/decline", {"reason": "那天不在"})
    assert (no.status_code, no.json()["state"]) == (200, "declined")
    assert forbidden(week) == [(week.people["v1"], home, "decline")]
    assert week.state("home") == "short"
    assert desk.get(f"/assignments/{offer}").json()["reason"] == "那天不在"
    with week.world.writing() as session:
        assert session.exec(select(PinRow)).all() == []
        notes = session.exec(select(AuditEntry).where(AuditEntry.action == "assignment.decline")).all()
    assert "那天不在" not in str([e.detail for e in notes])
    layer = desk.get(f"/rosters/{roster}/layers/draft").json()
    assert [v["team"] for v in layer["visits"] if v["visit_id"] == home] == [[]]
    assert [(p.volunteer, p.other) for p in planned(week).pairs] == [(week.people["v1"], home)]
    refused = desk.post(f"/visits/{home}/pins", {"person_id": week.people["v1"], "reason": "还是要他"})
    assert (refused.status_code, refused.json()["code"]) == (409, "said_no")


def test_a_place_that_is_open_again_is_filled(week: SmallWeek) -> None:
    """short -> refilled when somebody else is asked -> confirmed when they accept."""
    roster = week.published()
    week.world.as_("v1").post(f"/me/offers/{week.offer('v1', 'home')}/decline", {})
    week.place(roster, "home", 9, {"v2": "helper"})
    assert week.publish(roster).status_code == 201
    assert week.state("home") == "refilled"
    week.world.as_("v2").post(f"/me/offers/{week.offer('v2', 'home')}/accept")
    assert week.state("home") == "confirmed"


def test_an_acceptance_is_taken_back(week: SmallWeek) -> None:
    week.published()
    offer, me = week.offer("v1", "home"), week.world.as_("v1")
    early = me.post(f"/me/shifts/{offer}/withdraw", {"reason": "生病"})
    assert (early.status_code, early.json()["code"]) == (409, "not_acceptable_state")
    me.post(f"/me/offers/{offer}/accept")
    back = me.post(f"/me/shifts/{offer}/withdraw", {"reason": "生病"})
    assert (back.status_code, back.json()["state"], week.state("home")) == (200, "withdrawn", "short")
    assert forbidden(week) == [(week.people["v1"], week.visits["home"], "decline")]


def test_nothing_is_accepted_or_taken_back_after_the_start(week: SmallWeek) -> None:
    week.published()
    home, team = week.offer("v1", "home"), week.offer("v1", "team")
    me = week.world.as_("v1")
    me.post(f"/me/offers/{team}/accept")
    week.world.now = at(9) - timedelta(minutes=1)
    week.world.now = at(11)
    assert me.post(f"/me/offers/{home}/accept").json()["code"] == "already_begun"
    assert me.post(f"/me/shifts/{team}/withdraw", {}).json()["code"] == "already_begun"
    assert me.post(f"/me/offers/{home}/decline", {}).json()["state"] == "declined"


def test_a_minute_before_the_start_is_early_enough(week: SmallWeek) -> None:
    week.published()
    week.world.now = at(9) - timedelta(minutes=1)
    assert week.world.as_("v1").post(f"/me/offers/{week.offer('v1', 'home')}/accept").status_code == 200


def test_offers_of_others_do_not_exist(week: SmallWeek) -> None:
    week.published()
    offer = week.offer("v1", "home")
    for path, body in ((f"/me/offers/{offer}/accept", None), (f"/me/offers/{offer}/decline", {})):
        answer = week.world.as_("v2").post(path, body)
        assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
    assert week.world.as_("v2").post(f"/me/shifts/{offer}/withdraw", {}).status_code == 404


def test_a_proposal_is_nobodys_yet(week: SmallWeek) -> None:
    week.planned()
    desk = week.world.as_("coordinator")
    proposed = desk.get(f"/assignments?state=proposed&person_id={week.people['v3']}").json()["items"][0]["id"]
    assert week.world.as_("v3").post(f"/me/offers/{proposed}/accept").json()["code"] == "not_found"
    assert desk.post(f"/assignments/{proposed}/accept").json()["code"] == "not_acceptable_state"
    assert desk.get("/assignments").json()["items"] == []
    assert week.world.as_("v3").get("/me/offers").json() == []


def test_the_office_answers_for_a_person_on_the_phone(week: SmallWeek) -> None:
    week.published()
    desk = week.world.as_("clerk")
    yes = desk.post(f"/assignments/{week.offer('v1', 'home')}/accept", {"channel": "counter"})
    assert (yes.status_code, yes.json()["state"], yes.json()["channel"]) == (200, "accepted", "counter")
    no = desk.post(f"/assignments/{week.offer('v2', 'team')}/decline", {"reason": "电话说不行"})
    assert (no.status_code, no.json()["state"], no.json()["channel"]) == (200, "declined", "phone")
    back = desk.post(f"/assignments/{week.offer('v1', 'home')}/withdraw", {})
    assert (back.status_code, back.json()["state"]) == (200, "withdrawn")


def test_silence_lapses_only_where_the_offer_was_delivered(week: SmallWeek) -> None:
    """Offered Friday noon with a day to answer: on Saturday noon it is over."""
    week.published()
    desk = week.world.as_("coordinator")
    home, team = week.offer("v1", "home"), week.offer("v2", "team")
    with week.world.writing() as session:
        session.get_one(AssignmentRow, home).delivered_at = NOON
        session.commit()
    assert desk.get(f"/assignments/{home}").json()["answer_by"] == shown(NOON + timedelta(hours=24))
    week.world.now = NOON + timedelta(hours=24) - timedelta(minutes=1)
    early = desk.post(f"/assignments/{home}/lapse")
    assert (early.status_code, early.json()["code"]) == (409, "answer_open")
    week.world.now = NOON + timedelta(hours=24)
    assert desk.post(f"/assignments/{home}/lapse").json()["state"] == "lapsed"
    assert desk.post(f"/assignments/{team}/lapse").json()["state"] == "not_reached"
    assert forbidden(week) == [(week.people["v1"], week.visits["home"], "decline")]
    assert (week.state("home"), week.state("team")) == ("short", "offered")
    reached = desk.post(f"/assignments/{team}/accept")  # the call list works: they are reached after all
    assert (reached.status_code, reached.json()["state"]) == (200, "accepted")


def test_the_answer_is_due_before_the_start(week: SmallWeek) -> None:
    roster = week.planned()
    week.world.now = at(8)
    week.publish(roster)
    offer = week.world.as_("coordinator").get(f"/assignments/{week.offer('v1', 'home')}").json()
    assert offer["answer_by"] == shown(at(9))


def rival(week: SmallWeek) -> str:
    """The home visit is an emergency: v2 has an offer for its one helper too."""
    with week.world.writing() as session:
        row = AssignmentRow(
            community_id=week.community,
            visit_id=week.visits["home"],
            person_id=week.people["v2"],
            role="helper",
            state="offered",
        )
        session.add(row)
        session.commit()
        return row.id


def test_of_several_who_are_asked_the_first_comes_and_the_others_are_told(week: SmallWeek) -> None:
    week.published()
    other = rival(week)
    assert week.world.as_("v1").post(f"/me/offers/{week.offer('v1', 'home')}/accept").status_code == 200
    desk = week.world.as_("coordinator")
    released = desk.get(f"/assignments/{other}").json()
    assert (released["state"], released["reason"]) == ("withdrawn", "filled")
    late = week.world.as_("v2").post(f"/me/offers/{other}/accept")
    assert (late.status_code, late.json()["code"]) == (409, "not_acceptable_state")
    with week.world.writing() as session:
        told = session.exec(select(Notification).where(Notification.kind == "offer_filled")).one()
    assert (told.person_id, told.payload) == (
        week.people["v2"],
        {"assignment_id": other, "visit_id": week.visits["home"]},
    )


def test_a_role_with_room_for_more_takes_more(week: SmallWeek) -> None:
    week.published()
    with week.world.writing() as session:
        role = session.exec(select(VisitRole).where(VisitRole.visit_id == week.visits["home"])).one()
        role.desired, role.most = 2, None
        session.commit()
    other = rival(week)
    for name, offer in (("v1", week.offer("v1", "home")), ("v2", other)):
        assert week.world.as_(name).post(f"/me/offers/{offer}/accept").status_code == 200


def test_two_who_accept_the_last_place_at_once(week: SmallWeek) -> None:
    week.published()
    asked = {"v1": week.offer("v1", "home"), "v2": rival(week)}
    answers: list[int] = []
    barrier = Barrier(2)

    def accept(name: str) -> None:
        barrier.wait()
        answers.append(week.world.as_(name).post(f"/me/offers/{asked[name]}/accept").status_code)

    threads = [Thread(target=accept, args=(name,)) for name in asked]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == [200, 409]
    with week.world.writing() as session:
        rows = session.exec(
            select(AssignmentRow.state).where(
                AssignmentRow.visit_id == week.visits["home"], col(AssignmentRow.state) != "proposed"
            )
        ).all()
    assert sorted(rows) == ["accepted", "withdrawn"]


def test_a_cancelled_visit_is_no_longer_accepted(week: SmallWeek) -> None:
    week.published()
    offer = week.offer("v1", "home")
    with week.world.writing() as session:
        session.get_one(Visit, week.visits["home"]).state = "cancelled"
        session.commit()
    answer = week.world.as_("v1").post(f"/me/offers/{offer}/accept")
    assert (answer.status_code, answer.json()["code"]) == (409, "visit_over")
