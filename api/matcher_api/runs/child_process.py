"""A solve in a child process of its own: it can be killed, and what kills it leaves the service alone."""

from __future__ import annotations

import contextlib
import queue
import subprocess
import sys
import threading
from typing import IO

from matcher_api.runs import frames
from matcher_api.runs.solving import Told
from matcher_api.runs.task import Crashed, Task

COMMAND = (sys.executable, "-P", "-m", "matcher_api.runs.child")


class ChildProcess:
    """Starts when made."""

    def __init__(self, task: Task) -> None:
        self._told: queue.Queue[Told] = queue.Queue()
        self._process = subprocess.Popen(COMMAND, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        with contextlib.suppress(BrokenPipeError):  # it died at once: the reader finds out
            frames.send(self._inbox, task)
        self._reader = threading.Thread(target=self._read, name="solve-reader", daemon=True)
        self._reader.start()

    @property
    def pid(self) -> int:
        return self._process.pid

    def next(self, seconds: float) -> Told | None:
        try:
            return self._told.get(timeout=seconds)
        except queue.Empty:
            return None

    def stop(self) -> None:
        with contextlib.suppress(BrokenPipeError, ValueError):  # it has ended by itself
            frames.send(self._inbox, "stop")

    def close(self) -> None:
        self._process.kill()
        self._process.wait()
        self._reader.join()
        with contextlib.suppress(BrokenPipeError):
            self._inbox.close()

    @property
    def _inbox(self) -> IO[bytes]:
        assert self._process.stdin is not None
        return self._process.stdin

    def _read(self) -> None:
        out = self._process.stdout
        assert out is not None
        with out:
            while True:
                try:
                    told: Told = frames.receive(out)
                except EOFError:
                    self._told.put(Crashed(f"exit {self._process.wait()}"))
                    return
                self._told.put(told)
