"""A visit from the offer to the certificate with nobody holding a smartphone: the desk writes down what people say."""

from __future__ import annotations

from typing import Any

from sqlmodel import select

from api.small_week import SmallWeek, at
from api.world import World
from matcher_api.assignments.models import AssignmentRow
from matcher_api.visits.models import Visit


def said(answer: Any) -> Any:
    assert answer.status_code in (200, 201), answer.text
    return answer.json()


def test_from_the_offer_to_the_certificate(world: World) -> None:
    """v1 says yes by phone, cannot come after all, v2 stands in, serves, and gets a printed certificate."""
    week, desk = SmallWeek(world), world.as_("clerk")
    with world.writing() as session:
        session.get_one(Visit, week.visits["home"]).door_code = "4711"
        session.commit()
    week.published()
    first = f"/assignments/{week.offer('v1', 'home')}"
    said(desk.post(f"{first}/accept", {"channel": "phone"}))
    said(desk.post(f"{first}/seek-stand-in", {"reason": "腰疼", "channel": "phone"}))
    second = said(desk.post(f"{first}/stand-in", {"person_id": week.people["v2"], "channel": "phone"}))["id"]
    world.now = at(15, -1)
    assert [i["assignment"]["id"] for i in desk.get("/assignments/at-risk").json()["items"]] == [second]
    said(desk.post(f"/assignments/{second}/reconfirm", {"channel": "phone"}))
    assert desk.get("/assignments/at-risk").json()["items"] == []
    world.now = at(17)
    said(desk.post(f"/assignments/{second}/check-in", {"at": at(9).isoformat()}))
    said(desk.post(f"/assignments/{second}/check-out", {"at": at(10).isoformat()}))
    assert said(desk.post(f"/visits/{week.visits['home']}/verify"))["visit_state"] == "done"
    said(desk.post(f"/visits/{week.visits['home']}/rating", {"stars": 5, "channel": "phone"}))
    told = {"community_id": week.community, "visit_id": week.visits["home"], "text": "换了人没说", "channel": "phone"}
    assert said(desk.post("/complaints", told))["state"] == "received"
    paper = said(desk.post(f"/volunteers/{week.people['v2']}/certificates", {}))
    assert (paper["name"], paper["minutes"], len(paper["code"])) == ("张大力", 60, 14)
    with world.writing() as session:
        rows = session.exec(select(AssignmentRow).where(AssignmentRow.visit_id == week.visits["home"])).all()
    assert {r.channel for r in rows if r.state in ("substituted", "verified")} == {"phone"}
