"""/facilities"""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Body, Query, Response

from matcher_api.access.roles import EVERYBODY, AccessRole
from matcher_api.calendars.moments import Day
from matcher_api.facilities import closures, free_slots, hours, service
from matcher_api.facilities.models import Facility
from matcher_api.facilities.rights import seen
from matcher_api.facilities.shapes import (
    ClosureAnswer,
    ClosureDraft,
    ClosureShown,
    DateDraft,
    DateShown,
    FacilityChange,
    FacilityDraft,
    FacilityShown,
    FeeDraft,
    FeeShown,
    ModeDraft,
    OpeningShown,
    RuleDraft,
    RuleShown,
    SheetShown,
    SlotShown,
)
from matcher_api.facilities.sheet import sheet
from matcher_api.web.etag import IfMatch, tag
from matcher_api.web.paging import Page, PagingOf
from matcher_api.web.router import resource
from matcher_api.web.work import Work, WorkOf, allow

router: APIRouter = resource("/facilities", "facilities")

RUNS = (AccessRole.COORDINATOR, AccessRole.UNIT)
First = Annotated[Day, Query(alias="from")]
Last = Annotated[Day, Query(alias="to", description="Included")]
OneId = Annotated[str | None, Query(max_length=32)]


def _answer(work: Work, facility: Facility, response: Response) -> FacilityShown:
    tag(response, facility)
    return service.shown(work, [facility])[0]


@router.get("", dependencies=allow(*EVERYBODY))
def list_facilities(
    work: WorkOf,
    paging: PagingOf,
    community_id: OneId = None,
    organisation_id: OneId = None,
    mode: Annotated[str | None, Query(max_length=40, description="Those that can be used for this")] = None,
) -> Page[FacilityShown]:
    """The facilities of the login's communities; a unit sees its own."""
    return service.listed(work, paging, community_id=community_id, organisation_id=organisation_id, mode=mode)


@router.post("", status_code=201, dependencies=allow(*RUNS))
def create_facility(work: WorkOf, draft: FacilityDraft, response: Response) -> FacilityShown:
    """A room, yard or car park with its modes; a unit adds its own."""
    return _answer(work, service.created(work, draft), response)


@router.get("/{facility_id}", dependencies=allow(*EVERYBODY))
def get_facility(work: WorkOf, facility_id: str, response: Response) -> FacilityShown:
    return _answer(work, seen(work, facility_id), response)


@router.patch("/{facility_id}", dependencies=allow(*RUNS))
def change_facility(
    work: WorkOf, facility_id: str, change: FacilityChange, response: Response, if_match: IfMatch = None
) -> FacilityShown:
    """What is booked already stays booked."""
    return _answer(work, service.changed(work, facility_id, change, if_match), response)


@router.delete("/{facility_id}", status_code=204, dependencies=allow(*RUNS))
def withdraw_facility(work: WorkOf, facility_id: str, if_match: IfMatch = None) -> None:
    """Takes it out of use (`state` withdrawn); refused while something is booked or planned in it."""
    service.withdrawn(work, facility_id, if_match)


@router.put("/{facility_id}/modes", dependencies=allow(*RUNS))
def set_modes(
    work: WorkOf,
    facility_id: str,
    modes: Annotated[list[ModeDraft], Body(min_length=1, max_length=50)],
    response: Response,
    if_match: IfMatch = None,
) -> FacilityShown:
    """What it can be used for and for how many; all at once, at the version of the facility."""
    return _answer(work, service.modes_set(work, facility_id, modes, if_match), response)


@router.get("/{facility_id}/fees", dependencies=allow(*EVERYBODY))
def get_fees(work: WorkOf, facility_id: str, response: Response) -> list[FeeShown]:
    """Prices of an hour in cents by mode and concession class; none: free. Volunteering is never paid: these are
    fees for rooms alone."""
    tag(response, seen(work, facility_id))
    return service.fees(work, facility_id)


@router.put("/{facility_id}/fees", dependencies=allow(*RUNS))
def set_fees(
    work: WorkOf,
    facility_id: str,
    fees: Annotated[list[FeeDraft], Body(max_length=300)],
    response: Response,
    if_match: IfMatch = None,
) -> list[FeeShown]:
    """All at once, at the version of the facility; bookings keep the fee they were told."""
    tag(response, service.fees_set(work, facility_id, fees, if_match))
    return service.fees(work, facility_id)


@router.get("/{facility_id}/opening-rules", dependencies=allow(*EVERYBODY))
def list_rules(work: WorkOf, facility_id: str, paging: PagingOf) -> Page[RuleShown]:
    return hours.rules(work, facility_id, paging)


@router.post("/{facility_id}/opening-rules", status_code=201, dependencies=allow(*RUNS))
def add_rule(work: WorkOf, facility_id: str, draft: RuleDraft, response: Response) -> RuleShown:
    rule = hours.rule_added(work, facility_id, draft)
    tag(response, rule)
    return RuleShown.model_validate(rule)


