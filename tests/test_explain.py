"""Why a visit stays unserved: one case a reason, all of its figures, and no claim that brute force would deny."""

import random
from dataclasses import replace
from itertools import combinations, product

import pytest

from matcher.checker import check
from matcher.explain import REASONS, NearMiss, Unserved, unserved
from matcher.problem import Condition, FacilityNeed, Opening, Pair, Pin, Problem, Quota, Role, Skill, Window
from matcher.roster import Assignment, PlannedVisit, Roster
from matcher.walks import walks_from_table
from small import MORNING, ROSTER, SMALL, WALKS, changed, plan, without

NOTHING = Roster()


def only(problem: Problem, visit: str, roster: Roster) -> Unserved:
    return next(u for u in unserved(problem, roster) if u.visit == visit)


def staffed(**volunteers: dict[str, object]) -> Problem:
    return changed(volunteers=volunteers)


FAR = walks_from_table("ABLMH", {**WALKS, ("A", "H"): 9})
ANN_AND_BOB_TOGETHER = Pair("ann", "volunteer", "bob")
OLD, NEW = {"certified_until_day": -1}, {"certified_until_day": 0}
YOUNG = {"minor": True}

CASES: dict[str, tuple[Problem, str, Roster, str]] = {
    "windows": (
        changed(pins=(Pin(visit="elder", start=545), Pin(visit="elder", start=550))),
        "elder",
        NOTHING,
        "The starts pinned contradict each other or lie outside the windows.",
    ),
    "facility_mode": (
        changed(visits={"chess": {"need": FacilityNeed(mode="chess", people=7)}}),
        "chess",
        NOTHING,
        "No facility serves as chess for 7 people.",
    ),
    "facility_reach": (
        replace(SMALL, walks=FAR),
        "chess",
        NOTHING,
        "Every facility that would do is farther than the participants can walk.",
    ),
    "rejected": (
        changed(visits={"chess": {"rejected": (("hall", None),)}}),
        "chess",
        NOTHING,
        "Every facility that would do has refused this booking.",
    ),
    "facility_open": (
        changed(facilities={"hall": {"openings": (Opening(540, 599), Opening(661, 720))}}),
        "chess",
        NOTHING,
        "Every facility that would do is closed at the times asked for.",
    ),
    "skills": (
        changed(visits={"elder": {"roles": (Role(id="carer", skills=frozenset({"care", "law"})),)}}),
        "elder",
        NOTHING,
        "Nobody can offer the skills asked for (care、law).",
    ),
    "conditions": (
        changed(visits={"elder": {"conditions": (Condition("sex:f"),)}}),
        "elder",
        NOTHING,
        "Nobody can meet the condition of the visit (sex:f).",
    ),
    "risk": (
        changed(visits={"elder": {"risk": "high"}}),
        "elder",
        NOTHING,
        "Nobody can show insurance valid on the day as an adult, which a visit of high risk needs.",
    ),
    "minor": (
        staffed(ann=YOUNG, bob=YOUNG),
        "elder",
        NOTHING,
        "Nobody can serve then: minors need a guardian's consent and never work at night.",
    ),
    "certified": (
        staffed(ann=OLD, bob=OLD, cat=NEW),
        "patrol",
        NOTHING,
        "Nobody can show a certificate valid on the day.",
    ),
    "pairs": (
        changed(pairs=(Pair("ann", "beneficiary", "li"), Pair("bob", "service", "care"))),
        "elder",
        NOTHING,
        "Nobody can be sent: the pairs are forbidden.",
    ),
    "availability": (
        staffed(ann={"availabilities": (Window(540, 569),)}, bob={"availabilities": (Window(640, 720),)}),
        "elder",
        NOTHING,
        "Nobody can come at the times asked for.",
    ),
    "walking": (
        staffed(ann={"max_walk": 3}, bob={"max_walk": 5}),
        "elder",
        NOTHING,
        "Nobody can walk there: the nearest is 2 minutes beyond the walking limit.",
    ),
    "caps": (
        staffed(ann={"max_minutes_day": 89}, bob={"skills": (Skill("tutor"),)}),
        "elder",
        without("elder"),
        "Nobody can take more: the caps on minutes or visits are reached.",
    ),
    "team": (
        staffed(ann={"availabilities": (Window(540, 680),)}, bob={"availabilities": (Window(610, 720),)}),
        "patrol",
        NOTHING,
        "Not enough people at one time: 2 are needed together, at most 1 can come.",
    ),
    "crew": (
        changed(pairs=(ANN_AND_BOB_TOGETHER,)),
        "patrol",
        NOTHING,
        "Those who can come make no team: conditions and forbidden pairs cannot all be met at once.",
    ),
    "needs": (
        changed(visits={"class": {"needs": ("elder", "patrol")}}),
        "class",
        without("class", "elder"),
        "It needs another visit that is not served (elder).",
    ),
    "quota": (
        changed(quotas=(Quota("club", "chess", 0),)),
        "chess",
        NOTHING,
        "The beneficiary's quota of chess is used up.",
    ),
    "beneficiary": (
        changed(
            visits={"repair": {"beneficiary": "li"}, "elder": {"beneficiary": "li", "windows": (Window(545, 590),)}}
        ),
        "elder",
        without("elder"),
        "The beneficiary has another visit whenever this one could take place.",
    ),
    "series_days": (
        changed(visits={"repair": {"series": "s"}, "elder": {"series": "s", "min_days_apart": 1}}),
        "elder",
        without("elder"),
        "Every possible day is too near another visit of the series.",
    ),
    "steward": (
        changed(facilities={"hall": {"openings": (Opening(540, 720, "patrol"),)}}),
        "chess",
        NOTHING,
        "The facilities that would do open only with a steward visit, which is not served.",
    ),
    "facility_taken": (
        changed(visits={"chess": {"windows": (Window(630, 720),)}}),
        "chess",
        without("chess"),
        "Every facility that would do is taken by other bookings (the least worth 563 points, this one 675).",
    ),
    "outweighed": (
        changed(visits={"elder": {"windows": (Window(620, 660),)}}),
        "elder",
        without("elder"),
        "Those who could serve (2) are at other visits then in this roster.",
    ),
    "possible": (
        SMALL,
        "elder",
        without("elder"),
        "No rule forbids it: it can be added as things stand (in an optimal roster it would cost more than it brings).",
    ),
}


