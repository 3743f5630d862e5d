"""`matcher generate`: a synthetic community by seed."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from matcher.cli.terminal import Terminal


def generate(
    context: typer.Context,
    out: Annotated[Path, typer.Argument(metavar="OUT", help="新场景文件夹或 .xlsx · New folder or workbook.")],
    like: Annotated[str, typer.Option(help="仿照 · Shipped scenario whose size to copy.")] = "xizha-week",
    seed: Annotated[int, typer.Option(help="随机种子 · Seed.")] = 1,
) -> int:
    """生成 · Make a synthetic scenario by seed."""
    from matcher.cli.files import taken, unwritable
    from matcher.cli.inputs import raise_if
    from matcher.scenario import generate as made
    from matcher.scenario import write

    terminal: Terminal = context.obj
    raise_if(unwritable(out, suffixes=(".xlsx",) if out.suffix else ()), taken(out))
    scenario = made(like, seed=seed, name=out.stem)
    write(scenario, out)
    problem = scenario.problem
    sizes = {"volunteers": len(problem.volunteers), "visits": len(problem.visits)}
    done = terminal.say("generated", path=out, **sizes, facilities=len(problem.facilities))
    terminal.out.print(done, markup=False, soft_wrap=True)
    return 0
