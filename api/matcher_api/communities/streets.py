"""The streets of a community as one document, and its gates. What is kept, the library can walk on."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from pydantic import BaseModel
from sqlalchemy.orm.attributes import flag_modified
from sqlmodel import col, delete, select

from matcher.errors import InvalidProblem, ProblemError
from matcher.walking import Datum
from matcher.walking.tables import Table, network_of
from matcher_api.access.roles import AccessRole
from matcher_api.communities.models import Community, Gate, StreetEdge, StreetNode
from matcher_api.communities.place_shapes import EdgeRow, GateRow, NodeRow, Streets
from matcher_api.communities.service import seen
from matcher_api.communities.shapes import GateChange
from matcher_api.errors import Refusal
from matcher_api.web.etag import expect
from matcher_api.web.work import Work

_CELL = re.compile(r"^(\w+) row (\d+), column (\w+)$")


def shown(work: Work, community_id: str) -> tuple[Community, Streets]:
    community = seen(work, community_id)
    session, own = work.session, community.id
    nodes = session.exec(select(StreetNode).where(StreetNode.community_id == own).order_by(col(StreetNode.id))).all()
    edges = session.exec(select(StreetEdge).where(StreetEdge.community_id == own).order_by(col(StreetEdge.position)))
    gates = session.exec(select(Gate).where(Gate.community_id == own).order_by(col(Gate.code))).all()
    return community, Streets(
        nodes=[NodeRow(node=n.code, x=n.x, y=n.y) for n in nodes],
        edges=[EdgeRow.model_validate(e) for e in edges.all()],
        gates=[GateRow(gate=g.code, a=g.a, b=g.b, open=g.open) for g in gates],
    )


def replaced(work: Work, community_id: str, asked: Streets, if_match: str | None) -> Community:
    """All streets anew. Refuses with every fault the library finds; a gate of a known code keeps its id."""
    work.require(community_id, AccessRole.COORDINATOR)
    community = work.locked(Community, community_id)
    expect(community, if_match)
    _walkable(community, asked)
    session, own = work.session, community.id
    session.exec(delete(StreetEdge).where(col(StreetEdge.community_id) == own))
    session.exec(delete(StreetNode).where(col(StreetNode.community_id) == own))
    session.add_all(StreetNode(community_id=own, code=n.node, x=n.x, y=n.y) for n in asked.nodes)
    session.add_all(StreetEdge(community_id=own, position=i, **e.model_dump()) for i, e in enumerate(asked.edges))
    there = {g.code: g for g in session.exec(select(Gate).where(Gate.community_id == own)).all()}
    for code in there.keys() - {g.gate for g in asked.gates}:
        session.delete(there[code])
    for asked_gate in asked.gates:
        gate = there.get(asked_gate.gate) or Gate(community_id=own, code=asked_gate.gate, a="", b="")
        gate.a, gate.b, gate.open = asked_gate.a, asked_gate.b, asked_gate.open
        session.add(gate)
    work.audit("streets.replace", community, nodes=len(asked.nodes), edges=len(asked.edges), gates=len(asked.gates))
    _touched(work, community)
    return community


def gate_changed(work: Work, community_id: str, gate_id: str, change: GateChange, if_match: str | None) -> Gate:
    """Opened or closed; the streets are another document then, so the community's version grows too."""
    work.require(community_id, AccessRole.COORDINATOR)
    community = work.locked(Community, community_id)
    gate = work.locked(Gate, gate_id)
    if gate.community_id != community.id:
        raise Refusal("not_found")
    expect(gate, if_match)
    gate.open = change.open
    work.audit("gate.open" if gate.open else "gate.close", gate)
    _touched(work, community)
    return gate


def _touched(work: Work, community: Community) -> None:
    flag_modified(community, "code")
    work.session.flush()


def _walkable(community: Community, asked: Streets) -> None:
    """Raises InvalidProblem; faults are named by their path in the document ("edges.3.kind")."""
    datum = Datum(community.datum)
    names = ("x", "y") if datum is Datum.LOCAL else ("lon", "lat")
    try:
        network_of(
            _table("nodes", asked.nodes, dict(zip(("x", "y"), names, strict=True))),
            _table("edges", asked.edges),
            _table("gates", asked.gates),
            datum=datum,
        )
    except InvalidProblem as error:
        back = dict(zip(names, ("x", "y"), strict=True))
        raise InvalidProblem([_placed(e, back) for e in error.errors]) from None


def _table(name: str, rows: Sequence[BaseModel], called: dict[str, str] | None = None) -> Table:
    names = called or {}
    texts = [{names.get(k, k): _text(v) for k, v in row.model_dump().items()} for row in rows]
    return Table(name=name, rows=texts, numbers=range(len(rows)))


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _placed(error: ProblemError, back: dict[str, str]) -> ProblemError:
    cell = _CELL.match(error.where)
    if cell is None:
        return error
    return replace(error, where=f"{cell[1]}.{cell[2]}.{back.get(cell[3], cell[3])}")
