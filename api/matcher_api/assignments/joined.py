"""What belongs to planned visits when they are shown: read at once for a whole list, whatever its length."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

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
    """Seven statements, however many visits; none of none."""
    ids = sorted(set(visit_ids))
    if not ids:
        return Joined({}, {}, {}, {}, {}, {}, {})
    visits = {v.id: v for v in session.exec(select(Visit).where(col(Visit.id).in_(ids))).all()}
    planned = session.exec(
        select(PlannedVisitRow).where(col(PlannedVisitRow.visit_id).in_(ids), PlannedVisitRow.layer == layer)
    ).all()
    live: dict[str, list[AssignmentRow]] = defaultdict(list)
    states = LIVE if layer == "published" else ("proposed",)
    rows = session.exec(
        select(AssignmentRow).where(col(AssignmentRow.visit_id).in_(ids), col(AssignmentRow.state).in_(states))
    ).all()
    for row in rows:
        live[row.visit_id].append(row)
    told = {r.facility_id for r in rows if r.facility_id}
    rooms = session.exec(
        select(Facility).where(col(Facility.id).in_({p.facility_id for p in planned if p.facility_id} | told))
    ).all()
    where = {v.place_id for v in visits.values() if v.place_id} | {f.place_id for f in rooms}
    services = {v.service for v in visits.values() if v.service}
    items = session.exec(
        select(CatalogueItem).where(col(CatalogueItem.code).in_(services), col(CatalogueItem.current))
    ).all()
    names = session.exec(
        select(PersonContact.person_id, PersonContact.name).where(
            col(PersonContact.person_id).in_({r.person_id for r in rows})
        )
    ).all()
    return Joined(
        visits=visits,
        planned={p.visit_id: p for p in planned},
        facilities={f.id: f for f in rooms},
        places={p.id: p for p in session.exec(select(Place).where(col(Place.id).in_(where))).all()},
        items={i.code: i for i in items},
        live=dict(live),
        names=dict(names),
    )
