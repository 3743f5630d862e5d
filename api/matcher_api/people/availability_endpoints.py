"""/volunteers/{id}/availability and /volunteers/{id}/free"""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Response

from matcher_api.calendars.moments import Day, Moment
from matcher_api.people import availability
from matcher_api.people.availability_shapes import (
    DateChange,
    DateDraft,
    DateShown,
    FreeShown,
    RuleChange,
    RuleDraft,
    RuleShown,
)
from matcher_api.people.endpoints import SELF
from matcher_api.people.models import AvailabilityDate
from matcher_api.people.record_endpoints import KNOWING
from matcher_api.people.seen import known
from matcher_api.web.etag import IfMatch, tag
from matcher_api.web.paging import Page, PagingOf
from matcher_api.web.router import resource
from matcher_api.web.work import Work, WorkOf, allow

router: APIRouter = resource("/volunteers/{person_id}", "volunteers")


def _dated(work: Work, row: AvailabilityDate, response: Response) -> DateShown:
    tag(response, row)
    return availability.date_shown(row, availability.zone_of(work, known(work, row.person_id)))


@router.get("/availability/rules", dependencies=allow(*KNOWING))
def list_availability_rules(work: WorkOf, person_id: str, paging: PagingOf) -> Page[RuleShown]:
    return availability.rules(work, person_id, paging)


@router.post("/availability/rules", status_code=201, dependencies=allow(*SELF))
def add_availability_rule(work: WorkOf, person_id: str, draft: RuleDraft, response: Response) -> RuleShown:
    """Free every week; `days` follows the calendar, so that 调休 days count as working days."""
    rule = availability.rule_added(work, person_id, draft)
    tag(response, rule)
    return RuleShown.model_validate(rule)


@router.patch("/availability/rules/{rule_id}", dependencies=allow(*SELF))
def change_availability_rule(
    work: WorkOf, person_id: str, rule_id: str, change: RuleChange, response: Response, if_match: IfMatch = None
) -> RuleShown:
    rule = availability.rule_changed(work, person_id, rule_id, change, if_match)
    tag(response, rule)
    return RuleShown.model_validate(rule)


@router.delete("/availability/rules/{rule_id}", status_code=204, dependencies=allow(*SELF))
def remove_availability_rule(work: WorkOf, person_id: str, rule_id: str, if_match: IfMatch = None) -> None:
    availability.rule_removed(work, person_id, rule_id, if_match)


@router.get("/availability/dates", dependencies=allow(*KNOWING))
def list_availability_dates(
    work: WorkOf,
    person_id: str,
    paging: PagingOf,
    since: Annotated[Moment | None, Query(alias="from", description="Without those that ended before")] = None,
) -> Page[DateShown]:
    return availability.dates(work, person_id, paging, since)


@router.post("/availability/dates", status_code=201, dependencies=allow(*SELF))
def add_availability_date(work: WorkOf, person_id: str, draft: DateDraft, response: Response) -> DateShown:
    """Free once, or away. An absence takes nothing back that was accepted: withdraw that, or ask for a stand-in."""
    return _dated(work, availability.date_added(work, person_id, draft), response)


@router.patch("/availability/dates/{date_id}", dependencies=allow(*SELF))
def change_availability_date(
    work: WorkOf, person_id: str, date_id: str, change: DateChange, response: Response, if_match: IfMatch = None
) -> DateShown:
    return _dated(work, availability.date_changed(work, person_id, date_id, change, if_match), response)


@router.delete("/availability/dates/{date_id}", status_code=204, dependencies=allow(*SELF))
def remove_availability_date(work: WorkOf, person_id: str, date_id: str, if_match: IfMatch = None) -> None:
    availability.date_removed(work, person_id, date_id, if_match)


@router.get("/free", dependencies=allow(*KNOWING))
def free(
    work: WorkOf,
    person_id: str,
    first: Annotated[Day, Query(alias="from")],
    last: Annotated[Day, Query(alias="to", description="Included; at most 366 days")],
) -> FreeShown:
    """When the person is free on these days, as planning sees it."""
    return availability.free(work, person_id, first, last)
