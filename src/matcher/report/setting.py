"""What a report needs to know about a scenario beside its problem."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from matcher.problem import Problem

if TYPE_CHECKING:
    from matcher.walking.network import Network


MADE_UP = "（虚构数据）"
"""Ends the titles of generated scenarios; pages mark them by themselves."""


@dataclass(frozen=True, kw_only=True)
class Setting:
    """A problem in its place and time. `zone` is an IANA name; `synthetic`: nobody in it is real, and pages say so."""

    problem: Problem
    start: date
    title: str = ""
    zone: str = "Asia/Shanghai"
    network: Network | None = None
    synthetic: bool = False
    degrees: bool = False
    """Coordinates of places are longitude and latitude, not metres."""

    @classmethod
    def of(cls, scenario: Any) -> Setting:
        """The setting of a `matcher.scenario.Scenario`."""
        return cls(
            problem=scenario.problem,
            start=scenario.start,
            title=scenario.title.removesuffix(MADE_UP) or scenario.name,
            zone=scenario.zone,
            network=scenario.network,
            synthetic=scenario.synthetic,
            degrees=str(scenario.datum) != "local",
        )

    @property
    def approximate(self) -> bool:
        """Walking minutes come from straight lines, so every minute shown is marked."""
        return self.problem.walks.source == "approximate"
