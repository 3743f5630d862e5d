"""Reach is decided on the network; its outline is exactly the street covered."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from drawn import doors, drawn, line, networks
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from matcher.errors import InvalidProblem
from matcher.walking import Door, Gate, Network, Streets, TimeModel, walks_on
from matcher.walking.reach import homes_on, minutes_from, reach
from matcher.walking.snap import far_faults, nearest
from matcher.walks import FAR

WIDE = TimeModel(snap_limit_m=1e6)
CENTRE = Door("centre", 0.0, 0.0)


def outline(network: Network, *origins: Door, limit: int = 15, pace: float = 1.0) -> list[list[list[float]]]:
    homes = homes_on(Streets.of(network), [], pace=pace)
    return [part.round(6).tolist() for part in reach(homes, list(origins), limit_minutes=limit).outline]


@settings(deadline=None)
@given(networks(), doors(), doors(most=4), st.integers(1, 20))
def test_minutes_are_those_of_the_walks(network: Network, some: list[Door], origins: list[Door], limit: int) -> None:
    streets = Streets.of(network, model=WIDE)
    named = [replace(door, id=f"o{k}") for k, door in enumerate(origins)]
    assume(not far_faults(streets, nearest(streets, [*some, *named])))
    walks = walks_on(streets, [*some, *named], paces=[0.9], limit_minutes=limit)
    n, m = len(some), len(named)
    found = minutes_from(homes_on(streets, some, pace=0.9), named, limit_minutes=limit)
    assert found.tolist() == walks.by_pace[0.9].dense(range(n, n + m), range(n)).tolist()


@pytest.mark.parametrize(("access", "reached"), [(0, ("a", "b")), (1, ("a",))])
def test_who_is_reached_at_the_limit(access: int, reached: tuple[str, ...]) -> None:
    homes = [Door("a", 400, 0), Door("b", 900, 0, access), Door("c", 901, 0)]
    found = reach(homes_on(Streets.of(line(1000.0)), homes, pace=1.0), [CENTRE], limit_minutes=15)
    assert found.reached == reached
    assert found.nearest.tolist() == [7, 15 if access == 0 else FAR, FAR]
    assert (found.origin_ids, found.door_ids) == (("centre",), ("a", "b", "c"))


def test_a_set_of_facilities_serves_from_its_nearest() -> None:
    homes = [Door("a", 60, 0), Door("b", 950, 0), Door("east", 1000, 0)]
    found = reach(homes_on(Streets.of(line(1000.0)), homes, pace=1.0), [CENTRE, Door("east", 1000, 0)])
    assert found.minutes.tolist() == [[1, FAR, FAR], [FAR, 1, 0]]
    assert found.nearest.tolist() == [1, 1, 0]


def test_the_outline_ends_where_the_limit_is_reached() -> None:
    assert outline(line(400.0, 300.0, 600.0), CENTRE) == [[[0, 0], [400, 0], [700, 0], [900, 0]]]
    assert outline(line(400.0, 300.0, 600.0), replace(CENTRE, access_seconds=100), pace=0.5) == [[[0, 0], [400, 0]]]
    assert outline(line(400.0, 300.0, 600.0), Door("mid", 700, 9), limit=1) == [[[640, 0], [700, 0], [760, 0]]]


def test_steps_are_covered_half_as_far_and_waits_take_their_time() -> None:
    assert outline(line(40.0, 100.0, kinds=["street", "steps"]), CENTRE, limit=1) == [[[0, 0], [40, 0], [50, 0]]]
    assert outline(line(20.0, 100.0, kinds=["signal", "street"]), CENTRE, limit=1) == [
        [[0, 0], [10, 0], [20, 0], [30, 0]]
    ]


def test_a_closed_gate_ends_the_outline() -> None:
    network = replace(line(20.0, 100.0), gates=(Gate("g", 0, open=False),))
    assert outline(network, CENTRE) == [[[0, 0], [10, 0]]]


def test_a_street_covered_from_both_ends_meets_or_leaves_a_gap() -> None:
    """Both origins are 50 m from the street between them; the ways round (500 m) stay open."""
    spots = {"0": (0.0, 0.0), "1": (100.0, 0.0), "2": (0.0, 50.0), "3": (100.0, 50.0)}
    edges = [("0", "1"), ("0", "2"), ("1", "3"), ("2", "0", "street", 500.0), ("3", "1", "street", 500.0)]
    found = outline(drawn(spots, edges), Door("w", 0, 50), Door("e", 100, 50), limit=2)
    west, east = ([[[x, 0], [x, 50], [x, 38]], [[x, 7], [x, 0]]] for x in (0, 100))
    assert found == [[[0, 0], [100, 0]], *west, *east]


def test_every_covered_point_is_within_the_limit_and_no_other() -> None:
    """Checked by asking for walks to points along the streets of a grid with a gap."""
    at = {f"{i},{j}": (100.0 * i, 100.0 * j) for i in range(8) for j in range(8)}
    edges = [(f"{i},{j}", f"{i + 1},{j}") for i in range(7) for j in range(8) if (i + j) % 5]
    edges += [(f"{i},{j}", f"{i},{j + 1}") for i in range(8) for j in range(7) if (i * j) % 3]
    network = drawn(at, edges)
    streets = Streets.of(network)
    origin = Door("o", 330, 310, 30)
    every = np.arange(5.0, 100.0, 10.0)
    spots = [
        (at[a][0] + (at[b][0] - at[a][0]) * s / 100, at[a][1] + (at[b][1] - at[a][1]) * s / 100)
        for a, b in edges
        for s in every.tolist()
    ]
    homes = homes_on(streets, [Door(f"{k}", x, y) for k, (x, y) in enumerate(spots)], pace=1.0)
    found = reach(homes, [origin], limit_minutes=7)
    drawn_points = {
        (round(float(x), 3), round(float(y), 3))
        for part in found.outline
        for (ax, ay), (bx, by) in zip(part[:-1].tolist(), part[1:].tolist(), strict=True)
        for x, y in spots
        if min(ax, bx) <= x <= max(ax, bx) and min(ay, by) <= y <= max(ay, by)
    }
    reached = {spots[int(k)] for k in found.reached}
    assert drawn_points == {(round(x, 3), round(y, 3)) for x, y in reached}
    assert 0 < len(reached) < len(spots)
    assert found.covered_m == pytest.approx(sum(np.hypot(*np.diff(p, axis=0).T).sum() for p in found.outline))


def test_nothing_from_nothing_and_faults() -> None:
    homes = homes_on(Streets.of(line(10.0)), [Door("a", 0, 0)], pace=1.0)
    empty = reach(homes, [])
    assert (empty.reached, empty.nearest.tolist(), empty.outline, empty.covered_m) == ((), [FAR], (), 0.0)
    with pytest.raises(InvalidProblem):
        homes_on(Streets.of(line(10.0)), [], pace=0.0)
    with pytest.raises(InvalidProblem):
        reach(homes, [CENTRE], limit_minutes=0)
