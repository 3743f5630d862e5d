"""What becomes different from one roster to another, on a terminal and as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from matcher.cli.terminal import Terminal

if TYPE_CHECKING:
    from collections.abc import Iterable

    from matcher.problem import Problem
    from matcher.replan import Replan
    from matcher.report import Words
    from matcher.what_if import Difference

MOST = 40
"""People told one by one on a terminal; the rest is counted (JSON tells all)."""


def as_object(difference: Difference) -> dict[str, Any]:
    """Visits, people and points."""
    return {
        "served": list(difference.served),
        "lost": list(difference.lost),
        "moved": list(difference.moved),
        "notify": list(difference.notify),
        "people": [
            {"volunteer": p.volunteer, "gains": list(p.gains), "loses": list(p.loses), "moves": list(p.moves)}
            for p in difference.people
        ],
        "points": {t.rule: t.points for t in difference.points.terms},
    }


def of_plan(plan: Replan) -> dict[str, Any]:
    """The difference with how good the new roster is and how long it took."""
    stage = plan.all
    return {
        "objective": None if stage is None else stage.objective,
        "bound": None if stage is None else stage.bound,
        "gap": None if stage is None else stage.gap,
        "status": None if stage is None else stage.status,
        "first_seconds": round(plan.first_seconds, 3),
        "seconds": round(plan.seconds, 3),
        "loosened": [list(pair) for pair in plan.loosened],
        **as_object(plan.difference),
    }


def tell(terminal: Terminal, words: Words, old: Problem, plan: Replan) -> None:
    """Visits that come, go and move; who is to be told what; and how good the new roster is."""
    out, found = terminal.out, plan.difference
    for key, visits in (("newly_served", found.served), ("now_lost", found.lost), ("now_moved", found.moved)):
        if visits:
            out.print(terminal.say(key, n=len(visits)), style="bold")
            for visit in visits:
                out.print(f"  {_visit(words, old, plan.problem, visit)}", markup=False)
    _people(terminal, words, plan)
    if plan.loosened:
        out.print(terminal.say("loosened", n=len(plan.loosened)), style="yellow")
        for visit, volunteer in plan.loosened:
            out.print(f"  {words.person_and_id(volunteer)}  {_visit(words, old, plan.problem, visit)}", markup=False)
    out.print()
    seconds = {"first": plan.first_seconds, "seconds": plan.seconds}
    if plan.all is None:
        out.print(terminal.say("replanned_unproven", **seconds))
    elif plan.all.gap <= 0:
        out.print(terminal.say("replanned_proven", **seconds), style="green")
    else:
        out.print(terminal.say("replanned_gap", gap=plan.all.gap, **seconds), style="green")


def _people(terminal: Terminal, words: Words, plan: Replan) -> None:
    from rich.markup import escape
    from rich.table import Table

    people = plan.difference.people
    if not people:
        terminal.out.print(terminal.say("nobody_to_tell"))
        return
    terminal.out.print(terminal.say("to_tell", n=len(people)), style="bold")
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="dim")
    table.add_column("  " + terminal.say("who"), overflow="fold")
    for name in ("gains", "loses", "changes"):
        table.add_column(terminal.say(name), overflow="fold")
    for person in people[:MOST]:
        cells = (_ids(person.gains), _ids(person.loses), _ids(person.moves))
        table.add_row("  " + escape(words.person_and_id(person.volunteer)), *(escape(c) for c in cells))
    terminal.out.print(table)
    if len(people) > MOST:
        terminal.out.print("  " + terminal.say("more_people", n=len(people) - MOST))


def _ids(visits: Iterable[str]) -> str:
    return " ".join(visits)


def _visit(words: Words, old: Problem, new: Problem, name: str) -> str:
    visit = new.visit_of.get(name) or old.visit_of.get(name)
    return name if visit is None else f"{name}  {words.visit(visit)}"
