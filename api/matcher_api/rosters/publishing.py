"""A draft becomes what people know: one transaction, or nothing."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime, timedelta
from typing import Any

from sqlmodel import col, delete, select

from matcher.problem import Problem
from matcher.roster import Roster, place_of_planned
from matcher_api.access.roles import AccessRole
from matcher_api.assignments.change import step
from matcher_api.assignments.models import AssignmentRow
from matcher_api.assignments.visit_state import settle
from matcher_api.bookings.models import Booking
from matcher_api.communities.models import Community
from matcher_api.errors import Refusal
from matcher_api.facilities.models import Facility
from matcher_api.notifications.models import Notification
from matcher_api.organisations.models import Organisation
from matcher_api.people.models import Person
from matcher_api.planning.current import roster_of
from matcher_api.planning.kept import AT_WORK, HOLDING_BOOKINGS
from matcher_api.planning.load import Planned
from matcher_api.rosters.models import PlannedVisitRow, RosterRow, RosterVersion
from matcher_api.rosters.planning import planned_of
from matcher_api.rosters.service import difference, judgement
from matcher_api.rosters.shapes import DiffShown, Judged, Publishing
from matcher_api.rosters.states import ROSTER
from matcher_api.runs.models import Run
from matcher_api.visits.models import Visit
from matcher_api.web.etag import expect
from matcher_api.web.work import Work

ANSWER_HOURS = 24
"""How long people have to answer, unless the community's settings say otherwise (`answer_hours`)."""


def published(work: Work, roster_id: str, asked: Publishing, if_match: str | None) -> RosterVersion:
    """Freezes the draft as the next version: new people get offers, unchanged work stays accepted, moved work is
    offered again, what is dropped is released; rooms are booked; one message a person waits in the outbox.

    Refuses a draft that breaks a hard rule, unless `override` says why; two publishes at once: the second is stale.
    """
    roster = work.locked(RosterRow, roster_id)
    for community in roster.community_ids:
        work.require(community, AccessRole.COORDINATOR)
    expect(roster, if_match)
    roster.state = ROSTER.after(roster.state, "publish")
    planned = planned_of(work.session, roster)
    draft, known = (roster_of(work.session, roster, layer, planned) for layer in ("draft", "published"))
    judged = judgement(planned, roster, draft)
    broken = [v.model_dump() for v in judged.violations if not v.overridden]
    if broken and not asked.override.strip():
        raise Refusal("roster_violates", conflict={"violations": broken}, count=len(broken))
    change = difference(known, draft)
    ids = [v for v in planned.problem.visit_of if v not in planned.bookings]
    session = work.session
    visits = session.exec(select(Visit).where(col(Visit.id).in_(ids)).with_for_update().order_by(col(Visit.id))).all()
    _layers(work, roster, ids)
    _people(work, roster, planned, draft, change)
    _rooms(work, roster, ids)
    settle(work, [v.id for v in visits])
    roster.newest_version += 1
    version = _frozen(work, roster, judged, [{"reason": asked.override, "violations": broken}] if broken else [])
    _told(work, roster, version, change)
    work.audit("roster.publish", roster, number=version.number, people=len(change.people))
    session.flush()
    return version


def _layers(work: Work, roster: RosterRow, ids: list[str]) -> None:
    """The published layer becomes a copy of the draft."""
    session = work.session
    rows = session.exec(
        select(PlannedVisitRow).where(col(PlannedVisitRow.visit_id).in_(ids), PlannedVisitRow.roster_id == roster.id)
    ).all()
    draft = {r.visit_id: r for r in rows if r.layer == "draft"}
    session.exec(
        delete(PlannedVisitRow).where(col(PlannedVisitRow.visit_id).in_(ids), col(PlannedVisitRow.layer) == "published")
    )
    session.flush()
    session.add_all(
        PlannedVisitRow(
            roster_id=roster.id,
            visit_id=r.visit_id,
            layer="published",
            start=r.start,
            end=r.end,
            facility_id=r.facility_id,
        )
        for r in draft.values()
    )
    session.flush()


def _people(work: Work, roster: RosterRow, planned: Planned, draft: Roster, change: DiffShown) -> None:
    session, settings = work.session, _settings(work, roster)
    answer_by = work.now + timedelta(hours=float(settings.get("answer_hours", ANSWER_HOURS)))
    draft_ids = [v for v in planned.problem.visit_of if v not in planned.bookings]
    loses = {(p.person_id, v) for p in change.people for v in p.loses}
    rows = session.exec(
        select(AssignmentRow, Person.kind)
        .join(Person, col(Person.id) == col(AssignmentRow.person_id))
        .where(col(AssignmentRow.visit_id).in_(draft_ids), col(AssignmentRow.state).in_((*AT_WORK, "proposed")))
    ).all()
    for row, kind in rows:
        row.walk_minutes = _walk(planned.problem, draft, row)
        if (row.person_id, row.visit_id) in loses:
            step(work, row, "release")
        elif row.state == "proposed":
            _offered(work, row, "bind" if kind == "staff" else "offer", answer_by)
        elif row.visit_id in change.moved:
            _offered(work, row, "bind" if kind == "staff" else "offer_again", answer_by)
    session.flush()


