"""What can be done with visits: look, make those that nobody requested, change what they ask for."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlmodel import col, select

from matcher_api.access.roles import AccessRole
from matcher_api.assignments.models import LIVE, AssignmentRow
from matcher_api.assignments.visit_state import settle
from matcher_api.catalogue import service as catalogue
from matcher_api.catalogue.models import CatalogueItem
from matcher_api.communities.models import Community
from matcher_api.database.record import new_id
from matcher_api.errors import Fault, Refusal
from matcher_api.residents.models import Resident
from matcher_api.rosters.models import PlannedVisitRow
from matcher_api.visits.faults import fault
from matcher_api.visits.filling import FIELDS, Values, circular, filled, judged, missing, under_policy, unknown
from matcher_api.visits.making import made, manned, passed, timed
from matcher_api.visits.models import Visit, VisitRole, VisitWindow
from matcher_api.visits.moments import local_day
from matcher_api.visits.shapes import VisitBase, VisitChange, VisitDraft, VisitShown, said
from matcher_api.visits.showing import shown
from matcher_api.visits.sound import Span
from matcher_api.visits.states import OPEN, PUBLISHED, VISIT, VisitState
from matcher_api.visits.views import visible
from matcher_api.web.etag import expect
from matcher_api.web.paging import Page, Paging, page_of
from matcher_api.web.work import Work

COLUMNS = tuple(name for name in FIELDS if name != "roles")
OPTIONAL = ("place_id", "origin_id", "pace", "max_walk_minutes", "value")
"""What a change may clear."""


def seen(work: Work, visit_id: str) -> Visit:
    row = work.session.exec(select(Visit).where(Visit.id == visit_id, visible(work))).first()
    if row is None:
        raise Refusal("not_found")
    return row


def listed(
    work: Work,
    paging: Paging,
    *,
    states: Sequence[VisitState],
    since: datetime | None,
    until: datetime | None,
    community_id: str | None,
    series: str | None,
    service: str | None,
    request_id: str | None,
) -> Page[VisitShown]:
    """Those whose windows meet `[since, until)`."""
    query = select(Visit).where(visible(work))
    if states:
        query = query.where(col(Visit.state).in_(states))
    if since is not None:
        query = query.where(col(Visit.last_end) > since)
    if until is not None:
        query = query.where(col(Visit.first_start) < until)
    for column, value in (
        (col(Visit.community_id), community_id),
        (col(Visit.series), series),
        (col(Visit.service), service),
        (col(Visit.request_id), request_id),
    ):
        if value is not None:
            query = query.where(column == value)
    return page_of(work, query, Visit, paging, lambda rows: shown(work, rows))


def held_for(work: Work, visit_id: str, *roles: AccessRole) -> Visit:
    """The visit, locked, if one of the roles is held for it."""
    row = work.locked(Visit, visit_id)
    work.require(row.community_id, *roles)
    return row


def created(work: Work, draft: VisitDraft) -> Visit:
    """A visit without a request."""
    community, values = prepared(work, draft, [(w.start, w.end) for w in draft.windows])
    code = draft.code or new_id()
    taken = select(Visit.id).where(Visit.community_id == community.id, Visit.code == code)
    if work.session.exec(taken).first() is not None:
        raise Refusal("code_taken", field="code", value=code)
    return add(work, community, draft, values, [(w.start, w.end) for w in draft.windows], code=code, series="")


def prepared(
    work: Work, draft: VisitBase, windows: Sequence[Span], faults: Sequence[Fault] = ()
) -> tuple[Community, Values]:
    """What the draft amounts to, under the house rules; refuses with all faults at once, `faults` included."""
    work.require(draft.community_id, AccessRole.COORDINATOR)
    community = work.get(Community, draft.community_id)
    found = list(faults)
    item, resident = item_of(work, draft.service, found), resident_of(work, draft, found)
    values = filled(draft.model_dump(mode="json", include=set(FIELDS)), item, resident)
    found += missing(values)
    found += unknown(
        work,
        community.id,
        places={"place_id": values["place_id"], "origin_id": values["origin_id"]},
        visits=draft.needs,
    )
    found += judged(
        values,
        windows or [(work.now, work.now + timedelta(days=300))],  # a series that has faults of its own has none
        ZoneInfo(community.zone),
        service=draft.service,
        priority=draft.priority,
        guaranteed=draft.guaranteed,
    )
    if windows and passed(windows, work.now):
        found.append(fault("windows", "windows_passed"))
    if found:
        raise Refusal("invalid", faults=found)
    return community, under_policy(work, values, community, resident, service=draft.service)


def add(
    work: Work,
    community: Community,
    draft: VisitBase,
    values: Values,
    windows: Sequence[Span],
    *,
    code: str,
    series: str,
) -> Visit:
    visit = Visit(
        community_id=community.id,
        code=code,
        resident_id=draft.resident_id,
        service=draft.service,
        priority=draft.priority,
        guaranteed=draft.guaranteed,
        needs=list(draft.needs),
        series=series,
        asked_on=local_day(work.now, ZoneInfo(community.zone)),
        **{name: values[name] for name in COLUMNS},
    )
    return made(work, visit, windows=windows, roles=values["roles"], action="visit.create")


def item_of(work: Work, code: str, faults: list[Fault], field: str = "service") -> CatalogueItem | None:
    if not code:
        return None
    item = catalogue.current_of(work, [code]).get(code)
    if item is None:
        faults.append(fault(field, "unknown_item", value=code))
    return item


def resident_of(work: Work, draft: VisitBase, faults: list[Fault]) -> Resident | None:
    if draft.resident_id is None:
        return None
    row = work.session.get(Resident, draft.resident_id)
    if row is None or row.community_id != draft.community_id:
        faults.append(fault("resident_id", "unknown_resident", value=draft.resident_id))
        return None
    return row


def changed(work: Work, visit_id: str, change: VisitChange, if_match: str | None) -> Visit:
    """Judged as a whole with what stays; what people were told already must still fit."""
    visit = held_for(work, visit_id, AccessRole.COORDINATOR)
    expect(visit, if_match)
    if visit.state not in OPEN:
        raise Refusal("not_acceptable_state", state=visit.state, action="change", possible=_possible(visit))
    given = said(change, "windows")
    empty = sorted(name for name, value in given.items() if value is None and name not in OPTIONAL)
    windows = [(w.start, w.end) for w in change.windows] if change.windows else _windows(work, visit)
    if "windows" in change.model_fields_set and change.windows is None:
        empty.append("windows")
    if empty:
        raise Refusal("invalid", faults=[fault(name, "not_null") for name in empty])
    now: dict[str, Any] = {name: getattr(visit, name) for name in COLUMNS} | {"roles": _roles(work, visit)}
    values = {**now, **{name: given[name] for name in FIELDS if name in given}}
    community = work.get(Community, visit.community_id)
    priority, guaranteed = given.get("priority", visit.priority), given.get("guaranteed", visit.guaranteed)
    faults = missing(values)
    if given.keys() & {"place_id", "origin_id", "needs"}:
        places = {name: given.get(name) for name in ("place_id", "origin_id")}
        faults += unknown(work, community.id, places=places, visits=given.get("needs", ()))
        faults += circular(work, visit.id, given.get("needs", ()))
    faults += judged(
        values, windows, ZoneInfo(community.zone), service=visit.service, priority=priority, guaranteed=guaranteed
    )
    if change.windows and passed(windows, work.now):
        faults.append(fault("windows", "windows_passed"))
    if faults:
        raise Refusal("invalid", faults=faults)
    _fits_what_was_told(work, visit, values, windows)
    visit.sqlmodel_update({name: values[name] for name in COLUMNS})
    visit.priority, visit.guaranteed, visit.needs = priority, guaranteed, given.get("needs", visit.needs)
    visit.updated_at = work.now  # so that the version grows where windows or roles alone changed
    if change.windows:
        timed(work, visit, windows)
    if "roles" in given:
        manned(work, visit, values["roles"])
    work.audit("visit.change", visit, fields=",".join(sorted(change.model_fields_set)))
    work.session.flush()
    if visit.state in PUBLISHED:
        settle(work, [visit.id])
        work.session.flush()
    return visit


def _possible(visit: Visit) -> str:
    return ", ".join(VISIT.possible(visit.state)) or "-"


def _windows(work: Work, visit: Visit) -> list[Span]:
    query = select(VisitWindow.start, VisitWindow.end).where(VisitWindow.visit_id == visit.id)
    return [(start, end) for start, end in work.session.exec(query.order_by(col(VisitWindow.start))).all()]


def _roles(work: Work, visit: Visit) -> list[dict[str, Any]]:
    query = select(VisitRole).where(VisitRole.visit_id == visit.id).order_by(col(VisitRole.position))
    names = {"role", "skills", "least", "desired", "most"}
    return [row.model_dump(include=names) for row in work.session.exec(query).all()]


def _fits_what_was_told(work: Work, visit: Visit, values: Values, windows: Sequence[Span]) -> None:
    """A published start lies in the new windows with the new duration and the kind of place stays; people who were
    asked or said yes keep their roles."""
    told = work.session.exec(
        select(PlannedVisitRow).where(PlannedVisitRow.visit_id == visit.id, PlannedVisitRow.layer == "published")
    ).first()
    if told is not None:
        fits = any(start <= told.start and told.end <= end for start, end in windows)
        long = (told.end - told.start).total_seconds() == values["duration_minutes"] * 60
        place = (values["place_id"], values["mode"]) == (visit.place_id, visit.mode)
        if not (fits and long and place):
            raise Refusal("published_otherwise", conflict={"visit_id": visit.id, "planned_visit_id": told.id})
    most = {r["role"]: next(n for n in (r.get("most"), r.get("desired"), r["least"]) if n) for r in values["roles"]}
    rows = select(AssignmentRow).where(AssignmentRow.visit_id == visit.id, col(AssignmentRow.state).in_(LIVE))
    for row in work.session.exec(rows.order_by(col(AssignmentRow.id))).all():
        most[row.role] = most.get(row.role, 0) - 1
        if most[row.role] < 0:
            raise Refusal("published_otherwise", conflict={"visit_id": visit.id, "assignment_id": row.id})
