"""Points of the objective and the house rules of a community."""

from __future__ import annotations

from dataclasses import dataclass

from matcher.problem.faults import raise_if, tested
from matcher.problem.time import DAY


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """Points of the objective's terms; whole numbers, costs given as positive numbers."""

    desired_person: int = 30
    published_served: int = 200
    pair_changed: int = 150
    moved: int = 100
    dropped: int = 1000
    fairness: tuple[int, int, int] = (10, 20, 40)
    """Points an hour above the fair share: up to 1.5 x, up to 2 x, beyond; never falling."""
    walk: int = 1
    series_volunteer: int = 30
    preferred: int = 15

    def __post_init__(self) -> None:
        plain = {
            k: getattr(self, k)
            for k in (
                "desired_person",
                "published_served",
                "pair_changed",
                "moved",
                "dropped",
                "walk",
                "series_volunteer",
                "preferred",
            )
        }
        a, b, c = self.fairness
        raise_if(
            "weights",
            tested(
                *((k, v >= 0, f"{k} ({v}) must not be negative") for k, v in plain.items()),
                ("fairness", 0 <= a <= b <= c, f"fairness {self.fairness} must rise from step to step"),
            ),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """`gap` minutes between two visits at different places; `grid` minutes between starts of shared visits."""

    gap: int = 5
    grid: int = 15
    max_people_changed: int | None = None

    def __post_init__(self) -> None:
        raise_if(
            "policy",
            tested(
                ("gap", self.gap >= 0, f"gap ({self.gap}) must not be negative"),
                ("grid", 1 <= self.grid <= DAY, f"grid ({self.grid}) must be 1 to {DAY} minutes"),
                (
                    "max_people_changed",
                    self.max_people_changed is None or self.max_people_changed >= 0,
                    f"max_people_changed ({self.max_people_changed}) must not be negative",
                ),
            ),
        )
