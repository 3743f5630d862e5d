"""Doors snap to the nearest edge, not through walls, and not farther than the limit."""

from __future__ import annotations

import math

import pytest
from drawn import doors, drawn, line, networks
from hypothesis import given, settings

from matcher.errors import InvalidProblem, ProblemError
from matcher.walking import KINDS, Door, Network, Streets, TimeModel, walks_between
from matcher.walking.snap import nearest, snap

LIMIT_M = 150.0


def metres_to_edge(network: Network, edge: int, door: Door) -> tuple[float, float, float]:
    """Distance to an edge and the foot on it, by plain geometry."""
    a, b = int(network.a[edge]), int(network.b[edge])
    ax, ay, bx, by = (float(v) for v in (network.x[a], network.y[a], network.x[b], network.y[b]))
    squared = (bx - ax) ** 2 + (by - ay) ** 2
    t = 0.0 if not squared else ((door.x - ax) * (bx - ax) + (door.y - ay) * (by - ay)) / squared
    t = min(1.0, max(0.0, t))
    fx, fy = ax + t * (bx - ax), ay + t * (by - ay)
    return math.hypot(door.x - fx, door.y - fy), fx, fy


@settings(deadline=None)
@given(networks(walls=False), doors())
def test_the_nearest_edge_is_found(network: Network, some: list[Door]) -> None:
    streets = Streets.of(network)
    found = nearest(streets, some)
    for k, door in enumerate(some):
        distances = [metres_to_edge(network, e, door)[0] for e in range(network.edges)]
        assert math.isclose(found.distance_m[k], min(distances), abs_tol=1e-6)
        assert math.isclose(distances[streets.pieces.edge[found.piece[k]]], min(distances), abs_tol=1e-6)


@settings(deadline=None)
@given(networks(), doors())
def test_with_walls_the_nearest_free_edge_is_found(network: Network, some: list[Door]) -> None:
    streets = Streets.of(network)
    found = nearest(streets, some)
    is_wall = [KINDS[code] == "wall" for code in network.kind.tolist()]
    for k, door in enumerate(some):
        free = []
        for edge in range(network.edges):
            metres, fx, fy = metres_to_edge(network, edge, door)
            if not is_wall[edge] and metres <= LIMIT_M:
                walls = [w for w in range(network.edges) if is_wall[w]]
                if not any(_crosses(network, w, (door.x, door.y), (fx, fy)) for w in walls):
                    free.append(metres)
        if free and found.distance_m[k] <= LIMIT_M:
            # A half of an edge may show its own foot past a wall the whole edge is hidden by, never the reverse.
            assert found.distance_m[k] <= min(free) + 1e-6
        elif free:
            raise AssertionError(f"{door} has a free street at {min(free)} m")


def _crosses(network: Network, wall: int, p: tuple[float, float], q: tuple[float, float]) -> bool:
    a, b = int(network.a[wall]), int(network.b[wall])
    s, t = (float(network.x[a]), float(network.y[a])), (float(network.x[b]), float(network.y[b]))

    def side(o: tuple[float, float], d: tuple[float, float], r: tuple[float, float]) -> float:
        return (d[0] - o[0]) * (r[1] - o[1]) - (d[1] - o[1]) * (r[0] - o[0])

    length = math.dist(s, t)
    if not length:
        return False
    one, other = side(s, t, p) / length, side(s, t, q) / length
    if not (min(one, other) < -0.01 and max(one, other) > 0.01):
        return False
    share = one / (one - other)
    hit = (p[0] + share * (q[0] - p[0]), p[1] + share * (q[1] - p[1]))
    along = ((hit[0] - s[0]) * (t[0] - s[0]) + (hit[1] - s[1]) * (t[1] - s[1])) / length
    return -1e-9 <= along <= length + 1e-9


