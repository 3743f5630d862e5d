"""The draft follows what became work without it: people who took an open shift stay in it when it is published next."""

from __future__ import annotations

from collections.abc import Collection

from sqlmodel import col, select

from matcher_api.assignments.models import AssignmentRow
from matcher_api.assignments.states import AssignmentState
from matcher_api.open_shifts.seats import BOUND
from matcher_api.rosters.models import PlannedVisitRow, RosterRow
from matcher_api.visits.models import Visit
from matcher_api.web.work import Work

OWN_WAY = ("self_signup", "emergency")
"""Origins of work that no draft proposed."""


def followed(work: Work, visit_ids: Collection[str]) -> None:
    """A draft that leaves such a visit out, or its people, gets them as they are published. Where it plans the visit
    at another time it is somebody's decision and stays."""
    session = work.session
    session.flush()
    rows = session.exec(
        select(AssignmentRow)
        .where(
            col(AssignmentRow.visit_id).in_(visit_ids),
            col(AssignmentRow.origin).in_(OWN_WAY),
            col(AssignmentRow.state).in_(BOUND),
        )
        .order_by(col(AssignmentRow.id))
    ).all()
    visits = sorted({a.visit_id for a in rows})
    layers = {
        (p.visit_id, p.layer): p
        for p in session.exec(select(PlannedVisitRow).where(col(PlannedVisitRow.visit_id).in_(visits))).all()
    }
    proposed = set(
        session.exec(
            select(AssignmentRow.visit_id, AssignmentRow.person_id).where(
                col(AssignmentRow.visit_id).in_(visits), AssignmentRow.state == AssignmentState.PROPOSED
            )
        ).all()
    )
    for row in rows:
        known = layers.get((row.visit_id, "published"))
        if known is None or known.start <= work.now:
            continue
        draft = layers.setdefault((row.visit_id, "draft"), _copied(known))
        if (draft.start, draft.facility_id) != (known.start, known.facility_id):
            continue
        session.add(draft)
        if (row.visit_id, row.person_id) not in proposed:
            proposed.add((row.visit_id, row.person_id))
            session.add(
                AssignmentRow(
                    community_id=row.community_id,
                    roster_id=draft.roster_id,
                    visit_id=row.visit_id,
                    person_id=row.person_id,
                    role=row.role,
                    state=AssignmentState.PROPOSED,
                    origin=row.origin,
                )
            )
    session.flush()


def followed_in(work: Work, roster: RosterRow) -> None:
    """The same for everything of a roster that was solved meanwhile."""
    visits = work.session.exec(
        select(AssignmentRow.visit_id)
        .join(Visit, col(Visit.id) == col(AssignmentRow.visit_id))
        .where(
            col(Visit.community_id).in_(roster.community_ids),
            col(AssignmentRow.origin).in_(OWN_WAY),
            col(AssignmentRow.state).in_(BOUND),
        )
    ).all()
    followed(work, sorted(set(visits)))


def _copied(known: PlannedVisitRow) -> PlannedVisitRow:
    return PlannedVisitRow(
        roster_id=known.roster_id,
        visit_id=known.visit_id,
        layer="draft",
        start=known.start,
        end=known.end,
        facility_id=known.facility_id,
    )
