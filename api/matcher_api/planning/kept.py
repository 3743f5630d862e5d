"""Everything of some communities that a plan needs, read in a fixed number of queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import inspect
from sqlmodel import Session, SQLModel, col, select

from matcher_api.assignments.models import AssignmentRow
from matcher_api.bookings.models import Booking
from matcher_api.communities.models import Community, Gate, Place, StreetEdge, StreetNode, WalkRow
from matcher_api.facilities.models import Closure, Facility, FacilityMode, OpeningDate, OpeningRule, Rejection
from matcher_api.organisations.models import Organisation
from matcher_api.people.models import AvailabilityDate, AvailabilityRule, PairRow, Person, PersonSkill
from matcher_api.providers.models import Provider
from matcher_api.residents.models import QuotaRow, Resident
from matcher_api.rosters.models import PinRow, PlannedVisitRow
from matcher_api.visits.models import Visit, VisitRole, VisitWindow

M = TypeVar("M", bound=SQLModel)
ENDED_VISITS = ("called_off", "in_progress", "done", "cancelled")
"""Visits in these states are not planned any more."""
AT_WORK = ("offered", "accepted", "stand_in_sought", "not_reached")
"""Assignments that the published roster still holds people to."""
HOLDING_BOOKINGS = ("requested", "approved", "confirmed", "checked_in")
GRANTED_BOOKINGS = ("approved", "confirmed", "checked_in")


def _column(model: type[SQLModel], name: str) -> Any:
    return inspect(model).columns[name]


def grouped(rows: Iterable[M], key: str) -> Mapping[str, list[M]]:
    found: dict[str, list[M]] = defaultdict(list)
    for row in rows:
        found[getattr(row, key)].append(row)
    return found


@dataclass(frozen=True)
class Kept:
    """Rows of the tables, as they are; children grouped by their parent's id."""

    communities: Sequence[Community]
    places: Sequence[Place]
    nodes: Sequence[StreetNode]
    edges: Sequence[StreetEdge]
    gates: Sequence[Gate]
    walks: Sequence[WalkRow]
    persons: Sequence[Person]
    skills: Mapping[str, list[PersonSkill]]
    rules: Mapping[str, list[AvailabilityRule]]
    dates: Mapping[str, list[AvailabilityDate]]
    pairs: Sequence[PairRow]
    residents: Mapping[str, Resident]
    quotas: Sequence[QuotaRow]
    organisations: Mapping[str, Organisation]
    facilities: Sequence[Facility]
    modes: Mapping[str, list[FacilityMode]]
    opening_rules: Mapping[str, list[OpeningRule]]
    opening_dates: Mapping[str, list[OpeningDate]]
    closures: Mapping[str, list[Closure]]
    rejections: Mapping[str, list[Rejection]]
    bookings: Mapping[str, list[Booking]]
    """Residents' own, by facility."""
    granted: frozenset[str]
    """Visits whose room its unit has granted."""
    visits: Sequence[Visit]
    served: frozenset[str]
    """Visits that are done or under way: who needs one of them has it."""
    windows: Mapping[str, list[VisitWindow]]
    roles: Mapping[str, list[VisitRole]]
    pins: Sequence[PinRow]
    planned: Sequence[PlannedVisitRow]
    assignments: Mapping[str, list[AssignmentRow]]


def kept(session: Session, communities: Sequence[str], *, first: datetime, last: datetime) -> Kept:
    """Rows of active people, active facilities and of visits not ended whose windows meet `[first, last)`."""

    def rows(model: type[M], *where: Any) -> Sequence[M]:
        return session.exec(select(model).where(*where).order_by(_column(model, "id"))).all()

    def own(model: type[M], *where: Any) -> Sequence[M]:
        return rows(model, _column(model, "community_id").in_(communities), *where)

    active = select(Provider.id).where(Provider.state == "active")
    persons = own(
        Person, Person.state == "active", col(Person.provider_id).is_(None) | col(Person.provider_id).in_(active)
    )
    facilities = own(Facility, Facility.state == "active")
    meets = (
        col(Visit.first_start).is_(None)
        | (col(Visit.first_start) < last) & (col(Visit.last_end) > first)
    )  # fmt: skip
    visits = own(Visit, col(Visit.state).not_in(ENDED_VISITS), meets)
    served = session.exec(
        select(Visit.id).where(col(Visit.community_id).in_(communities), col(Visit.state).in_(("in_progress", "done")))
    ).all()
    of_person = select(Person.id).where(col(Person.community_id).in_(communities))
    of_facility = select(Facility.id).where(col(Facility.community_id).in_(communities))
    of_visit = select(Visit.id).where(col(Visit.community_id).in_(communities))

    def persons_own(model: type[M]) -> Mapping[str, list[M]]:
        return grouped(rows(model, _column(model, "person_id").in_(of_person)), "person_id")

    def facilities_own(model: type[M]) -> Mapping[str, list[M]]:
        return grouped(rows(model, _column(model, "facility_id").in_(of_facility)), "facility_id")

    def visits_own(model: type[M], *where: Any) -> Sequence[M]:
        return rows(model, _column(model, "visit_id").in_(of_visit), *where)

    return Kept(
        communities=rows(Community, col(Community.id).in_(communities)),
        places=own(Place),
        nodes=own(StreetNode),
        edges=sorted(own(StreetEdge), key=lambda e: (e.community_id, e.position)),
        gates=own(Gate),
        walks=own(WalkRow),
        persons=persons,
        skills=persons_own(PersonSkill),
        rules=persons_own(AvailabilityRule),
        dates=persons_own(AvailabilityDate),
        pairs=own(PairRow),
        residents={r.id: r for r in own(Resident)},
        quotas=own(QuotaRow),
        organisations={o.id: o for o in own(Organisation)},
        facilities=facilities,
        modes=facilities_own(FacilityMode),
        opening_rules=facilities_own(OpeningRule),
        opening_dates=facilities_own(OpeningDate),
        closures=facilities_own(Closure),
        rejections=grouped(visits_own(Rejection), "visit_id"),
        bookings=grouped(
            rows(
                Booking,
                col(Booking.community_id).in_(communities),
                col(Booking.visit_id).is_(None),
                col(Booking.state).in_(HOLDING_BOOKINGS),
                Booking.start < last,
                Booking.end > first,
            ),
            "facility_id",
        ),
        granted=frozenset(
            b.visit_id
            for b in own(Booking, col(Booking.visit_id).is_not(None), col(Booking.state).in_(GRANTED_BOOKINGS))
            if b.visit_id is not None
        ),
        visits=visits,
        served=frozenset(served),
        windows=grouped(visits_own(VisitWindow), "visit_id"),
        roles=grouped(sorted(visits_own(VisitRole), key=lambda r: r.position), "visit_id"),
        pins=visits_own(PinRow),
        planned=visits_own(PlannedVisitRow, PlannedVisitRow.layer == "published"),
        assignments=grouped(visits_own(AssignmentRow, col(AssignmentRow.state).in_(AT_WORK)), "visit_id"),
    )
