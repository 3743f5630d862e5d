"""`matcher score`: what a roster is worth, term by term, and what each point buys."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from matcher.cli.check import ROSTER_HELP, SCENARIO_HELP
from matcher.cli.terminal import Terminal

if TYPE_CHECKING:
    from matcher.problem import Problem
    from matcher.score import Score


def score(
    context: typer.Context,
    scenario: Annotated[Path, typer.Argument(metavar="DIR", help=SCENARIO_HELP)],
    roster: Annotated[Path, typer.Argument(metavar="ROSTER", help=ROSTER_HELP)],
    as_json: Annotated[bool, typer.Option("--json", help="只输出一个 JSON 对象 · One JSON object.")] = False,
) -> int:
    """得分 · The points of a roster, term by term."""
    from matcher.cli import inputs
    from matcher.score import score as points_of

    terminal = Terminal(lang=context.obj.lang, json=as_json)
    asked = inputs.scenario_at(scenario)
    points = points_of(asked.problem, inputs.roster_at(roster, asked))
    if as_json:
        terms = {t.rule: t.points for t in points.terms}
        terminal.object({"objective": points.objective, "guaranteed": points.guaranteed, "terms": terms})
    else:
        _terms(terminal, points)
        _rates(terminal, asked.problem)
    return 0


def _terms(terminal: Terminal, points: Score) -> None:
    from rich import box
    from rich.table import Table

    from matcher.rules import SOFT

    said = {rule.code: terminal.pick(rule.zh, rule.en) for rule in SOFT}
    table = Table(title=terminal.say("score_head"), title_justify="left", title_style="bold", box=box.SIMPLE_HEAD)
    table.add_column(terminal.say("term"))
    table.add_column(terminal.say("points"), justify="right", no_wrap=True)
    for term in points.terms:
        table.add_row(said[term.rule], f"{term.points:,}", end_section=term == points.terms[-1])
    table.add_row(terminal.say("sum"), f"{points.objective:,}", style="bold")
    table.add_row(terminal.say("guaranteed_points"), f"{points.guaranteed:,}")
    terminal.out.print(table)


def _rates(terminal: Terminal, problem: Problem) -> None:
    from rich import box
    from rich.table import Table

    from matcher.score import exchange_rates

    table = Table(title=terminal.say("rates"), title_justify="left", title_style="bold", box=box.SIMPLE_HEAD)
    table.add_column(terminal.say("term"))
    for name in ("points", "rate_walk", "rate_visits"):
        table.add_column(terminal.say(name), justify="right")
    for rate in exchange_rates(problem):
        walk = "" if rate.walk_minutes is None else f"{rate.walk_minutes:,.0f}"
        visits = "" if rate.visits is None else f"{rate.visits:.2f}"
        table.add_row(terminal.pick(rate.zh, rate.en), f"{rate.points:,}", walk, visits)
    terminal.out.print(table)
