"""What a roster is worth: points a rule, their sum, the difference of two, and what each point buys."""

from __future__ import annotations

from dataclasses import dataclass

from matcher.problem import Problem
from matcher.roster import Roster
from matcher.rules import SOFT, value
from matcher.rules.known import sound


@dataclass(frozen=True, slots=True)
class Term:
    """Points one soft rule adds to a roster."""

    rule: str
    points: int


@dataclass(frozen=True, slots=True)
class Score:
    """`guaranteed`: value of the guaranteed visits served (stage 1); `terms`: stage 2, one a soft rule."""

    guaranteed: int
    terms: tuple[Term, ...]

    @property
    def objective(self) -> int:
        """All points: what stage 2 maximises."""
        return sum(t.points for t in self.terms)


def score(problem: Problem, roster: Roster) -> Score:
    """Points of a roster, valid or not; rows with unknown or doubled ids count nothing (see `rules.known`)."""
    rows = sound(problem, roster)
    return Score(
        guaranteed=value.guaranteed(problem, rows),
        terms=tuple(Term(rule.code, rule.cost(problem, rows)) for rule in SOFT),
    )


def difference(before: Score, after: Score) -> Score:
    """What changes from `before` to `after`, term by term."""
    points = {t.rule: t.points for t in before.terms}
    return Score(
        guaranteed=after.guaranteed - before.guaranteed,
        terms=tuple(Term(t.rule, t.points - points[t.rule]) for t in after.terms),
    )
