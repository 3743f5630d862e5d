"""Clients and machines in other zones: the same moment however it is told, and no moment is told without its offset."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from api.requests.asked import ask, visits_of, with_items
from api.small_week import SmallWeek, at
from api.test_seen import gets
from api.visits.town import draft
from api.world import World

ZONES = ("Asia/Shanghai", "UTC", "America/New_York", "Pacific/Kiritimati", "Asia/Kathmandu")
NIGHT = (at(23, 2), at(25, 2))
"""Wednesday 23:00 to Thursday 1:00 in Shanghai: another day, or the same one, elsewhere."""
SHOWN = {"start": "2026-11-25T23:00:00+08:00", "end": "2026-11-26T01:00:00+08:00"}


def told(moment: datetime, zone: str) -> str:
    return moment.astimezone(ZoneInfo(zone)).isoformat()


def span(zone: str) -> dict[str, str]:
    return {"start": told(NIGHT[0], zone), "end": told(NIGHT[1], zone)}


def test_what_is_told_in_any_zone_is_shown_in_the_communitys(world: World) -> None:
    desk = world.as_("coordinator")
    with_items(world)
    for zone in ZONES:
        visit = desk.post("/visits", draft(world, windows=[span(zone)])).json()
        assert [(w["start"], w["end"]) for w in visit["windows"]] == [(SHOWN["start"], SHOWN["end"])], zone
        request = ask(world, windows=[span(zone)]).json()
        assert [(w["start"], w["end"]) for w in request["windows"]] == [(SHOWN["start"], SHOWN["end"])], zone
        away = desk.post(f"/volunteers/{world.person}/availability/dates", {**span(zone), "free": True}).json()
        assert {k: away[k] for k in SHOWN} == SHOWN, zone
        desk.post(f"/requests/{request['id']}/verify", {})
        made = visits_of(world, request)[0]
        assert (made["first_start"], made["last_end"]) == (SHOWN["start"], SHOWN["end"]), zone


def test_lists_are_asked_by_moments_of_any_zone(world: World) -> None:
    made = world.as_("coordinator").post("/visits", draft(world, windows=[span("UTC")])).json()["id"]

    def found(zone: str, since: datetime, until: datetime) -> list[str]:
        asked = {"from": told(since, zone), "to": told(until, zone)}
        return [v["id"] for v in world.as_("coordinator").get("/visits", params=asked).json()["items"]]

    for zone in ZONES:
        assert found(zone, *NIGHT) == found(zone, at(24, 2), at(26, 2)) == [made], zone
        assert found(zone, at(20, 2), at(23, 2)) == found(zone, at(25, 2), at(30, 2)) == [], zone  # half open


@pytest.fixture(params=["America/New_York", "Pacific/Kiritimati"])
def machine(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The service runs on a machine whose clock is set to another zone."""
    monkeypatch.setenv("TZ", request.param)
    time.tzset()
    yield request.param
    monkeypatch.undo()
    time.tzset()


def test_the_machines_own_zone_changes_nothing(machine: str, world: World) -> None:
    assert time.tzname != ("UTC", "UTC"), machine
    week = SmallWeek(world)
    roster = week.published()
    world.as_("v1").post(f"/me/offers/{week.offer('v1', 'home')}/accept")
    day = world.as_("v1").get("/me/shifts").json()[0]
    assert day["day"] == "2026-11-23"
    shift = day["visits"][0]
    assert (shift["start"], shift["end"]) == ("2026-11-23T01:00:00Z", "2026-11-23T02:00:00Z")
    feed = world.as_("v1").post("/me/feed").json()["url"].partition("/api/v1")[2]
    assert "DTSTART:20261123T010000Z" in world.as_(None).get(feed).text.replace("\r\n", "\n")
    assert world.as_("coordinator").get(f"/rosters/{roster}").json()["first_day"] == "2026-11-23"


def test_every_moment_in_every_answer_carries_its_offset(world: World) -> None:
    week = SmallWeek(with_items(world))
    roster = week.published()
    desk = world.as_("coordinator")
    request = ask(world, windows=[span("UTC")]).json()["id"]
    ids: dict[str, list[str]] = {
        "community_id": [world.community], "person_id": [world.person], "resident_id": [world.resident],
        "request_id": [request], "visit_id": [week.visits["home"]], "roster_id": [roster], "number": ["1"],
        "facility_id": [week.room], "assignment_id": [week.offer("v1", "home")], "layer": ["published"],
    }  # fmt: skip
    seen, bare = 0, []
    for route, path, query in gets(world.client.app, ids):
        answer = desk.get(path, params=query)
        if answer.status_code != 200 or "json" not in answer.headers["content-type"]:
            continue
        for moment in moments(answer.json()):
            seen += 1
            if not re.search(r"(Z|[+-]\d\d:\d\d)$", moment):
                bare.append((route, moment))
    assert bare == []
    assert seen > 50


def moments(value: Any) -> Iterator[str]:
    if isinstance(value, str) and re.match(r"\d{4}-\d\d-\d\dT\d\d:\d\d", value):
        yield value
    for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from moments(inner)
