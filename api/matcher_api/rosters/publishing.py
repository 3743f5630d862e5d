"""A draft becomes what people know: one transaction, or nothing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from sqlmodel import col, select

from matcher.roster import Roster
from matcher_api.assignments.visit_state import settle
from matcher_api.errors import Refusal
from matcher_api.notifications.models import Notification
from matcher_api.planning.current import roster_of
from matcher_api.planning.load import Planned
from matcher_api.rosters.changes import changes
from matcher_api.rosters.judging import judgement
from matcher_api.rosters.models import PlannedVisitRow, RosterRow, RosterVersion
from matcher_api.rosters.offers import Spot, Told, offered
from matcher_api.rosters.planning import planned_of, problem_of
from matcher_api.rosters.rooms import Wanted, booked
from matcher_api.rosters.seen import held
from matcher_api.rosters.shapes import Publishing
from matcher_api.rosters.snapshot import frozen
from matcher_api.rosters.states import ROSTER
from matcher_api.visits.models import Visit
from matcher_api.visits.states import OPEN
from matcher_api.web.work import Work


def published(work: Work, roster_id: str, asked: Publishing, if_match: str | None) -> RosterVersion:
    """Freezes the draft as the next version: new people get offers, unchanged work keeps its answers, moved work is
    offered again, what is dropped is released; rooms are booked; one message a person waits in the outbox. What has
    begun, or begins on other days, is no part of the plan and stays as it is.

    Refuses a draft that breaks a hard rule, unless `override` says why; two publishes at once: the second is stale.
    """
    roster = held(work, roster_id, if_match)
    roster.state = ROSTER.after(roster.state, "publish")
    _visits_held(work, roster)
    planned = planned_of(work.session, roster, now=work.now)
    problem = problem_of(planned, roster)
    plan, known = (roster_of(work.session, roster, layer, planned) for layer in ("draft", "published"))
    judged = judgement(problem, plan)
    broken = [v.model_dump() for v in judged.violations if not v.overridden]
    if broken and not asked.override.strip():
        raise Refusal("roster_violates", conflict={"violations": broken}, count=len(broken))
    ids = [v for v in problem.visit_of if v not in planned.bookings]
    spots = _spots(planned, plan)
    moved = changes(known, plan).moved
    _layer(work, roster, ids, spots)
    told = offered(work, roster, planned, plan, spots, moved, ids)
    booked(
        work,
        ids,
        {v: Wanted(s.facility_id, s.start, s.end) for v, s in spots.items() if s.facility_id is not None},
    )
    settle(work, ids)
    overrides = [{"reason": asked.override.strip(), "violations": broken}] if broken else []
    version = frozen(work, roster, problem, judged, overrides)
    _digests(work, roster, version, told)
    work.audit("roster.publish", roster, number=version.number, people=len(told), override=bool(broken))
    work.session.flush()
    return version


def _visits_held(work: Work, roster: RosterRow) -> None:
    """Answers to offers wait until the end: they lock the visit too, and in this order."""
    work.session.exec(
        select(Visit.id)
        .where(col(Visit.community_id).in_(roster.community_ids), col(Visit.state).in_(OPEN))
        .order_by(col(Visit.id))
        .with_for_update()
    ).all()


def _spots(planned: Planned, plan: Roster) -> dict[str, Spot]:
    found = {}
    for p in plan.planned:
        if p.visit not in planned.bookings:
            start = planned.moment(p.start)
            end = start + timedelta(minutes=planned.problem.visit_of[p.visit].duration)
            found[p.visit] = Spot(start, end, p.facility)
    return found


def _layer(work: Work, roster: RosterRow, ids: Sequence[str], spots: dict[str, Spot]) -> None:
    """The published layer of these visits is `spots`; rows that say so already stay."""
    session = work.session
    rows = session.exec(
        select(PlannedVisitRow).where(col(PlannedVisitRow.visit_id).in_(ids), PlannedVisitRow.layer == "published")
    ).all()
    there = {row.visit_id: row for row in rows}
    for visit_id, row in there.items():
        if visit_id not in spots:
            session.delete(row)
    session.flush()
    for visit_id, spot in spots.items():
        kept = there.get(visit_id)
        if kept is None:
            kept = PlannedVisitRow(
                roster_id=roster.id, visit_id=visit_id, layer="published", start=spot.start, end=spot.end
            )
            session.add(kept)
        kept.roster_id, kept.start, kept.end, kept.facility_id = roster.id, spot.start, spot.end, spot.facility_id
    session.flush()


def _digests(work: Work, roster: RosterRow, version: RosterVersion, told: dict[str, Told]) -> None:
    """One message a person about what changed for them; ids alone."""
    for person, what in sorted(told.items()):
        work.add(
            Notification(
                community_id=what.community_id,
                kind="roster_digest",
                person_id=person,
                due_at=work.now,
                payload={
                    "roster_id": roster.id,
                    "number": version.number,
                    "offered": what.offered,
                    "moved": what.moved,
                    "released": what.released,
                },
            )
        )
