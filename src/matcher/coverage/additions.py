"""What could be added - a site, a gate, an opening - and the coverage with it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from matcher.coverage.sites import Site
from matcher.errors import InvalidProblem, ProblemError
from matcher.problem import Window
from matcher.walking.doors import Door
from matcher.walking.ground import Ground
from matcher.walking.network import KIND_CODE, Network, straight_m
from matcher.walking.snap import far_faults


@dataclass(frozen=True, slots=True, kw_only=True)
class AddSite:
    """A site with some uses, at a known `place`, or at `x`, `y` as the scenario writes coordinates.

    `open` None: open at any time. Its capacity is for as many as come.
    """

    id: str
    modes: tuple[str, ...]
    place: str | None = None
    x: float = 0.0
    y: float = 0.0
    access_seconds: int = 0
    open: tuple[Window, ...] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AddGate:
    """The closed gate of this id opened; or, between two street nodes, all closed gates of the edge there, else a new
    way through a new gate, as long as the straight line."""

    gate: str = ""
    between: tuple[str, str] | None = None

    @property
    def name(self) -> str:
        return self.gate if self.between is None else ":".join(self.between)


@dataclass(frozen=True, slots=True, kw_only=True)
class AddOpening:
    """More hours of a site."""

    site: str
    open: tuple[Window, ...]


Addition = AddSite | AddGate | AddOpening
AS_MANY_AS_COME = 1_000_000
Drawn = Callable[[AddSite], Door]
"""The door of a new site in metres of the ground."""


def added(
    ground: Ground, sites: Sequence[Site], additions: Sequence[Addition], *, days: int, drawn: Drawn
) -> tuple[Ground, tuple[Site, ...]]:
    """Ground and sites with everything added, in order. Raises InvalidProblem with every fault."""
    faults: list[ProblemError] = []
    now = {site.id: site for site in sites}
    for addition in additions:
        try:
            if isinstance(addition, AddSite):
                ground = _site(ground, now, addition, days=days, drawn=drawn)
            elif isinstance(addition, AddOpening):
                _opening(now, addition)
            else:
                ground = _gate(ground, addition)
        except InvalidProblem as fault:
            faults += fault.errors
    if faults:
        raise InvalidProblem(faults)
    return ground, tuple(now.values())


def _site(ground: Ground, sites: dict[str, Site], new: AddSite, *, days: int, drawn: Drawn) -> Ground:
    where = f"added site {new.id}"
    if new.id in sites or (new.place is None and new.id in ground.index):
        raise _fault(where, "duplicate", f"{new.id} is taken", "give it another id")
    if not new.modes:
        raise _fault(where, "modes", "has no use", "name at least one, such as dining")
    place = new.place
    if place is None:
        if ground.source == "table":
            raise _fault(where, "no_streets", "walks come from a table", "name a place of it instead of coordinates")
        ground, place = ground.with_doors([drawn(new)]), new.id
        if ground.streets is not None and ground.snapped is not None:
            far = [f for f in far_faults(ground.streets, ground.snapped) if f.where == f"place {place}"]
            if far:
                raise InvalidProblem([replace(far[0], where=where)])
    elif place not in ground.index:
        raise _fault(where, "unknown_id", f"{place} is not in the table places", "name a place, or give x,y")
    hours = (Window(0, days * 1440),) if new.open is None else new.open
    sites[new.id] = Site(id=new.id, place=place, modes=dict.fromkeys(new.modes, AS_MANY_AS_COME), open=hours)
    return ground


def _opening(sites: dict[str, Site], new: AddOpening) -> None:
    if new.site not in sites:
        raise _fault("added opening", "unknown_id", f"{new.site} is not in the table facilities", "name a facility")
    site = sites[new.site]
    sites[new.site] = replace(site, open=(*site.open, *new.open))


def _gate(ground: Ground, new: AddGate) -> Ground:
    if ground.streets is None:
        raise _fault(f"added gate {new.name}", "no_streets", "walks do not come from streets", "a gate needs streets")
    return ground.with_network(with_gate(ground.streets.network, new))


def with_gate(network: Network, new: AddGate) -> Network:
    """The streets with the gate open; raises InvalidProblem where there is none, or nothing closed."""
    where = f"added gate {new.name}"
    if new.between is None:
        named = [g for g in network.gates if g.id == new.gate]
        if not named:
            raise _fault(where, "unknown_id", f"{new.gate} is not in the table gates", "or give two nodes, A:B")
        if named[0].open:
            raise _fault(where, "open", f"{new.gate} is open already", "name a closed gate, or two nodes, A:B")
        return network.with_gates([replace(named[0], open=True)])
    index = {name: i for i, name in enumerate(network.node_ids)}
    if strange := [node for node in new.between if node not in index]:
        said = " and ".join(strange)
        raise _fault(where, "unknown_id", f"{said} not in the table street_nodes", "name a gate, or two nodes, A:B")
    a, b = (index[node] for node in new.between)
    if a == b:
        raise _fault(where, "loop", "both nodes are the same", "name two nodes, A:B")
    there = ((network.a == a) & (network.b == b)) | ((network.a == b) & (network.b == a))
    edges = set(np.flatnonzero(there & (network.kind != KIND_CODE["wall"])).tolist())
    closed = [g for g in network.gates if g.edge in edges and not g.open]
    if closed:
        return network.with_gates([replace(g, open=True) for g in closed])
    if edges:
        raise _fault(where, "open", "there is an open way between them already", "name nodes on both sides of a wall")
    return network.replaced(
        a=np.append(network.a, a),
        b=np.append(network.b, b),
        length_m=np.append(network.length_m, straight_m(network.x, network.y, [a], [b])),
        kind=np.append(network.kind, KIND_CODE["gate"]),
        extra_seconds=np.append(network.extra_seconds, 0),
    )


def _fault(where: str, code: str, message: str, hint: str) -> InvalidProblem:
    return InvalidProblem([ProblemError(where, code, message, hint)])
