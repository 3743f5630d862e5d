"""What is somebody else's cannot be changed: every write of the API, by everybody who may call it, with the ids of
another community, another person, another resident. A new endpoint is tried too, without a line here."""

from __future__ import annotations

import re
from typing import Any

import pytest
from fastapi import FastAPI

from api.requests.asked import ask, with_items
from api.small_week import SmallWeek, at
from api.test_access import rows
from api.test_seen import elsewhere
from api.world import World
from matcher_api.access.roles import AccessRole
from matcher_api.assignments.models import AssignmentRow
from matcher_api.bookings.models import Booking
from matcher_api.database.tables import METADATA
from matcher_api.errors.catalogue import CATALOGUE
from matcher_api.people.models import AvailabilityDate, AvailabilityRule, Credential, PairRow, Person, PersonSkill
from matcher_api.residents.models import Resident
from matcher_api.rosters.models import PlannedVisitRow, RosterRow

Ids = dict[str, list[str]]
OPEN_TO_ALL = {"/sessions", "/sessions/card", "/sessions/current", "/tokens", "/volunteers/registrations"}
"""Of nobody else: whoever asks acts for themselves."""
AT_WILL = {"idempotent_call", "audit_entry"}


@pytest.fixture
def foreign(world: World) -> dict[str, Ids]:
    """Ids by parameter, by the login whose they are not."""
    week = SmallWeek(with_items(world))
    roster = week.published()
    other = Resident(community_id=world.community, code="B2", home_id=world.home)
    world.add(other)
    booking = Booking(
        community_id=world.community, facility_id=week.room, mode="class", start=at(18), end=at(19),
        resident_id=other.id, state="confirmed",
    )  # fmt: skip
    world.add(booking)
    anothers: Ids = {
        "person_id": [world.person],
        "assignment_id": [week.offer("v1", "home"), week.offer("v1", "team")],
        "visit_id": list(week.visits.values()),
        "roster_id": [roster],
        "facility_id": [week.room],
        "resident_id": [other.id],
        "booking_id": [booking.id],
        "request_id": [ask(world, resident_id=other.id).json()["id"]],
        "community_id": [world.community],
        "organisation_id": [world.organisation],
        "provider_id": [world.provider],
        **parts(world, world.person),
    }
    far = elsewhere(world)
    with world.writing() as session:
        for login, role, whom in (
            ("unit2", AccessRole.UNIT, {"organisation_id": far["organisation_id"][0]}),
            ("provider2", AccessRole.PROVIDER, {"provider_id": far["provider_id"][0]}),
        ):
            world.login(session, role, far["community_id"][0], name=login, **whom)
        session.commit()
    there = {**far, **parts(world, far["person_id"][0]), **planned(world, far)}
    return {
        "v2": {k: v for k, v in anothers.items() if k != "community_id"},
        "resident": anothers,
        "unit2": anothers,
        "provider2": anothers,
        **dict.fromkeys(("coordinator", "clerk", "unit", "provider", "supervisor", "street", "volunteer"), there),
    }


def parts(world: World, person: str) -> Ids:
    skill = PersonSkill(person_id=person, skill="nursing")
    paper = Credential(person_id=person, kind="insurance")
    rule = AvailabilityRule(person_id=person, weekdays=[0], start=at(9).time(), minutes=60)
    day = AvailabilityDate(person_id=person, start=at(9, 3), end=at(10, 3))
    with world.writing() as session:
        home = session.get_one(Person, person).community_id
    pair = PairRow(community_id=home, person_id=person, with_kind="service", other="W01")
    world.add(skill, paper, rule, day, pair)
    return {
        "skill_id": [skill.id], "credential_id": [paper.id], "rule_id": [rule.id], "date_id": [day.id],
        "pair_id": [pair.id],
    }  # fmt: skip


def planned(world: World, far: Ids) -> Ids:
    community, visit = far["community_id"][0], far["visit_id"][0]
    roster = RosterRow(community_id=community, communities=[community], first_day=at(9).date(), state="published")
    world.add(roster)
    row = AssignmentRow(
        community_id=community, roster_id=roster.id, visit_id=visit, person_id=far["person_id"][0], role="helper",
        state="offered",
    )  # fmt: skip
    world.add(PlannedVisitRow(roster_id=roster.id, visit_id=visit, layer="published", start=at(9), end=at(10)), row)
    return {"roster_id": [roster.id], "assignment_id": [row.id]}


def example(spec: dict[str, Any], operation: dict[str, Any], ids: Ids) -> Any:
    """The example of the body in the OpenAPI, with ids that exist in place of …"""
    content = operation.get("requestBody", {}).get("content", {}).get("application/json", {})
    found = content.get("schema", {})
    if many := found.get("type") == "array":
        found = found["items"]
    for part in found.get("anyOf", [found]):
        if "$ref" in part:
            found = spec["components"]["schemas"][part["$ref"].rsplit("/", 1)[1]]
    examples = found.get("examples") or content.get("examples") or [{}]

    def filled(value: Any, name: str = "") -> Any:
        if isinstance(value, dict):
            return {k: filled(v, k) for k, v in value.items()}
        if isinstance(value, list):
            return [filled(v, name) for v in value]
        return ids.get(name, ["none"])[0] if value == "…" else value

    return [filled(examples[0])] if many else filled(examples[0])


def used(body: Any, ids: Ids) -> bool:
    """Whether the body names something of theirs."""
    theirs = {i for values in ids.values() for i in values}
    return any(i in str(body) for i in theirs)


def everything(world: World) -> dict[str, list[str]]:
    with world.engine.connect() as connection:
        return {
            t.name: sorted(map(repr, connection.execute(t.select())))
            for t in METADATA.sorted_tables
            if t.name not in AT_WILL
        }


def test_nobody_changes_what_is_not_theirs(world: World, foreign: dict[str, Ids]) -> None:
    app: Any = world.client.app
    assert isinstance(app, FastAPI)
    spec = app.openapi()
    who_may = {(r["method"], r["path"]): r for r in rows()}
    before, done, unread, tried = everything(world), [], set(), 0
    for who, ids in foreign.items():
        role = who.rstrip("2") if who != "v2" else "volunteer"
        for route, item in spec["paths"].items():
            short = route.removeprefix("/api/v1")
            for method in {m.upper() for m in item} - {"GET"}:
                names = re.findall(r"\{(\w+)\}", short)
                if not who_may.get((method, short), {}).get(role, "").strip() or not set(names) <= ids.keys():
                    continue
                body = example(spec, item[method.lower()], ids)
                if short in OPEN_TO_ALL or not (names or used(body, ids)):
                    continue
                path = short
                for name in names:
                    path = path.replace(f"{{{name}}}", ids[name][0])
                answer = world.as_(who).call(method, path, json=body, headers={"If-Match": "*"})
                tried += 1
                if answer.status_code < 400:
                    done.append((who, method, short, answer.status_code))
                faults = answer.json().get("errors", ()) if answer.status_code == 422 else ()
                unread |= {(method, short, f["field"], f["code"]) for f in faults if f["code"] not in CATALOGUE}
    assert done == []
    assert everything(world) == before
    assert unread == set()  # refused for whose it is, not for how it was asked
    assert tried > 150
