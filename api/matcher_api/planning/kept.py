"""Everything of some communities that one plan needs, read in a fixed number of queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, TypeVar

from sqlalchemy import inspect
from sqlmodel import Session, SQLModel, col, or_, select

from matcher_api.assignments.models import LIVE, AssignmentRow
from matcher_api.assignments.states import MOVABLE, WAITING, AssignmentState
from matcher_api.bookings.models import Booking
from matcher_api.bookings.states import HOLDING, BookingState
from matcher_api.calendars.models import CalendarDay, SchoolTerm
from matcher_api.communities.models import Community, Gate, Place, StreetEdge, StreetNode, WalkRow
from matcher_api.facilities.models import Closure, Facility, FacilityMode, OpeningDate, OpeningRule, Rejection
from matcher_api.hours.models import HourEntry
from matcher_api.organisations.models import Organisation
from matcher_api.people.models import AvailabilityDate, AvailabilityRule, PairRow, Person, PersonSkill
from matcher_api.providers.models import Provider
from matcher_api.residents.models import QuotaRow, Resident
from matcher_api.rosters.models import PinRow, PlannedVisitRow
from matcher_api.visits.models import Visit, VisitRole, VisitWindow
from matcher_api.visits.states import OPEN, VisitState

M = TypeVar("M", bound=SQLModel)
AT_WORK = tuple(s.value for s in MOVABLE)
"""Assignments of visits not begun that hold somebody, or may."""
HOLDING_BOOKINGS = tuple(s.value for s in HOLDING)
GRANTED_BOOKINGS = tuple(s.value for s in HOLDING if s != BookingState.REQUESTED)
WAITING_STATES = tuple(s.value for s in WAITING)
GOING_ON = (VisitState.IN_PROGRESS.value, VisitState.DONE.value)
REFUSED = (AssignmentState.DECLINED.value, AssignmentState.LAPSED.value)
HISTORY = timedelta(days=28)
"""Fairness looks back so far: minutes served and minutes offered of the same weeks."""


READ: frozenset[type[SQLModel]] = frozenset(
    {AvailabilityDate, AvailabilityRule, PersonSkill, Place, StreetEdge, StreetNode, VisitRole, VisitWindow, WalkRow}
)
"""Of these a plan has thousands and only looks at them: rows with the names of the columns, a fifth of the work of
records."""


def grouped(rows: Iterable[M], key: str) -> Mapping[str, list[M]]:
    found: dict[str, list[M]] = defaultdict(list)
    for row in rows:
        found[getattr(row, key)].append(row)
    return found


@dataclass(frozen=True)
class Kept:
    """Rows of the tables, as they are; children grouped by their parent's id. People are active, and of no provider
    that is not; facilities are active; visits, windows, bookings and dated hours meet the days of the plan."""

    communities: Sequence[Community]
    calendar_days: Sequence[CalendarDay]
    terms: Sequence[SchoolTerm]
    places: Sequence[Place]
    nodes: Sequence[StreetNode]
    edges: Sequence[StreetEdge]
    gates: Sequence[Gate]
    walks: Sequence[WalkRow]
    persons: Sequence[Person]
    providers: Mapping[str, Provider]
    skills: Mapping[str, list[PersonSkill]]
    rules: Mapping[str, list[AvailabilityRule]]
    dates: Mapping[str, list[AvailabilityDate]]
    hours: Sequence[tuple[str | None, date, int]]
    """(person, day, minutes) of the days that fairness looks at, and of the plan's own."""
    pairs: Sequence[PairRow]
    residents: Mapping[str, Resident]
    quotas: Sequence[QuotaRow]
    organisations: Mapping[str, Organisation]
    facilities: Sequence[Facility]
    modes: Mapping[str, list[FacilityMode]]
    opening_rules: Mapping[str, list[OpeningRule]]
    opening_dates: Mapping[str, list[OpeningDate]]
    closures: Mapping[str, list[Closure]]
    rejections: Sequence[Rejection]
    bookings: Sequence[Booking]
    """Those that hold their room."""
    visits: Sequence[Visit]
    """Open ones."""
    certain: frozenset[str]
    """Visits others wait for that take place whatever this plan says: begun, done, or published."""
    windows: Mapping[str, list[VisitWindow]]
    roles: Mapping[str, list[VisitRole]]
    pins: Sequence[PinRow]
    published: Mapping[str, PlannedVisitRow]
    assignments: Mapping[str, list[AssignmentRow]]
    """Live ones, by visit; also of visits that are begun."""
    refused: frozenset[tuple[str, str]]
    """(visit, person): said no, or did not answer."""


