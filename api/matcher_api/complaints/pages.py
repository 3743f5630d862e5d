"""/complaints: answered in time: taken on, passed on, answered, closed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from matcher_api.communities import service as communities
from matcher_api.complaints import service
from matcher_api.complaints.shapes import Answering, ComplaintDraft, Redirecting
from matcher_api.complaints.states import ComplaintState
from matcher_api.errors import Refusal
from matcher_api.pages.drawing import drawn, to
from matcher_api.pages.forms import Form
from matcher_api.pages.route import back_to, pages
from matcher_api.web.paging import EVERY, Paging
from matcher_api.web.work import Work, WorkOf, allow

router: APIRouter = pages("/complaints")
DESK = allow(*service.DESK)


@router.get("", dependencies=DESK)
def complaints(
    request: Request,
    work: WorkOf,
    state: Annotated[str, Query(max_length=20)] = "",
    after: Annotated[str | None, Query(max_length=64)] = None,
) -> Response:
    """The newest first; `overdue` as a state: not answered although it was due."""
    return _drawn(request, work, state, after)


def _drawn(request: Request, work: Work, state: str = "", after: str | None = None) -> Response:
    if state and state != "overdue" and state not in list(ComplaintState):
        raise Refusal("not_found")
    page = service.listed(
        work,
        Paging(limit=50, after=after),
        state=ComplaintState(state) if state and state != "overdue" else None,
        late=True if state == "overdue" else None,
        visit_id=None,
    )
    mine = [c for c in communities.listed(work, EVERY).items if work.actor.in_community(c.id, *service.DESK)]
    states = ["overdue", *(s.value for s in ComplaintState)]
    return drawn(request, work, "complaints.html", page=page, state=state, states=states, communities=mine)


def _again(request: Request, work: Work) -> Response:
    return _drawn(request, work)


@router.post("", dependencies=DESK)
@back_to(_again)
def received(request: Request, work: WorkOf) -> Response:
    """What somebody said on the phone or at the counter."""
    form = Form(request)
    values = {name: form.one(name) for name in ("community_id", "text", "channel")}
    made = service.received(work, form.as_(ComplaintDraft, values))
    return to(f"/complaints/{made.id}")


@router.get("/{complaint_id}", dependencies=DESK)
def one(request: Request, work: WorkOf, complaint_id: str) -> Response:
    row = service.seen(work, complaint_id)
    return drawn(request, work, "complaint.html", complaint=service.shown(work, [row])[0])


def _one_again(request: Request, work: Work, complaint_id: str, **_: str) -> Response:
    return one(request, work, complaint_id)


def _answered(work: Work, key: str, form: Form) -> None:
    given = {"note": form.one("note"), "upheld": form.one("upheld") == "on"}
    service.answered(work, key, form.as_(Answering, given))


ACTIONS: dict[str, Callable[[Work, str, Form], object]] = {
    "accept": lambda work, key, _: service.stepped(work, key, "accept"),
    "redirect": lambda work, key, form: service.stepped(
        work, key, "redirect", to=form.as_(Redirecting, {"to": form.one("to")}).to
    ),
    "answer": _answered,
    "close": lambda work, key, _: service.stepped(work, key, "close"),
}


@router.post("/{complaint_id}/{action}", dependencies=DESK)
@back_to(_one_again)
def act(request: Request, work: WorkOf, complaint_id: str, action: str) -> Response:
    done = ACTIONS.get(action)
    if done is None:
        raise Refusal("not_found")
    done(work, complaint_id, Form(request))
    return to(f"/complaints/{complaint_id}")
