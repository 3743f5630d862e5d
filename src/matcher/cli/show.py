"""A roster on a terminal: by day, what stays unserved and why, and how good it is."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from matcher.cli.terminal import Terminal

if TYPE_CHECKING:
    from matcher.report import Proof, Reason, Words
    from matcher.roster import PlannedVisit, Roster

CROWD = 3
"""Teams larger than this are counted, not listed."""


def roster_by_day(terminal: Terminal, words: Words, roster: Roster) -> None:
    """One table a day: time, service, place, people."""
    from rich.table import Table

    out = terminal.out
    planned = sorted(roster.planned, key=lambda p: (p.start, p.visit))
    if not planned:
        out.print(terminal.say("nothing_planned"))
    for day, visits in groupby(planned, key=lambda p: p.start // 1440):
        out.print(words.day(day), style="bold")
        table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="dim")
        table.add_column("  " + terminal.say("time"), no_wrap=True)
        for name in ("service", "place", "people"):
            table.add_column(terminal.say(name), overflow="fold")
        for row in visits:
            table.add_row(*_row(terminal, words, roster, row))
        out.print(table)
        out.print()


def _row(terminal: Terminal, words: Words, roster: Roster, planned: PlannedVisit) -> tuple[str, str, str, str]:
    from rich.markup import escape

    visit = words.setting.problem.visit_of[planned.visit]
    team = roster.team_of.get(visit.id, ())
    crowd = len(team) > CROWD
    people = (
        terminal.say("people_number", n=len(team)) if crowd else words.list(words.person(a.volunteer) for a in team)
    )
    place = words.place_of(visit, planned.facility)
    span = "  " + words.span(planned.start, planned.start + visit.duration)
    return span, escape(words.visit(visit)), escape(place), escape(people)


def unserved(terminal: Terminal, found: tuple[Reason, ...]) -> None:
    """A line each; guaranteed visits are named first."""
    from rich.markup import escape
    from rich.table import Table

    out = terminal.out
    if not found:
        out.print(terminal.say("all_served"))
        return
    out.print(terminal.say("unserved", n=len(found)), style="bold")
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(overflow="fold", max_width=32)
    table.add_column(overflow="fold")
    for reason in found:
        name = f"{reason.title} {reason.visit}"
        head = terminal.say("escalate", what=name) if reason.escalate else name
        table.add_row("  " + escape(head), escape(reason.why))
    out.print(table)


def how_good(terminal: Terminal, proof: Proof) -> None:
    """The proof in a coordinator's words."""
    out = terminal.out
    out.print(terminal.say("proof"), style="bold")
    out.print(f"  {proof.headline}", style="bold green", markup=False)
    for line in proof.lines:
        out.print(f"  - {line}", markup=False)
