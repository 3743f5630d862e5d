"""/calendar"""

from __future__ import annotations

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Query, Response

from matcher_api.access.roles import EVERYBODY, AccessRole
from matcher_api.calendars import service
from matcher_api.calendars.shapes import CalendarShown, DayChange, DayDraft, DayRow, TermChange, TermDraft, TermShown
from matcher_api.web.etag import IfMatch, tag
from matcher_api.web.paging import Page, PagingOf
from matcher_api.web.router import resource
from matcher_api.web.work import WorkOf, allow

router: APIRouter = resource("/calendar", "calendar")

CommunityId = Annotated[str | None, Query(max_length=32, description="Empty: the only one the login belongs to")]


@router.get("", dependencies=allow(*EVERYBODY))
def get_calendar(
    work: WorkOf,
    first: Annotated[date, Query(alias="from")],
    last: Annotated[date, Query(alias="to", description="Included; at most 366 days")],
    community_id: CommunityId = None,
) -> CalendarShown:
    """Every day as rules see it: workday or restday, its holiday's name, whether school teaches."""
    return service.shown(work, community_id, first, last)


@router.get("/days", dependencies=allow(*EVERYBODY))
def list_days(work: WorkOf, paging: PagingOf, community_id: CommunityId = None) -> Page[DayRow]:
    """The exceptions to the week: of the country, and the community's own, which stand for the country's."""
    return service.days_listed(work, community_id, paging)


@router.post("/days", status_code=201, dependencies=allow(AccessRole.COORDINATOR))
def add_day(work: WorkOf, draft: DayDraft, response: Response) -> DayRow:
    row = service.day_added(work, draft)
    tag(response, row)
    return DayRow.model_validate(row)


@router.patch("/days/{day_id}", dependencies=allow(AccessRole.COORDINATOR))
def change_day(work: WorkOf, day_id: str, change: DayChange, response: Response, if_match: IfMatch = None) -> DayRow:
    row = service.day_changed(work, day_id, change, if_match)
    tag(response, row)
    return DayRow.model_validate(row)


@router.delete("/days/{day_id}", status_code=204, dependencies=allow(AccessRole.COORDINATOR))
def remove_day(work: WorkOf, day_id: str, if_match: IfMatch = None) -> None:
    """The country's day, or the weekday, counts again."""
    service.day_removed(work, day_id, if_match)


@router.get("/terms", dependencies=allow(*EVERYBODY))
def list_terms(work: WorkOf, paging: PagingOf, community_id: CommunityId = None) -> Page[TermShown]:
    return service.terms_listed(work, community_id, paging)


@router.post("/terms", status_code=201, dependencies=allow(AccessRole.COORDINATOR))
def add_term(work: WorkOf, draft: TermDraft, response: Response) -> TermShown:
    """A school term; terms do not overlap."""
    term = service.term_added(work, draft)
    tag(response, term)
    return TermShown.model_validate(term)


@router.patch("/terms/{term_id}", dependencies=allow(AccessRole.COORDINATOR))
def change_term(
    work: WorkOf, term_id: str, change: TermChange, response: Response, if_match: IfMatch = None
) -> TermShown:
    term = service.term_changed(work, term_id, change, if_match)
    tag(response, term)
    return TermShown.model_validate(term)


@router.delete("/terms/{term_id}", status_code=204, dependencies=allow(AccessRole.COORDINATOR))
def remove_term(work: WorkOf, term_id: str, if_match: IfMatch = None) -> None:
    service.term_removed(work, term_id, if_match)
