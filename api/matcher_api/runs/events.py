"""What happens to a run as server-sent events: `progress` lines, `state` when it changes, `end` at last.

The database is read again and again (any service may carry out the run); ids of events are numbers of progress lines,
so that a client that comes back with `Last-Event-ID` misses nothing. Comments keep idle connections open.
"""

from __future__ import annotations

from collections.abc import AsyncIterator

import anyio
from fastapi.concurrency import run_in_threadpool
from fastapi.sse import ServerSentEvent
from sqlalchemy import Engine
from sqlmodel import Session

from matcher_api.runs.models import ACTIVE, Run
from matcher_api.runs.service import progress_after, progress_shown, shown
from matcher_api.runs.shapes import ProgressShown, RunShown

POLL_SECONDS = 0.5


def _look(engine: Engine, run_id: str, after: int) -> tuple[RunShown | None, list[ProgressShown]]:
    with Session(engine) as session:
        run = session.get(Run, run_id)  # before its progress: at the end nothing is missed
        if run is None:
            return None, []
        return shown(run), [progress_shown(p) for p in progress_after(session, run_id, after)]


async def events(engine: Engine, run_id: str, last: int) -> AsyncIterator[ServerSentEvent]:
    """Until the run is over; `last`: number of the last progress line the client has."""
    state = ""
    while True:
        run, lines = await run_in_threadpool(_look, engine, run_id, last)
        for line in lines:
            last = line.number
            yield ServerSentEvent(event="progress", id=str(last), data=line)
        if run is None:
            return
        if run.state != state:
            state = run.state
            yield ServerSentEvent(event="state", data={"state": state, "attempt": run.attempt})
        if state not in ACTIVE:
            yield ServerSentEvent(event="end", data=run)
            return
        await anyio.sleep(POLL_SECONDS)
