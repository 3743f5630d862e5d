"""What belongs to planned visits when they are shown: read at once for a whole list, whatever its length."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import BindParameter, bindparam
from sqlmodel import Session, col, select

from matcher_api.access.masking import masked
from matcher_api.assignments.models import LIVE, AssignmentRow
from matcher_api.assignments.shapes import PlaceShown
from matcher_api.catalogue.models import CatalogueItem
from matcher_api.communities.models import Place
from matcher_api.facilities.models import Facility
from matcher_api.people.models import PersonContact
from matcher_api.rosters.models import PlannedVisitRow
from matcher_api.visits.models import Visit

HOME = "home"
"""Kind of a place that is somebody's home (import turns other words for it into this one)."""

_IDS: BindParameter[str] = bindparam("ids", expanding=True)
VISITS = select(Visit).where(col(Visit.id).in_(_IDS))
PLANNED = select(PlannedVisitRow).where(
    col(PlannedVisitRow.visit_id).in_(_IDS), col(PlannedVisitRow.layer) == bindparam("layer")
)
TEAMS = select(AssignmentRow).where(
    col(AssignmentRow.visit_id).in_(_IDS), col(AssignmentRow.state).in_(bindparam("states", expanding=True))
)
ROOMS = select(Facility).where(col(Facility.id).in_(_IDS))
PLACES = select(Place).where(col(Place.id).in_(_IDS))
ITEMS = select(CatalogueItem).where(
    col(CatalogueItem.code).in_(bindparam("codes", expanding=True)), col(CatalogueItem.current)
)
NAMES = select(PersonContact.person_id, PersonContact.name).where(col(PersonContact.person_id).in_(_IDS))
"""Built once: most lists begin with these, and to build one takes as long as to run it."""


@dataclass(frozen=True)
class Joined:
    """Rows by id; `planned` of one layer by visit; `live`: the people of each visit who are bound or may become it."""

    visits: dict[str, Visit]
    planned: dict[str, PlannedVisitRow]
    facilities: dict[str, Facility]
    places: dict[str, Place]
    items: dict[str, CatalogueItem]
    live: dict[str, list[AssignmentRow]]
    names: dict[str, str]

    def private(self, visit: Visit) -> bool:
        """Whether its title may tell who is served: then the service alone is shown."""
        place = self.places.get(visit.place_id or "")
        return visit.resident_id is not None or (place is not None and place.kind in (HOME, "住宅", "家"))

    def what(self, visit: Visit) -> tuple[str, str]:
        """(zh, en) of what is to be done, without anybody's name."""
        if not self.private(visit) and visit.title:
            return visit.title, visit.title
        item = self.items.get(visit.service)
        if item is None:
            return visit.service, visit.service
        return item.zh, item.en or item.zh

    def where(self, visit: Visit, facility_id: str | None) -> PlaceShown:
        """A facility by name, a home by building: never a door."""
        facility = self.facilities.get(facility_id or "")
        place = self.places.get(facility.place_id if facility else visit.place_id or "")
        return PlaceShown(
            facility_id=facility.id if facility else None,
            facility=(facility.name or facility.code) if facility else "",
            building=place.building if place else "",
            area=place.area if place else "",
        )

    def spot(self, row: AssignmentRow) -> tuple[datetime | None, datetime | None, str | None]:
        """(start, end, facility) of an assignment: as published, else as it was told last."""
        if row.visit_id in self.planned:
            planned = self.planned[row.visit_id]
            return planned.start, planned.end, planned.facility_id
        return row.start, row.end, row.facility_id

    def others(self, row: AssignmentRow) -> list[str]:
        """Masked names of those who serve the same visit."""
        team = [a for a in self.live.get(row.visit_id, ()) if a.person_id != row.person_id]
        return [masked(self.names.get(a.person_id, "")) for a in sorted(team, key=lambda a: (a.role, a.id))]


def joined(session: Session, visit_ids: Iterable[str], *, layer: str = "published") -> Joined:
    """Up to seven statements, however many visits; none of none."""
    ids = sorted(set(visit_ids))
    if not ids:
        return Joined({}, {}, {}, {}, {}, {}, {})
    states = LIVE if layer == "published" else ("proposed",)
    visits = {v.id: v for v in session.exec(VISITS, params={"ids": ids}).all()}
    planned = session.exec(PLANNED, params={"ids": ids, "layer": layer}).all()
    rows = session.exec(TEAMS, params={"ids": ids, "states": states}).all()
    live: dict[str, list[AssignmentRow]] = defaultdict(list)
    for row in rows:
        live[row.visit_id].append(row)
    told = {r.facility_id for r in rows if r.facility_id} | {p.facility_id for p in planned if p.facility_id}
    rooms = session.exec(ROOMS, params={"ids": sorted(told)}).all() if told else []
    where = {v.place_id for v in visits.values() if v.place_id} | {f.place_id for f in rooms}
    services = {v.service for v in visits.values() if v.service}
    items = session.exec(ITEMS, params={"codes": sorted(services)}).all() if services else []
    people = {r.person_id for r in rows}
    names = session.exec(NAMES, params={"ids": sorted(people)}).all() if people else []
    places = session.exec(PLACES, params={"ids": sorted(where)}).all() if where else []
    return Joined(
        visits=visits,
        planned={p.visit_id: p for p in planned},
        facilities={f.id: f for f in rooms},
        places={p.id: p for p in places},
        items={i.code: i for i in items},
        live=dict(live),
        names=dict(names),
    )
