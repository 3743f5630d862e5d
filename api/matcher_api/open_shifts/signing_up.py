"""People pick open shifts themselves. Nothing is theirs that the rules would not give them; the first one has it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from sqlmodel import col, select

from matcher.roster import Assignment
from matcher_api.access.roles import AccessRole
from matcher_api.assignments.change import step
from matcher_api.assignments.joined import joined
from matcher_api.assignments.models import AssignmentRow
from matcher_api.assignments.states import AssignmentState
from matcher_api.assignments.visit_state import settle
from matcher_api.errors import Refusal
from matcher_api.open_shifts.following import followed
from matcher_api.open_shifts.judging import alone, around, broken_by, published, refuse
from matcher_api.open_shifts.seats import asked, bound, live_of, needed, roles_of, room
from matcher_api.open_shifts.shapes import OpenShiftShown, SignUpFor
from matcher_api.open_shifts.still_free import held_person
from matcher_api.people.models import Person
from matcher_api.people.states import PersonState
from matcher_api.rosters.models import PlannedVisitRow
from matcher_api.visits.models import Visit
from matcher_api.visits.states import PUBLISHED, VisitState
from matcher_api.web.work import Work

AHEAD = timedelta(days=14)
MOST = 50
DESK = (AccessRole.COORDINATOR, AccessRole.CLERK)
OPEN_NOW = tuple(s.value for s in PUBLISHED if s != VisitState.IN_PROGRESS)


def open_for(work: Work, person_id: str | None) -> list[OpenShiftShown]:
    """Roles of published visits of the next days that have room and that the rules allow this person, by start."""
    person = work.get(Person, own(work, person_id))
    if person.state != PersonState.ACTIVE:
        return []
    rows = work.session.exec(
        select(Visit, PlannedVisitRow)
        .join(PlannedVisitRow, col(PlannedVisitRow.visit_id) == col(Visit.id))
        .where(
            Visit.community_id == person.community_id,
            col(Visit.state).in_(OPEN_NOW),
            PlannedVisitRow.layer == "published",
            PlannedVisitRow.start > work.now,
            PlannedVisitRow.start < work.now + AHEAD,
        )
        .order_by(col(PlannedVisitRow.start), col(Visit.id))
    ).all()
    ids = [visit.id for visit, _ in rows]
    live, roles = live_of(work, ids), roles_of(work, ids)
    taken, mine = bound(live) + asked(live), {a.visit_id for a in live if a.person_id == person.id}
    places = [(v, p, r) for v, p in rows for r in roles if r.visit_id == v.id and v.id not in mine
              and room(r, taken[v.id, r.role])]  # fmt: skip
    seen = joined(work.session, {v.id for v, _, _ in places})
    contexts = {}
    found: list[OpenShiftShown] = []
    for visit, planned, role in places:
        day = planned.start.date()
        if day not in contexts:
            contexts[day] = around(work, visit, planned.start, asking=[person.id])
        context = contexts[day]
        seat = Assignment(visit.id, person.id, role.role)
        if visit.id not in context.problem.visit_of or person.id not in context.problem.volunteer_of:
            continue
        near, start = alone(context, person.id, visit.id), context.planned.minute(planned.start)
        if broken_by(near, seat, start, planned.facility_id):
            continue
        zh, en = seen.what(visit)
        found.append(
            OpenShiftShown(
                visit_id=visit.id,
                role=role.role,
                what_zh=zh,
                what_en=en,
                start=planned.start,
                end=planned.end,
                place=seen.where(visit, planned.facility_id),
                walk_minutes=near.walk(seat, start, planned.facility_id),
                risk=visit.risk,
                missing=role.role in needed([role], taken),
            )
        )
        if len(found) == MOST:
            break
    return found


def own(work: Work, person_id: str | None) -> str:
    """The person the login stands for."""
    mine: Sequence[str] = sorted(work.actor.persons)
    if person_id is not None:
        mine = [p for p in mine if p == person_id]
    if not mine:
        raise Refusal("not_found")
    if len(mine) > 1:
        raise Refusal("person_unclear", field="person_id")
    return mine[0]


def written_down(work: Work, visit_id: str, draft: SignUpFor) -> AssignmentRow:
    """Somebody told the desk that they come: by the same rules, and they are bound at once."""
    visit, person = work.get(Visit, visit_id), work.get(Person, draft.person_id)
    for community in (visit.community_id, person.community_id):
        work.require(community, *DESK)
    return signed_up(work, visit_id, draft.role, draft.person_id, draft.channel)


def signed_up(work: Work, visit_id: str, role: str, person_id: str, channel: str = "web") -> AssignmentRow:
    """Binds at once. The person is held first, then the visit: neither two of one person's nor two people's yes can
    pass each other."""
    held_person(work, person_id)
    person = work.get(Person, person_id)
    visit = work.locked(Visit, visit_id)
    planned = published(work, visit.id)
    if visit.community_id != person.community_id or planned is None or visit.state not in (*OPEN_NOW, VisitState.DONE):
        raise Refusal("not_found")
    if planned.start <= work.now or visit.state not in OPEN_NOW:
        raise Refusal("already_begun")
    roles = {r.role: r for r in roles_of(work, [visit.id])}
    if role not in roles:
        raise Refusal("role_unknown", field="role", value=role)
    live = live_of(work, [visit.id])
    if any(a.person_id == person.id for a in live):
        raise Refusal("already_yours", conflict={"visit_id": visit.id})
    if not room(roles[role], (bound(live) + asked(live))[visit.id, role]):
        raise Refusal("role_filled", conflict={"visit_id": visit.id, "role": role})
    context = around(work, visit, planned.start, asking=[person.id])
    if person.id not in context.problem.volunteer_of or visit.id not in context.problem.visit_of:
        raise Refusal("not_found")
    seat, start = Assignment(visit.id, person.id, role), context.planned.minute(planned.start)
    refuse(broken_by(context, seat, start, planned.facility_id))
    row = AssignmentRow(
        community_id=visit.community_id,
        roster_id=planned.roster_id,
        visit_id=visit.id,
        person_id=person.id,
        role=role,
        state=AssignmentState.PROPOSED,
        origin="self_signup",
        sequence=_sequence(work, visit.id, person.id),
        start=planned.start,
        end=planned.end,
        facility_id=planned.facility_id,
        told_at=work.now,
        answered_at=work.now,
        channel=channel,
        walk_minutes=context.walk(seat, start, planned.facility_id),
    )
    step(work, row, "sign_up")
    work.add(row)
    settle(work, [visit.id])
    followed(work, [visit.id])
    return row


def _sequence(work: Work, visit_id: str, person_id: str) -> int:
    """Where the calendar event of this visit goes on."""
    rows = work.session.exec(
        select(AssignmentRow.sequence).where(
            AssignmentRow.visit_id == visit_id,
            AssignmentRow.person_id == person_id,
            AssignmentRow.state != AssignmentState.PROPOSED,
        )
    ).all()
    return max(rows, default=-1) + 1
