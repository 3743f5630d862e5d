"""What can be done with the calendar of a community."""

from __future__ import annotations

from datetime import date, timedelta

from sqlmodel import col, select

from matcher_api.access.roles import AccessRole
from matcher_api.calendars.kinds import days_of, kinds_of
from matcher_api.calendars.models import CalendarDay, SchoolTerm
from matcher_api.calendars.shapes import (
    CalendarShown,
    DayChange,
    DayDraft,
    DayRow,
    DayShown,
    TermChange,
    TermDraft,
    TermShown,
)
from matcher_api.communities import service as communities
from matcher_api.errors import Refusal
from matcher_api.web.etag import expect
from matcher_api.web.paging import Page, Paging, page_of
from matcher_api.web.work import Work

LONGEST = 366
"""Days that one answer holds."""


def community_of(work: Work, community_id: str | None) -> str:
    """The community asked about; without a word of it, the only one the actor belongs to."""
    if community_id is None:
        own = work.actor.communities
        if own is None or len(own) != 1:
            raise Refusal("community_needed", field="community_id")
        return next(iter(own))
    return communities.seen(work, community_id).id


def shown(work: Work, community_id: str | None, first: date, last: date) -> CalendarShown:
    """The days from `first` to `last`, both included."""
    if not 0 <= (last - first).days < LONGEST:
        raise Refusal("span_refused", field="to", limit=LONGEST)
    own = community_of(work, community_id)
    rows = work.session.exec(days_of(own).where(col(CalendarDay.day) >= first, col(CalendarDay.day) <= last)).all()
    kinds = kinds_of(rows, work.session.exec(select(SchoolTerm).where(SchoolTerm.community_id == own)).all())
    why = {row.day: row for row in sorted(rows, key=lambda r: r.community_id is not None)}
    days = [first + timedelta(n) for n in range((last - first).days + 1)]
    return CalendarShown(
        community_id=own,
        days=[
            DayShown(
                day=day,
                kind=kinds.kind(day),
                name=kinds.name(day),
                in_term=kinds.in_term(day),
                status=why[day].status if day in why else "",
                source=why[day].source if day in why else "",
            )
            for day in days
        ],
    )


def days_listed(work: Work, community_id: str | None, paging: Paging) -> Page[DayRow]:
    """The exceptions: those of the country and the community's own."""
    query = days_of(community_of(work, community_id))
    return page_of(work, query, CalendarDay, paging, lambda rows: [DayRow.model_validate(r) for r in rows])


def day_added(work: Work, draft: DayDraft) -> CalendarDay:
    work.require(draft.community_id, AccessRole.COORDINATOR)
    community_id = communities.seen(work, draft.community_id).id
    same = select(CalendarDay).where(CalendarDay.community_id == community_id, CalendarDay.day == draft.day)
    if (there := work.session.exec(same).first()) is not None:
        raise Refusal("day_taken", field="day", day=draft.day, conflict={"id": there.id})
    row = work.add(CalendarDay(**draft.model_dump()))
    work.audit("calendar_day.create", row, day=str(row.day), kind=row.kind)
    work.session.flush()
    return row


def day_found(work: Work, day_id: str) -> CalendarDay:
    """A day of a community's own, held for its coordinator; the country's are not changed here."""
    row = work.locked(CalendarDay, day_id)
    if row.community_id is None:
        raise Refusal("not_found")
    work.require(row.community_id, AccessRole.COORDINATOR)
    return row


def day_changed(work: Work, day_id: str, change: DayChange, if_match: str | None) -> CalendarDay:
    row = day_found(work, day_id)
    expect(row, if_match)
    row.sqlmodel_update(change.model_dump(exclude_unset=True))
    work.audit("calendar_day.change", row, day=str(row.day), kind=row.kind)
    work.session.flush()
    return row


def day_removed(work: Work, day_id: str, if_match: str | None) -> None:
    row = day_found(work, day_id)
    expect(row, if_match)
    work.audit("calendar_day.remove", row, day=str(row.day), kind=row.kind)
    work.session.delete(row)


def terms_listed(work: Work, community_id: str | None, paging: Paging) -> Page[TermShown]:
    query = select(SchoolTerm).where(SchoolTerm.community_id == community_of(work, community_id))
    return page_of(work, query, SchoolTerm, paging, lambda rows: [TermShown.model_validate(r) for r in rows])


def _apart(work: Work, term: SchoolTerm) -> None:
    """Refuses a term whose days overlap another's."""
    if term.last_day < term.first_day:
        raise Refusal("span_refused", field="last_day", limit=LONGEST)
    other = work.session.exec(
        select(SchoolTerm).where(
            SchoolTerm.community_id == term.community_id,
            SchoolTerm.id != term.id,
            col(SchoolTerm.first_day) <= term.last_day,
            col(SchoolTerm.last_day) >= term.first_day,
        )
    ).first()
    if other is not None:
        raise Refusal("term_overlaps", conflict={"id": other.id})


def term_added(work: Work, draft: TermDraft) -> SchoolTerm:
    work.require(draft.community_id, AccessRole.COORDINATOR)
    communities.seen(work, draft.community_id)
    term = SchoolTerm(**draft.model_dump())
    _apart(work, term)
    work.add(term)
    work.audit("school_term.create", term)
    work.session.flush()
    return term


def _term_found(work: Work, term_id: str, if_match: str | None) -> SchoolTerm:
    term = work.locked(SchoolTerm, term_id)
    work.require(term.community_id, AccessRole.COORDINATOR)
    expect(term, if_match)
    return term


def term_changed(work: Work, term_id: str, change: TermChange, if_match: str | None) -> SchoolTerm:
    term = _term_found(work, term_id, if_match)
    with work.session.no_autoflush:
        term.sqlmodel_update(change.model_dump(exclude_unset=True, exclude_none=True))
        _apart(work, term)
    work.audit("school_term.change", term)
    work.session.flush()
    return term


def term_removed(work: Work, term_id: str, if_match: str | None) -> None:
    term = _term_found(work, term_id, if_match)
    work.audit("school_term.remove", term)
    work.session.delete(term)
