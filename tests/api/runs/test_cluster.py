"""The same solve on a Dask cluster: told, stopped, and again after its worker is killed. One cluster for all."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from typing import Any

import pytest

from api.runs.scripted import runner_of
from api.runs.test_child import task_of
from api.runs.test_runner import asked, run_of
from api.small_week import SmallWeek
from api.world import World
from matcher.result import Progress
from matcher_api.runs.runners import starter
from matcher_api.runs.task import Solved

distributed: Any = pytest.importorskip("distributed", reason="the extra `cluster` is not installed")


@pytest.fixture(scope="module")
def scheduler() -> Iterator[str]:
    with distributed.LocalCluster(
        n_workers=1, threads_per_worker=1, processes=True, dashboard_address=None, silence_logs=50
    ) as cluster:
        yield cluster.scheduler_address


@pytest.fixture
def week(world: World, scheduler: str) -> SmallWeek:
    world.settings = world.settings.model_copy(update={"dask_scheduler": scheduler})
    return SmallWeek(world)


def test_a_run_on_the_cluster(week: SmallWeek) -> None:
    run = asked(week)
    assert runner_of(week.world, starter(week.world.settings)).once() is True
    found = run_of(week, run)
    assert (found["state"], found["attempt"], found["result"]["served"]) == ("done", 1, 3)
    assert found["progress"] != []


def test_one_whose_worker_is_killed_is_solved_by_the_next(week: SmallWeek, scheduler: str) -> None:
    solving = starter(week.world.settings)(task_of(week, asked(week)))
    with distributed.Client(scheduler, set_as_default=False) as client:
        (worker,) = client.run(os.getpid).values()
        os.kill(worker, signal.SIGKILL)
        until, told = time.monotonic() + 60, None
        while not isinstance(told, Solved):
            assert time.monotonic() < until
            told = solving.next(0.5)
            assert told is None or isinstance(told, (Progress, Solved)), told
        solving.close()
    assert told.result["served"] == 3


def test_one_that_is_stopped_answers_with_what_it_has(week: SmallWeek) -> None:
    solving = starter(week.world.settings)(task_of(week, asked(week)))
    solving.stop()
    until, told = time.monotonic() + 60, None
    while not isinstance(told, Solved):
        assert time.monotonic() < until
        told = solving.next(0.5)
    solving.close()
    assert told.result["stopped"] in ("stop", "proven")
