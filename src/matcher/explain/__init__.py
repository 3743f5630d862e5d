"""Why a visit stays unserved: every person and facility re-checked by the rules' own words, never by the solver's."""

from matcher.explain.reasons import REASONS, Reason
from matcher.explain.unserved import NearMiss, Unserved, unserved

__all__ = ["REASONS", "NearMiss", "Reason", "Unserved", "unserved"]
