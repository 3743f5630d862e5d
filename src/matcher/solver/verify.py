"""Re-adds objective and bound from problem, roster and certificate: whole numbers only, no solver is called."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from scipy import sparse

from matcher.errors import InvalidProblem, ProblemError
from matcher.problem import Problem
from matcher.result import Branch, Certificate, Leaf
from matcher.roster import Roster
from matcher.solver.bound import floors_of, make_bound, signed
from matcher.solver.candidates import Ints
from matcher.solver.line import line
from matcher.solver.linear import Table
from matcher.solver.point import Point, feasible, point_of, worth
from matcher.solver.programme import Programme
from matcher.solver.tree import box_bound, covers, narrowed, root_box


@dataclass(frozen=True, slots=True)
class Verified:
    """One certificate re-added: what the roster is worth for its purpose, and the bound its prices prove.

    `claimed` is the bound the certificate states; `holds` if the prices prove it and the roster does not exceed it.
    """

    purpose: str
    objective: int
    bound: int
    claimed: int

    @property
    def holds(self) -> bool:
        return self.bound <= self.claimed and self.objective <= self.bound


@dataclass(frozen=True, slots=True)
class Verification:
    """`valid`: the roster keeps every row of the programme, built again from the problem."""

    valid: bool
    certificates: tuple[Verified, ...]

    @property
    def holds(self) -> bool:
        return self.valid and all(c.holds for c in self.certificates)


def verify(problem: Problem, roster: Roster, certificates: Sequence[Certificate]) -> Verification:
    """Rebuild the programme from the problem and re-add; raises InvalidProblem for prices on rows it does not have."""
    tables: dict[tuple[tuple[str, int], ...], Table] = {}
    verified: list[Verified] = []
    valid = bool(certificates) or _kept(line(problem).programme, roster) is not None
    for certificate in certificates:
        if certificate.splits not in tables:
            tables[certificate.splits] = line(problem, certificate.splits)
        table = tables[certificate.splits]
        programme = table.programme.holding(certificate.guaranteed_at_least)
        point = _kept(programme, roster)
        if point is None:
            valid = False
            continue
        try:
            bound = _proven(replace(table, programme=programme), certificate)
        except OverflowError as error:
            raise InvalidProblem([_fault("price", f"has {error}")]) from error
        objective = worth(programme, point, certificate.purpose)
        verified.append(Verified(certificate.purpose, objective, bound, certificate.bound))
    return Verification(valid, tuple(verified))


def _kept(programme: Programme, roster: Roster) -> Point | None:
    """The roster's point if it keeps every row."""
    point = point_of(programme, roster)
    return point if point is not None and feasible(programme, point) else None


def _proven(table: Table, certificate: Certificate) -> int:
    """What the certificate proves: its root's bound, or - if its leaves cover everything - its claim."""
    programme = table.programme
    if not certificate.leaves:
        raise InvalidProblem([_fault("empty", "has no prices")])
    root, *leaves = certificate.leaves
    published = _prices(programme.row_names, root)
    bound = make_bound(
        programme,
        table.routes,
        certificate.purpose,
        signed(programme, published),
        among=table.among,
        floors=floors_of(programme, table.routes, published),
        patience=PATIENCE,
    )
    if not leaves or not covers([leaf.path for leaf in leaves]):
        return bound.points
    users = sparse.csc_array(table.among)
    for leaf in leaves:
        box = root_box(table, bound, claimed=certificate.bound)
        for branch in leaf.path:
            _check(programme, branch)
            box = narrowed(table, box, branch, users)
        prices = signed(programme, _prices(programme.row_names, leaf))
        if box_bound(table, certificate.purpose, box, prices) > certificate.bound:
            return bound.points
    return min(bound.points, certificate.bound)


PATIENCE = 20
"""Times as long as a solve has for it: it began with what visits had learnt to remember, here they learn it anew."""
LARGEST = 1 << 61
"""Prices must fit 64 bits; whether their products do is judged where they are made (bound.py)."""


def _prices(row_names: Sequence[str], leaf: Leaf) -> Ints:
    index = {name: i for i, name in enumerate(row_names)}
    unknown = [_fault("unknown_row", f"has a price on '{n}', which this problem does not have") for n, _ in leaf.prices
               if n not in index]  # fmt: skip
    large = [_fault("price", f"has a price of {price} on '{n}'") for n, price in leaf.prices if abs(price) > LARGEST]
    if unknown or large:
        raise InvalidProblem([*unknown[:20], *large[:20]])
    prices = np.zeros(len(row_names), dtype=np.int64)
    for name, price in leaf.prices:
        prices[index[name]] = price
    return prices


def _check(programme: Programme, branch: Branch) -> None:
    kind, _, number = branch.row.partition(" ")
    most = {"variable": len(programme.variables), "pair": len(programme.pair_points)}.get(kind, 0)
    if not number.isascii() or not number.isdecimal() or int(number) >= most:
        raise InvalidProblem([_fault("unknown_row", f"decides on '{branch.row}', which this problem does not have")])


def _fault(code: str, message: str) -> ProblemError:
    return ProblemError("certificate", code, message, "verify with the scenario the roster was made for")
