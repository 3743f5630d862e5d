"""Problem and roster -> violations. Judges any roster, also one made by hand; knows nothing of the solver."""

from __future__ import annotations

from matcher.problem import Problem
from matcher.roster import Roster
from matcher.rules import HARD, Violation
from matcher.rules.known import sound


def check(problem: Problem, roster: Roster) -> tuple[Violation, ...]:
    """Every breach of a hard rule, in the order of `HARD`; empty for a roster that may be published.

    Breaches that a pin with `override` lets pass are among them, with `overridden`. Never raises: what `known`
    finds (unknown or doubled ids) is left out before the other rules judge the rest.
    """
    rows = sound(problem, roster)
    return tuple(
        violation for rule in HARD for violation in rule.check(problem, roster if rule.code == "known" else rows)
    )


def valid(violations: tuple[Violation, ...]) -> bool:
    """True if nothing is broken but what a person chose to let pass."""
    return all(v.overridden for v in violations)