@pytest.mark.parametrize("code", CASES)
def test_the_reason_to_tell_first(code: str) -> None:
    problem, visit, roster, sentence = CASES[code]
    found = only(problem, visit, roster)
    assert (found.main, found.sentence_en) == (code, sentence)
    assert found.sentence_zh.endswith("。") and "{" not in found.sentence_zh


def test_every_reason_has_its_case() -> None:
    assert sorted(CASES) == sorted(r.code for r in REASONS)


def test_too_few_rather_than_nobody() -> None:
    """Bob alone has the skill the two walkers need."""
    problem = changed(visits={"patrol": {"roles": (Role(id="walker", skills=frozenset({"tutor"}), min=2),)}})
    found = only(problem, "patrol", NOTHING)
    assert (found.main, found.sentence_en, found.sentence_zh) == (
        "skills",
        "Only 1 of the 2 people needed can offer the skills asked for (tutor).",
        "需要2人，只有1人具备所需技能（tutor）。",
    )


def test_a_condition_on_some_of_the_team() -> None:
    problem = changed(visits={"patrol": {"conditions": (Condition("tutor", 2),)}})
    assert only(problem, "patrol", NOTHING).sentence_en == (
        "Only 1 of the 2 people needed can meet the condition of the visit (tutor)."
    )


def test_trainees_fill_no_minimum() -> None:
    """Ann and cat are free for the patrol, bob is not; a trainee does not make two."""
    found = only(staffed(bob={"max_visits_day": 0}), "patrol", NOTHING)
    assert (found.main, found.near_misses) == ("caps", ("bob",))
    assert found.sentence_en.startswith("Only 1 of the 2 people needed")


def test_everything_said_of_a_visit() -> None:
    """Ann is too far by one minute; bob has no time beside the repair; cat is no carer."""
    problem = staffed(ann={"max_walk": 4}, bob={"availabilities": (Window(540, 600),)})
    roster = Roster((PlannedVisit("repair", 546),), (Assignment("repair", "bob", "fixer"),))
    assert only(problem, "elder", roster) == Unserved(
        visit="elder",
        main="outweighed",
        refusals=(("skills", 1), ("walking", 1), ("travel_time", 1)),
        near=(NearMiss("ann", "walking"), NearMiss("bob", "travel_time"), NearMiss("cat", "skills")),
        sentence_zh="有1人可以服务，但在本方案中他们同一时间都在做别的服务。",
        sentence_en="Those who could serve (1) are at other visits then in this roster.",
        escalated=False,
        resident_zh="能来的人在这些时间都已有安排，换个时间更容易安排。",
        resident_en="Those who could come are busy at these times: other times are easier.",
    )


def test_who_lacks_two_things_counts_under_both_and_is_no_near_miss() -> None:
    problem = staffed(ann={"skills": (), "max_walk": 4}, bob={"skills": (Skill("care", -1),)})
    found = only(problem, "elder", NOTHING)
    assert found.refusals == (("skills", 3), ("walking", 1))
    assert found.near == (NearMiss("bob", "skills"), NearMiss("cat", "skills"))


