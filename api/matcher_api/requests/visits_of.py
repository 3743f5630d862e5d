"""Verifying makes visits: one with all windows, or one a date of the series."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from sqlmodel import col, select

from matcher_api.calendars.kinds import loaded
from matcher_api.catalogue import service as catalogue
from matcher_api.communities.models import Community
from matcher_api.errors import Fault, Refusal
from matcher_api.requests.models import Request, RequestWindow
from matcher_api.residents.models import Resident
from matcher_api.visits.faults import fault
from matcher_api.visits.filling import FIELDS, judged, missing, under_policy, unknown
from matcher_api.visits.making import made, passed
from matcher_api.visits.models import Visit
from matcher_api.visits.moments import local_day
from matcher_api.visits.recurrence import Occurrence, Series, occurrences
from matcher_api.visits.service import COLUMNS
from matcher_api.visits.sound import Span
from matcher_api.visits.states import VisitState
from matcher_api.web.work import Work


def visits_made(work: Work, request: Request) -> list[Visit]:
    """The visits of the request, which the caller holds: those it has, else new ones. None for an item that is not
    scheduled here (a counter, a shop) unless somebody said what it takes. Refuses with all faults at once."""
    there = work.session.exec(
        select(Visit)
        .where(Visit.request_id == request.id, Visit.state != VisitState.CANCELLED)
        .order_by(col(Visit.first_start), col(Visit.id))
    ).all()
    if there or not scheduled_here(work, request):
        return list(there)
    community = work.get(Community, request.community_id)
    zone = ZoneInfo(community.zone)
    resident = work.get(Resident, request.resident_id) if request.resident_id else None
    plan, faults = _plan(work, request, zone)
    values = {name: request.needs.get(name) for name in FIELDS} | _defaults(request)
    faults += in_needs(missing(values))
    places = {f"needs.{name}": values[name] for name in ("place_id", "origin_id")}
    faults += unknown(work, community.id, places=places)
    spans = [span for _, windows in plan for span in windows]
    if spans:
        asked = {"service": request.item_code, "priority": request.priority, "guaranteed": request.guaranteed}
        faults += in_needs(judged(values, spans, zone, **asked))
    if faults:
        raise Refusal("invalid", faults=faults)
    values = under_policy(work, values, community, resident, service=request.item_code)
    series = request.number if request.recurrence else ""
    return [
        made(
            work,
            Visit(
                community_id=community.id,
                code=f"{request.number}-{day:%Y%m%d}" if day else request.number,
                request_id=request.id,
                resident_id=request.resident_id,
                service=request.item_code,
                priority=request.priority,
                guaranteed=request.guaranteed,
                series=series,
                asked_on=local_day(request.asked_at, zone),
                **{name: values[name] for name in COLUMNS},
            ),
            windows=windows,
            roles=values["roles"],
            action="visit.create",
        )
        for day, windows in plan
    ]


def scheduled_here(work: Work, request: Request) -> bool:
    item = catalogue.current_of(work, [request.item_code]).get(request.item_code)
    said = bool(request.needs.get("roles") or request.needs.get("mode"))
    return said or item is None or item.shape != "none"


def in_needs(faults: Sequence[Fault]) -> list[Fault]:
    """Fields of a visit as the request's form calls them."""
    return [Fault(f"needs.{f.field}", f.code, f.zh, f.en) if f.field.partition(".")[0] in FIELDS else f for f in faults]


def _defaults(request: Request) -> dict[str, Any]:
    plain = {"title": "", "mode": "", "people": 1, "groups": [], "risk": "low", "min_days_apart": 0}
    lists: dict[str, Any] = {"roles": [], "conditions": []}
    return {k: v for k, v in {**plain, **lists}.items() if request.needs.get(k) is None}


def _plan(work: Work, request: Request, zone: ZoneInfo) -> tuple[list[tuple[date | None, list[Span]]], list[Fault]]:
    """(day of the series or None, windows) of each visit; what has passed is left out."""
    if not request.recurrence:
        query = select(RequestWindow.start, RequestWindow.end).where(RequestWindow.request_id == request.id)
        windows = [(start, end) for start, end in work.session.exec(query).all()]
        if not windows:
            return [], [fault("windows", "windows_needed")]
        if passed(windows, work.now):
            return [], [fault("windows", "windows_passed")]
        return [(None, [w for w in windows if w[1] > work.now])], []
    found, faults = occurrences_of(work, request, zone)
    coming = [o for o in found if o.end > work.now]
    if not coming and not faults:
        faults = [fault("repeat", "windows_passed")]
    return [(o.day, [(o.start, o.end)]) for o in coming], faults


def occurrences_of(work: Work, request: Request, zone: ZoneInfo) -> tuple[list[Occurrence], list[Fault]]:
    """Of a request that repeats."""
    assert request.series_start is not None
    assert request.series_minutes is not None
    assert request.first_day is not None
    series = Series(
        rule=request.recurrence,
        start=request.series_start,
        minutes=request.series_minutes,
        first_day=request.first_day,
        last_day=request.last_day,
        days=request.days,  # type: ignore[arg-type]
        skipped=tuple(date.fromisoformat(d) for d in request.skipped),
    )
    return occurrences(series, zone, lambda: loaded(work, request.community_id))
