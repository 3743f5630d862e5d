"""Scenarios: a folder of CSV tables or an XLSX workbook <-> Problem and Roster; synthetic communities.

Public names; each is loaded when first used, so that importing the package costs nothing.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from matcher.scenario.calendar import Calendar as Calendar
    from matcher.scenario.generate_scenario import generate as generate
    from matcher.scenario.generate_scenario import like as like
    from matcher.scenario.patching import read_patch as read_patch
    from matcher.scenario.reading import read as read
    from matcher.scenario.roster_files import published_from as published_from
    from matcher.scenario.roster_files import read_result as read_result
    from matcher.scenario.roster_files import read_roster as read_roster
    from matcher.scenario.roster_files import write_roster as write_roster
    from matcher.scenario.scenario import Scenario as Scenario
    from matcher.scenario.scenario import WalkingDefaults as WalkingDefaults
    from matcher.scenario.templates import template as template
    from matcher.scenario.writing import write as write

_HOME = {
    "Calendar": "matcher.scenario.calendar",
    "Scenario": "matcher.scenario.scenario",
    "WalkingDefaults": "matcher.scenario.scenario",
    "generate": "matcher.scenario.generate_scenario",
    "like": "matcher.scenario.generate_scenario",
    "published_from": "matcher.scenario.roster_files",
    "read_result": "matcher.scenario.roster_files",
    "read_roster": "matcher.scenario.roster_files",
    "write_roster": "matcher.scenario.roster_files",
    "read": "matcher.scenario.reading",
    "read_patch": "matcher.scenario.patching",
    "template": "matcher.scenario.templates",
    "write": "matcher.scenario.writing",
}
__all__ = sorted(_HOME)  # noqa: PLE0605


def __getattr__(name: str) -> object:
    if name in _HOME:
        # Kept, as importing a module named like its function would hide the function.
        globals()[name] = getattr(importlib.import_module(_HOME[name]), name)
        return globals()[name]
    raise AttributeError(f"module 'matcher.scenario' has no attribute {name!r}")
