"""TOPTW, the team orienteering problem with time windows (Solomon's points), through the same `solve`, unchanged.

    python benchmarks/toptw.py FOLDER --out benchmarks/results/toptw.csv --seconds 60 --only r104:4 c104:2

FOLDER holds the files in the format of KU Leuven (one a problem: `i x y d S f a list O C` from the third line on). A
unit of time is a tenth; walks are distances cut to a tenth; a visit's value is its score; every route is a volunteer's
shift that begins and ends at the first point. Rows already in the table are kept: a run goes on where one ended.
"""

from __future__ import annotations

import argparse
import csv
import math
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from matcher import solve
from matcher.checker import check
from matcher.problem import Place, Policy, Problem, Role, Visit, Volunteer, Weights, Window
from matcher.walks import walks_from_table

COLUMNS = ("instance", "routes", "objective", "bound", "seconds")


def read_toptw(path: Path, routes: int) -> Problem:
    """The file as a Problem with so many routes; ValueError where a line is not one of the format."""
    points = [[float(x) for x in row] for line in path.read_text().splitlines()[2:] if (row := line.split())]
    if not points or any(len(p) < 8 for p in points):
        raise ValueError(f"{path.name}: not a problem in the format of KU Leuven")
    ids = [f"p{int(p[0])}" for p in points]
    walks = {
        (a, b): math.floor(10 * math.hypot(p[1] - q[1], p[2] - q[2]))
        for a, p in zip(ids, points, strict=True)
        for b, q in zip(ids, points, strict=True)
        if a != b
    }
    opens, closes = (round(10 * x) for x in points[0][-2:])
    days = max(7, closes // 1440 + 1)
    people = tuple(
        Volunteer(
            id=f"v{number}",
            home=ids[0],
            availabilities=(Window(opens, closes),),
            max_walk=100_000,
            return_home=True,
            insured_until_day=days + 1,
        )
        for number in range(routes)
    )
    visits = tuple(
        Visit(
            id=f"c{place[1:]}",
            windows=(Window(round(10 * point[-2]), round(10 * (point[-1] + point[3]))),),
            duration=round(10 * point[3]),
            place=place,
            roles=(Role(id="r"),),
            value=round(point[4]),
        )
        for place, point in zip(ids, points, strict=True)
        if point[4] > 0
    )
    return Problem(
        name=f"{path.stem} with {routes}",
        places=tuple(Place(i) for i in ids),
        walks=walks_from_table(ids, walks),
        volunteers=people,
        visits=visits,
        days=days,
        weights=Weights(walk=0, fairness=(0, 0, 0), series_volunteer=0, preferred=0),
        policy=Policy(gap=0),
    )


def measured(path: Path, routes: int, *, seconds: float) -> tuple[str, ...]:
    """One row of the table; the roster is the checker's to refuse."""
    problem = read_toptw(path, routes)
    began = time.perf_counter()
    result = solve(problem, time_limit=seconds, count_visits=False)
    took = time.perf_counter() - began
    if errors := check(problem, result.roster):
        raise AssertionError(f"{problem.name}: {errors[0]}")
    return path.stem, str(routes), str(result.all.objective), str(result.all.bound), f"{took:.1f}"


def wanted(folder: Path, only: list[str]) -> Iterator[tuple[Path, int]]:
    names = sorted(p.stem for p in folder.glob("*.txt") if p.stem.startswith(("c1", "r1", "rc1")))
    for routes in range(1, 5):
        for name in names:
            if not only or f"{name}:{routes}" in only:
                yield folder / f"{name}.txt", routes


def main() -> None:
    parser = argparse.ArgumentParser(description="TOPTW through solve: one table of what was found and proven.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--out", type=Path, default=Path("toptw.csv"))
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--only", nargs="*", default=[], help="instance:routes ...")
    asked = parser.parse_args()
    done: set[tuple[str, ...]] = set()
    if asked.out.exists():
        with asked.out.open(encoding="utf-8", newline="") as file:
            done = {tuple(row[:2]) for row in csv.reader(file)}
    with asked.out.open("a", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        if not done:
            writer.writerow(COLUMNS)
        for path, routes in wanted(asked.folder, asked.only):
            if (path.stem, str(routes)) in done:
                continue
            row = measured(path, routes, seconds=asked.seconds)
            writer.writerow(row)
            file.flush()
            sys.stdout.write(",".join(row) + "\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main()
