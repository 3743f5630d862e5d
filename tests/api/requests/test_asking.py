"""One form for web, counter and phone; what is left out comes from the catalogue and the resident."""

from __future__ import annotations

from sqlmodel import Session, select

from api.requests.asked import WEDNESDAY, ask, faults, with_items
from api.world import World
from matcher_api.access.roles import AccessRole
from matcher_api.audit.models import AuditEntry
from matcher_api.communities.models import Community, Place
from matcher_api.residents.models import Resident, ResidentContact

CARER = {"role": "carer", "skills": ["carer"], "least": 1, "desired": 1, "most": 2}


def test_what_is_left_out_comes_from_item_and_resident(world: World) -> None:
    with_items(world)
    made = ask(world, channel="phone")
    assert (made.status_code, made.headers["etag"]) == (201, '"1"')
    assert made.json() == {
        "id": made.json()["id"],
        "community_id": world.community,
        "number": "xizha-2026-00001",
        "state": "submitted",
        "possible": ["verify", "reject", "ask_info", "waitlist", "merge", "cancel"],
        "channel": "phone",
        "item_code": "W01",
        "category": "welfare",
        "resident_id": world.resident,
        "resident_name": "李*妈",
        "text": "想请人帮忙打扫做饭",
        "reason": "",
        "priority": 5,
        "emergency": False,
        "guaranteed": False,
        "asked_at": "2026-11-20T12:00:00+08:00",
        "respond_by": "2026-11-21T12:00:00+08:00",
        "overdue": False,
        "windows": [WEDNESDAY],
        "repeat": None,
        "needs": {
            "title": "生活照料", "place_id": world.home, "mode": "", "people": 1, "origin_id": None, "pace": None,
            "max_walk_minutes": None, "duration_minutes": 90, "value": None, "groups": [], "risk": "low",
            "min_days_apart": 0, "roles": [CARER], "conditions": [],
        },
        "merged_into": None,
        "rating": None,
        "visits": [],
        "version": 1,
    }  # fmt: skip
    assert world.as_("clerk").get(f"/requests/{made.json()['id']}").json() == made.json()


def test_the_audit_holds_ids_and_states_alone(world: World, session: Session) -> None:
    with_items(world)
    made = ask(world).json()
    entry = session.exec(select(AuditEntry).where(AuditEntry.subject_id == made["id"])).one()
    assert (entry.action, entry.detail) == (
        "request.create",
        {"state": "submitted", "channel": "counter", "item": "W01"},
    )


def test_all_channels_are_the_same_request(world: World) -> None:
    with_items(world)
    numbers = []
    for who, channel in (("resident", "web"), ("clerk", "counter"), ("coordinator", "phone")):
        made = ask(world, who, channel=channel).json()
        numbers.append((made["number"], made["channel"], made["needs"]["roles"]))
    assert numbers == [
        ("xizha-2026-00001", "web", [CARER]),
        ("xizha-2026-00002", "counter", [CARER]),
        ("xizha-2026-00003", "phone", [CARER]),
    ]


def test_a_resident_asks_for_themselves(world: World) -> None:
    with_items(world)
    made = ask(world, "resident", resident_id=None).json()
    assert (made["resident_id"], made["possible"], made["text"]) == (
        world.resident, ["cancel"], "想请人帮忙打扫做饭"
    )  # fmt: skip
    other = Resident(community_id=world.community, code="B2")
    world.add(other)
    assert faults(ask(world, "resident", resident_id=other.id)) == [("resident_id", "unknown_resident")]
    wrong = ask(
        world, "resident", channel="phone", priority=9, guaranteed=True, resident={"name": "王五"},
        needs={"value": 1000, "people": 2, "roles": []},
    )  # fmt: skip
    assert faults(wrong) == [
        ("guaranteed", "only_coordinator"),
        ("channel", "only_desk"),
        ("resident", "only_desk"),
        ("priority", "only_desk"),
        ("needs.roles", "only_desk"),
        ("needs.value", "only_desk"),
        ("resident", "resident_twice"),
    ]


