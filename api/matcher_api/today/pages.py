"""/today: what waits for the desk, one tap each: short teams, refusals, people to be called, overdue requests."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

from fastapi import APIRouter, Request, Response

from matcher_api.access import contacts
from matcher_api.access.reveal_shapes import ContactRevealed
from matcher_api.access.roles import AccessRole
from matcher_api.assignments import answers, reconfirming
from matcher_api.assignments import service as assignments
from matcher_api.assignments.joined import joined
from matcher_api.assignments.risks import Risk
from matcher_api.assignments.shapes import AssignmentShown, ReasonFor
from matcher_api.assignments.states import AssignmentState
from matcher_api.catalogue.service import current_of
from matcher_api.pages.drawing import drawn, to, tongue_of, zone_of
from matcher_api.pages.forms import Form
from matcher_api.pages.route import back_to, pages
from matcher_api.people.expiring import expiring
from matcher_api.requests import service as requests
from matcher_api.visits import service as visits
from matcher_api.visits.states import VisitState
from matcher_api.web.paging import EVERY
from matcher_api.web.work import Work, WorkOf, allow

router: APIRouter = pages("/today")
DESK = allow(AccessRole.COORDINATOR, AccessRole.CLERK)
LOOKED = (VisitState.SHORT, VisitState.CALLED_OFF)
AHEAD = timedelta(days=14)
FEW = 20
"""Rows of each list: the most pressing; the next come as these are dealt with."""


@router.get("", dependencies=DESK)
def today(request: Request, work: WorkOf) -> Response:
    return _drawn(request, work)


def _drawn(request: Request, work: Work, contact: ContactRevealed | None = None) -> Response:
    t = tongue_of(request, work)
    late = requests.listed(
        work, EVERY, states=[], category=None, item=None, resident_id=None, community_id=None, overdue=True
    ).items
    items = current_of(work, (r.item_code for r in late))
    short = visits.listed(
        work,
        EVERY,
        states=LOOKED,
        since=work.now,
        until=work.now + AHEAD,
        community_id=None,
        series=None,
        service=None,
        request_id=None,
    ).items
    told = joined(work.session, [v.id for v in short])
    midnight = datetime.combine(work.now.astimezone(zone_of(work)).date(), time.min, zone_of(work))
    declined = [
        a
        for state in (AssignmentState.DECLINED, AssignmentState.WITHDRAWN)
        for a in _listed(work, state)
        if a.answered_at is not None and a.answered_at >= midnight - timedelta(days=1)
    ]
    return drawn(
        request,
        work,
        "today.html",
        today=work.now,
        day=work.now.astimezone(zone_of(work)).date(),
        late=late,
        items={code: t(item.zh, item.en) for code, item in items.items()},
        short=sorted(
            ((v, told.visits[v.id], told.planned.get(v.id)) for v in short),
            key=lambda row: (row[2].start if row[2] is not None else work.now + AHEAD, row[0].id),
        ),
        what={v.id: t(*told.what(told.visits[v.id])) for v in short},
        declined=declined,
        calls=_listed(work, AssignmentState.NOT_REACHED),
        waiting=sorted(
            _listed(work, AssignmentState.OFFERED),
            key=lambda a: (a.answer_by or work.now, a.id),
        ),
        contact=contact,
        few=FEW,
        expiring=expiring(work, work.now.astimezone(zone_of(work)).date()),
        **_at_risk(work),
    )


def _at_risk(work: Work) -> dict[str, Any]:
    """Whom nobody heard of, and whose hours wait for a word."""
    found = reconfirming.at_risk(work, None)
    rows = assignments.shown(work, [row for row, _ in found])
    both = [(a, words) for a, (_, words) in zip(rows, found, strict=True)]
    return {
        "risky": [(a, words) for a, words in both if Risk.NOT_VERIFIED not in words],
        "unverified": [a for a, words in both if Risk.NOT_VERIFIED in words],
    }


def _listed(work: Work, state: AssignmentState) -> list[AssignmentShown]:
    """Of what has not begun."""
    return assignments.listed(work, EVERY, visit_id=None, person_id=None, state=state, since=work.now).items


def _again(request: Request, work: Work, **_: Any) -> Response:
    return _drawn(request, work)


@router.post("/calls/{person_id}", dependencies=DESK)
@back_to(_again)
def number(request: Request, work: WorkOf, person_id: str) -> Response:
    """Whom to ring up; that it was shown is written down."""
    return _drawn(request, work, contacts.of_person(work, person_id, "call_back"))


@router.post("/answers/{assignment_id}/accept", dependencies=DESK)
@back_to(_again)
def accepted(work: WorkOf, assignment_id: str) -> Response:
    """They said yes on the phone."""
    answers.accepted(work, answers.of_desk(work, assignment_id), "phone")
    return to("/today")


@router.post("/answers/{assignment_id}/decline", dependencies=DESK)
@back_to(_again)
def declined(request: Request, work: WorkOf, assignment_id: str) -> Response:
    form = Form(request)
    said = form.as_(ReasonFor, {"reason": form.one("reason"), "channel": "phone"})
    answers.declined(work, answers.of_desk(work, assignment_id), said.reason, said.channel)
    return to("/today")
