"""/join: I would help: for anybody, without a login."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response
from sqlmodel import col, select

from matcher_api.communities.models import Community
from matcher_api.pages.drawing import drawn, to
from matcher_api.pages.forms import Form
from matcher_api.pages.route import back_to, pages
from matcher_api.people import registering
from matcher_api.people.shapes import Registration
from matcher_api.web.work import Work, WorkOf

router: APIRouter = pages("/join")
WORDS = ("community", "building", "name", "phone", "email", "door", "sex", "note")


@router.get("")
def join(request: Request, work: WorkOf) -> Response:
    """The form; nothing is kept without the consent that stands on it."""
    query = select(Community.code, Community.name).order_by(col(Community.code))
    refusal = getattr(request.state, "refusal", None)
    known = (refusal.conflict or {}).get("buildings", []) if refusal and refusal.code == "unknown_building" else []
    return drawn(request, work, "join.html", communities=work.session.exec(query).all(), buildings=known)


def _again(request: Request, work: Work) -> Response:
    return join(request, work)


@router.post("")
@back_to(_again)
def joined(request: Request, work: WorkOf) -> Response:
    form = Form(request)
    values: dict[str, object] = {name: form.one(name) for name in WORDS}
    values["minor"] = form.one("minor") == "on"
    values["has_smartphone"] = form.one("has_smartphone") == "on"
    if form.one("consent") == "on":
        values["consent"] = True
    registering.registered(work, form.as_(Registration, values))
    return to("/join/done")


@router.get("/done")
def done(request: Request, work: WorkOf) -> Response:
    """What happens next; it names nobody."""
    return drawn(request, work, "joined.html")