def test_facilities_are_counted_like_people() -> None:
    small_hall = replace(SMALL.facilities[0], id="den", modes={"chess": 2})
    shut = replace(SMALL.facilities[0], id="attic", openings=(Opening(0, 60),))
    problem = replace(SMALL, walks=FAR, facilities=(*SMALL.facilities, small_hall, shut))
    found = only(problem, "chess", NOTHING)
    assert found.refusals == (("facility_mode", 1), ("facility_reach", 3))
    near = changed(problem, walks=SMALL.walks)
    assert only(near, "chess", without("chess", "class", "repair")).refusals == (
        ("facility_mode", 1),
        ("facility_open", 1),
    )


def test_an_override_is_believed() -> None:
    problem = staffed(ann={"max_walk": 3}, bob={"max_walk": 3})
    pinned = replace(problem, pins=(Pin(visit="elder", volunteer="ann", override="knows the family"),))
    assert (only(problem, "elder", NOTHING).main, only(pinned, "elder", NOTHING).main) == ("walking", "possible")


def test_the_way_home_counts_for_those_who_return() -> None:
    walks = walks_from_table("ABLMH", {**WALKS, ("L", "A"): 11, ("L", "B"): 11})
    problem = replace(staffed(ann={"return_home": True}, bob={"return_home": True}), walks=walks)
    assert only(problem, "elder", NOTHING).refusals == (("skills", 1), ("walking", 2))
    assert only(replace(SMALL, walks=walks), "elder", NOTHING).main == "possible"


def test_guaranteed_visits_come_first_and_are_escalated() -> None:
    problem = changed(visits={"patrol": {"guaranteed": True}})
    found = unserved(problem, without("elder", "patrol", "chess"))
    assert [(u.visit, u.escalated) for u in found] == [("patrol", True), ("elder", False), ("chess", False)]


def test_a_full_roster_and_an_empty_problem_have_nothing_to_explain() -> None:
    assert unserved(SMALL, ROSTER) == ()
    assert unserved(Problem(name="bare", places=SMALL.places, walks=SMALL.walks), ROSTER) == ()


def test_nobody_and_no_facility_at_all() -> None:
    bare = replace(SMALL, volunteers=(), facilities=())
    assert [(u.visit, u.main, u.refusals, u.near) for u in unserved(bare, NOTHING)] == [
        ("elder", "skills", (), ()),
        ("repair", "skills", (), ()),
        ("patrol", "skills", (), ()),
        ("class", "facility_mode", (), ()),
        ("chess", "facility_mode", (), ()),
    ]


def test_a_visit_planned_without_its_facility_is_explained() -> None:
    assert [u.visit for u in unserved(SMALL, plan("class", 675))] == ["class"]


def addable(problem: Problem, name: str, roster: Roster) -> bool:
    """Any start, facility and crew that leaves a valid roster valid: by trying them all."""
    visit = problem.visit_of[name]
    facilities = [f.id for f in problem.facilities] if visit.need else [None]
    people = [v.id for v in problem.volunteers]
    starts = {s for w in visit.windows for s in range(w.start, w.end - visit.duration + 1)}
    crews = [
        tuple(Assignment(name, v, role.id) for v in chosen)
        for role in visit.roles
        for size in range(role.min, role.most + 1)
        for chosen in combinations(people, size)
    ] or [()]
    step = 15 if visit.on_grid else 1
    return any(
        not check(problem, Roster((*roster.planned, PlannedVisit(name, s, f)), (*roster.assignments, *crew)))
        for s, f, crew in product((s for s in starts if s % step == 0), facilities, crews)
    )


@pytest.mark.parametrize("seed", range(12))
def test_possible_is_said_exactly_of_what_can_be_added(seed: int) -> None:
    rng = random.Random(seed)
    problem = changed(
        volunteers={
            name: {
                "max_walk": rng.choice((5, 7, 9)),
                "return_home": rng.random() < 0.5,
                "max_visits_day": rng.choice((1, 2, 3, None)),
                "availabilities": rng.choice(((MORNING,), (Window(540, 620), Window(640, 720)), (Window(580, 720),))),
            }
            for name in ("ann", "bob", "cat")
        }
    )
    roster = without(*rng.sample([v.id for v in SMALL.visits], 2))
    while check(problem, roster):
        roster = without(check(problem, roster)[0].visit or roster.planned[0].visit, roster=roster)
    for found in unserved(problem, roster):
        assert (found.main == "possible") == addable(problem, found.visit, roster), found


def test_whoever_is_near_misses_one_rule_only() -> None:
    """Lifting the one rule makes the visit possible."""
    problem = staffed(ann={"max_walk": 4}, bob={"skills": ()})
    found = only(problem, "elder", NOTHING)
    assert found.near == (NearMiss("ann", "walking"), NearMiss("bob", "skills"), NearMiss("cat", "skills"))
    for lifted in ({"ann": {"max_walk": 5}}, {"bob": {"skills": (Skill("care"),)}}):
        assert only(changed(problem, volunteers=lifted), "elder", NOTHING).main == "possible"
