"""Who does the work: processes of this machine, or an existing Dask cluster. A killed worker loses no community."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from dataclasses import replace
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from matcher.city.part import Part, Task, solved
from matcher.scenario import read

TRIES = 3
"""A community whose worker died so often is given up, and said to be."""
Workers = Callable[[Iterable[Task]], Iterator[Part]]
"""Parts in the order they are ready."""


def local(processes: int, *, work: Callable[[Task], Part] = solved) -> Workers:
    """Processes of this machine. When one is killed the pool is made anew; what was under way is begun again."""

    def run(tasks: Iterable[Task]) -> Iterator[Part]:
        waiting, tries = {t.name: t for t in tasks}, dict[str, int]()
        while waiting:
            with ProcessPoolExecutor(min(processes, len(waiting)), mp_context=get_context("spawn")) as pool:
                futures: dict[Future[Part], Task] = {pool.submit(work, t): t for t in waiting.values()}
                under_way = list(waiting)[:processes]
                try:
                    for future in as_completed(futures):
                        part = future.result()
                        del waiting[part.name]
                        yield part
                        under_way = list(waiting)[:processes]
                except BrokenProcessPool:
                    for name in under_way:
                        tries[name] = tries.get(name, 0) + 1
            for name in [n for n, times in tries.items() if times >= TRIES and n in waiting]:
                del waiting[name]
                yield Part(name, fault=f"its worker died {TRIES} times")

    return run


def cluster(scheduler: str) -> Workers:
    """Workers of an existing Dask cluster (extra `cluster`); they need not see the folders."""
    import distributed

    dask: Any = distributed  # its functions carry no types

    def run(tasks: Iterable[Task]) -> Iterator[Part]:
        with dask.Client(scheduler, set_as_default=False) as client:
            futures = {}
            for task in tasks:
                source = read(task.source) if isinstance(task.source, Path) else task.source
                future = client.submit(solved, replace(task, source=source), pure=False, retries=TRIES)
                futures[future.key] = (future, task)
            for future in dask.as_completed([f for f, _ in futures.values()]):
                try:
                    yield future.result()
                except dask.KilledWorker as error:
                    yield Part(futures[future.key][1].name, fault=f"its worker died: {error}")

    return run
