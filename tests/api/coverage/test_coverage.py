"""What the doors of a community reach, as the library says it, and what would be if something were added."""

from __future__ import annotations

from typing import Any

import pytest
from sqlmodel import select

from api.queries import counted
from api.small_week import SmallWeek, at
from api.world import World
from matcher_api.communities.models import Community, Gate, Place, StreetEdge, StreetNode, WalkRow
from matcher_api.facilities.models import Facility, FacilityMode, OpeningDate
from matcher_api.residents.models import Resident


@pytest.fixture
def street(world: World) -> World:
    """A street of 1800 m: homes at 0 (the world's, with a resident), 900 and 1800 m; a hall at 600 m, open Monday
    8-12; a closed gate at 1350 m."""
    own = {"community_id": world.community}
    with world.writing() as session:
        for number in range(3):
            session.add(StreetNode(code=f"n{number}", x=900.0 * number, y=0.0, **own))
        session.flush()
        for number in range(2):
            session.add(StreetEdge(a=f"n{number}", b=f"n{number + 1}", kind="street", position=number, **own))
        session.add(Gate(code="G", a="n1", b="n2", open=False, **own))
        hall = Place(code="H", kind="room", x=600.0, y=0.0, **own)
        session.add_all(
            [hall, *(Place(code=f"D{m}", kind="home", x=float(m), y=0.0, area="东", **own) for m in (900, 1800))]
        )
        session.flush()
        room = Facility(code="hall", name="活动室", place_id=hall.id, **own)
        session.add(room)
        session.flush()
        session.add(FacilityMode(facility_id=room.id, mode="chess", capacity=8))
        session.add(OpeningDate(facility_id=room.id, start=at(8), end=at(12)))
        session.commit()
    return world


def asked(world: World, who: str = "coordinator", **query: object) -> dict[str, Any]:
    params = {"first_day": "2026-11-23", "days": 1, **query}
    answer = world.as_(who).get(f"/communities/{world.community}/coverage", params=params)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def test_who_reaches_what_and_when(street: World) -> None:
    found = asked(street)
    lines, gaps = found.pop("lines"), found.pop("gaps")
    assert found == {
        "community_id": street.community, "first_day": "2026-11-23", "days": 1, "pace": 0.9, "limit_minutes": 15,
        "walks": "streets", "doors": 3, "residents": 3, "residents_known_for": 1, "off_street": 0, "unplaced": 0,
        "gaps_in_all": 1, "what_if": None, "door": None,
    }  # fmt: skip
    assert lines == [
        {
            "kind": "facility", "code": "chess", "zh": "棋牌", "en": "chess", "way": "to_facility", "crew": None,
            "there": 1, "reached": 2, "served": 2, "median_minutes": 6, "median_hours": 4,
            "residents_by_hour": [2 if 8 <= h < 12 else 0 for h in range(24)],
        }
    ]  # fmt: skip
    with street.writing() as session:
        far = session.exec(select(Place).where(Place.code == "D1800")).one()
    assert gaps == [
        {
            "kind": "facility", "code": "chess", "zh": "棋牌", "en": "chess", "area": "东", "why": "far",
            "why_zh": "太远", "why_en": "too far", "residents": 1, "doors": 1, "least_minutes": None,
            "most_minutes": None, "place_ids": [far.id],
        }
    ]  # fmt: skip


def test_one_door_in_detail_for_the_desk(street: World) -> None:
    assert asked(street, place_id=street.home)["door"] == [
        {
            "kind": "facility", "code": "chess", "zh": "棋牌", "en": "chess", "reached": True, "minutes": 12,
            "nearest": "hall", "open_hours": [8, 9, 10, 11],
        }
    ]  # fmt: skip
    with street.writing() as session:
        far = session.exec(select(Place).where(Place.code == "D1800")).one().id
        hall = session.exec(select(Place).where(Place.code == "H")).one().id
    assert [(d["reached"], d["minutes"], d["open_hours"]) for d in asked(street, place_id=far)["door"]] == [
        (False, None, [])
    ]  # fmt: skip
    for who, place in (("supervisor", street.home), ("coordinator", hall), ("coordinator", "none")):
        answer = street.as_(who).get(f"/communities/{street.community}/coverage?place_id={place}")
        assert answer.status_code == 404, (who, place)


def test_services_are_staffed_by_those_who_live_near(world: World) -> None:
    SmallWeek(world)
    found = {line["code"]: line for line in asked(world)["lines"]}
    assert found["visit_elder"] == {
        "kind": "service", "code": "visit_elder", "zh": "探访老人", "en": "Visiting an elder", "way": "to_door",
        "crew": 1, "there": 3, "reached": 3, "served": 3, "median_minutes": 0, "median_hours": 10,
        "residents_by_hour": [3 if 8 <= h < 18 else 0 for h in range(24)],
    }  # fmt: skip
    assert (found["class"]["kind"], found["class"]["reached"]) == ("facility", 3)


