"""Schedules a community's volunteers and its borrowed rooms inside a 15-minute walk, and proves how good it is.

Public names; each is loaded when first used, so that importing the package costs nothing.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from matcher.checker import check as check
    from matcher.errors import ClashingPins as ClashingPins
    from matcher.errors import InvalidProblem as InvalidProblem
    from matcher.errors import ProblemError as ProblemError
    from matcher.problem import Problem as Problem
    from matcher.result import Result as Result
    from matcher.roster import Roster as Roster
    from matcher.solver import solve as solve
    from matcher.solver import verify as verify

_HOME = {
    "ClashingPins": "matcher.errors",
    "InvalidProblem": "matcher.errors",
    "Problem": "matcher.problem",
    "ProblemError": "matcher.errors",
    "Result": "matcher.result",
    "Roster": "matcher.roster",
    "check": "matcher.checker",
    "solve": "matcher.solver",
    "verify": "matcher.solver",
}
__all__ = sorted(_HOME)  # noqa: PLE0605


def __getattr__(name: str) -> object:
    if name in _HOME:
        return getattr(importlib.import_module(_HOME[name]), name)
    raise AttributeError(f"module 'matcher' has no attribute {name!r}")
