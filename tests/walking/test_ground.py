"""One question for three sources: the same minutes as the walks between all doors, and doors that reach nothing."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from drawn import doors, line, networks
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from matcher.errors import InvalidProblem
from matcher.walking import Door, Network, Streets, TimeModel, approximate_walks, walks_on
from matcher.walking.ground import Ground
from matcher.walking.snap import far_faults, nearest
from matcher.walks import FAR, walks_from_table

WIDE = TimeModel(snap_limit_m=1e6)
STREET = line(1000.0)


def numbers(*at: int) -> np.ndarray[tuple[int, ...], np.dtype[np.int64]]:
    return np.array(at, dtype=np.int64)


@settings(deadline=None)
@given(networks(), doors(most=6), st.integers(1, 20), st.data())
def test_streets_give_the_minutes_of_the_walks(
    network: Network, some: list[Door], limit: int, data: st.DataObject
) -> None:
    streets = Streets.of(network, model=WIDE)
    assume(not far_faults(streets, nearest(streets, some)))
    which = st.lists(st.integers(0, len(some) - 1), max_size=5)
    a, b = (numbers(*data.draw(which)) for _ in range(2))
    walks = walks_on(streets, some, paces=[0.9], limit_minutes=limit)
    found = Ground.on(network, some, model=WIDE).at(0.9).minutes(a, b, limit=limit)
    assert found.tolist() == walks.by_pace[0.9].dense(a, b).tolist()


def test_a_table_is_read_in_its_direction_at_any_pace() -> None:
    table = walks_from_table(["a", "b"], {("a", "b"): 7, ("b", "a"): 9})
    some = [Door("a", 0, 0), Door("new", 0, 0), Door("b", 0, 0)]
    ground = Ground(doors=tuple(some), model=TimeModel(), table=table)
    assert ground.at(0.9).minutes(numbers(0, 1, 2), numbers(0, 1, 2), limit=8).tolist() == [
        [0, FAR, 7], [FAR, 0, FAR], [FAR, FAR, 0]
    ]  # fmt: skip
    assert (ground.source, ground.off_street) == ("table", ("new",))


@given(doors(), st.integers(1, 20))
def test_straight_lines_give_the_approximate_minutes(some: list[Door], limit: int) -> None:
    every = numbers(*range(len(some)))
    walks = approximate_walks(some, paces=[0.9], limit_minutes=limit)
    ground = Ground(doors=tuple(some), model=TimeModel())
    assert ground.at(0.9).minutes(every, every, limit=limit).tolist() == walks.by_pace[0.9].dense(every, every).tolist()
    assert (ground.source, ground.off_street) == ("approximate", ())


def test_a_door_off_every_street_reaches_nothing_and_is_named() -> None:
    some = [Door("a", 0, 0), Door("hill", 0, 151), Door("b", 60, 0)]
    ground = Ground.on(STREET, some)
    assert ground.at(1.0).minutes(numbers(0, 1), numbers(0, 1, 2), limit=15).tolist() == [[0, FAR, 1], [FAR, 0, FAR]]
    assert ground.off_street == ("hill",)
    assert ground.with_doors([Door("sea", 0, -400)]).off_street == ("hill", "sea")
    nowhere = Ground.on(replace(STREET, kind=np.array([6])), some)
    assert nowhere.off_street == ("a", "hill", "b")
    assert nowhere.at(1.0).minutes(numbers(0), numbers(2), limit=15).tolist() == [[FAR]]


def test_nothing_from_nothing_and_faults() -> None:
    ground = Ground.on(STREET, [])
    assert ground.at(1.0).minutes(numbers(), numbers(), limit=15).shape == (0, 0)
    with pytest.raises(InvalidProblem):
        ground.at(0.0)
    with pytest.raises(InvalidProblem):
        Ground.on(STREET, [Door("a", 0, 0), Door("a", 1, 0)])
