"""Pins: what a person fixed about a visit, with who and why. Every solve keeps them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC

from sqlmodel import select

from matcher_api.access.roles import OFFICE, AccessRole
from matcher_api.errors import Fault, Refusal
from matcher_api.facilities.models import Facility
from matcher_api.people.models import PairRow, Person
from matcher_api.rosters.models import PinRow
from matcher_api.rosters.shapes import PinDraft
from matcher_api.visits.models import Visit, VisitRole
from matcher_api.visits.states import OPEN
from matcher_api.web.etag import expect
from matcher_api.web.paging import Page, Paging, page_of
from matcher_api.web.work import Work


def listed(work: Work, visit_id: str, paging: Paging) -> Page[PinRow]:
    visit = work.get(Visit, visit_id)
    work.require(visit.community_id, *OFFICE)
    return page_of(work, select(PinRow).where(PinRow.visit_id == visit.id), PinRow, paging, list)


def made(work: Work, visit_id: str, draft: PinDraft) -> PinRow:
    """Refuses who said no to this visit: nobody is assigned by force."""
    visit = work.locked(Visit, visit_id)
    work.require(visit.community_id, AccessRole.COORDINATOR)
    if visit.state not in OPEN:
        raise Refusal("visit_over", state=visit.state)
    faults = list(_faults(work, visit, draft))
    if faults:
        raise Refusal("invalid", faults=faults)
    if draft.person_id is not None and _said_no(work, visit.id, draft.person_id):
        raise Refusal("said_no", field="person_id", conflict={"person_id": draft.person_id})
    fields = draft.model_dump()
    if draft.start is not None:
        fields["start"] = draft.start.astimezone(UTC)
    pin = work.add(PinRow(visit_id=visit.id, by_login_id=work.actor.login_id, **fields))
    work.session.flush()
    work.audit("pin.create", pin, visit_id=visit.id)
    return pin


def removed(work: Work, visit_id: str, pin_id: str, if_match: str | None) -> None:
    visit = work.get(Visit, visit_id)
    work.require(visit.community_id, AccessRole.COORDINATOR)
    pin = work.locked(PinRow, pin_id)
    if pin.visit_id != visit.id:
        raise Refusal("not_found")
    expect(pin, if_match)
    work.audit("pin.delete", pin, visit_id=visit.id)
    work.session.delete(pin)


def _faults(work: Work, visit: Visit, draft: PinDraft) -> Iterator[Fault]:
    session = work.session
    if draft.person_id is None and draft.start is None and draft.facility_id is None:
        yield Fault("person_id", "empty", "请给出人员、时间或场地之一", "Give a person, a start or a facility")
    if draft.person_id is None and (draft.role or draft.override):
        yield Fault("person_id", "missing", "岗位与放宽理由只用于固定人员", "A role or an override needs a person")
    if draft.start is not None and (draft.start.second or draft.start.microsecond):
        yield Fault("start", "whole_minute", "时间须为整分钟", "Give a whole minute")
    if draft.person_id is not None:
        person = session.get(Person, draft.person_id)
        if person is None or person.community_id != visit.community_id or person.state != "active":
            yield _unknown("person_id", draft.person_id)
    if draft.facility_id is not None:
        room = session.get(Facility, draft.facility_id)
        if room is None or room.community_id != visit.community_id:
            yield _unknown("facility_id", draft.facility_id)
    if draft.role:
        role = select(VisitRole.id).where(VisitRole.visit_id == visit.id, VisitRole.role == draft.role)
        if session.exec(role).first() is None:
            yield _unknown("role", draft.role)


def _unknown(field: str, value: str) -> Fault:
    return Fault(field, "unknown_id", f"没有找到 {value}", f"There is no {value}")


def _said_no(work: Work, visit_id: str, person_id: str) -> bool:
    return (
        work.session.exec(
            select(PairRow.id).where(
                PairRow.person_id == person_id,
                PairRow.with_kind == "visit",
                PairRow.other == visit_id,
                PairRow.origin == "decline",
            )
        ).first()
        is not None
    )
