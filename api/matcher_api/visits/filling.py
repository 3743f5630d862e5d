"""What a visit asks for, filled from the catalogue's item and the resident where nobody said otherwise."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlmodel import col, select

from matcher.problem import Visit as LibraryVisit
from matcher.scenario.findings import Findings
from matcher.scenario.service_policy import with_service_policy
from matcher_api.catalogue.models import CatalogueItem
from matcher_api.communities.models import Community, Place
from matcher_api.errors import Fault
from matcher_api.residents.models import Resident
from matcher_api.visits.faults import fault
from matcher_api.visits.models import Visit
from matcher_api.visits.sound import Span, Wanted, visit_of
from matcher_api.web.work import Work

Values = dict[str, Any]
FIELDS = (
    "title", "place_id", "mode", "people", "origin_id", "pace", "max_walk_minutes", "duration_minutes", "value",
    "groups", "risk", "min_days_apart", "roles", "conditions",
)  # fmt: skip
"""What can be asked for (the fields of `Needs`), in order."""
SOMEWHERE_ELSE = ("team", "facility", "class")
"""Shapes of items that do not take place at the resident's home."""


def filled(given: Mapping[str, Any], item: CatalogueItem | None, resident: Resident | None) -> Values:
    """All of FIELDS; `duration_minutes` and `place_id` are None where nobody knows them."""

    def first(name: str, *defaults: Any) -> Any:
        return next((v for v in (given.get(name), *defaults) if v is not None), None)

    placed = given.get("place_id") is not None
    mode = first("mode", "" if placed or item is None else item.mode, "")
    at_home = resident is not None and not mode and (item is None or item.shape not in SOMEWHERE_ELSE)
    values: Values = {
        "title": first("title", item.zh if item else "", ""),
        "place_id": first("place_id", resident.home_id if resident and at_home else None),
        "mode": mode,
        "people": first("people", item.people if item and mode else 1),
        "origin_id": first("origin_id", resident.home_id if resident and mode else None),
        "pace": first("pace", resident.pace if resident and mode else None),
        "max_walk_minutes": given.get("max_walk_minutes"),
        "duration_minutes": first("duration_minutes", item.minutes if item else None),
        "value": given.get("value"),
        "groups": first("groups", resident.groups if resident else [], []),
        "risk": first("risk", item.risk if item else "low"),
        "min_days_apart": first("min_days_apart", 0),
        "roles": first("roles", item.roles if item else [], []),
        "conditions": first("conditions", []),
    }
    return {name: values[name] for name in FIELDS}


def missing(values: Mapping[str, Any], *, field: str = "") -> list[Fault]:
    """What a visit cannot do without and nobody gave."""
    faults = []
    if values["duration_minutes"] is None:
        faults.append(fault(f"{field}duration_minutes", "duration_needed"))
    if values["place_id"] is None and not values["mode"]:
        faults.append(fault(f"{field}place_id", "place_needed"))
    if not values["roles"] and not values["mode"]:
        faults.append(fault(f"{field}roles", "roles_needed"))
    return faults


def wanted(values: Mapping[str, Any], windows: Iterable[Span], **more: Any) -> Wanted:
    """`more`: service, priority, guaranteed. What is missing is stood in for, so that the rest can be judged."""
    lacking = {
        "duration_minutes": values["duration_minutes"] or 1,
        "place_id": values["place_id"] or (None if values["mode"] else "?"),
        "roles": values["roles"] or ([] if values["mode"] else [{"role": "?"}]),
    }
    return Wanted(windows=tuple(windows), **{n: values[n] for n in FIELDS if n != "title"} | lacking, **more)


def judged(values: Mapping[str, Any], windows: Iterable[Span], zone: ZoneInfo, **more: Any) -> list[Fault]:
    """The library's faults of what was given."""
    return visit_of(wanted(values, windows, **more), zone)[1]


def under_policy(
    work: Work, values: Values, community: Community, resident: Resident | None, *, service: str
) -> Values:
    """With the default policy by service (two people, same sex, record checked), as when a scenario is read."""
    if not community.service_defaults:
        return values
    hour = (work.now, work.now + timedelta(hours=1))  # when does not matter to the policy
    probe = replace(wanted(values, (hour,), service=service), duration_minutes=1)
    library, _ = visit_of(probe, ZoneInfo(community.zone))
    if library is None:
        return values
    kinds = dict(work.session.exec(select(Place.id, Place.kind).where(col(Place.id) == values["place_id"])).all())
    sex = {library.id: resident.sex} if resident and resident.sex else {}
    (strict,) = with_service_policy((library,), sex=sex, place_kind=kinds, findings=Findings(), where=str)
    return {**values, **_told(values, library, strict)}


def _told(values: Values, before: LibraryVisit, after: LibraryVisit) -> Values:
    """Only what the policy changed, in the tables' words."""
    roles = [
        row if new == old else {**row, "least": new.min, "desired": new.wanted, "most": new.most}
        for row, old, new in zip(values["roles"], before.roles, after.roles, strict=True)
    ]
    added = [{"at_least": "all" if c.at_least is None else c.at_least, "of": c.of} for c in after.conditions]
    return {"roles": roles, "conditions": added if after.conditions != before.conditions else values["conditions"]}


def unknown(
    work: Work, community_id: str, *, places: Mapping[str, str | None], visits: Iterable[str] = ()
) -> list[Fault]:
    """Ids that are no places or visits of the community. `places` by field."""
    known = set(
        work.session.exec(
            select(Place.id).where(
                Place.community_id == community_id, col(Place.id).in_([p for p in places.values() if p])
            )
        ).all()
    )
    faults = [fault(f, "unknown_place", value=p) for f, p in places.items() if p and p not in known]
    asked = list(visits)
    if not asked:
        return faults
    states = dict(
        work.session.exec(
            select(Visit.id, Visit.state).where(Visit.community_id == community_id, col(Visit.id).in_(asked))
        ).all()
    )
    for n, visit_id in enumerate(asked):
        if visit_id not in states:
            faults.append(fault(f"needs.{n}", "unknown_visit", value=visit_id))
        elif states[visit_id] == "cancelled":
            faults.append(fault(f"needs.{n}", "needs_cancelled", value=visit_id))
    return faults


def circular(work: Work, visit_id: str, needs: Iterable[str]) -> list[Fault]:
    """Needs that lead back to the visit, through whatever other visits."""
    faults = []
    for n, first in enumerate(needs):
        seen: set[str] = set()
        frontier = {first}
        while frontier and visit_id not in frontier:
            seen |= frontier
            rows = work.session.exec(select(Visit.needs).where(col(Visit.id).in_(frontier))).all()
            frontier = {other for row in rows for other in row} - seen
        if frontier:
            faults.append(fault(f"needs.{n}", "needs_cycle", value=first))
    return faults
