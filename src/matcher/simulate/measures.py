"""What a quarter was like, in figures that people ask for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from matcher.problem import DAY
from matcher.simulate.quarter import Fate, Quarter


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many."""

    served: int
    asked: int

    @property
    def of_one(self) -> float:
        return self.served / self.asked if self.asked else 1.0


@dataclass(frozen=True, slots=True)
class Measures:
    """Of requests that were not taken back. `escalated`: guaranteed visits that no plan of a week's start held.
    `waiting`: mean days from asking to the visit, or to giving up. `told`: people to be told for each event, beside
    those it is about. `spread`: Gini coefficient of the minutes of all volunteers (0: all alike)."""

    planner: str
    served: Share
    groups: dict[str, Share]
    guaranteed: Share
    escalated: int
    emergencies: Share
    failed: int
    waiting: float
    events: int
    told: float
    offered: int
    spread: float
    hours: int


def measured(quarter: Quarter) -> Measures:
    fates = [f for f in quarter.fates if not f.taken_back]
    groups = sorted({g for f in fates for g in f.groups})
    events = sum(log.events for log in quarter.weeks)
    return Measures(
        planner=quarter.planner,
        served=_share(fates),
        groups={g: _share(f for f in fates if g in f.groups) for g in groups},
        guaranteed=_share(f for f in fates if f.guaranteed and not f.emergency),
        escalated=len(set().union(*(log.escalated for log in quarter.weeks))),
        emergencies=_share(f for f in fates if f.emergency),
        failed=sum(f.failed for f in fates),
        waiting=sum(f.until - f.asked for f in fates) / max(1, len(fates)) / DAY,
        events=events,
        told=sum(log.told for log in quarter.weeks) / max(1, events),
        offered=sum(log.offered for log in quarter.weeks),
        spread=gini(quarter.minutes.values()),
        hours=sum(quarter.minutes.values()) // 60,
    )


def weekly(quarter: Quarter) -> tuple[tuple[int, int, int], ...]:
    """(visits served, people told, events) of each week."""
    return tuple((len(log.done), log.told, log.events) for log in quarter.weeks)


def gini(values: Iterable[int]) -> float:
    """0 where all are alike, towards 1 where one has everything."""
    known = sorted(values)
    total = sum(known)
    if not total:
        return 0.0
    n = len(known)
    return sum((2 * i - n + 1) * v for i, v in enumerate(known)) / (n * total)


def _share(fates: Iterable[Fate]) -> Share:
    known = list(fates)
    return Share(sum(f.served is not None for f in known), len(known))
