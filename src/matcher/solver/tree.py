"""A proof without a solver's word: a branching whose every leaf has prices that rule out anything better.

After the integer solver has found the best roster, a small branch and bound over the routes that the root prices leave
open writes down the leaves. `verify` re-adds them: the leaves cover all rosters, and each leaf's whole-number bound is
not above what is claimed.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from matcher.result import Branch, Leaf
from matcher.solver.bound import SCALE, Bound, guard, rounded, row_values, surviving, surviving_variables
from matcher.solver.candidates import Ints
from matcher.solver.linear import Table
from matcher.solver.master import solve_linear_programme
from matcher.solver.programme import NONE, Purpose
from matcher.solver.relaxation import relaxed_best
from matcher.solver.solutions import LinearSolution

MOST_NODES = 400
_INTEGRAL = 1e-6
_RANK = {"placement": 0, "extra": 2, "above_share": 2}
"""Which kinds of variables are decided first; those not named come between."""


@dataclass(frozen=True)
class Box:
    """What a path of decisions leaves open: routes, shifts that must work, and the range of explicit variables."""

    allowed: NDArray[np.bool_]
    forced: frozenset[int]
    least: Ints
    most: Ints


def root_box(table: Table, root: Bound, *, claimed: int) -> Box:
    """What the root prices leave open to rosters worth more than `claimed`."""
    programme = table.programme
    alive = surviving_variables(root, programme, incumbent=claimed)
    return Box(
        surviving(root, table.routes, incumbent=claimed),
        frozenset(),
        np.zeros(len(programme.variables), dtype=np.int64),
        np.where(alive, programme.most, 0),
    )


def narrowed(table: Table, box: Box, branch: Branch, users: sparse.csc_array) -> Box:
    """The box after one more decision; `users`: routes x pairs by column."""
    kind, _, index = branch.row.partition(" ")
    number = int(index)
    if kind == "variable":
        least, most = box.least.copy(), box.most.copy()
        if branch.at_most is not None:
            most[number] = min(most[number], branch.at_most)
        if branch.at_least is not None:
            least[number] = max(least[number], branch.at_least)
        return replace(box, least=least, most=most)
    using = np.zeros(table.routes.count, dtype=bool)
    using[users.indices[users.indptr[number] : users.indptr[number + 1]]] = True
    if branch.at_most is not None:
        return replace(box, allowed=box.allowed & ~using)
    shift = int(table.programme.candidates.shift[number])
    return replace(box, allowed=box.allowed & (using | (table.routes.shift != shift)), forced=box.forced | {shift})


def box_bound(table: Table, purpose: Purpose, box: Box, prices: Ints) -> int:
    """Whole points that nothing inside the box exceeds; below every roster's worth if the box is empty."""
    programme, routes = table.programme, table.routes
    if np.any(box.least > box.most):
        return -NONE
    guard(programme, purpose, prices)
    value = programme.constant * SCALE if purpose == "points" else 0
    value += int(row_values(programme, prices).sum())
    reduced = programme.variable_gain(purpose) * SCALE - programme.variable_rows @ prices
    value += int(np.where(reduced > 0, reduced * box.most, reduced * box.least).sum())
    pair_reduced = programme.pair_gain(purpose) * SCALE - programme.pair_rows @ prices
    inside = np.flatnonzero(box.allowed)
    route_reduced = table.among[inside] @ pair_reduced - programme.walk_price(purpose) * SCALE * routes.walk[inside]
    best = np.zeros(len(programme.candidates.shifts), dtype=np.int64)
    best[list(box.forced)] = -NONE
    np.maximum.at(best, routes.shift[inside], route_reduced)
    for shift, _ in routes.exploded:  # routes not listed know no decisions: all of them count
        best[shift] = relaxed_best(programme, shift, pair_reduced, programme.walk_price(purpose) * SCALE)
    if np.any(best == -NONE):
        return -NONE
    return (value + int(best.sum())) // SCALE


