"""What its visits make of a request: scheduled, partly done, done, come to nothing."""

from __future__ import annotations

from collections import Counter, defaultdict

from sqlmodel import col, func, select

from matcher_api.notifications.models import Notification
from matcher_api.requests.models import Request
from matcher_api.requests.states import REQUEST, RequestState
from matcher_api.visits.models import Visit
from matcher_api.visits.states import ENDED, PUBLISHED, VisitState
from matcher_api.web.work import Work

FOLLOWS = (RequestState.VERIFIED, RequestState.WAITLISTED, RequestState.SCHEDULED, RequestState.PARTLY_DONE)
"""States that follow the visits; all others are somebody's word."""
_ACTION = {
    RequestState.SCHEDULED: "schedule",
    RequestState.VERIFIED: "unschedule",
    RequestState.PARTLY_DONE: "progress",
    RequestState.DONE: "finish",
    RequestState.CANCELLED: "come_to_nothing",
}


def progressed(work: Work, *request_ids: str | None) -> None:
    """Brings requests in line with their visits; call it after any of them changed its state. Whoever also holds
    visits has locked them before: visits first, then their requests. Three queries, however many requests."""
    ids = sorted({i for i in request_ids if i is not None})
    if not ids:
        return
    work.session.flush()
    query = select(Request).where(col(Request.id).in_(ids)).order_by(col(Request.id)).with_for_update()
    requests = work.session.exec(query.execution_options(populate_existing=True)).all()
    visits: dict[str, Counter[str]] = defaultdict(Counter)
    counted = select(Visit.request_id, Visit.state, func.count()).where(col(Visit.request_id).in_(ids))
    for request_id, state, number in work.session.exec(counted.group_by(col(Visit.request_id), col(Visit.state))).all():
        visits[str(request_id)][state] = number
    for request in requests:
        if request.state not in FOLLOWS:
            continue
        new = _follows(RequestState(request.state), visits[request.id])
        if new != request.state:
            moved(work, request, _ACTION[new])


def _follows(before: RequestState, visits: Counter[str]) -> RequestState:
    if not visits:
        return before
    open_ = sum(n for state, n in visits.items() if state not in ENDED)
    if visits[VisitState.DONE]:
        return RequestState.PARTLY_DONE if open_ else RequestState.DONE
    if not open_:
        return RequestState.CANCELLED
    if any(visits[state] for state in PUBLISHED):
        return RequestState.SCHEDULED
    return RequestState.VERIFIED if before == RequestState.SCHEDULED else before


def moved(work: Work, request: Request, action: str) -> None:
    """One step of the table, audited; the one who asked is told by the outbox."""
    request.state = REQUEST.after(request.state, action)
    work.audit(f"request.{action}", request, state=request.state)
    if request.resident_id is not None:
        work.add(
            Notification(
                community_id=request.community_id,
                kind="request_state",
                resident_id=request.resident_id,
                payload={"request_id": request.id, "state": request.state},
                due_at=work.now,
            )
        )
    work.session.flush()
