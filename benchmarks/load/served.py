"""A real `matcher serve` in a process of its own: its start, its memory, its processor time."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path
from types import TracebackType

from client import Call, asked

TICKS = os.sysconf("SC_CLK_TCK")


class Service:
    def __init__(self, url: str, folder: Path) -> None:
        with closing(socket.socket()) as free:
            free.bind(("127.0.0.1", 0))
            self.port: int = free.getsockname()[1]
        environment = {"MATCHER_STATE_DIR": str(folder / "state"), "MATCHER_DATABASE_URL": url}
        command = [sys.executable, "-c", "from matcher.cli import main; import sys; sys.exit(main())", "serve"]
        self._log = (folder / "service.log").open("ab")
        began = time.perf_counter()
        self.process = subprocess.Popen(
            [*command, "--port", str(self.port)], env={**os.environ, **environment}, stdout=self._log, stderr=self._log
        )
        while True:
            try:
                if asked(self.port, Call("GET", "/health"))[1] == 200:
                    break
            except OSError:
                if self.process.poll() is not None or time.perf_counter() - began > 60:
                    raise RuntimeError(f"the service did not start: see {self._log.name}") from None
            time.sleep(0.02)
        self.start_seconds = time.perf_counter() - began

    def tree(self) -> list[int]:
        """The process and all it started."""
        children: dict[int, list[int]] = {}
        for stat in Path("/proc").glob("[0-9]*/stat"):
            try:
                fields = stat.read_text().rsplit(")", 1)[1].split()
            except OSError:
                continue
            children.setdefault(int(fields[1]), []).append(int(stat.parent.name))
        found = [self.process.pid]
        for pid in found:
            found += children.get(pid, [])
        return found

    def megabytes(self) -> float:
        """Memory of all its processes (proportional set size: what is shared counts once), 10^6 bytes."""
        total = 0
        for pid in self.tree():
            for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
                if line.startswith("Pss:"):
                    total += int(line.split()[1]) * 1024
        return total / 1e6

    def cpu_seconds(self) -> float:
        fields = [Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split() for pid in self.tree()]
        return sum(int(f[11]) + int(f[12]) for f in fields) / TICKS

    def __enter__(self) -> Service:
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self._log.close()
