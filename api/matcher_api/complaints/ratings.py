"""What the people served think of a visit, themselves or by phone."""

from __future__ import annotations

from collections.abc import Sequence

from sqlmodel import col, func, or_, select

from matcher_api.access.roles import OFFICE, OVERSIGHT, AccessRole
from matcher_api.assignments.held import published
from matcher_api.communities.models import Community
from matcher_api.communities.settings import service_of
from matcher_api.complaints.deadlines import rated_until
from matcher_api.complaints.models import Rating
from matcher_api.complaints.shapes import RatingDraft, RatingShown, Satisfaction
from matcher_api.errors import Refusal
from matcher_api.requests.models import Request
from matcher_api.requests.progress import moved
from matcher_api.requests.states import RequestState
from matcher_api.visits.models import Visit
from matcher_api.visits.states import VisitState
from matcher_api.web.paging import Page, Paging, page_of
from matcher_api.web.work import Work

DESK = (AccessRole.COORDINATOR, AccessRole.CLERK)
RATERS = (*DESK, AccessRole.RESIDENT)


def rated(work: Work, visit_id: str, draft: RatingDraft) -> Rating:
    """Once a visit that is done, in its days. A request whose visits are all done is rated with it."""
    visit = work.locked(Visit, visit_id)
    own = visit.resident_id is not None and visit.resident_id in work.actor.residents
    if not own:
        work.require(visit.community_id, *DESK)
    if visit.state != VisitState.DONE:
        raise Refusal("not_done", conflict={"visit_id": visit.id, "state": visit.state})
    planned = published(work, visit)
    days = service_of(work.get(Community, visit.community_id)).rate_days
    if planned is not None and work.now > (until := rated_until(planned.end, days)):
        raise Refusal("rating_closed", conflict={"until": until.isoformat()})
    there = work.session.exec(select(Rating).where(Rating.visit_id == visit.id)).first()
    if there is not None:
        raise Refusal("rating_there", conflict={"rating_id": there.id, "version": there.version})
    rating = work.add(
        Rating(
            community_id=visit.community_id,
            visit_id=visit.id,
            resident_id=visit.resident_id,
            stars=draft.stars,
            text=draft.text,
            channel="web" if own else draft.channel,
            at=work.now,
            by_login_id=work.actor.login_id,
        )
    )
    work.session.flush()
    work.audit("visit.rate", visit, stars=rating.stars, channel=rating.channel)
    if visit.request_id is not None:
        _request_too(work, visit.request_id)
    work.session.flush()
    return rating


def _request_too(work: Work, request_id: str) -> None:
    request = work.locked(Request, request_id)
    if request.state != RequestState.DONE:
        return
    stars = work.session.exec(
        select(Rating.stars).join(Visit, col(Visit.id) == col(Rating.visit_id)).where(Visit.request_id == request.id)
    ).all()
    request.rating, request.rated_at = round(sum(stars) / len(stars)), work.now
    moved(work, request, "rate")


def listed(work: Work, paging: Paging, *, visit_id: str | None) -> Page[RatingShown]:
    """The newest first: the desk its community's, residents their own."""
    query = select(Rating)
    office = work.actor.where(*OFFICE)
    if office is not None:
        mine = col(Rating.resident_id).in_(work.actor.residents)
        query = query.where(or_(col(Rating.community_id).in_(office), mine))
    if visit_id is not None:
        query = query.where(Rating.visit_id == visit_id)
    return page_of(work, query, Rating, paging, _shown, newest_first=True)


def satisfaction(work: Work) -> list[Satisfaction]:
    """By service, without words and people: what a supervisor needs."""
    key = (col(Rating.community_id), col(Visit.service))
    query = (
        select(*key, func.count(), func.sum(col(Rating.stars)))
        .join(Visit, col(Visit.id) == col(Rating.visit_id))
        .group_by(*key)
        .order_by(*key)
    )
    if (mine := work.actor.where(*OFFICE, *OVERSIGHT)) is not None:
        query = query.where(col(Rating.community_id).in_(mine))
    return [
        Satisfaction(community_id=community, service=service, count=count, mean=round(int(total) / count, 2))
        for community, service, count, total in work.session.exec(query).all()
    ]


def _shown(rows: Sequence[Rating]) -> list[RatingShown]:
    return [RatingShown.model_validate(r) for r in rows]
