"""What can be done with requests: look, ask, change what is asked."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlmodel import col, delete, func, or_, select

from matcher_api.access.roles import OFFICE, OVERSIGHT, AccessRole
from matcher_api.catalogue import service as catalogue
from matcher_api.catalogue.models import CatalogueItem
from matcher_api.communities.models import Community
from matcher_api.errors import Refusal
from matcher_api.requests.asking import Asking
from matcher_api.requests.duplicates import likely, phone_of, same_phone
from matcher_api.requests.models import Request, RequestWindow
from matcher_api.requests.numbers import number_of
from matcher_api.requests.shapes import Candidate, RequestChange, RequestCount, RequestDraft, RequestShown
from matcher_api.requests.showing import shown
from matcher_api.requests.states import REQUEST, RequestState
from matcher_api.requests.views import held_by, visible
from matcher_api.residents.models import Resident, ResidentContact
from matcher_api.visits.faults import fault
from matcher_api.visits.filling import FIELDS
from matcher_api.visits.moments import local_day
from matcher_api.visits.series_shapes import Repeat
from matcher_api.visits.service import item_of
from matcher_api.visits.shapes import said
from matcher_api.visits.sound import Span
from matcher_api.web.etag import expect
from matcher_api.web.paging import Page, Paging, of_page, one_more
from matcher_api.web.work import Work

ORDINARY, URGENT = 5, 9
CHANGEABLE = (RequestState.DRAFT, RequestState.SUBMITTED, RequestState.NEEDS_INFO)


def seen(work: Work, request_id: str) -> Request:
    row = work.session.exec(select(Request).where(Request.id == request_id, visible(work))).first()
    if row is None:
        raise Refusal("not_found")
    return row


def listed(
    work: Work,
    paging: Paging,
    *,
    states: Sequence[RequestState],
    category: str | None,
    item: str | None,
    resident_id: str | None,
    community_id: str | None,
    overdue: bool | None,
) -> Page[RequestShown]:
    """The queue: what must be answered first comes first. The cursor names the last one's place in it."""
    query = select(Request).where(visible(work))
    if states:
        query = query.where(col(Request.state).in_(states))
    for column, value in (
        (col(Request.category), category),
        (col(Request.item_code), item),
        (col(Request.resident_id), resident_id),
        (col(Request.community_id), community_id),
    ):
        if value is not None:
            query = query.where(column == value)
    if resident_id is not None:  # supervisors do not learn whose a request is by asking for it
        mine = work.actor.where(*OFFICE)
        own = col(Request.resident_id).in_(work.actor.residents)
        query = query if mine is None else query.where(or_(col(Request.community_id).in_(mine), own))
    if overdue is not None:
        late = _overdue(work)
        query = query.where(late if overdue else ~late)
    due = col(Request.respond_by)
    if paging.after:
        moment, _, key = paging.after.partition("~")
        after = _moment(moment)
        query = query.where(or_(due > after, (due == after) & (col(Request.id) > key)))
    found = work.session.exec(query.order_by(due, col(Request.id)).limit(one_more(paging))).all()
    rows, more = of_page(found, paging)
    cursor = f"{rows[-1].respond_by:%Y%m%dT%H%M%S.%f}~{rows[-1].id}" if more else None
    return Page(items=shown(work, rows), next=cursor)


def _moment(text: str) -> datetime:
    try:
        return datetime.strptime(f"{text}+0000", "%Y%m%dT%H%M%S.%f%z")
    except ValueError:
        raise Refusal("bad_cursor", field="after") from None


def _overdue(work: Work) -> Any:
    return (col(Request.state) == RequestState.SUBMITTED) & (col(Request.respond_by) <= work.now)


