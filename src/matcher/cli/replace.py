"""`matcher replace`: who else could take a role of a visit, best first."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from matcher.cli.check import ROSTER_HELP, SCENARIO_HELP
from matcher.cli.solve import AUDIENCE_HELP
from matcher.cli.terminal import Terminal

if TYPE_CHECKING:
    from matcher.explain import Replacement
    from matcher.report import Words
    from matcher.roster import Roster
    from matcher.scenario import Scenario


def replace(
    context: typer.Context,
    scenario: Annotated[Path, typer.Argument(metavar="DIR", help=SCENARIO_HELP)],
    visit: Annotated[str, typer.Argument(metavar="VISIT", help="服务编号 · Id of the visit.")],
    roster: Annotated[Path, typer.Option(help=ROSTER_HELP)],
    out: Annotated[str, typer.Option(help="谁退出 · Who leaves; their role is filled.")] = "",
    role: Annotated[str, typer.Option(help="岗位 · The role; not needed where there is one.")] = "",
    asked: Annotated[Path | None, typer.Option(help="上次询问时间 (.csv) · volunteer,asked: when asked last.")] = None,
    top: Annotated[int, typer.Option(min=1, help="最多列出几人 · At most so many.")] = 10,
    report: Annotated[Path | None, typer.Option(help="写网页 · Write the page (.html).")] = None,
    audience: Annotated[str, typer.Option("--for", help=AUDIENCE_HELP)] = "",
    as_json: Annotated[bool, typer.Option("--json", help="只输出一个 JSON 对象 · One JSON object.")] = False,
) -> int:
    """替补 · Who else could take a role, best first, and what it changes."""
    from matcher.cli import inputs
    from matcher.cli.files import page, unwritable
    from matcher.explain import replacements
    from matcher.report import Setting, Words
    from matcher.report.remedies_section import replacements_page

    terminal = Terminal(lang=context.obj.lang, json=as_json)
    inputs.raise_if(inputs.audience_faults(audience), unwritable(report, suffixes=(".html",)))
    scene = inputs.scenario_at(scenario)
    known = inputs.roster_at(roster, scene)
    position = _role(scene, known, visit, role, out)
    when = inputs.asked_at(asked) if asked is not None else {}
    found = replacements(scene.problem, known, visit, position, out=out or None, asked=when)
    words = Words(Setting.of(scene), inputs.audience_named(audience), terminal.lang)
    page(report, lambda: replacements_page(words, visit, position, found))
    if as_json:
        terminal.object({"visit": visit, "role": position, "replacements": [as_object(r) for r in found]})
    else:
        name = words.visit(scene.problem.visit_of[visit])
        head = terminal.say("replacements_head", visit=f"{name} {visit}", role=words.role(position))
        terminal.out.print(head, style="bold", markup=False)
        table(terminal, words, found[:top], more=len(found) - top)
    return 0


def as_object(found: Replacement) -> dict[str, Any]:
    """One person, with the change in points by rule; points None: the visit would still be short of people."""
    from matcher.explain import per_rule

    return {
        "volunteer": found.volunteer,
        "points": None if found.points is None else found.points.objective,
        "rules": {t.rule: t.points for t in per_rule(found)},
        "frees": found.frees,
        "stand_in": found.stand_in,
    }


def table(terminal: Terminal, words: Words, found: Sequence[Replacement], *, more: int) -> None:
    """Who, the change in points, what it is made of, and whose swap it takes."""
    from rich.markup import escape
    from rich.table import Table

    from matcher.explain import per_rule
    from matcher.report.reasons import rule_name

    if not found:
        terminal.out.print("  " + terminal.say("nobody_else"))
        return
    grid = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="dim")
    grid.add_column("  " + terminal.say("who"), overflow="fold")
    grid.add_column(terminal.say("points"), justify="right", no_wrap=True)
    for name in ("made_of", "swap"):
        grid.add_column(terminal.say(name), overflow="fold")
    for r in found:
        points = terminal.say("still_short") if r.points is None else f"{r.change:+d}"
        parts = words.list(f"{rule_name(words, t.rule)} {t.points:+d}" for t in per_rule(r))
        swap = (
            "" if r.stand_in is None else terminal.say("takes_over", who=words.person_and_id(r.stand_in), visit=r.frees)
        )
        grid.add_row("  " + escape(words.person_and_id(r.volunteer)), points, escape(parts), escape(swap))
    terminal.out.print(grid)
    if more > 0:
        terminal.out.print("  " + terminal.say("more_people", n=more))


def _role(scenario: Scenario, roster: Roster, visit_id: str, role: str, out: str) -> str:
    """The role asked for, the one of who leaves, or the only one; raises InvalidProblem where it is none."""
    from matcher.errors import InvalidProblem, ProblemError

    visit = scenario.problem.visit_of.get(visit_id)
    if visit is None:
        fault = ProblemError("VISIT", "unknown_id", f"visit {visit_id} is not known", "name a visit of the scenario")
        raise InvalidProblem([fault])
    theirs = [a.role for a in roster.team_of.get(visit_id, ()) if a.volunteer == out]
    if out and not theirs:
        hint = "--out names somebody whom the roster has in this visit"
        raise InvalidProblem([ProblemError("--out", "unknown_id", f"{out} is not in visit {visit_id}", hint)])
    roles = [r.id for r in visit.roles]
    chosen = role or (theirs[0] if theirs else roles[0] if len(roles) == 1 else "")
    if chosen not in roles:
        told = f"role {chosen} is not known" if chosen else "there are several roles"
        hint = "use --role with one of " + (", ".join(roles) or "none: this visit needs nobody")
        raise InvalidProblem([ProblemError("--role", "unknown_id", told, hint)])
    return chosen
