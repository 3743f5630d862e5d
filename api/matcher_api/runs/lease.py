"""Who carries out a run: whoever holds its lease. One UPDATE takes it, so that two services never hold it together."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, or_, update
from sqlmodel import Session, col, select

from matcher_api.runs.models import Run
from matcher_api.runs.states import RunState

ATTEMPTS = 3
"""So often a run is tried before it counts as failed."""


@dataclass(frozen=True, slots=True)
class Lease:
    """A run that `owner` carries out, for the `attempt`-th time."""

    run_id: str
    owner: str
    attempt: int

    @property
    def held(self) -> ColumnElement[bool]:
        return and_(
            col(Run.id) == self.run_id,
            col(Run.owner) == self.owner,
            col(Run.state) == RunState.RUNNING,
            col(Run.attempt) == self.attempt,
        )


def free(now: datetime, lease_seconds: float) -> ColumnElement[bool]:
    """Runs somebody should take: queued, or left behind by a service that no longer beats."""
    old = now - timedelta(seconds=lease_seconds)
    return or_(
        col(Run.state) == RunState.QUEUED,
        and_(col(Run.state) == RunState.RUNNING, col(Run.heartbeat_at) < old),
    )


def waiting(session: Session, now: datetime, lease_seconds: float) -> list[tuple[str, int, bool]]:
    """(id, attempt, stop asked) of free runs, the oldest first."""
    query = select(Run.id, Run.attempt, Run.stop_asked)
    found = session.exec(query.where(free(now, lease_seconds)).order_by(col(Run.id)).limit(10)).all()
    return [(i, a, stop) for i, a, stop in found]


def take(session: Session, run_id: str, attempt: int, owner: str, now: datetime, lease_seconds: float) -> Lease | None:
    """The lease, if nobody else took it first; `attempt` is the one seen when choosing the run."""
    lease = Lease(run_id, owner, attempt + 1)
    won = changed(
        session,
        and_(col(Run.id) == run_id, col(Run.attempt) == attempt, free(now, lease_seconds)),
        state=RunState.RUNNING,
        owner=owner,
        heartbeat_at=now,
        attempt=attempt + 1,
        started_at=now,
        version=col(Run.version) + 1,
    )
    return lease if won else None


def beat(session: Session, lease: Lease, now: datetime) -> bool:
    """Renews the lease; False if it is lost. The row's version stays: nothing that people see changed."""
    return changed(session, lease.held, heartbeat_at=now)


def changed(session: Session, where: ColumnElement[bool], **values: Any) -> bool:
    """Whether exactly the one row meant was changed."""
    result = session.connection().execute(update(Run).where(where).values(**values))
    return result.rowcount == 1
