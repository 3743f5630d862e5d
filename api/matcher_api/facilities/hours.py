"""When a facility is open: rules and dated openings, written by its coordinator or unit, read by everybody."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TypeVar

from sqlmodel import select

from matcher_api.bookings.waiting import promoted
from matcher_api.errors import Fault, Refusal
from matcher_api.facilities.models import Facility, OpeningDate, OpeningRule
from matcher_api.facilities.opened import openings
from matcher_api.facilities.rights import run, seen
from matcher_api.facilities.shapes import DateDraft, DateShown, OpeningShown, RuleDraft, RuleShown
from matcher_api.visits.models import Visit
from matcher_api.web.etag import expect
from matcher_api.web.paging import Page, Paging, page_of
from matcher_api.web.work import Work

R = TypeVar("R", OpeningRule, OpeningDate)
LONGEST = 366
"""Days of openings that one answer holds."""


def of_facility(work: Work, facility: Facility, model: type[R], key: str, if_match: str | None) -> R:
    """A row of this very facility, at the version the editor saw."""
    row = work.locked(model, key)
    if row.facility_id != facility.id:
        raise Refusal("not_found")
    expect(row, if_match)
    return row


def rules(work: Work, facility_id: str, paging: Paging) -> Page[RuleShown]:
    query = select(OpeningRule).where(OpeningRule.facility_id == seen(work, facility_id).id)
    return page_of(work, query, OpeningRule, paging, lambda rows: [RuleShown.model_validate(r) for r in rows])


def rule_added(work: Work, facility_id: str, draft: RuleDraft) -> OpeningRule:
    facility = run(work, facility_id)
    rule = work.add(OpeningRule(facility_id=facility.id, **draft.model_dump()))
    work.audit("opening_rule.create", rule, facility_id=facility.id)
    promoted(work, facility)
    work.session.flush()
    return rule


def rule_set(work: Work, facility_id: str, rule_id: str, draft: RuleDraft, if_match: str | None) -> OpeningRule:
    """The rule says this from now on. What is booked already stays booked: only a closure takes it away."""
    facility = run(work, facility_id)
    rule = of_facility(work, facility, OpeningRule, rule_id, if_match)
    rule.sqlmodel_update(draft.model_dump())
    work.audit("opening_rule.change", rule, facility_id=facility.id)
    promoted(work, facility)
    work.session.flush()
    return rule


def rule_removed(work: Work, facility_id: str, rule_id: str, if_match: str | None) -> None:
    facility = run(work, facility_id)
    rule = of_facility(work, facility, OpeningRule, rule_id, if_match)
    work.audit("opening_rule.remove", rule, facility_id=facility.id)
    work.session.delete(rule)


def dates(work: Work, facility_id: str, paging: Paging) -> Page[DateShown]:
    query = select(OpeningDate).where(OpeningDate.facility_id == seen(work, facility_id).id)
    return page_of(work, query, OpeningDate, paging, lambda rows: [DateShown.model_validate(r) for r in rows])


def date_added(work: Work, facility_id: str, draft: DateDraft) -> OpeningDate:
    facility = run(work, facility_id)
    if draft.steward_visit_id is not None:
        visit = work.session.get(Visit, draft.steward_visit_id)
        if visit is None or visit.community_id != facility.community_id:
            text = ("本社区没有这次服务", "The community has no such visit")
            raise Refusal("invalid", faults=[Fault("steward_visit_id", "unknown", *text)])
    row = work.add(OpeningDate(facility_id=facility.id, **draft.model_dump()))
    work.audit("opening_date.create", row, facility_id=facility.id)
    promoted(work, facility)
    work.session.flush()
    return row


def date_removed(work: Work, facility_id: str, date_id: str, if_match: str | None) -> None:
    facility = run(work, facility_id)
    row = of_facility(work, facility, OpeningDate, date_id, if_match)
    work.audit("opening_date.remove", row, facility_id=facility.id)
    work.session.delete(row)


def opened(work: Work, facility_id: str, first: date, last: date) -> Sequence[OpeningShown]:
    """The windows of these days, closures cut out; with the visit each hangs on."""
    facility = seen(work, facility_id)
    if not 0 <= (last - first).days < LONGEST:
        raise Refusal("span_refused", field="to", limit=LONGEST)
    return [OpeningShown.model_validate(w) for w in openings(work.session, facility, first, last)]
