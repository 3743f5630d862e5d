"""The draft changed by hand, a visit at a time. Nobody is told before it is published."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from sqlmodel import col, delete, select

from matcher_api.assignments.models import AssignmentRow
from matcher_api.assignments.states import AssignmentState
from matcher_api.errors import Fault, Refusal
from matcher_api.facilities.models import Facility
from matcher_api.people.models import Person
from matcher_api.rosters.models import PlannedVisitRow, RosterRow
from matcher_api.rosters.planning import frozen_until
from matcher_api.rosters.seen import edited, held
from matcher_api.rosters.shapes import PlannedDraft
from matcher_api.visits.models import Visit, VisitRole
from matcher_api.visits.states import OPEN
from matcher_api.web.work import Work


def placed(
    work: Work, roster_id: str, visit_id: str, draft: PlannedDraft, if_match: str | None
) -> tuple[RosterRow, PlannedVisitRow]:
    """The visit is where, when and by whom `draft` says; all it needs to exist is checked, no rule is."""
    roster = held(work, roster_id, if_match)
    visit = _visit(work, roster, visit_id)
    if visit.state not in OPEN:
        raise Refusal("visit_over", state=visit.state)
    _not_frozen(work, roster, visit, draft.start)
    faults = list(_faults(work, roster, visit, draft))
    if faults:
        raise Refusal("invalid", faults=faults)
    start = draft.start.astimezone(UTC)
    end = start + timedelta(minutes=visit.duration_minutes)
    row = _row(work, visit)
    if row is None:
        row = work.add(PlannedVisitRow(roster_id=roster.id, visit_id=visit.id, layer="draft", start=start, end=end))
    elif row.roster_id != roster.id:
        raise Refusal("planned_elsewhere", conflict={"roster_id": row.roster_id})
    row.start, row.end, row.facility_id = start, end, draft.facility_id
    work.session.flush()
    _team(work, roster, visit, draft)
    edited(work, roster)
    work.audit("roster.place", roster, visit_id=visit.id, people=len(draft.people))
    return roster, row


def removed(work: Work, roster_id: str, visit_id: str, if_match: str | None) -> RosterRow:
    """The draft leaves the visit out."""
    roster = held(work, roster_id, if_match)
    visit = _visit(work, roster, visit_id)
    _not_frozen(work, roster, visit)
    row = _row(work, visit)
    if row is None or row.roster_id != roster.id:
        raise Refusal("not_found")
    work.session.delete(row)
    _proposals_gone(work, visit, keep=())
    edited(work, roster)
    work.audit("roster.leave_out", roster, visit_id=visit.id)
    return roster


def _visit(work: Work, roster: RosterRow, visit_id: str) -> Visit:
    visit = work.locked(Visit, visit_id)
    if visit.community_id not in roster.community_ids:
        raise Refusal("not_found")
    return visit


def _not_frozen(work: Work, roster: RosterRow, visit: Visit, *starts: datetime) -> None:
    """Neither what people know of the coming hours is changed, nor anything planned into them; that is what
    cancelling and emergency offers are for. Without a freeze horizon nothing is refused here."""
    until = frozen_until(work.session, roster, now=work.now)
    if until == work.now:
        return
    known = select(PlannedVisitRow.start).where(
        PlannedVisitRow.visit_id == visit.id, PlannedVisitRow.layer == "published"
    )
    if any(start < until for start in (*starts, *work.session.exec(known).all())):
        raise Refusal("frozen", until=until.isoformat())


def _row(work: Work, visit: Visit) -> PlannedVisitRow | None:
    return work.session.exec(
        select(PlannedVisitRow).where(PlannedVisitRow.visit_id == visit.id, PlannedVisitRow.layer == "draft")
    ).first()


def _faults(work: Work, roster: RosterRow, visit: Visit, draft: PlannedDraft) -> Iterator[Fault]:
    session = work.session
    if not _whole(draft.start):
        yield Fault("start", "whole_minute", "时间须为整分钟", "Give a whole minute")
    if draft.facility_id is not None:
        room = session.get(Facility, draft.facility_id)
        if room is None or room.community_id not in roster.community_ids:
            yield _unknown("facility_id", draft.facility_id)
    roles = set(session.exec(select(VisitRole.role).where(VisitRole.visit_id == visit.id)).all())
    people = set(
        session.exec(
            select(Person.id).where(
                col(Person.id).in_([p.person_id for p in draft.people]),
                col(Person.community_id).in_(roster.community_ids),
                Person.state == "active",
            )
        ).all()
    )
    met: set[str] = set()
    for i, placed_ in enumerate(draft.people):
        if placed_.person_id not in people:
            yield _unknown(f"people.{i}.person_id", placed_.person_id)
        if placed_.role not in roles:
            yield _unknown(f"people.{i}.role", placed_.role)
        if placed_.person_id in met:
            yield Fault(f"people.{i}.person_id", "twice", "同一人只能有一个岗位", "One person takes one role")
        met.add(placed_.person_id)


def _whole(moment: datetime) -> bool:
    return moment.second == 0 and moment.microsecond == 0


def _unknown(field: str, value: str) -> Fault:
    return Fault(field, "unknown_id", f"没有找到 {value}", f"There is no {value}")


def _team(work: Work, roster: RosterRow, visit: Visit, draft: PlannedDraft) -> None:
    """Proposals as asked for; one that stays keeps its origin."""
    wanted = {p.person_id: p.role for p in draft.people}
    there = _proposals_gone(work, visit, keep=tuple(wanted.items()))
    for person, role in wanted.items():
        if person not in there:
            work.add(
                AssignmentRow(
                    community_id=visit.community_id,
                    roster_id=roster.id,
                    visit_id=visit.id,
                    person_id=person,
                    role=role,
                    state=AssignmentState.PROPOSED,
                    origin="coordinator",
                )
            )
    work.session.flush()


def _proposals_gone(work: Work, visit: Visit, *, keep: tuple[tuple[str, str], ...]) -> set[str]:
    """Removes proposals that are not among `keep`; the people who stay."""
    proposed = (col(AssignmentRow.visit_id) == visit.id, col(AssignmentRow.state) == AssignmentState.PROPOSED)
    rows = work.session.exec(select(AssignmentRow).where(*proposed)).all()
    stay = {row.person_id for row in rows if (row.person_id, row.role) in keep}
    work.session.exec(delete(AssignmentRow).where(*proposed, col(AssignmentRow.person_id).not_in(stay)))
    work.session.flush()
    return stay
