"""/solve-runs"""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Annotated

from fastapi import APIRouter, Depends, Header, Query, Request, Response
from fastapi.sse import EventSourceResponse, ServerSentEvent

from matcher_api.access.roles import AccessRole
from matcher_api.runs import service
from matcher_api.runs.events import events
from matcher_api.runs.shapes import ProofShown, RunDraft, RunShown, RunWithProgress
from matcher_api.runs.states import RunState
from matcher_api.web.etag import tag
from matcher_api.web.paging import Page, PagingOf
from matcher_api.web.router import resource
from matcher_api.web.work import WorkOf, allow

router: APIRouter = resource("/solve-runs", "solve-runs")


@router.post("", status_code=202, dependencies=allow(AccessRole.COORDINATOR))
def ask_for_run(work: WorkOf, draft: RunDraft, request: Request, response: Response) -> RunShown:
    """Queues a solve of a roster's draft; follow it at `Location` or by its events. One run a roster at a time."""
    run = service.asked(work, draft)
    work.after.append(request.app.state.wake_runner)
    response.headers["Location"] = f"/api/v1/solve-runs/{run.id}"
    tag(response, run)
    return service.shown(run)


@router.get("", dependencies=allow(*service.READERS))
def list_runs(
    work: WorkOf,
    paging: PagingOf,
    roster_id: Annotated[str | None, Query(max_length=32)] = None,
    state: RunState | None = None,
) -> Page[RunShown]:
    """Runs in the order they were asked for."""
    return service.listed(work, paging, roster_id, state)


@router.get("/{run_id}", dependencies=allow(*service.READERS))
def get_run(work: WorkOf, run_id: str, response: Response) -> RunWithProgress:
    """One run with the lines of its progress; `result` holds statuses, objective, bound and gap once it is done."""
    found = service.with_progress(work, run_id)
    response.headers["ETag"] = f'"{found.version}"'
    return found


@router.delete("/{run_id}", status_code=202, dependencies=allow(AccessRole.COORDINATOR))
def stop_run(work: WorkOf, run_id: str, response: Response) -> RunShown:
    """Stops a run: it ends soon and keeps the best roster found so far. One still in the queue is cancelled."""
    run = service.stopped(work, run_id)
    tag(response, run)
    return service.shown(run)


@router.get("/{run_id}/certificates", dependencies=allow(*service.READERS))
def get_certificates(work: WorkOf, run_id: str) -> ProofShown:
    """The proof of the bounds, once the run is done."""
    return service.proof(work, run_id)


def _followed(work: WorkOf, run_id: str) -> str:
    """Checked before the stream begins, while a refusal can still be answered."""
    return service.seen(work, run_id).id


@router.get("/{run_id}/events", response_class=EventSourceResponse, dependencies=allow(*service.READERS))
async def follow_run(
    request: Request,
    followed: Annotated[str, Depends(_followed)],
    last_event_id: Annotated[str, Header(alias="Last-Event-ID", max_length=9)] = "",
) -> AsyncIterator[ServerSentEvent]:
    """Server-sent events: `progress` (id: its number), `state`, and `end` with the whole run, after which the stream
    closes. Comes back where it was with `Last-Event-ID`."""
    last = int(last_event_id) if last_event_id.isdecimal() else 0
    async for event in events(request.app.state.engine, followed, last):
        yield event
