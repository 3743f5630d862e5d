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
