"""Who pauses or leaves is released from what is to come; what began, and everybody else, stays."""

from __future__ import annotations

from sqlmodel import Session, col, select

from api.small_week import SmallWeek, at
from api.world import World
from matcher_api.assignments.models import AssignmentRow
from matcher_api.notifications.models import Notification
from matcher_api.rosters.models import PinRow
from matcher_api.visits.models import Visit


def states(session: Session, person: str) -> list[tuple[str, str]]:
    session.expire_all()
    query = select(AssignmentRow).where(AssignmentRow.person_id == person).order_by(col(AssignmentRow.start))
    return [(row.state, row.reason) for row in session.exec(query).all()]


def visit_state(session: Session, visit: str) -> str:
    session.expire_all()
    return session.get_one(Visit, visit).state


def test_published_work_is_open_again(world: World, session: Session) -> None:
    week = SmallWeek(world)
    week.published()
    world.as_("v1").post(f"/me/offers/{week.offer('v1', 'home')}/accept")
    world.add(PinRow(visit_id=week.visits["home"], person_id=world.person, role="helper"))
    session.rollback()
    told = session.exec(select(Notification.id)).all()
    session.rollback()
    assert world.as_("v1").post(f"/volunteers/{world.person}/pause").json()["state"] == "paused"
    # Published, or proposed in the draft: nothing is left.
    assert states(session, world.person) == [("withdrawn", "paused"), ("withdrawn", "paused")]
    assert sorted(states(session, week.people["v2"])) == [("offered", ""), ("proposed", "")]
    assert {visit_state(session, week.visits[v]) for v in ("home", "team")} == {"short"}
    assert visit_state(session, week.visits["class"]) == "offered"
    assert session.exec(select(PinRow)).all() == []
    new = session.exec(select(Notification).where(col(Notification.id).not_in(told))).all()
    released = [week.offer("v1", "home"), week.offer("v1", "team")]
    assert [(n.kind, n.person_id, n.payload["reason"], sorted(n.payload["assignments"])) for n in new] == [
        ("work_withdrawn", world.person, "paused", sorted(released))
    ]


def test_what_has_begun_stays(world: World, session: Session) -> None:
    week = SmallWeek(world)
    week.published()
    for visit in ("home", "team"):
        world.as_("v1").post(f"/me/offers/{week.offer('v1', visit)}/accept")
    world.now = at(9.5)
    assert world.as_("coordinator").post(f"/volunteers/{world.person}/leave").json()["state"] == "left"
    assert [s for s in states(session, world.person) if s[0] != "proposed"] == [("accepted", ""), ("withdrawn", "left")]


def test_a_draft_loses_its_proposals_and_its_review(world: World, session: Session) -> None:
    week = SmallWeek(world)
    roster = week.planned()
    before = world.as_("coordinator").get(f"/rosters/{roster}").json()["version"]
    world.as_("coordinator").post(f"/volunteers/{week.people['v3']}/pause")
    assert states(session, week.people["v3"]) == []
    assert states(session, world.person) == [("proposed", ""), ("proposed", "")]
    session.rollback()
    assert world.as_("coordinator").get(f"/rosters/{roster}").json()["version"] == before + 1


def test_history(world: World) -> None:
    week = SmallWeek(world)
    week.published()
    home = week.offer("v1", "home")
    world.as_("v1").post(f"/me/offers/{home}/accept")
    for who in ("v1", "clerk"):
        items = world.as_(who).get(f"/volunteers/{world.person}/history").json()["items"]
        assert items[0] == {
            "assignment_id": home, "visit_id": week.visits["home"], "what_zh": "探访老人",
            "what_en": "Visiting an elder", "role": "helper",
            "state": "accepted", "origin": "coordinator", "start": "2026-11-23T09:00:00+08:00",
            "end": "2026-11-23T10:00:00+08:00", "minutes": 0,
        }  # fmt: skip
        assert [i["state"] for i in items] == ["accepted", "offered"]
    assert world.as_("v2").get(f"/volunteers/{world.person}/history").status_code == 404


def test_a_minor_whose_guardian_says_no(world: World, session: Session) -> None:
    week = SmallWeek(world)
    desk, path = world.as_("coordinator"), f"/volunteers/{world.person}"
    desk.patch(path, {"minor": True, "guardian_consent": True})
    assert week.published()
    desk.patch(path, {"guardian_consent": False})
    assert states(session, world.person) == [("withdrawn", "guardian"), ("withdrawn", "guardian")]
