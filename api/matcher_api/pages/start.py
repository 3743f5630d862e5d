"""/, /login, /logout, /language: getting in, out, and understood."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from matcher.report.style import DRAWINGS
from matcher_api.access import logging_in, service
from matcher_api.access.endpoints import address_of, session_cookie
from matcher_api.access.identify import COOKIE
from matcher_api.access.roles import EVERYBODY
from matcher_api.access.shapes import CardCode, Credentials
from matcher_api.pages import tongue
from matcher_api.pages.again import TARGET, Again, carried
from matcher_api.pages.drawing import drawn, to
from matcher_api.pages.forms import Form
from matcher_api.pages.navigation import start
from matcher_api.pages.route import back_to, pages
from matcher_api.pages.tongue import Lang
from matcher_api.web.work import Work, WorkOf, allow

router: APIRouter = pages()
Next = Annotated[str, Query(max_length=400)]
YEAR = 366 * 86400


def own(path: str) -> str:
    """An address of this service; whatever else was asked for leads to the start."""
    sound = path.startswith("/") and not path.startswith("//") and "\\" not in path and path.isprintable()
    return path if sound else "/"


@router.get("/")
def first(work: WorkOf) -> Response:
    """The first page of the one who comes."""
    return to(start(work.actor) if work.actor.known else "/login")


@router.get("/login")
def login(request: Request, work: WorkOf, next: Next = "/") -> Response:
    return drawn(request, work, "login.html", next=own(next), again=None)


def _again(request: Request, work: Work) -> Response:
    form = Form(request)
    return drawn(request, work, "login.html", next=own(form.one("next", "/")), again=_carried(form))


def _carried(form: Form) -> Again | None:
    return carried(form, own(form.one(TARGET)))


@router.post("/login")
@back_to(_again)
def enter(request: Request) -> Response:
    """By name and password, or by the code of a personal card. A form that came too late is shown, to be sent again."""
    app, form = request.app.state, Form(request)
    address = address_of(request)
    if form.one("code"):
        card = form.as_(CardCode, {"code": form.one("code")})
        opened = logging_in.opened_by_card(app.engine, app.attempts, code=card.code, address=address, now=app.now())
    else:
        given = {"username": form.one("username"), "password": "".join(form.all("password")[:1])}
        credentials = form.as_(Credentials, given)
        opened = logging_in.opened(
            app.engine,
            app.settings,
            app.attempts,
            username=credentials.username,
            password=credentials.password,
            address=address,
            now=app.now(),
        )
    again = _carried(form)
    if again is None:
        answer = to(own(form.one("next", "/")))
    else:
        answer = drawn(request, None, "again.html", again=again, token=opened.csrf)
    session_cookie(request, answer, opened)
    return answer


@router.post("/logout", dependencies=allow(*EVERYBODY))
def leave(work: WorkOf) -> Response:
    service.closed(work)
    answer = to("/login")
    answer.delete_cookie(COOKIE)
    return answer


@router.get("/language/{lang}")
def speak(request: Request, lang: Lang, next: Next = "/") -> Response:
    """Remembers the language on this device."""
    answer = to(own(next))
    secure = request.app.state.settings.secure_cookies
    answer.set_cookie(tongue.COOKIE, lang, max_age=YEAR, httponly=True, samesite="lax", secure=secure)
    return answer


@router.get("/drawings.css")
def drawings() -> Response:
    """How timetable and map look: the library's own style."""
    return Response(DRAWINGS, media_type="text/css", headers={"Cache-Control": "max-age=3600"})
