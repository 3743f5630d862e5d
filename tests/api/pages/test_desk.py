"""The coordinator's day: what waits, a request by phone, its life, a visit with its people and its why."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from api.pages.visitor import Visitor
from api.small_week import SmallWeek
from api.world import NOON, World
from matcher_api.assignments.models import AssignmentRow
from matcher_api.catalogue.models import CatalogueItem
from matcher_api.visits.models import Visit


@pytest.fixture
def week(world: World) -> SmallWeek:
    made = SmallWeek(world)
    world.add(
        CatalogueItem(
            code="W01",
            category="welfare",
            zh="打扫做饭",
            en="Cleaning and cooking",
            shape="home",
            minutes=60,
            roles=[{"role": "helper", "skills": [], "least": 1, "desired": None, "most": None}],
        )
    )
    return made


NEW = {"item_code": "W01", "text": "想请人打扫", "day": "2026-11-25", "start": "09:00", "end": "11:30"}


def test_a_request_by_phone_is_entered_verified_and_planned(week: SmallWeek) -> None:
    desk = Visitor(week.world).known("clerk").get("/requests/new?who=李")
    desk.sound()
    found = re.search(r'href="(/requests/new\?resident_id=[^"]+)"', desk.page.text)
    assert "李大妈" in desk.shows and found is not None
    desk.get(found[1])
    desk.sound()
    asked = {"community_id": week.community, "resident_id": week.world.resident, "channel": "phone", **NEW}
    desk.send("/requests/new", **{**asked, "end": "08:00"})
    assert desk.page.status_code == 422 and "想请人打扫</textarea>" in desk.page.text
    assert 'value="W01" selected' in desk.page.text and 'value="2026-11-25"' in desk.page.text
    desk.send("/requests/new", **asked).followed()
    desk.sound()
    assert "打扫做饭" in desk.shows and "李*妈" in desk.shows and "待核实" in desk.shows and "电话" in desk.shows
    path = desk.page.url.path
    desk.send(f"{path}/ask_info", reason="")
    assert desk.page.status_code == 422
    desk.send(f"{path}/ask_info", reason="有电梯吗").followed()
    assert "有电梯吗" in desk.shows
    desk.send(f"{path}/answer", text="没有电梯").followed()
    desk.send(f"{path}/verify").followed()
    assert "已核实" in desk.shows and "/visits/" in desk.page.text
    queue = desk.get("/requests?state=verified")
    queue.sound()
    assert path in queue.page.text and "11月25日 周三 09:00–11:30" in queue.shows


def test_one_asked_for_twice_must_be_looked_at(week: SmallWeek) -> None:
    desk = Visitor(week.world).known("coordinator").get("/requests/new")
    asked = {
        "community_id": week.community,
        "name": "周奶奶",
        "phone": "19900003333",
        "home_id": week.world.home,
        **NEW,
    }
    desk.send("/requests/new", **asked).followed()
    first = desk.page.url.path
    desk.get("/requests/new").send("/requests/new", **asked)
    assert desk.page.status_code == 409 and first in desk.page.text and 'name="confirmed"' in desk.page.text
    assert 'value="周奶奶"' in desk.page.text
    desk.send("/requests/new", **asked, confirmed="on").followed()
    second = desk.page.url.path
    assert first != second and first in desk.page.text
    desk.send(f"{second}/merge", into=first.rsplit("/", 1)[1]).followed()
    assert "已取消" in desk.shows
    assert desk.client.post(f"{first}/nothing", data={}).status_code == 403
    desk.get(first)
    token = re.search(r'name="_csrf" value="([^"]*)"', desk.page.text)
    assert token is not None
    assert desk.client.post(f"{first}/nothing", data={"_csrf": token[1]}).status_code == 404


def test_today_shows_what_waits_and_takes_answers_by_phone(week: SmallWeek) -> None:
    empty = Visitor(week.world).known("coordinator").get("/today")
    empty.sound()
    assert "没有等着办的事" in empty.shows
    week.published()
    week.world.as_("v3").post(f"/me/offers/{week.offer('v3', 'class')}/decline", {"reason": "感冒"})
    desk = Visitor(week.world).known("coordinator").get("/today")
    desk.sound()
    assert re.search(r"缺人 1 .*四点半课堂", desk.shows) and "感冒" in desk.shows
    assert "19912345678" not in desk.page.text
    desk.send(f"/today/calls/{week.people['v1']}")
    assert "19912345678" in desk.shows and "您好" in desk.shows
    (reveal,) = week.world.as_("coordinator").get("/reveals").json()["items"]
    assert (reveal["reason"], reveal["what"]) == ("call_back", "contact")
    home = week.offer("v1", "home")
    desk.send(f"/today/answers/{home}/accept").followed()
    assert week.world.as_("coordinator").get(f"/assignments/{home}").json()["channel"] == "phone"
    desk.send(f"/today/answers/{week.offer('v2', 'team')}/decline").followed()
    assert "张大力" in desk.shows
    assert Visitor(week.world).known("v1").get("/today").page.status_code == 403


def test_a_year_of_refusals_hides_none_of_today(week: SmallWeek) -> None:
    week.published()
    past = Visit(community_id=week.community, code="PAST", duration_minutes=60)
    week.world.add(past)
    week.world.add(
        *(
            AssignmentRow(
                id=f"0{n:03}", community_id=week.community, visit_id=past.id, person_id=week.people["v2"],
                role="helper", state="declined", reason="过去", start=NOON - timedelta(days=30), answered_at=NOON,
            )
            for n in range(600)
        )
    )  # fmt: skip
    week.world.as_("v1").post(f"/me/offers/{week.offer('v1', 'home')}/decline", {"reason": "感冒"})
    desk = Visitor(week.world).known("coordinator").get("/today")
    assert "感冒" in desk.shows and "过去" not in desk.shows


def test_a_visit_says_who_when_where_and_why(week: SmallWeek) -> None:
    week.published()
    desk = Visitor(week.world).known("coordinator").get(f"/visits/{week.visits['home']}")
    desk.sound()
    assert re.search(r"探访老人 A1 .*11月23日 周一 09:00–10:00 .*1号楼", desk.shows) and "王小明" in desk.shows
    offer = week.offer("v1", "home")
    base = f"/visits/{week.visits['home']}"
    desk.send(f"{base}/pin/{offer}", reason="")
    assert desk.page.status_code == 422
    desk.send(f"{base}/pin/{offer}", reason="老人指定").followed()
    assert "已固定" in desk.shows and "老人指定" in desk.shows
    unpin = re.search(rf'action="({base}/unpin/[^"]+)"', desk.page.text)
    assert unpin is not None
    desk.send(unpin[1]).followed()
    assert "已固定" not in desk.shows
    desk.send(f"{base}/assignments/{offer}/accept").followed()
    assert "已接单" in desk.shows
    desk.send(f"{base}/assignments/{offer}/withdraw", reason="").followed()
    assert week.state("home") == "short"
    desk.send(f"{base}/cancel", reason="").sound()
    assert desk.page.status_code == 422
    desk.send(f"{base}/cancel", reason="老人住院").followed()
    assert "已取消" in desk.shows and f"{base}/cancel" not in desk.page.text


def test_the_first_ranked_comes_instead(week: SmallWeek) -> None:
    week.published()
    week.world.as_("v1").post(f"/me/offers/{week.offer('v1', 'home')}/accept")
    desk = Visitor(week.world).known("coordinator").get(f"/visits/{week.visits['home']}")
    link = re.search(r'href="([^"]+/candidates[^"]+out=[^"]+)"', desk.page.text)
    assert link is not None
    desk.get(link[1].replace("&amp;", "&"))
    desk.sound()
    first = re.search(r'action="([^"]+/stand-ins/[^"]+)".*?name="person_id" value="([^"]+)"', desk.page.text)
    assert first is not None and re.search(r"名次 .* 1 (张大力|Anna Lee) 约 \d+ 分钟", desk.shows)
    assert desk.page.text.count('class="m-served"') == 1  # where it is; and the ranks about where they live
    assert re.findall(r'class="m-rank">([^<]+)<', desk.page.text) == ["1·2"]
    desk.send(first[1], person_id=first[2]).followed()
    assert "已顶替" in desk.shows and first[2] in week.people.values()


def test_what_would_serve_a_visit_is_confirmed(week: SmallWeek) -> None:
    roster = week.roster()
    week.place(roster, "home", 9, {"v3": "helper"})
    path = f"/visits/{week.visits['class']}/fixes?roster_id={roster}&layer=draft"
    page = Visitor(week.world).known("coordinator").get(path)
    page.sound()
    assert "怎样才能排上：四点半课堂" in page.shows


def test_a_visit_that_nobody_makes_says_why_in_a_draft(week: SmallWeek) -> None:
    roster = week.roster()
    page = Visitor(week.world).known("coordinator")
    page.get(f"/visits/{week.visits['class']}?roster_id={roster}&layer=draft").sound()
    assert "还没有请过人" in page.shows and "还可以的时间" in page.shows and "人可来" in page.shows


def test_pages_of_the_desk_are_not_heavy(week: SmallWeek) -> None:
    week.published()
    desk = Visitor(week.world).known("coordinator")
    for path in ("/today", "/requests", "/requests/new", f"/visits/{week.visits['team']}"):
        size, requests = desk.get(path).weight
        assert size <= 150_000 and requests <= 10, (path, size, requests)
    desk.get("/language/en?next=/today")
    for path in ("/today", "/requests", "/requests/new", f"/visits/{week.visits['team']}"):
        desk.get(path).sound()
        assert '<html lang="en">' in desk.page.text


def test_what_was_typed_stays_with_its_own_form_and_that_stays_open(week: SmallWeek) -> None:
    week.published()
    page = f"/visits/{week.visits['team']}"
    pin, long = f"{page}/pin/{week.offer('v1', 'team')}", "很" * 201
    desk = Visitor(week.world).known("coordinator").get(page).send(pin, reason=long)
    desk.sound()
    assert desk.page.status_code == 422 and desk.page.text.count(f'value="{long}"') == 1
    assert re.findall(r'<details open>.*?action="([^"]+)"', desk.page.text, re.DOTALL) == [pin]
    desk.send(f"{page}/cancel", reason="").get(page)
    assert "<details open>" not in desk.page.text
