"""Why a visit stays unserved, in one line each, from `matcher.explain`."""

from __future__ import annotations

from dataclasses import dataclass

from matcher.report.words import Words
from matcher.roster import Roster


@dataclass(frozen=True, slots=True)
class Reason:
    """A visit nobody makes: what it is, why, and a way out ("" where none is known). `escalate`: guaranteed."""

    visit: str
    title: str
    why: str
    way_out: str
    escalate: bool


def reasons(words: Words, roster: Roster) -> tuple[Reason, ...]:
    """One entry for every visit nobody makes, guaranteed ones first, then in the problem's order."""
    problem = words.setting.problem
    found = [
        Reason(v, words.visit(problem.visit_of[v]), words.say("no_reason"), "", problem.visit_of[v].guaranteed)
        for v in roster.unserved(problem)
    ]
    return tuple(sorted(found, key=lambda r: not r.escalate))
