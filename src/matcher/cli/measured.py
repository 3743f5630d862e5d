"""Running a command in a process of its own and measuring it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from time import perf_counter
from typing import Any


@dataclass(frozen=True, slots=True)
class Ran:
    """`seconds` of wall clock from start to end of the process, `megabytes` (10^6 bytes) of its peak resident memory;
    never below that of the process that started it, which the kernel counts until the new program is loaded."""

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


def ran(arguments: Sequence[str], *, environment: Mapping[str, str] | None = None) -> Ran:
    """Runs `python <arguments>` to its end. Peak memory is that of this process alone (wait4)."""
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        began = perf_counter()
        child = subprocess.Popen(
            [sys.executable, *arguments], stdout=out, stderr=err, env={**os.environ, **(environment or {})}
        )
        _, status, usage = os.wait4(child.pid, 0)
        seconds = perf_counter() - began
        child.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0)
        err.seek(0)
        text, errors = out.read().decode(errors="replace"), err.read().decode(errors="replace")
    scale = 1 if sys.platform == "darwin" else 1024
    return Ran(child.returncode, seconds, usage.ru_maxrss * scale / 1e6, text, errors)


def matcher(*arguments: str, environment: Mapping[str, str] | None = None) -> Ran:
    """Runs one `matcher` command."""
    return ran(
        ["-c", "import sys; from matcher.cli import main; sys.exit(main())", *arguments], environment=environment
    )