@router.put("/{facility_id}/opening-rules/{rule_id}", dependencies=allow(*RUNS))
def set_rule(
    work: WorkOf, facility_id: str, rule_id: str, draft: RuleDraft, response: Response, if_match: IfMatch = None
) -> RuleShown:
    """What is booked already stays booked: only a closure takes it away."""
    rule = hours.rule_set(work, facility_id, rule_id, draft, if_match)
    tag(response, rule)
    return RuleShown.model_validate(rule)


@router.delete("/{facility_id}/opening-rules/{rule_id}", status_code=204, dependencies=allow(*RUNS))
def remove_rule(work: WorkOf, facility_id: str, rule_id: str, if_match: IfMatch = None) -> None:
    hours.rule_removed(work, facility_id, rule_id, if_match)


@router.get("/{facility_id}/opening-dates", dependencies=allow(*EVERYBODY))
def list_dates(work: WorkOf, facility_id: str, paging: PagingOf) -> Page[DateShown]:
    return hours.dates(work, facility_id, paging)


@router.post("/{facility_id}/opening-dates", status_code=201, dependencies=allow(*RUNS))
def add_date(work: WorkOf, facility_id: str, draft: DateDraft, response: Response) -> DateShown:
    """Open once, besides the rules; with a steward visit, only if that takes place."""
    row = hours.date_added(work, facility_id, draft)
    tag(response, row)
    return DateShown.model_validate(row)


@router.delete("/{facility_id}/opening-dates/{date_id}", status_code=204, dependencies=allow(*RUNS))
def remove_date(work: WorkOf, facility_id: str, date_id: str, if_match: IfMatch = None) -> None:
    hours.date_removed(work, facility_id, date_id, if_match)


@router.get("/{facility_id}/closures", dependencies=allow(*EVERYBODY))
def list_closures(work: WorkOf, facility_id: str, paging: PagingOf) -> Page[ClosureShown]:
    return closures.closures(work, facility_id, paging)


@router.post(
    "/{facility_id}/closures",
    status_code=201,
    dependencies=allow(*RUNS),
    responses={200: {"model": ClosureAnswer, "description": "A dry run: nothing was kept"}},
)
def close_facility(
    work: WorkOf,
    facility_id: str,
    draft: ClosureDraft,
    response: Response,
    dry_run: Annotated[bool, Query(description="Only say who would be hit")] = False,
) -> ClosureAnswer:
    """Closes the facility: bookings become `displaced` and their residents are told; published visits lose the room
    and wait to be planned anew."""
    closure, hit = closures.closed(work, facility_id, draft, dry_run=dry_run)
    if closure is None:
        response.status_code = 200
        return ClosureAnswer(closure=None, hit=hit)
    tag(response, closure)
    return ClosureAnswer(closure=ClosureShown.model_validate(closure), hit=hit)


@router.post("/{facility_id}/closures/{closure_id}/cancel", dependencies=allow(*RUNS))
def cancel_closure(work: WorkOf, facility_id: str, closure_id: str, response: Response) -> ClosureShown:
    """The hours count again, and who waits may get them; what was displaced is not brought back."""
    closure = closures.reopened(work, facility_id, closure_id)
    tag(response, closure)
    return ClosureShown.model_validate(closure)


@router.get("/{facility_id}/openings", dependencies=allow(*EVERYBODY))
def list_openings(work: WorkOf, facility_id: str, first: First, last: Last) -> list[OpeningShown]:
    """When it is open on these days (at most 366), by rules, dates and calendar, closures cut out."""
    return list(hours.opened(work, facility_id, first, last))


@router.get("/{facility_id}/free-slots", dependencies=allow(*EVERYBODY))
def list_free_slots(
    work: WorkOf,
    facility_id: str,
    first: First,
    last: Last,
    mode: Annotated[str, Query(min_length=1, max_length=40)],
    minutes: Annotated[int, Query(ge=1, le=1440)] = 60,
    people: Annotated[int, Query(ge=1, le=1_000_000)] = 1,
) -> list[SlotShown]:
    """Slots that can still be booked on these days (at most 31), every 15 minutes: open, beside what is booked and
    planned, within the capacity, a changeover away from other modes."""
    return free_slots.free_slots(work, facility_id, first=first, last=last, mode=mode, minutes=minutes, people=people)


@router.get("/{facility_id}/sheet", dependencies=allow(AccessRole.COORDINATOR, AccessRole.CLERK, AccessRole.UNIT))
def get_sheet(
    work: WorkOf, facility_id: str, day: Annotated[Day | None, Query(description="Today")] = None
) -> SheetShown:
    """Who comes on this day, for the gate: times, people, masked names."""
    return sheet(work, facility_id, day)
