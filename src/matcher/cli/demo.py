"""`matcher demo`: solves the shipped week and shows all of it; ends by itself."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from matcher.cli.terminal import Terminal

DEMO = "xizha-week"
LIMIT = 30.0
"""Seconds; the week is proven long before."""


def demo(
    context: typer.Context,
    out: Annotated[Path, typer.Option(help="输出文件夹 · Folder for roster and report.")] = Path("matcher-demo"),
    time_limit: Annotated[float, typer.Option(help="最长秒数 · At most this many seconds.")] = LIMIT,
) -> int:
    """演示 · Solve the shipped week and write its report."""
    from matcher.cli import inputs, outputs
    from matcher.cli.files import unwritable
    from matcher.cli.solve import tell
    from matcher.cli.watched import solve_watched
    from matcher.report import OVERVIEW

    terminal: Terminal = context.obj
    inputs.raise_if(inputs.below("--time-limit", time_limit), unwritable(out))
    asked = inputs.scenario_at(shipped(DEMO))
    result = solve_watched(terminal, asked.problem, time_limit=time_limit)
    view = outputs.View.of(asked, result.roster, result=result, audience=OVERVIEW, lang=terminal.lang)
    written = outputs.everything(out, view, asked)
    tell(terminal, asked, view, [])
    terminal.out.print(terminal.say("wrote_count", n=len(written), path=out), markup=False, soft_wrap=True)
    page = (out / "report.html").resolve()
    terminal.out.print(terminal.say("demo_open", path=page), style="bold", markup=False, soft_wrap=True)
    return outputs.judged(terminal, asked.problem, result.roster)


def shipped(name: str) -> Path:
    """The folder of a shipped scenario: of the installed package, else of the checkout."""
    import matcher

    package = Path(matcher.__file__).parent
    installed, checkout = package / "_scenarios" / name, package.parents[1] / "scenarios" / name
    return installed if installed.is_dir() else checkout
