"""Certificates say what the ledger says, can be checked by who holds them, and name nobody who was erased."""

from __future__ import annotations

import io
import random
from datetime import date, timedelta
from typing import Any

import openpyxl
import pytest

from api.day_week import DayWeek
from api.world import MONDAY, World
from matcher_api.hours.models import CORRECTION, SERVICE, HourEntry
from matcher_api.hours.stars import missing, stars
from matcher_api.people.models import Person

TABLE = (100, 300, 600)
HOUR = 60


@pytest.fixture
def week(world: World) -> DayWeek:
    """v1 served an hour on Monday, and two before; a quarter was taken back."""
    made = DayWeek(world)
    made.served("v1", "home", 9, 10)
    made.desk("v1", "home", "verify")
    entered(made, "v1", 120, date(2026, 11, 2), service="W06")
    entered(made, "v1", -15, date(2026, 11, 2), service="W06", kind=CORRECTION)
    return made


def entered(week: DayWeek, name: str, minutes: int, day: date, *, service: str = "", kind: str = SERVICE) -> None:
    week.world.add(
        HourEntry(
            community_id=week.community, person_id=week.people[name], minutes=minutes, day=day, service=service,
            kind=kind, reason="更正" if kind == CORRECTION else "",
        )
    )  # fmt: skip


def issue(week: DayWeek, who: str = "v1", name: str = "v1", **span: str) -> Any:
    return week.world.as_(who).post(f"/volunteers/{week.people[name]}/certificates", span)


@pytest.mark.parametrize(
    ("hours", "number", "left"),
    [(0, 0, 6000), (99.99, 0, None), (100, 1, 12_000), (299, 1, 60), (300, 2, 18_000), (600, 3, None), (9999, 3, None)],
)
def test_stars_by_the_table(hours: float, number: int, left: int | None) -> None:
    minutes = int(hours * HOUR)
    assert stars(minutes, TABLE) == number
    assert missing(minutes, TABLE) == (left if hours != 99.99 else 6000 - minutes)
    assert (stars(minutes, ()), missing(minutes, ())) == (0, None)


def test_what_a_certificate_says(week: DayWeek) -> None:
    made = issue(week)
    assert made.status_code == 201
    shown = made.json()
    number, code = shown["number"], shown["code"]
    assert number == "xizha-H2026-00001"
    assert shown == {
        "id": shown["id"], "number": number, "code": code, "person_id": week.people["v1"], "person_code": "V1",
        "name": "王小明", "issuer": "西闸社区", "street_office": "", "issued_at": "2026-11-23T02:00:00Z",
        "first_day": "2026-11-02", "last_day": "2026-11-23", "minutes": 165, "hours": 2.75, "stars": 0,
        "services": [
            {"service": "W06", "zh": "W06", "en": "W06", "times": 1, "minutes": 105, "hours": 1.75},
            {"service": "visit_elder", "zh": "探访老人", "en": "Visiting an elder", "times": 1, "minutes": 60,
             "hours": 1.0},
        ],
        "check_url": shown["check_url"], "synthetic": False,
    }  # fmt: skip
    assert shown["check_url"].endswith(f"/api/v1/certificates/{number}?code={code}")
    assert issue(week, "clerk").json()["number"] == "xizha-H2026-00002"
    assert [c["number"][-1] for c in listed(week, "v1")] == ["2", "1"]


def listed(week: DayWeek, who: str) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = (
        week.world.as_(who).get(f"/volunteers/{week.people['v1']}/certificates").json()["items"]
    )
    return items


def check(week: DayWeek, number: str, code: str) -> Any:
    return week.world.as_(None).get(f"/certificates/{number}", params={"code": code})


def test_anybody_who_holds_it_can_check_it(week: DayWeek) -> None:
    made = issue(week).json()
    answer = check(week, made["number"], made["code"].lower())
    assert (answer.status_code, answer.json()) == (
        200,
        {
            "number": made["number"], "name": "王*明", "issuer": "西闸社区", "issued_at": made["issued_at"],
            "first_day": "2026-11-02", "last_day": "2026-11-23", "minutes": 165, "minutes_now": 165, "hours": 2.75,
            "synthetic": False,
        },
    )  # fmt: skip
    assert check(week, made["number"], "AAAA-AAAA-AAAA").status_code == 404
    assert check(week, "xizha-H2026-00009", made["code"]).status_code == 404


def test_a_later_correction_shows(week: DayWeek) -> None:
    made = issue(week).json()
    body = {"assignment_id": week.work["v1", "home"], "minutes": -60, "reason": "记错了人"}
    assert week.world.as_("coordinator").post(f"/volunteers/{week.people['v1']}/hours", body).status_code == 201
    told = check(week, made["number"], made["code"]).json()
    assert (told["minutes"], told["minutes_now"]) == (165, 105)


