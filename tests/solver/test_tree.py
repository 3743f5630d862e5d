"""A branching proves only if its leaves leave no roster out; whatever is taken from it or changed, is found out."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from scipy import sparse

from matcher import Result, solve, verify
from matcher.result import Branch, Certificate, Leaf
from matcher.solver import tree
from matcher.solver.bound import SCALE, Bound, make_bound
from matcher.solver.line import line
from matcher.solver.linear import Table, solve_linear
from matcher.solver.point import Point, point_of
from matcher.solver.routes import list_routes
from matcher.solver.search import Search
from matcher.solver.tree import box_bound, covers, grow, narrowed, root_box
from matcher.solver.verify import Verified
from solver.contested import contested

SEEDS = (2, 4, 8)
"""Problems proven by a tree."""


@cache
def solved(seed: int) -> Result:
    result = solve(contested(seed))
    assert (result.all.status, result.all.proof) == ("proven", "tree")
    return result


def points_of(seed: int) -> Certificate:
    return next(c for c in solved(seed).certificates if c.purpose == "points")


@cache
def root_of(seed: int) -> tuple[Table, Bound]:
    table = line(contested(seed))
    root, *_ = points_of(seed).leaves
    named = {name: i for i, name in enumerate(table.programme.row_names)}
    prices = np.zeros(len(named), dtype=np.int64)
    for name, price in root.prices:
        prices[named[name]] = price
    return table, make_bound(table.programme, table.routes, "points", prices, among=table.among)


def believed(seed: int, certificate: Certificate) -> bool:
    return verify(contested(seed), solved(seed).roster, [certificate]).holds


# -- covering ---------------------------------------------------------------------------------------------------------

A0, A1 = Branch("variable 0", at_most=0), Branch("variable 0", at_least=1)
B0, B1 = Branch("pair 3", at_most=0), Branch("pair 3", at_least=1)
C2, C3 = Branch("variable 7", at_most=2), Branch("variable 7", at_least=3)


@pytest.mark.parametrize(
    "paths",
    [
        [()],
        [(A0,), (A1,)],
        [(A1,), (A0,)],
        [(A0,), (A1, B0), (A1, B1)],
        [(A0, C2), (A0, C3), (A1, B0), (A1, B1, C2), (A1, B1, C3)],
    ],
)
def test_all_leaves_of_one_branching_cover(paths: list[tuple[Branch, ...]]) -> None:
    assert covers(paths)
    for missing in range(len(paths)):
        assert not covers([p for i, p in enumerate(paths) if i != missing])
    assert not covers([*paths, paths[0]])


@pytest.mark.parametrize(
    "paths",
    [
        [],
        [(A0,)],
        [(), ()],
        [(A0,), ()],
        [(A0,), (B1,)],  # two decisions
        [(C2,), (A1,)],
        [(A0,), (Branch("variable 0", at_least=2),)],  # a gap: exactly 1
        [(A0,), (Branch("variable 0", at_least=0),)],
        [(A0,), (A1,), (Branch("variable 0", at_least=2),)],
        [(A0,), (A1, B0)],
        [(Branch("variable 0", 0, 1),), (Branch("variable 0", 0, 1),)],
        [(Branch("variable 0", 0, 1), B0), (Branch("variable 0", 0, 1), B1)],  # each counts on both sides
        [(A0,), (A1,), (Branch("variable 0"),)],
    ],
)
def test_anything_else_does_not(paths: list[tuple[Branch, ...]]) -> None:
    assert not covers(paths)


def test_a_decision_that_goes_both_ways_proves_nothing() -> None:
    """Its box is empty, so its leaf would prove anything: verify has to see that it covers nothing."""
    both = Branch("variable 0", at_most=0, at_least=1)
    forged = replace(
        points_of(4),
        bound=solved(4).all.objective - 50,
        leaves=(Leaf((), ()), Leaf((both, B0), ()), Leaf((both, B1), ())),
    )
    (found,) = verify(contested(4), solved(4).roster, [forged]).certificates
    assert found.bound >= solved(4).all.objective
    assert not found.holds


# -- boxes ------------------------------------------------------------------------------------------------------------


def inside(table: Table, point: Point, path: tuple[Branch, ...]) -> bool:
    used = set(point.pairs.tolist())
    for branch in path:
        kind, number = branch.row.split()
        value = int(point.variables[int(number)]) if kind == "variable" else int(int(number) in used)
        if (branch.at_most is not None and value > branch.at_most) or (branch.at_least or 0) > value:
            return False
    return table is not None


@pytest.mark.parametrize("seed", SEEDS)
def test_every_box_bounds_the_best_roster_in_it(seed: int) -> None:
    """Claimed one less than the best: the boxes along its own way must hold it, whatever the prices."""
    table, root = root_of(seed)
    best, users = solved(seed).all.objective, sparse.csc_array(table.among)
    point = point_of(table.programme, solved(seed).roster)
    assert point is not None
    rng = np.random.default_rng(seed)
    on_the_way = 0
    for leaf in points_of(seed).leaves[1:]:
        for depth in range(len(leaf.path) + 1):
            if not inside(table, point, leaf.path[:depth]):
                continue
            on_the_way += 1
            box = root_box(table, root, claimed=best - 1)
            for branch in leaf.path[:depth]:
                box = narrowed(table, box, branch, users)
            for size in (0.0, 1.0, 50.0):
                prices = np.rint(rng.normal(0, 1, len(table.programme.row_names)) * size * SCALE).astype(np.int64)
                prices = tree.rounded(table.programme, prices / SCALE)
                assert box_bound(table, "points", box, prices) >= best
            assert box_bound(table, "points", box, root.prices) >= best
    assert on_the_way > len(points_of(seed).leaves)


@pytest.mark.parametrize("kind", ["variable", "pair"])
def test_a_decision_narrows_what_it_says(kind: str) -> None:
    table, root = root_of(4)
    users = sparse.csc_array(table.among)
    whole = root_box(table, root, claimed=-(1 << 40))
    assert whole.allowed.all() and np.array_equal(whole.most, table.programme.most) and not whole.least.any()
    down = narrowed(table, whole, Branch(f"{kind} 5", at_most=0), users)
    up = narrowed(table, whole, Branch(f"{kind} 5", at_least=1), users)
    if kind == "variable":
        assert (down.most[5], up.least[5], whole.most[5]) == (0, 1, 1)
        assert np.array_equal(np.delete(down.most, 5), np.delete(whole.most, 5))
        assert down.allowed.all() and up.allowed.all()
        return
    using = table.among[:, [5]].toarray().ravel() > 0
    shift = int(table.programme.candidates.shift[5])
    assert np.array_equal(down.allowed, ~using)
    assert np.array_equal(up.allowed, using | (table.routes.shift != shift))
    assert (down.forced, up.forced) == (frozenset(), frozenset({shift}))


def test_an_empty_box_is_below_every_roster() -> None:
    table, root = root_of(4)
    users = sparse.csc_array(table.among)
    box = root_box(table, root, claimed=-(1 << 40))
    for path in (
        (Branch("variable 5", at_most=0), Branch("variable 5", at_least=1)),
        (Branch("pair 5", at_least=1), Branch("pair 5", at_most=0)),
    ):
        empty = box
        for branch in path:
            empty = narrowed(table, empty, branch, users)
        assert box_bound(table, "points", empty, root.prices) < -(1 << 20)


def test_shifts_with_routes_not_listed_are_never_decided_away(monkeypatch: pytest.MonkeyPatch) -> None:
    """With a list of one route a shift, a box over the listed ones alone would prove too little."""
    full = root_of(4)[0]
    short = list_routes(contested(4), full.programme.options, full.programme.candidates, cap=1)
    assert short.exploded != () and short.count < full.routes.count
    monkeypatch.setattr("matcher.solver.line.list_routes", lambda *_, **__: short)
    table, best = line(contested(4)), solved(4).all.objective
    prices = root_of(4)[1].prices
    root = make_bound(table.programme, table.routes, "points", prices, among=table.among)
    assert box_bound(table, "points", root_box(table, root, claimed=best - 1), prices) >= best
    forged = replace(points_of(4), bound=best - 1)
    assert not verify(contested(4), solved(4).roster, [forged]).holds


# -- certificates -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", SEEDS)
def test_a_stage_proven_by_a_tree_verifies(seed: int) -> None:
    certificate = points_of(seed)
    assert len(certificate.leaves) > 2
    verification = verify(contested(seed), solved(seed).roster, solved(seed).certificates)
    assert verification.holds
    assert verification.certificates[1].bound == solved(seed).all.objective == certificate.bound
    assert not believed(seed, replace(certificate, leaves=certificate.leaves[:1]))  # the root alone does not prove it


@pytest.mark.parametrize("seed", SEEDS)
def test_a_certificate_without_one_of_its_leaves_is_refused(seed: int) -> None:
    certificate = points_of(seed)
    for missing in range(1, len(certificate.leaves)):
        leaves = tuple(leaf for i, leaf in enumerate(certificate.leaves) if i != missing)
        assert not believed(seed, replace(certificate, leaves=leaves))


@pytest.mark.parametrize("seed", SEEDS)
def test_a_claim_one_lower_is_refused(seed: int) -> None:
    certificate = replace(points_of(seed), bound=points_of(seed).bound - 1)
    assert not believed(seed, certificate)
    (found,) = verify(contested(seed), solved(seed).roster, [certificate]).certificates
    assert found.bound >= solved(seed).all.objective


@pytest.mark.parametrize("seed", SEEDS)
def test_prices_changed_are_refused(seed: int) -> None:
    """Every leaf whose prices differ from the root's needs them: without, or ten times as high, nothing is proven."""
    certificate = points_of(seed)
    root, *leaves = certificate.leaves
    own = [i for i, leaf in enumerate(leaves, start=1) if leaf.prices != root.prices]
    refused = 0
    for number in own:
        for factor in (0, 10):
            leaf = certificate.leaves[number]
            changed = Leaf(leaf.path, tuple((name, price * factor) for name, price in leaf.prices))
            tampered = tuple(changed if i == number else it for i, it in enumerate(certificate.leaves))
            refused += not believed(seed, replace(certificate, leaves=tampered))
    assert refused >= len(own) > 0


