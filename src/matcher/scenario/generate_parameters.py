"""What a synthetic community is made from: the [generator] table of a generated scenario."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from datetime import date
from typing import Any

from matcher.errors import InvalidProblem, ProblemError
from matcher.walking.city_plan import StreetPlan

PROFILES = ("retiree", "party", "teacher", "student", "company")
RATES = (
    "requests",
    "patrols",
    "lessons",
    "classes",
    "mediations",
    "events",
    "parking",
    "pitch",
    "canteen",
    "rooms",
    "playground",
)
SHAPES = ("", "xizha", "stress", "long-shifts")
"""Rules applied after generating: none, those of `generate_xizha`, or those of `generate_stress`."""
LEAST_SIDE_M = 1500.0
LARGEST = 600_000
"""People: 100 communities; more is no roster of one street."""


def _mix() -> dict[str, float]:
    return {"retiree": 0.34, "party": 0.2, "teacher": 0.14, "student": 0.14, "company": 0.18}


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameters:
    """Rates are a week and community, and scale with days. What is
    real in a community of 6,000: about 1,000 registered volunteers, 100-150 active a month; 8-60 requests a week,
    25 at most times, with 3-6 standing shifts and one event.

    `active_per_1000` volunteers who gave times this week; `mix` their shares by profile; `density` people a km2 of
    their ground; `multi_day` the share of requests that may be met on one of several days; `hard` the share
    of requests made without a look at what the community can offer.
    """

    name: str
    seed: int
    population: int
    communities: int = 1
    title: str = ""
    days: int = 7
    start: date = date(2026, 11, 23)
    shape: str = ""
    density: float = 16_000.0
    gated: float = 0.75
    gates: tuple[int, int] = (1, 4)
    canal: bool = True
    active_per_1000: float = 20.0
    mix: Mapping[str, float] = field(default_factory=_mix)
    requests: int = 22
    multi_day: float = 0.45
    hard: float = 0.12
    patrols: int = 7
    lessons: int = 5
    classes: int = 3
    mediations: int = 2
    events: int = 1
    parking: int = 5
    pitch: int = 5
    canteen: int = 3
    rooms: int = 2
    playground: int = 2
    facilities: int = 5

    def __post_init__(self) -> None:
        object.__setattr__(self, "gates", tuple(self.gates))
        object.__setattr__(self, "mix", dict(self.mix))
        tests = [
            ("name", bool(self.name.strip()), "a name"),
            ("seed", self.seed >= 0, "0 or more"),
            ("communities", 1 <= self.communities <= 100, "1 to 100"),
            ("population", 100 * self.communities <= self.population <= LARGEST, f"100 a community to {LARGEST}"),
            ("days", 1 <= self.days <= 31, "1 to 31"),
            ("shape", self.shape in SHAPES, "empty or " + ", ".join(s for s in SHAPES if s)),
            ("density", 500 <= self.density <= 50_000, "500 to 50000 people a square kilometre"),
            ("active_per_1000", 0 <= self.active_per_1000 <= 200, "0 to 200"),
            ("mix", _good_mix(self.mix), "shares >= 0, one or more above 0, of " + ", ".join(PROFILES)),
            ("multi_day", 0 <= self.multi_day <= 1, "a share, 0 to 1"),
            ("hard", 0 <= self.hard <= 1, "a share, 0 to 1"),
            ("facilities", 5 <= self.facilities <= 7, "5 to 7"),
            *((rate, 0 <= getattr(self, rate) <= 200, "0 to 200") for rate in RATES),
        ]
        faults = [
            ProblemError("generator", name, f"{name} ({getattr(self, name)}) must be {wanted}")
            for name, holds, wanted in tests
            if not holds
        ]
        try:
            self.plan()
        except InvalidProblem as plan:
            faults += [ProblemError("generator", e.code, e.message, e.hint) for e in plan.errors]
        if faults:
            raise InvalidProblem(faults)

    def plan(self) -> StreetPlan:
        """The streets: a square at `density`; around a small community there is more city than its own."""
        side = max(LEAST_SIDE_M, self.area_m2**0.5)
        return StreetPlan(
            width_m=round(side, 1), height_m=round(side, 1), gated=self.gated, gates=self.gates, canal=self.canal
        )

    @property
    def area_m2(self) -> float:
        """Ground of all communities together."""
        return 1e6 * self.population / max(self.density, 1.0)

    def like(self, seed: int, *, name: str | None = None) -> Parameters:
        """The same community, drawn again."""
        return replace(self, seed=seed, name=name or f"{self.name}-{seed}")

    def scaled(self, rate: int) -> int:
        """How many of something in a community over the days."""
        return round(rate * self.days / 7)

    def table(self) -> dict[str, Any]:
        """The [generator] table; `Parameters.of_table` reads it back."""
        return {k: list(v) if isinstance(v, tuple) else v for k, v in asdict(self).items() if v != ""}

    @classmethod
    def of_table(cls, table: Mapping[str, Any]) -> Parameters:
        """Raises InvalidProblem for unknown keys, wrong types and values out of bounds, all at once."""
        known = {f.name: f for f in fields(cls)}
        faults = [
            ProblemError("generator", "unknown_key", f"{key} is no parameter of the generator", "remove or correct it")
            for key in table
            if key not in known
        ]
        faults += [
            ProblemError("generator", "missing", f"{key} is missing", "give it")
            for key in ("name", "seed", "population")
            if key not in table
        ]
        faults += [
            ProblemError("generator", "wrong_type", f"{key} ({value!r}) must be {_TYPES[str(known[key].type)][1]}")
            for key, value in table.items()
            if key in known and not _is(value, _TYPES[str(known[key].type)][0])
        ]
        if faults:
            raise InvalidProblem(faults)
        return cls(**table)


_TYPES: dict[str, tuple[tuple[type, ...], str]] = {
    "str": ((str,), "text"),
    "int": ((int,), "a whole number"),
    "float": ((int, float), "a number"),
    "bool": ((bool,), "true or false"),
    "date": ((date,), "a date"),
    "tuple[int, int]": ((list, tuple), "two numbers"),
    "Mapping[str, float]": ((dict,), "a table of shares"),
}


def _is(value: object, types: tuple[type, ...]) -> bool:
    if isinstance(value, bool):
        return bool in types
    if isinstance(value, list | tuple):
        return list in types and len(value) == 2 and all(type(v) is int for v in value)
    return isinstance(value, types)


def _good_mix(mix: Mapping[str, float]) -> bool:
    return (
        set(mix) <= set(PROFILES)
        and all(isinstance(v, int | float) and 0 <= v <= 1e6 for v in mix.values())
        and sum(mix.values()) > 0
    )
