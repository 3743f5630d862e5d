"""Brute force against optima worked out by hand, and against trying plainly everything."""

from __future__ import annotations

import random
from dataclasses import replace
from itertools import product

import pytest
import second_opinion as opinion
from brute_force import Best, TooBig, brute_force, quantum
from focus import FOCUS, Knobs
from hand_made import booking, person, problem, room, single, team
from judges import agreed
from random_problems import random_problem
from random_rosters import random_roster, with_random

from matcher.problem import Condition, Pair, Pin, Policy, Problem, Published, Quota, Role, Skill, Weights, Window
from matcher.roster import Assignment, PlannedVisit, Roster


def told(asked: Problem) -> tuple[int, int, set[tuple[str, int]], int]:
    """(guaranteed, objective, served with starts, most visits) of the best roster."""
    best = brute_force(asked)
    assert best is not None
    return best.guaranteed, best.objective, {(p.visit, p.start) for p in best.roster.planned}, best.most_visits


def people_of(asked: Problem) -> set[tuple[str, str]]:
    best = brute_force(asked)
    assert best is not None
    return {(a.visit, a.volunteer) for a in best.roster.assignments}


NINE = 540


def test_one_person_two_visits_at_once_takes_the_dearer() -> None:
    visits = (single("x", NINE, NINE + 30, 30, value=100), single("y", NINE, NINE + 30, 30, value=101))
    assert told(problem(volunteers=(person("ann"),), visits=visits)) == (0, 101, {("y", NINE)}, 1)


@pytest.mark.parametrize(("end", "expected"), [(NINE + 70, 190), (NINE + 69, 100)])
def test_walk_between_two_visits(end: int, expected: int) -> None:
    visits = (single("x", NINE, NINE + 30, 30), single("y", NINE, end, 30, place="B"))
    assert told(problem(volunteers=(person("ann"),), visits=visits))[1] == expected


@pytest.mark.parametrize(("end", "expected"), [(NINE + 64, 200), (NINE + 63, 100)])
def test_the_gap_binds_where_the_walk_is_shorter(end: int, expected: int) -> None:
    visits = (single("x", NINE, NINE + 30, 30), single("y", NINE, end, 30, place="B"))
    asked = problem(walks={("A", "B"): 0}, volunteers=(person("ann"),), visits=visits, policy=Policy(gap=4))
    assert told(asked)[1] == expected


def test_no_gap_at_one_place() -> None:
    visits = (single("x", NINE, NINE + 60, 30), single("y", NINE, NINE + 60, 30))
    assert told(problem(volunteers=(person("ann"),), visits=visits))[1] == 200


def test_a_team_starts_on_the_grid_or_at_the_first_minute_of_its_window() -> None:
    visits = (team("x", NINE + 7, NINE + 60, 20),)
    early = problem(volunteers=(person("ann"), person("bob")), visits=visits)
    late = problem(volunteers=(person("ann"), person("bob", (NINE + 8, 720))), visits=visits)
    cut = problem(volunteers=(person("ann"), person("bob", (NINE + 8, NINE + 34))), visits=visits)
    assert told(early)[2] in ({("x", NINE + 7)}, {("x", NINE + 15)}, {("x", NINE + 30)})
    assert told(late)[2] in ({("x", NINE + 15)}, {("x", NINE + 30)})
    assert told(cut) == (0, 0, set(), 0)


def test_a_single_visit_starts_at_any_minute() -> None:
    asked = problem(volunteers=(person("ann", (NINE + 8, NINE + 28)),), visits=(single("x", NINE, 720, 20),))
    assert told(asked) == (0, 100, {("x", NINE + 8)}, 1)


@pytest.mark.parametrize(("changeover", "expected"), [(20, 200), (21, 100)])
def test_changeover_between_modes(changeover: int, expected: int) -> None:
    hall = room("hall", (NINE, NINE + 80), modes={"m": 4, "n": 4}, changeover=changeover)
    visits = (booking("x", NINE, NINE + 80, 30), booking("y", NINE, NINE + 80, 30, mode="n"))
    asked = problem(facilities=(hall,), visits=visits, policy=Policy(grid=1))
    assert told(asked)[1] == expected


