"""`matcher simulate`: a quarter of weekly publishing and daily events, ours beside two ways of planning by hand."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from matcher.cli.check import SCENARIO_HELP
from matcher.cli.terminal import Terminal

if TYPE_CHECKING:
    from matcher.report import Words
    from matcher.simulate import Measures, Quarter


def simulate(
    context: typer.Context,
    scenario: Annotated[Path, typer.Argument(metavar="DIR", help=SCENARIO_HELP)],
    weeks: Annotated[int, typer.Option(min=1, max=104, help="周数 · Weeks.")] = 13,
    seed: Annotated[int, typer.Option(help="随机世界 · The world: the same seed, the same people and events.")] = 1,
    planner: Annotated[list[str] | None, typer.Option(help="只用此法，可多次 · Only this way; repeatable.")] = None,
    decline: Annotated[float, typer.Option(min=0, max=1, help="谢绝比例 · Share of offers declined.")] = 0.20,
    no_show: Annotated[float, typer.Option(min=0, max=1, help="未到比例 · Share who do not come.")] = 0.05,
    processes: Annotated[int, typer.Option(min=1, help="同时几个进程 · Side by side in so many processes.")] = 2,
    plot: Annotated[Path | None, typer.Option(help="写曲线图 · Write the plot (.svg).")] = None,
    report: Annotated[Path | None, typer.Option(help="写网页 · Write the page (.html).")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="只输出一个 JSON 对象 · One JSON object.")] = False,
) -> int:
    """模拟一季 · Simulate a quarter in the same made-up world for each way of planning."""
    from matcher.cli import inputs
    from matcher.cli.files import page, unwritable, whole
    from matcher.report import OVERVIEW, Setting, Words
    from matcher.report.simulation_section import planner_name, simulation_page
    from matcher.report.simulation_section import plot as drawn
    from matcher.simulate import PLANNERS, Rates, World, compared, measured

    terminal = Terminal(lang=context.obj.lang, json=as_json)
    names = tuple(planner) if planner else tuple(PLANNERS)
    inputs.raise_if(
        *(inputs.unlisted("--planner", name, list(PLANNERS)) for name in names),
        unwritable(plot, suffixes=(".svg",)),
        unwritable(report, suffixes=(".html",)),
    )
    asked = inputs.scenario_at(scenario)
    words = Words(Setting.of(asked), OVERVIEW, terminal.lang)
    world = World(asked.problem, weeks=weeks, seed=seed, rates=Rates(decline=decline, no_show=no_show))

    def ready(quarter: Quarter) -> None:
        terminal.err.print(f"{planner_name(words, quarter.planner)}: {measured(quarter).served.served}", markup=False)

    quarters = compared(world, names, processes=min(processes, len(names)), each=ready)
    found = [measured(q) for q in quarters]
    if as_json:
        terminal.object({"seed": seed, "weeks": weeks, "planners": [as_object(m) for m in found]})
    else:
        _tell(terminal, words, found)
    if plot is not None:
        text = str(drawn(words, quarters)) + "\n"
        whole(plot, lambda draft: draft.write_text(text, encoding="utf-8"))
    page(report, lambda: simulation_page(words, quarters, seed=seed))
    return 0


def as_object(found: Measures) -> dict[str, Any]:
    """Every figure of one way of planning."""
    from dataclasses import asdict

    return asdict(found)


def _tell(terminal: Terminal, words: Words, found: list[Measures]) -> None:
    from rich import box
    from rich.table import Table

    from matcher.report.simulation_section import planner_name, rows

    table = Table(box=box.SIMPLE_HEAD)
    table.add_column("")
    for m in found:
        table.add_column(planner_name(words, m.planner), justify="right", no_wrap=True)
    for row in rows(words, found):
        table.add_row(*row)
    terminal.out.print(table)
