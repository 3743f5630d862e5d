"""What a rule is: a name, a level, a unit, one function, and a sentence for people."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from matcher.problem import Facility, Problem, Visit, Volunteer
from matcher.roster import Roster, Tour
from matcher.rules.seat import Seat
from matcher.rules.violation import Violation

Check = Callable[[Problem, Roster], Iterable[Violation]]
Cost = Callable[[Problem, Roster], int]
Refuses = Callable[[Problem, Volunteer, Seat], int]
Judges = Callable[[Problem, Volunteer, Sequence[Tour]], Iterable[Violation]]
Turns = Callable[[Problem, Facility, Visit, int], int]


@dataclass(frozen=True, kw_only=True)
class HardRule:
    """No roster may break it. `check` judges rosters whose ids are sound (`known.sound`) and yields every breach.

    `refuses(problem, volunteer, seat)` is the part about one person in one seat, `turns_away(problem, facility,
    visit, start)` the part about one facility: the amount broken, 0 if none, whatever else is planned.
    `judges(problem, volunteer, tours)` is the part about everything one person does. The checks are built from
    them, so a reason shown to people is the rule itself.
    """

    code: str
    unit: str
    zh: str
    en: str
    check: Check
    refuses: Refuses | None = None
    judges: Judges | None = None
    turns_away: Turns | None = None
    level: Literal["hard"] = "hard"


@dataclass(frozen=True, kw_only=True)
class SoftRule:
    """A term of the objective. `cost` is what it adds to the points of a roster; negative where it costs."""

    code: str
    zh: str
    en: str
    cost: Cost
    unit: str = "points"
    level: Literal["soft"] = "soft"


Rule = HardRule | SoftRule
