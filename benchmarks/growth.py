"""How the cost of a solve grows: with volunteers, visits, density, window width and shift length, one at a time.

`python benchmarks/growth.py --out benchmarks/results/growth.csv` writes a row a problem and a drawing beside it (.svg).
The problems are the peers' (`peers/restricted.py`) around 150 volunteers x 500 visits; cost is the seconds of the whole
`solve` until the gap is half a percent, `--seconds` at most.
"""

from __future__ import annotations

import argparse
import csv
import os
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from math import log10
from pathlib import Path

from matcher import check, solve
from matcher.problem import DAY, Problem, Window
from matcher.report.markup import Markup, joined, tag

sys.path.insert(0, str(Path(__file__).parent))

from peers.restricted import problem_of

GAP = 0.005
COLUMNS = ("what", "value", "volunteers", "visits", "cores", "seconds", "first", "objective", "bound", "gap", "stopped")
DAWN, DUSK = 7 * 60, 22 * 60
WIDTH, HEIGHT, LEFT, TOP, FOOT = 230, 220, 44, 26, 34


def problems() -> Iterator[tuple[str, float, Problem]]:
    """(what varies, its value, the problem). Widths and lengths are factors of what the generator made."""
    for volunteers in (75, 150, 300, 600):
        yield "volunteers", volunteers, problem_of(f"{volunteers}x500")
    for visits in (250, 500, 1000, 1800):
        yield "visits", visits, problem_of(f"{max(150, visits * 60 // 200)}x{visits}")
    for density in (8_000.0, 16_000.0, 32_000.0, 64_000.0):
        yield "density", density, problem_of("150x500", density=density)
    base = problem_of("150x500")
    for factor in (0.5, 1.0, 2.0, 4.0):
        visits = tuple(replace(v, windows=_wider(v.windows, factor, least=v.duration)) for v in base.visits)
        yield "window width", factor, replace(base, visits=visits)
    for factor in (0.5, 1.0, 2.0, 3.0):
        people = tuple(replace(v, availabilities=_wider(v.availabilities, factor, least=30)) for v in base.volunteers)
        yield "shift length", factor, replace(base, volunteers=people)


def _wider(windows: tuple[Window, ...], factor: float, *, least: int) -> tuple[Window, ...]:
    """About their middles, inside the day; windows that then meet become one."""
    made: list[Window] = []
    for window in sorted(windows, key=lambda w: w.start):
        middle, half = (
            (window.start + window.end) // 2,
            max(least, round((window.end - window.start) * factor)) // 2 + 1,
        )
        day = window.start // DAY * DAY
        start = min(window.start, max(day + DAWN, middle - half)) if factor > 1 else max(window.start, middle - half)
        end = max(window.end, min(day + DUSK, middle + half)) if factor > 1 else min(window.end, middle + half)
        if made and start <= made[-1].end:
            made[-1] = Window(made[-1].start, max(end, made[-1].end))
        else:
            made.append(Window(start, end))
    return tuple(made)


def measured(what: str, value: float, problem: Problem, *, seconds: float) -> tuple[str, ...]:
    """One row; the roster is the checker's to refuse."""
    began = time.perf_counter()
    result = solve(problem, gap=GAP, time_limit=seconds, count_visits=False)
    took = time.perf_counter() - began
    if errors := check(problem, result.roster):
        raise AssertionError(f"{what} {value}: {errors[0]}")
    return (
        what, f"{value:g}", str(len(problem.volunteers)), str(len(problem.visits)), str(len(os.sched_getaffinity(0))),
        f"{took:.2f}", f"{result.first_roster_seconds:.2f}", str(result.all.objective), str(result.all.bound),
        f"{100 * result.all.gap:.3f} %", result.stopped,
    )  # fmt: skip


def plot(rows: list[tuple[str, ...]]) -> Markup:
    """A panel for each of what varies; both axes logarithmic, seconds from a tenth to a hundred."""
    panels = []
    for number, what in enumerate(dict.fromkeys(row[0] for row in rows)):
        panels.append(
            tag("g", _panel(what, [r for r in rows if r[0] == what]), transform=f"translate({number * WIDTH},0)")
        )
    style = "text{font:11px system-ui,sans-serif;fill:#1d2526}polyline{fill:none;stroke:#0b6b6b;stroke-width:2}"
    return tag(
        "svg", tag("style", style), panels, viewbox=f"0 0 {len(panels) * WIDTH} {HEIGHT}",
        width=len(panels) * WIDTH, height=HEIGHT, role="img",
        aria_label="seconds until the gap is half a percent", xmlns="http://www.w3.org/2000/svg",
    )  # fmt: skip


def _panel(what: str, rows: list[tuple[str, ...]]) -> Markup:
    values, costs = [float(r[1]) for r in rows], [float(r[5]) for r in rows]
    low, high = log10(min(values)), log10(max(values))

    def x(value: float) -> float:
        return LEFT + (log10(value) - low) / max(1e-9, high - low) * (WIDTH - LEFT - 20)

    def y(seconds: float) -> float:
        return HEIGHT - FOOT - (log10(min(max(seconds, 0.1), 100.0)) + 1) / 3 * (HEIGHT - FOOT - TOP)

    rules = [
        joined(
            tag("line", x1=LEFT, y1=y(s), x2=WIDTH - 10, y2=y(s), stroke="#d8dedf"),
            tag("text", f"{s:g} s", x=LEFT - 5, y=y(s) + 4, text_anchor="end"),
        )
        for s in (0.1, 1, 10, 100)
    ]
    line = tag("polyline", points=" ".join(f"{x(v):.1f},{y(c):.1f}" for v, c in zip(values, costs, strict=True)))
    marks = [tag("circle", cx=x(v), cy=y(c), r=3, fill="#0b6b6b") for v, c in zip(values, costs, strict=True)]
    names = [tag("text", f"{v:g}", x=x(v), y=HEIGHT - 16, text_anchor="middle") for v in values]
    return joined(tag("text", what, x=LEFT, y=14, font_weight=600), rules, line, marks, names)


def main() -> None:
    parser = argparse.ArgumentParser(description="How the cost of a solve grows, one thing at a time.")
    parser.add_argument("--out", type=Path, default=Path("growth.csv"))
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--only", nargs="*", default=[], help="what varies: volunteers, visits, density ...")
    asked = parser.parse_args()
    solve(problem_of("100x150"), time_limit=5.0)  # compiled code is loaded before
    rows = []
    for what, value, problem in problems():
        if not asked.only or what in asked.only:
            rows.append(measured(what, value, problem, seconds=asked.seconds))
            sys.stdout.write(",".join(rows[-1]) + "\n")
            sys.stdout.flush()
    with asked.out.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([COLUMNS, *rows])
    asked.out.with_suffix(".svg").write_text(plot(rows) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
