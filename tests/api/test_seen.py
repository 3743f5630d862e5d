"""What every GET tells each role: a login of each asks for everything there is, and no answer holds a name, phone or
word that is not for them. A new endpoint is asked too, without a line here."""

from __future__ import annotations

import re
import zipfile
from io import BytesIO
from typing import Any

import pytest
from fastapi import FastAPI
from sqlmodel import select

from api.requests.asked import ask, verified, with_items
from api.small_week import SmallWeek, at
from api.test_access import rows
from api.world import World, on_sqlite
from matcher_api.access.roles import AccessRole
from matcher_api.bookings.models import Booking
from matcher_api.communities.models import Community, Place
from matcher_api.facilities.models import Facility, FacilityMode
from matcher_api.notifications.dispatching import dispatched
from matcher_api.organisations.models import Organisation
from matcher_api.people.models import Person, PersonContact
from matcher_api.providers.models import Provider
from matcher_api.requests.models import Request
from matcher_api.residents.models import Resident, ResidentContact
from matcher_api.visits.models import Visit

NAMES = {
    "person": "王小明",
    "v2": "张大力",
    "v3": "Anna Lee",
    "worker": "周师傅",
    "resident": "李大妈",
    "other": "赵阿姨",
}
PHONES = {"person": "19912345678", "worker": "19912340001", "resident": "19900001111", "other": "19900002222"}
DOORS = {"resident": "甲302", "other": "乙405"}
ASKED = {"resident": "想请人洗头", "other": "不想让邻居知道"}
ELSEWHERE = {
    "外人甲",
    "18811112222",
    "外人乙",
    "18811113333",
    "外区求助",
    "外区上门",
    "外区小学",
    "外区教室",
    "外区公司",
}
WORDS = {*NAMES.values(), *PHONES.values(), *DOORS.values(), *ASKED.values(), *ELSEWHERE}
DESK = {*NAMES.values(), *ASKED.values()}
MAY: dict[str, set[str]] = {
    "anonymous": set(),
    "coordinator": DESK,
    "clerk": DESK,
    "volunteer": {NAMES["person"], PHONES["person"]},
    "resident": {NAMES["resident"], PHONES["resident"], DOORS["resident"], ASKED["resident"]},
    "unit": set(),
    "provider": {NAMES["worker"]},
    "supervisor": set(),
    "street": set(),
}
"""Of one's own community and person; phones and doors of others only by a reveal, which is asked for apart."""
REVEALS = {"/volunteers/{person_id}/contact", "/residents/{resident_id}/contact", "/visits/{visit_id}/door"}
FILES = {"/volunteers/{person_id}/export", "/residents/{resident_id}/export", "/scenarios/{community_id}/export"}
"""Whole files of one person or community, tested on their own."""


@pytest.fixture
def ids(world: World) -> dict[str, list[str]]:
    """A published week and requests of two residents, and another community with the like. Ids by the name that
    parameters have."""
    week = SmallWeek(with_items(world))
    other = Resident(community_id=world.community, code="B2", home_id=world.home)
    worker = Person(
        community_id=world.community, code="W1", kind="worker", home_id=world.home, provider_id=world.provider
    )
    with world.writing() as session:
        session.exec(select(ResidentContact)).one().door = DOORS["resident"]
        session.get_one(Visit, week.visits["home"]).title = "陪伴"
        session.commit()
    world.add(
        other, worker,
        ResidentContact(resident_id=other.id, name=NAMES["other"], phone=PHONES["other"], door=DOORS["other"]),
        PersonContact(person_id=worker.id, name=NAMES["worker"], phone=PHONES["worker"]),
    )  # fmt: skip
    roster = week.published()
    world.as_("v1").post(f"/me/offers/{week.offer('v1', 'home')}/accept")
    requests = [
        verified(world, text=ASKED["resident"])["id"],
        ask(world, resident_id=other.id, text=ASKED["other"]).json()["id"],
    ]
    booking = Booking(
        community_id=world.community, facility_id=week.room, mode="class", start=at(18), end=at(19),
        resident_id=other.id, state="confirmed",
    )  # fmt: skip
    world.add(booking)
    while dispatched(world.engine, world.settings, world.now):
        pass  # what is told lies in inboxes and on the call list
    far = elsewhere(world)
    found = {
        "community_id": [world.community],
        "person_id": [world.person, week.people["v2"], worker.id],
        "resident_id": [world.resident, other.id],
        "request_id": requests,
        "visit_id": [week.visits["home"], week.visits["class"]],
        "assignment_id": [week.offer("v1", "home"), week.offer("v2", "team")],
        "roster_id": [roster],
        "facility_id": [week.room],
        "booking_id": [booking.id],
        "organisation_id": [world.organisation],
        "provider_id": [world.provider],
        "place_id": [world.home],
        "layer": ["draft", "published"],
        "number": ["1"],
    }
    return {name: [*values, *far.get(name, [])] for name, values in found.items()}


