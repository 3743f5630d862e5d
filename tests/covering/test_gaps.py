"""Gaps by residents, and what additions change."""

from __future__ import annotations

from dataclasses import replace

import pytest

from covering.circles import ground, hall, home, hours, person, reached, seen, service, street, town
from matcher.coverage import (
    AddGate,
    Addition,
    AddOpening,
    AddSite,
    Coverage,
    Doors,
    Wanted,
    added,
    coverage,
    difference,
    gaps,
    homes_of,
    sites_of,
)
from matcher.errors import InvalidProblem
from matcher.problem import Problem, Window
from matcher.walking import Door, Gate, Network

TOWN = town(
    [home(0, area="west"), home(100, area="west"), home(1500, area="east"), home(1600, area="east")],
    [hall(0, (9, 12)), hall(300, modes={"dance": 5})],
)


def then(problem: Problem, *additions: Addition, network: Network | None = None) -> tuple[Coverage, Coverage]:
    """The coverage at 1 m/s before and after."""
    old = ground(problem, network)
    new, sites = added(old, sites_of(problem), additions, days=problem.days, drawn=drawn)
    return coverage(problem, old, pace=1.0), coverage(problem, new, sites=sites, pace=1.0)


def drawn(site: AddSite) -> Door:
    return Door(site.id, site.x, site.y, site.access_seconds)


def test_most_residents_first_by_neighbourhood() -> None:
    found = gaps(seen(TOWN, residents={"h1500": 40, "h1600": 2, "h0": 0}))
    told = [(g.wanted.code, g.area, g.why, g.residents, g.doors, g.least, g.most) for g in found]
    assert told == [
        ("chess", "east", "far", 42, ("h1500", "h1600"), 25, 27),
        ("dance", "east", "far", 42, ("h1500", "h1600"), 20, 22),
    ]
    alone = seen(TOWN)
    assert [g.residents for g in gaps(alone)] == [2, 2]
    assert (alone.residents, seen(TOWN, residents={"h1500": 40}).residents) == (4, 43)


def test_doors_nobody_lives_behind_are_no_gap() -> None:
    found = gaps(seen(TOWN, residents={"h1500": 0, "h1600": 0}))
    assert found == ()


def test_a_site_added_is_walked_to() -> None:
    before, after = then(TOWN, AddSite(id="new", place="h1500", modes=("chess",), open=(Window(600, 720),)))
    (gain,) = difference(before, after)
    assert (gain.wanted, gain.before, gain.after, gain.gained, gain.lost) == (
        Wanted("facility", "chess"), 2, 4, ("h1500", "h1600"), ()
    )  # fmt: skip
    assert (gain.closer, gain.hours) == (2, 4)
    assert hours(after, "chess", "h1600") == [10, 11]
    assert not [g for g in gaps(after) if g.wanted.code == "chess"]


def test_a_site_of_a_new_use_at_coordinates() -> None:
    before, after = then(TOWN, AddSite(id="new", x=1550.0, y=20.0, access_seconds=30, modes=("swim",)))
    (gain,) = difference(before, after)
    assert (gain.wanted.code, gain.before, gain.after, gain.hours) == ("swim", 0, 2, 48)
    assert after.ground.doors[-1] == Door("new", 1550.0, 20.0, 30)


def test_an_opening_added_gives_hours_and_no_reach() -> None:
    before, after = then(TOWN, AddOpening(site="f0", open=(Window(700, 840),)))
    (gain,) = difference(before, after)
    assert (gain.gained, gain.closer, gain.hours) == ((), 0, 4)
    assert hours(after, "chess", "h0") == [9, 10, 11, 12, 13]


CUT = replace(street(600.0, 800.0, 600.0), gates=(Gate("g", 1, open=False), Gate("open", 0)))


@pytest.mark.parametrize("gate", [AddGate(gate="g"), AddGate(between=("n2", "n1"))])
def test_a_gate_opened_serves_residents_and_services(gate: AddGate) -> None:
    people = (person("ann", 900, (8, 12)),)
    problem = town([home(900), home(1100)], [hall(900)], volunteers=people, visits=(service("care", ("", 1), at=900),))
    before, after = then(problem, gate, network=CUT)
    assert (reached(before, "chess"), reached(before, "care")) == (["h900"], ["h900"])
    assert [(g.wanted.code, g.gained) for g in difference(before, after)] == [
        ("chess", ("h1100",)),
        ("care", ("h1100",)),
    ]


def test_a_new_gate_is_a_way_as_long_as_the_straight_line() -> None:
    islands = replace(street(1000.0, 10.0, 990.0), kind=[0, 6, 0])
    problem = town([home(1010)], [hall(1000 - 878)])
    before, after = then(problem, AddGate(between=("n1", "n2")), network=islands)
    assert (reached(before, "chess"), reached(after, "chess")) == ([], ["h1010"])
    assert after.parts[0].minutes.tolist() == [15]  # 878 + 10 m and 12 s at the gate
    far = town([home(1010)], [hall(1000 - 879)])
    assert reached(then(far, AddGate(between=("n1", "n2")), network=islands)[1], "chess") == []


def test_every_fault_of_additions_at_once() -> None:
    wrong: list[Addition] = [
        AddSite(id="f0", place="h0", modes=("chess",)),
        AddSite(id="a", place="moon", modes=("chess",)),
        AddSite(id="b", x=0.0, y=900.0, modes=("chess",)),
        AddSite(id="c", place="h0", modes=()),
        AddOpening(site="moon", open=(Window(0, 60),)),
        AddGate(gate="moon"),
        AddGate(gate="open"),
        AddGate(between=("n0", "moon")),
        AddGate(between=("n0", "n1")),
        AddGate(between=("n0", "n0")),
    ]
    with pytest.raises(InvalidProblem) as told:
        then(TOWN, *wrong, network=CUT)
    assert [(e.where, e.code) for e in told.value.errors] == [
        ("added site f0", "duplicate"),
        ("added site a", "unknown_id"),
        ("added site b", "far_from_street"),
        ("added site c", "modes"),
        ("added opening", "unknown_id"),
        ("added gate moon", "unknown_id"),
        ("added gate open", "open"),
        ("added gate n0:moon", "unknown_id"),
        ("added gate n0:n1", "open"),
        ("added gate n0:n0", "loop"),
    ]
    assert all(e.hint and e.message for e in told.value.errors)


def test_without_streets_there_are_no_gates_and_a_table_knows_its_places_alone() -> None:
    from matcher.walking import TimeModel
    from matcher.walking.ground import Ground

    doors = tuple(Door(p.id, p.x, p.y) for p in TOWN.places)
    table = Ground(doors=doors, model=TimeModel(), table=TOWN.walks)
    with pytest.raises(InvalidProblem) as told:
        added(table, (), [AddGate(gate="g"), AddSite(id="a", x=1.0, modes=("chess",))], days=1, drawn=drawn)
    assert [e.code for e in told.value.errors] == ["no_streets", "no_streets"]


def test_what_did_not_exist_before_counts_from_nothing() -> None:
    old = seen(TOWN)
    new = coverage(TOWN, ground(TOWN), doors=Doors.of(homes_of(TOWN)), uses=frozenset({"swim"}), pace=1.0)
    assert difference(old, new) == ()
    assert difference(replace(old, parts=()), old)[0].before == 0
