"""Who no message reaches is called: the list, the answer given on the telephone, silence and its deadline."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from api.notifications.post import Post
from api.small_week import shown
from api.world import NOON, World
from matcher_api.assignments.deadlines import look_once
from matcher_api.notifications.calling import cleared


@pytest.fixture
def post(world: World) -> Post:
    """No channel is set up, nobody has a smartphone: as on the first day of a community."""
    made = Post(world)
    for name in ("v1", "v2", "v3"):
        made.contact(name, has_smartphone=False)
    return made


def calls(post: Post) -> list[dict[str, Any]]:
    answer = post.world.as_("clerk").get("/call-list")
    assert answer.status_code == 200, answer.text
    found: list[dict[str, Any]] = answer.json()["items"]
    return found


def ended(post: Post) -> int:
    return len(look_once(post.world.engine, post.world.settings, post.world.now))


def test_who_has_nothing_is_called_and_answers_on_the_telephone(post: Post) -> None:
    post.week.published()
    post.send()
    listed = calls(post)
    assert [(c["name"], len(c["offers"]), c["calls"]) for c in listed] == [
        ("王小明", 2, 0),
        ("张大力", 1, 0),
        ("Anna Lee", 1, 0),
    ]
    first = listed[0]["offers"][0]
    assert first == {
        "assignment_id": post.week.offer("v1", "home"), "visit_id": post.week.visits["home"], "state": "offered",
        "possible": ["accept", "decline"], "answer_by": shown(NOON + timedelta(hours=24)),
    }  # fmt: skip
    assert "1991111" not in str(listed)  # the number is shown by /contact, which writes it down
    desk = post.world.as_("clerk")
    for offer, answer in zip(listed[0]["offers"], ("accept", "decline"), strict=True):
        body = {"channel": "phone"} if answer == "accept" else {"reason": "那天不在"}
        assert desk.post(f"/assignments/{offer['assignment_id']}/{answer}", body).status_code == 200
    assert [c["name"] for c in calls(post)] == ["张大力", "Anna Lee"]  # nothing left to say to the first
    assert (cleared(post.world.engine, post.world.now), cleared(post.world.engine, post.world.now)) == (1, 0)
    assert post.week.state("home") == "confirmed"


def test_the_time_to_answer_begins_with_the_call(post: Post) -> None:
    post.week.published()
    post.send()
    call = calls(post)[1]
    desk = post.world.as_("coordinator")
    post.world.now = NOON + timedelta(hours=2)
    missed = desk.post(f"/call-list/{call['id']}/no-answer").json()
    assert (missed["state"], missed["attempt"]) == ("waiting", 1)
    post.world.now = NOON + timedelta(hours=5)
    done = desk.post(f"/call-list/{call['id']}/reached").json()
    assert (done["state"], done["attempt"]) == ("sent", 2)
    offer = desk.get(f"/assignments/{call['offers'][0]['assignment_id']}").json()
    assert offer["answer_by"] == shown(NOON + timedelta(hours=29))
    again = desk.post(f"/call-list/{call['id']}/reached")
    assert (again.status_code, again.json()["code"]) == (409, "not_acceptable_state")
    assert call["id"] not in {c["id"] for c in calls(post)}
    post.world.now = NOON + timedelta(hours=29)
    ended(post)
    assert desk.get(f"/assignments/{offer['id']}").json()["state"] == "lapsed"


def test_silence_ends_by_itself_and_only_where_it_was_delivered(post: Post) -> None:
    """v1 has opened the page, v2 and v3 were never reached."""
    post.week.published()
    assert len(post.world.as_("v1").get("/me/offers").json()) == 2
    post.world.now = NOON + timedelta(hours=24) - timedelta(seconds=1)
    assert ended(post) == 0
    post.world.now = NOON + timedelta(hours=24)
    assert (ended(post), ended(post)) == (4, 0)
    desk = post.world.as_("coordinator")
    states = {
        (name, visit): desk.get(f"/assignments/{post.week.offer(name, visit)}").json()["state"]
        for name, visit in (("v1", "home"), ("v1", "team"), ("v2", "team"), ("v3", "class"))
    }
    assert states == {
        ("v1", "home"): "lapsed", ("v1", "team"): "lapsed",
        ("v2", "team"): "not_reached", ("v3", "class"): "not_reached",
    }  # fmt: skip
    listed = calls(post)
    assert [(c["name"], c["kind"], [o["possible"] for o in c["offers"]]) for c in listed] == [
        ("张大力", "not_reached", [["accept", "decline"]]),
        ("Anna Lee", "not_reached", [["accept", "decline"]]),
    ]
    thinking = listed[1]  # reached at last, and wants to think about it
    assert desk.post(f"/call-list/{thinking['id']}/reached").status_code == 200
    offer = desk.get(f"/assignments/{thinking['offers'][0]['assignment_id']}").json()
    assert (offer["state"], offer["answer_by"]) == ("offered", shown(NOON + timedelta(hours=48)))
    yes = desk.post(f"/assignments/{post.week.offer('v2', 'team')}/accept")
    assert (yes.status_code, yes.json()["state"]) == (200, "accepted")
    assert calls(post) == []


def test_two_silent_offers_are_one_call(post: Post) -> None:
    post.week.published()
    post.world.now = NOON + timedelta(hours=24)
    ended(post)
    assert [(c["name"], len(c["offers"])) for c in calls(post)] == [("王小明", 2), ("张大力", 1), ("Anna Lee", 1)]


def test_the_list_is_the_communitys_own(post: Post) -> None:
    post.week.published()
    post.send()
    call = calls(post)[0]["id"]
    from matcher_api.access.roles import AccessRole
    from matcher_api.communities.models import Community

    far = Community(code="dongzha")
    post.world.add(far)
    with post.world.writing() as session:
        post.world.login(session, AccessRole.COORDINATOR, far.id, name="elsewhere")
        session.commit()
    other = post.world.as_("elsewhere")
    assert other.get("/call-list").json()["items"] == []
    assert other.get("/notifications").json()["items"] == []
    assert other.post(f"/call-list/{call}/reached").status_code == 404


def test_a_plan_is_confirmed_without_any_smartphone(post: Post) -> None:
    """Published, called, answered on the telephone: every visit is confirmed, and nobody is left to call."""
    post.week.published()
    post.send()
    desk = post.world.as_("clerk")
    for call in calls(post):
        for offer in call["offers"]:
            assert desk.post(f"/assignments/{offer['assignment_id']}/accept", {"channel": "phone"}).status_code == 200
    assert {name: post.week.state(name) for name in post.week.visits} == dict.fromkeys(post.week.visits, "confirmed")
    assert calls(post) == []
    post.world.now = NOON + timedelta(hours=60)
    assert ended(post) == 0
