"""Offers, shifts, hours: one's own, and nothing about others but masked names."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from api.queries import counted
from api.small_week import SmallWeek, at, shown
from api.world import NOON, World
from matcher_api.hours.models import HourEntry


@pytest.fixture
def week(world: World) -> SmallWeek:
    return SmallWeek(world)


def test_an_offer_says_what_when_how_far_with_whom_and_why(week: SmallWeek) -> None:
    """The title of the home visit names who is served: the service is shown instead, and a building, never a door."""
    week.published()
    home, team = week.world.as_("v1").get("/me/offers").json()
    assert home == {
        "id": week.offer("v1", "home"),
        "state": "offered",
        "possible": ["accept", "decline"],
        "visit_id": week.visits["home"],
        "what_zh": "探访老人",
        "what_en": "Visiting an elder",
        "role": "helper",
        "start": shown(at(9)),
        "end": shown(at(10)),
        "answer_by": shown(NOON.replace(day=21)),
        "place": {"facility_id": None, "facility": "", "building": "1号楼", "area": ""},
        "walk_minutes": 0,
        "others": [],
        "risk": "medium",
        "why": {
            "skills": [],
            "walk_minutes": 0,
            "minutes": 150,
            "share_minutes": home["why"]["share_minutes"],
            "zh": f"不要求专门技能，步行0分钟，您这段时间有空，这期共为您安排150分钟，"
            f"按人均应为{home['why']['share_minutes']}分钟。",
            "en": "No special skill is needed; 0 minutes on foot; you are free then; 150 minutes are planned for you "
            f"in all, a fair share being {home['why']['share_minutes']}.",
        },
        "version": 1,
    }
    assert home["why"]["share_minutes"] == 100  # 300 minutes demanded, three people free alike
    assert (team["what_zh"], team["others"], team["place"]["building"]) == ("广场巡逻", ["张*力"], "广场")
    assert team["walk_minutes"] == 3  # 100 m on the map are 140 on foot
    (lesson,) = week.world.as_("v3").get("/me/offers").json()
    assert lesson["why"]["skills"] == ["teaching"] and lesson["why"]["zh"].startswith("您具备teaching，")
    assert "李大妈" not in week.world.as_("v1").get("/me/offers").text


def test_offers_cost_the_same_for_one_and_two(week: SmallWeek) -> None:
    week.published()
    with counted(week.world.engine) as one:
        assert len(week.world.as_("v3").get("/me/offers").json()) == 1
    with counted(week.world.engine) as two:
        assert len(week.world.as_("v1").get("/me/offers").json()) == 2
    assert len(one) == len(two)


def test_an_offer_is_gone_once_it_has_begun(week: SmallWeek) -> None:
    week.published()
    week.world.now = at(9)
    assert [o["visit_id"] for o in week.world.as_("v1").get("/me/offers").json()] == [week.visits["team"]]


def test_shifts_come_by_day_in_order_with_their_walks(week: SmallWeek) -> None:
    week.published()
    me = week.world.as_("v1")
    assert me.get("/me/shifts").json() == []
    for visit in ("team", "home"):
        me.post(f"/me/offers/{week.offer('v1', visit)}/accept")
    (day,) = me.get("/me/shifts").json()
    assert (day["day"], day["walk_minutes"], day["service_minutes"]) == ("2026-11-23", 3, 150)
    first, second = day["visits"]
    assert first == {
        "assignment_id": week.offer("v1", "home"),
        "state": "accepted",
        "possible": ["withdraw", "seek_stand_in", "check_in"],
        "visit_id": week.visits["home"],
        "what_zh": "探访老人",
        "what_en": "Visiting an elder",
        "role": "helper",
        "start": shown(at(9)),
        "end": shown(at(10)),
        "place": {"facility_id": None, "facility": "", "building": "1号楼", "area": ""},
        "walk_minutes": 0,
        "others": [],
        "risk": "medium",
        "version": 2,
    }
    assert (second["visit_id"], second["others"]) == (week.visits["team"], ["张*力"])


def test_shifts_of_a_span(week: SmallWeek) -> None:
    """From and to are moments of any zone; a day is the community's own."""
    week.published()
    me = week.world.as_("v1")
    for visit in ("team", "home"):
        me.post(f"/me/offers/{week.offer('v1', visit)}/accept")

    def visits(**span: str) -> list[str]:
        days = me.get("/me/shifts", params=span).json()
        return [v["visit_id"] for d in days for v in d["visits"]]

    home, team = week.visits["home"], week.visits["team"]
    assert visits(**{"from": "2026-11-23T10:00:00+08:00"}) == [team]  # home ends at ten
    assert visits(**{"from": "2026-11-23T09:59:00+08:00"}) == [home, team]
    assert visits(to="2026-11-23T03:00:00Z") == [home]  # eleven in Shanghai is not before eleven
    assert visits(to="2026-11-22T22:01:00-05:00") == [home, team]
    naive = me.get("/me/shifts", params={"from": "2026-11-23T10:00:00"})
    assert (naive.status_code, naive.json()["errors"][0]["field"]) == (422, "from")


def test_a_shift_after_midnight_in_shanghai_is_of_that_day(week: SmallWeek) -> None:
    from matcher_api.rosters.models import PlannedVisitRow

    roster = week.published()
    week.world.as_("v1").post(f"/me/offers/{week.offer('v1', 'home')}/accept")
    with week.world.writing() as session:
        from sqlmodel import select

        row = session.exec(
            select(PlannedVisitRow).where(
                PlannedVisitRow.visit_id == week.visits["home"], PlannedVisitRow.layer == "published"
            )
        ).one()
        row.start, row.end = (datetime(2026, 11, 23, hour, 30, tzinfo=UTC) for hour in (16, 17))
        session.commit()
    assert [d["day"] for d in week.world.as_("v1").get("/me/shifts").json()] == ["2026-11-24"]
    assert roster


def test_hours_are_ones_own_with_their_sum(week: SmallWeek) -> None:
    for name, minutes, kind in (("v1", 60, "service"), ("v1", -15, "correction"), ("v2", 90, "service")):
        week.world.add(
            HourEntry(
                community_id=week.community,
                person_id=week.people[name],
                service="visit_elder",
                day=date(2026, 11, 2),
                minutes=minutes,
                kind=kind,
                reason="晚到" if minutes < 0 else "",
            )
        )
    page = week.world.as_("v1").get("/me/hours?limit=1").json()
    assert ([e["minutes"] for e in page["items"]], page["total_minutes"]) == ([60], 45)
    rest = week.world.as_("v1").get(f"/me/hours?limit=1&after={page['next']}").json()
    assert rest == {
        "items": [
            {
                "id": rest["items"][0]["id"],
                "assignment_id": None,
                "service": "visit_elder",
                "day": "2026-11-02",
                "minutes": -15,
                "kind": "correction",
                "reason": "晚到",
                "hours": -0.25,
            }
        ],
        "next": None,
        "total_minutes": 45,
        "total_hours": 0.75,
    }
