"""What is asked for: visits in all four shapes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from matcher.problem.faults import raise_if, tested
from matcher.problem.people import Volunteer
from matcher.problem.time import Window, merged

LARGEST_VALUE = 1_000_000_000
"""Points; beyond, sums of prices could leave 64 bits."""
Risk = Literal["low", "medium", "high"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Role:
    """A position in a visit: all `skills` needed, `min <= desired <= max` people."""

    id: str
    skills: frozenset[str] = frozenset()
    min: int = 1
    desired: int | None = None
    max: int | None = None

    def __post_init__(self) -> None:
        desired = self.min if self.desired is None else self.desired
        most = max(self.min, desired) if self.max is None else self.max
        object.__setattr__(self, "desired", desired)
        object.__setattr__(self, "max", most)
        raise_if(
            f"role {self.id}",
            tested(
                (
                    "min",
                    0 <= self.min <= desired <= most and most >= 1,
                    f"people must be 0 <= min ({self.min}) <= desired ({desired}) <= max ({most}), max at least 1",
                )
            ),
        )

    @property
    def wanted(self) -> int:
        """`desired`, for readers that want a plain int."""
        return self.min if self.desired is None else self.desired

    @property
    def most(self) -> int:
        """`max`, for readers that want a plain int."""
        return self.wanted if self.max is None else self.max


@dataclass(frozen=True, slots=True)
class Condition:
    """At least `at_least` of those assigned have `of` (None: all of them).

    `of` is a tag or a skill (valid on the day), or `sex:<value>`, `record_checked`.
    """

    of: str
    at_least: int | None = 1

    def __post_init__(self) -> None:
        raise_if(
            f"condition on {self.of}",
            tested(
                (
                    "at_least",
                    self.at_least is None or self.at_least >= 1,
                    f"at_least ({self.at_least}) must be 1 or more, or 'all'",
                )
            ),
        )

    def met_by(self, volunteer: Volunteer, *, day: int) -> bool:
        if self.of.startswith("sex:"):
            return volunteer.sex == self.of.removeprefix("sex:")
        if self.of == "record_checked":
            return volunteer.record_checked
        return self.of in volunteer.tags or volunteer.has_skill(self.of, day=day)


@dataclass(frozen=True, slots=True, kw_only=True)
class FacilityNeed:
    """Any facility with `mode` for `people`, within `max_walk` minutes of `origin` at `pace` (None: anywhere)."""

    mode: str
    people: int = 1
    origin: str | None = None
    max_walk: int = 15
    pace: float = 1.0

    def __post_init__(self) -> None:
        raise_if(
            f"facility need {self.mode}",
            tested(
                ("people", self.people >= 1, f"people ({self.people}) must be at least 1"),
                ("pace", 0.1 <= self.pace <= 10, f"pace ({self.pace}) must be 0.1 to 10 metres a second"),
                ("max_walk", self.max_walk >= 0, f"max_walk ({self.max_walk}) must not be negative"),
            ),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """One plannable occurrence: home service, team visit, class, or the use of a facility.

    Exactly one of `place` and `need`; without `roles` it is a booking without people. `value` None: the default
    of docs/problem.md. `needs`: counts only if those visits are served. `rejected`: (facility, start) pairs a unit
    refused; start None: the facility at any time.
    """

    id: str
    windows: tuple[Window, ...]
    duration: int
    place: str | None = None
    need: FacilityNeed | None = None
    roles: tuple[Role, ...] = ()
    conditions: tuple[Condition, ...] = ()
    request: str = ""
    beneficiary: str | None = None
    service: str = ""
    title: str = ""
    priority: int = 5
    value: int | None = None
    guaranteed: bool = False
    groups: frozenset[str] = frozenset()
    risk: Risk = "low"
    series: str | None = None
    min_days_apart: int = 0
    needs: tuple[str, ...] = ()
    waiting_days: int = 0
    rejected: tuple[tuple[str, int | None], ...] = ()

    def __post_init__(self) -> None:
        role_ids = [r.id for r in self.roles]
        raise_if(
            f"visit {self.id}",
            tested(
                ("duration", self.duration >= 1, f"duration ({self.duration}) must be at least 1 minute"),
                ("windows", bool(self.windows), "has no window; give at least one start and end"),
                (
                    "windows",
                    not self.windows
                    or self.duration < 1
                    or any(w.end - w.start >= self.duration for w in self.windows),
                    f"no window is as long as its duration ({self.duration} minutes)",
                ),
                (
                    "place",
                    (self.place is None) != (self.need is None),
                    "needs either a place or a facility mode, not both and not neither",
                ),
                (
                    "roles",
                    bool(self.roles) or self.need is not None,
                    "has neither a role nor a facility need; add a role (people) or a mode (a room)",
                ),
                ("roles", len(set(role_ids)) == len(role_ids), f"has a role twice ({', '.join(role_ids)})"),
                (
                    "roles",
                    not self.roles or self.need is not None or any(r.min for r in self.roles),
                    "has a place but no role that needs anybody; set min of one role to 1 or more",
                ),
                ("priority", 1 <= self.priority <= 9, f"priority ({self.priority}) must be 1 to 9"),
                (
                    "value",
                    not self.guaranteed or self.value is None or self.value >= 1,
                    f"value ({self.value}) of a guaranteed visit must be at least 1",
                ),
                (
                    "value",
                    self.value is None or self.value >= 0,
                    f"value ({self.value}) must not be negative",
                ),
                (
                    "value",
                    self.value is None or self.value <= LARGEST_VALUE,
                    f"value ({self.value}) must be at most {LARGEST_VALUE}",
                ),
                (
                    "risk",
                    self.risk in ("low", "medium", "high"),
                    f"risk ({self.risk}) must be low, medium or high",
                ),
                (
                    "min_days_apart",
                    self.min_days_apart >= 0,
                    f"min_days_apart ({self.min_days_apart}) must not be negative",
                ),
                (
                    "waiting_days",
                    self.waiting_days >= 0,
                    f"waiting_days ({self.waiting_days}) must not be negative",
                ),
            ),
        )
        object.__setattr__(self, "windows", merged(self.windows))

    @property
    def on_grid(self) -> bool:
        """Starts only on the grid: more than one person possible, or a facility taken."""
        return self.need is not None or sum(r.most for r in self.roles) > 1

    @property
    def people_min(self) -> int:
        return sum(r.min for r in self.roles)

    def role(self, role_id: str) -> Role | None:
        return next((r for r in self.roles if r.id == role_id), None)
