"""From routes to minutes: the earliest starts that keep the order walked, the gap, and one visit of a person at a time;
and whether the ways of a given roster can be walked."""

from __future__ import annotations

from typing import Any

import pytest

from matcher.problem import Problem, Visit
from matcher.roster import Roster
from matcher.solver.candidates import make_candidates
from matcher.solver.options import make_options
from matcher.solver.schedule import Unschedulable, build_roster
from solver.made import keeps, person, plan, problem, single


def built(asked: Problem, *chosen: tuple[int, list[int]]) -> Roster | Unschedulable:
    """`chosen`: (shift, visit numbers in the order walked)."""
    options = make_options(asked)
    candidates = make_candidates(asked, options)
    number = {
        (int(s), options.options[o].visit): i
        for i, (s, o) in enumerate(zip(candidates.shift, candidates.option.tolist(), strict=True))
    }
    return build_roster(asked, options, candidates, [(s, [number[s, v] for v in vs]) for s, vs in chosen], [])


def starts(found: Roster | Unschedulable) -> dict[str, int]:
    assert isinstance(found, Roster)
    return {p.visit: p.start for p in found.planned}


TWO = (single("x"), single("y", place="B"))


def test_walk_and_gap_and_windows() -> None:
    asked = problem(volunteers=(person("ann"),), visits=(*TWO, single("z", (650, 700)), single("u")))
    assert starts(built(asked, (0, [0, 1, 2]))) == {"x": 540, "y": 580, "z": 650}
    assert starts(built(asked, (0, [1, 0]))) == {"y": 550, "x": 590}
    assert starts(built(asked, (0, [0, 3]))) == {"x": 540, "u": 570}  # no gap at one place
    near = problem(volunteers=(person("ann"),), visits=TWO, walks={("A", "B"): 2})
    assert starts(built(near, (0, [0, 1]))) == {"x": 540, "y": 575}  # the gap is longer than the walk


def test_rivals_are_put_one_after_the_other() -> None:
    visits = tuple(single(n, beneficiary="li") for n in "xy")
    asked = problem(volunteers=(person("ann"), person("bob")), visits=visits)
    assert starts(built(asked, (0, [0]), (1, [1]))) == {"x": 540, "y": 570}
    tight = problem(
        volunteers=asked.volunteers, visits=(single("x", beneficiary="li"), single("y", (540, 571), beneficiary="li"))
    )
    assert starts(built(tight, (0, [0]), (1, [1]))) == {"x": 570, "y": 540}


def test_rivals_without_room_are_named() -> None:
    visits = tuple(single(n, (540, 599), beneficiary="li") for n in "xy")
    asked = problem(volunteers=(person("ann"), person("bob")), visits=visits)
    assert built(asked, (0, [0]), (1, [1])) == Unschedulable((0, 1))


@pytest.mark.parametrize(
    ("rows", "own", "fits"),
    [
        ((540, 580), {}, True),
        ((540, 579), {}, False),  # the walk of 10 between
        ((590, 550), {}, True),
        ((590, 549), {}, False),  # before there from home
        ((540, 690), {}, True),
        ((540, 680), {"return_home": True}, True),
        ((540, 681), {"return_home": True}, False),
        ((540, 580), {"max_walk": 10}, True),
        ((540, 580), {"max_walk": 9}, False),
    ],
)
def test_a_roster_is_walked(rows: tuple[int, int], own: dict[str, Any], fits: bool) -> None:
    asked = problem(volunteers=(person("ann", **own),), visits=TWO)
    assert keeps(asked, plan(("x", rows[0]), ("y", rows[1]), x="ann", y="ann")) is fits


@pytest.mark.parametrize(("second", "fits"), [(570, True), (569, False), (540, False)])
def test_one_beneficiary_at_a_time(second: int, fits: bool) -> None:
    visits: tuple[Visit, ...] = tuple(single(n, beneficiary="li") for n in "xy")
    asked = problem(volunteers=(person("ann"), person("bob")), visits=visits)
    assert keeps(asked, plan(("x", 540), ("y", second), x="ann", y="bob")) is fits
