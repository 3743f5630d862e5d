"""/incidents"""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Response

from matcher_api.incidents import service
from matcher_api.incidents.models import Incident
from matcher_api.incidents.shapes import Closing, IncidentDraft, IncidentShown
from matcher_api.incidents.states import IncidentState
from matcher_api.web.etag import tag
from matcher_api.web.paging import Page, PagingOf
from matcher_api.web.router import resource
from matcher_api.web.texts import Id
from matcher_api.web.work import WorkOf, allow

router: APIRouter = resource("/incidents", "incidents")


def _one(incident: Incident, response: Response) -> IncidentShown:
    tag(response, incident)
    return service.shown([incident])[0]


@router.get("", dependencies=allow(*service.TELLERS))
def list_incidents(
    work: WorkOf,
    paging: PagingOf,
    state: IncidentState | None = None,
    visit_id: Annotated[Id | None, Query()] = None,
) -> Page[IncidentShown]:
    """The newest first: the desk sees its community's, others what they reported."""
    return service.listed(work, paging, state=state, visit_id=visit_id)


@router.post("", status_code=201, dependencies=allow(*service.TELLERS))
def report_incident(work: WorkOf, draft: IncidentDraft, response: Response) -> IncidentShown:
    """What went wrong at a visit: by who serves it, who is served, or the desk for somebody on the phone."""
    return _one(service.reported(work, draft), response)


@router.post("/{incident_id}/close", dependencies=allow(*service.DESK))
def close_incident(work: WorkOf, incident_id: str, closing: Closing, response: Response) -> IncidentShown:
    """Looked into; `note` says what was done."""
    return _one(service.stepped(work, incident_id, "close", closing.note), response)


@router.post("/{incident_id}/reopen", dependencies=allow(*service.DESK))
def reopen_incident(work: WorkOf, incident_id: str, closing: Closing, response: Response) -> IncidentShown:
    return _one(service.stepped(work, incident_id, "reopen", closing.note), response)