def counts(work: Work) -> list[RequestCount]:
    """How many, by community, state and category: what a supervisor needs to know."""
    keys = (col(Request.community_id), col(Request.state), col(Request.category))
    query = select(*keys, func.count()).group_by(*keys).order_by(*keys)
    if (mine := work.actor.where(*OFFICE, *OVERSIGHT)) is not None:
        query = query.where(col(Request.community_id).in_(mine))
    late = {tuple(key): n for *key, n in work.session.exec(query.where(_overdue(work))).all()}
    return [
        RequestCount(community_id=key[0], state=key[1], category=key[2], count=n, overdue=late.get(tuple(key), 0))
        for *key, n in work.session.exec(query).all()
    ]


def created(work: Work, draft: RequestDraft, *, confirm_duplicates: bool) -> Request:
    """One form for everybody. Refuses with all faults at once; likely duplicates are shown before anything is kept,
    unless the asker has seen them."""
    work.require(draft.community_id, *OFFICE, AccessRole.RESIDENT)
    community = work.get(Community, draft.community_id)
    asking = Asking(work, community)
    asking.rights(draft.model_dump(exclude={"needs"}), needs=draft.needs)
    resident = asking.resident(draft.resident_id, draft.resident)
    item = item_of(work, draft.item_code, asking.faults, "item_code")
    spans, span = asking.when(draft.windows, draft.repeat, needed=not draft.draft)
    priority = draft.priority or (URGENT if draft.emergency else ORDINARY)
    given = draft.needs.model_dump(mode="json", exclude_none=True)
    values = asking.needs(given, item, resident, spans, priority=priority, guaranteed=draft.guaranteed)
    if asking.faults or item is None:
        raise Refusal("invalid", faults=asking.faults)
    if not confirm_duplicates and resident is not None:
        phone = draft.resident.phone if draft.resident else phone_of(work, resident.id)
        alike = same_phone(work, community.id, [phone]) if asking.office else set()
        _show_duplicates(
            likely(
                work,
                community,
                residents=alike | {resident.id},
                item_code=draft.item_code,
                span=span or (work.now, work.now),
            )
        )
    if resident is not None and draft.resident is not None:
        _keep_resident(work, resident, draft)
    request = Request(
        community_id=community.id,
        number=number_of(work, community, local_day(work.now, asking.zone).year),
        state=RequestState.DRAFT if draft.draft else RequestState.SUBMITTED,
        channel=draft.channel or ("counter" if asking.office else "web"),
        resident_id=resident.id if resident else None,
        entered_by=work.actor.login_id,
        text=draft.text,
        priority=priority,
        emergency=draft.emergency,
        guaranteed=draft.guaranteed,
        asked_at=work.now,
        needs=values,
    )
    of_item(request, item)
    timed(request, draft.repeat, span)
    work.add(request)
    work.session.flush()
    _windowed(work, request, [] if draft.repeat else spans)
    work.audit("request.create", request, state=request.state, channel=request.channel, item=item.code)
    work.session.flush()
    return request


def of_item(request: Request, item: CatalogueItem) -> None:
    """The item says which category it is and how soon somebody answers."""
    request.item_code, request.category = item.code, item.category
    request.respond_by = request.asked_at + timedelta(hours=item.respond_hours)


def timed(request: Request, repeat: Repeat | None, span: tuple[datetime, datetime] | None) -> None:
    """Notes the series, if it is one, and the span; a request that has no visits by its end runs out."""
    request.recurrence = repeat.rule if repeat else ""
    request.series_start = repeat.start if repeat else None
    request.series_minutes = repeat.minutes if repeat else None
    request.first_day = repeat.first_day if repeat else None
    request.last_day = repeat.last_day if repeat else None
    request.days = repeat.days if repeat else "any"
    request.skipped = [d.isoformat() for d in repeat.skipped] if repeat else []
    request.first_start, request.last_end = span or (None, None)
    request.expires_at = request.last_end


def _windowed(work: Work, request: Request, spans: Sequence[Span]) -> None:
    work.session.exec(delete(RequestWindow).where(col(RequestWindow.request_id) == request.id))
    work.session.add_all(RequestWindow(request_id=request.id, start=s, end=e) for s, e in sorted(spans))