def test_registered_residents_weigh(street: World) -> None:
    with street.writing() as session:
        far = session.exec(select(Place).where(Place.code == "D1800")).one()
        session.add_all(
            Resident(community_id=street.community, code=f"R{k}", home_id=far.id, state=state)
            for k, state in enumerate(["active", "active", "active", "left"])
        )
        session.commit()
    found = asked(street)
    assert (found["residents"], found["residents_known_for"], found["gaps"][0]["residents"]) == (5, 2, 3)


def test_what_if(street: World) -> None:
    gate = asked(street, add_gate="G")
    # 1200 m to the hall take an elder longer than a quarter of an hour: nearer, but not in reach.
    assert [(g["before"], g["after"], g["closer"]) for g in gate["what_if"]] == [(2, 2, 1)]
    assert gate["gaps"][0]["least_minutes"] == 23
    found = asked(street, add_site="D1800:chess,dining@Mon 14:00-16:00", add_opening="hall@13:00-15:00", add_gate="G")
    told = {g["code"]: (g["before"], g["after"], g["doors_gained"], g["doors_lost"]) for g in found["what_if"]}
    assert told == {"chess": (2, 3, 1, 0), "dining": (0, 1, 1, 0)}
    assert {g["code"]: (g["closer"], g["resident_hours"]) for g in found["what_if"]} == {
        "chess": (1, 6), "dining": (2, 2)
    }  # fmt: skip
    assert (found["gaps_in_all"], found["lines"][0]["served"]) == (2, 3)  # dining, in both neighbourhoods


def test_every_fault_at_once_and_nothing_kept(street: World) -> None:
    path = f"/communities/{street.community}/coverage?first_day=2026-11-23"
    bad = street.as_("coordinator").get(f"{path}&add_site=x&add_gate=:&add_opening=hall@soon")
    assert (bad.status_code, [e["field"] for e in bad.json()["errors"]]) == (
        422, ["add_site x", "add_gate :", "add_opening hall@soon"]
    )  # fmt: skip
    unknown = street.as_("coordinator").get(f"{path}&add_site=moon:chess&add_gate=moon&add_opening=moon@08:00-09:00")
    assert (unknown.status_code, [e["code"] for e in unknown.json()["errors"]]) == (422, ["unknown_id"] * 3)
    assert street.as_("coordinator").get(f"{path}&pace=0&limit=0&days=15").status_code == 422


def test_oversight_reads_numbers_and_no_doors(street: World) -> None:
    for who in ("supervisor", "street"):
        found = asked(street, who)
        assert [gap["place_ids"] for gap in found["gaps"]] == [None]
        assert "D1800" not in str(found)
    street.add(Community(code="other"))
    with street.writing() as session:
        other = session.exec(select(Community).where(Community.code == "other")).one().id
    assert street.as_("coordinator").get(f"/communities/{other}/coverage").status_code == 404


def test_homes_off_the_streets_or_without_coordinates_are_told(street: World) -> None:
    own = {"community_id": street.community, "kind": "home"}
    street.add(Place(code="hill", x=0.0, y=900.0, **own), Place(code="nowhere", **own))
    found = asked(street)
    assert (found["doors"], found["off_street"], found["unplaced"]) == (4, 1, 1)
    assert {gap["why"] for gap in found["gaps"]} == {"far", "off_street"}


def test_a_table_of_walks_knows_every_home(street: World) -> None:
    own = {"community_id": street.community}
    street.add(WalkRow(a="D1", b="H", minutes=15, **own), WalkRow(a="D1800", b="H", minutes=16, **own))
    found = asked(street)
    assert (found["walks"], found["lines"][0]["reached"]) == ("table", 1)
    assert {(g["why"], g["least_minutes"], g["residents"]) for g in found["gaps"]} == {("far", 16, 2)}


def test_today_if_no_day_is_given_and_nobody_at_home(street: World) -> None:
    with street.writing() as session:
        for place in session.exec(select(Place).where(Place.kind == "home")).all():
            place.kind = "gate"
        for resident in session.exec(select(Resident)).all():
            resident.home_id = None
        session.commit()
    answer = street.as_("clerk").get(f"/communities/{street.community}/coverage").json()
    assert (answer["first_day"], answer["days"], answer["doors"], answer["gaps"]) == ("2026-11-20", 7, 0, [])


def test_queries_do_not_grow(street: World) -> None:
    with counted(street.engine) as few:
        asked(street)
    own = {"community_id": street.community}
    street.add(*(Place(code=f"X{k}", kind="home", x=10.0 * k, y=0.0, **own) for k in range(5)))
    with counted(street.engine) as many:
        assert asked(street)["doors"] == 8
    assert len(many) == len(few)
