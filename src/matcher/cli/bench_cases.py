"""The measuring stick: every published figure as a case, in one list."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from matcher.cli.demo import shipped
from matcher.cli.measured import Ran, matcher, ran


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured case. `met` None: nothing was asked or it could not be measured (`note` says why)."""

    case: str
    target: str
    met: bool | None
    seconds: float | None = None
    megabytes: float | None = None
    status: str = ""
    gap: float | None = None
    served: str = ""
    more_visits_at_most: int | None = None
    first_roster_seconds: float | None = None
    note: str = ""
    seed: int | None = None
    """Of a generated scenario; None: one that is shipped, or nothing was generated."""
    cores: int | None = None
    objective: int | None = None
    bound: int | None = None
    steps: tuple[tuple[float, int], ...] = ()
    """(seconds, points) of every better roster."""


@dataclass(frozen=True, slots=True)
class Case:
    """`run(folder)` measures; `folder` is empty and thrown away."""

    name: str
    target: str
    run: Callable[[Case, Path], Figure]
    seed: int = 0


def _proven_week(case: Case, _: Path) -> Figure:
    figure = _solved(case, shipped("xizha-week"), limit=60)
    if figure.met is None or figure.seconds is None or figure.first_roster_seconds is None:
        return figure
    good = figure.gap == 0 and figure.seconds <= 5 and figure.first_roster_seconds <= 1
    return _judged(figure, good)


def _street(case: Case, folder: Path) -> Figure:
    scenario = shipped("guanghe-week")
    if case.seed:
        scenario = folder / "like"
        made = matcher("generate", str(scenario), "--like", "guanghe-week", "--seed", str(case.seed))
        if made.code:
            return _failed(case, made)
    figure = _solved(case, scenario, limit=30)
    if figure.gap is None or figure.more_visits_at_most is None or figure.megabytes is None:
        return figure
    return _judged(figure, figure.gap <= 0.003 and figure.more_visits_at_most <= 2 and figure.megabytes <= 1500)


def _town(gap: float, *, limit: int) -> Callable[[Case, Path], Figure]:
    """A town of `generate_stress`, written where it is measured: `gap` within `limit` seconds and 4 GB."""

    def run(case: Case, folder: Path) -> Figure:
        from matcher.scenario import write
        from matcher.scenario.generate_scenario import generate_from
        from matcher.scenario.generate_stress import STRESS

        parameters = next(p for p in STRESS if case.name.startswith(p.name))
        write(generate_from(parameters), folder / parameters.name)
        figure = _solved(case, folder / parameters.name, limit=limit)
        if figure.gap is None or figure.megabytes is None:
            return figure
        return _judged(figure, figure.gap <= gap and figure.megabytes <= 4000)

    return run


def _solved(case: Case, scenario: Path, *, limit: int) -> Figure:
    done = matcher("solve", str(scenario), "--time-limit", str(limit), "--json")
    told = done.object()
    if not told:
        return _failed(case, done)
    return Figure(
        case=case.name,
        target=case.target,
        met=False,
        seconds=told["seconds"],
        megabytes=done.megabytes,
        status=told["status"],
        gap=told["gap"],
        served=f"{told['served']}/{told['visits']}",
        more_visits_at_most=told["more_visits_at_most"],
        first_roster_seconds=told["first_roster_seconds"],
        note=f"process {done.seconds:.1f} s, compilation {told['compile_seconds']:.1f} s",
        seed=case.seed or None,
        objective=told["objective"],
        bound=told["bound"],
        steps=tuple((seconds, points) for seconds, points in told["progress"]),
    )


def _walking(case: Case, _: Path) -> Figure:
    done = ran(["-m", "matcher.cli.bench_walking"])
    told = done.object()
    if not told:
        return _failed(case, done)
    note = f"{told['doors']} doors, {told['pairs']} pairs; peak of the whole process"
    good = told["seconds"] <= 2 and done.megabytes <= 400
    return Figure(case.name, case.target, good, told["seconds"], done.megabytes, note=note)


def _coverage(case: Case, _: Path) -> Figure:
    done = ran(["-m", "matcher.cli.bench_coverage"])
    told = done.object()
    if not told:
        return _failed(case, done)
    note = f"{told['doors']} doors, {told['sites']} sites, {told['people']} people, {told['parts']} uses and services"
    return Figure(case.name, case.target, told["seconds"] <= 20, told["seconds"], done.megabytes, note=note)


