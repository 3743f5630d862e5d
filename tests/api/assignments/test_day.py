"""The day itself: who came, who did not, whose word makes it hours; and what becomes of visit, request and room."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlmodel import col, select

from api.day_week import CODE, DayWeek
from api.small_week import at, shown
from api.world import World
from matcher_api.access.roles import AccessRole
from matcher_api.assignments.models import AssignmentRow
from matcher_api.audit.models import AuditEntry
from matcher_api.bookings.models import Booking
from matcher_api.hours.models import HourEntry
from matcher_api.notifications.models import Notification
from matcher_api.requests.models import Request
from matcher_api.rosters.models import PlannedVisitRow
from matcher_api.visits.models import Visit, VisitRole


@pytest.fixture
def week(world: World) -> DayWeek:
    return DayWeek(world)


def entries(week: DayWeek) -> list[tuple[str | None, str, int, str]]:
    with week.world.writing() as session:
        rows = session.exec(select(HourEntry).order_by(col(HourEntry.id))).all()
    return [(e.person_id, str(e.day), e.minutes, e.kind) for e in rows]


def test_a_visit_is_begun_served_verified_and_done(week: DayWeek) -> None:
    week.served("v1", "home", 8.9, 10.1)
    assert week.state("home") == "in_progress"
    offer = week.work["v1", "home"]
    told = week.world.as_("clerk").get(f"/assignments/{offer}").json()
    assert (told["state"], told["checked_in_at"], told["possible"]) == ("checked_out", shown(at(8.9)), ["verify"])
    assert entries(week) == []
    done = week.world.as_("resident").post(f"/visits/{week.visits['home']}/verify")
    assert (done.status_code, done.json()) == (
        200,
        {
            "visit_state": "done",
            "items": [
                {
                    "id": offer,
                    "visit_id": week.visits["home"],
                    "role": "helper",
                    "state": "verified",
                    "minutes": 66,
                }
            ],
        },
    )
    assert entries(week) == [(week.people["v1"], "2026-11-23", 66, "service")]
    hours = week.world.as_("v1").get("/me/hours").json()
    assert (hours["total_minutes"], hours["items"][0]["assignment_id"]) == (66, offer)
    with week.world.writing() as session:
        acts = session.exec(
            select(AuditEntry.action).where(col(AuditEntry.subject_id).in_([offer, week.visits["home"]]))
        ).all()
        verified_by = session.get_one(AssignmentRow, offer).verified_by
    assert {"assignment.check_in", "assignment.check_out", "assignment.verify", "visit.start", "visit.finish"} <= set(
        acts
    )
    assert verified_by is not None


def test_the_code_is_the_one_both_sides_hold(week: DayWeek) -> None:
    week.world.now = at(9)
    wrong = week.mine("v1", "home", "check-in", {"code": "0000"})
    assert (wrong.status_code, wrong.json()["code"]) == (422, "code_wrong")
    assert week.mine("v1", "home", "check-in", {"code": "47"}).status_code == 422
    assert week.mine("v1", "home", "check-in").json()["state"] == "checked_in"
    assert week.mine("v1", "home", "check-out", {"code": "0000"}).json()["code"] == "code_wrong"
    assert week.mine("v1", "home", "check-out").json()["state"] == "checked_out"


def test_not_before_and_not_after_its_time(week: DayWeek) -> None:
    for moment in (at(8.5) - timedelta(minutes=1), at(10) + timedelta(minutes=1)):
        week.world.now = moment
        answer = week.mine("v1", "home", "check-in")
        assert (answer.status_code, answer.json()["code"]) == (409, "check_in_closed")
        assert answer.json()["conflict"] == {"since": at(8.5).isoformat(), "until": at(10).isoformat()}
    week.world.now = at(10)
    assert week.mine("v1", "home", "check-in").status_code == 200
    week.world.now = at(12) + timedelta(minutes=1)
    assert week.mine("v1", "home", "check-out").json()["code"] == "check_out_closed"


def test_the_windows_are_settings_of_the_community(week: DayWeek) -> None:
    asked = {"settings": {"check_in_minutes": 60, "no_show_minutes": 0}}
    assert week.world.as_("coordinator").patch(f"/communities/{week.community}", asked).status_code == 200
    week.world.now = at(8)
    assert week.mine("v1", "home", "check-in").status_code == 200
    week.world.now = at(11)
    assert week.desk("v1", "team", "no-show", {}).status_code == 200


def test_the_desk_writes_it_down_for_people_without_phones(week: DayWeek) -> None:
    week.world.now = at(17)
    late = week.desk("v1", "home", "check-in", {"at": at(18).isoformat()})
    assert (late.status_code, late.json()["code"]) == (422, "not_yet")
    assert week.desk("v1", "home", "check-in").json()["code"] == "check_in_closed"  # now is too late: say when it was
    for action, hour in (("check-in", 9), ("check-out", 10)):
        answer = week.desk("v1", "home", action, {"at": at(hour).isoformat()}, who="clerk")
        assert answer.status_code == 200, answer.text
    assert week.desk("v1", "home", "verify", who="clerk").json()["minutes"] == 60
    assert (week.state("home"), entries(week)[0][2]) == ("done", 60)


def test_others_do_not_check_me_in(week: DayWeek) -> None:
    week.world.now = at(9)
    offer = week.work["v1", "home"]
    assert week.world.as_("v2").post(f"/me/shifts/{offer}/check-in", CODE).status_code == 404
    assert week.world.as_("v2").post(f"/assignments/{offer}/check-in").status_code == 403


def test_nobody_verifies_their_own_work_nor_a_strangers(week: DayWeek) -> None:
    week.served("v1", "team", 11, 12.5)
    own, visit = week.work["v1", "team"], week.visits["team"]
    with week.world.writing() as session:
        week.world.login(session, AccessRole.COORDINATOR, week.community, name="both", person_id=week.people["v1"])
        session.commit()
    for who, status, code in (
        ("v1", 404, "not_found"), ("v2", 404, "not_found"), ("resident", 404, "not_found"), ("both", 409, "own_work"),
    ):  # fmt: skip
        for path in (f"/assignments/{own}/verify", f"/visits/{visit}/verify"):
            answer = week.world.as_(who).post(path)
            assert (who, answer.status_code, answer.json()["code"]) == (who, status, code)
    assert entries(week) == []


def test_who_leads_a_team_verifies_the_others(week: DayWeek) -> None:
    """The role is named in the settings; their own work waits for the desk."""
    asked = {"settings": {"lead_roles": ["head"]}}
    assert week.world.as_("coordinator").patch(f"/communities/{week.community}", asked).status_code == 200
    with week.world.writing() as session:
        session.get_one(AssignmentRow, week.work["v2", "team"]).role = "head"
        session.add(VisitRole(visit_id=week.visits["team"], role="head", least=0, most=1))
        session.commit()
    week.served("v1", "team", 11, 12.5)
    week.served("v2", "team", 11.1, 12.4)
    path = f"/visits/{week.visits['team']}/verify"
    done = week.world.as_("v2").post(path).json()
    assert (done["visit_state"], [i["minutes"] for i in done["items"]]) == ("in_progress", [90])
    assert week.world.as_("v2").post(path).json()["code"] == "own_work"
    done = week.world.as_("coordinator").post(path).json()
    assert (done["visit_state"], [i["minutes"] for i in done["items"]]) == ("done", [78])


def test_nothing_to_verify_before_somebody_left(week: DayWeek) -> None:
    week.world.now = at(9)
    week.mine("v1", "home", "check-in")
    path = f"/visits/{week.visits['home']}/verify"
    assert week.world.as_("resident").post(path).json()["code"] == "nothing_to_verify"
    assert week.desk("v1", "home", "verify").json()["code"] == "not_acceptable_state"


def test_nothing_is_settled_before_the_planned_start(week: DayWeek) -> None:
    """Found by walking at random: who came and left early was verified, then the other one withdrew, and nobody was
    left to end the visit."""
    week.served("v1", "team", 10.6, 10.7)
    path = f"/visits/{week.visits['team']}/verify"
    for early in (week.desk("v1", "team", "verify"), week.world.as_("coordinator").post(path)):
        assert (early.status_code, early.json()["code"]) == (409, "not_begun")
    assert week.mine("v2", "team", "withdraw", {}).status_code == 200
    week.world.now = at(11)
    done = week.world.as_("coordinator").post(path).json()
    assert (done["visit_state"], [i["minutes"] for i in done["items"]]) == ("done", [0])


def test_a_no_show_leaves_the_others_at_work(week: DayWeek) -> None:
    """The visit is in progress: it does not fall short any more, and is done by those who came."""
    week.world.now = at(11)
    week.mine("v1", "team", "check-in")
    week.world.now = at(11.25) - timedelta(minutes=1)
    early = week.desk("v2", "team", "no-show", {"reason": "没接电话"})
    assert (early.status_code, early.json()["code"], early.json()["conflict"]) == (
        409, "not_missed", {"from": at(11.25).isoformat()},
    )  # fmt: skip
    week.world.now = at(11.25)
    assert week.desk("v2", "team", "no-show", {"reason": "没接电话"}).json()["state"] == "no_show"
    assert week.state("team") == "in_progress"
    week.world.now = at(12.5)
    week.mine("v1", "team", "check-out")
    assert week.desk("v1", "team", "verify").json()["minutes"] == 90
    assert week.state("team") == "done"
    assert week.desk("v2", "team", "excuse", {"reason": "住院"}).json()["state"] == "excused"
    assert week.state("team") == "done"


def test_the_last_word_may_be_a_no_show(week: DayWeek) -> None:
    week.served("v1", "team", 11, 12.5)
    assert (
        week.world.as_("coordinator").post(f"/visits/{week.visits['team']}/verify").json()["visit_state"]
        == "in_progress"
    )
    week.desk("v2", "team", "no-show", {})
    assert week.state("team") == "done"


def test_a_no_show_that_was_a_mistake_is_taken_back(week: DayWeek) -> None:
    """Of the only one who came: the visit takes place again, and what they did is written in afterwards."""
    week.world.now = at(10.5)
    assert week.desk("v1", "home", "no-show", {}).status_code == 200 and week.state("home") == "called_off"
    assert week.desk("v1", "home", "came-after-all", {}).status_code == 422  # a correction says why
    back = week.desk("v1", "home", "came-after-all", {"reason": "记错人了"})
    assert (back.json()["state"], back.json()["start"], week.state("home")) == ("accepted", shown(at(9)), "confirmed")
    for action, hour in (("check-in", 9), ("check-out", 10)):
        assert week.desk("v1", "home", action, {"at": at(hour).isoformat()}).status_code == 200, action
    assert week.desk("v1", "home", "verify").json()["minutes"] == 60
    assert week.state("home") == "done"
    acts = week.world.as_("coordinator").get(f"/audit?subject_id={week.work['v1', 'home']}").json()["items"]
    assert "assignment.came_after_all" in [a["action"] for a in acts]


def test_of_a_team_that_is_done_somebody_came_after_all(week: DayWeek) -> None:
    week.served("v1", "team", 11, 12.5)
    week.desk("v2", "team", "no-show", {})
    week.desk("v1", "team", "verify")
    assert week.state("team") == "done"
    assert week.desk("v2", "team", "came-after-all", {"reason": "在后门"}).json()["state"] == "accepted"
    for action, hour in (("check-in", 11), ("check-out", 12.5)):
        assert week.desk("v2", "team", action, {"at": at(hour).isoformat()}).status_code == 200, action
    assert week.desk("v2", "team", "verify").json()["minutes"] == 90 and week.state("team") == "done"


def test_what_is_planned_anew_does_not_come_back(week: DayWeek) -> None:
    week.world.now = at(9.5)
    week.desk("v1", "home", "no-show", {})
    roster = week.roster()
    week.place(roster, "home", 15, {"v2": "helper"})
    assert week.publish(roster, override="其余照旧").status_code == 201
    refused = week.desk("v1", "home", "came-after-all", {"reason": "记错人了"})
    assert (refused.status_code, refused.json()["code"]) == (409, "visit_over")
    assert week.desk("v2", "team", "came-after-all", {"reason": "没缺席"}).json()["code"] == "not_acceptable_state"


def test_where_nobody_came_the_visit_is_called_off_and_planned_anew(week: DayWeek) -> None:
    """Its room is given back, everybody hears of it, the request waits again; the next roster may have it."""
    with week.world.writing() as session:
        request = Request(
            community_id=week.community, number="x-1", state="scheduled", resident_id=week.world.resident,
            asked_at=week.world.now,
        )  # fmt: skip
        session.add(request)
        session.flush()
        session.get_one(Visit, week.visits["home"]).request_id = request.id
        session.commit()
    week.world.now = at(9.5)
    assert week.desk("v1", "home", "no-show", {"reason": "没来"}).status_code == 200
    assert week.state("home") == "called_off"
    with week.world.writing() as session:
        assert session.get_one(Request, request.id).state == "verified"
        planned = select(PlannedVisitRow).where(PlannedVisitRow.visit_id == week.visits["home"])
        assert session.exec(planned).all() == []
        told = session.exec(select(Notification).where(Notification.kind == "visit_called_off")).all()
    assert [(n.resident_id, n.person_id) for n in told] == [(week.world.resident, None), (None, None)]
    roster = week.roster()
    assert week.place(roster, "home", 15, {"v2": "helper"}).status_code == 200
    published = week.publish(roster, override="其余照旧")
    assert published.status_code == 201, published.text
    assert week.state("home") == "offered"


def test_an_excuse_before_the_start_opens_the_role(week: DayWeek) -> None:
    week.world.now = at(8)
    assert week.desk("v1", "home", "excuse", {"reason": "发烧"}).json()["state"] == "excused"
    assert week.state("home") == "short"


def test_the_room_of_a_class_follows_its_people(week: DayWeek) -> None:
    def booking() -> str:
        with week.world.writing() as session:
            return session.exec(select(Booking.state).where(Booking.visit_id == week.visits["class"])).one()

    week.served("v3", "class", 14, 15)
    assert booking() == "checked_in"
    week.world.as_("coordinator").post(f"/visits/{week.visits['class']}/verify")
    assert (booking(), week.state("class")) == ("completed", "done")


def test_offers_nobody_answered_end_with_the_visit(week: DayWeek) -> None:
    with week.world.writing() as session:
        late = AssignmentRow(
            community_id=week.community, visit_id=week.visits["home"], person_id=week.people["v3"], role="helper",
            state="offered",
        )  # fmt: skip
        session.add(late)
        session.commit()
    week.served("v1", "home", 9, 10)
    week.world.as_("resident").post(f"/visits/{week.visits['home']}/verify")
    told = week.world.as_("coordinator").get(f"/assignments/{late.id}").json()
    assert (told["state"], told["reason"]) == ("withdrawn", "over")


def test_a_short_visit_is_called_off_by_the_desk(week: DayWeek) -> None:
    """Nobody stays bound to a visit below its minimum: the other one is released and told once."""
    week.world.as_("v2").post(f"/me/shifts/{week.offer('v2', 'team')}/withdraw", {})
    assert week.state("team") == "short"
    path = f"/visits/{week.visits['team']}/call-off"
    done = week.world.as_("coordinator").post(path, {"reason": "人手不足"})
    assert (done.status_code, done.json()["visit"]["state"]) == (200, "called_off")
    assert done.json()["withdrawn"] == [week.work["v1", "team"]]
    with week.world.writing() as session:
        told = session.exec(select(Notification.person_id).where(Notification.kind == "visit_called_off")).all()
    assert sorted(str(t) for t in told) == sorted([week.people["v1"], "None"])
    again = week.world.as_("coordinator").post(path, {"reason": "人手不足"})
    assert (again.status_code, again.json()["code"]) == (409, "not_acceptable_state")


def test_a_begun_visit_is_neither_cancelled_nor_called_off(week: DayWeek) -> None:
    week.world.now = at(9)
    week.mine("v1", "home", "check-in")
    for action in ("cancel", "call-off"):
        answer = week.world.as_("coordinator").post(f"/visits/{week.visits['home']}/{action}", {"reason": "x"})
        assert (answer.status_code, answer.json()["code"]) == (409, "not_acceptable_state")
