"""/requests"""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Response

from matcher_api.access.roles import OFFICE, OVERSIGHT, AccessRole
from matcher_api.catalogue.categories import Category
from matcher_api.requests import acting, service
from matcher_api.requests.models import Request
from matcher_api.requests.shapes import (
    Answer,
    Candidates,
    Expired,
    MergeInto,
    Rating,
    RequestChange,
    RequestCounts,
    RequestDraft,
    RequestShown,
    Verify,
)
from matcher_api.requests.showing import shown
from matcher_api.requests.states import RequestState
from matcher_api.visits.shapes import Because
from matcher_api.web.etag import IfMatch, tag
from matcher_api.web.paging import Page, PagingOf
from matcher_api.web.router import resource
from matcher_api.web.texts import Line
from matcher_api.web.work import Work, WorkOf, allow

router: APIRouter = resource("/requests", "requests")
ASKERS = (*OFFICE, AccessRole.RESIDENT)
READERS = (*ASKERS, *OVERSIGHT)
Text = Annotated[Line | None, Query(max_length=40)]


def _one(work: Work, request: Request, response: Response) -> RequestShown:
    work.session.flush()
    tag(response, request)
    return shown(work, [request])[0]


@router.get("", dependencies=allow(*READERS))
def list_requests(
    work: WorkOf,
    paging: PagingOf,
    state: Annotated[list[RequestState], Query(max_length=13, description="Any of these")] = [],  # noqa: B006
    category: Category | None = None,
    item: Text = None,
    resident_id: Text = None,
    community_id: Text = None,
    overdue: Annotated[bool | None, Query(description="Not answered although it was due")] = None,
) -> Page[RequestShown]:
    """The queue, in order of `respond_by`. The desk sees its community's, residents their own, supervisor and street
    all of theirs without words and people."""
    return service.listed(
        work,
        paging,
        states=state,
        category=category,
        item=item,
        resident_id=resident_id,
        community_id=community_id,
        overdue=overdue,
    )


@router.post("", status_code=201, dependencies=allow(*ASKERS))
def create_request(
    work: WorkOf,
    draft: RequestDraft,
    response: Response,
    confirm_duplicates: Annotated[bool, Query(description="The candidates were seen; this is another one")] = False,
) -> RequestShown:
    """The one window: web, counter and phone, every category. The catalogue's item and the resident's home fill what
    is left out. 409 `likely_duplicates` tells earlier requests that may be the same (`conflict.candidates`)."""
    return _one(work, service.created(work, draft, confirm_duplicates=confirm_duplicates), response)


@router.get("/counts", dependencies=allow(*OFFICE, *OVERSIGHT))
def count_requests(work: WorkOf) -> RequestCounts:
    """How many by community, state and category, and how many of them are overdue."""
    return RequestCounts(items=service.counts(work))


@router.post("/expire", dependencies=allow(*OFFICE))
def expire_requests(work: WorkOf, community_id: Annotated[Line, Query(max_length=32)]) -> Expired:
    """Ends requests whose times have all passed without anybody coming."""
    return Expired(items=acting.expired(work, community_id))


@router.get("/{request_id}", dependencies=allow(*READERS))
def get_request(work: WorkOf, request_id: str, response: Response) -> RequestShown:
    return _one(work, service.seen(work, request_id), response)


@router.patch("/{request_id}", dependencies=allow(*ASKERS))
def change_request(
    work: WorkOf, request_id: str, change: RequestChange, response: Response, if_match: IfMatch = None
) -> RequestShown:
    """Before it is verified, by the desk or the one who asked."""
    return _one(work, service.changed(work, request_id, change, if_match), response)


@router.get("/{request_id}/duplicates", dependencies=allow(*OFFICE))
def list_duplicates(work: WorkOf, request_id: str) -> Candidates:
    """Others not ended that may be the same: same resident or phone, same item, within 14 days."""
    return Candidates(items=list(service.duplicates(work, request_id)))


@router.post("/{request_id}/submit", dependencies=allow(*ASKERS))
def submit_request(work: WorkOf, request_id: str, response: Response) -> RequestShown:
    """A draft becomes a request; the time to answer counts from now."""
    return _one(work, acting.submitted(work, request_id), response)


@router.post("/{request_id}/verify", dependencies=allow(*OFFICE))
def verify_request(work: WorkOf, request_id: str, verify: Verify, response: Response) -> RequestShown:
    """The call-back was made: its visits are planned from now on. Faults of what they need are told all at once."""
    return _one(work, acting.verified(work, request_id, verify), response)


@router.post("/{request_id}/reject", dependencies=allow(*OFFICE))
def reject_request(work: WorkOf, request_id: str, because: Because, response: Response) -> RequestShown:
    return _one(work, acting.rejected(work, request_id, because.reason), response)


@router.post("/{request_id}/ask-info", dependencies=allow(*OFFICE))
def ask_info(work: WorkOf, request_id: str, because: Because, response: Response) -> RequestShown:
    """Asks the one who asked; `reason` is the question."""
    return _one(work, acting.asked(work, request_id, because.reason), response)


@router.post("/{request_id}/answer", dependencies=allow(*ASKERS))
def answer_request(work: WorkOf, request_id: str, answer: Answer, response: Response) -> RequestShown:
    """What was asked for is added to the text, and the desk looks again."""
    return _one(work, acting.answered(work, request_id, answer.text), response)


@router.post("/{request_id}/cancel", dependencies=allow(*ASKERS))
def cancel_request(work: WorkOf, request_id: str, because: Because, response: Response) -> RequestShown:
    """Its visits that have not begun are cancelled with it; everybody asked is released and told."""
    return _one(work, acting.called_off(work, request_id, because.reason), response)


@router.post("/{request_id}/merge", dependencies=allow(*OFFICE))
def merge_request(work: WorkOf, request_id: str, merge: MergeInto, response: Response) -> RequestShown:
    """This one is a duplicate of the other: it ends, and its visits are cancelled."""
    return _one(work, acting.merged_into(work, request_id, merge.into), response)


@router.post("/{request_id}/rate", dependencies=allow(*ASKERS))
def rate_request(work: WorkOf, request_id: str, rating: Rating, response: Response) -> RequestShown:
    return _one(work, acting.rated(work, request_id, rating.rating), response)


@router.post("/{request_id}/close", dependencies=allow(*OFFICE))
def close_request(work: WorkOf, request_id: str, response: Response) -> RequestShown:
    """The case is filed; a verified one only if it has no visits left."""
    return _one(work, acting.closed(work, request_id), response)


@router.post("/{request_id}/waitlist", dependencies=allow(*OFFICE))
def waitlist_request(work: WorkOf, request_id: str, because: Because, response: Response) -> RequestShown:
    """Nobody can be found yet; it stays in every plan."""
    return _one(work, acting.waitlisted(work, request_id, because.reason), response)