@pytest.mark.parametrize(("off", "refused"), [(149.9, False), (150.0, False), (150.1, True)])
def test_doors_too_far_from_any_street_are_named(off: float, refused: bool) -> None:
    streets = Streets.of(line(100.0))
    door = Door("far", 50.0, off)
    if not refused:
        assert snap(streets, [door]).distance_m.tolist() == [off]
        return
    with pytest.raises(InvalidProblem) as caught:
        snap(streets, [door, Door("near", 0, 0), Door("gone", 0, 2000)])
    hint = "check its coordinates and their datum, or draw the street that leads to it"
    assert caught.value.errors == (
        ProblemError(
            "place far", "far_from_street", "it lies 150 m from the nearest street; at most 150 m are accepted", hint
        ),
        ProblemError(
            "place gone", "far_from_street", "it lies 2000 m from the nearest street; at most 150 m are accepted", hint
        ),
    )


def test_without_streets_every_door_is_named() -> None:
    only_a_wall = line(100.0, kinds=["wall"])
    with pytest.raises(InvalidProblem) as caught:
        walks_between(only_a_wall, [Door("a", 0, 0), Door("b", 1, 0)], paces=[1.0], limit_minutes=15)
    assert [(e.where, e.message) for e in caught.value.errors] == [
        ("place a", "there is no street to walk on"),
        ("place b", "there is no street to walk on"),
    ]


def compound(*, inner: float) -> Network:
    """An outer street along y = 0, a wall along y = 10, an inner street along y = `inner`; joined 500 m away."""
    spots = {
        "o1": (0.0, 0.0), "o2": (500.0, 0.0), "w1": (-50.0, 10.0), "w2": (490.0, 10.0),
        "i1": (0.0, inner), "i2": (500.0, inner),
    }  # fmt: skip
    return drawn(spots, [("o1", "o2"), ("o2", "i2"), ("i2", "i1"), ("w1", "w2", "wall")])


def test_a_wall_hides_the_street_behind_it() -> None:
    """A home 12 m from the outer street but inside the wall walks out by the inner street, 70 m away."""
    home, stop = Door("home", 0, 12), Door("stop", 0, -3)
    network = compound(inner=82.0)
    assert snap(Streets.of(network), [home, stop]).distance_m.tolist() == [70.0, 3.0]
    walks = walks_between(network, [home, stop], paces=[1.0], limit_minutes=30)
    assert walks.minutes(1.0, "home", "stop") == 19  # 500 + 82 + 500 m


def test_a_home_walled_off_from_every_street_is_refused() -> None:
    with pytest.raises(InvalidProblem) as caught:
        snap(Streets.of(compound(inner=200.0)), [Door("home", 0, 12)])
    assert [(e.where, e.message) for e in caught.value.errors] == [
        ("place home", "walls hide every street within 150 m of it")
    ]


def test_a_door_on_the_wall_is_not_behind_it() -> None:
    assert snap(Streets.of(compound(inner=82.0)), [Door("shop", 0, 10)]).distance_m.tolist() == [10.0]


def test_a_wall_hides_nothing_beyond_its_ends() -> None:
    spots = {"p": (0.0, 0.0), "q": (500.0, 0.0), "w1": (200.0, 10.0), "w2": (300.0, 10.0)}
    streets = Streets.of(drawn(spots, [("p", "q"), ("w1", "w2", "wall")]))
    beside = [Door("west", 199, 12), Door("east", 301, 12), Door("front", 250, 9)]
    assert snap(streets, beside).distance_m.tolist() == [12.0, 12.0, 9.0]
    for behind in (Door("corner", 200, 12), Door("corner", 300, 12), Door("middle", 250, 12)):
        assert nearest(streets, [behind]).distance_m.tolist() == [math.inf]


def test_homes_of_one_building_share_one_source() -> None:
    """Same door, own stairs: 25 + 85 s between them, nobody falls out."""
    some = [Door("f1", 10, 4, 25), Door("f6", 10, 4, 85), Door("shop", 60, -4, 20)]
    walks = walks_between(line(100.0), some, paces=[1.0], limit_minutes=15)
    found = walks.by_pace[1.0].dense(range(3), range(3)).tolist()
    assert found == [[0, 2, 2], [2, 0, 3], [2, 3, 0]]  # 110, 95 and 155 s


def test_the_snap_limit_is_a_parameter() -> None:
    far = [Door("a", 0, 400), Door("b", 60, 400)]
    walks = walks_between(line(60.0), far, paces=[1.0], limit_minutes=15, model=TimeModel(snap_limit_m=400.0))
    assert walks.minutes(1.0, "a", "b") == 1
