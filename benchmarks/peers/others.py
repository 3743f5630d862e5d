"""How much of the machine others used while something was measured."""

from __future__ import annotations

import os
import resource
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

STAT = Path("/proc/stat")


@dataclass
class Others:
    """`cores`: mean of all cores that were busy with what is not of this process and its children; None: unknown."""

    cores: float | None = None


@contextmanager
def cores_of_others() -> Iterator[Others]:
    others = Others()
    began, busy, own = time.monotonic(), _busy(), _own()
    yield others
    if busy is not None and (after := _busy()) is not None:
        others.cores = max(0.0, (after - busy - (_own() - own)) / max(1e-9, time.monotonic() - began))


def _busy() -> float | None:
    """Seconds all cores have worked since the machine began; None where that is not told."""
    if not STAT.exists():
        return None
    user, nice, system, _idle, _wait, irq, soft = (int(x) for x in STAT.read_text().split("\n", 1)[0].split()[1:8])
    return (user + nice + system + irq + soft) / os.sysconf("SC_CLK_TCK")


def _own() -> float:
    mine = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(r.ru_utime + r.ru_stime for r in mine)
