"""How much more is served for each further person whose plans change."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from matcher.errors import ClashingPins, NoRoster
from matcher.problem import Problem
from matcher.replan.events import Event
from matcher.replan.replan import Replan, replan
from matcher.roster import Roster

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
    """A choice for every cap; `options` are those of `replan`, and count for each."""
    told = tuple(events)
    found = []
    for most in caps:
        try:
            found.append(Choice(most, replan(problem, roster, told, max_people_changed=most, **options)))
        except (ClashingPins, NoRoster):
            found.append(Choice(most, None))
    return tuple(found)