def test_only_a_coordinator_guarantees(world: World) -> None:
    with_items(world)
    assert faults(ask(world, "clerk", guaranteed=True)) == [("guaranteed", "only_coordinator")]
    assert ask(world, "coordinator", guaranteed=True).json()["guaranteed"] is True


def test_somebody_new_is_made_in_the_same_call(world: World, session: Session) -> None:
    with_items(world)
    new = {"name": "赵大爷", "phone": "19900002222", "door": "3-301", "home_id": world.home, "groups": ["living_alone"]}
    made = ask(world, "clerk", resident_id=None, resident=new).json()
    resident = session.get_one(Resident, made["resident_id"])
    contact = session.exec(select(ResidentContact).where(ResidentContact.resident_id == resident.id)).one()
    assert (resident.home_id, resident.groups, contact.name, contact.phone, contact.door) == (
        world.home, ["living_alone"], "赵大爷", "19900002222", "3-301"
    )  # fmt: skip
    assert (made["resident_name"], made["needs"]["groups"]) == ("赵*爷", ["living_alone"])


def test_nothing_is_kept_of_a_request_with_faults(world: World) -> None:
    with_items(world)
    wrong = ask(
        world,
        resident_id=None,
        resident={"name": "赵大爷", "home_id": "nowhere"},
        item_code="X99",
        windows=[
            {"start": "2026-11-25T11:00:00+08:00", "end": "2026-11-25T11:00:00+08:00"},
            {"start": "2026-11-25T09:00:00+08:00", "end": "2026-11-25T10:00:00+08:00"},
        ],
        needs={"duration_minutes": 90, "place_id": "nowhere", "roles": [{"role": "a", "least": 2, "most": 1}]},
    )
    assert faults(wrong) == [
        ("resident.home_id", "unknown_place"),
        ("item_code", "unknown_item"),
        ("needs.place_id", "unknown_place"),
        ("windows.0.end", "end"),
        ("needs.roles.0.least", "min"),
    ]
    with world.writing() as session:
        assert session.exec(select(Resident.id)).all() == [world.resident]
    assert ask(world).json()["number"] == "xizha-2026-00001"


def test_times(world: World) -> None:
    with_items(world)
    assert faults(ask(world, windows=None)) == [("windows", "windows_needed")]
    past = {"start": "2026-11-20T08:00:00+08:00", "end": "2026-11-20T12:00:00+08:00"}
    assert faults(ask(world, windows=[past])) == [("windows", "windows_passed")]
    short = {"start": "2026-11-25T09:00:00+08:00", "end": "2026-11-25T10:29:00+08:00"}
    assert faults(ask(world, windows=[short])) == [("windows", "windows")]
    fits = {**short, "end": "2026-11-25T10:30:00+08:00"}
    assert ask(world, windows=[fits]).status_code == 201
    assert ask(world, windows=[{"start": "2026-11-25T09:00:00", "end": "2026-11-25T12:00:00"}]).status_code == 422
    seconds = {**WEDNESDAY, "start": "2026-11-25T09:00:01+08:00"}
    assert ask(world, windows=[seconds]).status_code == 422
    year = {"start": "2026-11-25T09:00:00+08:00", "end": "2027-11-27T09:00:00+08:00"}
    assert faults(ask(world, windows=[year])) == [("windows.0.end", "window_too_long")]


def test_a_client_in_another_zone_means_the_same_moments(world: World) -> None:
    with_items(world)
    elsewhere = {"start": "2026-11-24T20:00:00-05:00", "end": "2026-11-25T03:30:00Z"}
    assert ask(world, windows=[elsewhere]).json()["windows"] == [WEDNESDAY]


def test_the_year_of_a_number_is_the_communitys(world: World) -> None:
    with_items(world)
    world.now = world.now.replace(month=12, day=31, hour=17)  # 1:00 on New Year's Day in Shanghai
    january = {"start": "2027-01-05T09:00:00+08:00", "end": "2027-01-05T11:00:00+08:00"}
    assert ask(world, windows=[january]).json()["number"] == "xizha-2027-00001"


