"""Who said no to a visit, or cannot come, is no longer planned for it."""

from __future__ import annotations

from sqlmodel import select

from matcher_api.assignments.models import AssignmentRow
from matcher_api.assignments.states import AssignmentState
from matcher_api.people.models import PairRow
from matcher_api.rosters.models import PinRow
from matcher_api.web.work import Work


def forbidden(work: Work, row: AssignmentRow) -> None:
    """This person is no longer planned for this visit, neither by the solver nor in a draft."""
    session = work.session
    pair = PairRow(
        community_id=row.community_id, person_id=row.person_id, with_kind="visit", other=row.visit_id, origin="decline"
    )
    before = session.exec(
        select(PairRow.id).where(
            PairRow.person_id == pair.person_id,
            PairRow.with_kind == "visit",
            PairRow.other == pair.other,
            PairRow.kind == "forbidden",
        )
    ).first()
    if before is None:
        session.add(pair)
    for proposed in session.exec(
        select(AssignmentRow).where(
            AssignmentRow.visit_id == row.visit_id,
            AssignmentRow.person_id == row.person_id,
            AssignmentRow.state == AssignmentState.PROPOSED,
        )
    ).all():
        session.delete(proposed)
    for pin in session.exec(
        select(PinRow).where(PinRow.visit_id == row.visit_id, PinRow.person_id == row.person_id)
    ).all():
        session.delete(pin)  # nobody is assigned by force
