"""The calendar feed: stable events, nothing about who is served, one address at a time."""

from __future__ import annotations

from typing import Any

import pytest
from icalendar import Calendar
from sqlmodel import select

from api.small_week import SmallWeek, at
from api.world import World
from matcher_api.people.models import Person


@pytest.fixture
def week(world: World) -> SmallWeek:
    return SmallWeek(world)


def address(week: SmallWeek, name: str = "v1") -> str:
    """The path of a new feed, below /api/v1."""
    url = week.world.as_(name).post("/me/feed").json()["url"]
    prefix = "http://127.0.0.1:8000/api/v1"
    assert url.startswith(f"{prefix}/feeds/") and url.endswith(".ics")
    return str(url.removeprefix(prefix))


def events(week: SmallWeek, path: str) -> list[tuple[Any, ...]]:
    """(visit, state, sequence, start, end, what, where) in order of start."""
    names = {v: k for k, v in week.visits.items()}
    answer = week.world.as_(None).get(path)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "text/calendar; charset=utf-8")
    book = Calendar.from_ical(answer.content)
    return sorted(
        (
            (
                names[str(e["uid"]).split(".")[0]],
                str(e["status"]),
                int(e["sequence"]),
                e.decoded("dtstart"),
                e.decoded("dtend"),
                str(e["summary"]),
                str(e.get("location", "")),
            )
            for e in book.walk("VEVENT")
        ),
        key=lambda e: e[3],
    )


def test_what_it_shows_follows_the_answers(week: SmallWeek) -> None:
    roster = week.published()
    path = address(week)
    home = ("home", "TENTATIVE", 1, at(9), at(10), "探访老人", "")
    team = ("team", "TENTATIVE", 1, at(11), at(12.5), "广场巡逻", "")
    assert events(week, path) == [home, team]
    week.world.as_("v1").post(f"/me/offers/{week.offer('v1', 'home')}/accept")
    accepted = ("home", "CONFIRMED", 2, at(9), at(10), "探访老人", "")
    assert events(week, path) == [accepted, team]
    week.place(roster, "team", 12, {"v1": "patrol", "v2": "patrol"})
    week.publish(roster)
    assert events(week, path) == [accepted, ("team", "TENTATIVE", 2, at(12), at(13.5), "广场巡逻", "")]
    week.place(roster, "team", 12, {"v3": "patrol", "v2": "patrol"})
    assert week.publish(roster).status_code == 201
    assert events(week, path) == [accepted, ("team", "CANCELLED", 3, at(12), at(13.5), "广场巡逻", "")]
    week.place(roster, "team", 12, {"v1": "patrol", "v2": "patrol"})
    assert week.publish(roster).status_code == 201
    assert events(week, path) == [accepted, ("team", "TENTATIVE", 5, at(12), at(13.5), "广场巡逻", "")]


def test_it_holds_rooms_but_no_homes_and_no_names(week: SmallWeek) -> None:
    week.published()
    assert [e[-1] for e in events(week, address(week, "v3"))] == ["一年级教室"]
    text = week.world.as_(None).get(address(week)).text
    for secret in ("李大妈", "1号楼", "王小明", "19912345678", "张大力", week.world.resident):
        assert secret not in text


def test_unchanged_it_is_not_sent_again(week: SmallWeek) -> None:
    week.published()
    path, anybody = address(week), week.world.as_(None)
    first = anybody.get(path)
    tag = first.headers["etag"]
    same = anybody.get(path, headers={"If-None-Match": tag})
    assert (same.status_code, same.content, same.headers["etag"]) == (304, b"", tag)
    week.world.now = at(8)
    assert anybody.get(path).content == first.content  # the time of day changes nothing
    week.world.as_("v1").post(f"/me/offers/{week.offer('v1', 'home')}/accept")
    changed = anybody.get(path, headers={"If-None-Match": tag})
    assert changed.status_code == 200 and changed.headers["etag"] != tag


