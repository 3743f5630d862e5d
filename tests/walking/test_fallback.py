"""Without streets: straight lines times the detour, marked approximate, right at the limit."""

from __future__ import annotations

import math

import numpy as np
import pytest
from drawn import doors
from hypothesis import given
from hypothesis import strategies as st

from matcher.errors import InvalidProblem
from matcher.walking import Door, TimeModel, approximate_walks
from matcher.walking import fallback as module
from matcher.walks import FAR

DETOUR = 1.4
FURTHEST_M = 900 / DETOUR


def whole(one: Door, other: Door, *, pace: float, limit: int) -> int:
    if one is other:
        return 0
    metres = math.hypot(one.x - other.x, one.y - other.y)
    seconds = math.floor(DETOUR * metres / pace + 0.5) + one.access_seconds + other.access_seconds
    return math.ceil(seconds / 60) if seconds <= 60 * limit else int(FAR)


@given(doors(most=12), st.sampled_from([0.8, 1.0, 1.2]), st.integers(1, 15), st.sampled_from([1, 5, 512]))
def test_every_pair_is_the_formula(some: list[Door], pace: float, limit: int, rows: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "ROWS", rows)
        walks = approximate_walks(some, paces=[pace], limit_minutes=limit)
    found = walks.by_pace[pace].dense(range(len(some)), range(len(some))).tolist()
    # Distances on the grid of whole metres stay clear of half seconds at these paces by more than float noise.
    assert found == [[whole(one, other, pace=pace, limit=limit) for other in some] for one in some]
    assert (walks.source, walks.limit) == ("approximate", limit)
    assert found == np.array(found).T.tolist()


@pytest.mark.parametrize(
    ("metres", "access", "expected"),
    [
        (FURTHEST_M, 0, 15),
        (643.14, 0, 15),
        (643.22, 0, None),
        (FURTHEST_M + 1, 0, None),
        (600.0, 30, 15),
        (600.0, 31, None),
        (0.0, 0, 0),
    ],
)
def test_the_limit(metres: float, access: int, expected: int | None) -> None:
    some = [Door("a", 0, 0, access), Door("b", metres, 0, access)]
    assert approximate_walks(some, paces=[1.0], limit_minutes=15).minutes(1.0, "a", "b") == expected


def test_the_detour_is_a_parameter() -> None:
    some = [Door("a", 0, 0), Door("b", 900, 0)]
    walks = approximate_walks(some, paces=[1.0, 1.5], limit_minutes=15, model=TimeModel(detour=1.0))
    assert (walks.minutes(1.0, "a", "b"), walks.minutes(1.5, "a", "b")) == (15, 10)


def test_faults_and_emptiness() -> None:
    assert approximate_walks([], paces=[1.0], limit_minutes=15).longest == 0
    with pytest.raises(InvalidProblem) as caught:
        approximate_walks([Door("a", math.inf, 0)], paces=[-1.0], limit_minutes=15)
    assert [e.code for e in caught.value.errors] == ["not_finite", "pace"]