def _walk(problem: Problem, draft: Roster, row: AssignmentRow) -> int | None:
    plan, person = draft.planned_of.get(row.visit_id), problem.volunteer_of.get(row.person_id)
    if plan is None or person is None:
        return None
    return problem.walk(person, person.home, place_of_planned(problem, plan))


def _offered(work: Work, row: AssignmentRow, action: str, answer_by: datetime) -> None:
    """Staff are on duty and bound at once; everybody else is asked."""
    step(work, row, action)
    row.offered_at, row.answer_by, row.answered_at = work.now, answer_by, None
    if action == "bind":
        row.answer_by, row.answered_at, row.channel = None, work.now, "staff"


def _settings(work: Work, roster: RosterRow) -> dict[str, Any]:
    return work.get(Community, roster.community_id).settings


def _rooms(work: Work, roster: RosterRow, ids: list[str]) -> None:
    """Bookings follow the published layer: kept where they are the same, else cancelled and made anew."""
    session = work.session
    planned = session.exec(
        select(PlannedVisitRow, Visit)
        .join(Visit, col(Visit.id) == col(PlannedVisitRow.visit_id))
        .where(
            PlannedVisitRow.roster_id == roster.id,
            PlannedVisitRow.layer == "published",
            col(PlannedVisitRow.facility_id).is_not(None),
        )
    ).all()
    wanted = {p.visit_id: (p, visit) for p, visit in planned}
    now = session.exec(
        select(Booking).where(col(Booking.visit_id).in_(ids), col(Booking.state).in_(HOLDING_BOOKINGS))
    ).all()
    for booking in now:
        there = wanted.get(booking.visit_id or "")
        same = there is not None and (there[0].facility_id, there[0].start, there[0].end) == (
            booking.facility_id,
            booking.start,
            booking.end,
        )
        if same:
            del wanted[booking.visit_id or ""]
            continue
        booking.state, booking.reason = "cancelled", "replanned"
        work.audit("booking.cancel", booking, state="cancelled", visit_id=booking.visit_id)
    session.flush()
    for plan, visit in wanted.values():
        assert plan.facility_id is not None
        state = "confirmed" if _approves_itself(work, plan.facility_id) else "requested"
        booking = work.add(
            Booking(
                community_id=visit.community_id,
                facility_id=plan.facility_id,
                mode=visit.mode,
                people=visit.people,
                start=plan.start,
                end=plan.end,
                state=state,
                visit_id=visit.id,
            )
        )
        work.audit("booking.create", booking, state=state, visit_id=visit.id)
    session.flush()


def _approves_itself(work: Work, facility_id: str) -> bool:
    facility = work.get(Facility, facility_id)
    if facility.auto_approve is not None:
        return facility.auto_approve
    return facility.organisation_id is None or work.get(Organisation, facility.organisation_id).auto_approve


def _frozen(work: Work, roster: RosterRow, judged: Judged, overrides: list[dict[str, Any]]) -> RosterVersion:
    session = work.session
    rows = session.exec(
        select(PlannedVisitRow).where(PlannedVisitRow.roster_id == roster.id, PlannedVisitRow.layer == "published")
    ).all()
    team: dict[str, list[list[str]]] = defaultdict(list)
    live = select(AssignmentRow).where(
        col(AssignmentRow.visit_id).in_([r.visit_id for r in rows]), col(AssignmentRow.state).in_(AT_WORK)
    )
    for a in session.exec(live.order_by(col(AssignmentRow.id))).all():
        team[a.visit_id].append([a.person_id, a.role])
    run = session.exec(
        select(Run).where(Run.roster_id == roster.id, Run.state == "done").order_by(col(Run.id).desc()).limit(1)
    ).first()
    proven = run is not None and run.objective == judged.objective
    version = work.add(
        RosterVersion(
            roster_id=roster.id,
            number=roster.newest_version,
            published_at=work.now,
            published_by=work.actor.login_id,
            run_id=run.id if run is not None else None,
            objective=judged.objective,
            bound=run.bound if run is not None and proven else None,
            overrides=overrides,
            snapshot={
                "visits": [
                    {
                        "visit": r.visit_id,
                        "start": r.start.isoformat(),
                        "facility": r.facility_id,
                        "team": team[r.visit_id],
                    }
                    for r in sorted(rows, key=lambda r: (r.start, r.visit_id))
                ]
            },
        )
    )
    session.flush()
    return version


def _told(work: Work, roster: RosterRow, version: RosterVersion, change: DiffShown) -> None:
    """One digest a person of what changed for them; ids alone."""
    work.session.add_all(
        Notification(
            community_id=roster.community_id,
            kind="roster_digest",
            person_id=person.person_id,
            due_at=work.now,
            payload={"version_id": version.id, **person.model_dump(exclude={"person_id"})},
        )
        for person in change.people
    )
