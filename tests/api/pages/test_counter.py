"""A resident's counter and a unit's desk: ask, follow, rate; book a room, approve it, check it in, close the room."""

from __future__ import annotations

import re

import pytest

from api.bookings.hall import Hall
from api.pages.visitor import Visitor
from api.requests.asked import ITEMS, act, with_items
from api.world import World
from matcher_api.catalogue.models import CatalogueItem
from matcher_api.catalogue.shipped import shipped
from matcher_api.requests.models import Request

LIGHT = 40_000
WISH = {"item_code": "W01", "text": "想请人帮忙", "day": "2026-11-25", "start": "09:00", "end": "11:30"}


@pytest.fixture
def hall(world: World) -> Hall:
    with_items(world)
    return Hall(world)


def test_a_resident_asks_answers_and_follows(hall: Hall) -> None:
    me = Visitor(hall.world).known("resident").get("/services/ask")
    me.sound()
    me.send("/services/ask", **{**WISH, "start": "late"})
    assert me.page.status_code == 422 and "想请人帮忙</textarea>" in me.page.text and "09:30" in me.shows
    me.send("/services/ask", **WISH).followed()
    me.sound()
    path = me.page.url.path
    key = path.rsplit("/", 1)[1]
    assert "待核实" in me.shows
    act(hall.world, key, "ask-info", {"reason": "有电梯吗"})
    me.get(path).send(f"{path}/answer", text="没有电梯").followed()
    assert "没有电梯" in me.shows and "待核实" in me.shows
    assert path in me.get("/services").page.text
    me.sound()
    me.get(path).send(f"{path}/cancel", reason="女儿回来了").followed()
    assert "已取消" in me.shows
    assert Visitor(hall.world).known("neighbour").get(path).page.status_code == 404


def test_what_was_done_is_rated_by_a_tap(hall: Hall) -> None:
    me = Visitor(hall.world).known("resident").get("/services/ask").send("/services/ask", **WISH).followed()
    path = me.page.url.path
    with hall.world.writing() as session:
        session.get_one(Request, path.rsplit("/", 1)[1]).state = "done"
        session.commit()
    me.get(path).send(f"{path}/rate", rating="9")
    assert me.page.status_code == 422
    me.send(f"{path}/rate", rating="5").followed()
    assert "5 / 5" in me.shows and "已评单" in me.shows


def test_what_is_near_is_booked_approved_and_checked_in(world: World) -> None:
    hall = Hall(world, auto_approve=False)
    me = Visitor(hall.world).known("resident").get("/services/near")
    me.sound()
    room = f"/services/rooms/{hall.hall}"
    assert "体育馆" in me.shows and "开着" in me.shows and room in me.page.text
    assert me.get("/services/near?kind=provider").page.status_code == 200
    me.get(f"{room}?mode=badminton&day=2026-11-23&people=4")
    me.sound()
    slot = re.search(r'name="start" value="([^"]*T01:00[^"]*)"', me.page.text)
    assert slot is not None and "09:00–10:00" in me.shows
    wish = {"mode": "badminton", "people": "4", "minutes": "60", "start": slot[1]}
    me.send(room, **wish).followed()
    assert "体育馆" in me.shows and "待同意" in me.shows
    me.get(f"{room}?mode=badminton&day=2026-11-23")
    me.send(room, **wish)
    assert me.page.status_code == 409 and "体育馆" in me.shows
    unit = Visitor(hall.world).known("unit").get("/unit")
    unit.sound()
    assert "李*妈" in unit.shows and "4 人" in unit.shows
    (approve,) = re.findall(r'action="(/unit/bookings/[^"]+/approve)"', unit.page.text)
    unit.send(approve).followed()
    assert "没有等待同意的预订" in unit.shows
    hall.world.now = hall.world.now.replace(day=23, hour=1, minute=5)
    gate = Visitor(hall.world).known("unit").get(f"/unit/rooms/{hall.hall}")
    gate.sound()
    (arrived,) = re.findall(r'action="([^"]+/check-in)"', gate.page.text)
    gate.send(arrived).followed()
    assert "已到" in gate.shows


def test_a_closure_says_whom_it_hits_before_it_closes(hall: Hall) -> None:
    hall.booked(9, day=1)
    unit = Visitor(hall.world).known("unit").get(f"/unit/rooms/{hall.hall}")
    path = f"/unit/rooms/{hall.hall}/close"
    when = {"first": "2026-11-24", "start": "08:00", "last": "2026-11-24", "end": "12:00", "reason": "维修地板"}
    unit.send(path, **{**when, "end": "07:00"})
    assert unit.page.status_code == 422 and 'value="维修地板"' in unit.page.text
    unit.send(path, **when)
    assert "会影响 1 个预订" in unit.shows and 'value="维修地板"' in unit.page.text
    assert Visitor(hall.world).known("unit").get(f"/unit/rooms/{hall.hall}").shows.count("维修地板") == 0
    unit.send(path, **when, sure="on").followed()
    assert "维修地板" in unit.shows
    resident = Visitor(hall.world).known("resident").get("/services")
    assert "因关闭取消" in resident.shows
    (again,) = re.findall(r'action="([^"]+/closures/[^"]+/cancel)"', unit.page.text)
    unit.send(again).followed()
    assert "维修地板" not in unit.shows


def test_pages_of_residents_are_light_and_in_both_languages(hall: Hall) -> None:
    hall.booked(9, day=1)
    me = Visitor(hall.world).known("resident")
    pages = ("/services", "/services/ask", "/services/near", f"/services/rooms/{hall.hall}?day=2026-11-24")
    for language in ("zh", "en"):
        me.get(f"/language/{language}?next=/services")
        for path in pages:
            size, requests = me.get(path).weight
            me.sound()
            assert size <= LIGHT and requests <= 10, (path, size, requests)
    unit = Visitor(hall.world).known("unit").get("/services")
    assert unit.page.status_code == 403


def test_all_items_of_the_catalogue_are_still_light(hall: Hall) -> None:
    hall.world.add(*(CatalogueItem(**i.model_dump(exclude={"id"})) for i in shipped() if i.code not in ITEMS))
    size, _ = Visitor(hall.world).known("resident").get("/services/ask").weight
    assert size <= LIGHT
