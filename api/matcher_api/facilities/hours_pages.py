"""/unit/rooms/{id}/hours: when a room is lent, every week and on single days."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any

from fastapi import APIRouter, Request, Response

from matcher_api.access.roles import AccessRole
from matcher_api.facilities import hours, service
from matcher_api.facilities.rights import run
from matcher_api.facilities.shapes import DateDraft, RuleDraft
from matcher_api.pages.drawing import drawn, to, zone_of
from matcher_api.pages.forms import Form
from matcher_api.pages.route import back_to, pages
from matcher_api.web.paging import EVERY
from matcher_api.web.work import Work, WorkOf, allow

router: APIRouter = pages("/unit/rooms/{facility_id}/hours")
RUNS = allow(AccessRole.COORDINATOR, AccessRole.UNIT)
DAY = 1440


@router.get("", dependencies=RUNS)
def opening(request: Request, work: WorkOf, facility_id: str) -> Response:
    room = run(work, facility_id)
    dates = [d for d in hours.dates(work, facility_id, EVERY).items if d.end > work.now]
    return drawn(
        request,
        work,
        "unit_hours.html",
        room=service.shown(work, [room])[0],
        rules=hours.rules(work, facility_id, EVERY).items,
        dates=sorted(dates, key=lambda d: d.start),
    )


def _again(request: Request, work: Work, facility_id: str, **_: Any) -> Response:
    return opening(request, work, facility_id)


@router.post("/rules", dependencies=RUNS)
@back_to(_again)
def add_rule(request: Request, work: WorkOf, facility_id: str) -> Response:
    """From one time to another; to the next day where the second is not later."""
    form = Form(request)
    start, end = form.time("start"), form.time("end")
    values = {
        "weekdays": form.all("weekdays"),
        "start": start,
        "minutes": _minutes(end) - _minutes(start) + (0 if end > start else DAY),
        "days": form.one("days"),
        "term": form.one("term"),
        "first_day": form.one("first_day"),
        "last_day": form.one("last_day"),
    }
    hours.rule_added(work, facility_id, form.as_(RuleDraft, values, {"": "last_day"}))
    return to(f"/unit/rooms/{facility_id}/hours")


def _minutes(clock: time) -> int:
    return clock.hour * 60 + clock.minute


@router.post("/rules/{rule_id}/remove", dependencies=RUNS)
@back_to(_again)
def remove_rule(work: WorkOf, facility_id: str, rule_id: str) -> Response:
    """What is booked stays booked."""
    hours.rule_removed(work, facility_id, rule_id, "*")
    return to(f"/unit/rooms/{facility_id}/hours")


@router.post("/dates", dependencies=RUNS)
@back_to(_again)
def add_date(request: Request, work: WorkOf, facility_id: str) -> Response:
    """Open once besides."""
    form, zone = Form(request), zone_of(work)
    day = form.day("day")
    values = {
        "start": datetime.combine(day, form.time("date_start"), zone),
        "end": datetime.combine(day, form.time("date_end"), zone),
    }
    hours.date_added(work, facility_id, form.as_(DateDraft, values, {"": "date_end"}))
    return to(f"/unit/rooms/{facility_id}/hours")


@router.post("/dates/{date_id}/remove", dependencies=RUNS)
@back_to(_again)
def remove_date(work: WorkOf, facility_id: str, date_id: str) -> Response:
    hours.date_removed(work, facility_id, date_id, "*")
    return to(f"/unit/rooms/{facility_id}/hours")
