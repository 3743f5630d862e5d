"""The listing is complete, keeps the least walk, and says where it stops."""

from __future__ import annotations

import itertools
import random
from dataclasses import replace

import pytest

from matcher.problem import Place, Problem, Role, Visit, Volunteer, Window
from matcher.solver.candidates import make_candidates
from matcher.solver.options import make_options
from matcher.solver.routes import Routes, list_routes
from matcher.walks import walks_from_table

HOME, GAP = "home", 5


def chain(count: int, *, step: int = 4, windows: tuple[Window, ...] = (Window(0, 600),)) -> Problem:
    """One volunteer and `count` visits in a street, `step` minutes from one to the next."""
    ids = [HOME, *(f"p{i}" for i in range(count))]
    table = {(a, b): step * abs(i - j) for (i, a), (j, b) in itertools.combinations(enumerate(ids), 2)}
    return Problem(
        name="chain",
        places=tuple(Place(i) for i in ids),
        walks=walks_from_table(ids, table),
        volunteers=(Volunteer(id="v", home=HOME, availabilities=(Window(0, 600),)),),
        visits=tuple(
            Visit(id=f"x{i}", windows=windows, duration=20, place=f"p{i}", roles=(Role(id="r"),)) for i in range(count)
        ),
    )


def listed(problem: Problem, *, cap: int = 200_000) -> tuple[dict[frozenset[int], int], Routes]:
    options = make_options(problem)
    candidates = make_candidates(problem, options)
    routes = list_routes(problem, options, candidates, cap=cap)
    found = {}
    for c in range(routes.count):
        pairs = routes.pairs[routes.start[c] : routes.start[c + 1]].tolist()
        found[frozenset(options.options[candidates.option[p]].visit for p in pairs)] = int(routes.walk[c])
    return found, routes


def test_a_chain_of_three_yields_all_seven_subsets_with_the_least_walk() -> None:
    found, routes = listed(chain(3))
    assert found == {
        frozenset({0}): 4,
        frozenset({1}): 8,
        frozenset({2}): 12,
        frozenset({0, 1}): 8,
        frozenset({0, 2}): 12,
        frozenset({1, 2}): 12,
        frozenset({0, 1, 2}): 12,
    }
    assert routes.exploded == ()


def test_windows_of_one_day_are_one_option_and_waiting_is_free() -> None:
    found, _ = listed(chain(2, windows=(Window(0, 25), Window(100, 125))))
    assert found == {frozenset({0}): 4, frozenset({1}): 8, frozenset({0, 1}): 8}


@pytest.mark.parametrize(("end", "complete"), [(28, True), (27, False)])
def test_the_walk_home_counts_where_the_volunteer_returns(end: int, complete: bool) -> None:
    problem = chain(1)
    (volunteer,) = problem.volunteers
    back = replace(volunteer, availabilities=(Window(0, end),), return_home=True)
    found, _ = listed(replace(problem, volunteers=(back,)))
    assert found == ({frozenset({0}): 8} if complete else {})


def test_a_detour_may_lead_home_where_the_straight_way_is_too_far() -> None:
    ids = [HOME, "far", "near"]
    problem = chain(2)
    walks = walks_from_table(ids, {(HOME, "far"): 15, ("far", HOME): 16, ("far", "near"): 3, (HOME, "near"): 9})
    (volunteer,) = problem.volunteers
    found, _ = listed(
        replace(
            problem,
            places=tuple(Place(i) for i in ids),
            walks=walks,
            volunteers=(replace(volunteer, return_home=True),),
            visits=(replace(problem.visits[0], place="far"), replace(problem.visits[1], place="near")),
        )
    )
    assert found == {frozenset({1}): 18, frozenset({0, 1}): 27}


def test_past_the_cap_whole_lengths_are_listed_and_said() -> None:
    found, routes = listed(chain(6, step=2), cap=25)
    assert routes.exploded == ((0, 2),)
    assert set(found) == {frozenset(s) for n in (1, 2) for s in itertools.combinations(range(6), n)}


@pytest.mark.parametrize("seed", range(40))
def test_every_feasible_set_is_listed_with_its_least_walk(seed: int) -> None:
    """Against all orders of all subsets, with broken triangles, leg limits, several windows and the walk home."""
    rng = random.Random(seed)
    ids = [HOME, *(f"p{i}" for i in range(4))]
    table = {(a, b): rng.randint(1, 18) for a, b in itertools.permutations(ids, 2)}
    visits = tuple(
        Visit(
            id=f"x{i}",
            windows=tuple(Window(s, s + rng.randint(15, 80)) for s in rng.sample(range(0, 150, 10), 2)),
            duration=rng.randint(5, 15),
            place=f"p{i}",
            roles=(Role(id="r"),),
        )
        for i in range(4)
    )
    volunteer = Volunteer(
        id="v",
        home=HOME,
        availabilities=(Window(rng.randint(0, 30), rng.randint(120, 240)),),
        max_walk=rng.randint(9, 15),
        return_home=rng.random() < 0.5,
        max_minutes_day=rng.choice([None, 25]),
    )
    problem = replace(
        chain(0),
        places=tuple(Place(i) for i in ids),
        walks=walks_from_table(ids, table),
        volunteers=(volunteer,),
        visits=visits,
    )
    expected: dict[frozenset[int], int] = {}
    for size in range(1, 5):
        for order in itertools.permutations(range(4), size):
            walk = _walked(problem, volunteer, order)
            if walk is not None:
                expected[frozenset(order)] = min(walk, expected.get(frozenset(order), walk))
    assert listed(problem)[0] == expected


def _walked(problem: Problem, volunteer: Volunteer, order: tuple[int, ...]) -> int | None:
    (shift,) = volunteer.availabilities
    here, free, total = HOME, shift.start, 0
    if (
        volunteer.max_minutes_day is not None
        and sum(problem.visits[i].duration for i in order) > volunteer.max_minutes_day
    ):
        return None
    for position, i in enumerate(order):
        visit = problem.visits[i]
        place = visit.place or ""
        walk = problem.walk(volunteer, here, place)
        reach = problem.walk(volunteer, HOME, place)
        if walk is None or reach is None or walk > volunteer.max_walk or reach > volunteer.max_walk:
            return None
        arrival = free + (max(walk, GAP) if position else walk)
        starts = [max(arrival, w.start) for w in visit.windows if max(arrival, w.start) + visit.duration <= w.end]
        if not starts or min(starts) + visit.duration > shift.end:
            return None
        here, free, total = place, min(starts) + visit.duration, total + walk
    if volunteer.return_home:
        back = problem.walk(volunteer, here, HOME)
        if back is None or back > volunteer.max_walk or free + back > shift.end:
            return None
        total += back
    return total


def test_the_total_leaves_less_room_to_the_shifts_to_come(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("matcher.solver.routes.LEAST_ROOM", 7)
    problem = chain(5, step=2)
    (volunteer,) = problem.volunteers
    problem = replace(problem, volunteers=tuple(replace(volunteer, id=f"v{i}") for i in range(3)))
    options = make_options(problem)
    candidates = make_candidates(problem, options)
    assert list_routes(problem, options, candidates, total=1000).exploded == ()
    assert list_routes(problem, options, candidates, total=32).exploded == ((1, 1), (2, 1))
