"""`matcher generate`: a synthetic community by seed."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from matcher.cli.terminal import Terminal

if TYPE_CHECKING:
    from matcher.scenario.generate_parameters import Parameters

POPULATION = 6000


def generate(
    context: typer.Context,
    out: Annotated[Path, typer.Argument(metavar="OUT", help="新场景文件夹或 .xlsx · New folder or workbook.")],
    like: Annotated[str, typer.Option(help="仿照 · A generated scenario (path or shipped name) to draw again.")] = "",
    seed: Annotated[int, typer.Option(help="随机种子 · Seed.")] = 1,
    population: Annotated[int | None, typer.Option(help=f"人口 · People; {POPULATION} if not given.")] = None,
    communities: Annotated[int | None, typer.Option(help="社区数 · Communities.")] = None,
    days: Annotated[int | None, typer.Option(help="天数 · Days.")] = None,
    start: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="第一天 · First day.")] = None,
    requests: Annotated[int | None, typer.Option(help="每周每社区点单数 · Requests a week and community.")] = None,
) -> int:
    """生成 · Make a synthetic scenario by seed."""
    from dataclasses import replace

    from matcher.cli.files import taken, unwritable
    from matcher.cli.inputs import raise_if
    from matcher.scenario import write
    from matcher.scenario.generate_parameters import Parameters
    from matcher.scenario.generate_scenario import generate_from

    terminal: Terminal = context.obj
    raise_if(unwritable(out, suffixes=(".xlsx",) if out.suffix else ()), taken(out))
    base = Parameters(name=out.stem, seed=seed, population=POPULATION) if not like else _like(like, seed, out.stem)
    asked: dict[str, Any] = {
        "population": population,
        "communities": communities,
        "days": days,
        "start": start.date() if start else None,
        "requests": requests,
    }
    scenario = generate_from(replace(base, **{k: v for k, v in asked.items() if v is not None}))
    write(scenario, out)
    problem = scenario.problem
    sizes = {"volunteers": len(problem.volunteers), "visits": len(problem.visits)}
    done = terminal.say("generated", path=out, **sizes, facilities=len(problem.facilities))
    terminal.out.print(done, markup=False, soft_wrap=True)
    return 0


def _like(name: str, seed: int, new_name: str) -> Parameters:
    """The parameters of a scenario given by path or by the name of a shipped one, with another seed."""
    from matcher.cli.demo import shipped
    from matcher.cli.inputs import scenario_at
    from matcher.scenario.generate_scenario import parameters_of

    path = Path(name)
    scenario = scenario_at(path if path.exists() else shipped(name))
    return parameters_of(scenario).like(seed, name=new_name)
