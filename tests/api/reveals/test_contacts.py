"""Phone and door are shown by an explicit call alone, which is written down: who, whose, why."""

from __future__ import annotations

from sqlmodel import select

from api.queries import counted
from api.world import World
from matcher_api.access.models import Login, Reveal
from matcher_api.communities.models import Community, Place
from matcher_api.people.models import Person, PersonContact


def login_id(world: World, name: str) -> str:
    with world.writing() as session:
        return session.exec(select(Login.id).where(Login.username == name)).one()


def test_the_desk_sees_contact_data_and_leaves_a_line(world: World) -> None:
    clerk = world.as_("clerk")
    answer = clerk.get(f"/volunteers/{world.person}/contact?reason=call_back")
    assert answer.headers["cache-control"] == "no-store"
    assert answer.json() == {
        "id": world.person, "name": "王小明", "phone": "19912345678", "door": "", "email": "", "has_smartphone": True,
        "note": "",
    }  # fmt: skip
    resident = clerk.get(f"/residents/{world.resident}/contact?reason=emergency").json()
    assert (resident["name"], resident["phone"]) == ("李大妈", "19900001111")
    lines = world.as_("coordinator").get("/reveals").json()["items"]
    clerk_id = login_id(world, "clerk")
    keys = ("subject_kind", "subject_id", "what", "reason", "by_role", "login_id", "visit_id")
    assert [tuple(line[k] for k in keys) for line in lines] == [
        ("resident", world.resident, "contact", "emergency", "clerk", clerk_id, None),
        ("person", world.person, "contact", "call_back", "clerk", clerk_id, None),
    ]


def test_without_a_reason_nothing_is_shown_and_nothing_written(world: World) -> None:
    answer = world.as_("clerk").get(f"/volunteers/{world.person}/contact")
    assert answer.status_code == 422 and "19912345678" not in answer.text
    made_up = world.as_("clerk").get(f"/volunteers/{world.person}/contact?reason=curiosity")
    assert made_up.status_code == 422
    with world.writing() as session:
        assert session.exec(select(Reveal)).all() == []


def test_everybody_learns_who_looked_at_them_and_nothing_of_others(world: World) -> None:
    world.as_("clerk").get(f"/volunteers/{world.person}/contact?reason=visit")
    world.as_("clerk").get(f"/residents/{world.resident}/contact?reason=correction")
    for who, subject in (("volunteer", world.person), ("resident", world.resident)):
        shown = world.as_(who).get("/reveals").json()["items"]
        assert [(r["subject_id"], r["by_role"], r["login_id"]) for r in shown] == [(subject, "clerk", None)]
        # asking by login would tell what is not shown
        assert world.as_(who).get(f"/reveals?login_id={login_id(world, 'clerk')}").json()["items"] == []
    by_login = world.as_("coordinator").get(f"/reveals?login_id={login_id(world, 'clerk')}").json()["items"]
    assert len(by_login) == 2
    by_subject = world.as_("coordinator").get(f"/reveals?subject_id={world.person}").json()["items"]
    assert [r["subject_id"] for r in by_subject] == [world.person]


def test_another_communitys_people_are_not_there(world: World) -> None:
    other = Community(code="dongzha", name="东闸社区")
    home = Place(community_id=other.id, code="D1", kind="home", x=0.0, y=0.0)
    person = Person(community_id=other.id, code="V1", home_id=home.id)
    contact = PersonContact(person_id=person.id, name="赵云", phone="19977778888")
    world.add(other, home, person, contact)
    for who in ("coordinator", "clerk"):
        answer = world.as_(who).get(f"/volunteers/{person.id}/contact?reason=visit")
        assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
    world.as_("admin").get(f"/volunteers/{person.id}/contact?reason=visit")
    assert world.as_("coordinator").get("/reveals").json()["items"] == []
    assert len(world.as_("admin").get("/reveals").json()["items"]) == 1


def test_pages_of_reveals_newest_first(world: World) -> None:
    counts = []
    for more in (1, 2):
        for _ in range(more):
            world.as_("clerk").get(f"/volunteers/{world.person}/contact?reason=visit")
        with counted(world.engine) as sent:
            found = world.as_("coordinator").get("/reveals").json()["items"]
        counts.append(len(sent))
    assert counts[0] == counts[1] and len(found) == 3
    assert [r["id"] for r in found] == sorted((r["id"] for r in found), reverse=True)
    first = world.as_("coordinator").get("/reveals?limit=2").json()
    rest = world.as_("coordinator").get(f"/reveals?limit=2&after={first['next']}").json()
    assert [*first["items"], *rest["items"]] == found and rest["next"] is None
