"""`matcher export`: a roster as one file for one audience."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from matcher.cli.check import ROSTER_HELP, SCENARIO_HELP
from matcher.cli.terminal import Terminal

FORMATS = ("csv", "xlsx", "ics", "json", "html")
TABLES = ("volunteer", "visit", "facility")


def export(
    context: typer.Context,
    scenario: Annotated[Path, typer.Argument(metavar="DIR", help=SCENARIO_HELP)],
    roster: Annotated[Path, typer.Argument(metavar="ROSTER", help=ROSTER_HELP)],
    out: Annotated[Path, typer.Argument(metavar="OUT", help="输出文件（ics 为文件夹）· File; for ics a folder.")],
    audience: Annotated[
        str, typer.Option("--for", help="给谁看 · coordinator, volunteer, gate or notice; masked if not given.")
    ] = "",
    form: Annotated[str, typer.Option("--format", help="格式 · csv, xlsx, ics, json or html; else by suffix.")] = "",
    by: Annotated[str, typer.Option(help="csv 的表 · Table of a csv: volunteer, visit or facility.")] = "visit",
    volunteer: Annotated[str, typer.Option(help="只导出此人 · Only this volunteer (csv, ics).")] = "",
) -> int:
    """导出 · Write a roster for one audience."""
    from matcher.cli import inputs, outputs
    from matcher.cli.files import unwritable

    terminal: Terminal = context.obj
    form = form or out.suffix.removeprefix(".").lower()
    suffixes = () if form == "ics" or form not in FORMATS else (f".{form}",)
    inputs.raise_if(
        inputs.audience_faults(audience),
        inputs.unlisted("--format", form, FORMATS),
        inputs.unlisted("--by", by, TABLES),
        unwritable(out, suffixes=suffixes),
    )
    asked = inputs.scenario_at(scenario)
    plan = inputs.roster_at(roster, asked)
    if volunteer:
        inputs.raise_if(inputs.unlisted("--volunteer", volunteer, list(asked.problem.volunteer_of)))
    only = volunteer or None
    view = outputs.View.of(asked, plan, audience=inputs.audience_named(audience), lang=terminal.lang)
    if form == "csv":
        written = [outputs.table(out, view, by="volunteer" if only else by, volunteer=only)]
    elif form == "xlsx":
        written = [outputs.workbook(out, view)]
    elif form == "json":
        written = [outputs.json_object(out, view)]
    elif form == "html":
        written = [outputs.page(out, view)]
    else:
        written = outputs.calendars(out, view, stamp=outputs.made(roster), volunteer=only)
    if len(written) == 1:
        terminal.out.print(terminal.say("wrote", path=written[0]), markup=False, soft_wrap=True)
    else:
        terminal.out.print(terminal.say("wrote_count", n=len(written), path=out), markup=False, soft_wrap=True)
    return 0
