"""Everything that is kept of somebody is given to them: whole, without secrets, and without others' names."""

from __future__ import annotations

from sqlmodel import select

from api.requests.asked import ask, with_items
from api.small_week import SmallWeek
from api.world import World
from matcher_api.access.models import Reveal
from matcher_api.people.models import PairRow, Person
from matcher_api.personal.held import OF_PERSON, OF_RESIDENT


def test_a_volunteer_gets_all_of_it(world: World) -> None:
    week = SmallWeek(world)
    week.published()
    world.as_("v1").post(f"/me/offers/{week.offer('v1', 'home')}/decline", {"reason": "孩子病了"})
    world.as_("clerk").get(f"/volunteers/{world.person}/contact?reason=call_back")
    answer = world.as_("v1").get(f"/volunteers/{world.person}/export")
    assert answer.headers["cache-control"] == "no-store"
    file = answer.json()
    assert set(file["rows"]) == {t.__tablename__ for t in OF_PERSON.tables}
    assert (file["record"]["id"], file["record"]["code"]) == (world.person, "V1")
    assert [(c["name"], c["phone"]) for c in file["rows"]["person_contact"]] == [("王小明", "19912345678")]
    assigned = sorted((a["state"], a["reason"]) for a in file["rows"]["assignment"])
    assert assigned == [("declined", "孩子病了"), ("offered", "")]  # published; proposals of the draft are nobody's yet
    assert [p["origin"] for p in file["rows"]["pair_row"]] == ["decline"]
    assert [r["reason"] for r in file["reveals"]] == ["call_back"]
    assert "login_id" not in file["reveals"][0]
    assert [login["username"] for login in file["logins"]] == ["volunteer", "v1"]
    assert "hash" not in answer.text and "张大力" not in answer.text


def test_a_resident_gets_all_of_it(world: World) -> None:
    with_items(world)
    made = ask(world, text="腿脚不便").json()
    file = world.as_("resident").get(f"/residents/{world.resident}/export").json()
    assert set(file["rows"]) == {t.__tablename__ for t in OF_RESIDENT.tables} | {"request_window", "visit_window"}
    assert [(r["id"], r["text"]) for r in file["rows"]["request"]] == [(made["id"], "腿脚不便")]
    assert [w["request_id"] for w in file["rows"]["request_window"]] == [made["id"]]
    assert [c["phone"] for c in file["rows"]["resident_contact"]] == ["19900001111"]
    assert file["logins"][0]["username"] == "resident"


def test_every_export_is_written_down(world: World) -> None:
    world.as_("volunteer").get(f"/volunteers/{world.person}/export")
    world.as_("coordinator").get(f"/residents/{world.resident}/export")
    with world.writing() as session:
        lines = session.exec(select(Reveal).order_by(Reveal.id)).all()
    assert [(r.subject_id, r.what, r.reason, r.by_role) for r in lines] == [
        (world.person, "export", "own", "volunteer"),
        (world.resident, "export", "asked_for", "coordinator"),
    ]


def test_what_a_coordinator_noted_about_two_people_is_not_told_to_one(world: World) -> None:
    week = SmallWeek(world)
    world.add(
        PairRow(
            community_id=world.community, person_id=world.person, with_kind="person", other=week.people["v2"],
            kind="forbidden",
        )
    )  # fmt: skip
    path = f"/volunteers/{world.person}/export"
    assert world.as_("v1").get(path).json()["rows"]["pair_row"] == []
    assert [p["other"] for p in world.as_("coordinator").get(path).json()["rows"]["pair_row"]] == [week.people["v2"]]


def test_only_ones_own(world: World) -> None:
    week = SmallWeek(world)
    for who in ("v2", "v3"):
        assert world.as_(who).get(f"/volunteers/{world.person}/export").status_code == 404
    assert world.as_("clerk").get(f"/volunteers/{world.person}/export").status_code == 403
    with world.writing() as session:
        session.get_one(Person, week.people["v2"]).state = "erased"
        session.commit()
    assert world.as_("v2").get(f"/volunteers/{week.people['v2']}/export").status_code == 404
