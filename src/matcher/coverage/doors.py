"""Doors behind which residents live, and how many live behind each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from matcher.errors import InvalidProblem, ProblemError
from matcher.problem import Place, Problem

HOME_KINDS = frozenset({"home", "door", "flat", "dwelling", "家", "住户", "住宅"})
MOST_RESIDENTS = 1_000_000


def homes_of(problem: Problem) -> tuple[Place, ...]:
    """Places of a home's kind; of those without any kind, where somebody starts from or is visited.

    In the problem's order. A kind that is no home's is believed: people also start from an office.
    """
    lived = {v.home for v in problem.volunteers}
    lived |= {v.place for v in problem.visits if v.place is not None and v.beneficiary is not None}
    return tuple(p for p in problem.places if p.kind.lower() in HOME_KINDS or (not p.kind and p.id in lived))


@dataclass(frozen=True, eq=False, kw_only=True)
class Doors:
    """`residents` by door, where known; every other door counts as one resident."""

    places: tuple[Place, ...]
    residents: Mapping[str, int]

    @classmethod
    def of(cls, places: Sequence[Place], residents: Mapping[str, int] | None = None) -> Doors:
        """Raises InvalidProblem for residents of no door, and numbers out of bounds."""
        known = {p.id for p in places}
        faults = []
        for door, number in (residents or {}).items():
            if door not in known:
                hint = "name a place where somebody lives"
                faults.append(ProblemError(f"residents {door}", "unknown_id", f"{door} is no door of residents", hint))
            elif not 0 <= number <= MOST_RESIDENTS:
                message = f"residents ({number}) must be 0 to {MOST_RESIDENTS}"
                faults.append(ProblemError(f"residents {door}", "out_of_bounds", message, "correct the number"))
        if faults:
            raise InvalidProblem(faults)
        return cls(places=tuple(places), residents=dict(residents or {}))

    @property
    def ids(self) -> tuple[str, ...]:
        return tuple(p.id for p in self.places)

    @cached_property
    def weights(self) -> NDArray[np.int64]:
        """Residents of each door."""
        return np.array([self.residents.get(p.id, 1) for p in self.places], dtype=np.int64)
