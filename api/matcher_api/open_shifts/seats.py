"""Which roles of a visit have room."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence

from sqlmodel import col, select

from matcher_api.assignments.models import LIVE, AssignmentRow
from matcher_api.assignments.seats import most_of
from matcher_api.assignments.states import HOLDING, WAITING, AssignmentState
from matcher_api.visits.models import VisitRole
from matcher_api.web.work import Work

BOUND = (*HOLDING, AssignmentState.STAND_IN_SOUGHT)


def roles_of(work: Work, visit_ids: Collection[str]) -> Sequence[VisitRole]:
    query = select(VisitRole).where(col(VisitRole.visit_id).in_(visit_ids))
    return work.session.exec(query.order_by(col(VisitRole.visit_id), col(VisitRole.position))).all()


def live_of(work: Work, visit_ids: Collection[str]) -> Sequence[AssignmentRow]:
    query = select(AssignmentRow).where(col(AssignmentRow.visit_id).in_(visit_ids), col(AssignmentRow.state).in_(LIVE))
    return work.session.exec(query.order_by(col(AssignmentRow.id))).all()


def bound(rows: Sequence[AssignmentRow]) -> Counter[tuple[str, str]]:
    """People who said yes, by (visit, role)."""
    return Counter((a.visit_id, a.role) for a in rows if a.state in BOUND)


def asked(rows: Sequence[AssignmentRow]) -> Counter[tuple[str, str]]:
    """People whose answer is still open."""
    return Counter((a.visit_id, a.role) for a in rows if a.state in WAITING)


def needed(roles: Sequence[VisitRole], held: Mapping[tuple[str, str], int]) -> dict[str, int]:
    """People still missing to the minimum, by role."""
    found = {r.role: r.least - held.get((r.visit_id, r.role), 0) for r in roles}
    return {role: n for role, n in found.items() if n > 0}


def room(role: VisitRole, taken: int) -> int:
    """How many more the role takes."""
    return max(0, most_of(role) - taken)


def has_room(work: Work, visit_id: str, role: str) -> bool:
    """Somebody more may take it, with all who were asked counted in."""
    live = live_of(work, [visit_id])
    taken = (bound(live) + asked(live))[visit_id, role]
    return any(room(r, taken) for r in roles_of(work, [visit_id]) if r.role == role)
