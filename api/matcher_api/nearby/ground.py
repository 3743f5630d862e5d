"""The streets of a community made ready for walking, and doors on them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlmodel import Session, select

from matcher.walking.datum import Datum, Frame
from matcher.walking.doors import Door
from matcher.walking.fallback import approximate_walks
from matcher.walking.model import TimeModel
from matcher.walking.reach import homes_on, minutes_from
from matcher.walking.snap import far_faults, nearest
from matcher.walking.streets import Streets
from matcher.walking.tables import network_of
from matcher.walks import FAR
from matcher_api.communities.models import Community, Gate, StreetEdge, StreetNode, WalkRow

Spot = tuple[str, float, float, int]
"""A name, coordinates as the community writes them, access seconds."""


@dataclass(frozen=True)
class Ground:
    """`source` as a plan would take it: streets, table (`minutes` by codes of places) or approximate."""

    source: str
    datum: Datum
    model: TimeModel
    streets: Streets | None
    minutes: Mapping[tuple[str, str], int]

    def far_off(self, spots: Sequence[Spot]) -> frozenset[str]:
        """Those too far from any street to be walked to; nobody where no streets are used."""
        if self.streets is None or not spots:
            return frozenset()
        doors = self._doors(spots, self.streets.network.frame)
        faults = far_faults(self.streets, nearest(self.streets, doors))
        return frozenset(f.where.removeprefix("place ") for f in faults)

    def walks(self, origin: Spot, spots: Sequence[Spot], *, pace: float, limit: int) -> dict[str, int]:
        """Minutes to each spot within the limit. Raises InvalidProblem where the origin lies off the streets."""
        if self.source == "table":
            return self._given(origin, spots, limit)
        if self.streets is None:
            frame = Frame.about(self.datum, [s[1] for s in (origin, *spots)], [s[2] for s in (origin, *spots)])
            doors = self._doors((origin, *spots), frame)
            matrix = approximate_walks(doors, paces=[pace], limit_minutes=limit, model=self.model).by_pace[pace]
            found = {s[0]: matrix.get(0, i) for i, s in enumerate(spots, start=1)}
            return {name: minutes for name, minutes in found.items() if minutes is not None}
        off = self.far_off(spots)
        near = [s for s in spots if s[0] not in off]
        frame = self.streets.network.frame
        homes = homes_on(self.streets, self._doors(near, frame), pace=pace)
        row = minutes_from(homes, self._doors([origin], frame), limit_minutes=limit)[0].tolist()
        return {s[0]: minutes for s, minutes in zip(near, row, strict=True) if minutes < FAR}

    def _given(self, origin: Spot, spots: Sequence[Spot], limit: int) -> dict[str, int]:
        found = {}
        for name, *_ in spots:
            there = (origin[0], name)
            minutes = 0 if name == origin[0] else self.minutes.get(there, self.minutes.get(there[::-1]))
            if minutes is not None and minutes <= limit:
                found[name] = minutes
        return found

    def _doors(self, spots: Sequence[Spot], frame: Frame) -> list[Door]:
        x, y = [s[1] for s in spots], [s[2] for s in spots]
        if self.datum is not Datum.LOCAL:
            east, north = frame.metres(x, y)
            x, y = east.tolist(), north.tolist()
        return [Door(s[0], a, b, s[3]) for s, a, b in zip(spots, x, y, strict=True)]


def ground_of(session: Session, community: Community) -> Ground:
    """In four queries."""
    own = community.id
    nodes = session.exec(select(StreetNode).where(StreetNode.community_id == own)).all()
    edges = session.exec(select(StreetEdge).where(StreetEdge.community_id == own)).all()
    gates = session.exec(select(Gate).where(Gate.community_id == own)).all()
    walks = session.exec(select(WalkRow).where(WalkRow.community_id == own)).all()
    known = {k: v for k, v in community.walking.items() if k in TimeModel.names()}
    datum, model = Datum(community.datum), TimeModel(**known)
    source = community.walking.get("source") or ("table" if walks else "streets" if edges else "approximate")
    streets = None
    if source == "streets":
        names = ("x", "y") if datum is Datum.LOCAL else ("lon", "lat")
        network = network_of(
            [_row(node=n.code, **dict(zip(names, (n.x, n.y), strict=True))) for n in nodes],
            [
                _row(a=e.a, b=e.b, length_m=e.length_m, kind=e.kind, extra_seconds=e.extra_seconds)
                for e in sorted(edges, key=lambda e: e.position)
            ],
            [_row(gate=g.code, a=g.a, b=g.b, open=g.open) for g in gates],
            datum=datum,
        )
        streets = Streets.of(network, model=model)
    return Ground(str(source), datum, model, streets, {(w.a, w.b): w.minutes for w in walks})


def _row(**values: object) -> dict[str, str]:
    """As a street file says it."""
    return {name: _said(value) for name, value in values.items()}


def _said(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
