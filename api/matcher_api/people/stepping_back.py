"""People who take part no more are released from everything still to come, and their positions are open again."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlmodel import col, delete, or_, select

from matcher_api.assignments.change import step
from matcher_api.assignments.models import AssignmentRow
from matcher_api.assignments.states import MOVABLE, AssignmentState
from matcher_api.assignments.visit_state import settle
from matcher_api.notifications.models import Notification
from matcher_api.people.models import Person
from matcher_api.rosters.models import PinRow, PlannedVisitRow, RosterRow
from matcher_api.rosters.seen import edited
from matcher_api.rosters.states import ROSTER
from matcher_api.visits.models import Visit
from matcher_api.web.work import Work

_MOVABLE = [s.value for s in MOVABLE]


@dataclass(frozen=True, slots=True)
class SteppedBack:
    """Ids: `visits` whose people are sought again, `assignments` that were released."""

    visits: tuple[str, ...] = ()
    assignments: tuple[str, ...] = ()


def stepped_back(work: Work, person_ids: Collection[str], *, reason: str) -> SteppedBack:
    """Proposals of drafts go without a word; published work that has not begun is withdrawn with `reason`, and each
    person hears of it once. Pins go too: nobody is held by force. Locks rosters, visits, assignments, in this order,
    as publishing and answering do."""
    people = sorted(set(person_ids))
    if not people:
        return SteppedBack()
    work.session.flush()
    _proposals_gone(work, people)
    visits = _to_come(work, people)
    work.session.exec(select(Visit.id).where(col(Visit.id).in_(visits)).order_by(col(Visit.id)).with_for_update()).all()
    rows = _movable(work, people, visits)
    told: dict[str, list[AssignmentRow]] = defaultdict(list)
    for row in rows:
        step(work, row, "release", reason=reason)
        row.reason = reason
        told[row.person_id].append(row)
    work.session.exec(delete(PinRow).where(col(PinRow.person_id).in_(people), col(PinRow.visit_id).in_(visits)))
    home = dict(work.session.exec(select(Person.id, Person.community_id).where(col(Person.id).in_(people))).all())
    for person, mine in sorted(told.items()):
        work.add(
            Notification(
                community_id=home[person],
                kind="work_withdrawn",
                person_id=person,
                due_at=work.now,
                payload={"assignments": [row.id for row in mine], "reason": reason},
            )
        )
    hit = sorted({row.visit_id for row in rows})
    settle(work, hit)
    return SteppedBack(tuple(hit), tuple(row.id for row in rows))


def _proposals_gone(work: Work, people: Sequence[str]) -> None:
    """A draft that loses somebody was edited: a review of it counts no more."""
    session = work.session
    mine = (col(AssignmentRow.person_id).in_(people), col(AssignmentRow.state) == AssignmentState.PROPOSED.value)
    rosters = sorted({r for r in session.exec(select(AssignmentRow.roster_id).where(*mine)).all() if r is not None})
    for roster_id in rosters:
        roster = work.locked(RosterRow, roster_id)
        if "edit" in ROSTER.possible(roster.state):
            edited(work, roster)
    session.exec(delete(AssignmentRow).where(*mine))


def _to_come(work: Work, people: Sequence[str]) -> list[str]:
    """Visits of theirs that have not begun."""
    planned = (col(PlannedVisitRow.visit_id) == col(AssignmentRow.visit_id)) & (PlannedVisitRow.layer == "published")
    start = PlannedVisitRow.start
    found = work.session.exec(
        select(AssignmentRow.visit_id)
        .outerjoin(PlannedVisitRow, planned)
        .where(
            col(AssignmentRow.person_id).in_(people),
            col(AssignmentRow.state).in_(_MOVABLE),
            or_(col(start) > work.now, col(start).is_(None)),
        )
    ).all()
    return sorted(set(found))


def _movable(work: Work, people: Sequence[str], visits: Sequence[str]) -> Sequence[AssignmentRow]:
    return work.session.exec(
        select(AssignmentRow)
        .where(
            col(AssignmentRow.person_id).in_(people),
            col(AssignmentRow.visit_id).in_(visits),
            col(AssignmentRow.state).in_(_MOVABLE),
        )
        .order_by(col(AssignmentRow.id))
        .with_for_update()
        .execution_options(populate_existing=True)
    ).all()
