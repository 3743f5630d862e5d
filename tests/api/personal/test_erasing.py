"""Erase somebody, then look for their name, phone, door and every word of theirs in the whole database."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from sqlmodel import col, select

from api.personal.traces import found, in_files
from api.requests.asked import with_items
from api.small_week import SmallWeek, at
from api.world import World
from matcher_api.access.models import Grant, Login, LoginSession, MachineToken
from matcher_api.access.roles import AccessRole
from matcher_api.assignments.models import AssignmentRow
from matcher_api.audit.models import AuditEntry
from matcher_api.database.record import Record
from matcher_api.database.tables import METADATA
from matcher_api.hours.models import HourEntry
from matcher_api.people.models import Person
from matcher_api.personal.held import OF_PERSON, OF_RESIDENT
from matcher_api.personal.mentions import FREE
from matcher_api.rosters.models import PinRow
from matcher_api.visits.models import Visit

NAME, PHONE, MAIL, DOOR = "欧阳修文", "19955554444", "xiuwen@example.org", "九号楼902"
WORDS = ("腰伤复发了", "去看女儿", "本子上写的", "更正了一次", "打电话同意", "家里有狗")
OF_THE_PERSON = (NAME, PHONE, MAIL, DOOR, "V-xiuwen", "xiuwen.login", *WORDS)
ELDER, ELDERS_PHONE, ELDERS_DOOR = "司徒玉兰", "19966667777", "三号楼301"
ELDERS_WORDS = ("膝盖疼走不动", "换成下午吧", "看望司徒", "不喜欢男的", "生日会", "儿子常在", "请她去")
OF_THE_ELDER = (ELDER, ELDERS_PHONE, ELDERS_DOOR, "B-yulan", "yulan.login", *ELDERS_WORDS)


def said(answer: Any, status: int = 201) -> Any:
    assert answer.status_code == status, answer.text
    return answer.json() if answer.content else None


@pytest.fixture
def somebody(world: World) -> str:
    """A volunteer with something in every table that can hold it, who served once and is asked for more."""
    week, desk = SmallWeek(world), world.as_("coordinator")
    key = {"headers": {"Idempotency-Key": "made"}}
    draft = {
        "community_id": world.community, "code": "V-xiuwen", "home_id": world.home, "name": NAME, "phone": PHONE,
        "email": MAIL, "door": DOOR, "note": WORDS[5], "sex": "f", "tags": ["party_member"],
    }  # fmt: skip
    person: str = said(desk.post("/volunteers", draft, **key))["id"]
    path = f"/volunteers/{person}"
    said(desk.post(f"{path}/skills", {"skill": "patrol"}))
    consent = {"purpose": "photo", "given": True, "note": WORDS[4]}
    said(desk.post(f"{path}/consents", consent, headers={"Idempotency-Key": "said"}))
    away = {"start": at(8, 2).isoformat(), "end": at(9, 2).isoformat(), "free": False, "reason": WORDS[1]}
    said(desk.post(f"{path}/availability/dates", away))
    said(desk.post(f"{path}/card"))
    whom = {"role": "volunteer", "community_id": world.community, "person_id": person}
    login = said(desk.post("/logins", {"username": "xiuwen.login", "password": "nobody guesses it", "grants": [whom]}))
    done = AssignmentRow(
        community_id=world.community, visit_id=week.visits["team"], person_id=person, role="patrol", state="verified",
        reason=WORDS[0], why={"said": WORDS[2]},
    )  # fmt: skip
    world.add(done)
    coming = AssignmentRow(
        community_id=world.community, visit_id=week.visits["home"], person_id=person, role="helper", state="accepted"
    )
    hours = HourEntry(
        community_id=world.community, person_id=person, assignment_id=done.id, day=date(2026, 11, 1), minutes=95,
        reason=WORDS[3],
    )  # fmt: skip
    pin = PinRow(visit_id=week.visits["home"], person_id=person, role="helper", reason=WORDS[0])
    with world.writing() as session:
        world.login(session, AccessRole.VOLUNTEER, world.community, name="xiuwen", person_id=person)
        session.commit()
    token = MachineToken(login_id=login["id"], key_hash="x", name=f"{NAME}的手机")
    card = LoginSession(
        login_id=login["id"], key_hash="y", csrf="z", expires_at=world.now + timedelta(hours=1), card_person_id=person
    )
    world.add(coming, hours, pin, token, card)
    return person


def test_nothing_of_a_volunteer_is_found_anywhere(world: World, somebody: str) -> None:
    assert {word for _, _, word in found(world.engine, OF_THE_PERSON)} == set(OF_THE_PERSON)  # the search can find
    if world.engine.dialect.name == "sqlite":
        assert {word for _, word in in_files(world.engine, OF_THE_PERSON)} >= {NAME, PHONE, DOOR}
    done = said(world.as_("coordinator").post(f"/volunteers/{somebody}/erase"), 200)
    assert found(world.engine, OF_THE_PERSON) == []
    if world.engine.dialect.name == "sqlite":
        assert in_files(world.engine, OF_THE_PERSON) == []
    assert (done["id"], done["number"], done["dry_run"]) == (somebody, f"erased-{somebody[-8:]}", False)
    assert done["minutes_kept"] == 95 and len(done["ended"]) == 1
    assert done["deleted"] == {"person_contact": 1, "person_skill": 1, "availability_date": 1, "login": 3} | (
        {"notification": 1}  # of what was released
    )
    assert done["blanked"] == {"assignment": 2, "hour_entry": 1, "consent": 1}


def test_hours_stay_under_a_number(world: World, somebody: str) -> None:
    world.as_("coordinator").post(f"/volunteers/{somebody}/erase")
    with world.writing() as session:
        kept = session.get_one(Person, somebody)
        assert (kept.state, kept.home_id, kept.sex, kept.tags, kept.card_key_hash) == ("erased", None, "", [], None)
        hours = session.exec(select(HourEntry).where(HourEntry.person_id == somebody)).one()
        assert (hours.minutes, hours.day, hours.reason) == (95, date(2026, 11, 1), "")
        states = select(AssignmentRow.state).where(AssignmentRow.person_id == somebody)
        assert sorted(session.exec(states).all()) == ["verified", "withdrawn"]
        assert session.exec(select(Grant).where(Grant.person_id == somebody)).all() == []
        entry = session.exec(select(AuditEntry).where(AuditEntry.action == "volunteer.erase")).one()
        assert (entry.subject_id, entry.community_id, entry.detail) == (somebody, world.community, {"state": "erased"})
    listed = world.as_("coordinator").get("/volunteers").json()["items"]
    assert somebody not in {p["id"] for p in listed}
    for path in ("export", "consents", "contact?reason=visit"):
        assert world.as_("coordinator").get(f"/volunteers/{somebody}/{path}").status_code == 404, path
    again = world.as_("coordinator").post(f"/volunteers/{somebody}/erase")
    assert (again.status_code, again.json()["code"]) == (404, "not_found")


def test_a_dry_run_tells_the_same_and_does_nothing(world: World, somebody: str) -> None:
    before = everything(world)
    told = said(world.as_("coordinator").post(f"/volunteers/{somebody}/erase?dry_run=true"), 200)
    assert everything(world) == before
    done = said(world.as_("coordinator").post(f"/volunteers/{somebody}/erase"), 200)
    assert told == {**done, "dry_run": True}


def everything(world: World) -> dict[str, list[Any]]:
    with world.engine.connect() as connection:
        return {t.name: sorted(map(repr, connection.execute(t.select()))) for t in METADATA.sorted_tables}


def test_people_erase_themselves_and_are_gone(world: World) -> None:
    volunteer = world.as_("volunteer")
    assert said(volunteer.post(f"/volunteers/{world.person}/erase"), 200)["id"] == world.person
    assert volunteer.get("/sessions/current").status_code == 401
    assert found(world.engine, ["王小明", "19912345678"]) == []


def test_an_answer_that_was_kept_is_not_told_again(world: World, somebody: str) -> None:
    desk, key = world.as_("coordinator"), {"headers": {"Idempotency-Key": "said"}}
    consent = {"purpose": "photo", "given": True, "note": WORDS[4]}
    again = desk.post(f"/volunteers/{somebody}/consents", consent, **key)
    assert again.headers["idempotent-replay"] == "true" and WORDS[4] in again.text
    desk.post(f"/volunteers/{somebody}/erase")
    again = desk.post(f"/volunteers/{somebody}/consents", consent, **key)
    assert (again.status_code, again.json()["code"]) == (409, "idempotency_unanswered")


def test_a_login_with_another_role_keeps_that_role(world: World) -> None:
    with world.writing() as session:
        clerk = session.exec(select(Login).where(Login.username == "clerk")).one().id
    world.add(Grant(login_id=clerk, role=AccessRole.VOLUNTEER, community_id=world.community, person_id=world.person))
    said(world.as_("coordinator").post(f"/volunteers/{world.person}/erase"), 200)
    assert world.as_("clerk").get("/sessions/current").json()["roles"] == ["clerk"]
    assert world.as_("volunteer").get("/sessions/current").status_code == 401


def test_others_may_not_and_strangers_do_not_exist(world: World) -> None:
    week = SmallWeek(world)
    assert world.as_("v2").post(f"/volunteers/{world.person}/erase").status_code == 404
    assert world.as_("clerk").post(f"/volunteers/{world.person}/erase").status_code == 403
    assert world.as_("resident").post(f"/volunteers/{week.people['v2']}/erase").status_code == 403
    assert len(found(world.engine, ["王小明"])) == 1


def test_nobody_is_erased_at_work(world: World) -> None:
    week = SmallWeek(world)
    week.published()
    world.as_("v1").post(f"/me/offers/{week.offer('v1', 'home')}/accept")
    world.now = at(9.5)
    refused = world.as_("v1").post(f"/volunteers/{world.person}/erase")
    assert (refused.status_code, refused.json()["code"]) == (409, "going_on")
    assert refused.json()["conflict"] == {"assignments": [week.offer("v1", "home")]}
    assert found(world.engine, ["王小明"]) != []
    world.now = at(10)
    assert world.as_("v1").post(f"/volunteers/{world.person}/erase").status_code == 200


@pytest.fixture
def elder(world: World) -> str:
    """A resident with an open request, a visit of before, and words of others about her."""
    with_items(world)
    desk, key = world.as_("coordinator"), {"headers": {"Idempotency-Key": "made"}}
    draft = {
        "community_id": world.community, "code": "B-yulan", "home_id": world.home, "name": ELDER,
        "phone": ELDERS_PHONE, "door": ELDERS_DOOR, "note": ELDERS_WORDS[5], "groups": ["living_alone"],
    }  # fmt: skip
    resident: str = said(desk.post("/residents", draft, **key))["id"]
    said(desk.post(f"/residents/{resident}/consents", {"purpose": "data", "given": True, "note": ELDERS_WORDS[1]}))
    window = {"start": at(9, 2).isoformat(), "end": at(12, 2).isoformat()}
    asked = {
        "community_id": world.community, "resident_id": resident, "item_code": "W01", "text": ELDERS_WORDS[0],
        "windows": [window], "needs": {"title": ELDERS_WORDS[2]},
    }  # fmt: skip
    request = said(desk.post("/requests", asked))
    said(desk.post(f"/requests/{request['id']}/verify", {}), 200)
    visit = Visit(
        community_id=world.community, code="A9", resident_id=resident, title=ELDERS_WORDS[2], duration_minutes=60,
        place_id=world.home, series=ELDERS_WORDS[4], state="done", reason=ELDERS_WORDS[1],
    )  # fmt: skip
    world.add(visit)
    no = AssignmentRow(
        community_id=world.community, visit_id=visit.id, person_id=world.person, role="helper", state="declined",
        reason=ELDERS_WORDS[3],
    )  # fmt: skip
    world.add(no, PinRow(visit_id=visit.id, person_id=world.person, role="helper", reason=ELDERS_WORDS[6]))
    with world.writing() as session:
        world.login(session, AccessRole.RESIDENT, world.community, name="yulan.login", resident_id=resident)
        session.commit()
    return resident


def test_nothing_of_a_resident_is_found_anywhere(world: World, elder: str) -> None:
    assert {word for _, _, word in found(world.engine, OF_THE_ELDER)} == set(OF_THE_ELDER)
    done = said(world.as_("yulan.login").post(f"/residents/{elder}/erase"), 200)
    assert found(world.engine, OF_THE_ELDER) == []
    if world.engine.dialect.name == "sqlite":
        assert in_files(world.engine, OF_THE_ELDER) == []
    assert done["blanked"] == {"request": 1, "visit": 2, "consent": 1}
    assert len(done["ended"]) == 2  # the request and its visit
    with world.writing() as session:
        visits = session.exec(select(Visit).where(Visit.resident_id == elder).order_by(col(Visit.state))).all()
        assert [(v.state, v.place_id, v.title, v.duration_minutes) for v in visits][1] == ("done", None, "", 60)
        assert [v.state for v in visits] == ["cancelled", "done"]
        declined = session.exec(select(AssignmentRow).where(AssignmentRow.state == "declined")).one()
        assert (declined.person_id, declined.reason) == (world.person, "")
    assert world.as_("yulan.login").get("/sessions/current").status_code == 401


def test_nobody_is_erased_while_somebody_is_there(world: World) -> None:
    week = SmallWeek(world)
    week.published()
    world.as_("v1").post(f"/me/offers/{week.offer('v1', 'home')}/accept")
    world.now = at(9.5)
    refused = world.as_("coordinator").post(f"/residents/{world.resident}/erase")
    assert (refused.status_code, refused.json()["code"]) == (409, "going_on")
    assert refused.json()["conflict"] == {"visits": [week.visits["home"]]}
    assert found(world.engine, ["李大妈"]) != []


def test_who_came_keeps_their_hours_though_nobody_settled_them_yet(world: World) -> None:
    week = SmallWeek(world)
    week.published()
    offer = week.offer("v1", "home")
    world.as_("v1").post(f"/me/offers/{offer}/accept")
    world.now = at(10)
    done = said(world.as_("coordinator").post(f"/residents/{world.resident}/erase"), 200)
    assert done["ended"] == []
    assert (week.state("home"), found(world.engine, ["李大妈"])) == ("confirmed", [])
    kept = world.as_("coordinator").get(f"/assignments/{offer}").json()
    assert (kept["state"], kept["person_id"]) == ("accepted", world.person)


def test_what_others_wrote_is_shown_to_the_desk(world: World, somebody: str) -> None:
    """A neighbour's request names her: people decide what becomes of it, it is not cut about."""
    with_items(world)
    asked = {
        "community_id": world.community, "resident_id": world.resident, "item_code": "W01",
        "text": f"上次是{NAME}来的", "windows": [{"start": at(9, 2).isoformat(), "end": at(12, 2).isoformat()}],
    }  # fmt: skip
    request = said(world.as_("coordinator").post("/requests", asked))["id"]
    done = said(world.as_("xiuwen").post(f"/volunteers/{somebody}/erase?dry_run=true"), 200)
    assert done["mentions"] == []  # other people's requests are not hers to know of
    done = said(world.as_("coordinator").post(f"/volunteers/{somebody}/erase"), 200)
    assert done["mentions"] == [{"table": "request", "id": request}]
    assert found(world.engine, OF_THE_PERSON) == [("request", "text", NAME)]
    acts = world.as_("coordinator").get("/audit?action=volunteer.erase").json()["items"]
    assert [a["detail"] for a in acts] == [{"state": "erased", "mentions": f"request:{request}"}]


def test_every_column_of_free_text_is_searched() -> None:
    """Columns that are named as such; a new one must be in the list, or be gone with its owner."""
    named = {"text", "reason", "note", "title", "override"}
    free = {(t.name, c.name) for t in METADATA.sorted_tables for c in t.columns if c.name in named}
    searched = {(model.__tablename__, name) for model, names in FREE for name in names}
    assert free - searched == {("reveal", "reason")}  # a word of a list
    assert searched <= free


def test_every_table_that_names_somebody_is_known() -> None:
    """A new table with a person or a resident in it must say what erasing them does to it."""

    def known(tables: tuple[type[Record], ...]) -> set[str]:
        return {str(t.__tablename__) for t in tables}

    for parent, held in (("person", OF_PERSON), ("resident", OF_RESIDENT)):
        pointing = {
            (table.name, key.parent.name)
            for table in METADATA.sorted_tables
            for key in table.foreign_keys
            if key.column.table.name == parent
        }
        assert {t for t, c in pointing if c == f"{parent}_id"} == known(held.tables)
        assert {(t, c) for t, c in pointing if c != f"{parent}_id"} <= {("login_session", "card_person_id")}
