"""The synthetic city: calibrated, deterministic, closed where it should be closed."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from matcher.errors import InvalidProblem
from matcher.walking import KINDS, Streets, walks_between
from matcher.walking.city import City, detours, synthetic_city
from matcher.walking.city_plan import StreetPlan
from matcher.walking.components import component_of
from matcher.walking.snap import snap

SEEDS = (1, 2, 3, 4)
LONGGANG = (2.0, 1.7, 1.55)
TOLERANCE = 0.15
SMALL = StreetPlan(width_m=800, height_m=800, impassable=0)


def same(one: City, other: City) -> bool:
    a, b = one.network, other.network
    arrays = ("x", "y", "a", "b", "length_m", "kind")
    return all(np.array_equal(getattr(a, name), getattr(b, name)) for name in arrays) and (
        a.gates,
        one.buildings,
        one.sites,
        one.blocks,
    ) == (b.gates, other.buildings, other.sites, other.blocks)


def test_same_seed_same_city_and_another_seed_another():
    assert same(synthetic_city(seed=5), synthetic_city(seed=5))
    assert not same(synthetic_city(seed=5), synthetic_city(seed=6))


def test_detours_are_those_of_a_gated_district():
    measured = np.mean([detours(synthetic_city(seed=seed)) for seed in SEEDS], axis=0)
    assert np.abs(measured - LONGGANG).max() <= TOLERANCE, measured


def test_without_walls_and_canal_detours_are_shorter():
    free = StreetPlan(gated=0.0, canal=False)
    measured = np.mean([detours(synthetic_city(seed=seed, plan=free)) for seed in SEEDS], axis=0)
    assert (measured < np.array(LONGGANG) - TOLERANCE).all(), measured


@pytest.mark.parametrize("seed", SEEDS)
def test_everything_hangs_together(seed: int):
    assert component_of(synthetic_city(seed=seed).network).max() == 0


def test_homes_of_a_compound_are_entered_from_its_lanes_never_over_the_wall():
    city = synthetic_city(seed=2)
    walled = [b for b in city.buildings if b.compound]
    streets = Streets.of(city.network)
    edges = streets.pieces.edge[snap(streets, [b.door for b in walled]).piece]
    assert {KINDS[k] for k in city.network.kind[edges].tolist()} <= {"path", "gate"}


def test_access_seconds_by_fabric():
    city = synthetic_city(seed=2)
    spans = {
        rise: (min(s), max(s))
        for rise in ("street", "stairs", "lift")
        if (s := [b.access_seconds for b in city.buildings if b.rise == rise])
    }
    assert spans == {"street": (20, 30), "stairs": (75, 105), "lift": (75, 105)}
    assert {b.rise for b in city.buildings if b.compound is None} == {"street"}


def test_share_of_gated_blocks():
    plan = StreetPlan(width_m=12_000, height_m=12_000)
    kinds = [b.kind for b in synthetic_city(seed=1, plan=plan).blocks]
    lived_in = [k for k in kinds if k in ("gated", "open")]
    assert abs(lived_in.count("gated") / len(lived_in) - 0.75) <= 0.03
    assert abs(1 - len(lived_in) / len(kinds) - 0.12) <= 0.02


def test_schools_and_parks_have_no_street_inside():
    city = synthetic_city(seed=4)
    x, y = city.network.x, city.network.y
    shut = [b.sidewalk for b in city.blocks if b.kind in ("school", "park")]
    assert shut
    assert not any(((x > r.x0) & (x < r.x1) & (y > r.y0) & (y < r.y1)).any() for r in shut)


@pytest.mark.parametrize(("gates", "fewest", "most"), [((1, 1), 1, 1), ((1, 4), 1, 4), ((4, 4), 2, 4)])
def test_open_gates_a_compound_within_the_knob_and_its_street_sides(gates: tuple[int, int], fewest: int, most: int):
    city = synthetic_city(seed=3, plan=StreetPlan(gates=gates))
    gates_of: dict[str, list[bool]] = {}
    for gate in city.network.gates:
        gates_of.setdefault(gate.id.split("-")[0], []).append(gate.open)
    counts = [sum(flags) for flags in gates_of.values()]
    assert (min(counts), max(counts)) == (fewest, most)
    assert {b.compound for b in city.buildings if b.compound} == set(gates_of)
    if gates == (4, 4):
        assert all(all(flags) for flags in gates_of.values())


def test_more_gates_change_nothing_but_what_is_open():
    few, many = (synthetic_city(seed=3, plan=StreetPlan(gates=g)) for g in ((1, 1), (2, 4)))
    assert few.buildings == many.buildings
    opened = tuple(replace(g, open=True) for g in few.network.gates)
    assert [g.id for g in few.network.gates] == [g.id for g in many.network.gates]
    assert {g.id for g in few.network.gates if g.open} < {g.id for g in many.network.gates if g.open}
    assert same(
        replace(few, network=few.network.with_gates(opened)),
        replace(many, network=many.network.with_gates(opened)),
    )


def test_opening_a_gate_brings_neighbours_closer():
    city = synthetic_city(seed=1, plan=replace(SMALL, gated=1.0, gates=(1, 1)))
    doors = [b.door for b in city.buildings]
    before = walks_between(city.network, doors, paces=[1.0], limit_minutes=60)
    opened = city.network.with_gates(replace(g, open=True) for g in city.network.gates)
    after = walks_between(opened, doors, paces=[1.0], limit_minutes=60)
    every = range(len(doors))
    gained = before.by_pace[1.0].dense(every, every) - after.by_pace[1.0].dense(every, every)
    assert gained.min() == 0
    assert gained.max() >= 5


def test_the_canal_is_crossed_on_bridges_only():
    with_canal, without = (synthetic_city(seed=1, plan=StreetPlan(canal=c)) for c in (True, False))
    gap = next(
        (low.sidewalk.y1, high.sidewalk.y0)
        for low, high in zip(with_canal.blocks, with_canal.blocks[6:], strict=False)
        if high.sidewalk.y0 - low.sidewalk.y1 > 50
    )

    def across(city: City, low: float, high: float) -> int:
        y = city.network.y
        a, b = y[city.network.a], y[city.network.b]
        middle = (low + high) / 2
        return int(((np.minimum(a, b) < middle) & (np.maximum(a, b) > middle)).sum())

    assert across(with_canal, *gap) == 4  # both sides of two arterials
    assert across(without, *gap) > 12


def test_sites_of_every_kind_stand_at_streets():
    city = synthetic_city(seed=2)
    assert {s.kind for s in city.sites} == {"school", "park", "office", "room", "car_park", "market"}
    streets = Streets.of(city.network)
    assert snap(streets, [s.door for s in city.sites]).distance_m.max() < 0.1


def test_every_fault_of_a_plan_at_once():
    with pytest.raises(InvalidProblem) as caught:
        StreetPlan(width_m=10, gated=1.2, gates=(3, 2), impassable=0.6)
    assert [e.code for e in caught.value.errors] == ["width_m", "gated", "gates", "impassable"]
    assert "gated (1.2) must be a share, 0 to 1" in caught.value.errors[1].message
