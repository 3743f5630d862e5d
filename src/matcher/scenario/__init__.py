"""Scenarios: a folder of CSV tables or an XLSX workbook <-> Problem and Roster; synthetic communities.

Public names; each is loaded when first used, so that importing the package costs nothing.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from matcher.scenario.calendar import Calendar as Calendar
    from matcher.scenario.reading import read as read
    from matcher.scenario.scenario import Scenario as Scenario
    from matcher.scenario.scenario import WalkingDefaults as WalkingDefaults
    from matcher.scenario.writing import write as write

_HOME = {
    "Calendar": "matcher.scenario.calendar",
    "Scenario": "matcher.scenario.scenario",
    "WalkingDefaults": "matcher.scenario.scenario",
    "read": "matcher.scenario.reading",
    "write": "matcher.scenario.writing",
}
__all__ = sorted(_HOME)  # noqa: PLE0605


def __getattr__(name: str) -> object:
    if name in _HOME:
        return getattr(importlib.import_module(_HOME[name]), name)
    raise AttributeError(f"module 'matcher.scenario' has no attribute {name!r}")
