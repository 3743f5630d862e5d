"""A visit that cannot wait for the next roster: the best few are asked at once, the first who accepts comes."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlmodel import select

from matcher_api.access.roles import AccessRole
from matcher_api.assignments.change import step
from matcher_api.assignments.deadlines import reached_by
from matcher_api.assignments.models import AssignmentRow
from matcher_api.assignments.visit_state import settle
from matcher_api.communities.models import Community
from matcher_api.communities.settings import of_service
from matcher_api.errors import Refusal
from matcher_api.notifications.models import Notification
from matcher_api.open_shifts.candidates import Candidate, best_time, ranked
from matcher_api.open_shifts.judging import Around, around, covering, published
from matcher_api.open_shifts.seats import asked, bound, live_of, needed, roles_of, room
from matcher_api.open_shifts.shapes import EmergencyDraft
from matcher_api.rosters.models import PlannedVisitRow, RosterRow
from matcher_api.rosters.rooms import Wanted, booked
from matcher_api.visits.models import Visit
from matcher_api.visits.moments import local_day
from matcher_api.visits.states import OPEN
from matcher_api.web.work import Work

ORIGIN = "emergency"


def offered_now(work: Work, visit_id: str, draft: EmergencyDraft) -> list[AssignmentRow]:
    """New offers; the visit is published with them if it was not. Who was asked before is not asked again."""
    visit = work.locked(Visit, visit_id)
    work.require(visit.community_id, AccessRole.COORDINATOR)
    if visit.state not in OPEN:
        raise Refusal("visit_over", state=visit.state)
    known = published(work, visit.id)
    if known is not None and known.start <= work.now:
        raise Refusal("already_begun")
    context = around(work, visit, known.start if known else _moment(work, visit, draft))
    spot = _spot(context, visit, known, draft)
    community = work.get(Community, visit.community_id)
    live = live_of(work, [visit.id])
    roles = {r.role: r for r in roles_of(work, [visit.id])}
    open_ = needed(list(roles.values()), bound(live))
    if draft.role is not None:
        if draft.role not in roles:
            raise Refusal("role_unknown", field="role", value=draft.role)
        left = room(roles[draft.role], bound(live)[visit.id, draft.role])
        open_ = {draft.role: left} if left else {}
    if not open_:
        raise Refusal("role_closed")
    most = draft.most or of_service(community).emergency_offers
    chosen: list[Candidate] = []
    without = {a.person_id for a in live} | _asked_before(work, visit)
    for role, missing in open_.items():
        wanted = max(most, missing) - asked(live)[visit.id, role]
        chosen += ranked(context, visit.id, role, *spot, most=max(0, wanted), without=without)
        without |= {c.person_id for c in chosen}
    if not chosen:
        raise Refusal("nobody_free", conflict={"visit_id": visit.id})
    row = known or _published(work, visit, context, spot)
    rows = [_offer(work, community, visit, row, c) for c in chosen]
    settle(work, [visit.id])
    work.audit("visit.ask_now", visit, people=len(rows), state=visit.state)
    work.session.flush()
    return rows


def _moment(work: Work, visit: Visit, draft: EmergencyDraft) -> datetime:
    if visit.first_start is None or visit.last_end is None or visit.last_end <= work.now:
        raise Refusal("windows_passed")
    first = max(visit.first_start, work.now)
    if draft.start is None:
        return first
    if not first < draft.start + timedelta(minutes=1) <= visit.last_end:
        raise Refusal("start_outside", field="start")
    return draft.start


def _spot(
    context: Around, visit: Visit, known: PlannedVisitRow | None, draft: EmergencyDraft
) -> tuple[int, str | None]:
    """Where and when, in minutes of the problem: as published, as asked for, or the earliest with a crew."""
    if visit.id not in context.problem.visit_of:
        raise Refusal("windows_passed")
    if known is not None:
        return context.planned.minute(known.start), known.facility_id
    if draft.start is not None:
        if draft.facility_id is not None and draft.facility_id not in context.problem.facility_of:
            raise Refusal("not_found")
        return context.planned.minute(draft.start), draft.facility_id
    found = best_time(context, visit.id)
    if found is None:
        raise Refusal("nobody_free", conflict={"visit_id": visit.id})
    return found


def _asked_before(work: Work, visit: Visit) -> set[str]:
    """Whoever had an emergency offer of this visit, whatever became of it."""
    query = select(AssignmentRow.person_id).where(AssignmentRow.visit_id == visit.id, AssignmentRow.origin == ORIGIN)
    return set(work.session.exec(query).all())


def _published(work: Work, visit: Visit, context: Around, spot: tuple[int, str | None]) -> PlannedVisitRow:
    """In the roster that plans this day; where there is none yet, in one of its own."""
    start = context.planned.moment(spot[0])
    end = start + timedelta(minutes=visit.duration_minutes)
    day = local_day(start, ZoneInfo(context.planned.zone))
    roster = covering(work, visit.community_id, day)
    if roster is None:
        one = [visit.community_id]
        roster = work.add(
            RosterRow(community_id=one[0], communities=one, title="急需", first_day=day, days=1, state="published")
        )
        work.session.flush()
        work.audit("roster.create", roster, days=1)
    row = work.add(
        PlannedVisitRow(
            roster_id=roster.id, visit_id=visit.id, layer="published", start=start, end=end, facility_id=spot[1]
        )
    )
    if spot[1] is not None:
        booked(work, [visit.id], {visit.id: Wanted(spot[1], start, end)})
    work.session.flush()
    return row


def _offer(
    work: Work, community: Community, visit: Visit, planned: PlannedVisitRow, candidate: Candidate
) -> AssignmentRow:
    row = AssignmentRow(
        community_id=visit.community_id,
        roster_id=planned.roster_id,
        visit_id=visit.id,
        person_id=candidate.person_id,
        role=candidate.role,
        origin=ORIGIN,
        start=planned.start,
        end=planned.end,
        facility_id=planned.facility_id,
        offered_at=work.now,
        answer_by=reached_by(community, ORIGIN, work.now, planned.start),
        walk_minutes=candidate.walk_minutes,
        why={"skills": [], "minutes": candidate.minutes, "share_minutes": candidate.share_minutes},
    )
    step(work, row, "offer")
    work.add(row)
    work.add(
        Notification(
            community_id=visit.community_id,
            kind="emergency_offer",
            person_id=candidate.person_id,
            payload={"offered": [row.id], "visit_id": visit.id},
            due_at=work.now,
        )
    )
    return row