def test_after_erasing_the_number_still_stands_without_a_name(week: DayWeek) -> None:
    made = issue(week).json()
    done = week.world.as_("coordinator").post(f"/volunteers/{week.people['v1']}/erase")
    assert (done.status_code, done.json()["blanked"]["certificate"]) == (200, 1)
    told = check(week, made["number"], made["code"]).json()
    assert (told["name"], told["minutes"], told["minutes_now"]) == ("", 165, 165)


def test_only_ones_own_and_only_where_there_is_something(week: DayWeek) -> None:
    assert issue(week, "v2").status_code == 404
    assert issue(week, "v2", "v2").json()["code"] == "nothing_to_certify"
    assert issue(week, first_day="2026-11-24").json()["code"] == "nothing_to_certify"
    with week.world.writing() as session:
        session.get_one(Person, week.people["v1"]).kind = "staff"
        session.commit()
    assert issue(week).json()["code"] == "not_a_volunteer"
    assert week.world.as_("v1").get(f"/volunteers/{week.people['v1']}/stars").json()["minutes"] == 0


def test_stars_are_the_communitys(week: DayWeek) -> None:
    path = f"/volunteers/{week.people['v1']}/stars"
    assert week.world.as_("v1").get(path).json() == {
        "minutes": 165, "hours": 2.75, "stars": 0, "missing_minutes": 5835, "table": [100, 300, 600, 1000, 1500],
    }  # fmt: skip
    desk, own = week.world.as_("coordinator"), f"/communities/{week.community}"
    assert desk.patch(own, {"settings": {"stars": [1, 1]}}).status_code == 422
    assert desk.patch(own, {"settings": {"stars": [1, 2, 3]}}).status_code == 200
    assert week.world.as_("clerk").get(path).json() | {"table": None} == {
        "minutes": 165, "hours": 2.75, "stars": 2, "missing_minutes": 15, "table": None,
    }  # fmt: skip
    assert issue(week).json()["stars"] == 2
    assert week.world.as_("v2").get(path).status_code == 404


def test_certified_hours_are_the_sum_of_the_entries(world: World) -> None:
    """Whatever was entered and put right, for any span."""
    week, chance = DayWeek(world), random.Random(7)
    world.now += timedelta(days=30)
    entries = []
    for _ in range(60):
        name, day = chance.choice(["v1", "v2"]), MONDAY - timedelta(days=chance.randrange(40))
        service, kind = chance.choice(["W01", "W06", ""]), chance.choice([SERVICE, SERVICE, CORRECTION])
        minutes = chance.randrange(1, 300) if kind == SERVICE else chance.randrange(-60, 30)
        entries.append((name, day, service, kind, minutes))
        entered(week, name, minutes, day, service=service, kind=kind)
    for _ in range(12):
        name = chance.choice(["v1", "v2"])
        first = MONDAY - timedelta(days=chance.randrange(45))
        last = first + timedelta(days=chance.randrange(30))
        expected = sum(e[4] for e in entries if e[0] == name and first <= e[1] <= last)
        answer = issue(week, "clerk", name, first_day=first.isoformat(), last_day=last.isoformat())
        if expected <= 0:
            assert answer.json()["code"] == "nothing_to_certify"
            continue
        shown = answer.json()
        assert (shown["minutes"], sum(s["minutes"] for s in shown["services"])) == (expected, expected)


def test_the_ledger_goes_out_for_the_national_record(week: DayWeek) -> None:
    query = {"community_id": week.community, "from": "2026-11-01", "to": "2026-11-30"}
    desk = week.world.as_("coordinator")
    answer = desk.get("/hours/export", params={**query, "format": "csv"})
    assert (answer.status_code, answer.headers["cache-control"]) == (200, "no-store")
    lines = answer.content.decode("utf-8-sig").splitlines()
    assert lines[0].startswith("姓名,人员编号,服务项目")
    assert lines[1:] == [
        "王小明,V1,W06,W06,2026-11-02,,,120,2.0,服务,,西闸社区",
        "王小明,V1,W06,W06,2026-11-02,,,-15,-0.25,更正,更正,西闸社区",
        "王小明,V1,探访老人,visit_elder,2026-11-23,2026-11-23 09:00,2026-11-23 10:00,60,1.0,服务,,西闸社区",
    ]
    book = openpyxl.load_workbook(io.BytesIO(desk.get("/hours/export", params=query).content))
    assert [row[7].value for row in book.worksheets[0].iter_rows(min_row=2)] == [120, -15, 60]
    acts = desk.get("/audit?action=hours.export").json()["items"]
    assert [a["detail"] for a in acts] == [{"format": "xlsx", "rows": 3}, {"format": "csv", "rows": 3}]
    long = desk.get("/hours/export", params={**query, "to": "2027-11-02"})
    assert (long.status_code, long.json()["code"]) == (422, "span_refused")
    assert desk.get("/hours/export", params={**query, "community_id": "none"}).status_code == 404