def test_numbers_of_communities_do_not_meet(world: World) -> None:
    with_items(world)
    long = [Community(code=f"{'x' * 60}{n}") for n in range(2)]
    world.add(*long)
    numbers = [
        ask(world, "admin", community_id=c.id, resident_id=None, needs={"duration_minutes": 60}).json()["number"]
        for c in long
    ]
    assert len(set(numbers)) == 2
    assert all(len(n) == 51 and n.startswith("x" * 31) for n in numbers)


def test_a_draft_waits_and_its_time_to_answer_starts_when_submitted(world: World) -> None:
    with_items(world)
    draft = ask(world, "resident", draft=True, windows=None).json()
    assert (draft["state"], draft["possible"]) == ("draft", ["submit", "cancel"])
    resident = world.as_("resident")
    empty = resident.post(f"/requests/{draft['id']}/submit")
    assert faults(empty) == [("windows", "windows_needed")]
    changed = resident.patch(f"/requests/{draft['id']}", {"windows": [WEDNESDAY], "text": "改到周三"}, version=1)
    assert (changed.status_code, changed.json()["windows"], changed.json()["text"]) == (200, [WEDNESDAY], "改到周三")
    world.now = world.now.replace(day=21)
    done = resident.post(f"/requests/{draft['id']}/submit").json()
    assert (done["state"], done["asked_at"], done["respond_by"]) == (
        "submitted", "2026-11-21T12:00:00+08:00", "2026-11-22T12:00:00+08:00"
    )  # fmt: skip


def test_a_change_names_the_version_it_saw_and_is_judged_whole(world: World) -> None:
    with_items(world)
    made = ask(world).json()
    desk = world.as_("clerk")
    path = f"/requests/{made['id']}"
    changed = desk.patch(path, {"needs": {"duration_minutes": 120}, "priority": 7}, version=1)
    assert (changed.status_code, changed.headers["etag"]) == (200, '"2"')
    assert changed.json() == {
        **made,
        "priority": 7,
        "needs": {**made["needs"], "duration_minutes": 120},
        "version": 2,
    }
    assert desk.patch(path, {"priority": 6}, version=1).json()["code"] == "stale"
    assert faults(desk.patch(path, {"needs": {"duration_minutes": 151}})) == [("windows", "windows")]
    assert faults(desk.patch(path, {"text": None, "windows": None})) == [("text", "not_null"), ("windows", "not_null")]
    assert desk.patch(path, {"item_code": "W08"}).json()["needs"]["duration_minutes"] == 45
    room = desk.patch(path, {"needs": {"mode": "class", "people": 8}}).json()["needs"]
    assert (room["mode"], room["place_id"], room["origin_id"]) == ("class", None, world.home)
    done = desk.post(f"{path}/reject", {"reason": "重复"})
    assert done.status_code == 200
    assert desk.patch(path, {"priority": 3}).json()["code"] == "not_acceptable_state"


def test_an_emergency_is_urgent(world: World) -> None:
    with_items(world)
    made = ask(world, "resident", emergency=True, item_code="W02").json()
    assert (made["emergency"], made["priority"], made["respond_by"]) == (True, 9, "2026-11-20T16:00:00+08:00")


def test_another_community_does_not_exist(world: World) -> None:
    with_items(world)
    other = Community(code="other")
    world.add(other)
    place = Place(community_id=other.id, code="D9")
    world.add(place)
    assert ask(world, community_id=other.id, resident_id=None).status_code == 404
    assert faults(ask(world, needs={"place_id": place.id})) == [("needs.place_id", "unknown_place")]
    stranger = Resident(community_id=other.id, code="B9")
    world.add(stranger)
    assert faults(ask(world, resident_id=stranger.id)) == [("resident_id", "unknown_resident")]
    with world.writing() as session:
        world.login(session, AccessRole.COORDINATOR, other.id, name="elsewhere")
        session.commit()
    made = ask(world).json()
    there = world.as_("elsewhere")
    assert there.get(f"/requests/{made['id']}").status_code == 404
    assert there.post(f"/requests/{made['id']}/reject", {"reason": "不是我们的"}).status_code == 404
    assert there.get("/requests").json()["items"] == []
