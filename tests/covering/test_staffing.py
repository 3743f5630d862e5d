"""At which hours people who live near enough could make a service, by the rules."""

from __future__ import annotations

from dataclasses import replace

import pytest

from covering.circles import hall, home, hours, person, reached, seen, service, town
from matcher.coverage import gaps
from matcher.coverage.wanted import crews_of
from matcher.problem import Condition, FacilityNeed, Pair, Problem, Role, Skill, Visit, Volunteer, Window

MORNING = (8, 12)


def care(*people: Volunteer, roles: tuple[tuple[str, int], ...] = (("nurse", 1),), **more: object) -> Problem:
    """Homes at 0, 600 and 1800; a service at the door."""
    homes = [home(0), home(600), home(1800)]
    values: dict[str, object] = {"volunteers": people, "visits": (service("care", *roles),)} | more
    return town(homes, **values)


def test_within_their_own_walk_at_their_own_pace() -> None:
    found = seen(care(person("ann", 0, MORNING, skills=["nurse"])))
    assert reached(found, "care") == ["h0", "h600"]
    assert found.parts[0].minutes.tolist()[:2] == [0, 10]
    slow = seen(care(person("ann", 0, MORNING, skills=["nurse"], pace=0.5)))
    assert reached(slow, "care") == ["h0"]
    far = seen(care(person("ann", 0, MORNING, skills=["nurse"], max_walk=30)))
    assert reached(far, "care") == ["h0", "h600", "h1800"]
    just = seen(care(person("ann", 0, MORNING, skills=["nurse"], max_walk=9)))
    assert reached(just, "care") == ["h0"]


def test_the_walk_there_and_home_is_in_their_time() -> None:
    ann = person("ann", 0, (8, 12), skills=["nurse"])
    assert hours(seen(care(ann)), "care", "h0") == [8, 9, 10, 11]
    assert hours(seen(care(ann)), "care", "h600") == [9, 10, 11]
    back = person("ann", 0, (8, 12), skills=["nurse"], return_home=True)
    assert hours(seen(care(back)), "care", "h600") == [9, 10]


def test_half_hours_count_only_whole() -> None:
    ann = person("ann", 0, (8.5, 10.75), skills=["nurse"])
    assert hours(seen(care(ann)), "care", "h0") == [9]
    short = person("ann", 0, (8.5, 9.25), skills=["nurse"])
    found = seen(care(short))
    assert (reached(found, "care"), hours(found, "care", "h0")) == (["h0", "h600"], [])
    assert {g.why for g in gaps(found)} == {"closed", "far"}


def test_several_people_at_once() -> None:
    pair = (("nurse", 2),)
    people = [person("ann", 0, (8, 11), skills=["nurse"]), person("bob", 600, (10, 13), skills=["nurse"])]
    found = seen(care(*people, roles=pair))
    assert hours(found, "care", "h0") == [] and reached(found, "care") == ["h0", "h600"]
    people[1] = person("bob", 600, (9, 13), skills=["nurse"])
    assert hours(seen(care(*people, roles=pair)), "care", "h0") == [10]
    three = [*people, person("cat", 0, (8, 24), skills=["nurse"])]
    assert hours(seen(care(*three, roles=pair)), "care", "h0") == [8, 9, 10, 11, 12]


def test_one_person_fills_one_role() -> None:
    both = (("nurse", 1), ("driver", 1))
    ann = person("ann", 0, MORNING, skills=["nurse", "driver"])
    assert reached(seen(care(ann, roles=both)), "care") == []
    bob = person("bob", 0, (10, 20), skills=["driver"])
    assert hours(seen(care(ann, bob, roles=both)), "care", "h0") == [10, 11]
    other = person("dan", 0, MORNING, skills=["nurse"])
    assert reached(seen(care(ann, other, roles=both)), "care") == ["h0", "h600"]
    nurse = person("ann", 0, MORNING, skills=["nurse"])
    assert reached(seen(care(nurse, other, roles=both)), "care") == []
    idle = person("cat", 0, MORNING)
    assert reached(seen(care(ann, idle, roles=both)), "care") == []


def test_trainees_do_not_count() -> None:
    found = seen(care(person("ann", 0, MORNING, skills=["nurse"], tags=frozenset({"trainee"}))))
    (gap,) = gaps(found)
    assert (gap.why, gap.residents) == ("none", 3)


