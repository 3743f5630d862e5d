"""Templates become answers: with the language, the navigation, what was typed and what was refused."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from urllib.parse import quote
from zoneinfo import ZoneInfo

from fastapi import Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup
from sqlmodel import col, select

from matcher_api.access.actor import ANONYMOUS, Actor
from matcher_api.communities.models import Community
from matcher_api.errors import Refusal
from matcher_api.pages.navigation import entries, start
from matcher_api.pages.tongue import Tongue, language
from matcher_api.web.work import Work

_ENVIRONMENT = Environment(
    loader=PackageLoader("matcher_api", "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_ENVIRONMENT.globals.update(len=len, days_on=lambda n: timedelta(days=n))
_ENVIRONMENT.filters["drawing"] = Markup
"""For SVG of the library's own code alone: it escapes what it is given."""


def tongue_of(request: Request, work: Work | None) -> Tongue:
    """Of the reader; the zone is that of their first community."""
    actor = ANONYMOUS if work is None else work.actor
    return Tongue(language(request, actor), zone_of(work))


def zone_of(work: Work | None) -> ZoneInfo:
    if work is None:
        return ZoneInfo("Asia/Shanghai")
    found = None
    if work.actor.communities:
        query = select(Community.zone).where(col(Community.id).in_(work.actor.communities)).order_by(col(Community.id))
        found = work.session.exec(query).first()
    return ZoneInfo(found or work.settings.zone)


def drawn(request: Request, work: Work | None, template: str, *, status: int = 200, **more: Any) -> Response:
    """The page. After a refusal it is drawn again with what was typed, and with the refusal's status."""
    actor: Actor = ANONYMOUS if work is None else work.actor
    refusal: Refusal | None = getattr(request.state, "refusal", None)
    typed = getattr(request.state, "typed", {}) if refusal is not None else {}
    faults: dict[str, Any] = {f.field: f for f in refusal.faults} if refusal is not None else {}
    if refusal is not None and refusal.field:
        faults.setdefault(refusal.field, refusal)
    content = _ENVIRONMENT.get_template(template).render(
        t=tongue_of(request, work),
        actor=actor,
        csrf=actor.csrf,
        path=request.url.path,
        here=_here(request),
        home=start(actor),
        navigation=entries(actor),
        typed=typed,
        refusal=refusal,
        faults=faults,
        now=request.app.state.now(),
        **more,
    )
    headers = {"Cache-Control": "no-store"}
    if refusal is not None:
        status, headers = refusal.status, {**headers, **refusal.headers}
    return HTMLResponse(content, status, headers=headers)


def _here(request: Request) -> str:
    """This page as an address that can be come back to."""
    if request.method != "GET":
        return quote(start(ANONYMOUS) if "login" in request.url.path else "/", safe="/")
    query = f"?{request.url.query}" if request.url.query else ""
    return quote(request.url.path + query, safe="")


def to(path: str) -> Response:
    """After a change: the page that shows it, by GET, so that reloading repeats nothing."""
    return RedirectResponse(path, 303)
