"""The promises of docs/problem.md to residents and coordinators, on random problems and at their edges."""

from __future__ import annotations

import os
import random
from collections.abc import Iterator
from dataclasses import replace

import pytest
import second_opinion as opinion
from brute_force import TooBig, brute_force
from examine import addable
from focus import FOCUS, Knobs, only
from hand_made import booking, person, problem, room, single, team
from random_problems import random_problem
from random_rosters import random_roster

from matcher import ClashingPins, check, solve
from matcher.explain import unserved
from matcher.problem import Problem, Role, Weights
from matcher.score import score

SEEDS = range(int(os.environ.get("MATCHER_REFEREE_PROMISES", "10")))
"""Problems a promise and focus; more by the environment."""


def random_ones(knobs: Knobs, *, salt: str) -> Iterator[Problem]:
    for seed in SEEDS:
        yield random_problem(random.Random(f"{salt} {seed}"), knobs)


def test_ordinary_visits_never_displace_a_guaranteed_one() -> None:
    """Stage 1 is the best there is, whatever stage 2 could win: against brute force, and with dear ordinary visits."""
    knobs = only("guaranteed", "booking", "team", other=0.05, visits=(3, 5))
    for mixed in random_ones(knobs, salt="tier"):
        asked = replace(mixed, visits=tuple(replace(v, value=1 if v.guaranteed else 50_000) for v in mixed.visits))
        try:
            best = brute_force(asked, nodes=100_000)
        except TooBig:
            continue
        if best is None:
            continue
        result = solve(asked)
        assert result.guaranteed.objective == best.guaranteed == score(asked, result.roster).guaranteed
        assert result.all.objective == best.objective


@pytest.mark.parametrize("ordinary", [1, 3, 5])
def test_many_ordinary_visits_against_one_guaranteed(ordinary: int) -> None:
    others = tuple(single(f"x{i}", 540, 720, 180 // ordinary, value=10_000) for i in range(ordinary))
    asked = problem(volunteers=(person("ann"),), visits=(*others, single("g", 540, 720, 180, value=1, guaranteed=True)))
    result = solve(asked)
    assert [p.visit for p in result.roster.planned] == ["g"]
    assert (result.guaranteed.objective, result.all.objective) == (1, 1)


@pytest.mark.parametrize("name", FOCUS)
def test_what_can_be_added_is_never_left_unserved(name: str) -> None:
    """For every unserved visit of a solved roster all additions are tried (explicit values left out)."""
    for mixed in random_ones(FOCUS[name], salt=f"add {name}"):
        asked = replace(mixed, visits=tuple(replace(v, value=None) for v in mixed.visits))
        try:
            result = solve(asked)
        except ClashingPins:
            continue
        assert addable(asked, result.roster) is None
        assert [u.visit for u in unserved(asked, result.roster) if u.main == "possible"] == []


@pytest.mark.parametrize("name", FOCUS)
def test_explained_as_possible_exactly_where_it_can_be_added(name: str) -> None:
    """On rosters not solved: `possible` is told of a visit exactly where some addition is valid."""
    for seed in SEEDS:
        rng = random.Random(f"possible {name} {seed}")
        asked = random_problem(rng, FOCUS[name])
        roster = random_roster(asked, rng, tries=rng.randint(1, 4))
        if opinion.breaches(asked, roster):
            continue
        told = {u.visit for u in unserved(asked, roster) if u.main == "possible"}
        assert told == {v for v in roster.unserved(asked) if addable(asked, roster, only=v) is not None}


def test_an_uncontested_booking_is_always_served() -> None:
    """A booking that alone wants a room at its times, with a steward only where one is served."""
    knobs = only("capacity", "origin", "cost", "touching", "weights", always=("booking",), facilities=(1, 2))
    tried = 0
    for mixed in random_ones(replace(knobs, visits=(1, 1)), salt="alone"):
        visit = replace(mixed.visits[0], value=None)
        asked = replace(mixed, visits=(visit,))
        possible = any(
            opinion.start_allowed(asked, visit, start) and opinion.facility_fits(asked, visit, f.id, start)
            for w in visit.windows
            for start in range(w.start, w.end - visit.duration + 1)
            for f in asked.facilities
        )
        if visit.roles or any(o.steward for f in asked.facilities for o in f.openings):
            continue
        tried += possible
        assert [p.visit for p in solve(asked).roster.planned] == ([visit.id] if possible else [])
    assert tried >= 5


@pytest.mark.parametrize("cost", [0, 20, 10_000])
def test_a_booking_is_worth_its_room(cost: int) -> None:
    hall = room("hall", (540, 720), cost=cost)
    asked = problem(facilities=(hall,), visits=(replace(booking("x", 540, 720, 120, priority=1), value=None),))
    assert [p.visit for p in solve(asked).roster.planned] == ["x"]


@pytest.mark.parametrize("people", [1, 4])
def test_a_visit_is_worth_its_people(people: int) -> None:
    """Short, of the least priority, everybody far away and far above the fair share: served all the same."""
    crew = tuple(
        person(f"v{i}", (540, 720), home="C", kind="volunteer", return_home=True, history_minutes=900)
        for i in range(people)
    )
    visit = replace(team("x", 540, 720, 5, people=people, priority=1, series="s"), value=None)
    weights = Weights(walk=3, fairness=(60, 600, 6000), series_volunteer=500)
    asked = problem(volunteers=crew, visits=(visit,), weights=weights)
    result = solve(asked)
    assert [p.visit for p in result.roster.planned] == ["x"]
    assert result.all.objective > 0


def test_a_guaranteed_visit_nobody_can_serve_is_escalated_by_name() -> None:
    visits = (
        single("x", 540, 720, 30),
        single("g", 540, 720, 30, skills=("nobody has",), guaranteed=True),
        single("y", 540, 720, 30, skills=("nobody has",)),
    )
    asked = problem(volunteers=(person("ann"),), visits=visits)
    result = solve(asked)
    told = unserved(asked, result.roster)
    assert [(u.visit, u.escalated) for u in told] == [("g", True), ("y", False)]
    assert all(u.sentence_zh and u.sentence_en for u in told)


def test_every_unserved_visit_is_told_and_the_guaranteed_escalated() -> None:
    for asked in random_ones(FOCUS["guaranteed"], salt="told"):
        try:
            roster = solve(asked).roster
        except ClashingPins:
            continue
        told = unserved(asked, roster)
        assert {u.visit for u in told} == set(roster.unserved(asked))
        assert {u.visit for u in told if u.escalated} == {
            v.id for v in asked.visits if v.guaranteed and v.id not in roster.planned_of
        }
        assert [u.escalated for u in told] == sorted((u.escalated for u in told), reverse=True)


@pytest.mark.parametrize(
    "asked",
    [
        problem(),
        problem(volunteers=(person("ann"),)),
        problem(visits=(single("x", 540, 720, 30),)),
        problem(volunteers=(replace(person("ann"), availabilities=()),), visits=(single("x", 540, 720, 30),)),
        problem(visits=(booking("x", 540, 720, 30),)),
        problem(facilities=(replace(room("hall"), openings=()),), visits=(booking("x", 540, 720, 30),)),
        problem(walks={}, volunteers=(person("ann"),), visits=(single("x", 540, 720, 30, place="B"),)),
        problem(visits=(booking("x", 540, 720, 30, roles=(Role(id="r"),)),), facilities=(room("hall"),)),
    ],
)
def test_nothing_to_do_is_proven(asked: Problem) -> None:
    result = solve(asked)
    assert (result.roster.planned, result.all.objective, result.all.status) == ((), 0, "proven")
    assert check(asked, result.roster) == ()
