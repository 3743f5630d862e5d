"""The nearest by walking time: on streets with gates, open now or when next, of one's own community."""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

import pytest

from api.queries import counted
from api.small_week import at
from api.world import World
from matcher_api.catalogue.models import CatalogueItem
from matcher_api.communities.models import Community, Gate, Place, StreetEdge, StreetNode
from matcher_api.facilities.models import Facility, FacilityMode, Fee, OpeningDate
from matcher_api.nearby.service import weekly
from matcher_api.providers.models import Provider, ProviderItem


@pytest.fixture
def street(world: World) -> World:
    """A street of 900 m with the world's home at its start, a hall at 300 m, a gym at 600 m; a gate at 400 m."""
    own = {"community_id": world.community}
    with world.writing() as session:
        for number in range(4):
            session.add(StreetNode(code=f"n{number}", x=300.0 * number, y=0.0, **own))
        session.flush()
        for number in range(3):
            session.add(
                StreetEdge(a=f"n{number}", b=f"n{number + 1}", length_m=300.0, kind="street", position=number, **own)
            )
        places = {}
        for name, x in (("hall", 300.0), ("gym", 600.0), ("shop", 450.0)):
            places[name] = Place(code=name, kind="room", x=x, y=0.0, building=name, **own)
            session.add(places[name])
        session.flush()
        for name in ("hall", "gym"):
            facility = Facility(code=name, name=name, place_id=places[name].id, **own)
            session.add(facility)
            session.flush()
            session.add(FacilityMode(facility_id=facility.id, mode="badminton", capacity=8))
            hours = (8, 12) if name == "gym" else (14, 18)
            session.add(OpeningDate(facility_id=facility.id, start=at(hours[0]), end=at(hours[1])))
            session.add(Fee(facility_id=facility.id, cents_per_hour=500))
        session.add(CatalogueItem(code="W01", category="w", zh="保洁", en="cleaning"))
        shop = session.get_one(Provider, world.provider)
        shop.place_id, shop.state, shop.hotline = places["shop"].id, "active", "05370000000"
        shop.hours = [{"weekdays": [0, 1], "start": "18:00", "minutes": 600}]
        session.add(ProviderItem(provider_id=shop.id, item_code="W01"))
        session.commit()
    return world


def asked(world: World, who: str = "resident", **query: object) -> list[dict[str, object]]:
    query = {"kind": "facility", "at": at(9).isoformat().replace("+00:00", "Z")} | query
    ask = "&".join(f"{k}={v}" for k, v in query.items())
    answer = world.as_(who).get(f"/communities/{world.community}/places/{world.home}/nearest?{ask}")
    assert answer.status_code == 200, answer.text
    assert answer.json()["walks"] == "streets"
    found: list[dict[str, object]] = answer.json()["found"]
    return found


def test_open_ones_come_first_then_the_nearest(street: World) -> None:
    found = asked(street)
    assert [(n["name"], n["open"]) for n in found] == [("gym", True), ("hall", False)]
    assert found[0]["walk_minutes"] > found[1]["walk_minutes"]  # type: ignore[operator]
    assert found[1] | {"id": "", "walk_minutes": 0} == {
        "kind": "facility", "id": "", "name": "hall", "building": "hall", "walk_minutes": 0, "open": False,
        "opens": "2026-11-23T06:00:00Z", "closes": "2026-11-23T10:00:00Z", "modes": ["badminton"], "items": [],
        "hotline": "", "cents_per_hour": 500,
    }  # fmt: skip
    later = asked(street, at="2026-11-23T15:00:00%2B08:00")
    assert [(n["name"], n["open"]) for n in later] == [("hall", True), ("gym", False)]
    assert (later[1]["opens"], later[1]["closes"]) == (None, None)


def test_minutes_are_of_the_walker(street: World) -> None:
    elder = {n["name"]: n["walk_minutes"] for n in asked(street, pace=0.9, limit=60)}
    quick = {n["name"]: n["walk_minutes"] for n in asked(street, pace=1.8, limit=60)}
    assert elder["gym"] == pytest.approx(600 / 0.9 / 60, abs=1.6)
    assert quick["gym"] == pytest.approx(600 / 1.8 / 60, abs=1.6)
    assert [n["name"] for n in asked(street, limit=8)] == ["hall"]


def test_a_closed_gate_is_in_the_way(street: World) -> None:
    street.add(Gate(community_id=street.community, code="G", a="n1", b="n2", open=False))
    assert [n["name"] for n in asked(street, limit=120)] == ["hall"]


def test_providers_with_the_badge(street: World) -> None:
    (shop,) = asked(street, kind="provider", item="W01")
    assert (shop["hotline"], shop["items"], shop["open"]) == ("05370000000", ["W01"], False)
    assert (shop["opens"], shop["closes"]) == ("2026-11-23T10:00:00Z", "2026-11-23T20:00:00Z")
    assert asked(street, kind="provider", item="W02") == []
    night = asked(street, kind="provider", at="2026-11-24T03:00:00%2B08:00")
    assert night[0]["open"] is True  # since Monday 18:00
    with street.writing() as session:
        session.get_one(Provider, street.provider).state = "suspended"
        session.commit()
    assert asked(street, kind="provider") == []


def test_who_may_ask(street: World) -> None:
    street.add(Community(code="other"))
    path = f"/communities/{street.community}/places/nowhere/nearest?kind=facility"
    assert street.as_("resident").get(path).status_code == 404
    assert street.as_("resident").get(path.replace(street.community, "other")).status_code == 404


def test_a_door_without_coordinates_or_far_off(street: World) -> None:
    for x, code in ((None, "no_coordinates"), (90_000.0, "off_street")):
        with street.writing() as session:
            session.get_one(Place, street.home).x = x
            session.commit()
        path = f"/communities/{street.community}/places/{street.home}/nearest?kind=facility"
        refused = street.as_("resident").get(path)
        assert (refused.status_code, refused.json()["code"]) == (409, code)


def test_queries_do_not_grow(street: World) -> None:
    with counted(street.engine) as two:
        assert len(asked(street)) == 2
    with street.writing() as session:
        first = session.get_one(Place, street.home)
        for number in range(3):
            session.add(
                Facility(community_id=street.community, code=f"x{number}", name=f"x{number}", place_id=first.id)
            )
        session.commit()
    with counted(street.engine) as five:
        assert len(asked(street)) == 5
    assert len(five) == len(two)


def test_weekly_hours_over_midnight_and_month_ends() -> None:
    zone = ZoneInfo("Asia/Shanghai")
    hours = [{"weekdays": [0, 6], "start": "22:00", "minutes": 240}]
    found = weekly(hours, zone, date(2026, 11, 29), date(2026, 12, 6))
    local = [tuple(f"{moment.astimezone(zone):%m-%d %H:%M}" for moment in span) for span in found]
    assert local == [
        ("11-29 22:00", "11-30 02:00"), ("11-30 22:00", "12-01 02:00"), ("12-06 22:00", "12-07 02:00"),
    ]  # fmt: skip
