"""`matcher explain`: why visits stay unserved and what would serve them; why somebody is where they are."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from matcher.cli.check import ROSTER_HELP, SCENARIO_HELP
from matcher.cli.solve import AUDIENCE_HELP
from matcher.cli.terminal import Terminal

if TYPE_CHECKING:
    from matcher.explain import Fix, Unserved, Why
    from matcher.report import Words
    from matcher.report.remedies_section import Remedies
    from matcher.roster import Roster
    from matcher.scenario import Scenario

CONTENDED = ("outweighed", "facility_taken", "caps", "possible")
"""Reasons that others' visits give: then it is told what serving it would displace."""
AFOOT = ("walking", "facility_reach")
"""Reasons that an open gate may lift."""


def explain(
    context: typer.Context,
    scenario: Annotated[Path, typer.Argument(metavar="DIR", help=SCENARIO_HELP)],
    roster: Annotated[Path, typer.Option(help=ROSTER_HELP)],
    visit: Annotated[list[str] | None, typer.Option(help="只看这些服务 · Only these visits.")] = None,
    assignment: Annotated[str, typer.Option(help="为什么是此人 · VISIT=PERSON: why this person.")] = "",
    fixes: Annotated[bool, typer.Option(help="给出经验证的办法 · Confirmed fixes (a re-solve each).")] = True,
    report: Annotated[Path | None, typer.Option(help="写网页 · Write the page (.html).")] = None,
    audience: Annotated[str, typer.Option("--for", help=AUDIENCE_HELP)] = "",
    as_json: Annotated[bool, typer.Option("--json", help="只输出一个 JSON 对象 · One JSON object.")] = False,
) -> int:
    """解释 · Why visits stay unserved, and what would serve them."""
    from matcher.cli import inputs
    from matcher.cli.files import page, unwritable
    from matcher.report import Setting, Words
    from matcher.report.remedies_section import remedies_page

    terminal = Terminal(lang=context.obj.lang, json=as_json)
    inputs.raise_if(
        inputs.audience_faults(audience),
        inputs.apart(bool(assignment), ("--report", report is not None), ("--visit", bool(visit))),
        unwritable(report, suffixes=(".html",)),
    )
    asked = inputs.scenario_at(scenario)
    known = inputs.roster_at(roster, asked)
    words = Words(Setting.of(asked), inputs.audience_named(audience), terminal.lang)
    if assignment:
        found = _why(asked, known, assignment)
        if as_json:
            terminal.object(_why_object(found))
        else:
            _tell_why(terminal, words, found)
        return 0
    told = [_told(asked, known, why, fixes=fixes) for why in _asked_for(asked, known, visit or [])]
    page(report, lambda: remedies_page(words, told))
    if as_json:
        terminal.object({"unserved": [as_object(asked, t) for t in told]})
    else:
        _tell(terminal, words, told)
    return 0


def _asked_for(scenario: Scenario, roster: Roster, visits: list[str]) -> list[Unserved]:
    from matcher.cli import inputs
    from matcher.errors import ProblemError
    from matcher.explain import unserved

    known = scenario.problem.visit_of
    inputs.raise_if(
        ProblemError(f"--visit {v}", "unknown_id", f"visit {v} is not known", "name a visit of the scenario")
        for v in visits
        if v not in known
    )
    inputs.raise_if(
        ProblemError(f"--visit {v}", "served", f"visit {v} is planned", f"see --assignment {v}=PERSON")
        for v in visits
        if v in roster.planned_of
    )
    return [why for why in unserved(scenario.problem, roster) if not visits or why.visit in visits]


def _told(scenario: Scenario, roster: Roster, why: Unserved, *, fixes: bool) -> Remedies:
    from matcher.explain import displaced
    from matcher.explain import fixes as ways
    from matcher.report.remedies_section import Remedies
    from matcher.scenario.gates_near import gates_near

    if not fixes:
        return Remedies(why, (), None)
    problem, visit = scenario.problem, scenario.problem.visit_of[why.visit]
    place = visit.place or (visit.need.origin if visit.need is not None else None)
    gates = gates_near(scenario, place) if place is not None and why.main in AFOOT else {}
    others = displaced(problem, roster, why.visit) if why.main in CONTENDED else None
    return Remedies(why, ways(problem, roster, why.visit, gates=gates), others)