def test_a_steward_opens_the_room() -> None:
    hall = room("hall", (NINE, NINE + 60, "watch"))
    visits = (booking("x", NINE, NINE + 60, 60), single("watch", NINE, NINE + 60, 60, place="B", value=5))
    asked = problem(facilities=(hall,), visits=visits, volunteers=(person("ann", (NINE - 10, 720)),))
    assert told(asked)[1] == 95
    assert told(replace(asked, volunteers=())) == (0, 0, set(), 0)


def test_only_the_opening_used_needs_its_steward() -> None:
    hall = room("hall", (NINE, NINE + 60), (NINE + 60, NINE + 120, "watch"))
    visits = (
        booking("x", NINE, NINE + 120, 60, value=40),
        booking("y", NINE + 30, NINE + 90, 60, value=90),
        single("watch", NINE, NINE + 30, 30, value=0),
    )
    asked = problem(facilities=(hall,), visits=visits)
    assert told(asked) == (0, 40, {("x", NINE)}, 1)
    assert told(replace(asked, volunteers=(person("ann"),)))[:3:2] == (0, {("y", NINE + 30), ("watch", NINE)})


def test_quota_of_a_household() -> None:
    hall = room("hall")
    visits = tuple(booking(f"x{i}", NINE, 720, 30, beneficiary="li", value=10 + i) for i in range(3))
    asked = problem(facilities=(hall,), visits=visits)
    assert [told(replace(asked, quotas=(Quota("li", "m", n),)))[1] for n in (0, 1, 2, 3)] == [0, 12, 23, 33]


def test_a_trainee_never_counts_toward_the_minimum() -> None:
    learner = person("lea", tags=frozenset({"trainee"}))
    visits = (team("x", NINE, NINE + 30, 30, people=1, desired=3, most=3),)
    alone = problem(volunteers=(learner,), visits=visits)
    two = replace(learner, id="lou")
    assert told(alone) == (0, 0, set(), 0)
    assert told(replace(alone, volunteers=(learner, person("ann"))))[1] == 130
    assert told(replace(alone, volunteers=(learner, two, person("ann"))))[1] == 130
    assert told(replace(alone, volunteers=(learner, two, person("ann"), person("bob"))))[1] == 160


@pytest.mark.parametrize(("max_walk", "expected"), [(15, 85), (14, 0)])
def test_walking_limit(max_walk: int, expected: int) -> None:
    visits = (single("x", NINE, 720, 30, place="C"),)
    assert told(problem(volunteers=(person("ann", max_walk=max_walk),), visits=visits))[1] == expected


@pytest.mark.parametrize(("end", "expected"), [(NINE + 50, 80), (NINE + 49, 0)])
def test_home_again_before_the_end(end: int, expected: int) -> None:
    visits = (single("x", NINE, 720, 30, place="B"),)
    assert told(problem(volunteers=(person("ann", (NINE, end), return_home=True),), visits=visits))[1] == expected


def test_a_leg_too_long_needs_a_second_shift() -> None:
    visits = (single("x", NINE, 900, 30, place="B"), single("y", NINE, 900, 30, place="C"))
    one = problem(volunteers=(person("ann", (NINE, 900)),), visits=visits)
    two = problem(volunteers=(person("ann", (NINE, 600), (700, 900)),), visits=visits)
    assert (told(one)[1], told(two)[1]) == (90, 175)


def test_one_beneficiary_at_a_time() -> None:
    visits = tuple(single(n, NINE, NINE + 59, 30, beneficiary="li") for n in "xy")
    asked = problem(volunteers=(person("ann"), person("bob")), visits=visits)
    assert told(asked)[1] == 100
    wider = tuple(replace(v, windows=(Window(NINE, NINE + 60),)) for v in visits)
    assert told(replace(asked, visits=wider))[1] == 200


@pytest.mark.parametrize(("apart", "expected"), [(0, 200), (1, 200), (2, 100)])
def test_days_between_a_series(apart: int, expected: int) -> None:
    windows = (Window(NINE, 720), Window(NINE + 1440, 720 + 1440))
    visits = tuple(single(n, NINE, 720, 30, series="s", min_days_apart=apart) for n in "xy")
    visits = tuple(replace(v, windows=windows) for v in visits)
    ann = person("ann", (NINE, 720), (NINE + 1440, 720 + 1440))
    weights = Weights(series_volunteer=0)
    assert told(problem(volunteers=(ann,), visits=visits, days=2, weights=weights))[1] == expected


