"""What was done can be read by who answers for it: by subject, actor and time, in pages, and without names."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from urllib.parse import quote

import pytest
from sqlmodel import select

from api.queries import counted
from api.world import NOON, World, on_sqlite
from matcher_api.access.models import Grant, Login
from matcher_api.audit.models import AuditEntry
from matcher_api.communities.models import Community


@pytest.fixture
def acts(world: World) -> list[str]:
    """Three acts of this community, an hour apart, one elsewhere and one of no community; in this order."""
    other = Community(code="dongzha", name="东闸社区")
    world.add(other)
    rows = [
        AuditEntry(at=NOON + timedelta(hours=n), action=action, subject_kind=kind, subject_id=subject,
                   community_id=community, login_id=login, detail={"state": "x"})
        for n, (action, kind, subject, community, login) in enumerate((
            ("visit.cancel", "visit", "v1", world.community, "ann"),
            ("visit.create", "visit", "v2", world.community, "bob"),
            ("person.pause", "person", "p1", world.community, None),
            ("visit.cancel", "visit", "v3", other.id, "ann"),
            ("session.close", "login_session", "s1", None, "ann"),
        ))
    ]  # fmt: skip
    for n, row in enumerate(rows):
        row.id = f"a{n}"
    world.add(*rows)
    return [row.id for row in rows]


def ids(world: World, who: str, query: str = "") -> list[str]:
    answer = world.as_(who).get(f"/audit{query}")
    assert answer.status_code == 200, answer.text
    return [i["id"] for i in answer.json()["items"] if i["id"].startswith("a")]


def test_whose_acts_who_sees(world: World, acts: list[str]) -> None:
    newest_first = acts[::-1]
    assert ids(world, "coordinator") == ids(world, "supervisor") == newest_first[2:]
    assert ids(world, "admin") == newest_first
    elsewhere = world.as_("admin").get("/audit?subject_id=v3").json()["items"][0]["community_id"]
    assert ids(world, "coordinator", f"?community_id={elsewhere}") == []
    with world.writing() as session:
        grant = session.exec(select(Grant).join(Login).where(Login.username == "supervisor")).one()
        grant.community_id = None
        session.add(grant)
        session.commit()
    # for all communities, and still not the logins' own
    assert ids(world, "supervisor") == newest_first[1:]


def test_one_act_whole(world: World, acts: list[str]) -> None:
    found: list[dict[str, Any]] = world.as_("supervisor").get("/audit?subject_id=v1").json()["items"]
    assert found == [
        {
            "id": acts[0], "at": "2026-11-20T04:00:00Z", "login_id": "ann", "action": "visit.cancel",
            "subject_kind": "visit", "subject_id": "v1", "community_id": world.community, "detail": {"state": "x"},
        }
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("?subject_kind=visit", [1, 0]),
        ("?action=visit.cancel", [0]),
        ("?login_id=bob", [1]),
        ("?login_id=bob&action=visit.cancel", []),
        ("?from=2026-11-20T05:00:00Z", [2, 1]),
        ("?to=2026-11-20T05:00:00Z", [0]),
        # the same moment told in another zone
        (f"?from={quote('2026-11-20T13:00:00+08:00')}&to={quote('2026-11-20T01:00:00-05:00')}", [1]),
    ],
)
def test_filters(world: World, acts: list[str], query: str, expected: list[int]) -> None:
    assert ids(world, "coordinator", query) == [acts[n] for n in expected]


@pytest.mark.parametrize("query", ["?from=2026-11-20T05:00:00", "?subject_id=a%20b", "?action=%27"])
@on_sqlite
def test_what_is_no_filter_is_refused(world: World, query: str) -> None:
    answer = world.as_("coordinator").get(f"/audit{query}")
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid")


def test_pages_and_queries(world: World, acts: list[str]) -> None:
    first = world.as_("coordinator").get("/audit?limit=2&login_id=ann").json()
    assert ([i["id"] for i in first["items"]], first["next"]) == ([acts[0]], None)
    one = world.as_("coordinator").get("/audit?limit=1&subject_kind=visit").json()
    rest = world.as_("coordinator").get(f"/audit?limit=1&subject_kind=visit&after={one['next']}").json()
    assert [i["id"] for i in (*one["items"], *rest["items"])] == [acts[1], acts[0]]
    counts = []
    for limit in (1, 3):
        with counted(world.engine) as sent:
            world.as_("coordinator").get(f"/audit?limit={limit}")
        counts.append(len(sent))
    assert counts[0] == counts[1]


def test_what_people_do_is_in_it_without_their_words(world: World) -> None:
    world.as_("coordinator").patch(f"/volunteers/{world.person}", {"name": "赵钱孙", "phone": "19912340000"})
    world.as_("volunteer").post(f"/volunteers/{world.person}/pause")
    answer = world.as_("supervisor").get(f"/audit?subject_id={world.person}")
    assert [i["action"] for i in answer.json()["items"]] == ["volunteer.pause", "volunteer.change"]
    assert "赵钱孙" not in answer.text and "19912340000" not in answer.text
