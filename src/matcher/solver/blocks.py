"""Blocks: parts of a programme that no row joins any more, so that each can be solved alone and nothing is lost.

A row that the columns still open cannot reach its limit with joins nothing: a cap of minutes that nobody can exceed,
a wish for no more than what is there. What remains connected through rows is one block. Communities out of each
other's reach, and days that no person, series or cap joins, fall apart of themselves.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.sparse import csgraph

from matcher.solver.candidates import Ints
from matcher.solver.programme import Programme
from matcher.solver.solutions import IntegerSolution, LinearSolution

Hint = tuple[Ints, Ints]
SMALL = 200
"""Columns and variables; smaller blocks are solved together: a call costs more than they do."""


@dataclass(frozen=True)
class Block:
    """Numbers of its columns (among the given ones), of its explicit variables and of its rows."""

    columns: Ints
    variables: Ints
    rows: Ints

    @property
    def size(self) -> int:
        return len(self.columns) + len(self.variables)


def blocks_of(programme: Programme, entries: sparse.csr_array, shift: Ints, most: Ints) -> tuple[Block, ...]:
    """The blocks of the given columns (`entries`: columns x rows; `shift` of each: one column a shift) and variables
    between 0 and `most`, small ones first. Columns and variables that no row limits are blocks of one."""
    stacked = sparse.csr_array(sparse.vstack([entries, programme.variable_rows]))
    columns = entries.shape[0]
    binding = _binding(programme, entries, shift, most)
    items = len(most) + columns
    joined = sparse.coo_array(stacked[:, np.flatnonzero(binding)])
    # one graph of items and binding rows: an entry is an edge
    edges = (np.ones(joined.nnz, dtype=np.int8), (joined.coords[0], joined.coords[1] + items))
    size = items + int(binding.sum())
    count, label = csgraph.connected_components(sparse.csr_array(edges, shape=(size, size)), directed=False)
    row_numbers = np.flatnonzero(binding)
    found = sorted(_grouped(label, count, columns, items, row_numbers), key=lambda b: b.size)
    return tuple(_gathered(found))


def _gathered(blocks: list[Block]) -> Iterator[Block]:
    """The same, sorted by size, with small ones put together."""
    waiting: list[Block] = []
    for block in blocks:
        if block.size >= SMALL:
            yield block
            continue
        waiting.append(block)
        if sum(b.size for b in waiting) >= SMALL:
            yield _together(waiting)
            waiting = []
    if waiting:
        yield _together(waiting)


def _together(blocks: list[Block]) -> Block:
    return Block(
        np.sort(np.concatenate([b.columns for b in blocks])),
        np.sort(np.concatenate([b.variables for b in blocks])),
        np.sort(np.concatenate([b.rows for b in blocks])),
    )


def _grouped(label: NDArray[np.int32], count: int, columns: int, items: int, rows: Ints) -> Iterator[Block]:
    order = np.argsort(label, kind="stable")
    cuts = np.searchsorted(label[order], np.arange(count + 1))
    for number in range(count):
        members = order[cuts[number] : cuts[number + 1]]
        yield Block(
            members[members < columns],
            members[(members >= columns) & (members < items)] - columns,
            rows[members[members >= items] - items],
        )


def _binding(programme: Programme, entries: sparse.csr_array, shift: Ints, most: Ints) -> NDArray[np.bool_]:
    """Rows that some choice of the open columns and variables could break. A shift's own row always counts."""
    rows = len(programme.row_names)
    by_entry = sparse.coo_array(entries)
    of_shift, of_row, value = shift[by_entry.coords[0]], by_entry.coords[1], by_entry.data
    variables = sparse.coo_array(programme.variable_rows)
    reach = variables.data * most[variables.coords[0]]
    high, low = np.zeros(rows, dtype=np.int64), np.zeros(rows, dtype=np.int64)
    np.add.at(high, variables.coords[1], np.maximum(reach, 0))
    np.add.at(low, variables.coords[1], np.minimum(reach, 0))
    if len(value):  # of the columns of one shift at most one is chosen
        order = np.lexsort((of_shift, of_row))
        of_shift, of_row, value = of_shift[order], of_row[order], value[order]
        begins = np.flatnonzero(np.r_[True, (np.diff(of_shift) != 0) | (np.diff(of_row) != 0)])
        np.add.at(high, of_row[begins], np.maximum(np.maximum.reduceat(value, begins), 0))
        np.add.at(low, of_row[begins], np.minimum(np.minimum.reduceat(value, begins), 0))
    binding = (high > programme.high) | (low < programme.low)
    binding[np.unique(shift)] = True
    return np.asarray(binding)