def _keep_resident(work: Work, resident: Resident, draft: RequestDraft) -> None:
    assert draft.resident is not None
    work.add(resident)
    work.session.flush()
    contact = draft.resident.model_dump(include={"name", "phone", "door"})
    work.add(ResidentContact(resident_id=resident.id, **contact))
    work.audit("resident.create", resident)


def _show_duplicates(candidates: Sequence[Candidate]) -> None:
    if candidates:
        found = [c.model_dump(mode="json") for c in candidates]
        raise Refusal("likely_duplicates", conflict={"candidates": found})


def duplicates(work: Work, request_id: str) -> Sequence[Candidate]:
    """Others that may be the same, for the desk."""
    request = seen(work, request_id)
    work.require(request.community_id, *OFFICE)
    community = work.get(Community, request.community_id)
    if request.resident_id is None:
        return []
    alike = same_phone(work, community.id, [phone_of(work, request.resident_id)])
    return likely(
        work,
        community,
        residents=alike | {request.resident_id},
        item_code=request.item_code,
        span=(request.first_start or request.asked_at, request.last_end or request.asked_at),
        besides=request.id,
    )


def changed(work: Work, request_id: str, change: RequestChange, if_match: str | None) -> Request:
    """Before it is verified; judged as a whole with what stays."""
    request = held_by(work, request_id, asker=True)
    expect(request, if_match)
    if request.state not in CHANGEABLE:
        possible = ", ".join(REQUEST.possible(request.state)) or "-"
        raise Refusal("not_acceptable_state", state=request.state, action="change", possible=possible)
    given = said(change, "needs", "windows", "repeat")
    empty = sorted(name for name in change.model_fields_set if getattr(change, name) is None)
    if empty:
        raise Refusal("invalid", faults=[fault(name, "not_null") for name in empty])
    asking = Asking(work, work.get(Community, request.community_id))
    asking.rights(given, needs=change.needs)
    resident = work.get(Resident, request.resident_id) if request.resident_id else None
    known = catalogue.current_of(work, [request.item_code]).get(request.item_code)
    item = item_of(work, change.item_code, asking.faults, "item_code") if change.item_code else known
    retimed = bool(change.windows or change.repeat)
    spans, span = (
        asking.when(change.windows or [], change.repeat, needed=True) if retimed else (windows_of(work, request), None)
    )
    other = change.item_code not in (None, request.item_code)
    needs = said(change.needs) if change.needs else {}
    priority, guaranteed = given.get("priority", request.priority), given.get("guaranteed", request.guaranteed)
    values = asking.needs(
        needs if other else merged(request.needs, needs),
        item,
        resident,
        spans,
        priority=priority,
        guaranteed=guaranteed,
    )
    if asking.faults:
        raise Refusal("invalid", faults=asking.faults)
    request.sqlmodel_update({k: v for k, v in given.items() if k in ("text", "priority", "emergency", "guaranteed")})
    if other and item is not None:
        of_item(request, item)
    request.needs = values
    request.updated_at = work.now
    if retimed:
        timed(request, change.repeat, span)
        _windowed(work, request, [] if change.repeat else spans)
    work.audit("request.change", request, fields=",".join(sorted(change.model_fields_set)))
    work.session.flush()
    return request


def merged(before: dict[str, Any], now: dict[str, Any]) -> dict[str, Any]:
    """What is said now over what was known; a place instead of a room and the other way round."""
    values = {name: before.get(name) for name in FIELDS} | now
    if now.get("place_id") and "mode" not in now:
        values["mode"] = ""
    if now.get("mode") and "place_id" not in now:
        values["place_id"] = None
    return values


def windows_of(work: Work, request: Request) -> list[Span]:
    query = select(RequestWindow.start, RequestWindow.end).where(RequestWindow.request_id == request.id)
    return [(s, e) for s, e in work.session.exec(query.order_by(col(RequestWindow.start))).all()]
