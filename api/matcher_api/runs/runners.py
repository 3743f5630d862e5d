"""The runners of one service, from its start to its end."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from urllib.parse import urlsplit

from sqlalchemy import Engine

from matcher_api.runs.child_process import ChildProcess
from matcher_api.runs.solving import Solving, Start
from matcher_api.runs.task import Task
from matcher_api.settings import Settings


@contextmanager
def running(engine: Engine, settings: Settings, now: Callable[[], datetime]) -> Iterator[Callable[[], None]]:
    """Takes runs while the block lasts; yields what wakes the runners. Nothing runs with `settings.runner` off."""
    if not settings.runner:
        yield lambda: None
        return
    from matcher_api.runs.runner import Runner

    start = starter(settings)
    runners = [Runner(engine, settings, now=now, start=start) for _ in range(settings.solves_at_once)]
    for runner in runners:
        runner.open()
    try:

        def wake() -> None:
            for runner in runners:
                runner.wake()

        yield wake
    finally:
        for runner in runners:
            runner.close()


def starter(settings: Settings) -> Start:
    """Where solves run: in child processes here, or on the cluster a deployer named."""
    if not settings.dask_scheduler:
        return ChildProcess

    _safe(settings.dask_scheduler)

    def start(task: Task) -> Solving:
        from matcher_api.runs.cluster import ClusterSolve

        return ClusterSolve(task, settings.dask_scheduler)

    return start


def _safe(address: str) -> None:
    """Tasks are code to whoever can send them, and hold where people live: beyond this machine only by TLS."""
    where = urlsplit(address if "://" in address else f"tcp://{address}")
    if where.scheme != "tls" and where.hostname not in ("127.0.0.1", "localhost", "::1"):
        raise ValueError(f"MATCHER_DASK_SCHEDULER ({address}) is another machine; use tls://host:port")
