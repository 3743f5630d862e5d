"""/requests: the one window and the queue of the desk."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response

from matcher_api.access.roles import OFFICE, AccessRole
from matcher_api.catalogue.service import current_of
from matcher_api.communities import places
from matcher_api.communities import service as communities
from matcher_api.errors import Refusal
from matcher_api.pages.drawing import drawn, to, tongue_of, zone_of
from matcher_api.pages.forms import Form
from matcher_api.pages.route import back_to, pages
from matcher_api.requests import acting, service
from matcher_api.requests.form import draft_of, items_by_category
from matcher_api.requests.models import Request as RequestRow
from matcher_api.requests.shapes import Answer, MergeInto, Verify
from matcher_api.requests.showing import shown
from matcher_api.requests.states import RequestState
from matcher_api.residents import service as residents
from matcher_api.visits.shapes import Because
from matcher_api.web.paging import EVERY, Paging
from matcher_api.web.texts import Line
from matcher_api.web.work import Work, WorkOf, allow

router: APIRouter = pages("/requests")
DESK = allow(AccessRole.COORDINATOR, AccessRole.CLERK)
TABS = (
    ("submitted", (RequestState.SUBMITTED,)),
    ("needs_info", (RequestState.NEEDS_INFO,)),
    ("waitlisted", (RequestState.WAITLISTED,)),
    ("verified", (RequestState.VERIFIED,)),
    ("scheduled", (RequestState.SCHEDULED, RequestState.PARTLY_DONE)),
    ("done", (RequestState.DONE, RequestState.RATED)),
    ("closed", (RequestState.CLOSED, RequestState.REJECTED, RequestState.CANCELLED, RequestState.EXPIRED)),
)
Text = Annotated[Line, Query(max_length=80)]


@router.get("", dependencies=DESK)
def queue(request: Request, work: WorkOf, state: Text = "submitted", after: Text = "") -> Response:
    """What must be answered first comes first."""
    t, counts = tongue_of(request, work), service.counts(work)
    states = dict(TABS).get(state, (RequestState.SUBMITTED,))
    page = service.listed(
        work,
        Paging(limit=50, after=after or None),
        states=states,
        category=None,
        item=None,
        resident_id=None,
        community_id=None,
        overdue=None,
    )
    items = current_of(work, (r.item_code for r in page.items))
    return drawn(
        request,
        work,
        "requests.html",
        page=page,
        state=state,
        tabs=[(name, sum(c.count for c in counts if c.state in of)) for name, of in TABS],
        items={code: t(item.zh, item.en) for code, item in items.items()},
    )


@router.get("/new", dependencies=DESK)
def intake(request: Request, work: WorkOf, who: Text = "", resident_id: Text = "", community_id: Text = "") -> Response:
    """Who asks (looked up, or new), what, when."""
    return _intake(request, work, who, resident_id, community_id)


def _intake(request: Request, work: Work, who: str, resident_id: str, community_id: str) -> Response:
    mine = [c for c in communities.listed(work, EVERY).items if work.actor.in_community(c.id, *OFFICE)]
    here = community_id or (mine[0].id if mine else "")
    resident = residents.seen(work, resident_id) if resident_id else None
    found, more = [], False
    if who:
        few = Paging(limit=20, after=None)
        page = residents.listed(work, few, community_id=here or None, text=who, state="active")
        found, more = page.items, page.next is not None
    homes = places.listed(work, here, EVERY, kind=None, building=None, text="").items if here and not resident else []
    refusal = getattr(request.state, "refusal", None)
    alike = (refusal.conflict or {}).get("candidates", []) if refusal and refusal.code == "likely_duplicates" else []
    return drawn(
        request,
        work,
        "request_new.html",
        who=who,
        found=found,
        more=more,
        resident=residents.one(work, resident) if resident else None,
        communities=mine,
        community_id=resident.community_id if resident else here,
        homes=[(p.id, " ".join(x for x in (p.building, p.code) if x)) for p in homes],
        groups=items_by_category(work, tongue_of(request, work)),
        alike=alike,
    )


def _intake_again(request: Request, work: Work) -> Response:
    form = Form(request)
    return _intake(request, work, "", form.one("resident_id"), form.one("community_id"))


@router.post("/new", dependencies=DESK)
@back_to(_intake_again)
def taken(request: Request, work: WorkOf) -> Response:
    form = Form(request)
    community, resident = form.one("community_id"), form.one("resident_id")
    draft = draft_of(request, zone_of(work), community_id=community, resident_id=resident)
    row = service.created(work, draft, confirm_duplicates=form.one("confirmed") == "on")
    work.session.flush()
    return to(f"/requests/{row.id}")


@router.get("/{request_id}", dependencies=DESK)
def one(request: Request, work: WorkOf, request_id: str) -> Response:
    row, t = service.seen(work, request_id), tongue_of(request, work)
    item = current_of(work, [row.item_code]).get(row.item_code)
    return drawn(
        request,
        work,
        "request.html",
        asked=shown(work, [row])[0],
        item=t(item.zh, item.en) if item else row.item_code,
        alike=service.duplicates(work, request_id),
    )


def _again(request: Request, work: Work, request_id: str, action: str = "") -> Response:  # noqa: ARG001
    return one(request, work, request_id)


def _because(form: Form) -> str:
    return form.as_(Because, {"reason": form.one("reason")}, {"reason": "reason"}).reason


ACTIONS: dict[str, Callable[[Work, str, Form], RequestRow]] = {
    "submit": lambda work, key, _: acting.submitted(work, key),
    "verify": lambda work, key, _: acting.verified(work, key, Verify()),
    "ask_info": lambda work, key, form: acting.asked(work, key, _because(form)),
    "answer": lambda work, key, form: acting.answered(work, key, form.as_(Answer, {"text": form.one("text")}).text),
    "waitlist": lambda work, key, form: acting.waitlisted(work, key, _because(form)),
    "reject": lambda work, key, form: acting.rejected(work, key, _because(form)),
    "cancel": lambda work, key, form: acting.called_off(work, key, _because(form)),
    "merge": lambda work, key, form: acting.merged_into(
        work, key, form.as_(MergeInto, {"into": form.one("into")}).into
    ),
    "close": lambda work, key, _: acting.closed(work, key),
}


@router.post("/{request_id}/{action}", dependencies=DESK)
@back_to(_again)
def act(request: Request, work: WorkOf, request_id: str, action: str) -> Response:
    done: Any = ACTIONS.get(action)
    if done is None:
        raise Refusal("not_found")
    done(work, request_id, Form(request))
    work.session.flush()
    return to(f"/requests/{request_id}")
