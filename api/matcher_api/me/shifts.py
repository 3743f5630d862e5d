"""Offers and shifts of the people a login stands for, in order of start."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlmodel import col, select

from matcher_api.access.masking import masked
from matcher_api.assignments.models import AssignmentRow
from matcher_api.assignments.shapes import ShiftShown
from matcher_api.assignments.states import HOLDING, WAITING
from matcher_api.communities.models import Place
from matcher_api.facilities.models import Facility
from matcher_api.people.models import PersonContact
from matcher_api.rosters.models import PlannedVisitRow
from matcher_api.visits.models import Visit, VisitRole
from matcher_api.web.work import Work

Found = tuple[AssignmentRow, PlannedVisitRow, Visit, Place | None, Facility | None]
AHEAD = timedelta(days=60)


def offers(work: Work) -> list[ShiftShown]:
    """What still waits for an answer and has not begun."""
    return _shown(work, _found(work, tuple(WAITING), work.now, None))


def shifts(work: Work, first: datetime | None, last: datetime | None) -> list[ShiftShown]:
    """Accepted work from `first` (default: now) to `last` (default: 60 days on)."""
    first = first or work.now
    return _shown(work, _found(work, tuple(HOLDING), first, last or first + AHEAD))


def _found(work: Work, states: tuple[str, ...], first: datetime, last: datetime | None) -> Sequence[Found]:
    query = (
        select(AssignmentRow, PlannedVisitRow, Visit, Facility)
        .join(Visit, col(Visit.id) == col(AssignmentRow.visit_id))
        .join(PlannedVisitRow, col(PlannedVisitRow.visit_id) == col(AssignmentRow.visit_id))
        .join(Facility, col(Facility.id) == col(PlannedVisitRow.facility_id), isouter=True)
        .where(
            col(AssignmentRow.person_id).in_(work.actor.persons),
            col(AssignmentRow.state).in_(states),
            PlannedVisitRow.layer == "published",
            PlannedVisitRow.end > first,
        )
        .order_by(col(PlannedVisitRow.start), col(AssignmentRow.id))
    )
    if last is not None:
        query = query.where(PlannedVisitRow.start < last)
    rows = work.session.exec(query).all()
    wanted = {visit.place_id for _, _, visit, _ in rows} | {room.place_id for *_, room in rows if room is not None}
    places = {p.id: p for p in work.session.exec(select(Place).where(col(Place.id).in_(wanted))).all()}
    return [
        (a, planned, visit, places.get(visit.place_id or (room.place_id if room is not None else "")), room)
        for a, planned, visit, room in rows
    ]


def _shown(work: Work, rows: Sequence[Found]) -> list[ShiftShown]:
    visits = [visit.id for _, _, visit, _, _ in rows]
    others = _others(work, visits)
    needed = _skills(work, visits)
    return [
        ShiftShown(
            id=a.id,
            state=a.state,
            role=a.role,
            title=visit.title,
            service=visit.service,
            risk=visit.risk,
            start=planned.start,
            end=planned.end,
            building=(place.building or place.area) if place is not None else "",
            facility=facility.name if facility is not None else "",
            walk_minutes=a.walk_minutes,
            with_whom=[name for person, name in others[visit.id] if person != a.person_id],
            answer_by=a.answer_by,
            why_zh=_why_zh(needed.get((visit.id, a.role), []), a.walk_minutes),
            why_en=_why_en(needed.get((visit.id, a.role), []), a.walk_minutes),
            version=a.version,
        )
        for a, planned, visit, place, facility in rows
    ]


def _why_zh(skills: Sequence[str], walk: int | None) -> str:
    able = f"您会{'、'.join(skills)}" if skills else "这项服务不要求专门技能"
    return able + (f"，从家步行{walk}分钟" if walk is not None else "") + "，时间在您空闲的时段内。"


def _why_en(skills: Sequence[str], walk: int | None) -> str:
    able = f"You can do {', '.join(skills)}" if skills else "It asks for no special skill"
    return able + (f", it is {walk} minutes on foot from home" if walk is not None else "") + " and you are free then."


def _others(work: Work, visits: Sequence[str]) -> dict[str, list[tuple[str, str]]]:
    rows = work.session.exec(
        select(AssignmentRow.visit_id, AssignmentRow.person_id, PersonContact.name)
        .join(PersonContact, col(PersonContact.person_id) == col(AssignmentRow.person_id))
        .where(col(AssignmentRow.visit_id).in_(visits), col(AssignmentRow.state).in_((*HOLDING, *WAITING)))
        .order_by(col(AssignmentRow.id))
    ).all()
    found: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for visit, person, name in rows:
        found[visit].append((person, masked(name)))
    return found


def _skills(work: Work, visits: Sequence[str]) -> dict[tuple[str, str], list[str]]:
    """Skills that roles ask for; somebody with an offer has them all."""
    rows = work.session.exec(select(VisitRole).where(col(VisitRole.visit_id).in_(visits))).all()
    return {(r.visit_id, r.role): sorted(r.skills) for r in rows}
