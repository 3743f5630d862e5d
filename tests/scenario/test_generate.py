"""The generator: deterministic, sound, of the size and mix asked for, made up and saying so."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import replace
from datetime import date

import pytest
from faker import Faker

from matcher.checker import check
from matcher.errors import InvalidProblem
from matcher.roster import Roster
from matcher.scenario import generate, like, read, write
from matcher.scenario.faker_provider import Fiction
from matcher.scenario.generate_parameters import Parameters
from matcher.scenario.generate_scenario import generate_from, parameters_of
from matcher.scenario.generate_stress import STRESS
from matcher.scenario.scenario import Scenario
from matcher.scenario.writing import as_text
from matcher.walks import Walks

SMALL = Parameters(name="small", seed=3, population=4000)
TWO = Parameters(name="two", seed=5, population=9000, communities=2)


def same(one: Scenario, other: Scenario) -> bool:
    """Equal in everything that is written."""
    return as_text(one, "en") == as_text(other, "en") and one.generator == other.generator


def minutes(walks: Walks) -> dict[float, list[int]]:
    return {pace: matrix.minutes.tolist() for pace, matrix in walks.by_pace.items()}


def test_same_seed_same_scenario_and_another_seed_another():
    assert same(generate_from(SMALL), generate_from(SMALL))
    assert not same(generate_from(SMALL), generate_from(replace(SMALL, seed=4)))


def test_by_name_or_by_parameters_is_the_same():
    assert same(generate(name="small", seed=3, population=4000), generate_from(SMALL))


def test_like_is_the_same_community_drawn_again():
    scenario = generate_from(TWO)
    again = like(scenario, 6)
    assert parameters_of(again) == replace(TWO, seed=6, name="two-6")
    assert same(like(scenario, 5, name="two"), scenario)


def test_like_needs_a_generated_scenario():
    scenario = replace(generate_from(SMALL), generator={})
    with pytest.raises(InvalidProblem) as caught:
        like(scenario, 2)
    assert [(e.code, e.message) for e in caught.value.errors] == [
        ("missing", "name is missing"),
        ("missing", "seed is missing"),
        ("missing", "population is missing"),
    ]


@pytest.mark.parametrize("suffix", ["", ".xlsx"])
def test_written_and_read_back_it_is_the_same(tmp_path, suffix: str):
    scenario = generate_from(TWO)
    path = tmp_path / f"two{suffix}"
    write(scenario, path)
    back = read(path)
    assert back.problem.visits == scenario.problem.visits
    assert same(back, scenario)
    assert minutes(back.problem.walks) == minutes(scenario.problem.walks)
    assert parameters_of(back) == TWO
    assert back.notes == ()


def test_sizes_follow_population_and_rates():
    one = generate_from(SMALL).problem
    kinds = Counter(v.kind for v in one.volunteers)
    assert kinds == {"volunteer": 80, "staff": 3, "worker": 1}
    assert len(one.facilities) == 5
    assert Counter(v.id.split("-")[1].rstrip("0123456789") for v in one.visits) == {
        "r": 22,
        "patrol": 7,
        "lesson": 5,
        "class": 3,
        "mediation": 2,
        "steward": 2,
        "fair": 2,
        "parking": 5,
        "court": 5,
        "table": 3,
        "room": 2,
        "play": 2,
    }


def test_rates_scale_with_days():
    fortnight = generate_from(replace(SMALL, days=14)).problem
    assert sum(v.id.startswith("c01-r0") for v in fortnight.visits) == 44
    assert sum(v.service == "W06" for v in fortnight.visits) == 14


def test_all_four_shapes_and_everything_that_settles_a_week():
    problem = generate_from(TWO).problem
    shapes = {(v.need is not None, bool(v.roles), v.on_grid) for v in problem.visits}
    assert shapes == {(False, True, False), (False, True, True), (True, False, True), (True, True, True)}
    assert {p.kind for p in problem.pairs} == {"forbidden", "preferred"}
    assert {p.state for p in problem.published} == {"offered", "accepted"}
    assert problem.pins
    assert problem.quotas
    assert any(o.steward for f in problem.facilities for o in f.openings)
    assert any(v.needs for v in problem.visits)
    assert any(v.min_days_apart for v in problem.visits)
    assert {v.risk for v in problem.visits} == {"low", "medium", "high"}
    assert any(v.minor and v.guardian_consent for v in problem.volunteers)
    assert any(v.minor and not v.guardian_consent for v in problem.volunteers)


def test_what_is_pinned_breaks_no_rule_by_itself():
    """Only people and rooms fixed in advance, nothing else planned: what the checker finds is that pins are unkept."""
    problem = generate_from(TWO).problem
    assert {v.rule for v in check(problem, Roster())} <= {"pins"}


def test_it_says_that_it_is_made_up():
    scenario = generate_from(SMALL)
    assert scenario.synthetic
    assert scenario.title.endswith("（虚构数据）")


def test_only_doors_in_use_become_places():
    problem = generate_from(TWO).problem
    used = (
        {v.home for v in problem.volunteers} | {v.place for v in problem.visits} | {f.place for f in problem.facilities}
    )
    used |= {v.need.origin for v in problem.visits if v.need}
    assert {p.id for p in problem.places} == used - {None}
    assert {p.access_seconds for p in problem.places if p.kind == "home"} <= {*range(20, 31), *range(75, 106)}


def test_shifts_are_short_and_start_at_home_in_time():
    problem = generate_from(TWO).problem
    hours = [(w.end - w.start) / 60 for v in problem.volunteers if v.kind == "volunteer" for w in v.availabilities]
    assert (min(hours), max(hours)) == (2.0, 6.0)
    assert max(len(v.availabilities) for v in problem.volunteers if v.kind == "volunteer") <= 3


def test_more_gates_keep_people_and_demand():
    few, many = (generate_from(replace(SMALL, gates=g, hard=1.0)) for g in ((1, 1), (4, 4)))
    assert few.problem.places == many.problem.places
    assert few.problem.visits == many.problem.visits
    assert minutes(few.problem.walks) != minutes(many.problem.walks)


def test_faker_of_others_is_left_alone():
    Faker.seed(11)
    random.seed(11)
    expected_name, expected_number = Faker("zh_CN").name(), random.random()
    Faker.seed(11)
    random.seed(11)
    generate_from(SMALL)
    assert (Faker("zh_CN").name(), random.random()) == (expected_name, expected_number)


def test_phone_numbers_nobody_can_have():
    fiction = Fiction(1)
    numbers = [fiction.phone().replace("-", "") for _ in range(200)]
    assert {len(n) for n in numbers} == {11}
    assert all(n.startswith("0000") for n in numbers)


def test_names_of_compounds_are_not_shared():
    fiction = Fiction(1)
    assert len({fiction.building(compound=i, block=0, number=1) for i in range(128)}) == 128


def test_every_fault_of_the_parameters_at_once():
    with pytest.raises(InvalidProblem) as caught:
        Parameters(name=" ", seed=-1, population=50, days=0, gated=2.0, mix={"cat": 1.0}, requests=-3)
    assert [e.code for e in caught.value.errors] == ["name", "seed", "population", "days", "mix", "requests", "gated"]
    assert "population (50) must be 100 a community to 600000" in caught.value.errors[2].message


def test_every_fault_of_a_generator_table_at_once():
    table = {"name": "x", "seed": "1", "population": 6000, "colour": "red", "days": True, "start": "today"}
    with pytest.raises(InvalidProblem) as caught:
        Parameters.of_table(table)
    assert [str(e) for e in caught.value.errors] == [
        "generator: colour is no parameter of the generator - remove or correct it",
        "generator: seed ('1') must be a whole number",
        "generator: days (True) must be a whole number",
        "generator: start ('today') must be a date",
    ]


def test_the_table_of_parameters_reads_back():
    parameters = replace(TWO, start=date(2027, 1, 4), gates=(2, 3), mix={"retiree": 1.0})
    assert Parameters.of_table(parameters.table()) == parameters


@pytest.mark.parametrize(
    "changes",
    [
        {"population": 100, "active_per_1000": 0.0},
        {"days": 1},
        {"requests": 0, "patrols": 0, "lessons": 0, "classes": 0, "mediations": 0, "events": 0, "playground": 0},
        {"gated": 0.0, "canal": False, "facilities": 7},
    ],
)
def test_at_the_edges_of_the_parameters(changes: dict[str, object]):
    scenario = generate_from(replace(SMALL, **changes))
    assert scenario.problem.days == changes.get("days", 7)


def test_the_dense_town_and_the_long_shifts_are_what_they_say() -> None:
    dense, long = (generate_from(p).problem for p in STRESS)
    teams = sum(v.people_min > 1 for v in dense.visits)
    assert (len(dense.volunteers), len(dense.visits), teams) == (600, 2000, 300)
    assert any(v.max_minutes_total is not None for v in dense.volunteers) and any(dense.weights.fairness)
    assert len(long.volunteers) == 25 and len(long.visits) == 250
    assert {w.end - w.start for v in long.volunteers for w in v.availabilities} == {8 * 60}
    assert {v.duration for v in long.visits} == {30} and all(v.people_min == 1 for v in long.visits)
    assert min(w.end - w.start for v in long.visits for w in v.windows) >= 5 * 60