def test_rules_of_the_person_hold() -> None:
    ann = person("ann", 0, (4, 8), (20, 24), skills=["nurse"], minor=True, guardian_consent=True)
    assert hours(seen(care(ann)), "care", "h0") == [6, 7, 20, 21]
    risky = service("care", ("nurse", 1), risk="high")
    assert reached(seen(care(ann, visits=(risky,))), "care") == []
    bob = person("bob", 0, MORNING, skills=["nurse"], insured_until_day=0)
    assert hours(seen(care(bob, visits=(risky,))), "care", "h0") == [8, 9, 10, 11]
    forbidden = Pair("bob", "service", "care", "forbidden")
    assert reached(seen(care(bob, pairs=(forbidden,))), "care") == []


def test_a_skill_ends_with_its_day() -> None:
    ann = Volunteer(
        id="ann", home="h0", skills=(Skill("nurse", 0),), availabilities=(Window(540, 600), Window(1980, 2040))
    )
    assert hours(seen(care(ann, days=2)), "care", "h0") == [9]


def test_some_must_meet_a_condition() -> None:
    asked = service("care", ("", 2), conditions=(Condition("sex:f"),))
    ann, bob, cat = (person(n, 0, MORNING, sex=s) for n, s in (("ann", "f"), ("bob", "m"), ("cat", "m")))
    assert reached(seen(care(bob, cat, visits=(asked,))), "care") == []
    assert reached(seen(care(ann, bob, visits=(asked,))), "care") == ["h0", "h600"]


def test_a_class_takes_a_room_in_reach_and_a_teacher_near_the_room() -> None:
    lesson = Visit(
        id="l", service="lesson", windows=(Window(480, 600),), duration=60,
        need=FacilityNeed(mode="class", people=8), roles=(Role(id="t", skills=frozenset({"tutor"})),),
    )  # fmt: skip
    rooms = [hall(0, (8, 12), modes={"class": 8}), hall(1000, (8, 24), modes={"class": 7})]
    near = person("ann", 600, (10, 14), skills=["tutor"])
    found = seen(town([home(600), home(1700)], rooms, visits=(lesson,), volunteers=(near,)))
    assert (hours(found, "lesson", "h600"), reached(found, "lesson")) == ([11], ["h600"])
    assert next(p for p in found.parts if p.wanted.code == "lesson").sites == ("f0",)
    assert next(p for p in found.parts if p.wanted.code == "lesson").rooms == 1
    away = person("ann", 1700, (10, 14), skills=["tutor"])
    far = seen(town([home(600), home(1700)], rooms, visits=(lesson,), volunteers=(away,)))
    assert [g.why for g in gaps(far) if g.wanted.code == "lesson"] == ["none"]


def test_what_takes_place_somewhere_is_walked_to_inside_its_windows() -> None:
    event = Visit(id="e", service="fair", windows=(Window(600, 720),), duration=60, place="p300", roles=(Role(id="r"),))
    people = (person("ann", 0, (8, 24)),)
    problem = town([home(0), home(1300)], [hall(300)], visits=(event,), volunteers=people)
    found = seen(problem)
    assert (hours(found, "fair", "h0"), reached(found, "fair")) == ([10, 11], ["h0"])


def test_the_smallest_crew_counts() -> None:
    big, small = service("care", ("nurse", 3)), service("care", ("nurse", 1), ("", 1))
    (crew,) = crews_of(care(visits=(big, replace(small, id="small"))))
    assert (crew.people, crew.way, crew.visit.duration) == (2, "to_door", 60)
    joined = crews_of(care(visits=(service("care", ("nurse", 1), ("nurse", 2)),)))[0]
    assert [(sorted(r.skills), r.min) for r in joined.roles] == [(["nurse"], 3)]


@pytest.mark.parametrize("service_code", ["", "care"])
def test_bookings_without_people_are_no_service(service_code: str) -> None:
    booking = Visit(
        id="b", service=service_code, windows=(Window(480, 600),), duration=60, need=FacilityNeed(mode="chess")
    )
    found = seen(town([home(0)], visits=(booking,)))
    assert [(p.wanted.kind, p.wanted.code) for p in found.parts] == [("facility", "chess")]
