"""A run under way as its row shows it: progress, heartbeat, and whether somebody asked to stop."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime

from sqlalchemy import Engine
from sqlmodel import Session, col, func, select

from matcher.result import Progress
from matcher_api.database.engine import writing
from matcher_api.runs.lease import Lease, beat, changed
from matcher_api.runs.models import Run, RunProgress
from matcher_api.runs.states import RunState

LOOK_SECONDS = 0.5
"""How often the row is asked whether to stop."""
WRITE_SECONDS = 1.0
"""Progress is written at most so often; what comes faster replaces what waits."""
GRACE_EMPTY = 2.0
"""A solve that is asked to stop before it has a roster is killed after so long ..."""
GRACE_FOUND = 20.0
"""... one that has something to keep after so long."""
OVERDUE_SECONDS = 300.0
"""Beyond its limit, for building routes and proofs; then the solver hangs."""


class Watched:
    """One attempt of a run. Seconds here are of this process's own stopwatch; `now` dates the rows."""

    def __init__(self, engine: Engine, lease: Lease, *, now: Callable[[], datetime], lease_seconds: float) -> None:
        self._engine, self._lease, self._now = engine, lease, now
        self._every = min(lease_seconds / 3, 5.0)
        self.pause = min(LOOK_SECONDS, self._every)
        self._began = self._looked = self._beaten = time.monotonic()
        self._written = 0.0
        self._waiting: Progress | None = None
        self._stopping: float | None = None
        self._found = self.stop_asked_first = False
        self._number = 0

    def begun(self, problem_hash: str) -> bool:
        """Names what is solved; False if the lease is lost already."""
        with Session(writing(self._engine)) as session:
            query = select(func.max(col(RunProgress.number))).where(RunProgress.run_id == self._lease.run_id)
            self._number = session.exec(query).one() or 0
            won = changed(session, self._lease.held, problem_hash=problem_hash, heartbeat_at=self._now())
            session.commit()
        return won

    def note(self, told: Progress) -> None:
        self._found, self._waiting = True, told
        if time.monotonic() - self._written >= WRITE_SECONDS:
            self.note_last()

    def note_last(self) -> None:
        """Writes what waits."""
        told, self._waiting = self._waiting, None
        if told is None:
            return
        self._written = self._beaten = time.monotonic()
        self._number += 1
        seen = {"stage": told.stage, "seconds": told.seconds, "objective": told.objective, "bound": told.bound}
        with Session(writing(self._engine)) as session:
            if not changed(session, self._lease.held, heartbeat_at=self._now(), **seen):
                return  # lost: `looked` says so next
            line = {"run_id": self._lease.run_id, "number": self._number, "attempt": self._lease.attempt, **seen}
            session.add(RunProgress.model_validate(line))
            session.commit()

    def looked(self) -> bool:
        """Beats and reads when it is time to; False once the lease is lost."""
        self.stop_asked_first = False
        clock = time.monotonic()
        if clock - self._looked < self.pause:
            return True
        self._looked = clock
        if self._waiting is not None and clock - self._written >= WRITE_SECONDS:
            self.note_last()
        if clock - self._beaten >= self._every:
            self._beaten = clock
            with Session(writing(self._engine)) as session:
                if not beat(session, self._lease, self._now()):
                    return False
                session.commit()
        with Session(self._engine) as session:
            asked = session.exec(select(Run.stop_asked).where(self._lease.held)).first()
        if asked and self._stopping is None:
            self._stopping, self.stop_asked_first = clock, True
        return asked is not None

    def patience_over(self, time_limit: float | None) -> bool:
        """Whether it was asked to stop, or should have ended, too long ago."""
        clock = time.monotonic()
        if self._stopping is not None:
            return clock - self._stopping > (GRACE_FOUND if self._found else GRACE_EMPTY)
        return time_limit is not None and clock - self._began > time_limit + OVERDUE_SECONDS

    def given_back(self) -> None:
        """The service closes: the attempt does not count, the next one takes it at once."""
        with Session(writing(self._engine)) as session:
            changed(
                session,
                self._lease.held,
                state=RunState.QUEUED,
                owner=None,
                heartbeat_at=None,
                attempt=self._lease.attempt - 1,
                version=col(Run.version) + 1,
            )
            session.commit()
