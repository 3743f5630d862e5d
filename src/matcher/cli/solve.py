"""`matcher solve`: a scenario goes in, a roster comes out with a proof of how good it is."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from matcher.cli.terminal import Terminal

if TYPE_CHECKING:
    from matcher.report import Reason
    from matcher.result import Progress, Result
    from matcher.scenario import Scenario

AUDIENCE_HELP = "给谁看 · coordinator, volunteer, gate or notice; names masked unless coordinator."


def solve(
    context: typer.Context,
    scenario: Annotated[Path, typer.Argument(metavar="DIR", help="场景文件夹或工作簿 · Scenario folder or workbook.")],
    time_limit: Annotated[float | None, typer.Option(help="最长秒数 · At most this many seconds.")] = None,
    gap: Annotated[float, typer.Option(help="达到此差距即停 · End at this gap, a fraction (0.003 = 0.3 %).")] = 0.0,
    seed: Annotated[int, typer.Option(help="随机种子 · Seed.")] = 0,
    work_limit: Annotated[int | None, typer.Option(help="可重现的工作量上限 · Reproducible limit of work.")] = None,
    hint: Annotated[Path | None, typer.Option(help="起始排班 · A roster to start from.")] = None,
    published: Annotated[Path | None, typer.Option(help="已公布的排班 · The roster people already know.")] = None,
    roster: Annotated[Path | None, typer.Option(help="写排班 · Write the roster (.json, .csv, .xlsx).")] = None,
    report: Annotated[Path | None, typer.Option(help="写网页报告 · Write the page (.html).")] = None,
    out: Annotated[Path | None, typer.Option(help="写全部文件 · Write everything into this folder.")] = None,
    audience: Annotated[str, typer.Option("--for", help=AUDIENCE_HELP)] = "",
    processes: Annotated[int | None, typer.Option(min=1, help="多社区：进程数 · Of a city: so many processes.")] = None,
    scheduler: Annotated[str, typer.Option(help="多社区：Dask 集群 · Of a city: an existing Dask scheduler.")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="只输出一个 JSON 对象 · One JSON object.")] = False,
) -> int:
    """求解 · Solve a scenario, or every community of a folder of scenarios; Ctrl-C keeps the best so far."""
    from matcher.city import is_city as many
    from matcher.cli import city, inputs, outputs, roster_file
    from matcher.cli.files import unwritable
    from matcher.cli.watched import solve_watched

    terminal = Terminal(lang=context.obj.lang, json=as_json)
    inputs.raise_if(
        inputs.audience_faults(audience),
        inputs.below("--time-limit", time_limit),
        inputs.below("--work-limit", work_limit),
        inputs.below("--gap", gap, zero=True),
        unwritable(roster, suffixes=roster_file.SUFFIXES),
        unwritable(report, suffixes=(".html",)),
        unwritable(out),
    )
    if many(scenario):
        inputs.raise_if(inputs.apart(True, *_of_one(work_limit, hint, published, roster, report, audience)))
        return city.solved(
            terminal, scenario, out, time_limit=time_limit, gap=gap, seed=seed, processes=processes, scheduler=scheduler
        )
    inputs.raise_if(inputs.apart(True, ("--processes", processes is not None), ("--scheduler", bool(scheduler))))
    asked = inputs.scenario_at(scenario)
    if published is not None:
        asked = inputs.with_published(asked, published)
    start = inputs.roster_at(hint, asked) if hint else None
    reports: list[Progress] = []
    result = solve_watched(
        terminal,
        asked.problem,
        time_limit=time_limit,
        gap=gap,
        seed=seed,
        work_limit=work_limit,
        hint=start,
        reports=reports,
    )
    view = outputs.View.of(
        asked, result.roster, result=result, audience=inputs.audience_named(audience), lang=terminal.lang
    )
    written: list[Path] = []
    if roster is not None:
        written += roster_file.write(roster, result.roster, asked, result=result)
    if report is not None:
        written.append(outputs.page(report, view))
    if out is not None:
        outputs.everything(out, view, asked)
        written.append(out)
    if as_json:
        terminal.object({**as_object(asked, result, view.reasons), "progress": improvements(reports, result)})
    else:
        tell(terminal, asked, view, written)
        if not written:
            terminal.out.print(terminal.say("hint_write"), style="dim")
    return outputs.judged(terminal, asked.problem, result.roster)


def _of_one(
    work_limit: int | None,
    hint: Path | None,
    published: Path | None,
    roster: Path | None,
    report: Path | None,
    audience: str,
) -> list[tuple[str, bool]]:
    """Options that mean one scenario, and whether they are given."""
    files = (("--hint", hint), ("--published", published), ("--roster", roster), ("--report", report))
    return [
        ("--work-limit", work_limit is not None),
        *((n, f is not None) for n, f in files),
        ("--for", bool(audience)),
    ]


def tell(terminal: Terminal, scenario: Scenario, view: Any, written: list[Path]) -> None:
    """The roster by day, what stays unserved and why, the proof, and where files were written."""
    from matcher.cli import show

    out, result = terminal.out, view.result
    head(terminal, scenario)
    show.roster_by_day(terminal, view.words, view.roster)
    show.unserved(terminal, view.reasons)
    out.print()
    show.how_good(terminal, view.proof)
    solved = terminal.say("solved", served=view.figures.served, visits=view.figures.visits, seconds=result.seconds)
    compiled = terminal.say("compiled", seconds=result.compile_seconds) if result.compile_seconds >= 0.1 else ""
    out.print("\n" + terminal.pick("；", "; ").join(x for x in (solved, compiled) if x))
    for path in written:
        out.print(terminal.say("wrote", path=path), markup=False, soft_wrap=True)
    notes = (*scenario.notes, *result.warnings)
    if notes:
        terminal.err.print(terminal.say("warnings"), style="bold")
    for note in notes:
        terminal.err.print(f"  {note}", markup=False)


def head(terminal: Terminal, scenario: Scenario) -> None:
    """Title, what is asked, and whether it is made up."""
    problem = scenario.problem
    title = scenario.title or scenario.name
    told = terminal.say("synthetic")
    synthetic = f" ({told})" if scenario.synthetic and told not in title else ""
    terminal.out.print(f"{title}{synthetic}", style="bold", markup=False)
    sizes = {"volunteers": len(problem.volunteers), "visits": len(problem.visits)}
    terminal.out.print(terminal.say("asked", **sizes, facilities=len(problem.facilities), days=problem.days) + "\n")


def improvements(reports: Sequence[Progress], result: Result) -> list[tuple[float, int]]:
    """(seconds, points) of every roster better than those before; reports of stage 1 count guaranteed visits alone."""
    found: list[tuple[float, int]] = []
    for one in reports:
        if one.stage != "guaranteed" and (not found or one.objective > found[-1][1]):
            found.append((round(one.seconds, 3), one.objective))
    if not found or result.all.objective != found[-1][1]:
        found.append((round(result.seconds, 3), result.all.objective))
    return found


def as_object(scenario: Scenario, result: Result, reasons: tuple[Reason, ...]) -> dict[str, Any]:
    """What `--json` prints; objective, bound and gap are those of stage 2."""
    problem = scenario.problem
    guaranteed = [v.id for v in problem.visits if v.guaranteed]
    served = result.roster.planned_of
    return {
        "status": result.all.status,
        "objective": result.all.objective,
        "bound": result.all.bound,
        "gap": result.all.gap,
        "guaranteed": {
            "served": sum(v in served for v in guaranteed),
            "of": len(guaranteed),
            "objective": result.guaranteed.objective,
            "bound": result.guaranteed.bound,
            "status": result.guaranteed.status,
        },
        "seconds": round(result.seconds, 3),
        "compile_seconds": round(result.compile_seconds, 3),
        "first_roster_seconds": round(result.first_roster_seconds, 3),
        "visits": len(problem.visits),
        "served": len(served),
        "more_visits_at_most": result.more_visits_at_most,
        "stopped": result.stopped,
        "unserved": [{"visit": r.visit, "reason": r.code, "sentence": r.why, "near": r.near} for r in reasons],
        "warnings": [str(note) for note in (*scenario.notes, *result.warnings)],
    }
