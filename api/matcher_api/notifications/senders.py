"""Everything that sends for one service, from its start to its end."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime

import structlog
from sqlalchemy import Engine

from matcher_api.assignments.deadlines import look_once
from matcher_api.notifications.by_email import ByEmail
from matcher_api.notifications.by_webhook import ByWebhook
from matcher_api.notifications.calling import cleared
from matcher_api.notifications.channel import Channel
from matcher_api.notifications.dispatching import dispatched
from matcher_api.notifications.sender import Sender
from matcher_api.operations import logs
from matcher_api.settings import Settings
from matcher_api.visits import too_few

IDLE_SECONDS = 2.0
"""How often each thread looks where there was nothing to do ..."""
SLOW_SECONDS = 30.0
"""... and how often for deadlines that have passed."""
log = structlog.get_logger()


def channels(settings: Settings) -> Sequence[Channel]:
    """Those the deployer set up."""
    found: list[Channel] = []
    if settings.smtp_host:
        found.append(ByEmail(settings))
    if settings.webhook_url:
        found.append(ByWebhook(settings))
    return found


@contextmanager
def sending(engine: Engine, settings: Settings, now: Callable[[], datetime]) -> Iterator[None]:
    """While the block lasts; not where `settings.runner` is off."""
    if not settings.runner:
        yield
        return
    closing = threading.Event()
    tasks: list[tuple[str, float, Callable[[], object]]] = [
        ("outbox", IDLE_SECONDS, lambda: dispatched(engine, settings, now())),
        ("deadlines", SLOW_SECONDS, lambda: look_once(engine, settings, now())),
        ("too few", SLOW_SECONDS, lambda: too_few.look_once(engine, settings, now())),
        ("call list", SLOW_SECONDS, lambda: cleared(engine, now())),
    ]
    tasks += [(f"send {c.name}", IDLE_SECONDS, Sender(engine, settings, c, now=now).once) for c in channels(settings)]
    threads = [threading.Thread(target=_looking, args=(closing, *task), name=task[0], daemon=True) for task in tasks]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        closing.set()
        for thread in threads:
            thread.join()


def _looking(closing: threading.Event, name: str, idle: float, task: Callable[[], object]) -> None:
    """Does the task again and again, at once while there is something to do."""
    while not closing.is_set():
        try:
            if task():
                continue
        except Exception as error:  # the database is away: wait, and try again
            log.error(name, **logs.told(error))
        closing.wait(idle)