def kept(
    session: Session,
    communities: Sequence[str],
    *,
    first: datetime,
    last: datetime,
    day: date,
    people: Collection[str] | None = None,
) -> Kept:
    """`[first, last)`: the plan, whose first day is `day`; `people`: these alone."""

    def rows(model: type[M], *where: Any) -> Sequence[M]:
        query: Any = select(*inspect(model).columns) if model in READ else select(model)
        found: Sequence[M] = session.exec(query.where(*where).order_by(_column(model, "id"))).all()
        return found

    def own(model: type[M], *where: Any) -> Sequence[M]:
        return rows(model, _column(model, "community_id").in_(communities), *where)

    def meets(model: type[M]) -> Any:
        # Rooms may be needed through the night after the last day.
        return (_column(model, "start") < last + timedelta(days=1)) & (_column(model, "end") > first)

    active = select(Provider.id).where(Provider.state == "active")
    whole: tuple[Any, ...] = (
        Person.state == "active",
        col(Person.provider_id).is_(None) | col(Person.provider_id).in_(active),
    )
    if people is not None:
        whole = (*whole, col(Person.id).in_(people))
    persons = own(Person, *whole)
    of_person = select(Person.id).where(col(Person.community_id).in_(communities), *whole)
    of_room = select(Facility.id).where(col(Facility.community_id).in_(communities), Facility.state == "active")
    span = (col(Visit.first_start) < last, col(Visit.last_end) > first)
    of_visit = select(Visit.id).where(col(Visit.community_id).in_(communities), *span)

    def of(model: type[M], key: str, ids: Any, *where: Any) -> Mapping[str, list[M]]:
        return grouped(rows(model, _column(model, key).in_(ids), *where), key)

    visits = own(Visit, col(Visit.state).in_([s.value for s in OPEN]), *span)
    opening_dates = of(OpeningDate, "facility_id", of_room, meets(OpeningDate))
    stewards = {d.steward_visit_id for dates in opening_dates.values() for d in dates if d.steward_visit_id is not None}
    assigned = rows(AssignmentRow, col(AssignmentRow.visit_id).in_(of_visit))
    hours = select(col(HourEntry.person_id), col(HourEntry.day), col(HourEntry.minutes)).where(
        col(HourEntry.person_id).in_(of_person), HourEntry.day >= day - HISTORY
    )
    towns = {c.id: c for c in rows(Community, col(Community.id).in_(communities))}
    return Kept(
        communities=[towns[c] for c in communities],
        calendar_days=rows(
            CalendarDay, or_(col(CalendarDay.community_id).is_(None), col(CalendarDay.community_id).in_(communities))
        ),
        terms=own(SchoolTerm),
        places=own(Place),
        nodes=own(StreetNode),
        edges=sorted(own(StreetEdge), key=lambda e: (e.community_id, e.position)),
        gates=own(Gate),
        walks=own(WalkRow),
        persons=persons,
        providers={p.id: p for p in own(Provider)},
        skills=of(PersonSkill, "person_id", of_person),
        rules=of(AvailabilityRule, "person_id", of_person),
        dates=of(
            AvailabilityDate,
            "person_id",
            of_person,
            AvailabilityDate.start < last,
            AvailabilityDate.end > first - HISTORY,
        ),
        hours=[(who, on, minutes) for who, on, minutes in session.exec(hours).all()],
        pairs=own(PairRow),
        residents={r.id: r for r in own(Resident)},
        quotas=own(QuotaRow),
        organisations={o.id: o for o in own(Organisation)},
        facilities=own(Facility, Facility.state == "active"),
        modes=of(FacilityMode, "facility_id", of_room),
        opening_rules=of(OpeningRule, "facility_id", of_room),
        opening_dates=opening_dates,
        closures=of(Closure, "facility_id", of_room, meets(Closure)),
        rejections=rows(Rejection, col(Rejection.visit_id).in_(of_visit)),
        bookings=rows(
            Booking, col(Booking.facility_id).in_(of_room), col(Booking.state).in_(HOLDING_BOOKINGS), meets(Booking)
        ),
        visits=visits,
        certain=_certain(session, {n for v in visits for n in v.needs} | stewards),
        windows=of(VisitWindow, "visit_id", of_visit),
        roles={
            key: sorted(several, key=lambda r: r.position)
            for key, several in of(VisitRole, "visit_id", of_visit).items()
        },
        pins=rows(PinRow, col(PinRow.visit_id).in_(of_visit)),
        published={
            p.visit_id: p
            for p in rows(
                PlannedVisitRow, PlannedVisitRow.layer == "published", col(PlannedVisitRow.visit_id).in_(of_visit)
            )
        },
        assignments=grouped((a for a in assigned if a.state in LIVE), "visit_id"),
        refused=frozenset((a.visit_id, a.person_id) for a in assigned if a.state in REFUSED),
    )


def _column(model: type[SQLModel], name: str) -> Any:
    return inspect(model).columns[name]


def _certain(session: Session, needed: set[str]) -> frozenset[str]:
    published = select(PlannedVisitRow.visit_id).where(PlannedVisitRow.layer == "published")
    query = select(Visit.id).where(
        col(Visit.id).in_(sorted(needed)),
        col(Visit.state).in_(GOING_ON) | (col(Visit.id).in_(published) & col(Visit.state).in_([s.value for s in OPEN])),
    )
    return frozenset(session.exec(query).all())