def test_a_series_likes_one_face() -> None:
    visits = (single("x", NINE, NINE + 30, 30, series="s"), single("y", NINE + 30, NINE + 60, 30, series="s"))
    assert told(problem(volunteers=(person("ann"), person("bob")), visits=visits))[1] == 170


def test_a_guaranteed_visit_beats_any_ordinary_ones() -> None:
    visits = (
        single("x", NINE, NINE + 60, 60, value=3, guaranteed=True),
        *(single(n, NINE, NINE + 60, 20, value=500) for n in "yz"),
    )
    assert told(problem(volunteers=(person("ann"),), visits=visits)) == (3, 3, {("x", NINE)}, 1)


def test_fair_share_in_points() -> None:
    # 120 demanded minutes, 180 offered by each of two: a share of 60 each. Ann alone: 30 minutes at 10 and 30 at 20.
    ann, bob = person("ann", kind="volunteer"), person("bob", kind="volunteer", skills=())
    visits = tuple(single(n, NINE, 660, 60, skills=("a",)) for n in "xy")
    asked = problem(volunteers=(replace(ann, skills=(Skill("a"),)), bob), visits=visits)
    assert told(asked)[1] == 200 - 15
    both = replace(asked, volunteers=tuple(replace(v, skills=(Skill("a"),)) for v in asked.volunteers))
    assert told(both)[1] == 200
    assert told(replace(asked, weights=Weights(fairness=(0, 0, 0))))[1] == 200


def test_a_published_visit_stays_unless_a_move_pays() -> None:
    visits = (single("x", NINE, 720, 30), single("y", NINE, NINE + 30, 30, value=100))
    published = (Published(visit="x", start=NINE, volunteer="ann"),)
    asked = problem(volunteers=(person("ann"),), visits=visits, published=published)
    assert told(asked)[1] == 300  # the move to make room for y costs all it brings
    dearer = (visits[0], replace(visits[1], value=101))
    guilty, objective, served, _ = told(replace(asked, visits=dearer))
    assert (guilty, objective, ("y", NINE) in served) == (0, 301, True)


def test_a_published_person_or_visit_lost() -> None:
    published = (Published(visit="x", start=NINE, volunteer="ann"),)
    asked = problem(
        volunteers=(person("bob"), person("ann", (0, 60))), visits=(single("x", NINE, 720, 30),), published=published
    )
    assert told(asked)[1] == 100 + 200 - 150
    assert told(replace(asked, volunteers=(asked.volunteers[1],)))[1] == -1000


@pytest.mark.parametrize(("cap", "changed"), [(0, False), (1, True)])
def test_a_cap_on_people_changed(cap: int, changed: bool) -> None:
    asked = problem(
        volunteers=(person("ann"),),
        visits=(single("x", NINE, NINE + 30, 30, value=1), single("y", NINE, NINE + 30, 30, value=5000)),
        published=(Published(visit="x", start=NINE, volunteer="ann"),),
        policy=Policy(max_people_changed=cap),
    )
    assert told(asked)[2] == {("y" if changed else "x", NINE)}


def test_pins_hold_and_clashing_pins_leave_nothing() -> None:
    visits = (single("x", NINE, NINE + 30, 30, value=1), single("y", NINE, NINE + 30, 30))
    asked = problem(volunteers=(person("ann"),), visits=visits, pins=(Pin(visit="x", volunteer="ann"),))
    assert told(asked)[:3] == (0, 1, {("x", NINE)})
    assert brute_force(replace(asked, pins=(*asked.pins, Pin(visit="y", volunteer="ann")))) is None


def test_a_pinned_start_alone_does_not_serve() -> None:
    asked = problem(visits=(single("x", NINE, 720, 30),), pins=(Pin(visit="x", start=NINE + 1),))
    assert told(asked) == (0, 0, set(), 0)
    assert told(replace(asked, volunteers=(person("ann"),)))[2] == {("x", NINE + 1)}


