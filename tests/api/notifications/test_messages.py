"""Messages in the service itself; the outbox as the desk sees it; every kind has its words."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import matcher_api
from api.notifications.post import Post
from api.small_week import shown
from api.world import NOON, World
from matcher_api.access.roles import AccessRole
from matcher_api.bookings.service import TOLD
from matcher_api.notifications.composing import KINDS
from matcher_api.notifications.texts import TEXTS


@pytest.fixture
def post(world: World) -> Post:
    return Post(world)


def test_a_message_lies_in_the_inbox_until_it_is_seen(post: Post) -> None:
    """With a smartphone and a login nobody is called at once: they will look."""
    post.week.published()
    me = post.world.as_("v1")
    assert me.get("/me/messages").json()["items"] == []  # nothing leaves before it is sent
    post.send()
    (note,) = me.get("/me/messages").json()["items"]
    assert (note["kind"], note["seen"], note["outdated"], len(note["offers"])) == ("roster_digest", False, False, 2)
    assert note["zh"].startswith("志愿服务安排有更新\n请答复：探访老人，11月23日（周一）9:00–10:00")
    desk = post.world.as_("coordinator")
    offer = post.week.offer("v1", "home")
    assert post.states()["v1"] == ["going_out"] and post.deliveries() == []
    assert post.world.as_("v2").post("/me/messages/seen", {"messages": [note["id"]]}).status_code == 404
    post.world.now = NOON.replace(hour=9)
    assert me.post("/me/messages/seen", {"messages": [note["id"]]}).json() == {"messages": [note["id"]]}
    assert desk.get(f"/assignments/{offer}").json()["answer_by"] == shown(post.world.now.replace(day=21))
    me.post(f"/me/offers/{offer}/decline", {})
    me.post(f"/me/offers/{post.week.offer('v1', 'team')}/accept")
    (note,) = me.get("/me/messages").json()["items"]
    assert (note["seen"], note["outdated"], note["zh"]) == (True, True, "这条消息已不适用")


def test_the_desk_sees_what_went_out_and_how(post: Post) -> None:
    post.contact("v1", has_smartphone=False)
    post.week.published()
    post.send()
    desk = post.world.as_("clerk")
    listed = desk.get("/notifications").json()["items"]
    assert [(n["name"], n["state"], [d["channel"] for d in n["deliveries"]]) for n in listed] == [
        ("Anna Lee", "going_out", []),
        ("张大力", "going_out", []),
        ("王小明", "going_out", ["call_list"]),
    ]
    assert desk.get("/notifications?state=waiting").json()["items"] == []
    assert desk.get("/notifications?to_desk=true").json()["items"] == []


def test_the_desk_is_told_in_its_own_inbox(post: Post) -> None:
    from matcher_api.bookings.told import tell_desk
    from matcher_api.notifications.models import Notification

    with post.world.writing() as session:
        from matcher_api.access.actor import ANONYMOUS
        from matcher_api.web.work import Work

        work = Work(session, ANONYMOUS, post.world.now, post.world.settings)
        tell_desk(work, post.week.community, "visit_replan", visit_id=post.week.visits["class"], facility_id="", why="")
        session.commit()
    post.send()
    (note,) = post.world.as_("coordinator").get("/notifications?to_desk=true").json()["items"]
    assert (note["state"], note["zh"]) == ("delivered", "一次服务的场地不能用了，需要重新安排：四点半课堂")
    assert Notification.__tablename__ == "notification"


def test_units_and_residents_read_their_own(post: Post) -> None:
    roster = post.week.planned()
    with post.world.writing() as session:
        from matcher_api.organisations.models import Organisation

        session.get_one(Organisation, post.world.organisation).auto_approve = False
        session.commit()
    assert post.week.publish(roster).status_code == 201
    desk = post.world.as_("coordinator")
    desk.post(f"/visits/{post.week.visits['class']}/cancel", {"reason": "停课"})
    desk.post(f"/visits/{post.week.visits['home']}/cancel", {"reason": "住院"})
    post.send()
    for role in (AccessRole.UNIT, AccessRole.RESIDENT):
        (note,) = post.world.as_(role).get("/me/messages").json()["items"]
        assert note["outdated"] is False
        assert "王小明" not in note["zh"] and "李大妈" not in note["zh"]


def written() -> set[str]:
    """Kinds in the source: of every `Notification(kind=...)` and of the functions that make one."""
    found = set(TOLD.values())
    for path in Path(matcher_api.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                told = node.args if node.func.id in ("tell_booker", "tell_unit", "tell_desk", "_tell") else []
                told += [k.value for k in node.keywords if k.arg == "kind" and node.func.id == "Notification"]
                found |= {a.value for a in told if isinstance(a, ast.Constant) and isinstance(a.value, str)}
    return found


def test_every_kind_that_is_written_has_words() -> None:
    assert len(written()) > 10
    assert written() <= set(KINDS)
    assert all(zh and en for zh, en in TEXTS.values())