def elsewhere(world: World) -> dict[str, list[str]]:
    """Another community, whose records nobody here sees."""
    there = Community(code="dongzha", name="东闸社区")
    at_ = {"community_id": there.id}
    place = Place(code="D1", kind="home", x=0.0, y=0.0, **at_)
    person, resident = Person(code="V1", home_id=place.id, **at_), Resident(code="B1", home_id=place.id, **at_)
    room = Organisation(name="外区小学", kind="school", **at_)
    facility = Facility(code="F1", name="外区教室", place_id=place.id, organisation_id=room.id, **at_)
    request = Request(
        number="D-1",
        state="submitted",
        resident_id=resident.id,
        text="外区求助",
        item_code="W01",
        asked_at=at(8),
        **at_,
    )
    visit = Visit(code="A1", title="外区上门", duration_minutes=60, resident_id=resident.id, place_id=place.id, **at_)
    provider = Provider(code="P1", name="外区公司", **at_)
    world.add(
        there, place, person, resident, room, facility, FacilityMode(facility_id=facility.id, mode="class", capacity=9),
        PersonContact(person_id=person.id, name="外人甲", phone="18811112222"),
        ResidentContact(resident_id=resident.id, name="外人乙", phone="18811113333"),
        request, visit, provider,
    )  # fmt: skip
    return {
        "community_id": [there.id], "person_id": [person.id], "resident_id": [resident.id], "visit_id": [visit.id],
        "request_id": [request.id], "facility_id": [facility.id], "organisation_id": [room.id],
        "provider_id": [provider.id], "place_id": [place.id],
    }  # fmt: skip


QUERY: dict[str, Any] = {"from": "2026-11-23T00:00:00+08:00", "to": "2026-11-24T00:00:00+08:00", "mode": "class"}
DAYS = {"from": "2026-11-23", "to": "2026-11-24"}


def gets(app: Any, ids: dict[str, list[str]]) -> list[tuple[str, str, dict[str, Any]]]:
    """(route, path, required query) of every GET of the API, with every id that fits."""
    assert isinstance(app, FastAPI)
    found = []
    for route, item in app.openapi()["paths"].items():
        short = route.removeprefix("/api/v1")
        if "get" not in item or short == route or short in REVEALS | FILES:
            continue
        asked = [p for p in item["get"].get("parameters", []) if p["in"] == "query" and p.get("required")]
        days = {p["name"] for p in asked if p["schema"].get("format") == "date"}
        query = {p["name"]: (DAYS if p["name"] in days else QUERY).get(p["name"], "other") for p in asked}
        paths = [short]
        for name in re.findall(r"\{(\w+)\}", short):
            paths = [p.replace(f"{{{name}}}", value) for p in paths for value in ids.get(name, ["none"])]
        found += [(short, path, query) for path in paths]
    return found


def words_in(content: bytes) -> str:
    """What a person reads, of a workbook too."""
    if content[:2] != b"PK":
        return content.decode()
    with zipfile.ZipFile(BytesIO(content)) as file:
        return "\n".join(file.read(name).decode(errors="replace") for name in file.namelist())


@on_sqlite
def test_nobody_is_told_what_is_not_for_them(world: World, ids: dict[str, list[str]]) -> None:
    told: dict[str, set[str]] = {who: set() for who in MAY}
    wrong = set()
    asked = gets(world.client.app, ids)
    open_to = {row["path"]: row for row in rows() if row["method"] == "GET"}
    for who, may in MAY.items():
        speaker = world.as_(None if who == "anonymous" else who)
        for route, path, query in asked:
            if not open_to[route][who].strip():
                continue  # refused whatever the id: test_access.py
            answer = speaker.get(path, params=query)
            assert answer.status_code < 500, (route, answer.text)
            if answer.status_code != 200:
                assert not any(word in answer.text for word in WORDS - may), (who, path)
                continue
            text = words_in(answer.content)
            said = {word for word in WORDS if word in text}
            told[who] |= said
            wrong |= {(who, route, word) for word in said - may}
    assert sorted(wrong) == []
    assert told == MAY  # and is told what is: the search can find


def test_an_administrator_sees_all_communities(world: World, ids: dict[str, list[str]]) -> None:
    admin = world.as_("admin")
    assert len(admin.get("/communities").json()["items"]) == 2
    assert {AccessRole.ADMIN.value} == set(admin.get("/sessions/current").json()["roles"])
    seen = {name for path in ("/volunteers", "/residents") for name in re.findall("外人.", admin.get(path).text)}
    assert seen == {"外人甲", "外人乙"}
    assert len(ids["person_id"]) == 4
