"""The integer programme over routes as frozen arrays: what the rules ask of several visits, people or rooms at once.

A variable is a route (0/1; its row entries are the sum over its candidate pairs, plus one in its shift's row) or an
explicit whole-number variable between 0 and `most`. Every entry, bound and point is a whole number.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from matcher.problem import Problem
from matcher.solver.candidates import Candidates, Ints
from matcher.solver.options import Options
from matcher.solver.routes import Routes
from matcher.worth import FairShare, fair_shares, value_of

NONE = 1 << 60
"""Stands for no bound in `low` and `high` of rows."""

Purpose = Literal["guaranteed", "points", "visits"]


@dataclass(frozen=True, slots=True)
class Variable:
    """An explicit variable: what it stands for and the most it can be; `points` each unit earns."""

    kind: str
    of: tuple[int | str, ...]
    most: int
    points: int
    guaranteed: int = 0
    visits: int = 0


@dataclass(frozen=True)
class Programme:
    """Rows `low <= pairs'x + variables'y <= high`; the first rows are the shifts (at most one route each)."""

    problem: Problem
    options: Options
    candidates: Candidates
    row_names: tuple[str, ...]
    low: Ints
    high: Ints
    pair_rows: sparse.csr_array
    """pairs x rows"""
    variables: tuple[Variable, ...]
    variable_rows: sparse.csr_array
    """variables x rows"""
    pair_points: Ints
    pair_guaranteed: Ints
    pair_visits: Ints
    constant: int
    """Points that no decision changes (published visits count as dropped until served)."""
    guaranteed_row: int
    shares: dict[str, FairShare]

    @cached_property
    def most(self) -> Ints:
        return np.array([v.most for v in self.variables], dtype=np.int64)

    @cached_property
    def links(self) -> NDArray[np.bool_]:
        """Rows that no whole solution needs: they tighten the linear programme, and a few of them do nearly all."""
        return np.array([name.startswith("link ") for name in self.row_names], dtype=bool)

    @cached_property
    def shift_arrays(self) -> dict[int, tuple[Any, ...]]:
        """What pricing asks of shifts (`routes.shift_arrays`), kept from prices to prices."""
        return {}

    def variable_gain(self, purpose: Purpose) -> Ints:
        return np.array([getattr(v, purpose) for v in self.variables], dtype=np.int64)

    def pair_gain(self, purpose: Purpose) -> Ints:
        return {"points": self.pair_points, "guaranteed": self.pair_guaranteed, "visits": self.pair_visits}[purpose]

    def walk_price(self, purpose: Purpose) -> int:
        return self.problem.weights.walk if purpose == "points" else 0

    def holding(self, guaranteed: int) -> Programme:
        """The same programme with at least `guaranteed` value of guaranteed visits served."""
        low = self.low.copy()
        low[self.guaranteed_row] = guaranteed
        return replace(self, low=low)

    @cached_property
    def forced_rows(self) -> Ints:
        """Rows that ask for something: the empty roster breaks them."""
        return np.flatnonzero((self.low > 0) | (self.high < 0))


def route_gain(programme: Programme, routes: Routes, purpose: Purpose) -> Ints:
    """What each route earns by itself: its pairs' gains less its walk."""
    gains = np.add.reduceat(programme.pair_gain(purpose)[routes.pairs], routes.start[:-1]) if routes.count else None
    none = np.zeros(0, dtype=np.int64)
    return none if gains is None else gains - programme.walk_price(purpose) * routes.walk


def incidence(routes: Routes, pairs: int) -> sparse.csr_array:
    """routes x pairs, 0/1."""
    ones = np.ones(len(routes.pairs), dtype=np.int64)
    start = routes.start if len(routes.start) else np.zeros(1, dtype=np.int64)
    return sparse.csr_array((ones, routes.pairs, start), shape=(routes.count, pairs))


@dataclass
class _Rows:
    """Collects rows while building; every entry is (row, pair or variable, coefficient)."""

    names: list[str] = field(default_factory=list)
    low: list[int] = field(default_factory=list)
    high: list[int] = field(default_factory=list)
    pairs: list[tuple[int, int, int]] = field(default_factory=list)
    variables: list[tuple[int, int, int]] = field(default_factory=list)

    def add(
        self,
        name: str,
        *,
        low: int = -NONE,
        high: int = NONE,
        pairs: dict[int, int] | None = None,
        variables: dict[int, int] | None = None,
    ) -> int:
        row = len(self.names)
        self.names.append(name)
        self.low.append(low)
        self.high.append(high)
        self.pairs.extend((row, i, c) for i, c in (pairs or {}).items())
        self.variables.extend((row, i, c) for i, c in (variables or {}).items())
        return row


def make_programme(problem: Problem, options: Options, candidates: Candidates) -> Programme:
    """All rows and points of the problem over its candidate pairs."""
    from matcher.solver.programme_rows import Builder

    builder = Builder(problem, options, candidates)
    return builder.build()


def value_table(problem: Problem) -> tuple[int, ...]:
    """Value of every visit, by number."""
    return tuple(value_of(problem, v) for v in problem.visits)


def shares_of(problem: Problem) -> dict[str, FairShare]:
    """Fair shares; empty where fairness has no weight."""
    return fair_shares(problem) if any(problem.weights.fairness) else {}
