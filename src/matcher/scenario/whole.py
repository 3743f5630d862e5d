"""The part of a faulty input that hangs together, so that faults of the whole are told together with those of rows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from matcher.problem import Place


def sound_part(places: Sequence[Place], parts: dict[str, tuple[Any, ...]]) -> dict[str, tuple[Any, ...]]:
    """The objects all of whose ids are known among the others: nothing else would be blamed twice."""
    part = {name: tuple({_key(o): o for o in objects}.values()) for name, objects in parts.items()}
    spots = {p.id for p in places}
    part["volunteers"] = tuple(v for v in part["volunteers"] if v.home in spots)
    part["facilities"] = tuple(f for f in part["facilities"] if f.place in spots)
    before: dict[str, int] = {}
    while (sizes := {name: len(objects) for name, objects in part.items()}) != before:
        before = sizes
        ids = {name: {o.id for o in part[name]} for name in ("volunteers", "visits", "facilities")}
        part["visits"] = tuple(
            v
            for v in part["visits"]
            if (v.place is None or v.place in spots)
            and (v.need is None or v.need.origin is None or v.need.origin in spots)
            and set(v.needs) <= ids["visits"]
            and {f for f, _ in v.rejected} <= ids["facilities"]
        )
        part["facilities"] = tuple(
            f for f in part["facilities"] if {o.steward for o in f.openings} - {None} <= ids["visits"]
        )
    for name in ("pins", "published"):
        part[name] = tuple(
            row
            for row in part[name]
            if row.visit in ids["visits"]
            and (row.volunteer is None or row.volunteer in ids["volunteers"])
            and (row.facility is None or row.facility in ids["facilities"])
        )
    known = {"visit": ids["visits"], "volunteer": ids["volunteers"]}
    part["pairs"] = tuple(
        p for p in part["pairs"] if p.volunteer in ids["volunteers"] and p.other in known.get(p.with_kind, {p.other})
    )
    return part


def _key(thing: Any) -> object:
    return thing.id if hasattr(thing, "id") else id(thing)
