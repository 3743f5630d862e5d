"""`matcher solve` of a folder of scenarios: a line a community as it is ready, and what all of it comes to."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from matcher.cli.terminal import Terminal

if TYPE_CHECKING:
    from matcher.city import City, Part


def solved(
    terminal: Terminal,
    folder: Path,
    out: Path | None,
    *,
    time_limit: float | None,
    gap: float,
    seed: int,
    processes: int | None,
    scheduler: str,
) -> int:
    """1 where a community could not be solved, breaks a rule, or somebody would be in two places."""
    from time import perf_counter

    from matcher.city import cluster, local, solve_city, tasks_of

    began, ready = perf_counter(), 0
    tasks = tasks_of(folder, time_limit=time_limit, gap=gap, seed=seed)

    def told(part: Part) -> None:
        nonlocal ready
        ready += 1
        said = _line(terminal, part)
        terminal.err.print(f"{ready:>4}/{len(tasks)} {perf_counter() - began:7.1f} s  {said}", markup=False)

    workers = cluster(scheduler) if scheduler else local(processes or os.cpu_count() or 1)
    found = solve_city(tasks, workers, told=told)
    seconds = perf_counter() - began
    if out is not None:
        _written(found, folder, out)
    if terminal.json:
        terminal.object(as_object(found, seconds))
    else:
        _tell(terminal, found, seconds, out)
    return 0 if not found.twice and all(p.sound and not p.fault for p in found.parts) else 1


def as_object(found: City, seconds: float) -> dict[str, Any]:
    """Every community, and the sums."""
    return {
        "communities": [
            {
                "name": p.name,
                "visits": p.visits,
                "served": len(p.roster.planned),
                "objective": p.objective,
                "bound": p.bound,
                "status": _status(p),
                "seconds": None if p.result is None else round(p.result.seconds, 3),
                "sound": p.sound,
                "fault": p.fault,
            }
            for p in found.parts
        ],
        "objective": found.objective,
        "bound": found.bound,
        "proven": found.proven,
        "solved_again": list(found.again),
        "booked_twice": len(found.twice),
        "seconds": round(seconds, 3),
    }


def _status(part: Part) -> str | None:
    """Of its points in the community as it is: what a solve with hours taken proved says nothing of that."""
    if part.result is None:
        return None
    return "proven" if part.proven else "feasible" if part.bound is None else "bounded"


def _line(terminal: Terminal, part: Part) -> str:
    if part.fault:
        return f"{part.name}  {part.fault}"
    proof = terminal.pick("上界未知", "no bound known")
    if part.gap is not None:
        proof = f"{100 * part.gap:.3f} %"
    if part.proven:
        proof = terminal.pick("已证明最优", "proven best")
    return f"{part.name}  {len(part.roster.planned)}/{part.visits}  {part.objective:,}  {proof}"


def _tell(terminal: Terminal, found: City, seconds: float, out: Path | None) -> None:
    number, bound = len(found.parts), found.bound
    served, visits = sum(len(p.roster.planned) for p in found.parts), sum(p.visits for p in found.parts)
    say = terminal.pick
    lines = [
        say(f"{number} 个社区，{found.proven} 个已证明最优", f"{number} communities, {found.proven} proven best"),
        say(f"已安排 {served:,}/{visits:,} 次服务", f"{served:,} of {visits:,} visits served"),
        say(f"得分 {found.objective:,}", f"{found.objective:,} points")
        + ("" if bound is None else say(f"，上界 {bound:,}", f", at most {bound:,}")),
    ]
    if found.again:
        lines.append(
            say(f"因共用人员或场地重排 {len(found.again)} 个", f"{len(found.again)} planned again for whom they share")
        )
    if found.twice:
        lines.append(say(f"有 {len(found.twice)} 处重复占用", f"{len(found.twice)} are booked twice"))
    lines.append(f"{seconds:.1f} s")
    for line in lines:
        terminal.out.print(line, markup=False)
    for part in found.parts:
        if part.fault or not part.sound:
            terminal.err.print(
                f"{part.name}: {part.fault or say('违反规则', 'breaks rules')}", style="bold red", markup=False
            )
    if out is not None:
        terminal.out.print(terminal.say("wrote", path=out), markup=False, soft_wrap=True)


def _written(found: City, folder: Path, out: Path) -> None:
    """A roster for each community, with its proof; one planned around others without: its prices prove nothing of the
    community as it is."""
    from matcher.cli import roster_file
    from matcher.scenario import read, write_roster

    out.mkdir(parents=True, exist_ok=True)
    for part in found.parts:
        path, scenario = out / f"{part.name}.json", folder / part.name
        if part.result is None:
            continue
        if part.name in found.again:
            write_roster(part.roster, path, read(scenario))
        else:
            roster_file.write(path, part.roster, read(scenario), result=part.result)
