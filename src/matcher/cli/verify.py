"""`matcher verify`: objective and bound re-added without a solver."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from matcher.cli.check import ROSTER_HELP, SCENARIO_HELP
from matcher.cli.terminal import Terminal


def verify(
    context: typer.Context,
    scenario: Annotated[Path, typer.Argument(metavar="DIR", help=SCENARIO_HELP)],
    roster: Annotated[Path, typer.Argument(metavar="ROSTER", help=ROSTER_HELP)],
    as_json: Annotated[bool, typer.Option("--json", help="只输出一个 JSON 对象 · One JSON object.")] = False,
) -> int:
    """复核 · Re-add objective and bound without a solver."""
    from matcher import verify as re_add
    from matcher.checker import check, valid
    from matcher.cli import inputs, roster_file
    from matcher.score import score

    terminal = Terminal(lang=context.obj.lang, json=as_json)
    asked = inputs.scenario_at(scenario)
    plan = inputs.roster_at(roster, asked)
    certificates = roster_file.certificates(roster)
    clean = valid(check(asked.problem, plan))
    points = score(asked.problem, plan)
    found = re_add(asked.problem, plan, certificates) if certificates is not None else None
    holds = clean and found is not None and found.holds
    if as_json:
        bounds = [
            {"purpose": c.purpose, "objective": c.objective, "bound": c.bound, "claimed": c.claimed, "holds": c.holds}
            for c in (found.certificates if found else ())
        ]
        terminal.object(
            {
                "holds": holds,
                "rules_kept": clean,
                "objective": points.objective,
                "guaranteed": points.guaranteed,
                "proof": found is not None,
                "certificates": bounds,
            }
        )
        return 0 if holds else 1
    out = terminal.out
    out.print(terminal.say("verify_ok" if holds else "verify_bad"), style="bold green" if holds else "bold red")
    out.print("  " + terminal.say("check_clean" if clean else "verify_rules"))
    out.print(
        "  " + terminal.say("verify_points", objective=f"{points.objective:,}", guaranteed=f"{points.guaranteed:,}")
    )
    if found is None:
        out.print("  " + terminal.say("verify_none"))
    for c in found.certificates if found else ():
        key = "verify_holds" if c.holds else "verify_fails"
        purpose = terminal.say(f"purpose_{c.purpose}")
        out.print("  " + terminal.say(key, purpose=purpose, objective=c.objective, bound=c.bound, claimed=c.claimed))
    return 0 if holds else 1
