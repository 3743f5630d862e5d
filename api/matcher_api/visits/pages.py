"""/visits/{id}: who, when, where and why; times that would do; pins; answers taken on the phone."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response

from matcher_api.access.roles import AccessRole
from matcher_api.assignments import answers
from matcher_api.assignments import service as assignments
from matcher_api.assignments.joined import joined
from matcher_api.assignments.shapes import PinReason
from matcher_api.errors import Refusal
from matcher_api.exports.views import viewed
from matcher_api.open_shifts import signing_up
from matcher_api.open_shifts.seats import has_room
from matcher_api.open_shifts.shapes import SignUpFor
from matcher_api.pages.drawing import drawn, to, tongue_of, zone_of
from matcher_api.pages.forms import Form
from matcher_api.pages.route import back_to, pages
from matcher_api.reasons.applying import applied
from matcher_api.reasons.explaining import explained
from matcher_api.reasons.recommending import recommended
from matcher_api.reasons.remedies import remedies, replaced
from matcher_api.reasons.shapes import FixChosen
from matcher_api.rosters import pins
from matcher_api.rosters.planning import planned_of
from matcher_api.rosters.seen import seen
from matcher_api.rosters.shapes import Layer
from matcher_api.swaps import stand_ins
from matcher_api.swaps.shapes import StandIn
from matcher_api.visits import service
from matcher_api.visits.cancelling import cancelled, follow
from matcher_api.visits.candidates import near_visit
from matcher_api.visits.said import written
from matcher_api.visits.shapes import Because
from matcher_api.visits.showing import shown
from matcher_api.visits.states import OPEN
from matcher_api.web.paging import EVERY
from matcher_api.web.work import Work, WorkOf, allow

router: APIRouter = pages("/visits")
DESK = allow(AccessRole.COORDINATOR, AccessRole.CLERK)
COORDINATOR = allow(AccessRole.COORDINATOR)
RosterId = Annotated[str, Query(max_length=32)]
MOST_CANDIDATES = 30
"""Shown of those who could come; how many more there are is said."""
Roster = Annotated[str | None, Query(max_length=32)]


@router.get("/{visit_id}", dependencies=DESK)
def visit(
    request: Request, work: WorkOf, visit_id: str, roster_id: Roster = None, layer: Layer = "published"
) -> Response:
    """Judged beside what is published, or beside a roster's draft."""
    row, t = service.seen(work, visit_id), tongue_of(request, work)
    told = joined(work.session, [row.id], layer=layer)
    planned = told.planned.get(row.id)
    drafted = layer == "draft" and roster_id is not None
    days = (roster_id, "draft") if drafted else (None, "published")
    times = recommended(work, visit_id, days[0], days[1], 8).times if row.state in OPEN and planned is None else []  # type: ignore[arg-type]
    return drawn(
        request,
        work,
        "visit.html",
        visit=shown(work, [row], door=True)[0],
        what=t(*told.what(row)),
        planned=planned,
        place=told.where(row, planned.facility_id if planned else None),
        why=explained(work, visit_id, *days),  # type: ignore[arg-type]
        times=times,
        team=assignments.listed(work, EVERY, visit_id=visit_id, person_id=None, state=None).items,
        pins=pins.listed(work, visit_id, EVERY).items,
        changes=work.actor.has(AccessRole.COORDINATOR, AccessRole.ADMIN),
        open=row.state in OPEN,
        roster_id=roster_id or (planned.roster_id if planned is not None else None),
        layer=layer,
    )


def _again(request: Request, work: Work, visit_id: str, **_: Any) -> Response:
    return visit(request, work, visit_id)


@router.get("/{visit_id}/fixes", dependencies=DESK)
def fixes(request: Request, work: WorkOf, visit_id: str, roster_id: RosterId, layer: Layer = "published") -> Response:
    """The smallest changes that would serve it, each confirmed by a re-solve."""
    found = remedies(work, visit_id, roster_id, layer)
    what = joined(work.session, [visit_id, *(found.instead_of or ())], layer=layer)
    t = tongue_of(request, work)
    names = {key: t(*what.what(row)) for key, row in what.visits.items()}
    return drawn(
        request,
        work,
        "fixes.html",
        visit_id=visit_id,
        found=found,
        names=names,
        roster_id=roster_id,
        changes=work.actor.has(AccessRole.COORDINATOR, AccessRole.ADMIN),
    )


def _fixes_again(request: Request, work: Work, visit_id: str) -> Response:
    """With the other ways; once the draft has it, the visit itself."""
    roster_id = Form(request).one("roster_id")
    try:
        return fixes(request, work, visit_id, roster_id, "draft")
    except Refusal:
        return visit(request, work, visit_id, roster_id or None, "draft")


