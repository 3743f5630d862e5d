"""The solver with its caps made tiny: what large problems alone would reach, on problems brute force can judge.

Where listing a shift's routes passes its cap nothing need be proven, but rosters stay valid and bounds true.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest
from brute_force import TooBig
from examine import Finding, findings
from random_problems import focused

from matcher.errors import NoRoster
from matcher.solver import beside, line, linear, rough, routes, stage, tree

SEEDS = range(0, 250, 5)
DENSE_SEEDS = range(0, 200, 4)


def true_at_least(seed: int) -> list[Finding]:
    """Findings but those that a weaker bound allows; no roster may be found where pins ask for one."""
    try:
        found = findings(focused(seed)[1], time_limit=1.0)
    except (TooBig, NoRoster):
        return []
    return [f for f in found if not f.kind.startswith(("not proven", "could be added"))]


def test_routes_beyond_the_cap(monkeypatch: pytest.MonkeyPatch) -> None:
    listed: Callable[..., routes.Routes] = routes.list_routes
    monkeypatch.setattr(line, "list_routes", lambda *parts, **more: listed(*parts, cap=3, **more))
    assert {seed: found for seed in SEEDS if (found := true_at_least(seed))} == {}


def test_a_few_routes_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(linear, "ALL_AT_ONCE", 0)
    monkeypatch.setattr(linear, "PER_SHIFT", 1)
    monkeypatch.setattr(stage, "FIRST_TRY", 1)
    assert {seed: found for seed in SEEDS if (found := findings(focused(seed)[1]))} == {}


def test_branchings_that_stay_unfinished(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tree, "MOST_NODES", 1)
    assert {seed: found for seed in SEEDS if (found := findings(focused(seed)[1]))} == {}


def test_small_problems_as_dense_towns(monkeypatch: pytest.MonkeyPatch) -> None:
    """First-order prices and days in turn, on routes that are nearly all priced."""
    listed: Callable[..., routes.Routes] = routes.list_routes
    monkeypatch.setattr(line, "list_routes", lambda *parts, **more: listed(*parts, cap=1, **more))
    monkeypatch.setattr(rough, "MANY_SHIFTS", -1)
    monkeypatch.setattr(rough, "MANY_PAIRS", -1)
    assert {seed: found for seed in DENSE_SEEDS if (found := true_at_least(seed))} == {}


def test_ruins_beside_small_problems(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same answers where a thread finds rosters beside the prices, on lists and on priced routes."""
    monkeypatch.setattr(beside, "FEWEST_UNITS", 1)
    assert {seed: found for seed in SEEDS if (found := findings(focused(seed)[1]))} == {}
    listed: Callable[..., routes.Routes] = routes.list_routes
    monkeypatch.setattr(line, "list_routes", lambda *parts, **more: listed(*parts, cap=1, **more))
    assert {seed: found for seed in SEEDS if (found := true_at_least(seed))} == {}


def test_ruins_beside_small_problems_as_dense_towns(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ruins before the prices, and turns of days that go on from what ruins found meanwhile."""
    listed: Callable[..., routes.Routes] = routes.list_routes
    monkeypatch.setattr(line, "list_routes", lambda *parts, **more: listed(*parts, cap=1, **more))
    monkeypatch.setattr(beside, "FEWEST_UNITS", 1)
    monkeypatch.setattr(rough, "MANY_SHIFTS", -1)
    monkeypatch.setattr(rough, "MANY_PAIRS", -1)
    assert {seed: found for seed in DENSE_SEEDS if (found := true_at_least(seed))} == {}


def test_gentle_prices_become_dearer_where_they_do_not_suffice(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pins and guaranteed visits are kept whatever their slack costs at first."""
    listed: Callable[..., routes.Routes] = routes.list_routes
    monkeypatch.setattr(line, "list_routes", lambda *parts, **more: listed(*parts, cap=1, **more))
    monkeypatch.setattr(linear, "GENTLE", 0.001)
    monkeypatch.setattr(linear, "GENTLE_POINTS", 0.001)
    assert {seed: found for seed in SEEDS if (found := true_at_least(seed))} == {}