def as_object(scenario: Scenario, told: Remedies) -> dict[str, Any]:
    """One visit as `--json` says it; `sentence_*` are fit for the resident, `coordinator_*` for the desk."""
    from matcher.rules import RULES

    why, rules = told.why, {rule.code: rule for rule in RULES}
    return {
        "visit": why.visit,
        "main": why.main,
        "escalated": why.escalated,
        "reasons": [{"rule": c, "count": n, "zh": rules[c].zh, "en": rules[c].en} for c, n in why.refusals],
        "near_misses": [{"volunteer": near.volunteer, "rule": near.rule} for near in why.near],
        "fixes": [fix_object(scenario, fix) for fix in told.fixes],
        "displaces": None
        if told.displaced is None
        else {"visits": list(told.displaced.visits), "points": told.displaced.points.objective},
        "sentence_zh": why.resident_zh,
        "sentence_en": why.resident_en,
        "coordinator_zh": why.sentence_zh,
        "coordinator_en": why.sentence_en,
    }


def fix_object(scenario: Scenario, fix: Fix) -> dict[str, Any]:
    """A fix, and when and with whom the visit would take place."""
    return {
        "kind": fix.kind,
        "subject": fix.subject,
        "amount": fix.amount,
        "unit": fix.unit,
        "zh": fix.zh,
        "en": fix.en,
        "confirmed": True,
        "start": scenario.datetime_of(fix.planned.start).isoformat(),
        "facility": fix.planned.facility,
        "team": list(fix.team),
    }


def _tell(terminal: Terminal, words: Words, told: list[Remedies]) -> None:
    from matcher.report.reasons import rule_name
    from matcher.report.remedies_section import displaced_said, fix_said
    from matcher.report.vocabulary import told as sentence

    out = terminal.out
    if not told:
        out.print(terminal.say("all_served"))
        return
    out.print(terminal.say("unserved", n=len(told)), style="bold")
    for t in told:
        visit = words.setting.problem.visit_of[t.why.visit]
        name = f"{words.visit(visit)} {visit.id}"
        out.print()
        head = terminal.say("escalate", what=name) if t.why.escalated else name
        out.print(head, style="bold red" if t.why.escalated else "bold", markup=False)
        _line(out.print, terminal.pick(*sentence(t.why)))
        if t.why.refusals:
            counts = words.list(f"{rule_name(words, rule)} {n}" for rule, n in t.why.refusals)
            _line(out.print, words.say("refused_counts", counts=counts))
        if t.displaced is not None:
            _line(out.print, displaced_said(words, t.displaced))
        for fix in t.fixes:
            _line(out.print, terminal.say("fix", said=fix_said(words, fix)))
        _line(out.print, words.say("tell_resident", said=terminal.pick(t.why.resident_zh, t.why.resident_en)))


def _line(say: Callable[..., None], text: str) -> None:
    from rich.padding import Padding
    from rich.text import Text

    say(Padding(Text(text), (0, 0, 0, 2)))


def _why(scenario: Scenario, roster: Roster, assignment: str) -> Why:
    from matcher.errors import InvalidProblem, ProblemError
    from matcher.explain import why

    visit, _, person = assignment.partition("=")
    try:
        return why(scenario.problem, roster, visit.strip(), person.strip())
    except KeyError as fault:
        message = f"the roster has no assignment of {person or '?'} to {visit}"
        hint = "write --assignment VISIT=PERSON as in the roster"
        raise InvalidProblem([ProblemError("--assignment", "unknown_id", message, hint)]) from fault


def _why_object(found: Why) -> dict[str, Any]:
    from matcher.cli.replace import as_object as replacement

    return {
        "visit": found.visit,
        "volunteer": found.volunteer,
        "role": found.role,
        "rules": [{"rule": k.rule, "broken_by": k.amount} for k in found.rules],
        "points": {t.rule: t.points for t in found.points},
        "others": [replacement(r) for r in found.others],
    }


def _tell_why(terminal: Terminal, words: Words, found: Why) -> None:
    from matcher.cli.replace import table
    from matcher.rules import RULES

    out, rules = terminal.out, {rule.code: rule for rule in RULES}
    visit = words.setting.problem.visit_of[found.visit]
    who = words.person_and_id(found.volunteer)
    out.print(f"{who}  {words.visit(visit)} {visit.id}", style="bold", markup=False)
    broken = [k for k in found.rules if k.amount]
    if not broken:
        _line(out.print, terminal.say("keeps_rules", n=len(found.rules)))
    for k in broken:
        said = terminal.pick(rules[k.rule].zh, rules[k.rule].en)
        _line(out.print, terminal.say("breaks_rule", rule=said, amount=k.amount))
    for t in found.points:
        said = terminal.pick(rules[t.rule].zh, rules[t.rule].en)
        _line(out.print, f"{t.points:+d}  {said}")
    out.print()
    table(terminal, words, found.others[:10], more=len(found.others) - 10)
