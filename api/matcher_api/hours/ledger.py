"""Minutes served, as their person and the desk see them; what was wrong is put right by one more entry."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from sqlmodel import col, func, select

from matcher_api.access.roles import AccessRole
from matcher_api.assignments.models import AssignmentRow
from matcher_api.assignments.states import AssignmentState
from matcher_api.errors import Refusal
from matcher_api.hours.models import CORRECTION, SERVICE, HourEntry
from matcher_api.hours.shapes import CorrectionDraft, HourShown, HoursPage
from matcher_api.people.models import Person
from matcher_api.people.seen import at_desk, seen
from matcher_api.visits.moments import local_day, zones_of
from matcher_api.web.paging import Paging, page_of
from matcher_api.web.work import Work


def own(work: Work, paging: Paging) -> HoursPage:
    return _page(work, work.actor.persons, paging)


def of_person(work: Work, person_id: str, paging: Paging) -> HoursPage:
    """For the desk and the person."""
    person = seen(work, person_id)
    if not (at_desk(work, person) or person.id in work.actor.persons):
        raise Refusal("not_found")
    return _page(work, [person.id], paging)


def total(work: Work, *where: Any) -> int:
    """Minutes of the entries that meet the conditions."""
    return int(work.session.exec(select(func.coalesce(func.sum(col(HourEntry.minutes)), 0)).where(*where)).one())


def corrected(work: Work, person_id: str, draft: CorrectionDraft) -> HourEntry:
    """By a coordinator, of somebody else's hours. Entries stay as they were written; nobody ends below zero, neither
    in all nor in one assignment."""
    person = work.locked(Person, person_id)
    work.require(person.community_id, AccessRole.COORDINATOR)
    if person.id in work.actor.persons:
        raise Refusal("own_work", conflict={"person_id": person.id})
    first = _entry(work, person, draft.assignment_id) if draft.assignment_id is not None else None
    day = first.day if first is not None else draft.day
    if draft.minutes == 0:
        raise Refusal("nothing_corrected", field="minutes")
    if day is None or day > _today(work, person):
        raise Refusal("not_yet" if day is not None else "day_needed", field="day")
    mine = HourEntry.person_id == person.id
    of_first = (mine, HourEntry.assignment_id == first.assignment_id) if first is not None else (mine,)
    if min(total(work, mine), total(work, *of_first)) + draft.minutes < 0:
        raise Refusal("below_zero", field="minutes", minutes=min(total(work, mine), total(work, *of_first)))
    entry = work.add(
        HourEntry(
            community_id=person.community_id,
            person_id=person.id,
            assignment_id=first.assignment_id if first is not None else None,
            service=first.service if first is not None else "",
            day=day,
            minutes=draft.minutes,
            kind=CORRECTION,
            by_login_id=work.actor.login_id,
            reason=draft.reason,
        )
    )
    work.session.flush()
    work.audit("hours.correct", entry, person_id=person.id, assignment_id=entry.assignment_id, minutes=entry.minutes)
    return entry


def _entry(work: Work, person: Person, assignment_id: str) -> HourEntry:
    """What verifying wrote for this assignment of theirs."""
    query = (
        select(HourEntry)
        .join(AssignmentRow, col(AssignmentRow.id) == col(HourEntry.assignment_id))
        .where(
            HourEntry.assignment_id == assignment_id,
            HourEntry.person_id == person.id,
            HourEntry.kind == SERVICE,
            AssignmentRow.state == AssignmentState.VERIFIED,
        )
    )
    entry = work.session.exec(query).first()
    if entry is None:
        raise Refusal("not_verified", field="assignment_id")
    return entry


def _today(work: Work, person: Person) -> date:
    return local_day(work.now, zones_of(work, [person.community_id])[person.community_id])


def _page(work: Work, persons: Collection[str], paging: Paging) -> HoursPage:
    mine = col(HourEntry.person_id).in_(persons)
    page = page_of(work, select(HourEntry).where(mine), HourEntry, paging, _shown)
    return HoursPage(items=page.items, next=page.next, total_minutes=total(work, mine))


def _shown(rows: Sequence[HourEntry]) -> list[HourShown]:
    return [HourShown.model_validate(r) for r in rows]
