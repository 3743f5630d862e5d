"""`matcher what-if`: the scenario with a patch, and what it would change in a roster."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from matcher.cli.check import ROSTER_HELP, SCENARIO_HELP
from matcher.cli.solve import AUDIENCE_HELP
from matcher.cli.terminal import Terminal


def what_if(
    context: typer.Context,
    scenario: Annotated[Path, typer.Argument(metavar="DIR", help=SCENARIO_HELP)],
    patch: Annotated[Path, typer.Argument(metavar="PATCH", help="补丁文件 · Patch file (.json), see docs/answers.md.")],
    roster: Annotated[Path, typer.Option(help=ROSTER_HELP)],
    time_limit: Annotated[float | None, typer.Option(help="最长秒数 · At most this many seconds.")] = None,
    gap: Annotated[float, typer.Option(help="达到此差距即停 · End at this gap, a fraction.")] = 0.003,
    out: Annotated[Path | None, typer.Option(help="写新排班 · Write the new roster (.json, .csv, .xlsx).")] = None,
    report: Annotated[Path | None, typer.Option(help="写网页 · Write the page (.html).")] = None,
    audience: Annotated[str, typer.Option("--for", help=AUDIENCE_HELP)] = "",
    as_json: Annotated[bool, typer.Option("--json", help="只输出一个 JSON 对象 · One JSON object.")] = False,
) -> int:
    """假如 · What a change of the scenario would change in the roster."""
    from matcher.cli import differences, inputs, outputs, roster_file
    from matcher.cli.files import page, unwritable
    from matcher.replan import after_change
    from matcher.report import Setting, Words
    from matcher.report.changes_section import changes_page
    from matcher.scenario import write_roster

    terminal = Terminal(lang=context.obj.lang, json=as_json)
    inputs.raise_if(
        inputs.audience_faults(audience),
        inputs.below("--time-limit", time_limit),
        inputs.below("--gap", gap, zero=True),
        unwritable(out, suffixes=roster_file.SUFFIXES),
        unwritable(report, suffixes=(".html",)),
    )
    asked = inputs.scenario_at(scenario)
    known = inputs.roster_at(roster, asked)
    after = inputs.patched(scenario, patch)
    plan = after_change(asked.problem, known, after.problem, time_limit=time_limit, gap=gap)
    words = Words(Setting.of(asked), inputs.audience_named(audience), terminal.lang)
    page(report, lambda: changes_page(words, asked.problem, plan))
    if as_json:
        terminal.object(differences.of_plan(plan))
    else:
        differences.tell(terminal, words, asked.problem, plan)
        for note in after.notes:
            if note.where.startswith("patch") or note.code == "removed_with":
                terminal.err.print(f"  {note}", markup=False)
    if out is not None:
        write_roster(plan.roster, out, after)
        if not as_json:
            terminal.out.print(terminal.say("wrote", path=out), markup=False, soft_wrap=True)
    return outputs.judged(terminal, plan.problem, plan.roster)
