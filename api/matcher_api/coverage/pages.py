"""/circle: what every door reaches and when, the 27 kinds, providers, satisfaction; and where one more would help."""

from __future__ import annotations

from collections import Counter
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response

from matcher.report import COORDINATOR, OVERVIEW, Setting, Words
from matcher.report.coverage_map import draw_coverage, legend
from matcher.report.coverage_tables import lines
from matcher.report.coverage_week import draw_week
from matcher_api.access.roles import OFFICE, AccessRole
from matcher_api.catalogue.service import current_of
from matcher_api.changes import service as changes
from matcher_api.communities import service as communities
from matcher_api.complaints import ratings
from matcher_api.complaints import service as complaints
from matcher_api.coverage.checklist import KINDS, checklist
from matcher_api.coverage.service import READERS, Wish, judged, told
from matcher_api.errors import Refusal
from matcher_api.facilities import service as facilities
from matcher_api.facilities.shapes import FacilityChange
from matcher_api.pages.drawing import drawn, to, tongue_of
from matcher_api.pages.forms import Form
from matcher_api.pages.route import back_to, pages
from matcher_api.providers import service as providers
from matcher_api.rosters import service as rosters
from matcher_api.web.paging import EVERY
from matcher_api.web.work import Work, WorkOf, allow

router: APIRouter = pages("/circle")
READING = allow(*READERS)
GAPS, ADVICE, SECONDS = 30, 6, 20
"""Gaps listed; pieces of advice, and seconds to look for them."""
Community = Annotated[str | None, Query(max_length=32)]


@router.get("", dependencies=READING)
def circle(request: Request, work: WorkOf, community: Community = None) -> Response:
    """For an elder's pace and a quarter of an hour; from the next planned week on, else from today."""
    return _circle(request, work, community)


def _circle(request: Request, work: Work, community: str | None) -> Response:
    mine = [c for c in communities.listed(work, EVERY).items if work.actor.in_community(c.id, *READERS)]
    if not mine:
        raise Refusal("not_found")
    here = community or mine[0].id
    t, planned = tongue_of(request, work), [r for r in rosters.listed(work, EVERY).items if r.newest_version]
    ahead = [r.first_day for r in planned if r.first_day > work.now.astimezone(t.zone).date()]
    wish = Wish(first_day=min(ahead, default=None), most=GAPS)
    found = judged(work, here, wish)
    marks = checklist(work, here)
    desk = work.actor.in_community(here, *OFFICE)
    words = Words(Setting.of(found.scenario), COORDINATOR if desk else OVERVIEW, t.lang)
    rooms = facilities.listed(work, EVERY, community_id=here, organisation_id=None, mode=None).items
    content = [c for c in ratings.satisfaction(work) if c.community_id == here]
    items = {code: t(i.zh, i.en) for code, i in current_of(work, {c.service for c in content}).items()}
    return drawn(
        request,
        work,
        "circle.html",
        here_id=here,
        communities=mine,
        shown=told(work, here, wish, found),
        picture=draw_coverage(words, found.shown),
        legend=legend(words, found.shown),
        week=draw_week(words, found.shown, lines(words, found.shown)) if found.shown.parts else "",
        marks=marks,
        kinds=[(k.code, t(k.zh, k.en)) for g in marks.groups for k in g.kinds],
        rooms=[(r.id, r.name or r.code) for r in rooms],
        changes=work.actor.in_community(here, AccessRole.COORDINATOR),
        providers=Counter(
            p.state for p in providers.listed(work, EVERY, community_id=here, state=None, item=None, mode=None).items
        ),
        content=[(items.get(c.service, c.service), c) for c in content],
        complaints=[c for c in complaints.counts(work) if c.community_id == here],
        rosters=planned,
    )


def _again(request: Request, work: Work, **_: Any) -> Response:
    return _circle(request, work, Form(request).one("community") or None)


@router.post("/kinds", dependencies=allow(AccessRole.COORDINATOR))
@back_to(_again)
def named(request: Request, work: WorkOf) -> Response:
    """A facility is of one of the 27 kinds."""
    form = Form(request)
    if form.one("kind") not in KINDS:
        raise Refusal("invalid", field="kind")
    change = form.as_(FacilityChange, {"kind": form.one("kind")})
    row = facilities.changed(work, form.one("facility_id"), change, "*")
    return to(f"/circle?community={row.community_id}#kinds")


@router.get("/advice", dependencies=allow(*OFFICE, AccessRole.SUPERVISOR, AccessRole.STREET))
def advice(request: Request, work: WorkOf, roster_id: Annotated[str, Query(max_length=32)]) -> Response:
    """Whom to recruit and what to open: each confirmed by a re-solve of what is published."""
    found = changes.advised(work, roster_id, "published", ADVICE, SECONDS)
    return drawn(request, work, "circle_advice.html", found=found)
