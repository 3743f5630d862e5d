"""The call list at the desk: what to say, the number on asking, the answer by one tap; what became of messages."""

from __future__ import annotations

import re

import pytest

from api.notifications.post import Post
from api.pages.visitor import Visitor
from api.world import World


@pytest.fixture
def post(world: World) -> Post:
    """Nobody has a smartphone; the week is published and told."""
    made = Post(world)
    for name in ("v1", "v2", "v3"):
        made.contact(name, has_smartphone=False)
    made.week.published()
    made.send()
    return made


def test_somebody_is_called_and_answers(post: Post) -> None:
    desk = Visitor(post.world).known("clerk").get("/calls")
    desk.sound()
    assert "王小明" in desk.shows and "19911110002" not in desk.shows and "念给对方听" in desk.shows
    (number,) = re.findall(rf'action="(/calls/[^"]+/number/{post.week.people["v2"]})"', desk.page.text)
    desk.send(number)
    assert "19911110002" in desk.shows
    home, team = post.week.offer("v1", "home"), post.week.offer("v1", "team")
    desk.send(f"/calls/offers/{home}/accept").followed()
    desk.send(f"/calls/offers/{team}/decline", reason="").followed()
    assert "王小明" not in desk.shows and post.week.state("home") == "confirmed"
    call = number.split("/")[2]
    desk.send(f"/calls/{call}/no-answer").followed()
    assert "已打 1 次" in desk.shows
    desk.send(f"/calls/{call}/reached").followed()
    assert "张大力" not in desk.shows
    desk.get("/messages")
    assert "张大力" in desk.shows and "电话 已发" in desk.shows
    desk.get("/messages?state=failed")
    assert "张大力" not in desk.shows


def test_my_messages_are_read(post: Post) -> None:
    me = Visitor(post.world).known("v1").get("/me/messages")
    me.sound()
    assert "探访老人" in me.shows
    me.send("/me/messages/seen", messages=re.findall(r'name="messages" value="([^"]+)"', me.page.text)).followed()
    assert "都看过了" not in me.shows
    other = Visitor(post.world).known("v2").get("/me/messages")
    other.send("/me/messages/seen", messages=["nobody"])
    assert other.page.status_code == 404
