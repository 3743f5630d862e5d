"""Running a command in a process of its own and measuring it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Ran:
    """`seconds` of wall clock from start to end of the process, `megabytes` (10^6 bytes) of its peak memory."""

    code: int
    seconds: float
    megabytes: float
    output: str
    errors: str

    def object(self) -> dict[str, Any]:
        """The JSON object it printed; empty where it failed."""
        if self.code != 0:
            return {}
        value = json.loads(self.output)
        return value if isinstance(value, dict) else {}


_LAUNCHER = """
import json, os, sys, time
began = time.perf_counter()
pid = os.posix_spawn(sys.executable, [sys.executable, *sys.argv[2:]], os.environ)
_, status, usage = os.wait4(pid, 0)
told = {"code": os.waitstatus_to_exitcode(status), "seconds": time.perf_counter() - began, "peak": usage.ru_maxrss}
with open(sys.argv[1], "w") as file:
    json.dump(told, file)
"""
"""A small process between: the kernel counts the memory of whoever starts a program as the program's own."""


def ran(arguments: Sequence[str], *, environment: Mapping[str, str] | None = None) -> Ran:
    """Runs `python <arguments>` to its end. Peak memory is that of this process alone (wait4)."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.json"
        done = subprocess.run(
            [sys.executable, "-S", "-c", _LAUNCHER, str(report), *arguments],
            capture_output=True,
            env={**os.environ, **(environment or {})},
            check=True,
        )
        told = json.loads(report.read_text("utf-8"))
    scale = 1 if sys.platform == "darwin" else 1024
    return Ran(
        told["code"],
        told["seconds"],
        told["peak"] * scale / 1e6,
        done.stdout.decode(errors="replace"),
        done.stderr.decode(errors="replace"),
    )


def matcher(*arguments: str, environment: Mapping[str, str] | None = None) -> Ran:
    """Runs one `matcher` command."""
    return ran(
        ["-c", "import sys; from matcher.cli import main; sys.exit(main())", *arguments], environment=environment
    )