def test_a_root_without_decisions_may_prove_alone() -> None:
    certificate = points_of(4)
    root, table = certificate.leaves[0], root_of(4)[1]
    twice = replace(certificate, leaves=(root, root), bound=table.points)
    assert verify(contested(4), solved(4).roster, [twice]).certificates[0].bound == table.points


@pytest.mark.parametrize(
    ("bound", "claimed", "holds"), [(10, 10, True), (11, 11, True), (9, 9, False), (11, 10, False)]
)
def test_a_certificate_holds_between_the_roster_and_the_claim(bound: int, claimed: int, holds: bool) -> None:
    assert Verified("points", 10, bound, claimed).holds is holds


# -- growing ----------------------------------------------------------------------------------------------------------


def test_growing_gives_up_rather_than_claim(monkeypatch: pytest.MonkeyPatch) -> None:
    table, root = root_of(2)
    best = solved(2).all.objective
    grown = grow(table, "points", root, claimed=best, out=lambda: False)
    assert grown is not None and covers([leaf.path for leaf in grown[1:]])
    assert grow(table, "points", root, claimed=best - 1, out=lambda: False) is None
    assert grow(table, "points", root, claimed=best, out=lambda: True) is None
    monkeypatch.setattr(tree, "MOST_NODES", 3)
    assert grow(table, "points", root, claimed=best, out=lambda: False) is None


def test_prices_of_the_linear_programme_leave_the_gap_to_the_tree() -> None:
    table, _ = root_of(4)
    none = np.zeros(len(table.programme.row_names), dtype=np.int64)
    first = make_bound(table.programme, table.routes, "points", none, among=table.among)
    search = Search.endless()
    start = np.zeros(0, dtype=np.int64)
    linear = solve_linear(
        table, "points", first=first, start=start, enough=lambda _: False, search=search, limits=search.limits
    )
    assert linear.bound.points > solved(4).all.objective