def _answers(case: Case, folder: Path) -> Figure:
    """A process a question, over a roster that another solved to 0.06 %; the seconds are the slowest re-plan's."""
    street, roster = shipped("guanghe-week"), folder / "roster.json"
    made = matcher("solve", str(street), "--gap", "0.0006", "--time-limit", "90", "--roster", str(roster))
    if made.code:
        return _failed(case, made)
    told: dict[str, Any] = {}
    megabytes = 0.0
    for question in ("reasons", "replacements", "replans", "advice"):
        done = ran(["-m", "matcher.cli.bench_answers", question, str(street), str(roster)])
        if not done.object():
            return _failed(case, done)
        told |= done.object()
        megabytes = max(megabytes, done.megabytes)
    good = (
        told["reasons_seconds"] <= 5
        and told["fixes_most"] <= 3
        and told["replacements_most"] <= 0.2
        and told["first_most"] <= 1
        and told["replan_most"] <= 3
        and told["replan_gap_most"] <= 0.003
        and told["advice_seconds"] <= 60
        and told["advice"] >= 10
    )
    note = (
        f"{told['unserved']} reasons {told['reasons_seconds']:.1f} s; fixes of one visit <= {told['fixes_most']:.1f} s "
        f"(mean {told['fixes_mean']:.1f}); replacements <= {told['replacements_most']:.2f} s (mean "
        f"{told['replacements_mean']:.2f}); re-plan: first <= {told['first_most']:.2f} s, gap <= "
        f"{told['replan_gap_most']:.3%}; {told['advice']} pieces of advice {told['advice_seconds']:.1f} s"
    )
    return Figure(case.name, case.target, good, told["replan_most"], megabytes, note=note)


def _help(case: Case, _: Path) -> Figure:
    matcher("--help")
    runs = sorted((matcher("--help") for _ in range(5)), key=lambda r: r.seconds)
    middle = runs[2]
    if middle.code:
        return _failed(case, middle)
    return Figure(case.name, case.target, middle.seconds <= 0.5, middle.seconds, middle.megabytes, note="median of 5")


def _demo(case: Case, folder: Path) -> Figure:
    matcher("demo", "--no-serve", "--out", str(folder / "before"))
    return _one_demo(case, matcher("demo", "--no-serve", "--out", str(folder / "warm")), limit=15)


def _demo_first(case: Case, folder: Path) -> Figure:
    cold = {"NUMBA_CACHE_DIR": str(folder / "numba")}
    return _one_demo(case, matcher("demo", "--no-serve", "--out", str(folder / "first"), environment=cold), limit=40)


def _one_demo(case: Case, done: Ran, *, limit: float) -> Figure:
    if done.code:
        return _failed(case, done)
    return Figure(case.name, case.target, done.seconds <= limit, done.seconds, done.megabytes)


def _judged(figure: Figure, good: bool) -> Figure:
    from dataclasses import replace

    return replace(figure, met=good)


def _failed(case: Case, done: Ran) -> Figure:
    last = (done.errors.strip().splitlines() or [f"exit code {done.code}"])[-1]
    return Figure(case.name, case.target, None, note=f"not measured: {last}")


STREET = "gap <= 0.3 %, <= 2 more visits, 30 s, <= 1.5 GB"
CASES: tuple[Case, ...] = (
    Case("help", "<= 0.5 s", _help),
    Case("demo-warm", "<= 15 s", _demo),
    Case("demo-first", "<= 40 s", _demo_first),
    Case("walking-10000", "<= 2 s, <= 400 MB", _walking),
    Case("coverage-30000", "<= 20 s", _coverage),
    Case("xizha-week", "gap 0 in <= 5 s, first roster <= 1 s", _proven_week),
    Case("guanghe-week", STREET, _street),
    *(Case(f"guanghe-like-{seed}", STREET, _street, seed) for seed in range(1, 6)),
    Case("stress-2000", "gap <= 1 %, 60 s, <= 4 GB", _town(0.01, limit=60), 1),
    Case("stress-2000-long", "gap <= 0.5 %, 180 s, <= 4 GB", _town(0.005, limit=180), 1),
    Case("long-shifts", "gap <= 2 %, 60 s, <= 4 GB", _town(0.02, limit=60), 1),
    Case("answers", "5 / 3 / 0.2 s; re-plan 1 / 3 s at <= 0.3 %; advice 60 s", _answers),
)


def measure(case: Case) -> Figure:
    """Runs one case in an empty folder."""
    import os
    from dataclasses import replace

    with tempfile.TemporaryDirectory() as folder:
        return replace(case.run(case, Path(folder)), cores=len(os.sched_getaffinity(0)))
