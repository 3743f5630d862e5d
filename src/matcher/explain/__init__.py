"""Why a visit stays unserved and what would change that; when it could be; why this volunteer, and who else: every
person and facility re-checked by the rules' own words, never by the solver's, and every remedy re-solved."""

from matcher.explain.assignment import Why, why
from matcher.explain.displaced import Displaced, displaced
from matcher.explain.fixes import Fix, fixes
from matcher.explain.reasons import REASONS, Reason, for_residents
from matcher.explain.replacements import Replacement, per_rule, replacements
from matcher.explain.times import Time, times
from matcher.explain.unserved import NearMiss, Unserved, unserved

__all__ = [
    "REASONS",
    "Displaced",
    "Fix",
    "NearMiss",
    "Reason",
    "Replacement",
    "Time",
    "Unserved",
    "Why",
    "displaced",
    "fixes",
    "for_residents",
    "per_rule",
    "replacements",
    "times",
    "unserved",
    "why",
]
