"""/providers: who is certified, what comes next, what is on file; the organisations that lend rooms."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from matcher_api.access.roles import OFFICE
from matcher_api.catalogue.service import current_of
from matcher_api.errors import Refusal
from matcher_api.organisations import service as organisations
from matcher_api.pages.drawing import drawn, to, tongue_of
from matcher_api.pages.forms import Form
from matcher_api.pages.route import back_to, pages
from matcher_api.providers import certification, facts, items, service
from matcher_api.providers.shapes import Activating, FactDraft, Rectifying, Rejecting
from matcher_api.providers.states import ProviderState
from matcher_api.web.paging import EVERY
from matcher_api.web.work import Work, WorkOf, allow

router: APIRouter = pages("/providers")
READERS = allow(*facts.READERS)


@router.get("", dependencies=READERS)
def providers(request: Request, work: WorkOf, state: Annotated[str, Query(max_length=20)] = "") -> Response:
    """By the state of their certification."""
    if state and state not in list(ProviderState):
        raise Refusal("not_found")
    wanted = ProviderState(state) if state else None
    return drawn(
        request,
        work,
        "providers.html",
        providers=service.listed(work, EVERY, community_id=None, state=wanted, item=None, mode=None).items,
        organisations=organisations.listed(work, EVERY, community_id=None, kind=None).items,
        state=state,
        states=[s.value for s in ProviderState],
    )


@router.get("/{provider_id}", dependencies=READERS)
def one(request: Request, work: WorkOf, provider_id: str) -> Response:
    row, t = service.seen(work, provider_id), tongue_of(request, work)
    published = items.listed(work, provider_id, EVERY).items
    known = current_of(work, (i.item_code for i in published))
    return drawn(
        request,
        work,
        "provider.html",
        provider=service.shown(work, [row])[0],
        items=published,
        names={code: t(item.zh, item.en) for code, item in known.items()},
        facts=facts.listed(work, provider_id, EVERY).items,
        writes=work.actor.in_community(row.community_id, *facts.WRITERS),
    )


def _again(request: Request, work: Work, provider_id: str, **_: str) -> Response:
    return one(request, work, provider_id)


def _fact(work: Work, key: str, form: Form) -> None:
    facts.added(work, key, form.as_(FactDraft, {name: form.one(name) for name in ("kind", "text")}))


STEPS: dict[str, Callable[[Work, str, Form], object]] = {
    "submit": lambda work, key, _: certification.submitted(work, key),
    "council_pass": lambda work, key, _: certification.council_passed(work, key),
    "council_reject": lambda work, key, form: certification.council_rejected(
        work, key, form.as_(Rejecting, {"reason": form.one("reason")}).reason
    ),
    "notice": lambda work, key, _: certification.noticed(work, key),
    "sign": lambda work, key, _: certification.signed(work, key),
    "activate": lambda work, key, form: certification.activated(
        work, key, form.as_(Activating, {"certified_until": form.one("certified_until")}).certified_until
    ),
    "rectify": lambda work, key, form: certification.to_rectify(
        work, key, form.as_(Rectifying, {"by": form.one("by")}).by
    ),
    "restore": lambda work, key, _: certification.restored(work, key),
    "suspend": lambda work, key, _: certification.suspended(work, key),
    "revoke": lambda work, key, _: certification.revoked(work, key),
    "expire": lambda work, key, _: certification.expired(work, key),
    "withdraw": lambda work, key, _: certification.withdrawn(work, key),
    "fact": _fact,
}


@router.post("/{provider_id}/{step}", dependencies=allow(*OFFICE))
@back_to(_again)
def act(request: Request, work: WorkOf, provider_id: str, step: str) -> Response:
    """A step of the certification, or a fact for the file."""
    done = STEPS.get(step)
    if done is None:
        raise Refusal("not_found")
    done(work, provider_id, Form(request))
    return to(f"/providers/{provider_id}")
