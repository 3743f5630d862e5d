"""/me/open: work that has room and that I could take, one tap each."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from matcher_api.access.roles import AccessRole
from matcher_api.open_shifts import signing_up
from matcher_api.open_shifts.shapes import SignUp
from matcher_api.pages.drawing import drawn, to
from matcher_api.pages.forms import Form
from matcher_api.pages.route import back_to, pages
from matcher_api.people.names import names_of
from matcher_api.web.work import Work, WorkOf, allow

router: APIRouter = pages("/me/open")
OWN = allow(AccessRole.VOLUNTEER)


@router.get("", dependencies=OWN)
def open_shifts(request: Request, work: WorkOf) -> Response:
    """Of the next two weeks, for each person whom the login is."""
    people = [(key, signing_up.open_for(work, key)) for key in sorted(work.actor.persons)]
    return drawn(request, work, "open_shifts.html", people=people, names=names_of(work.session, work.actor.persons))


def _again(request: Request, work: Work, **_: str) -> Response:
    return open_shifts(request, work)


@router.post("/{visit_id}", dependencies=OWN)
@back_to(_again)
def take(request: Request, work: WorkOf, visit_id: str) -> Response:
    """It binds at once; where others were first the page says so."""
    form = Form(request)
    asked = form.as_(SignUp, {"role": form.one("role"), "person_id": form.one("person_id")})
    signing_up.signed_up(work, visit_id, asked.role, signing_up.own(work, asked.person_id))
    return to("/me")
