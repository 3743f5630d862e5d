"""Peers and ourselves on the same problems: `python benchmarks/peers/run.py --out benchmarks/results/peers.md`.

    python benchmarks/peers/run.py --only pyvroom --problems 300x1000 --seconds 60 --out benchmarks/results/peers.md

measures a part; rows of others that are in the table stay. Ours is measured anew with every part.
"""

from __future__ import annotations

import argparse
import json
import pickle
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
sys.path[:] = [str(HERE.parent), *(p for p in sys.path if Path(p or ".").resolve() != HERE)]

from matcher.problem import Problem  # noqa: E402
from peers.one import PEERS, US  # noqa: E402
from peers.others import cores_of_others  # noqa: E402
from peers.restricted import problem_of  # noqa: E402
from peers.table import Line, judged, kept, merged, written  # noqa: E402

SIZES = ("300x1000", "600x2000")
GRACE = 300.0
"""Seconds beyond the limit after which a process that builds its model or does not stop is ended."""


def told_by(name: str, source: Path, *, seconds: float) -> dict[str, Any]:
    """What the process of one solver wrote, with the cores that others used meanwhile; `refused` where it died."""
    target = source.with_suffix(".json")
    target.unlink(missing_ok=True)
    command = [sys.executable, str(HERE / "one.py"), name, str(source), str(target), str(seconds)]
    with cores_of_others() as others:
        try:
            done = subprocess.run(
                command,
                capture_output=True,
                text=True,
                check=False,
                timeout=seconds + GRACE,
                cwd=source.parent,  # some leave files where they run
            )
        except subprocess.TimeoutExpired:
            return {"refused": f"ended after {seconds + GRACE:.0f} s: it had not come back", "others": None}
    if not target.exists():
        last = (done.stderr.strip().splitlines() or [""])[-1]
        return {"refused": f"its process ended with {done.returncode}: {last[:200]}", "others": others.cores}
    told: dict[str, Any] = json.loads(target.read_text(encoding="utf-8"))
    return told | {"others": others.cores}


def measured(size: str, problem: Problem, names: list[str], *, seconds: float) -> list[Line]:
    """Ours first, then each of `names`, one after the other."""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "problem.pickle"
        source.write_bytes(pickle.dumps(problem))
        mine = told_by(US, source, seconds=seconds)
        if "refused" in mine:
            raise RuntimeError(f"{size}: {mine['refused']}")
        lines = [judged(size, US, problem, mine, mine)]
        say(lines[-1])
        for name in names:
            lines.append(judged(size, name, problem, told_by(name, source, seconds=seconds), mine))
            say(lines[-1])
    return lines


def say(line: Line) -> None:
    sys.stdout.write("  ".join(line.cells()) + "\n")
    sys.stdout.flush()


def main() -> None:
    parser = argparse.ArgumentParser(description="Solvers of others and ours on the same problems: one table.")
    parser.add_argument("--only", nargs="*", default=[], help="peers whose name begins so; none: all")
    parser.add_argument("--problems", nargs="*", default=list(SIZES), help="volunteers x visits, as 300x1000")
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", type=Path, default=Path("peers.md"), help="the table; a .csv beside it")
    asked = parser.parse_args()
    names = [p.name for p in PEERS if not asked.only or any(p.name.startswith(o) for o in asked.only)]
    if not names:
        parser.error(f"--only: no peer begins so; there are {', '.join(p.name for p in PEERS)}")
    for size in asked.problems:
        lines = measured(size, problem_of(size, seed=asked.seed), names, seconds=asked.seconds)
        written(asked.out, merged(kept(asked.out), lines))


if __name__ == "__main__":
    main()
