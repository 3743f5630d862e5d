"""The desk looks for somebody: ranked people for what a visit lacks."""

from __future__ import annotations

from sqlmodel import col, select

from matcher_api.access.roles import OFFICE
from matcher_api.errors import Refusal
from matcher_api.open_shifts.candidates import best_time, ranked
from matcher_api.open_shifts.judging import around, published
from matcher_api.open_shifts.seats import bound, live_of, needed, roles_of
from matcher_api.open_shifts.shapes import CandidateShown, CandidatesShown
from matcher_api.people.models import PersonContact
from matcher_api.visits.models import Visit
from matcher_api.visits.states import OPEN
from matcher_api.web.work import Work


def candidates(work: Work, visit_id: str, role: str | None, most: int) -> CandidatesShown:
    """At the published time, else at the earliest with a crew; nobody where all of its time has passed."""
    visit = work.get(Visit, visit_id)
    work.require(visit.community_id, *OFFICE)
    roles, live = roles_of(work, [visit.id]), live_of(work, [visit.id])
    if role is not None and role not in {r.role for r in roles}:
        raise Refusal("role_unknown", field="role", value=role)
    nobody = CandidatesShown(visit_id=visit.id, start=None, facility_id=None, people=[])
    known = published(work, visit.id)
    moment = known.start if known is not None else visit.first_start
    if visit.state not in OPEN or moment is None or visit.last_end is None or visit.last_end <= work.now:
        return nobody
    context = around(work, visit, max(moment, work.now))
    if visit.id not in context.problem.visit_of:
        return nobody
    spot = best_time(context, visit.id) if known is None else (context.planned.minute(known.start), known.facility_id)
    if spot is None:
        return nobody
    wanted = [role] if role is not None else list(needed(roles, bound(live)))
    without = {a.person_id for a in live}
    found = [c for r in wanted for c in ranked(context, visit.id, r, *spot, most=most, without=without)]
    people = {c.person_id for c in found}
    names = dict(
        work.session.exec(
            select(PersonContact.person_id, PersonContact.name).where(col(PersonContact.person_id).in_(people))
        ).all()
    )
    return CandidatesShown(
        visit_id=visit.id,
        start=context.planned.moment(spot[0]),
        facility_id=spot[1],
        people=[
            CandidateShown(
                person_id=c.person_id,
                name=names.get(c.person_id, ""),
                role=c.role,
                walk_minutes=c.walk_minutes,
                minutes=c.minutes,
                share_minutes=c.share_minutes,
            )
            for c in found
        ],
    )
