"""How much more is served for each further person whose plans change."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from matcher.errors import ClashingPins, NoRoster
from matcher.problem import Problem
from matcher.replan.events import Event
from matcher.replan.replan import Replan, at_points, replan
from matcher.roster import Roster
from matcher.score import score

CAPS: tuple[int | None, ...] = (0, 1, 2, 5, None)


@dataclass(frozen=True)
class Choice:
    """The best roster in which the published work of at most `most` people changes (None: of any number).

    `plan` None: no such roster exists, or none was found in time. What the events themselves take from people does
    not count.
    """

    most: int | None
    plan: Replan | None


def frontier(
    problem: Problem,
    roster: Roster,
    events: Iterable[Event],
    *,
    caps: Sequence[int | None] = CAPS,
    **options: Any,
) -> tuple[Choice, ...]:
    """A choice for every cap, of rising caps; `options` are those of `replan`, and count for each.

    A roster that keeps a cap keeps every wider one: no choice is worse than the one before it.
    """
    told = tuple(events)
    found: list[Choice] = []
    best: Replan | None = None
    for most in caps:
        try:
            plan = replan(problem, roster, told, max_people_changed=most, **options)
        except (ClashingPins, NoRoster):
            found.append(Choice(most, best))
            continue
        best = plan if best is None else _better(best, plan)
        found.append(Choice(most, best))
    return tuple(found)


def _better(narrow: Replan, wide: Replan) -> Replan:
    """`wide`, or what `narrow` found where that is worth as much: with the bound of `wide`, whose cap is wider."""
    points = score(wide.problem, narrow.roster).objective
    if points < score(wide.problem, wide.roster).objective:
        return wide
    stage = None if wide.all is None else at_points(wide.all, points)
    return replace(wide, roster=narrow.roster, difference=narrow.difference, loosened=narrow.loosened, all=stage)