@router.post("/{visit_id}/fixes", dependencies=COORDINATOR)
@back_to(_fixes_again)
def fix(request: Request, work: WorkOf, visit_id: str) -> Response:
    """Makes one of them; then what publishing would change."""
    form = Form(request)
    chosen = form.as_(FixChosen, {name: form.one(name) for name in ("roster_id", "kind", "subject")})
    applied(work, visit_id, chosen)
    return to(f"/console/{chosen.roster_id}/diff")


@router.get("/{visit_id}/candidates", dependencies=DESK)
def candidates(
    request: Request,
    work: WorkOf,
    visit_id: str,
    roster_id: RosterId,
    layer: Layer = "published",
    role: Annotated[str | None, Query(max_length=80)] = None,
    out: Annotated[str | None, Query(max_length=32)] = None,
) -> Response:
    """Everybody who could come, best first; `out` leaves."""
    days = planned_of(work.session, seen(work, roster_id), now=work.now)
    found = replaced(work, visit_id, roster_id, layer, role=role, out=out, planned=days)
    told = joined(work.session, [visit_id, *(r.frees for r in found.replacements if r.frees)], layer=layer)
    t = tongue_of(request, work)
    leaves = [
        a
        for a in assignments.listed(work, EVERY, visit_id=visit_id, person_id=out, state=None).items
        if out is not None and a.state in ("accepted", "stand_in_sought")
    ]
    shown = found.replacements[:MOST_CANDIDATES]
    people = [r.person.person_id for r in shown]
    near = near_visit(viewed(work, roster_id, layer, who="coordinator", lang=t.lang, planned=days), visit_id, people)
    return drawn(
        request,
        work,
        "candidates.html",
        visit_id=visit_id,
        found=found,
        shown=shown,
        near=near,
        names={key: t(*told.what(row)) for key, row in told.visits.items()},
        leaves=leaves[0] if leaves else None,
        seat=layer == "published" and visit_id in told.planned and has_room(work, visit_id, found.role),
    )


@router.post("/{visit_id}/stand-ins/{assignment_id}", dependencies=DESK)
@back_to(_again)
def stand_in(request: Request, work: WorkOf, visit_id: str, assignment_id: str) -> Response:
    """They said on the phone that they come instead: bound if all rules allow it."""
    form = Form(request)
    by = form.as_(StandIn, {"person_id": form.one("person_id"), "channel": "phone"})
    stand_ins.stood_in(work, answers.of_desk(work, assignment_id), by.person_id, by.channel)
    return to(f"/visits/{visit_id}")


@router.post("/{visit_id}/sign-ups", dependencies=DESK)
@back_to(_again)
def comes(request: Request, work: WorkOf, visit_id: str) -> Response:
    """They said on the phone that they take an open role: bound if all rules allow it."""
    form = Form(request)
    signing_up.written_down(
        work, visit_id, form.as_(SignUpFor, {name: form.one(name) for name in ("role", "person_id")})
    )
    return to(f"/visits/{visit_id}")


@router.post("/{visit_id}/assignments/{assignment_id}/{said}", dependencies=DESK)
@back_to(_again)
def answered(request: Request, work: WorkOf, visit_id: str, assignment_id: str, said: str) -> Response:
    """What somebody said on the phone, and what happened on the day; `at`: the time it was, if not now."""
    form, moment = Form(request), None
    if form.one("at"):
        (shift,) = assignments.shown(work, [answers.of_desk(work, assignment_id)])
        day = (shift.start or work.now).astimezone(zone_of(work)).date()
        moment = datetime.combine(day, form.time("at"), zone_of(work))
    written(work, assignment_id, said, form.one("reason")[:200], moment)
    return to(f"/visits/{visit_id}")


@router.post("/{visit_id}/pin/{assignment_id}", dependencies=COORDINATOR)
@back_to(_again)
def pin(request: Request, work: WorkOf, visit_id: str, assignment_id: str) -> Response:
    form = Form(request)
    why = form.as_(PinReason, {"reason": form.one("reason")})
    assignments.pinned(work, answers.of_desk(work, assignment_id), why.reason)
    return to(f"/visits/{visit_id}")


@router.post("/{visit_id}/unpin/{pin_id}", dependencies=COORDINATOR)
@back_to(_again)
def unpin(work: WorkOf, visit_id: str, pin_id: str) -> Response:
    pins.removed(work, visit_id, pin_id, "*")
    return to(f"/visits/{visit_id}")


@router.post("/{visit_id}/cancel", dependencies=DESK)
@back_to(_again)
def cancel(request: Request, work: WorkOf, visit_id: str) -> Response:
    """Everybody asked is released and told."""
    form = Form(request)
    because = form.as_(Because, {"reason": form.one("reason")})
    row = service.held_for(work, visit_id, AccessRole.COORDINATOR, AccessRole.CLERK)
    cancelled(work, [row], because.reason)
    follow(work, [row])
    return to(f"/visits/{visit_id}")
