"""One solver on one problem, in a process of its own: `one.py NAME PROBLEM.pickle ANSWER.json SECONDS` (see run.py).

Nothing is caught but what says that the peer is not here or does not take the problem: both are rows of the table.
"""

from __future__ import annotations

import importlib
import json
import os
import pickle
import sys
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
# `peers` by name, and no file of it in the way of a package named like it.
sys.path[:] = [str(HERE.parent), *(p for p in sys.path if Path(p or ".").resolve() != HERE)]

from peers.answer import THREADS, Answer, Refused  # noqa: E402
from peers.plain import plain, roster_of  # noqa: E402


@dataclass(frozen=True, slots=True)
class Peer:
    """`module`.solve(arrays, seconds=..., **options)."""

    name: str
    module: str
    options: dict[str, Any] = field(default_factory=dict)


PEERS = (
    Peer("pyvroom-0", "by_vroom", {"exploration": 0}),
    Peer("pyvroom-5", "by_vroom", {"exploration": 5}),
    Peer("pyvrp", "by_pyvrp"),
    Peer("vrp-cli", "by_vrp_cli"),
    Peer("vrpsolvereasy", "by_vrpsolvereasy"),
    Peer("ortools-routing", "by_routing"),
    Peer("cp-sat", "by_cp_sat"),
)
US = "matcher"


def answered(name: str, problem: Any, *, seconds: float) -> dict[str, Any]:
    """The roster's rows and the seconds; or `refused`: why there are none."""
    if name == US:
        from peers.by_us import ours

        mine = ours(problem, seconds=seconds)
        told = {"seconds": mine.seconds, "bound": mine.bound, "note": mine.status, "steps": mine.steps}
        roster = mine.roster
    else:
        peer = next(p for p in PEERS if p.name == name)
        try:
            solve = importlib.import_module(f"peers.{peer.module}").solve
        except ModuleNotFoundError as missing:
            if str(missing.name).split(".")[0] in ("peers", "matcher"):
                raise
            return {"refused": f"not installed ({missing.name}): pip install -e '.[bench]'"}
        arrays = plain(problem)
        try:
            answer: Answer = solve(arrays, seconds=seconds, **peer.options)
        except Refused as why:
            return {"refused": str(why)}
        told = {"seconds": answer.seconds, "version": answer.version, "note": answer.note}
        roster = roster_of(problem, arrays, answer.rows)
    return told | {
        "planned": [asdict(p) for p in roster.planned],
        "assignments": [asdict(a) for a in roster.assignments],
    }


def main() -> None:
    name, source, target, seconds = sys.argv[1:]
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:THREADS])
    problem = pickle.loads(Path(source).read_bytes())
    told = answered(name, problem, seconds=float(seconds))
    Path(target).write_text(json.dumps(told), encoding="utf-8")


if __name__ == "__main__":
    main()