def test_override_breaks_personal_rules_but_not_time() -> None:
    visits = (single("x", NINE, 720, 30, place="C", skills=("a",)),)
    pin = Pin(visit="x", volunteer="ann", override="her neighbour")
    asked = problem(volunteers=(person("ann", max_walk=5),), visits=visits, pins=(pin,))
    assert told(asked)[1] == 85
    assert brute_force(replace(asked, pins=(replace(pin, override=""),))) is None
    assert brute_force(replace(asked, volunteers=(person("ann", (NINE, NINE + 44)),))) is None


def test_preferred_and_forbidden_pairs() -> None:
    asked = problem(volunteers=(person("ann"), person("bob")), visits=(single("x", NINE, 720, 30),))
    liked = replace(asked, pairs=(Pair("bob", "visit", "x", "preferred"),))
    assert (told(liked)[1], people_of(liked)) == (115, {("x", "bob")})
    shut = replace(asked, pairs=(*liked.pairs, Pair("bob", "service", "care"), Pair("bob", "visit", "x")))
    assert (told(shut)[1], people_of(shut)) == (100, {("x", "ann")})
    together = replace(asked, visits=(team("x", NINE, 720, 30),), pairs=(Pair("ann", "volunteer", "bob"),))
    assert told(together) == (0, 0, set(), 0)


@pytest.mark.parametrize(("window", "expected"), [((350, 390), 100), ((350, 389), 0), ((1290, 1320), 100)])
def test_a_minor_never_works_at_night(window: tuple[int, int], expected: int) -> None:
    kid = person("kim", (300, 400), (1200, 1400), minor=True, guardian_consent=True)
    assert told(problem(volunteers=(kid,), visits=(single("x", *window, 30),)))[1] == expected


def test_a_skill_that_ends_between_the_days() -> None:
    skills = (Skill("a", 0),)
    ann = person("ann", (NINE, 720), (NINE + 1440, 720 + 1440), skills=skills)
    first, second = single("x", NINE, 720, 30, skills=("a",)), single("y", NINE + 1440, 720 + 1440, 30, skills=("a",))
    assert told(problem(volunteers=(ann,), visits=(first, second), days=2))[2] == {("x", NINE)}


@pytest.mark.parametrize(("cap", "expected"), [(60, 200), (59, 100)])
def test_caps_on_minutes(cap: int, expected: int) -> None:
    visits = tuple(single(n, NINE, 720, 30) for n in "xy")
    for name in ("max_minutes_day", "max_minutes_total"):
        assert told(problem(volunteers=(person("ann", **{name: cap}),), visits=visits))[1] == expected


def test_a_booking_past_midnight_runs_across_touching_openings() -> None:
    yard = room("yard", (1380, 1440), (1440, 1500), cost=20)
    asked = problem(facilities=(yard,), visits=(booking("x", 1410, 1470, 60),))
    assert told(asked) == (0, 80, {("x", 1410)}, 1)
    apart = room("yard", (1380, 1440), (1441, 1500))
    assert told(replace(asked, facilities=(apart,))) == (0, 0, set(), 0)


@pytest.mark.parametrize(("capacity", "expected"), [(5, 200), (4, 100)])
def test_a_shared_room_counts_people(capacity: int, expected: int) -> None:
    yard = room("yard", modes={"m": capacity}, exclusive=False)
    visits = (booking("x", NINE, NINE + 30, 30, people=2), booking("y", NINE, NINE + 30, 30, people=3))
    assert told(problem(facilities=(yard,), visits=visits))[1] == expected


@pytest.mark.parametrize(("concurrent", "expected"), [(1, 100), (2, 200), (3, 300)])
def test_an_exclusive_room_counts_bookings(concurrent: int, expected: int) -> None:
    yard = room("yard", concurrent=concurrent)
    visits = tuple(booking(n, NINE, NINE + 30, 30) for n in "xyz")
    assert told(problem(facilities=(yard,), visits=visits))[1] == expected


def test_a_class_needs_room_and_teacher_at_one_time() -> None:
    hall = room("hall", (NINE + 20, NINE + 80))
    lesson = booking("x", NINE, 720, 60, roles=(Role(id="teacher", skills=frozenset("a")),))
    ann = person("ann", (NINE, 720), skills=(Skill("a"),))
    asked = problem(facilities=(hall,), visits=(lesson,), volunteers=(ann,), policy=Policy(grid=10))
    assert told(asked) == (0, 90, {("x", NINE + 20)}, 1)
    assert told(replace(asked, policy=Policy(grid=15))) == (0, 0, set(), 0)


