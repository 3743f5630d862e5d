"""Who may do what, each rule about one person in one visit just inside and just outside its limit; crews too small."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from matcher.problem import DAY, Condition, Pair, Pin, Problem, Role, Skill, Visit, Volunteer, Weights
from matcher.solver.candidates import Candidates, make_candidates, staffed
from matcher.solver.options import make_options
from matcher.walks import Walks, walks_from_table
from solver.made import R, booking, person, problem, room, single, team

LATE = (2 * DAY + 540, 2 * DAY + 720)
"""A shift on day 2."""


def may(volunteer: Volunteer, visit: Visit, **parts: Any) -> bool:
    """Whether some pair lets the volunteer take part in the visit."""
    asked = problem(volunteers=(volunteer,), visits=(visit,), **{"days": 3, **parts})
    return len(made(asked).option) > 0


def made(asked: Problem) -> Candidates:
    return make_candidates(asked, make_options(asked))


def who(asked: Problem) -> list[tuple[str, str, int, int]]:
    """(volunteer, role, first start, gain) of every pair."""
    options, candidates = make_options(asked), made(asked)
    found = []
    for shift, number, gain in zip(candidates.shift, candidates.option, candidates.gain, strict=True):
        option = options.options[number]
        name = asked.volunteers[candidates.shifts[shift].volunteer].id
        role = asked.visits[option.visit].roles[option.role].id
        found.append((name, role, option.earliest, int(gain)))
    return found


# -- the clock --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("shift", "fits"), [((690, 720), True), ((691, 720), False), ((540, 570), True), ((540, 569), False)]
)
def test_some_start_must_lie_in_the_shift(shift: tuple[int, int], fits: bool) -> None:
    """Visits of 30 minutes from 540 to 720: a shift must reach its latest start, and hold its earliest."""
    assert may(person("ann", shift), single("x")) is fits
    if shift[0] == 540:
        assert may(person("ann", shift), team("t", (540, 570))) is fits


def test_one_pair_for_every_shift_that_fits() -> None:
    ann, bob = person("ann", (540, 600), (660, 720), (900, 960)), person("bob", (540, 720))
    candidates = made(problem(volunteers=(ann, bob), visits=(single("x"), single("y", (900, 960)))))
    assert candidates.shift.tolist() == [0, 1, 2, 3]
    assert candidates.option.tolist() == [0, 0, 1, 0]
    assert candidates.volunteer.tolist() == [0, 0, 0, 1]
    assert candidates.first.tolist() == [0, 1, 2, 3, 4]


# -- what a person must bring -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(("until", "fits"), [(None, True), (2, True), (1, False)])
def test_skills_hold_through_their_last_day(until: int | None, fits: bool) -> None:
    needs = single("x", LATE, roles=(Role(id="r", skills=frozenset({"s"})),))
    assert may(person("ann", LATE, skills=(Skill("s", until),)), needs) is fits


def test_every_skill_is_needed_and_the_longest_counts() -> None:
    needs = single("x", LATE, roles=(Role(id="r", skills=frozenset({"s", "t"})),))
    assert not may(person("ann", LATE, skills=(Skill("s"),)), needs)
    assert may(person("ann", LATE, skills=(Skill("s"), Skill("t"))), needs)
    assert may(person("ann", LATE, skills=(Skill("s", 0), Skill("s", 2), Skill("t"))), needs)
    assert may(person("ann", LATE, skills=(Skill("s", 2), Skill("s", 0), Skill("t"))), needs)


@pytest.mark.parametrize(("until", "fits"), [(None, True), (2, True), (1, False)])
def test_a_provider_s_worker_is_certified_on_the_day(until: int | None, fits: bool) -> None:
    assert may(person("ann", LATE, kind="worker", certified_until_day=until), single("x", LATE)) is fits


@pytest.mark.parametrize(("until", "fits"), [(None, False), (2, True), (1, False)])
def test_high_risk_needs_insurance_on_the_day(until: int | None, fits: bool) -> None:
    ann = person("ann", LATE, insured_until_day=until)
    assert may(ann, single("x", LATE, risk="high")) is fits
    assert may(ann, single("x", LATE, risk="medium"))


def test_minors_need_consent_and_never_take_high_risk() -> None:
    kid = person("kid", minor=True, guardian_consent=True, insured_until_day=9)
    assert may(kid, single("x"))
    assert not may(replace(kid, guardian_consent=False), single("x"))
    assert not may(kid, single("x", risk="high"))


@pytest.mark.parametrize(("window", "fits"), [((1200, 1320), True), ((1290, 1320), True), ((1291, 1400), False)])
def test_minors_not_after_ten(window: tuple[int, int], fits: bool) -> None:
    kid = person("kid", (1000, 1440), minor=True, guardian_consent=True)
    assert may(kid, single("x", window)) is fits
    assert may(kid, team("t", window, most=2, people=1)) is fits
    assert may(replace(kid, minor=False), single("x", window))


# -- reach ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("most", "fits"), [(10, True), (9, False)])
def test_every_place_served_is_within_the_walk_from_home(most: int, fits: bool) -> None:
    assert may(person("ann", max_walk=most), single("x", place="B")) is fits
    hall = room("hall")
    assert may(person("ann", max_walk=most), booking("b", roles=(R,)), facilities=(hall,)) is fits
    assert may(person("ann", max_walk=0), single("x", place="A"))


def test_reach_is_from_home_to_the_place_at_the_person_s_pace() -> None:
    one_way = {("A", "B"): 10, ("B", "A"): 30}
    ann = person("ann", max_walk=15)
    assert may(ann, single("x", place="B"), walks=one_way)
    assert not may(replace(ann, home="B"), single("x", place="A"), walks=one_way)


def test_reach_is_at_the_person_s_pace() -> None:
    quick, slow = (walks_from_table("ABC", {("A", "B"): minutes}).by_pace[1.0] for minutes in (10, 20))
    asked = replace(problem(), walks=Walks(("A", "B", "C"), {1.0: quick, 0.5: slow}))
    people = (person("ann"), person("old", pace=0.5))
    asked = replace(asked, volunteers=people, visits=(single("x", place="B"),))
    assert [name for name, *_ in who(asked)] == ["ann"]


# -- pairs, pins, conditions ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["visit", "service", "series", "beneficiary"])
def test_forbidden_and_preferred_pairs(kind: Any) -> None:
    visit = single("x", service="se", series="sr", beneficiary="be")
    other = {"visit": "x", "service": "se", "series": "sr", "beneficiary": "be"}[kind]
    people = (person("ann"), person("bob"))
    asked = problem(volunteers=people, visits=(visit,), pairs=(Pair("ann", kind, other, "forbidden"),))
    assert who(asked) == [("bob", "r", 540, 0)]
    liked = (Pair("ann", kind, other, "preferred"), Pair("ann", kind, other, "preferred"))
    assert who(replace(asked, pairs=liked[:1])) == [("ann", "r", 540, 15), ("bob", "r", 540, 0)]
    twice = replace(asked, pairs=liked, weights=Weights(preferred=7))
    assert who(twice) == [("ann", "r", 540, 14), ("bob", "r", 540, 0)]


def test_a_pinned_role_is_the_only_one() -> None:
    visit = team("t", (540, 570), roles=(Role(id="a"), Role(id="b")))
    asked = problem(volunteers=(person("ann"), person("bob")), visits=(visit,))
    pinned = replace(asked, pins=(Pin(visit="t", volunteer="ann", role="b"),))
    assert who(pinned) == [("ann", "b", 540, 0), ("bob", "a", 540, 0), ("bob", "b", 540, 0)]
    assert len(who(replace(asked, pins=(Pin(visit="t", volunteer="ann"),)))) == 4


PERSONAL: list[tuple[dict[str, Any], dict[str, Any]]] = [
    ({}, {"roles": (Role(id="r", skills=frozenset({"s"})),)}),
    ({"max_walk": 9}, {"place": "B"}),
    ({}, {"risk": "high"}),
    ({"minor": True}, {}),
    ({"certified_until_day": -1}, {}),
    ({}, {"service": "no"}),
]


@pytest.mark.parametrize(("own", "asked"), PERSONAL)
def test_an_override_lets_personal_rules_pass_and_is_waived(own: dict[str, Any], asked: dict[str, Any]) -> None:
    ann, visit = person("ann", **own), single("x", **asked)
    pairs = (Pair("ann", "service", "no"),)
    for reason, found in (("", []), ("a neighbour", [True])):
        pins = (Pin(visit="x", volunteer="ann", override=reason),)
        candidates = made(problem(volunteers=(ann,), visits=(visit,), pairs=pairs, pins=pins))
        assert candidates.waived.tolist() == found


def test_no_override_of_the_clock_and_of_conditions() -> None:
    pins = (Pin(visit="x", volunteer="ann", override="please"),)
    assert not may(person("ann", (540, 569)), single("x"), pins=pins)
    assert not may(person("ann"), single("x", conditions=(Condition("party"),)), pins=pins)
    assert not may(person("ann", tags=frozenset({"trainee"})), single("x"), pins=pins)


@pytest.mark.parametrize(
    ("of", "own"),
    [
        ("party", {"tags": frozenset({"party"})}),
        ("sex:f", {"sex": "f"}),
        ("record_checked", {"record_checked": True}),
        ("s", {"skills": (Skill("s", 0),)}),
    ],
)
def test_conditions_of_all_bind_everybody_and_of_one_a_single_person(of: str, own: dict[str, Any]) -> None:
    able, other = person("ann", **own), person("bob")
    for visit, count in ((single("x"), 1), (team("t", (540, 570)), 2)):
        everybody = replace(visit, conditions=(Condition(of, None),))
        asked = problem(volunteers=(able, other), visits=(everybody,))
        assert [name for name, *_ in who(asked)] == ["ann"]
        some = replace(asked, visits=(replace(visit, conditions=(Condition(of, 1),)),))
        assert [name for name, *_ in who(some)] == ["ann", "bob"][:count]


def test_two_of_one_person_is_out_of_reach() -> None:
    ann = person("ann", tags=frozenset({"party"}))
    assert not may(ann, single("x", conditions=(Condition("party", 2),)))


def test_trainees_take_part_in_teams_only() -> None:
    cat = person("cat", tags=frozenset({"trainee"}))
    assert not may(cat, single("x"))
    assert may(cat, team("t"))


# -- crews ------------------------------------------------------------------------------------------------------------


def placed(asked: Problem) -> list[int]:
    """Starts of the placements that enough people could fill."""
    options = make_options(asked)
    return [p.start for p in staffed(asked, options, make_candidates(asked, options))[0].placements]


def test_placements_without_enough_people_go_and_numbers_close_up() -> None:
    people = (person("ann", (540, 585)), person("bob", (555, 600)))
    asked = problem(volunteers=people, visits=(team("t", (540, 600)), single("x")))
    options, candidates = staffed(asked, make_options(asked), made(asked))
    assert [p.start for p in options.placements] == [555]
    assert [(o.visit, o.placement) for o in options.options] == [(0, 0), (1, None)]
    assert candidates.shift.tolist() == [0, 0, 1, 1]
    assert candidates.option.tolist() == [0, 1, 0, 1]
    assert candidates.shifts == made(asked).shifts


def test_everything_staffed_stays_as_it_is() -> None:
    asked = problem(volunteers=(person("ann"), person("bob")), visits=(team("t", (540, 600)),))
    options, candidates = make_options(asked), made(asked)
    assert staffed(asked, options, candidates) == (options, candidates)


def test_trainees_and_the_same_person_twice_fill_no_minimum() -> None:
    trainee = person("cat", tags=frozenset({"trainee"}))
    asked = problem(volunteers=(person("ann"), trainee), visits=(team("t", (540, 570)),))
    assert placed(asked) == []
    assert placed(replace(asked, volunteers=(person("ann"), person("bob")))) == [540]


@pytest.mark.parametrize(("at_least", "starts"), [(1, [540]), (2, [])])
def test_conditions_count_people_over_all_roles_once(at_least: int, starts: list[int]) -> None:
    visit = team("t", (540, 570), roles=(Role(id="a"), Role(id="b")), conditions=(Condition("party", at_least),))
    people = (person("ann", tags=frozenset({"party"})), person("bob"))
    assert placed(problem(volunteers=people, visits=(visit,))) == starts


def test_a_booking_without_people_needs_none() -> None:
    asked = problem(visits=(booking("b", (540, 570)),), facilities=(room("hall"),))
    assert placed(asked) == [540]
