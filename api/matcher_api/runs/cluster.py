"""A solve on an existing Dask cluster (extra `cluster`): a worker starts the same child process, passes its words on.

Dask runs a task again when its worker is killed, and forgets everything when its scheduler is: the run's row remains
the truth, and its lease brings it back.
"""

from __future__ import annotations

import contextlib
import pickle
import secrets
from typing import Any

import distributed

from matcher.result import Progress
from matcher_api.runs.child_process import ChildProcess
from matcher_api.runs.solving import Told
from matcher_api.runs.task import Crashed, Task

LOOK_SECONDS = 0.5
_dask: Any = distributed  # its functions carry no types


def on_worker(task: bytes, name: str) -> bytes:
    """Runs on the worker: the child's progress goes into the queue `name`, its end is the answer. Both are pickled
    here, so that Dask moves bytes alone."""
    client = _dask.get_client()
    told_to, stop = _dask.Queue(f"told-{name}", client=client), _dask.Event(f"stop-{name}", client=client)
    solving, asked = ChildProcess(pickle.loads(task)), False
    try:
        while True:
            told = solving.next(LOOK_SECONDS)
            if isinstance(told, Progress):
                told_to.put(pickle.dumps(told))
            elif told is not None:
                return pickle.dumps(told)
            if not asked and stop.is_set():
                asked = True
                solving.stop()
    finally:
        solving.close()


class ClusterSolve:
    """Starts when made."""

    def __init__(self, task: Task, scheduler: str) -> None:
        self._name = secrets.token_hex(8)
        self._client = _dask.Client(scheduler, set_as_default=False)
        self._told = _dask.Queue(f"told-{self._name}", client=self._client)
        self._stop = _dask.Event(f"stop-{self._name}", client=self._client)
        self._future: Any = self._client.submit(on_worker, pickle.dumps(task), self._name, key=self._name, pure=False)

    def next(self, seconds: float) -> Told | None:
        with contextlib.suppress(TimeoutError):
            told: Told = pickle.loads(self._told.get(timeout=seconds))
            return told
        if not self._future.done():
            return None
        try:
            ended: Told = pickle.loads(self._future.result())
        except _dask.KilledWorker as error:
            return Crashed(str(error))
        return ended

    def stop(self) -> None:
        self._stop.set()

    def close(self) -> None:
        self._stop.set()
        self._future.cancel()
        self._told.close()
        self._client.close()
