"""Takes runs from the queue and sees each through: one thread, one solve at a time, the row tells the truth."""

from __future__ import annotations

import os
import secrets
import socket
import threading
from collections.abc import Callable
from datetime import datetime

import structlog
from sqlalchemy import Engine
from sqlmodel import Session

from matcher.errors import InvalidProblem
from matcher.result import Progress
from matcher_api.database.engine import writing
from matcher_api.errors import Refusal
from matcher_api.operations import logs
from matcher_api.runs import outcome
from matcher_api.runs.given import Given, given
from matcher_api.runs.lease import ATTEMPTS, Lease, take, waiting
from matcher_api.runs.models import Run
from matcher_api.runs.solving import Start
from matcher_api.runs.task import Crashed, Ended, Nothing, Solved, Unsolvable, faults_of
from matcher_api.runs.watched import Watched
from matcher_api.settings import Settings

IDLE_SECONDS = 1.0
"""How often the queue is looked at where nobody calls."""
log = structlog.get_logger()


class Runner:
    """`now` dates the rows (leases too); `start` begins a solve. Close it: what it solves goes back to the queue."""

    def __init__(self, engine: Engine, settings: Settings, *, now: Callable[[], datetime], start: Start) -> None:
        self._engine, self._settings, self._now, self._start = engine, settings, now, start
        self.owner = f"{socket.gethostname()[:40]}:{os.getpid()}:{secrets.token_hex(4)}"
        self._closing, self._call = threading.Event(), threading.Event()
        self._thread = threading.Thread(target=self._work, name="runner", daemon=True)

    def open(self) -> None:
        self._thread.start()

    def wake(self) -> None:
        self._call.set()

    def close(self) -> None:
        self._closing.set()
        self._call.set()
        self._thread.join()

    def _work(self) -> None:
        while not self._closing.is_set():
            try:
                if self.once():
                    continue
            except Exception as error:  # the database is away: wait, and try again
                log.error("runner", **logs.told(error))
            self._call.wait(IDLE_SECONDS)
            self._call.clear()

    def once(self) -> bool:
        """Takes one run and sees it through; False where there was none to take."""
        lease = self._taken()
        if lease is None:
            return False
        log.info("run taken", run=lease.run_id, attempt=lease.attempt)
        ended = self._seen_through(lease)
        if ended is not None:
            log.info("run ended", run=lease.run_id, how=type(ended[1]).__name__)
            self._stored(lease, *ended)
        return True

    def _taken(self) -> Lease | None:
        now, seconds = self._now(), self._settings.lease_seconds
        with Session(self._engine) as session:
            free = waiting(session, now, seconds)
        for run_id, attempt, stop_asked in free:
            with Session(writing(self._engine)) as session:
                lease = take(session, run_id, attempt, self.owner, now, seconds)
                if lease is None:
                    continue
                if attempt >= ATTEMPTS or stop_asked:  # its service died with it once too often, or nobody wants it
                    run = outcome.held(session, lease)
                    assert run is not None  # just taken, in this transaction
                    run.attempt = attempt
                    outcome.tried_again(session, run, now=now)
                    lease = None
                session.commit()
            if lease is not None:
                return lease
        return None

    def _seen_through(self, lease: Lease) -> tuple[Given | None, Ended] | None:
        """What came out; None where the lease was lost or the service closes (then nothing is stored)."""
        try:
            with Session(self._engine) as session:
                asked = given(session, lease.run_id, now=self._now())
        except InvalidProblem as error:
            return None, Unsolvable(faults_of(error))
        except Refusal as refusal:
            return None, Unsolvable((("", refusal.code, refusal.zh, refusal.en),))
        except Exception as error:  # nobody foresaw it; what others change meanwhile may mend it
            log.error("problem not read", run=lease.run_id, **logs.told(error))
            return None, Crashed(type(error).__name__)
        watched = Watched(self._engine, lease, now=self._now, lease_seconds=self._settings.lease_seconds)
        if not watched.begun(asked.problem_hash):
            return None
        solving = self._start(asked.task)
        try:
            while True:
                told = solving.next(watched.pause)
                if isinstance(told, Progress):
                    watched.note(told)
                elif told is not None:
                    watched.note_last()
                    return asked, told
                if self._closing.is_set():
                    watched.given_back()
                    return None
                if not watched.looked():
                    return None
                if watched.stop_asked_first:
                    solving.stop()
                if watched.patience_over(asked.task.time_limit):
                    return asked, Crashed("overdue")
        finally:
            solving.close()

    def _stored(self, lease: Lease, asked: Given | None, ended: Ended) -> None:
        try:
            with Session(writing(self._engine)) as session:
                self._ending(session, lease, asked, ended)
                session.commit()
        except Exception as error:  # what was solved no longer fits the tables: solve what they hold now
            log.error("result not stored", run=lease.run_id, **logs.told(error))
            with Session(writing(self._engine)) as session:
                self._ending(session, lease, None, Crashed("not stored"))
                session.commit()

    def _ending(self, session: Session, lease: Lease, asked: Given | None, ended: Ended) -> None:
        run: Run | None = outcome.held(session, lease)
        if run is None:
            return  # somebody else has it now
        now = self._now()
        if isinstance(ended, Solved):
            assert asked is not None
            outcome.finished(session, run, ended, asked, now=now, settings=self._settings)
        elif isinstance(ended, Unsolvable):
            outcome.failed(session, run, outcome.unsolvable(ended), now=now)
        elif isinstance(ended, Nothing):
            outcome.failed(session, run, Refusal("run_empty"), now=now)
        elif ended.again:
            log.warning("solver ended", run=run.id, what=ended.what, attempt=run.attempt)
            outcome.tried_again(session, run, now=now)
        else:
            log.error("solver failed", run=run.id, what=ended.what)
            outcome.failed(session, run, Refusal("run_died", attempts=run.attempt), now=now)