def test_conditions_of_a_team() -> None:
    visits = (team("x", NINE, NINE + 30, 30, conditions=(Condition("sex:f", None), Condition("party"))),)
    ann, bea = person("ann", sex="f", tags=frozenset({"party"})), person("bea", sex="f")
    asked = problem(volunteers=(ann, bea, person("bob", sex="m", tags=frozenset({"party"}))), visits=visits)
    assert people_of(asked) == {("x", "ann"), ("x", "bea")}
    assert people_of(replace(asked, volunteers=asked.volunteers[1:])) == set()


def test_most_visits_may_be_more_than_the_best_roster_serves() -> None:
    visits = (single("x", NINE, 720, 180, value=900), *(single(n, NINE, 720, 60, value=100) for n in "yz"))
    assert told(problem(volunteers=(person("ann"),), visits=visits)) == (0, 900, {("x", NINE)}, 2)


# -- against trying plainly everything -------------------------------------------------------------------------------

SMALL = Knobs(volunteers=(1, 2), visits=(1, 2), facilities=(0, 1), other=0.2, quanta=(5, 10))


def everything(asked: Problem) -> Best | None:
    """The same answer with no thought: every start the grid allows, every room and crew of every visit, all judged."""
    people = [v.id for v in asked.volunteers]
    ways: list[list[tuple[PlannedVisit, tuple[Assignment, ...]] | None]] = []
    for visit in asked.visits:
        rooms = [f.id for f in asked.facilities] if visit.need else [None]
        crews = [
            tuple(Assignment(visit.id, v, r) for v, r in zip(people, roles, strict=True) if r is not None)
            for roles in product([None, *(r.id for r in visit.roles)], repeat=len(people))
        ]
        minutes = [m for w in visit.windows for m in range(w.start, w.end, 5) if opinion.start_allowed(asked, visit, m)]
        ways.append([None, *((PlannedVisit(visit.id, m, f), c) for m in minutes for f in rooms for c in crews)])
    best: tuple[int, int, Roster] | None = None
    counts: dict[int, int] = {}
    for chosen in product(*ways):
        taken = [c for c in chosen if c is not None]
        roster = Roster(tuple(p for p, _ in taken), tuple(a for _, crew in taken for a in crew))
        if opinion.breaches(asked, roster):
            continue
        first, second = opinion.guaranteed_points(asked, roster), opinion.points(asked, roster)
        counts[first] = max(counts.get(first, 0), len(taken))
        if best is None or (first, second) > best[:2]:
            best = (first, second, roster)
    return None if best is None else Best(*best, counts[best[0]])


def figures(best: Best | None) -> tuple[int, int, int] | None:
    return None if best is None else (best.guaranteed, best.objective, best.most_visits)


@pytest.mark.parametrize("seed", range(30))
def test_cutting_loses_nothing(seed: int) -> None:
    asked = random_problem(random.Random(seed), SMALL)
    assert figures(brute_force(asked)) == figures(everything(asked))


@pytest.mark.parametrize("seed", range(30))
def test_rounding_starts_down_loses_nothing(seed: int) -> None:
    asked = random_problem(random.Random(seed), Knobs(visits=(1, 3), other=0.15, quanta=(5, 10, 15)))
    assert quantum(asked) > 1
    try:
        every_minute = brute_force(asked, step=1, nodes=100_000)
    except TooBig:
        pytest.skip("too many minutes")
    assert figures(brute_force(asked)) == figures(every_minute)


@pytest.mark.parametrize("name", FOCUS)
def test_judges_agree_on_any_roster(name: str) -> None:
    """Checker and score against the second opinion, on rosters valid and not."""
    for seed in range(10):
        rng = random.Random(f"{name} {seed}")
        asked = random_problem(rng, FOCUS[name])
        roster = random_roster(asked, rng)
        agreed(asked, roster)
        for visit in asked.visits:
            rest = tuple(p for p in roster.planned if p.visit != visit.id)
            others = tuple(a for a in roster.assignments if a.visit != visit.id)
            agreed(asked, Roster(rest, others))
            changed = with_random(asked, Roster(rest, others), visit, rng=rng)
            if changed is not None:
                agreed(asked, changed)
