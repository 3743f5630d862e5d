"""Checker and score on one side, the second opinion on the other: both must judge every roster alike."""

from __future__ import annotations

import second_opinion as opinion

from matcher.checker import check
from matcher.problem import Problem
from matcher.roster import Roster
from matcher.score import score


class Disagreement(AssertionError):
    """Checker or score and the second opinion differ."""


def agreed(problem: Problem, roster: Roster) -> bool:
    """Valid or not, by checker and second opinion alike; points too where valid. Raises `Disagreement`."""
    violations = [v for v in check(problem, roster) if not v.overridden]
    breaches = opinion.breaches(problem, roster)
    if bool(violations) != bool(breaches):
        raise Disagreement(f"checker {violations}, second opinion {breaches}, {roster}, {problem}")
    if not violations:
        judged = score(problem, roster)
        own = (opinion.guaranteed_points(problem, roster), opinion.points(problem, roster))
        if (judged.guaranteed, judged.objective) != own:
            raise Disagreement(f"score {judged}, second opinion {own}, {roster}, {problem}")
    return not violations
