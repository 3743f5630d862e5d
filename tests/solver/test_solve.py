"""The whole line: limits, stops, hints, pins that clash, routes that are too many - always a valid roster and bound."""

from __future__ import annotations

import random
from dataclasses import replace
from functools import cache, partial
from typing import Any

import pytest

from matcher import ClashingPins, Problem, Result, check, solve, verify
from matcher.errors import NoRoster
from matcher.problem import Pin, Policy, Published
from matcher.result import Progress
from matcher.roster import Roster
from matcher.score import score
from matcher.solver import line as wiring
from matcher.solver.routes import list_routes
from small import ROSTER, SMALL
from solver.contested import contested
from solver.made import booking, person, plan, problem, room, single, team

PROBLEMS = {"small": SMALL, "contested 4": contested(4), "contested 6": contested(6)}


@cache
def best_of(name: str) -> int:
    result = solve(PROBLEMS[name])
    assert result.all.status == "proven"
    return result.all.objective


def sound(asked: Problem, result: Result, best: int) -> None:
    """A valid roster worth what is said, a bound that the best does not exceed, and a certificate that re-adds."""
    assert check(asked, result.roster) == ()
    judged = score(asked, result.roster)
    assert (judged.guaranteed, judged.objective) == (result.guaranteed.objective, result.all.objective)
    assert result.all.objective <= best <= result.all.bound
    assert verify(asked, result.roster, result.certificates).holds


# -- limits -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", PROBLEMS)
@pytest.mark.parametrize("limits", [{"time_limit": 0.0}, {"work_limit": 0.0}, {"stop": lambda: True}, {"gap": 0.2}])
def test_cut_short_it_is_sound(name: str, limits: dict[str, Any]) -> None:
    result = solve(PROBLEMS[name], **limits)
    sound(PROBLEMS[name], result, best_of(name))
    if "gap" in limits:
        assert result.all.gap <= 0.2


@pytest.mark.parametrize(
    ("limits", "why"),
    [({}, "proven"), ({"time_limit": 0.0}, "time"), ({"work_limit": 0.0}, "work"), ({"stop": lambda: True}, "stop")],
)
def test_why_it_ended(limits: dict[str, Any], why: str) -> None:
    result = solve(contested(2), **limits)
    assert (result.stopped, result.all.status) == (why, "proven" if why == "proven" else "bounded")


def test_the_gap_asked_for_is_why_it_ended() -> None:
    result = solve(contested(2), gap=0.9)
    assert (result.stopped, result.all.status) == ("gap", "bounded")
    assert 0 < result.all.gap <= 0.9


def test_the_clock_is_the_one_given() -> None:
    """A clock that jumps an hour at every look ends a limit of a minute at the first roster."""
    ticks = iter(range(0, 3_600_000, 3600))
    result = solve(contested(2), time_limit=60.0, clock=lambda: float(next(ticks)))
    assert result.stopped == "time"
    sound(contested(2), result, solve(contested(2)).all.objective)


def test_a_work_limit_hears_no_clock() -> None:
    ticks = iter(range(0, 3_600_000, 3600))
    result = solve(contested(4), time_limit=1.0, work_limit=100.0, clock=lambda: float(next(ticks)))
    assert result.all.status == "proven"


def town(seed: int, visits: int = 60) -> Problem:
    """Visits and teams of a day among twelve people."""
    rng = random.Random(seed)
    people = tuple(
        person(f"p{i}", (480, 630) if i % 2 else (570, 720), home=rng.choice("ABC"), kind="volunteer", max_walk=20)
        for i in range(12)
    )
    asked = []
    for i in range(visits):
        start, duration = 480 + 15 * rng.randint(0, 11), rng.choice([30, 45, 60])
        parts: dict[str, Any] = {
            "place": rng.choice("ABC"),
            "value": rng.randint(60, 300),
            "duration": duration,
        }
        shape = team if rng.random() < 0.3 else single
        asked.append(shape(f"v{i}", (start, start + duration + 10), **parts))
    return problem(volunteers=people, visits=tuple(asked))


@pytest.mark.parametrize("limit", [0.05, 0.3])
def test_same_seed_and_work_same_everything(limit: float) -> None:
    asked = town(1)
    once, again = (solve(asked, seed=3, work_limit=limit) for _ in range(2))
    assert (once.roster, once.stages, once.certificates) == (again.roster, again.stages, again.certificates)
    assert check(asked, once.roster) == ()
    assert len(once.roster.planned) > 10


# -- progress and hints -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", [2, 6])
def test_progress_never_goes_back(seed: int) -> None:
    told: list[Progress] = []
    result = solve(contested(seed), progress=told.append)
    assert [p.seconds for p in told] == sorted(p.seconds for p in told)
    for stage, last in (("guaranteed", result.guaranteed), ("points", result.all)):
        mine = [p for p in told if p.stage == stage]
        objectives, bounds = [p.objective for p in mine], [p.bound for p in mine if p.bound is not None]
        assert objectives == sorted(objectives)
        assert bounds == sorted(bounds, reverse=True)
        assert objectives[-1] <= last.objective and bounds[-1] >= last.bound
    assert told[0].bound is None or told[0].bound >= result.all.bound
    assert result.first_roster_seconds <= result.seconds