def test_a_new_address_ends_the_one_before(week: SmallWeek) -> None:
    old = address(week)
    new = address(week)
    anybody = week.world.as_(None)
    assert (anybody.get(old).status_code, anybody.get(new).status_code) == (404, 200)
    with week.world.writing() as session:
        hashes = session.exec(select(Person.feed_key_hash)).all()
    assert all(new.split("/")[-1].removesuffix(".ics") not in str(h) for h in hashes)
    with week.world.writing() as session:
        session.get_one(Person, week.people["v1"]).state = "left"
        session.commit()
    assert anybody.get(new).status_code == 404


def test_whose_feed_must_be_clear(week: SmallWeek) -> None:
    from matcher_api.access.models import Grant, Login

    with week.world.writing() as session:
        login = session.exec(select(Login).where(Login.username == "v1")).one()
        session.add(
            Grant(login_id=login.id, role="volunteer", community_id=week.community, person_id=week.people["v2"])
        )
        session.commit()
    both = week.world.as_("v1")
    assert both.post("/me/feed").json()["code"] == "person_unclear"
    assert both.post(f"/me/feed?person_id={week.people['v2']}").status_code == 201
    assert both.post(f"/me/feed?person_id={week.people['v3']}").json()["code"] == "not_found"


def test_it_is_what_calendars_can_read(week: SmallWeek) -> None:
    """RFC 5545: lines end in CRLF and hold at most 75 octets, every event has what it must and nothing twice; the
    whole says who made it. What cannot be sure of a zone is in UTC."""
    week.published()
    path = address(week)
    week.world.as_("v1").post(f"/me/offers/{week.offer('v1', 'home')}/accept")
    desk = week.world.as_("coordinator")
    assert desk.post(f"/visits/{week.visits['team']}/cancel", {"reason": "下雨"}).status_code == 200
    raw = week.world.as_(None).get(path).content
    lines = raw.split(b"\r\n")
    assert lines[-1] == b"" and not [x for x in lines if b"\n" in x or b"\r" in x or len(x) > 75]
    text = raw.replace(b"\r\n ", b"").decode()
    head = text[: text.index("BEGIN:VEVENT")].split("\r\n")[:-1]
    assert sorted(x.split(":")[0].split(";")[0] for x in head) == [
        "BEGIN", "CALSCALE", "NAME", "PRODID", "REFRESH-INTERVAL", "VERSION", "X-PUBLISHED-TTL", "X-WR-CALNAME",
        "X-WR-TIMEZONE",
    ]  # fmt: skip
    assert "REFRESH-INTERVAL;VALUE=DURATION:PT1H" in head and "X-PUBLISHED-TTL:PT1H" in head
    for event in text.split("BEGIN:VEVENT\r\n")[1:]:
        names = [x.split(":")[0] for x in event[: event.index("END:VEVENT")].split("\r\n")[:-1]]
        assert {"UID", "DTSTAMP", "DTSTART", "DTEND", "SEQUENCE", "STATUS", "SUMMARY"} <= set(names)
        assert len(names) == len(set(names))
    stamps = [x for x in text.split("\r\n") if x.startswith(("DTSTART", "DTEND", "DTSTAMP", "LAST-MODIFIED"))]
    assert len(stamps) == 8 and all(x.endswith("Z") and ";" not in x for x in stamps)
    states = {names: (state, busy) for names, state, busy in (
        (str(e["summary"]), str(e["status"]), str(e["transp"])) for e in Calendar.from_ical(raw).walk("VEVENT")
    )}  # fmt: skip
    assert states == {"探访老人": ("CONFIRMED", "OPAQUE"), "广场巡逻": ("CANCELLED", "TRANSPARENT")}


def test_looking_changes_nothing(week: SmallWeek) -> None:
    """An offer that was seen has a deadline, and no new version of its event."""
    week.published()
    path = address(week)
    before = week.world.as_(None).get(path).content
    assert len(week.world.as_("v1").get("/me/offers").json()) == 2
    assert week.world.as_(None).get(path).content == before
