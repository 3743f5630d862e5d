"""Walking minutes: exact against a plain Dijkstra, right at the limits, and the properties a walk must have."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from drawn import doors, drawn, line, networks
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from plain_dijkstra import plain_seconds

from matcher.errors import InvalidProblem
from matcher.walking import Door, Gate, Network, Streets, TimeModel, minutes, walks_between
from matcher.walking.minutes import Timed, between
from matcher.walking.snap import far_faults, nearest, snap
from matcher.walks import FAR, Walks

WIDE = TimeModel(snap_limit_m=1e6)
LIMIT = 15
LIMIT_M = 900.0
PACES = st.sampled_from([0.8, 1.0, 1.2])
relaxed = settings(deadline=None, max_examples=100)


def matrix(walks: Walks, pace: float = 1.0) -> list[list[int]]:
    n = len(walks.place_ids)
    dense: list[list[int]] = walks.by_pace[pace].dense(range(n), range(n)).tolist()
    return dense


def pair(network: Network, a: Door, b: Door, *, pace: float = 1.0, limit: int = LIMIT) -> int | None:
    walks = walks_between(network, [a, b], paces=[pace], limit_minutes=limit)
    there, back = walks.minutes(pace, a.id, b.id), walks.minutes(pace, b.id, a.id)
    assert there == back
    return there


def standing(network: Network, some: list[Door]) -> list[Door]:
    """The doors that snap to something at all."""
    streets = Streets.of(network, model=WIDE)
    bad = {fault.where for fault in far_faults(streets, nearest(streets, some))}
    return [door for door in some if f"place {door.id}" not in bad]


@relaxed
@given(networks(), doors(), PACES, st.integers(1, 20))
def test_minutes_are_those_of_a_plain_dijkstra(network: Network, some: list[Door], pace: float, limit: int) -> None:
    some = standing(network, some)
    assume(some)
    streets = Streets.of(network, model=WIDE)
    snapped = snap(streets, some)
    pieces = streets.pieces
    start, end = pieces.start[snapped.piece], pieces.end[snapped.piece]
    fraction = (start + snapped.fraction * (end - start)).tolist()
    spots = [(int(pieces.edge[p]), f, int(s > 0)) for p, f, s in zip(snapped.piece, fraction, start, strict=True)]
    plain = plain_seconds(network, spots, pace=pace, model=WIDE)
    found = matrix(walks_between(network, some, paces=[pace], limit_minutes=limit, model=WIDE), pace)

    def whole(seconds: float, ends: int) -> int:
        if not math.isfinite(seconds) or math.floor(seconds + 0.5) + ends > 60 * limit:
            return int(FAR)
        return math.ceil((math.floor(seconds + 0.5) + ends) / 60)

    for i, one in enumerate(some):
        for j, other in enumerate(some):
            ends = one.access_seconds + other.access_seconds
            # A piece is rounded to the millisecond: at most 0.05 s over 50 pieces.
            allowed = {whole(plain[i][j] + slip, ends) for slip in (-0.05, 0.0, 0.05)}
            assert found[i][j] in ({0} if i == j else allowed)


@relaxed
@given(networks(), doors(), PACES, st.integers(1, 20))
def test_walks_are_symmetric_and_within_the_limit(network: Network, some: list[Door], pace: float, limit: int) -> None:
    some = standing(network, some)
    walks = walks_between(network, some, paces=[pace], limit_minutes=limit, model=WIDE)
    found = matrix(walks, pace)
    assert found == np.array(found).T.tolist()
    assert walks.longest <= limit
    assert (walks.source, walks.limit, walks.place_ids) == ("streets", limit, tuple(door.id for door in some))
    rows = walks.by_pace[pace]
    for i in range(len(some)):
        columns = rows.columns[rows.indptr[i] : rows.indptr[i + 1]].tolist()
        assert columns == sorted(set(columns) - {i})
    assert (rows.columns.dtype, rows.minutes.dtype, rows.indptr.dtype) == (np.int32, np.int32, np.int64)


@relaxed
@given(networks(), doors(), PACES)
def test_milliseconds_keep_the_triangle_inequality(network: Network, some: list[Door], pace: float) -> None:
    some = standing(network, some)
    timed = Timed.of(Streets.of(network, model=WIDE), pace)
    points = timed.points(snap(timed.streets, some))
    ms = np.full((len(some), len(some)), np.inf)
    for block, near, found in between(timed, points, points, limit_ms=10**9):
        ms[np.ix_(block, near)] = found
    detour = (ms[:, :, None] + ms[None, :, :]).min(axis=1, initial=np.inf)
    assert (ms <= detour).all()


@relaxed
@given(networks(), doors(), st.data())
def test_closing_a_gate_never_shortens(network: Network, some: list[Door], data: st.DataObject) -> None:
    assume(network.gates)
    some = standing(network, some)
    gate = data.draw(st.sampled_from(network.gates))
    one, other = (
        np.array(matrix(walks_between(n, some, paces=[1.0], limit_minutes=20, model=WIDE)), dtype=np.int64).reshape(-1)
        for n in (network.with_gates([replace(gate, open=True)]), network.with_gates([replace(gate, open=False)]))
    )
    assert (other >= one).all()


@relaxed
@given(networks(), doors(), st.sampled_from([20.0, 170.0]), st.sampled_from([1, 7, 50]))
def test_tiles_and_blocks_change_nothing(network: Network, some: list[Door], tile: float, cells: int) -> None:
    some = standing(network, some)
    whole = matrix(walks_between(network, some, paces=[1.0], limit_minutes=9, model=WIDE))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(minutes, "TILE_M", tile)
        patch.setattr(minutes, "CELLS", cells)
        assert matrix(walks_between(network, some, paces=[1.0], limit_minutes=9, model=WIDE)) == whole


@pytest.mark.parametrize(("metres", "expected"), [(899.0, 15), (900.0, 15), (900.4, 15), (900.5, None), (901.0, None)])
def test_the_limit_is_reached_but_not_passed(metres: float, expected: int | None) -> None:
    assert pair(line(metres), Door("a", 0, 0), Door("b", metres, 0)) == expected


@pytest.mark.parametrize(("access", "expected"), [(99, 15), (100, 15), (101, None)])
def test_access_of_both_ends_counts(access: int, expected: int | None) -> None:
    assert pair(line(700.0), Door("a", 0, 0, 100), Door("b", 700, 0, access)) == expected


def crossroads(metres: float) -> Network:
    """A street between two junctions; a door on a junction belongs to a side street, so it walks all of the street."""
    spots = {"p": (0.0, 0.0), "q": (metres, 0.0)}
    spots |= {f"{end}{side}": (spots[end][0], float(side)) for end in "pq" for side in (50, -50)}
    return drawn(spots, [("p", "p50"), ("p", "p-50"), ("q", "q50"), ("q", "q-50"), ("p", "q")])


@pytest.mark.parametrize(
    ("metres", "access", "expected"),
    [(900.4, 0, 15), (900.5, 0, None), (700.4, 100, 15), (700.5, 100, None), (100.4, 400, 15), (100.5, 400, None)],
)
def test_the_limit_across_junctions(metres: float, access: int, expected: int | None) -> None:
    """The search stops no earlier than the last pair that still counts."""
    assert pair(crossroads(metres), Door("a", 0, 0, access), Door("b", metres, 0, access)) == expected


@pytest.mark.parametrize(("seconds", "expected"), [(0, 0), (1, 1), (60, 1), (61, 2), (899, 15)])
def test_minutes_are_rounded_up_once(seconds: int, expected: int) -> None:
    half = seconds // 2
    assert pair(line(10.0), Door("a", 5, 0, half), Door("b", 5, 3, seconds - half)) == expected


def test_rounding_of_pieces_does_not_add_up() -> None:
    """54 pieces of 20 m at 1.2 m/s are 54 x 16.6667 s: exactly 900, not 54 rounded parts."""
    network = line(*[20.0] * 54)
    assert pair(network, Door("a", 0, 0), Door("b", 1080, 0), pace=1.2) == 15


@pytest.mark.parametrize(
    ("kind", "metres", "pace"),
    [
        ("street", 900.0, 1.0),
        ("path", 900.0, 1.0),
        ("steps", 450.0, 1.0),
        ("signal", 870.0, 1.0),
        ("zebra", 892.0, 1.0),
        ("gate", 888.0, 1.0),
        ("steps", 360.0, 0.8),
        ("signal", 696.0, 0.8),
        ("zebra", 1070.4, 1.2),
        ("gate", 444.0, 0.5),
    ],
)
def test_kinds_at_the_limit(kind: str, metres: float, pace: float) -> None:
    """Only lengths scale with the pace, waits do not; one second more is too far."""
    network, a, b = line(metres, kinds=[kind]), Door("a", 0, 0), Door("b", metres, 0)
    assert pair(network, a, b, pace=pace) == 15
    assert pair(network, a, replace(b, access_seconds=1), pace=pace) is None


def test_extra_seconds_wait_at_the_middle_of_an_edge() -> None:
    network = drawn({"p": (0, 0), "q": (100, 0)}, [("p", "q", "street", None, 200)])
    left, right, far_right = Door("l", 0, 0), Door("r", 40, 0), Door("f", 60, 0)
    assert (pair(network, left, right), pair(network, right, far_right)) == (1, 4)


@pytest.mark.parametrize(("is_open", "expected"), [(True, [1, 1, 1]), (False, [1, None, None])])
def test_a_gate_waits_or_cuts_at_the_middle(is_open: bool, expected: list[int | None]) -> None:
    network = replace(line(40.0), gates=(Gate("g", 0, is_open),))
    left, inner, right = Door("l", 2, 0), Door("i", 19, 0), Door("r", 38, 0)
    assert [pair(network, left, inner), pair(network, inner, right), pair(network, left, right)] == expected
    # 36 m and 12 s are 48 s; one minute is over at 24 m more.
    assert pair(replace(network, gates=(Gate("g", 0),)), left, replace(right, access_seconds=13)) == 2


def test_a_gate_on_an_edge_of_kind_gate_waits_once() -> None:
    network = replace(line(888.0, kinds=["gate"]), gates=(Gate("g", 0),))
    assert pair(network, Door("a", 0, 0), Door("b", 888, 0)) == 15


def test_a_wall_is_not_walked() -> None:
    corners = {"p": (0.0, 0.0), "q": (100.0, 0.0), "r": (100.0, 300.0), "s": (0.0, 300.0)}
    around = [("p", "s"), ("s", "r"), ("r", "q")]
    ends = Door("a", 0, 0), Door("b", 100, 0)
    assert pair(drawn(corners, [*around, ("p", "q", "path")]), *ends) == 2
    assert pair(drawn(corners, [*around, ("p", "q", "wall")]), *ends) == 12


def test_doors_on_one_edge_take_the_shorter_way() -> None:
    """Along the edge itself, or round it where the edge is long (700 m drawn as 100 m, 300 m around)."""
    corners = {"p": (0.0, 0.0), "q": (100.0, 0.0), "r": (100.0, 100.0), "s": (0.0, 100.0)}
    around = [("p", "s"), ("s", "r"), ("r", "q")]
    near, mid, far = Door("n", 0, 0), Door("m", 50, -5), Door("f", 100, 0)
    network = drawn(corners, [*around, ("p", "q", "street", 700.0)])
    assert (pair(network, near, mid), pair(network, near, far)) == (6, 5)


def test_a_ring_without_junction_is_walked_both_ways() -> None:
    corners = {"p": (0.0, 0.0), "q": (120.0, 0.0), "r": (120.0, 120.0), "s": (0.0, 120.0)}
    ring = drawn(corners, [("p", "q"), ("q", "r"), ("r", "s"), ("s", "p")])
    places = [Door("a", 60, 0), Door("b", 120, 60), Door("c", 60, 120), Door("d", 0, 60)]
    walks = walks_between(ring, places, paces=[1.0], limit_minutes=15)
    assert matrix(walks) == [[0, 2, 4, 2], [2, 0, 2, 4], [4, 2, 0, 2], [2, 4, 2, 0]]


def test_separate_parts_do_not_reach_each_other() -> None:
    spots = {"p": (0.0, 0.0), "q": (100.0, 0.0), "r": (0.0, 50.0), "s": (100.0, 50.0)}
    network = drawn(spots, [("p", "q"), ("r", "s")])
    some = [Door("a", 0, 0), Door("b", 100, 0), Door("c", 0, 50), Door("d", 100, 50)]
    far = int(FAR)
    walks = walks_between(network, some, paces=[1.0], limit_minutes=15)
    assert matrix(walks) == [[0, 2, far, far], [2, 0, far, far], [far, far, 0, 2], [far, far, 2, 0]]


def test_one_matrix_a_pace() -> None:
    some = [Door("a", 0, 0), Door("b", 720, 0)]
    walks = walks_between(line(720.0), some, paces=[0.8, 1.0, 1.2], limit_minutes=15)
    assert {pace: walks.minutes(pace, "a", "b") for pace in walks.by_pace} == {0.8: 15, 1.0: 12, 1.2: 10}


def test_no_doors_no_walks() -> None:
    walks = walks_between(line(10.0), [], paces=[1.0], limit_minutes=15)
    assert (walks.place_ids, matrix(walks), walks.longest) == ((), [], 0)


def test_every_fault_of_the_doors_at_once() -> None:
    bad = [Door("a", 0, 0), Door("a", 1, 0), Door("b", math.nan, 0), Door("c", 0, 0, -1)]
    with pytest.raises(InvalidProblem) as caught:
        walks_between(line(10.0), bad, paces=[1.0], limit_minutes=15)
    found = [(e.where, e.code) for e in caught.value.errors]
    assert found == [("place a", "duplicate"), ("place b", "not_finite"), ("place c", "access_seconds")]


@pytest.mark.parametrize(("paces", "limit", "codes"), [([0.0, math.nan], 0, ["pace", "pace", "limit_minutes"])])
def test_paces_and_limits_out_of_bounds(paces: list[float], limit: int, codes: list[str]) -> None:
    with pytest.raises(InvalidProblem) as caught:
        walks_between(line(10.0), [], paces=paces, limit_minutes=limit)
    assert [e.code for e in caught.value.errors] == codes
