"""Looks once a minute, in the service that also takes runs: for no-shows of rooms, and for people to be asked whether
they still come."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime

import structlog
from sqlalchemy import Engine
from sqlmodel import Session

from matcher_api.access.actor import ANONYMOUS
from matcher_api.assignments.reconfirming import asked
from matcher_api.bookings.no_show import release_late
from matcher_api.database.engine import writing
from matcher_api.operations.logs import told
from matcher_api.settings import Settings
from matcher_api.web.work import Work

EVERY_SECONDS = 60.0
log = structlog.get_logger()


def look_once(engine: Engine, settings: Settings, now: datetime) -> list[str]:
    """A transaction each for no-shows of rooms and for asking people the day before; ids of what was released."""
    with Session(writing(engine), expire_on_commit=False) as session:
        released = [b.id for b in release_late(Work(session, ANONYMOUS, now, settings))]
        session.commit()
    if released:
        log.info("no-shows released", bookings=len(released))
    with Session(writing(engine), expire_on_commit=False) as session:
        people = asked(Work(session, ANONYMOUS, now, settings))
        session.commit()
    if people:
        log.info("asked whether they still come", assignments=len(people))
    return released


@contextmanager
def watching(
    engine: Engine, settings: Settings, now: Callable[[], datetime], *, every: float = EVERY_SECONDS
) -> Iterator[None]:
    """While the block lasts; not where `settings.runner` is off."""
    if not settings.runner:
        yield
        return
    closing = threading.Event()

    def watch() -> None:
        while not closing.wait(every):
            try:
                look_once(engine, settings, now())
            except Exception as error:  # the database is away: the next round tries again
                log.error("late_watch", **told(error))

    thread = threading.Thread(target=watch, name="late_watch", daemon=True)
    thread.start()
    try:
        yield
    finally:
        closing.set()
        thread.join()
