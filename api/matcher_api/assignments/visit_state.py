"""What the answers of its people make of a visit: offered, partly accepted, confirmed, short, refilled."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from sqlmodel import col, select

from matcher.problem.people import TRAINEE
from matcher_api.assignments.models import LIVE, AssignmentRow
from matcher_api.assignments.states import HOLDING, WAITING
from matcher_api.bookings.models import Booking
from matcher_api.people.models import Person
from matcher_api.requests.progress import progressed
from matcher_api.rosters.models import PlannedVisitRow
from matcher_api.visits.models import Visit, VisitRole
from matcher_api.visits.states import VISIT, VisitState
from matcher_api.web.work import Work

DERIVED = (
    VisitState.PLANNED,
    VisitState.OFFERED,
    VisitState.PARTLY_ACCEPTED,
    VisitState.CONFIRMED,
    VisitState.SHORT,
    VisitState.REFILLED,
    VisitState.CALLED_OFF,
)
"""States that follow from the answers; all others are somebody's decision."""
ROOM_GRANTED = ("approved", "confirmed", "checked_in", "completed")
_ACTION = {
    VisitState.PLANNED: "replan",
    VisitState.OFFERED: "offer",
    VisitState.PARTLY_ACCEPTED: "accept_part",
    VisitState.CONFIRMED: "confirm",
    VisitState.SHORT: "fall_short",
    VisitState.REFILLED: "refill",
}


def settle(work: Work, visit_ids: Iterable[str]) -> None:
    """Brings the visits' states in line with plan, answers and room, and their requests' with them. The caller holds
    the visits' rows."""
    ids = sorted(set(visit_ids))
    if not ids:
        return
    session = work.session
    session.flush()
    visits = session.exec(select(Visit).where(col(Visit.id).in_(ids), col(Visit.state).in_(DERIVED))).all()
    roles: dict[str, list[VisitRole]] = defaultdict(list)
    for role in session.exec(select(VisitRole).where(col(VisitRole.visit_id).in_(ids))).all():
        roles[role.visit_id].append(role)
    people = session.exec(
        select(AssignmentRow.visit_id, AssignmentRow.role, AssignmentRow.state, Person.tags)
        .join(Person, col(Person.id) == col(AssignmentRow.person_id))
        .where(col(AssignmentRow.visit_id).in_(ids), col(AssignmentRow.state).in_(LIVE))
    ).all()
    held: Counter[tuple[str, str]] = Counter()
    asked: Counter[tuple[str, str]] = Counter()
    anybody: set[str] = set()
    for visit_id, role_name, state, tags in people:
        if state in HOLDING:
            anybody.add(visit_id)
        if TRAINEE in tags:
            continue  # never counts toward a minimum
        held[visit_id, role_name] += state in HOLDING
        asked[visit_id, role_name] += state in WAITING
    planned = dict(
        session.exec(
            select(PlannedVisitRow.visit_id, PlannedVisitRow.facility_id).where(
                col(PlannedVisitRow.visit_id).in_(ids), PlannedVisitRow.layer == "published"
            )
        ).all()
    )
    granted = set(
        session.exec(
            select(Booking.visit_id).where(col(Booking.visit_id).in_(ids), col(Booking.state).in_(ROOM_GRANTED))
        ).all()
    )
    changed: set[str | None] = set()
    for visit in visits:
        before = visit.state
        if visit.id not in planned:
            if visit.state == VisitState.CALLED_OFF:
                continue  # until it is published anew
            new = VisitState.PLANNED
        else:
            room = visit.id in granted or (planned[visit.id] is None and not visit.mode)
            missing, open_ = _gaps(roles[visit.id], visit.id, held, asked)
            new = _state(visit.state, missing=missing, open_=open_, room=room, anybody=visit.id in anybody)
        _moved(work, visit, new)
        if visit.state != before:
            changed.add(visit.request_id)
    progressed(work, *changed)


def _gaps(
    roles: Sequence[VisitRole], visit_id: str, held: Counter[tuple[str, str]], asked: Counter[tuple[str, str]]
) -> tuple[int, int]:
    """(people missing even if all who are asked accept, people missing now)."""
    keys = [((visit_id, r.role), r.least) for r in roles]
    missing = sum(max(0, least - held[key] - asked[key]) for key, least in keys)
    return missing, sum(max(0, least - held[key]) for key, least in keys)


def _state(before: str, *, missing: int, open_: int, room: bool, anybody: bool) -> VisitState:
    if missing:
        return VisitState.SHORT
    if not open_ and room:
        return VisitState.CONFIRMED
    if before in (VisitState.SHORT, VisitState.REFILLED):
        return VisitState.REFILLED
    return VisitState.PARTLY_ACCEPTED if anybody else VisitState.OFFERED


def _moved(work: Work, visit: Visit, new: VisitState) -> None:
    """Along the visit's own table; where no step leads straight there, by being planned and offered anew."""
    if visit.state == new:
        return
    state, action = visit.state, _ACTION[new]
    if action not in VISIT.possible(state):
        if state != VisitState.PLANNED:
            state = VISIT.after(state, "replan")
        if new not in (VisitState.PLANNED, VisitState.OFFERED):
            state = VISIT.after(state, "offer")
    visit.state = VISIT.after(state, action) if state != new else new
    work.audit("visit.settle", visit, state=visit.state)