def grow(
    table: Table,
    purpose: Purpose,
    root: Bound,
    *,
    claimed: int,
    out: Callable[[], bool],
    charge: Callable[[float], None] = lambda _: None,
) -> tuple[Leaf, ...] | None:
    """Leaves that prove `claimed`, the root's prices first; None if there were too many or time ran out. `charge` is
    told the units of work."""
    users = sparse.csc_array(table.among)
    names = table.programme.row_names
    leaves = [Leaf((), named(names, root.prices))]
    open_nodes: list[tuple[tuple[Branch, ...], Box]] = [((), root_box(table, root, claimed=claimed))]
    for _ in range(MOST_NODES):
        if not open_nodes:
            return tuple(leaves)
        if out():
            return None
        path, box = open_nodes.pop()
        charge(table.bound_work)
        prices = root.prices
        if box_bound(table, purpose, box, prices) > claimed:
            solution = _relaxed(table, purpose, box)
            if solution is None:  # the linear programme ended without prices: no proof of our own then
                return None
            charge(solution.work)
            prices = rounded(table.programme, solution.prices)
            try:
                open_still = box_bound(table, purpose, box, prices) > claimed
            except OverflowError:
                return None
            if open_still:
                branch = _branch(table, box, solution)
                if branch is None:
                    return None
                open_nodes += [((*path, b), narrowed(table, box, b, users)) for b in branch]
                continue
        leaves.append(Leaf(path, named(names, prices)))
    return None


def named(names: Sequence[str], prices: Ints) -> tuple[tuple[str, int], ...]:
    return tuple((names[i], int(prices[i])) for i in prices.nonzero()[0].tolist())


def _relaxed(table: Table, purpose: Purpose, box: Box) -> LinearSolution | None:
    """The linear programme inside the box, of the rows and variables that are still open there."""
    programme = table.programme
    inside, loose = np.flatnonzero(box.allowed), np.flatnonzero(box.most > 0)
    entries, explicit = table.entries(inside), programme.variable_rows[loose]
    low = programme.low.copy()
    low[list(box.forced)] = 1
    touched = np.zeros(len(low), dtype=bool)
    touched[entries.indices] = True
    touched[explicit.indices] = True
    rows = np.flatnonzero(touched | (low > 0))
    part = replace(
        programme,
        row_names=tuple(programme.row_names[i] for i in rows.tolist()),
        low=low[rows],
        high=programme.high[rows],
        variables=tuple(programme.variables[i] for i in loose.tolist()),
        variable_rows=sparse.csr_array(explicit[:, rows]),
    )
    columns = sparse.csr_array(entries[:, rows])
    gains, least, most = table.gains(purpose)[inside], box.least[loose], np.maximum(box.most, box.least)[loose]
    try:
        solution = solve_linear_programme(part, purpose, gains, columns, least=least, most=most)
    except ArithmeticError:
        solution = solve_linear_programme(part, purpose, gains, columns, least=least, most=most, elastic=True)
    if solution is None:
        return None
    prices, values = np.zeros(len(low)), np.zeros(len(programme.variables))
    prices[rows], values[loose] = solution.prices, solution.variables
    return replace(solution, prices=prices, variables=values)


def _branch(table: Table, box: Box, solution: LinearSolution) -> tuple[Branch, Branch] | None:
    """The most undecided placement, else another choice of yes or no, else a pair, else a charge."""
    values = solution.variables
    unsure = np.abs(values - np.rint(values))
    kinds = np.array([_RANK.get(v.kind, 1) for v in table.programme.variables], dtype=np.int64)
    inside = np.flatnonzero(box.allowed)
    use = table.among[inside].T @ solution.columns
    pairs = np.abs(use - np.rint(use))
    for rank in range(3):
        among = np.where(kinds == rank, unsure, 0)
        if rank == 2 and pairs.max(initial=0.0) > _INTEGRAL:
            number = int(pairs.argmax())
            return Branch(f"pair {number}", at_most=0), Branch(f"pair {number}", at_least=1)
        if among.max(initial=0.0) > _INTEGRAL:
            number = int(among.argmax())
            floor = int(np.floor(values[number]))
            return Branch(f"variable {number}", at_most=floor), Branch(f"variable {number}", at_least=floor + 1)
    return None


def covers(paths: Sequence[tuple[Branch, ...]]) -> bool:
    """Whether the paths are all leaves of one binary branching: then they leave no roster out."""
    if len(paths) == 1:
        return paths[0] == ()
    if any(not path for path in paths):
        return False
    if any((path[0].at_most is None) == (path[0].at_least is None) for path in paths):
        return False  # a decision that goes both ways, or none, would be counted on both sides or on neither
    rows = {path[0].row for path in paths}
    most = {path[0].at_most for path in paths if path[0].at_most is not None}
    least = {path[0].at_least for path in paths if path[0].at_least is not None}
    if len(rows) != 1 or len(most) != 1 or len(least) != 1 or least != {next(iter(most)) + 1}:
        return False
    down = [path[1:] for path in paths if path[0].at_most is not None]
    up = [path[1:] for path in paths if path[0].at_least is not None]
    return covers(down) and covers(up)
