"""After somebody was erased everything else still works: rosters they were in, visits they served, lists and files."""

from __future__ import annotations

import pytest
from sqlmodel import select

from api.requests.asked import verified, visits_of, with_items
from api.small_week import SmallWeek, at
from api.test_seen import gets
from api.world import World
from matcher_api.rosters.models import PlannedVisitRow


@pytest.mark.parametrize("when", [8.0, 20.0])
def test_every_page_of_what_they_were_in_still_opens(world: World, when: float) -> None:
    """Before the visits they were to serve, and after those they served."""
    week = SmallWeek(with_items(world))
    roster = week.published()
    world.as_("v1").post(f"/me/offers/{week.offer('v1', 'home')}/accept")
    request = verified(world)
    assignment = week.offer("v1", "home")
    ids = {
        "person_id": [world.person], "resident_id": [world.resident], "visit_id": [week.visits["home"]],
        "assignment_id": [assignment], "request_id": [request["id"]], "roster_id": [roster],
        "facility_id": [week.room], "community_id": [world.community], "layer": ["published"], "number": ["1"],
    }  # fmt: skip
    world.now = at(when)
    desk = world.as_("coordinator")
    about = {i for values in ids.values() for i in values} - {world.community, "1"}
    asked = [(path, query) for _, path, query in gets(world.client.app, ids) if about & set(path.split("/"))]
    before = {path: desk.get(path, params=query).status_code for path, query in asked}
    assert desk.post(f"/volunteers/{world.person}/erase").status_code == 200
    assert desk.post(f"/residents/{world.resident}/erase").status_code == 200
    after = {path: desk.get(path, params=query).status_code for path, query in asked}
    changed = {path.rpartition("/")[2]: after[path] for path in after if after[path] != before[path]}
    assert changed == dict.fromkeys(("certificates", "consents", "stars"), 404)  # nobody's any more
    shown = desk.get(f"/volunteers/{world.person}").json()
    assert (shown["name"], shown["state"], shown["home_id"], shown["possible"]) == ("", "erased", None, [])


def test_the_next_plan_is_made_without_them(world: World) -> None:
    week = SmallWeek(with_items(world))
    roster = week.published()
    made = verified(world)
    desk = world.as_("coordinator")
    desk.post(f"/volunteers/{world.person}/erase")
    desk.post(f"/residents/{world.resident}/erase")
    assert [v["state"] for v in visits_of(world, made)] == ["cancelled"]
    assert week.state("home") == "cancelled"
    assert week.state("team") == "short"
    refused = week.place(roster, "team", 11, {"v1": "patrol", "v2": "patrol"})
    assert refused.status_code >= 400
    assert week.place(roster, "team", 11, {"v3": "patrol", "v2": "patrol"}).status_code == 200
    assert week.publish(roster).status_code == 201
    with world.writing() as session:
        assert session.exec(select(PlannedVisitRow).where(PlannedVisitRow.visit_id == week.visits["home"])).all() == []
