"""Nothing listed survives and a shift's list is incomplete (124, 167): the solve must end by itself all the same."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from random_problems import focused

from matcher import solve
from matcher.solver import line, routes


@pytest.mark.parametrize("seed", [124, 167])
def test_ends_without_a_limit(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    listed: Callable[..., routes.Routes] = routes.list_routes
    monkeypatch.setattr(line, "list_routes", lambda *parts, **more: listed(*parts, cap=3, **more))
    asked = [0]

    def patience() -> bool:
        asked[0] += 1
        return asked[0] > 2000

    assert solve(focused(seed)[1], stop=patience).stopped != "stop"
