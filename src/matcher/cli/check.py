"""`matcher check`: every breach of a hard rule in a roster, also one made by hand."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from matcher.cli.terminal import Terminal

if TYPE_CHECKING:
    from matcher.rules import Violation

ROSTER_HELP = "排班文件 · Roster file (.json, .csv, .xlsx)."
SCENARIO_HELP = "场景文件夹或工作簿 · Scenario folder or workbook."


def check(
    context: typer.Context,
    scenario: Annotated[Path, typer.Argument(metavar="DIR", help=SCENARIO_HELP)],
    roster: Annotated[Path, typer.Argument(metavar="ROSTER", help=ROSTER_HELP)],
    as_json: Annotated[bool, typer.Option("--json", help="只输出一个 JSON 对象 · One JSON object.")] = False,
) -> int:
    """检查 · Judge a roster by every hard rule."""
    from matcher.checker import check as judge
    from matcher.checker import valid
    from matcher.cli import inputs

    terminal = Terminal(lang=context.obj.lang, json=as_json)
    asked = inputs.scenario_at(scenario)
    found = judge(asked.problem, inputs.roster_at(roster, asked))
    if as_json:
        terminal.object({"violations": [as_object(v) for v in found]})
    else:
        _tell(terminal, found)
    return 0 if valid(found) else 1


def as_object(violation: Violation) -> dict[str, Any]:
    """One breach with its sentence in both languages."""
    return {
        "rule": violation.rule,
        "amount": violation.amount,
        "unit": violation.unit,
        "visit": violation.visit,
        "volunteer": violation.volunteer,
        "facility": violation.facility,
        "other": violation.other,
        "overridden": violation.overridden,
        "sentence": {lang: sentence(Terminal(lang=lang), violation) for lang in ("zh", "en")},
    }


def sentence(terminal: Terminal, violation: Violation) -> str:
    """The rule in words, whom it concerns and by how much it is broken."""
    from matcher.rules import RULES, UNITS

    rule = next(r for r in RULES if r.code == violation.rule)
    named = (violation.visit, violation.volunteer, violation.facility, violation.other)
    subject = " / ".join(n for n in named if n)
    amount = {"amount": violation.amount, "unit": terminal.pick(*UNITS[violation.unit])}
    stated = terminal.pick(rule.zh, rule.en).rstrip("。.")
    told = terminal.say("breach" if subject else "breach_whole", subject=subject, rule=stated, **amount)
    return told + (terminal.say("overridden") if violation.overridden else "")


def _tell(terminal: Terminal, found: tuple[Violation, ...]) -> None:
    broken = [v for v in found if not v.overridden]
    waived = len(found) - len(broken)
    head = terminal.say("check_found", n=len(broken)) if broken else terminal.say("check_clean")
    more = " " + terminal.say("check_overridden", n=waived) if waived else ""
    terminal.out.print(head + more, style="bold red" if broken else "bold green", markup=False)
    for violation in found:
        terminal.out.print(f"  {sentence(terminal, violation)}", markup=False)
