"""Who reaches what on foot: right at the limit, the nearest, gates, and doors that reach nothing."""

from __future__ import annotations

from dataclasses import replace

import pytest

from covering.circles import ground, hall, home, hours, person, reached, seen, service, street, town
from matcher.coverage import AddGate, Doors, coverage, gaps, homes_of
from matcher.coverage.additions import with_gate
from matcher.errors import InvalidProblem
from matcher.problem import Opening, Place
from matcher.roster import PlannedVisit, Roster
from matcher.walking import Gate
from matcher.walks import FAR


@pytest.mark.parametrize(
    ("metres", "access", "pace", "within"),
    [(900, 0, 1.0, True), (900, 1, 1.0, False), (901, 0, 1.0, False), (810, 0, 0.9, True), (811, 0, 0.9, False)],
)
def test_exactly_fifteen_minutes(metres: int, access: int, pace: float, within: bool) -> None:
    found = seen(town([home(metres, access=access)], [hall(0)]), pace=pace)
    assert (reached(found, "chess") != []) == within
    assert found.parts[0].minutes.tolist() == [15 if within else 16]
    assert len(hours(found, "chess", f"h{metres}")) == (24 if within else 0)


def test_the_pace_is_an_elders_unless_said_otherwise() -> None:
    problem = town([home(810), home(900)], [hall(0)])
    assert reached(coverage(problem, ground(problem)), "chess") == ["h810"]


def test_the_nearest_that_has_the_use() -> None:
    halls = [hall(0), hall(400, modes={"dance": 5}), hall(1000)]
    found = seen(town([home(300), home(700), home(1900)], halls))
    chess, dance = found.parts
    assert (chess.wanted.code, chess.sites, chess.site.tolist()) == ("chess", ("f0", "f1000"), [0, 1, 1])
    assert chess.minutes.tolist() == [5, 5, 15]
    assert (dance.site.tolist(), dance.minutes.tolist(), dance.reached.tolist()) == (
        [0, 0, 0], [2, 5, 25], [True, True, False]
    )  # fmt: skip


def test_beyond_twice_the_limit_the_nearest_is_not_named() -> None:
    (part,) = seen(town([home(1800), home(1801)], [hall(0)])).parts
    assert (part.minutes.tolist(), part.site.tolist()) == ([30, FAR], [0, -1])


def test_open_where_any_site_in_reach_is() -> None:
    problem = town([home(0), home(1000), home(1800)], [hall(100, (8, 10)), hall(900, (9, 12)), hall(1900, (20, 22))])
    found = seen(problem)
    assert hours(found, "chess", "h0") == [8, 9, 10, 11]
    assert hours(found, "chess", "h1000") == [8, 9, 10, 11, 20, 21]
    assert hours(found, "chess", "h1800") == [9, 10, 11, 20, 21]


def test_an_opening_waits_for_its_steward() -> None:
    steward = replace(hall(0), openings=(Opening(480, 600), Opening(600, 720, "guard")))
    guard = replace(service("guard", ("", 1), at=0), id="guard")
    problem = town([home(0)], [steward], visits=(guard,))
    assert hours(seen(problem), "chess", "h0") == [8, 9, 10, 11]
    assert seen(problem).assumed
    assert hours(seen(problem, roster=Roster()), "chess", "h0") == [8, 9]
    assert hours(seen(problem, roster=Roster((PlannedVisit("guard", 0),))), "chess", "h0") == [8, 9, 10, 11]
    assert not seen(problem, roster=Roster()).assumed


def test_a_closed_gate_cuts_and_an_open_one_takes_its_seconds() -> None:
    network = street(400.0, 100.0, 500.0)
    problem = town([home(0)], [hall(888)])
    closed = replace(network, gates=(Gate("g", 1, open=False),))
    (gap,) = gaps(seen(problem, closed))
    assert (gap.why, gap.least) == ("far", None)
    opened = with_gate(closed, AddGate(gate="g"))
    assert seen(problem, opened).parts[0].minutes.tolist() == [15]  # 888 s of walk and 12 at the gate
    assert reached(seen(town([home(0)], [hall(889)]), opened), "chess") == []


def test_parts_that_no_street_joins_and_doors_off_the_streets() -> None:
    islands = replace(street(100.0, 800.0, 100.0), kind=[0, 6, 0])
    problem = town([home(0), home(1000), home(50, y=151.0)], [hall(90)])
    found = seen(problem, islands)
    assert reached(found, "chess") == ["h0"]
    assert found.off_street == {"h50"}
    assert {(g.why, g.doors) for g in gaps(found)} == {("far", ("h1000",)), ("off_street", ("h50",))}


def test_homes_are_those_by_kind_else_where_people_live() -> None:
    plain = [Place("h10", "", 10.0), Place("h20", "", 20.0), Place("x", "", 30.0), Place("h40", "office", 40.0)]
    problem = town(
        [home(0), Place("kin", "住宅", 5.0)],
        places=plain,
        volunteers=(person("ann", 10, (8, 9)), person("bob", 40, (8, 9))),
        visits=(service("care", ("", 1), at=20),),
    )
    assert [p.id for p in homes_of(problem)] == ["h0", "kin", "h10", "h20"]


def test_nothing_at_all() -> None:
    empty = seen(town([]))
    assert (empty.parts, empty.doors.ids, gaps(empty), empty.residents) == ((), (), (), 0)
    nobody = seen(town([], [hall(0)]))
    assert (reached(nobody, "chess"), gaps(nobody)) == ([], ())
    no_room = seen(town([home(0)]), uses=frozenset({"chess"}))
    (gap,) = gaps(no_room)
    assert (gap.why, gap.residents, gap.least, gap.most) == ("none", 1, None, None)
    never = seen(town([home(0)], [replace(hall(0), openings=())]))
    assert [(g.why, g.least) for g in gaps(never)] == [("closed", 0)]


@pytest.mark.parametrize("bad", [{"pace": 0.0}, {"pace": float("nan")}, {"limit": 0}, {"limit": 1441}])
def test_bounds(bad: dict[str, float]) -> None:
    with pytest.raises(InvalidProblem):
        seen(town([home(0)], [hall(0)]), **bad)


def test_every_fault_of_the_residents_at_once() -> None:
    with pytest.raises(InvalidProblem) as told:
        Doors.of([home(0)], {"h0": -1, "moon": 3})
    assert [(e.where, e.code) for e in told.value.errors] == [
        ("residents h0", "out_of_bounds"), ("residents moon", "unknown_id")
    ]  # fmt: skip