def part_of(programme: Programme, entries: sparse.csr_array, block: Block) -> tuple[Programme, sparse.csr_array]:
    """The programme and the entries of one block alone."""
    part = replace(
        programme,
        row_names=tuple(programme.row_names[i] for i in block.rows.tolist()),
        low=programme.low[block.rows],
        high=programme.high[block.rows],
        variables=tuple(programme.variables[i] for i in block.variables.tolist()),
        variable_rows=sparse.csr_array(programme.variable_rows[block.variables][:, block.rows]),
    )
    return part, sparse.csr_array(entries[block.columns][:, block.rows])


@dataclass(frozen=True)
class Part:
    """One block as an integer solver takes it. `of_all`: its share (0 to 1) of all columns and variables;
    `of_rest`: of those not solved yet, and so of what is left of time or work. `whole`: it is everything."""

    programme: Programme
    entries: sparse.csr_array
    gains: Ints
    most: Ints
    hint: Hint | None
    of_all: float
    of_rest: float
    whole: bool


def integers_by_block(
    programme: Programme,
    entries: sparse.csr_array,
    blocks: tuple[Block, ...],
    gains: Hint,
    most: Ints,
    solve: Callable[[Part], IntegerSolution],
    *,
    hint: Hint | None,
) -> IntegerSolution:
    """Every block alone, and their solutions put together: objectives and bounds add up. `gains`: of columns, of
    variables.

    A block without a solution of its own keeps `hint`'s. Finished only if every block is; there is no solution if one
    block is finished without.
    """
    if len(blocks) <= 1:
        return solve(Part(programme, entries, gains[0], most, hint, 1.0, 1.0, whole=True))
    columns, variables = np.zeros(entries.shape[0], dtype=np.int64), np.zeros(len(most), dtype=np.int64)
    bound: int | None = 0
    size = left = sum(b.size for b in blocks)
    finished, work = True, 0.0
    for block in blocks:
        part, inside = part_of(programme, entries, block)
        own = None if hint is None else (hint[0][block.columns], hint[1][block.variables])
        shares = block.size / max(1, size), block.size / max(1, left)  # a row that nothing can keep has no columns
        solution = solve(Part(part, inside, gains[0][block.columns], most[block.variables], own, *shares, whole=False))
        left -= block.size
        work += solution.work
        if solution.columns is not None and solution.variables is not None:
            own = solution.columns, solution.variables
        elif solution.finished or own is None:
            return IntegerSolution(None, None, None, None, solution.finished, work)
        columns[block.columns], variables[block.variables] = own
        bound = None if bound is None or solution.bound is None else bound + solution.bound
        finished = finished and solution.finished
    objective = int(gains[0] @ columns + gains[1] @ variables)
    return IntegerSolution(columns, variables, objective, bound, finished, work)


def linear_by_block(
    programme: Programme,
    entries: sparse.csr_array,
    blocks: tuple[Block, ...],
    solve: Callable[[Programme, sparse.csr_array, Block], LinearSolution | None],
) -> LinearSolution | None:
    """The same for the linear programme: prices of rows that join nothing are 0. None where one block has none."""
    prices = np.zeros(len(programme.row_names))
    columns, variables = np.zeros(entries.shape[0]), np.zeros(len(programme.variables))
    objective, short, work = 0.0, 0.0, 0.0
    for block in blocks:
        part, inside = part_of(programme, entries, block)
        solution = solve(part, inside, block)
        if solution is None:
            return None
        prices[block.rows] = solution.prices
        columns[block.columns], variables[block.variables] = solution.columns, solution.variables
        objective, short = objective + solution.objective, short + solution.short
        work += solution.work
    return LinearSolution(objective, prices, columns, variables, short, work)
