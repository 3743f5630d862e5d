"""Assignments change hands, all of them at once: who held them is free, who takes them is bound, the draft follows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import col, func, select

from matcher_api.assignments.change import step
from matcher_api.assignments.forbidding import forbidden
from matcher_api.assignments.models import LIVE, AssignmentRow
from matcher_api.assignments.states import COMING, AssignmentState
from matcher_api.assignments.visit_state import settle
from matcher_api.errors import Refusal
from matcher_api.people.models import Person
from matcher_api.rosters.models import PlannedVisitRow
from matcher_api.swaps.judging import broken, refuse_worse
from matcher_api.visits.models import Visit
from matcher_api.web.work import Work

ORIGIN = "swap"


@dataclass(frozen=True, slots=True)
class Hand:
    """`row` goes to `person_id`, who said so by `channel`."""

    row: AssignmentRow
    person_id: str
    channel: str


def held(work: Work, *rows: AssignmentRow, people: Sequence[str]) -> list[AssignmentRow]:
    """Everything that a change of hands rests on: the people, the visits, the rows, in this order and by id. Two that
    want the same, or the same person twice, come one after the other."""
    work.session.exec(
        select(Person.id).where(col(Person.id).in_(people)).order_by(col(Person.id)).with_for_update(key_share=True)
    ).all()
    for visit_id in sorted({row.visit_id for row in rows}):
        work.locked(Visit, visit_id)
    fresh = {row.id: work.locked(AssignmentRow, row.id) for row in sorted(rows, key=lambda r: r.id)}
    return [fresh[row.id] for row in rows]


def still_coming(work: Work, row: AssignmentRow) -> PlannedVisitRow:
    """Where and when it is; refuses what somebody else has now, or what has begun."""
    if row.state not in COMING:
        raise Refusal("taken_over", conflict=_of(row))
    planned = work.session.exec(
        select(PlannedVisitRow).where(PlannedVisitRow.visit_id == row.visit_id, PlannedVisitRow.layer == "published")
    ).first()
    if planned is None:
        raise Refusal("not_published", conflict=_of(row))
    if planned.start <= work.now:
        raise Refusal("already_begun", conflict=_of(row))
    return planned


def handed(work: Work, *hands: Hand) -> list[AssignmentRow]:
    """The new rows, in the order given; the caller holds everything. Refused where it breaks a hard rule that was kept
    before: the same rules as for every plan. Where nothing is broken afterwards, nobody asks what was before."""
    visits = sorted({h.row.visit_id for h in hands})
    spots = [still_coming(work, h.row) for h in hands]
    for h in hands:
        _able(work, h)
    people = _concerned(work, hands)
    savepoint = work.session.begin_nested()
    made = _changed(work, hands, spots, visits)
    after = broken(work, visits, people)
    if not after:
        savepoint.commit()
        return made
    savepoint.rollback()
    refuse_worse(broken(work, visits, people), after)
    return _changed(work, hands, spots, visits)


def _changed(
    work: Work, hands: Sequence[Hand], spots: Sequence[PlannedVisitRow], visits: Sequence[str]
) -> list[AssignmentRow]:
    drafts = [_out_of_draft(work, h.row) for h in hands]
    for h in hands:
        step(work, h.row, "substitute", by=h.person_id)
        forbidden(work, h.row)
    work.session.flush()
    made = []
    for h, spot, draft in zip(hands, spots, drafts, strict=True):
        _not_there(work, h)
        row = AssignmentRow(
            community_id=h.row.community_id,
            roster_id=h.row.roster_id,
            visit_id=h.row.visit_id,
            person_id=h.person_id,
            role=h.row.role,
            origin=ORIGIN,
            sequence=_sequence(work, h) + 1,
            start=spot.start,
            end=spot.end,
            facility_id=spot.facility_id,
            offered_at=work.now,
            answered_at=work.now,
            channel=h.channel,
        )
        step(work, row, "bind", of=h.row.id)
        made.append(work.add(row))
        work.session.flush()
        if draft is not None:
            _into_draft(work, h, draft)
    settle(work, visits)
    return made


def _concerned(work: Work, hands: Sequence[Hand]) -> set[str]:
    """Who gives, who takes, and everybody they serve with."""
    team = select(AssignmentRow.person_id).where(
        col(AssignmentRow.visit_id).in_({h.row.visit_id for h in hands}), col(AssignmentRow.state).in_(LIVE)
    )
    return {*work.session.exec(team).all(), *(h.person_id for h in hands)}


def _able(work: Work, hand: Hand) -> None:
    person = work.get(Person, hand.person_id)
    if person.community_id != hand.row.community_id or person.state != "active":
        raise Refusal("not_found")
    if person.id == hand.row.person_id:
        raise Refusal("own_already", conflict=_of(hand.row))


def _not_there(work: Work, hand: Hand) -> None:
    """One person takes one role of a visit; who has an offer of it answers that."""
    there = work.session.exec(
        select(AssignmentRow).where(
            AssignmentRow.visit_id == hand.row.visit_id,
            AssignmentRow.person_id == hand.person_id,
            col(AssignmentRow.state).in_(LIVE),
        )
    ).first()
    if there is not None:
        raise Refusal("own_already", conflict=_of(there))


def _sequence(work: Work, hand: Hand) -> int:
    """Of the calendar event they may have had of this visit before."""
    query = select(func.max(AssignmentRow.sequence)).where(
        AssignmentRow.visit_id == hand.row.visit_id,
        AssignmentRow.person_id == hand.person_id,
        AssignmentRow.state != AssignmentState.PROPOSED,
    )
    highest = work.session.exec(query).one()
    return -1 if highest is None else highest


def _proposed(work: Work, visit_id: str, person_id: str) -> AssignmentRow | None:
    return work.session.exec(
        select(AssignmentRow).where(
            AssignmentRow.visit_id == visit_id,
            AssignmentRow.person_id == person_id,
            AssignmentRow.state == AssignmentState.PROPOSED,
        )
    ).first()


def _out_of_draft(work: Work, row: AssignmentRow) -> AssignmentRow | None:
    """The draft's own row for who leaves, taken out of it."""
    proposed = _proposed(work, row.visit_id, row.person_id)
    if proposed is not None:
        work.session.delete(proposed)
        work.session.flush()
    return proposed


def _into_draft(work: Work, hand: Hand, gone: AssignmentRow) -> None:
    if _proposed(work, hand.row.visit_id, hand.person_id) is None:
        work.add(
            AssignmentRow(
                community_id=gone.community_id,
                roster_id=gone.roster_id,
                visit_id=gone.visit_id,
                person_id=hand.person_id,
                role=gone.role,
                state=AssignmentState.PROPOSED,
                origin=ORIGIN,
            )
        )
        work.session.flush()


def _of(row: AssignmentRow) -> dict[str, str | int]:
    return {"assignment_id": row.id, "visit_id": row.visit_id, "state": row.state, "version": row.version}
