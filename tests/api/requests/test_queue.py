"""The queue: what is due first comes first, each sees their own, supervisors see no words."""

from __future__ import annotations

from api.queries import counted
from api.requests.asked import act, ask, with_items
from api.world import World
from matcher_api.access.roles import AccessRole
from matcher_api.residents.models import Resident


def numbers(world: World, query: str = "", who: str = "clerk") -> list[str]:
    return [r["number"][-1] for r in world.as_(who).get(f"/requests{query}").json()["items"]]


def filled(world: World) -> None:
    """1: W01 of the resident (24 h to answer), 2: C19 (72 h), 3: W02 (4 h) of nobody known."""
    with_items(world)
    ask(world)
    ask(world, item_code="C19")
    ask(world, item_code="W02", resident_id=None)


def test_due_first_comes_first_page_by_page(world: World) -> None:
    filled(world)
    assert numbers(world) == ["3", "1", "2"]
    desk = world.as_("clerk")
    seen, after = [], ""
    for _ in range(3):
        page = desk.get(f"/requests?limit=1{after}").json()
        seen += [r["number"][-1] for r in page["items"]]
        after = f"&after={page['next']}"
    assert (seen, page["next"]) == (["3", "1", "2"], None)
    ask(world)
    ask(world)
    first = desk.get("/requests?limit=3").json()  # three of one moment: the id decides
    rest = desk.get(f"/requests?limit=3&after={first['next']}").json()
    assert [r["number"][-1] for r in first["items"] + rest["items"]] == ["3", "1", "4", "5", "2"]
    bad = desk.get("/requests?after=nonsense")
    assert (bad.status_code, bad.json()["code"], bad.json()["field"]) == (422, "bad_cursor", "after")


def test_filters(world: World) -> None:
    filled(world)
    desk = world.as_("clerk")
    first = desk.get("/requests?item=W01").json()["items"]
    act(world, first[0]["id"], "reject", {"reason": "不归我们"})
    assert numbers(world, "?state=rejected") == ["1"]
    assert numbers(world, "?state=rejected&state=submitted") == ["3", "1", "2"]
    assert numbers(world, "?category=culture") == ["2"]
    assert numbers(world, f"?resident_id={world.resident}") == ["1", "2"]
    assert numbers(world, "?overdue=true") == []
    world.now = world.now.replace(hour=8)  # four hours later: the repair is due
    assert numbers(world, "?overdue=true") == ["3"]
    assert numbers(world, "?overdue=false") == ["1", "2"]
    assert [r["overdue"] for r in desk.get("/requests").json()["items"]] == [True, False, False]


def test_residents_see_their_own(world: World) -> None:
    filled(world)
    assert numbers(world, who="resident") == ["1", "2"]
    theirs = world.as_("clerk").get("/requests?item=W02").json()["items"][0]
    assert world.as_("resident").get(f"/requests/{theirs['id']}").status_code == 404
    for action, body in (("cancel", {"reason": "x"}), ("rate", {"rating": 5}), ("answer", {"text": "x"})):
        assert act(world, theirs["id"], action, body, who="resident").status_code == 404
    assert world.as_("resident").patch(f"/requests/{theirs['id']}", {"text": "x"}).status_code == 404
    second = Resident(community_id=world.community, code="B2")
    world.add(second)
    with world.writing() as session:
        world.login(session, AccessRole.RESIDENT, world.community, name="neighbour", resident_id=second.id)
        session.commit()
    assert numbers(world, who="neighbour") == []


def test_supervisors_see_no_words_and_no_people(world: World) -> None:
    filled(world)
    mine = world.as_("clerk").get("/requests?item=W01").json()["items"][0]
    hidden = {
        **mine, "text": None, "reason": None, "resident_id": None, "resident_name": None, "possible": [],
        "needs": {k: v for k, v in mine["needs"].items() if k not in (
            "groups", "value", "title", "place_id", "origin_id", "pace"
        )},
    }  # fmt: skip
    for who in ("supervisor", "street"):
        assert world.as_(who).get(f"/requests/{mine['id']}").json() == hidden
        assert numbers(world, f"?resident_id={world.resident}", who) == []


def test_counts(world: World) -> None:
    filled(world)
    first = world.as_("clerk").get("/requests?item=W01").json()["items"][0]
    act(world, first["id"], "reject", {"reason": "不归我们"})
    world.now = world.now.replace(hour=8)
    common = {"community_id": world.community, "count": 1}
    assert world.as_("supervisor").get("/requests/counts").json() == {
        "items": [
            {**common, "state": "rejected", "category": "welfare", "overdue": 0},
            {**common, "state": "submitted", "category": "culture", "overdue": 0},
            {**common, "state": "submitted", "category": "welfare", "overdue": 1},
        ]
    }


def test_the_list_asks_a_fixed_number_of_queries(world: World) -> None:
    with_items(world)
    sent = []
    for who in ("clerk", "resident", "supervisor"):
        for more in (1, 2):
            for _ in range(more):
                made = ask(world).json()
                act(world, made["id"], "verify", {})
            with counted(world.engine) as statements:
                assert world.as_(who).get("/requests").status_code == 200
            sent.append(len(statements))
    assert len(set(sent)) == 1, sent
