"""How a page is called: as every endpoint, in one transaction; but its refusals are pages too, and keep what was
typed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar
from urllib.parse import quote, urlsplit

from fastapi import APIRouter, Request, Response
from fastapi.exceptions import RequestValidationError
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.exc import StaleDataError
from starlette.concurrency import run_in_threadpool

from matcher.errors import InvalidProblem
from matcher_api.access.identify import CSRF_HEADER, SAFE
from matcher_api.access.two_steps import looking
from matcher_api.errors import Fault, Refusal
from matcher_api.errors.respond import invalid, invalid_problem, refused_by_constraint
from matcher_api.pages.again import Again
from matcher_api.pages.drawing import drawn
from matcher_api.pages.forms import Typed, read
from matcher_api.web.route import WholeRoute
from matcher_api.web.router import Resource
from matcher_api.web.storable import storable

F = TypeVar("F", bound=Callable[..., Any])
CSRF_FIELD = "_csrf"


def back_to(page: Callable[..., Response]) -> Callable[[F], F]:
    """Marks a form's endpoint: after a refusal this page is drawn again, with what was typed and what is wrong.
    It takes the request, a unit of work that reads, and the parameters of the path."""

    def marked(endpoint: F) -> F:
        endpoint.back_to = page  # type: ignore[attr-defined]
        return endpoint

    return marked


class PageRoute(WholeRoute):
    """Forms carry their CSRF token as a field; who is not logged in is asked to, and comes back."""

    def get_route_handler(self) -> Any:
        handle = super().get_route_handler()

        async def handler(request: Request) -> Response:
            try:
                if request.method not in SAFE:
                    await _take(request)
                answer: Response = await handle(request)
                return answer
            except Refusal as error:
                refusal = error
            except RequestValidationError as error:
                refusal = invalid(error)
            except InvalidProblem as error:
                refusal = invalid_problem(error)
            except StaleDataError:
                refusal = Refusal("stale")
            except IntegrityError as error:
                refusal = refused_by_constraint(error)
            return await run_in_threadpool(_told, request, refusal)

        return handler


async def _take(request: Request) -> None:
    if request.headers.get("Sec-Fetch-Site") in ("cross-site", "same-site"):
        raise Refusal("csrf")
    typed: Typed = await read(request)
    request.state.typed = typed
    request.state.csrf = request.headers.get(CSRF_HEADER) or (typed.get(CSRF_FIELD) or [""])[0]
    if bad := [k for k, vs in typed.items() if not all(storable(v) for v in (k, *vs))]:
        text = ("含有不能保存的字符", "Holds a character that cannot be kept")
        request.state.typed = {k: vs for k, vs in typed.items() if k not in bad}
        raise Refusal("invalid", faults=[Fault(k if storable(k) else "", "unstorable", *text) for k in bad])


def _told(request: Request, refusal: Refusal) -> Response:
    """The page the form stood on, where there is one; a plain page with a way on, else."""
    if refusal.code == "not_logged_in":
        return _asked_who(request, refusal)
    request.state.refusal = refusal
    page = getattr(request.scope.get("endpoint"), "back_to", None)
    try:
        with looking(request) as work:
            if page is not None and refusal.code != "not_found":
                answer: Response = page(request=request, work=work, **request.path_params)
                return answer
            return drawn(request, work, "refused.html")
    except Refusal as again:  # who sends it may not see the page itself
        request.state.refusal = again if refusal.code == "not_found" else refusal
        return drawn(request, None, "refused.html")


def _asked_who(request: Request, refusal: Refusal) -> Response:
    """The login, which leads back. What somebody typed before the session ended stays, to be sent again."""
    here = _address(request.url.path, request.url.query)
    if request.method not in SAFE:
        again = Again(here, [(k, v) for k, vs in request.state.typed.items() for v in vs if k != CSRF_FIELD])
        request.state.refusal, request.state.typed = refusal, {}
        return drawn(request, None, "login.html", next="/", again=again)
    if request.headers.get("HX-Request") == "true":  # a part of a page: the whole one goes to the login
        whole = urlsplit(request.headers.get("HX-Current-URL", ""))
        back = _address(whole.path or "/", whole.query)
        return Response(status_code=401, headers={"HX-Redirect": f"/login?next={quote(back, safe='')}"})
    return Response(status_code=303, headers={"Location": f"/login?next={quote(here, safe='')}"})


def _address(path: str, query: str) -> str:
    return f"{path}?{query}" if query else path


def pages(prefix: str = "") -> APIRouter:
    """The router of the pages of a resource: no part of the API, and not in its description."""
    return Resource(prefix=prefix, route_class=PageRoute, include_in_schema=False)
