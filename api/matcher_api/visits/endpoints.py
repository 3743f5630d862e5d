"""/visits"""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Response

from matcher_api.access.roles import OFFICE, OVERSIGHT, AccessRole
from matcher_api.calendars.moments import Moment
from matcher_api.visits import calling_off, service
from matcher_api.visits.cancelling import cancelled, follow
from matcher_api.visits.shapes import Because, VisitCancelled, VisitChange, VisitDraft, VisitShown
from matcher_api.visits.showing import shown
from matcher_api.visits.states import VisitState
from matcher_api.web.etag import IfMatch, tag
from matcher_api.web.paging import Page, PagingOf
from matcher_api.web.router import resource
from matcher_api.web.texts import Line
from matcher_api.web.work import WorkOf, allow

router: APIRouter = resource("/visits", "visits")
READERS = (*OFFICE, *OVERSIGHT, AccessRole.RESIDENT, AccessRole.VOLUNTEER)
Text = Annotated[Line | None, Query(max_length=80)]


@router.get("", dependencies=allow(*READERS))
def list_visits(
    work: WorkOf,
    paging: PagingOf,
    state: Annotated[list[VisitState], Query(max_length=10, description="Any of these")] = [],  # noqa: B006
    since: Annotated[Moment | None, Query(alias="from", description="Windows that end after")] = None,
    until: Annotated[Moment | None, Query(alias="to", description="Windows that start before")] = None,
    community_id: Text = None,
    series: Text = None,
    service_code: Annotated[Line | None, Query(alias="service", max_length=80)] = None,
    request_id: Text = None,
) -> Page[VisitShown]:
    """Visits in order of making. The desk sees those of its community; residents their own; volunteers those they are
    asked for, with the place once they accepted; supervisor and street without place and person."""
    return service.listed(
        work,
        paging,
        states=state,
        since=since,
        until=until,
        community_id=community_id,
        series=series,
        service=service_code,
        request_id=request_id,
    )


@router.post("", status_code=201, dependencies=allow(AccessRole.COORDINATOR))
def create_visit(work: WorkOf, draft: VisitDraft, response: Response) -> VisitShown:
    """A visit without a request: a patrol, a class, a room for people. The catalogue's item fills what is left out;
    the house rules by service (two people, same sex, record checked) are added."""
    visit = service.created(work, draft)
    work.session.flush()
    tag(response, visit)
    return shown(work, [visit], door=True)[0]


@router.get("/{visit_id}", dependencies=allow(*READERS))
def get_visit(work: WorkOf, visit_id: str, response: Response) -> VisitShown:
    visit = service.seen(work, visit_id)
    tag(response, visit)
    return shown(work, [visit], door=True)[0]


@router.patch("/{visit_id}", dependencies=allow(AccessRole.COORDINATOR))
def change_visit(
    work: WorkOf, visit_id: str, change: VisitChange, response: Response, if_match: IfMatch = None
) -> VisitShown:
    """Judged as a whole with what stays, all faults at once. What people were told already must still fit (409)."""
    visit = service.changed(work, visit_id, change, if_match)
    tag(response, visit)
    return shown(work, [visit], door=True)[0]


@router.post("/{visit_id}/cancel", dependencies=allow(AccessRole.COORDINATOR, AccessRole.CLERK))
def cancel_visit(work: WorkOf, visit_id: str, because: Because, response: Response) -> VisitCancelled:
    """Everybody asked is released and told, rooms are given back; its request follows."""
    visit = service.held_for(work, visit_id, AccessRole.COORDINATOR, AccessRole.CLERK)
    done = cancelled(work, [visit], because.reason)
    follow(work, [visit])
    tag(response, visit)
    return VisitCancelled(
        visit=shown(work, [visit], door=True)[0],
        withdrawn=list(done.withdrawn),
        bookings=list(done.bookings),
        left_without=list(done.left_without),
    )


@router.post("/{visit_id}/call-off", dependencies=allow(AccessRole.COORDINATOR))
def call_off_visit(work: WorkOf, visit_id: str, because: Because, response: Response) -> VisitCancelled:
    """Too few can come: everybody is released and told once, rooms are given back; it waits for the next plan."""
    visit = service.held_for(work, visit_id, AccessRole.COORDINATOR)
    done = calling_off.called_off(work, visit, because.reason)
    tag(response, visit)
    return VisitCancelled(
        visit=shown(work, [visit], door=True)[0],
        withdrawn=list(done.withdrawn),
        bookings=list(done.bookings),
        left_without=list(done.left_without),
    )
