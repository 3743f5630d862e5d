"""Streets as one document: what is kept, the library can walk on; all faults at once."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlmodel import Session, select

from api.world import World
from matcher_api.audit.models import AuditEntry
from matcher_api.communities.models import Community, Gate, Place
from matcher_api.people.models import AvailabilityDate
from matcher_api.planning.load import load
from matcher_api.visits.models import Visit, VisitRole, VisitWindow

STREETS: dict[str, Any] = {
    "nodes": [
        {"node": "n1", "x": 0.0, "y": 0.0}, {"node": "n2", "x": 240.0, "y": 0.0}, {"node": "n3", "x": 240.0, "y": 60.0},
    ],
    "edges": [
        {"a": "n1", "b": "n2", "length_m": None, "kind": "street", "extra_seconds": 0.0},
        {"a": "n2", "b": "n3", "length_m": 80.5, "kind": "gate", "extra_seconds": 12.0},
    ],
    "gates": [{"gate": "G1", "a": "n2", "b": "n3", "open": True}],
}  # fmt: skip


def path(world: World) -> str:
    return f"/communities/{world.community}/streets"


def test_read_and_replaced(world: World, session: Session) -> None:
    desk = world.as_("coordinator")
    empty = desk.get(path(world))
    assert (empty.json(), empty.headers["etag"]) == ({"nodes": [], "edges": [], "gates": []}, '"1"')
    put = desk.put(path(world), STREETS, version=1)
    assert (put.status_code, put.json(), put.headers["etag"]) == (200, STREETS, '"2"')
    for who in ("resident", "volunteer", "supervisor"):
        assert world.as_(who).get(path(world)).json() == STREETS
    assert desk.put(path(world), STREETS, version=1).status_code == 412
    shorter = {"nodes": STREETS["nodes"][:2], "edges": STREETS["edges"][:1], "gates": []}
    assert desk.put(path(world), shorter, version=2).json() == shorter
    audit = session.exec(select(AuditEntry).where(AuditEntry.action == "streets.replace")).all()
    assert [a.detail for a in audit] == [{"nodes": 3, "edges": 2, "gates": 1}, {"nodes": 2, "edges": 1, "gates": 0}]


def test_a_gate_keeps_its_id_and_is_opened_and_closed(world: World) -> None:
    desk = world.as_("coordinator")
    desk.put(path(world), STREETS)
    gate = desk.get(f"/communities/{world.community}/gates").json()["items"][0]
    one = f"/communities/{world.community}/gates/{gate['id']}"
    closed = desk.patch(one, {"open": False}, version=1)
    assert (closed.json(), closed.headers["etag"]) == ({**gate, "open": False, "version": 2}, '"2"')
    assert desk.patch(one, {"open": True}, version=1).status_code == 412
    assert desk.patch(one, {"open": None}).status_code == 422
    seen = desk.get(path(world))
    assert (seen.json()["gates"][0]["open"], seen.headers["etag"]) == (False, '"3"')
    desk.put(path(world), STREETS, version=3)
    again = desk.get(f"/communities/{world.community}/gates").json()["items"]
    assert [(g["id"], g["open"]) for g in again] == [(gate["id"], True)]


def test_all_faults_at_once_and_nothing_changed(world: World) -> None:
    desk = world.as_("coordinator")
    desk.put(path(world), STREETS)
    wrong = {
        "nodes": [{"node": "n1", "x": 0, "y": 0}, {"node": "n1", "x": 9, "y": 9}, {"node": "n2", "x": 5, "y": 5}],
        "edges": [
            {"a": "n1", "b": "n9"}, {"a": "n2", "b": "n2"}, {"a": "n1", "b": "n2", "kind": "river"},
            {"a": "n1", "b": "n2", "length_m": -1}, {"a": "n1", "b": "n2", "extra_seconds": -5},
        ],
        "gates": [{"gate": "G1", "a": "n1", "b": "n8"}],
    }  # fmt: skip
    answer = desk.put(path(world), wrong)
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid")
    assert sorted((e["field"], e["code"]) for e in answer.json()["errors"]) == [
        ("edges.0.b", "unknown_id"),
        ("edges.1.b", "loop"),
        ("edges.2.kind", "unknown_kind"),
        ("edges.3.length_m", "out_of_bounds"),
        ("edges.4.extra_seconds", "out_of_bounds"),
        ("gates.0.b", "unknown_id"),
        ("nodes.1.node", "duplicate"),
    ]
    assert desk.get(path(world)).json() == STREETS


def test_degrees(world: World) -> None:
    with world.writing() as session:
        session.get_one(Community, world.community).datum = "wgs84"
        session.commit()
    nodes = [{"node": "n1", "x": 116.58, "y": 35.41}, {"node": "n2", "x": 116.59, "y": 35.41}]
    desk = world.as_("coordinator")
    assert desk.put(path(world), {"nodes": nodes, "edges": [{"a": "n1", "b": "n2"}]}).status_code == 200
    metres = desk.put(path(world), {"nodes": [{"node": "n1", "x": 240, "y": 0}], "edges": []})
    assert [e["field"] for e in metres.json()["errors"]] == ["nodes.0.x"]


def test_a_closed_gate_is_a_longer_walk(world: World) -> None:
    """Planning walks on what the coordinator kept: the library finds the way round, or none."""
    square = Place(community_id=world.community, code="S", kind="square", x=240, y=60)
    visit = Visit(
        community_id=world.community, code="A1", place_id=square.id, duration_minutes=30,
        first_start=world.now.replace(day=23, hour=1), last_end=world.now.replace(day=23, hour=9),
    )  # fmt: skip
    world.add(square, visit, VisitRole(visit_id=visit.id, role="helper"))
    for record in (VisitWindow(visit_id=visit.id, start=visit.first_start, end=visit.last_end),
                   AvailabilityDate(person_id=world.person, start=visit.first_start, end=visit.last_end)):  # fmt: skip
        world.add(record)
    desk = world.as_("coordinator")
    desk.put(path(world), STREETS)

    def walk() -> int | None:
        with Session(world.engine) as session:
            problem = load(session, communities=[world.community], first_day=date(2026, 11, 23), days=1).problem
        return problem.walks.minutes(1.0, world.home, square.id)

    assert walk() == 6  # 240 m and 80.5 m, a gate, 12 s
    with world.writing() as session:
        gate = session.exec(select(Gate.id)).one()
    desk.patch(f"/communities/{world.community}/gates/{gate}", {"open": False})
    assert walk() is None
