"""`matcher advise`: what is scarce, and which one more person, hour or gate would serve most, each confirmed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from matcher.cli.check import ROSTER_HELP, SCENARIO_HELP
from matcher.cli.solve import AUDIENCE_HELP
from matcher.cli.terminal import Terminal

if TYPE_CHECKING:
    from matcher.advise import Advised
    from matcher.report import Words
    from matcher.scenario import Scenario

GATES = 6
"""Closed gates that are tried, the nearest to unserved visits."""
SHOWN = 10


def advise(
    context: typer.Context,
    scenario: Annotated[Path, typer.Argument(metavar="DIR", help=SCENARIO_HELP)],
    roster: Annotated[Path, typer.Option(help=ROSTER_HELP)],
    most: Annotated[int, typer.Option(min=1, help="最多几项 · At most so many pieces of advice.")] = 10,
    time_limit: Annotated[float, typer.Option(help="最长秒数 · At most this many seconds.")] = 60.0,
    report: Annotated[Path | None, typer.Option(help="网页与地图 · The page with its map (.html).")] = None,
    audience: Annotated[str, typer.Option("--for", help=AUDIENCE_HELP)] = "",
    as_json: Annotated[bool, typer.Option("--json", help="只输出一个 JSON 对象 · One JSON object.")] = False,
) -> int:
    """建议 · What is scarce, and what one more of it would serve."""
    from matcher.advise import advise as advised
    from matcher.advise import prices_of
    from matcher.cli import inputs, roster_file
    from matcher.cli.files import page, unwritable
    from matcher.report import Setting, Words
    from matcher.report.advice_section import advice_page
    from matcher.scenario.gates_near import gates_for

    terminal = Terminal(lang=context.obj.lang, json=as_json)
    inputs.raise_if(
        inputs.audience_faults(audience),
        inputs.below("--time-limit", time_limit),
        unwritable(report, suffixes=(".html",)),
    )
    asked = inputs.scenario_at(scenario)
    known = inputs.roster_at(roster, asked)
    proof = roster_file.certificates(roster)
    found = advised(
        asked.problem,
        known,
        prices=prices_of(proof) if proof else None,
        gates=gates_for(asked, known.unserved(asked.problem), most=GATES),
        most=most,
        time_limit=time_limit,
    )
    words = Words(Setting.of(asked), inputs.audience_named(audience), terminal.lang)
    if as_json:
        terminal.object(as_object(asked, found))
    else:
        _tell(terminal, words, found)
    page(report, lambda: advice_page(words, found))
    return 0


def as_object(scenario: Scenario, found: Advised) -> dict[str, Any]:
    """Confirmed advice, and what prices call scarce."""
    return {
        "advice": [
            {
                "kind": a.kind,
                "subject": a.subject,
                "place": a.place,
                "start": scenario.datetime_of(a.start).isoformat(),
                "end": scenario.datetime_of(a.end).isoformat(),
                "serves": list(a.serves),
                "points": a.points,
                "zh": a.zh,
                "en": a.en,
                "confirmed": True,
            }
            for a in found.advice
        ],
        "scarce": [
            {
                "kind": s.kind,
                "subject": s.subject,
                "day": s.day,
                "part": s.part,
                "area": s.area,
                "points": s.points,
                "visits": list(s.visits),
                "unserved": s.unserved,
            }
            for s in found.scarce
        ],
        "tried": found.tried,
    }


def _tell(terminal: Terminal, words: Words, found: Advised) -> None:
    from rich.markup import escape
    from rich.table import Table

    from matcher.report.advice_section import scarce_said, when
    from matcher.report.vocabulary import advice_said

    out = terminal.out
    out.print(words.say("advice_confirmed", n=len(found.advice), tried=found.tried), style="bold")
    for number, a in enumerate(found.advice, start=1):
        out.print(f"{number:3d}  {words.pick(*advice_said(a))}", markup=False)
        if hours := when(words, a):
            out.print(f"     {hours}", markup=False)
        told = terminal.say("would_serve", visits=words.list(a.serves), n=len(a.serves), points=a.points)
        out.print(f"     {told}", markup=False)
    if not found.scarce:
        return
    out.print()
    out.print(words.say("scarce"), style="bold")
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="dim")
    table.add_column("  " + words.say("scarce_what"), overflow="fold")
    for name in ("advice_when", "scarce_where"):
        table.add_column(words.say(name), overflow="fold")
    for name in ("scarce_worth", "scarce_unserved"):
        table.add_column(words.say(name), justify="right")
    for s in found.scarce[:SHOWN]:
        day = f"{words.day(s.day)} {words.say('part_' + s.part)}"
        table.add_row("  " + escape(scarce_said(words, s)), day, escape(s.area), f"{s.points:,}", str(s.unserved))
    out.print(table)
