"""Why a visit stays unserved, and when it could be: every person and facility re-checked by the rules' own words, never
by the solver's."""

from matcher.explain.reasons import REASONS, Reason
from matcher.explain.times import Time, times
from matcher.explain.unserved import NearMiss, Unserved, unserved

__all__ = ["REASONS", "NearMiss", "Reason", "Time", "Unserved", "times", "unserved"]
