"""/rosters"""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Response

from matcher_api.access.roles import OFFICE, AccessRole
from matcher_api.rosters import editing, judging, pins, publishing, service, windows
from matcher_api.rosters.seen import READERS, seen
from matcher_api.rosters.shapes import (
    DiffShown,
    Judged,
    Layer,
    LayerShown,
    PinDraft,
    PinShown,
    PlannedDraft,
    PlannedShown,
    Publishing,
    RosterChange,
    RosterDraft,
    RosterShown,
    VersionShown,
    WindowsShown,
)
from matcher_api.web.etag import IfMatch, tag
from matcher_api.web.paging import Page, PagingOf
from matcher_api.web.router import resource
from matcher_api.web.work import WorkOf, allow

router: APIRouter = resource("/rosters", "rosters")
pin_router: APIRouter = resource("/visits/{visit_id}/pins", "rosters")
READING, CHANGING = allow(*READERS), allow(AccessRole.COORDINATOR)


@router.get("", dependencies=READING)
def list_rosters(work: WorkOf, paging: PagingOf) -> Page[RosterShown]:
    """Rosters of the communities the login belongs to."""
    return service.listed(work, paging)


@router.post("", status_code=201, dependencies=CHANGING)
def create_roster(work: WorkOf, draft: RosterDraft, response: Response) -> RosterShown:
    """An empty draft; ask for a run to fill it."""
    roster = service.created(work, draft)
    tag(response, roster)
    return service.shown(roster)


@router.get("/{roster_id}", dependencies=READING)
def get_roster(work: WorkOf, roster_id: str, response: Response) -> RosterShown:
    roster = seen(work, roster_id)
    tag(response, roster)
    return service.shown(roster)


@router.patch("/{roster_id}", dependencies=CHANGING)
def change_roster(
    work: WorkOf, roster_id: str, change: RosterChange, response: Response, if_match: IfMatch = None
) -> RosterShown:
    roster = service.changed(work, roster_id, change, if_match)
    tag(response, roster)
    return service.shown(roster)


@router.post("/{roster_id}/review", dependencies=CHANGING)
def review_roster(work: WorkOf, roster_id: str, response: Response, if_match: IfMatch = None) -> RosterShown:
    """Marks the draft as looked through; any change takes the mark away."""
    roster = service.stepped(work, roster_id, "review", if_match)
    tag(response, roster)
    return service.shown(roster)


@router.post("/{roster_id}/close", dependencies=CHANGING)
def close_roster(work: WorkOf, roster_id: str, response: Response, if_match: IfMatch = None) -> RosterShown:
    """Nothing of it can be changed any more; its versions stay."""
    roster = service.stepped(work, roster_id, "close", if_match)
    tag(response, roster)
    return service.shown(roster)


@router.get("/{roster_id}/windows", dependencies=READING)
def get_windows(work: WorkOf, roster_id: str) -> WindowsShown:
    """History, frozen, published, draft, unplanned."""
    return windows.shown(work, seen(work, roster_id))


@router.get("/{roster_id}/layers/{layer}", dependencies=READING)
def get_layer(work: WorkOf, roster_id: str, layer: Layer, response: Response) -> LayerShown:
    """The draft, or what is published: visits in order of start, with their people; the roster's ETag."""
    roster = seen(work, roster_id)
    tag(response, roster)
    return service.layer_shown(work, roster, layer)


@router.get("/{roster_id}/layers/{layer}/judgement", dependencies=READING)
def judge_layer(work: WorkOf, roster_id: str, layer: Layer) -> Judged:
    """Points by rule, and every hard rule that is broken."""
    return judging.judged(work, seen(work, roster_id), layer)


@router.put("/{roster_id}/draft/visits/{visit_id}", dependencies=CHANGING)
def place_visit(
    work: WorkOf, roster_id: str, visit_id: str, draft: PlannedDraft, response: Response, if_match: IfMatch = None
) -> PlannedShown:
    """Puts a visit into the draft by hand, or changes it there: start, facility, people. If-Match is the roster's."""
    roster, row = editing.placed(work, roster_id, visit_id, draft, if_match)
    tag(response, roster)
    return service.planned_shown(work, roster, [row], "draft")[0]


@router.delete("/{roster_id}/draft/visits/{visit_id}", status_code=204, dependencies=CHANGING)
def leave_visit_out(work: WorkOf, roster_id: str, visit_id: str, response: Response, if_match: IfMatch = None) -> None:
    """Takes a visit out of the draft. If-Match is the roster's."""
    tag(response, editing.removed(work, roster_id, visit_id, if_match))


@router.get("/{roster_id}/diff", dependencies=READING)
def diff_roster(work: WorkOf, roster_id: str) -> DiffShown:
    """Who gains, loses and moves if the draft is published."""
    return judging.differing(work, seen(work, roster_id))


@router.post("/{roster_id}/publish", status_code=201, dependencies=CHANGING)
def publish_roster(work: WorkOf, roster_id: str, asked: Publishing, if_match: IfMatch = None) -> VersionShown:
    """Publishes the draft as the next version, with If-Match of the roster as it was seen. A draft that breaks a hard
    rule is refused with what it breaks, unless `override` says why: the reason is recorded."""
    return VersionShown.model_validate(publishing.published(work, roster_id, asked, if_match))


@router.get("/{roster_id}/versions", dependencies=READING)
def list_versions(work: WorkOf, roster_id: str, paging: PagingOf) -> Page[VersionShown]:
    """Frozen states, oldest first."""
    return service.versions(work, seen(work, roster_id), paging)


@router.get("/{roster_id}/versions/{number}", dependencies=READING)
def get_version(work: WorkOf, roster_id: str, number: Annotated[int, Path(ge=1, le=2**31 - 1)]) -> VersionShown:
    return VersionShown.model_validate(service.version(work, seen(work, roster_id), number))


@pin_router.get("", dependencies=allow(*OFFICE))
def list_pins(work: WorkOf, visit_id: str, paging: PagingOf) -> Page[PinShown]:
    """What is fixed about a visit, by whom and why."""
    page = pins.listed(work, visit_id, paging)
    return Page(items=[PinShown.model_validate(p) for p in page.items], next=page.next)


@pin_router.post("", status_code=201, dependencies=CHANGING)
def pin_visit(work: WorkOf, visit_id: str, draft: PinDraft, response: Response) -> PinShown:
    """Fixes a person, a start or a facility for every later solve. A pinned person is still asked, and free to
    decline."""
    pin = pins.made(work, visit_id, draft)
    tag(response, pin)
    return PinShown.model_validate(pin)


@pin_router.delete("/{pin_id}", status_code=204, dependencies=CHANGING)
def unpin_visit(work: WorkOf, visit_id: str, pin_id: str, if_match: IfMatch = None) -> None:
    pins.removed(work, visit_id, pin_id, if_match)
