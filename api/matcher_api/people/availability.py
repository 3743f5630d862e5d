"""When people say they are free: weekly rules, dated hours and absences, and what they add up to."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from sqlmodel import col, func, select

from matcher_api.calendars.kinds import loaded
from matcher_api.errors import Refusal
from matcher_api.people.availability_shapes import (
    DateChange,
    DateDraft,
    DateShown,
    FreeShown,
    RuleChange,
    RuleDraft,
    RuleShown,
    Span,
)
from matcher_api.people.free_time import free_windows
from matcher_api.people.models import AvailabilityDate, AvailabilityRule, Person
from matcher_api.people.seen import held, known, touched
from matcher_api.visits.moments import zones_of
from matcher_api.web.etag import expect
from matcher_api.web.paging import Page, Paging, page_of
from matcher_api.web.work import Work

Row = TypeVar("Row", AvailabilityRule, AvailabilityDate)
LONGEST = 366
"""Days that one answer, and one dated absence, may span."""
MOST_ROWS = 500
"""Rules, and dates to come, of one person."""


def zone_of(work: Work, person: Person) -> ZoneInfo:
    return zones_of(work, [person.community_id])[person.community_id]


def rules(work: Work, person_id: str, paging: Paging) -> Page[RuleShown]:
    person = known(work, person_id)
    query = select(AvailabilityRule).where(AvailabilityRule.person_id == person.id)
    return page_of(work, query, AvailabilityRule, paging, lambda rows: [RuleShown.model_validate(r) for r in rows])


def rule_added(work: Work, person_id: str, draft: RuleDraft) -> AvailabilityRule:
    person = held(work, person_id)
    rule = AvailabilityRule(person_id=person.id, **draft.model_dump())
    _days_sound(rule)
    return _added(work, person, rule, "availability_rule.create")


def rule_changed(
    work: Work, person_id: str, rule_id: str, change: RuleChange, if_match: str | None
) -> AvailabilityRule:
    person, rule = _held(work, person_id, AvailabilityRule, rule_id, if_match)
    with work.session.no_autoflush:
        rule.sqlmodel_update(change.model_dump(exclude_unset=True))
        _days_sound(rule)
    return _changed(work, person, rule, "availability_rule.change")


def rule_removed(work: Work, person_id: str, rule_id: str, if_match: str | None) -> None:
    _removed(work, *_held(work, person_id, AvailabilityRule, rule_id, if_match), "availability_rule.remove")


def dates(work: Work, person_id: str, paging: Paging, since: datetime | None) -> Page[DateShown]:
    """`since`: without those that ended before."""
    person = known(work, person_id)
    zone = zone_of(work, person)
    query = select(AvailabilityDate).where(AvailabilityDate.person_id == person.id)
    if since is not None:
        query = query.where(col(AvailabilityDate.end) > since.astimezone(UTC))
    return page_of(work, query, AvailabilityDate, paging, lambda rows: [date_shown(r, zone) for r in rows])


def date_shown(row: AvailabilityDate, zone: ZoneInfo) -> DateShown:
    local = {"start": row.start.astimezone(zone), "end": row.end.astimezone(zone)}
    return DateShown.model_validate({**row.model_dump(), **local})


def date_added(work: Work, person_id: str, draft: DateDraft) -> AvailabilityDate:
    person = held(work, person_id)
    dated = AvailabilityDate(person_id=person.id, **_utc(draft.model_dump()))
    _span_sound(dated)
    return _added(work, person, dated, "availability_date.create")


def date_changed(
    work: Work, person_id: str, date_id: str, change: DateChange, if_match: str | None
) -> AvailabilityDate:
    person, dated = _held(work, person_id, AvailabilityDate, date_id, if_match)
    with work.session.no_autoflush:
        dated.sqlmodel_update(_utc(change.model_dump(exclude_unset=True)))
        _span_sound(dated)
    return _changed(work, person, dated, "availability_date.change")


def date_removed(work: Work, person_id: str, date_id: str, if_match: str | None) -> None:
    _removed(work, *_held(work, person_id, AvailabilityDate, date_id, if_match), "availability_date.remove")


def free(work: Work, person_id: str, first: date, last: date) -> FreeShown:
    """What is left of the local days `first` to `last`; a night that began before counts from their midnight."""
    person = known(work, person_id)
    if not 0 <= (last - first).days < LONGEST:
        raise Refusal("span_refused", field="to", limit=LONGEST)
    zone, session = zone_of(work, person), work.session
    begin = datetime.combine(first, time.min, zone).astimezone(UTC)
    end = datetime.combine(last + timedelta(days=1), time.min, zone).astimezone(UTC)
    near = (
        col(AvailabilityDate.end) > begin - timedelta(days=1),
        col(AvailabilityDate.start) < end + timedelta(days=1),
    )
    windows = free_windows(
        session.exec(select(AvailabilityRule).where(AvailabilityRule.person_id == person.id)).all(),
        session.exec(select(AvailabilityDate).where(AvailabilityDate.person_id == person.id, *near)).all(),
        loaded(session, person.community_id),
        zone=zone.key,
        first=first - timedelta(days=1),
        last=last,
    )
    spans = [Span(start=max(a, begin).astimezone(zone), end=b.astimezone(zone)) for a, b in windows if b > begin]
    return FreeShown(person_id=person.id, zone=zone.key, windows=spans)


# -- both kinds of rows --------------------------------------------------------------------------------------------


def _added(work: Work, person: Person, row: Row, action: str) -> Row:
    model = type(row)
    count = select(func.count()).select_from(model).where(model.person_id == person.id)
    if work.session.exec(count).one() >= MOST_ROWS:
        raise Refusal("too_many_hours", limit=MOST_ROWS)
    work.add(row)
    return _changed(work, person, row, action)


def _changed(work: Work, person: Person, row: Row, action: str) -> Row:
    work.session.flush()
    work.audit(action, row, person_id=person.id)
    touched(work, person)
    return row


def _removed(work: Work, person: Person, row: AvailabilityRule | AvailabilityDate, action: str) -> None:
    work.session.delete(row)
    work.audit(action, row, person_id=person.id)
    touched(work, person)


def _held(work: Work, person_id: str, model: type[Row], row_id: str, if_match: str | None) -> tuple[Person, Row]:
    person = held(work, person_id)
    row = work.locked(model, row_id)
    if row.person_id != person.id:
        raise Refusal("not_found")
    expect(row, if_match)
    return person, row


def _days_sound(rule: AvailabilityRule) -> None:
    if rule.first_day is not None and rule.last_day is not None and rule.last_day < rule.first_day:
        raise Refusal("ends_before", field="last_day")


def _span_sound(dated: AvailabilityDate) -> None:
    if not timedelta(0) < dated.end - dated.start <= timedelta(days=LONGEST):
        raise Refusal("span_refused", field="end", limit=LONGEST)


def _utc(values: dict[str, Any]) -> dict[str, Any]:
    return {k: v.astimezone(UTC) if isinstance(v, datetime) else v for k, v in values.items()}