def test_the_best_roster_as_a_hint_is_not_lost() -> None:
    asked = contested(6)
    best = solve(asked)
    again = solve(asked, hint=best.roster, time_limit=0.0)
    assert again.all.objective == best.all.objective
    plain = solve(asked, time_limit=0.0)
    assert plain.all.objective < best.all.objective  # without it, this is not reached


@pytest.mark.parametrize(
    "hint",
    [
        Roster(),
        plan(("nowhere", 540), nowhere="ann"),
        plan(("elder", 545), elder="nobody"),
        Roster((*ROSTER.planned, *plan(("elder", 600)).planned), ROSTER.assignments),
        replace(ROSTER, assignments=()),
    ],
)
def test_a_hint_that_is_no_roster_does_no_harm(hint: Roster) -> None:
    result = solve(SMALL, hint=hint)
    sound(SMALL, result, best_of("small"))
    assert result.all.objective == best_of("small")


# -- too many routes --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", PROBLEMS)
@pytest.mark.parametrize("cap", [1, 3, 8])
def test_with_too_many_routes_the_bound_stays_honest(name: str, cap: int, monkeypatch: pytest.MonkeyPatch) -> None:
    best = best_of(name)
    monkeypatch.setattr(wiring, "list_routes", partial(list_routes, cap=cap))
    result = solve(PROBLEMS[name])
    sound(PROBLEMS[name], result, best)
    exploded = next(dict(s.figures)["exploded"] for s in result.trace if s.what == "routes")
    assert isinstance(exploded, int) and (exploded > 0 or cap == 8)


@pytest.mark.parametrize(("end", "served"), [(615, 2), (614, 1)])
def test_the_changeover_binds_the_search(end: int, served: int) -> None:
    """A point of a roster knows the changeover by itself; here the rows alone must."""
    hall = room("hall", modes={"m": 4, "n": 4}, changeover=15)
    visits = (booking("a", (540, end)), booking("b", (540, end), mode="n"))
    assert len(solve(problem(visits=visits, facilities=(hall,))).roster.planned) == served


# -- pins -------------------------------------------------------------------------------------------------------------

PEOPLE = (person("ann"), person("bob"))
TWO = (single("x", (540, 580)), single("y", (545, 585)), team("t", (600, 645)))


def clash(pins: tuple[Pin, ...], **parts: Any) -> list[str]:
    with pytest.raises(ClashingPins) as raised:
        solve(problem(volunteers=PEOPLE, visits=TWO, pins=pins, **parts))
    assert {e.code for e in raised.value.errors} <= {"clashing_pins", "people_changed"}
    return [e.where for e in raised.value.errors]


X, Y, T = Pin(visit="x", volunteer="ann"), Pin(visit="y", volunteer="ann"), Pin(visit="t", volunteer="bob")


@pytest.mark.parametrize(
    ("pins", "named"),
    [
        ((X, Y), ["pin visit x, volunteer ann", "pin visit y, volunteer ann"]),
        ((T, X, Y), ["pin visit x, volunteer ann", "pin visit y, volunteer ann"]),
        (
            (Pin(visit="t", start=600), T, Pin(visit="t", start=615)),
            ["pin visit t, start 600", "pin visit t, start 615"],
        ),
        ((X, Pin(visit="x", volunteer="bob")), ["pin visit x, volunteer ann", "pin visit x, volunteer bob"]),
    ],
)
def test_clashing_pins_are_an_irreducible_set(pins: tuple[Pin, ...], named: list[str]) -> None:
    assert clash(pins) == named
    whole = problem(volunteers=PEOPLE, visits=TWO, pins=pins)
    among = [p for p in pins if f"pin visit {p.visit}" in " ".join(named)]
    for pin in among:
        if sum(p.visit == pin.visit for p in pins) > 2 and pin.volunteer is not None:
            continue  # not one of those named
        if pin is T:
            continue
        rest = replace(whole, pins=tuple(p for p in pins if p is not pin))
        assert check(rest, solve(rest).roster) == ()


def test_published_work_that_cannot_be_kept_is_the_policy_s_fault() -> None:
    published = (Published(visit="x", start=600, volunteer="ann"),)
    assert clash((), published=published, policy=Policy(max_people_changed=0)) == ["policy max_people_changed"]


def test_pins_are_kept_whatever_the_limit() -> None:
    pins = (X, T, Pin(visit="t", start=601))
    asked = problem(volunteers=PEOPLE, visits=TWO, pins=pins)
    for limits in ({"time_limit": 0.0}, {"work_limit": 0.0}, {}):
        result = solve(asked, **limits)  # type: ignore[arg-type]
        assert check(asked, result.roster) == ()
        assert (result.roster.planned_of["t"].start, result.roster.team_of["x"][0].volunteer) == (601, "ann")


def test_stopped_before_pins_are_kept_there_is_no_roster() -> None:
    """Everybody is needed where the greedy start cannot see it: only a search finds the roster."""
    hall = room("hall", (540, 600), (600, 660, "watch"))
    visits = (booking("b", (540, 660), duration=90), single("watch", (600, 660), place="B", needs=("z",)), single("z"))
    asked = problem(
        volunteers=(person("ann"),), visits=visits, facilities=(hall,), pins=(Pin(visit="b", facility="hall"),)
    )
    assert {p.visit for p in solve(asked).roster.planned} == {"b", "watch", "z"}
    with pytest.raises(NoRoster, match="stopped"):
        solve(asked, stop=lambda: True)
