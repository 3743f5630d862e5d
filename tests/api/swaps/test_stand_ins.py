"""Who cannot come stays bound until somebody else has taken it, by the rules of every plan."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import col, select

from api.day_week import DayWeek
from api.small_week import at
from api.world import World
from matcher_api.assignments.models import AssignmentRow
from matcher_api.audit.models import AuditEntry
from matcher_api.notifications.models import Notification
from matcher_api.people.models import PairRow, Person
from matcher_api.rosters.models import PinRow, PlannedVisitRow


@pytest.fixture
def week(world: World) -> DayWeek:
    return DayWeek(world)


def seek(week: DayWeek, name: str, visit: str) -> Any:
    return week.mine(name, visit, "seek-stand-in", {"reason": "要陪孩子看病"})


def take(week: DayWeek, who: str, name: str, visit: str) -> Any:
    return week.world.as_(who).post(f"/me/stand-ins/{week.work[name, visit]}/take")


def team(week: DayWeek, visit: str) -> list[tuple[str, str, str]]:
    with week.world.writing() as session:
        rows = session.exec(
            select(AssignmentRow).where(AssignmentRow.visit_id == week.visits[visit]).order_by(col(AssignmentRow.id))
        ).all()
    return [(r.person_id, r.state, r.origin) for r in rows]


def test_somebody_takes_it_and_the_one_who_sought_is_free(week: DayWeek) -> None:
    v1, v2 = week.people["v1"], week.people["v2"]
    proposal = AssignmentRow(
        community_id=week.community, roster_id=week.of_roster, visit_id=week.visits["home"], person_id=v1, role="helper"
    )
    week.world.add(proposal, PinRow(visit_id=week.visits["home"], person_id=v1, role="helper"))
    assert seek(week, "v1", "home").json()["state"] == "stand_in_sought"
    assert week.state("home") == "confirmed"
    (shown,) = week.world.as_("v2").get("/me/stand-ins").json()
    assert (shown["assignment_id"], shown["what_zh"], shown["risk"]) == (week.work["v1", "home"], "探访老人", "medium")
    assert shown["place"] == {"facility_id": None, "facility": "", "building": "", "area": ""}
    assert week.world.as_("v1").get("/me/stand-ins").json() == []
    new = take(week, "v2", "v1", "home")
    assert (new.status_code, new.json()["state"]) == (201, "accepted")
    assert (week.state("home"), week.world.as_("v2").get("/me/stand-ins").json()) == ("confirmed", [])
    assert sorted(team(week, "home")) == sorted(
        [(v1, "substituted", "solver"), (v2, "accepted", "swap"), (v2, "proposed", "swap")]
    )
    with week.world.writing() as session:
        told = session.exec(select(Notification).where(col(Notification.person_id).is_not(None))).all()
        pairs = session.exec(select(PairRow)).all()
        assert session.exec(select(PinRow)).all() == []
        row = session.get_one(AssignmentRow, new.json()["id"])
    assert {(n.kind, n.person_id) for n in told} == {("stand_in_found", v1), ("work_taken_over", v2)}
    assert [(p.person_id, p.other, p.origin) for p in pairs] == [(v1, week.visits["home"], "decline")]
    assert (row.start, row.channel, row.answered_at) == (at(9), "web", week.world.now)


def test_they_stay_responsible_until_then(week: DayWeek) -> None:
    """They may come themselves, say that they will after all, or be a no-show."""
    seek(week, "v1", "home")
    week.world.now = at(9)
    assert week.mine("v1", "home", "check-in").json()["state"] == "checked_in"
    assert seek(week, "v1", "team").json()["state"] == "stand_in_sought"
    assert week.world.as_("v1").post(f"/me/shifts/{week.work['v1', 'team']}/keep").json()["state"] == "accepted"
    assert seek(week, "v1", "team").status_code == 200
    week.world.now = at(11.25)
    assert take(week, "v3", "v1", "team").json()["code"] == "already_begun"
    assert week.desk("v1", "team", "no-show", {}).json()["state"] == "no_show"


def test_nobody_seeks_after_the_start_or_what_is_not_theirs(week: DayWeek) -> None:
    path = f"/me/shifts/{week.work['v1', 'home']}/seek-stand-in"
    assert week.world.as_("v2").post(path, {}).status_code == 404
    assert take(week, "v2", "v1", "home").status_code == 404  # not on the board
    week.world.now = at(9)
    late = seek(week, "v1", "home")
    assert (late.status_code, late.json()["code"]) == (409, "already_begun")


def broken(answer: Any) -> list[tuple[str, str | None]]:
    assert (answer.status_code, answer.json()["code"]) == (409, "swap_violates"), answer.text
    return [(v["rule"], v["volunteer"]) for v in answer.json()["conflict"]["violations"]]


def test_the_rules_are_those_of_every_plan_and_nothing_changes_where_they_say_no(week: DayWeek) -> None:
    seek(week, "v3", "class")
    before = team(week, "class")
    assert ("skills", week.people["v2"]) in broken(take(week, "v2", "v3", "class"))
    assert (team(week, "class"), week.state("class")) == (before, "confirmed")
    seek(week, "v1", "home")
    with week.world.writing() as session:
        row = session.exec(select(PlannedVisitRow).where(PlannedVisitRow.visit_id == week.visits["team"])).one()
        row.start, row.end = at(9.5), at(11)
        session.commit()
    assert ("travel_time", week.people["v2"]) in broken(take(week, "v2", "v1", "home"))
    assert team(week, "home") == [(week.people["v1"], "stand_in_sought", "solver")]


def test_what_was_broken_before_stands_in_nobodys_way(week: DayWeek) -> None:
    """The team is one short already: that is not the fault of who takes the visit at home."""
    with week.world.writing() as session:
        session.get_one(AssignmentRow, week.work["v2", "team"]).state = "withdrawn"
        session.commit()
    seek(week, "v1", "home")
    assert take(week, "v2", "v1", "home").status_code == 201
    assert [(p, s) for p, s, _ in team(week, "home") if s != "substituted"] == [(week.people["v2"], "accepted")]
    with week.world.writing() as session:
        acts = session.exec(select(AuditEntry.action).where(AuditEntry.action == "assignment.substitute")).all()
    assert len(acts) == 1  # what was tried and taken back is not written down


def test_no_minor_without_consent_takes_it(week: DayWeek) -> None:
    seek(week, "v1", "home")
    with week.world.writing() as session:
        session.get_one(Person, week.people["v2"]).minor = True
        session.commit()
    assert ("minor", week.people["v2"]) in broken(take(week, "v2", "v1", "home"))


def test_who_takes_part_already_is_no_stand_in(week: DayWeek) -> None:
    seek(week, "v1", "team")
    there = take(week, "v2", "v1", "team")
    assert (there.status_code, there.json()["code"]) == (409, "own_already")
    assert there.json()["conflict"]["assignment_id"] == week.work["v2", "team"]


def test_the_desk_writes_down_who_comes_instead(week: DayWeek) -> None:
    """Also of work that nobody put on the board; for people without phones."""
    new = week.desk("v1", "home", "stand-in", {"person_id": week.people["v3"], "channel": "phone"}, who="clerk")
    assert (new.status_code, new.json()["person_id"], new.json()["channel"]) == (201, week.people["v3"], "phone")
    again = week.desk("v1", "home", "stand-in", {"person_id": week.people["v2"]})
    assert (again.status_code, again.json()["code"]) == (409, "taken_over")
    assert again.json()["conflict"]["state"] == "substituted"
    assert week.desk("v2", "team", "seek-stand-in", {"reason": "电话说", "channel": "phone"}).status_code == 200
    assert week.desk("v2", "team", "keep").json()["state"] == "accepted"


def test_people_of_other_communities_and_who_left_take_nothing(week: DayWeek) -> None:
    seek(week, "v1", "home")
    with week.world.writing() as session:
        session.get_one(Person, week.people["v2"]).state = "paused"
        session.commit()
    assert take(week, "v2", "v1", "home").status_code == 404
    assert week.world.as_("v2").get("/me/stand-ins").json() == []


def test_a_stand_in_serves_like_anybody(week: DayWeek) -> None:
    seek(week, "v1", "home")
    week.work["v2", "home"] = take(week, "v2", "v1", "home").json()["id"]
    week.world.now = at(9) - timedelta(minutes=30)
    assert week.world.as_("v1").get(f"/visits/{week.visits['home']}/door").status_code == 404
    assert week.world.as_("v2").get(f"/visits/{week.visits['home']}/door").json()["visit_code"] == "4711"
    week.served("v2", "home", 9, 10)
    done = week.world.as_("resident").post(f"/visits/{week.visits['home']}/verify").json()
    assert (done["visit_state"], done["items"][0]["minutes"]) == ("done", 60)
