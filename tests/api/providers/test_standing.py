"""A provider that is no longer active gets no work: its workers leave the plan, and what they had is open again."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlmodel import Session, col, select

from api.small_week import SmallWeek
from api.world import MONDAY, World
from matcher_api.assignments.models import AssignmentRow
from matcher_api.notifications.models import Notification
from matcher_api.people.models import Person
from matcher_api.planning.load import load
from matcher_api.providers.models import Provider, ProviderItem
from matcher_api.providers.standing import certified_until_of, in_good_standing
from matcher_api.visits.models import Visit

DAY = date(2026, 11, 23)


def employed(world: World, week: SmallWeek) -> None:
    """v2 and v3 work for the world's provider, which is active."""
    with world.writing() as session:
        for name in ("v2", "v3"):
            person = session.get_one(Person, week.people[name])
            person.kind, person.provider_id = "worker", world.provider
        provider = session.get_one(Provider, world.provider)
        provider.state, provider.modes, provider.hotline = "active", ["at_home"], "05370000000"
        session.add(ProviderItem(provider_id=provider.id, item_code="visit_elder"))
        session.commit()


def planned_people(world: World, week: SmallWeek) -> set[str]:
    with Session(world.engine) as session:
        problem = load(session, communities=[world.community], first_day=MONDAY, days=1).problem
    return {name for name, person in week.people.items() if person in problem.volunteer_of}


@pytest.mark.parametrize(
    ("action", "body", "state"),
    [("rectify", {"by": "2026-12-15"}, "rectify"), ("suspend", None, "suspended"), ("withdraw", None, "withdrawn")],
)
def test_leaving_active_reopens_its_work(
    world: World, session: Session, action: str, body: dict[str, Any] | None, state: str
) -> None:
    week = SmallWeek(world)
    employed(world, week)
    week.published()
    assert planned_people(world, week) == {"v1", "v2", "v3"}
    world.as_("v3").post(f"/me/offers/{week.offer('v3', 'class')}/accept")
    told = set(session.exec(select(Notification.id)).all())
    session.rollback()
    assert world.as_("coordinator").post(f"/providers/{world.provider}/{action}", body).json()["state"] == state
    assert planned_people(world, week) == {"v1"}
    rows = session.exec(select(AssignmentRow).order_by(col(AssignmentRow.id))).all()
    workers = [week.people["v2"], week.people["v3"]]
    reason = f"provider_{state}"
    assert sorted((r.person_id, r.state, r.reason) for r in rows if r.person_id in workers) == sorted(
        (worker, "withdrawn", reason) for worker in workers
    )
    assert {r.state for r in rows if r.person_id == world.person} == {"proposed", "offered"}
    states = {name: session.get_one(Visit, visit).state for name, visit in week.visits.items()}
    assert states == {"home": "offered", "team": "short", "class": "short"}
    new = session.exec(
        select(Notification).where(col(Notification.id).not_in(told)).order_by(col(Notification.id))
    ).all()
    visits = sorted([week.visits["team"], week.visits["class"]])
    assert {(n.kind, n.person_id) for n in new} == {
        ("provider_not_active", None),
        *(("work_withdrawn", worker) for worker in workers),
    }
    desk = next(n for n in new if n.person_id is None)
    assert desk.payload == {"provider_id": world.provider, "state": state, "visits": visits}


def test_coming_back_is_no_work_yet(world: World) -> None:
    week = SmallWeek(world)
    employed(world, week)
    desk = world.as_("coordinator")
    desk.post(f"/providers/{world.provider}/suspend")
    assert planned_people(world, week) == {"v1"}
    desk.post(f"/providers/{world.provider}/restore")
    assert planned_people(world, week) == {"v1", "v2", "v3"}


@pytest.mark.parametrize(
    ("state", "until", "expected"),
    [
        ("active", None, (None, True)),
        ("active", date(2026, 11, 23), (date(2026, 11, 23), True)),
        ("active", date(2026, 11, 22), (date(2026, 11, 22), False)),
        ("rectify", None, (date(2026, 11, 22), False)),
        ("revoked", date(2099, 1, 1), (date(2026, 11, 22), False)),
    ],
)
def test_until_when(state: str, until: date | None, expected: tuple[date | None, bool]) -> None:
    provider = Provider(community_id="c", code="P", name="p", state=state, certified_until=until)
    assert (certified_until_of(provider, DAY), in_good_standing(provider, DAY)) == expected
