"""`conditions`: at least k of the patrol, or all of it, have a tag, a skill, a sex or a record check."""

import pytest

from matcher.checker import check
from matcher.problem import Condition, Pin, Role, Skill
from matcher.rules import Violation
from small import ROSTER, changed, team

PEOPLE = {
    "ann": {"sex": "f", "tags": frozenset({"party"}), "record_checked": True},
    "bob": {"sex": "m", "tags": frozenset({"party"}), "record_checked": False},
    "cat": {"sex": "f", "tags": frozenset({"trainee"}), "record_checked": False},
}


def broken(condition: Condition, *, people: tuple[str, ...] = ("ann", "bob", "cat")) -> list[Violation]:
    problem = changed(volunteers=PEOPLE, visits={"patrol": {"conditions": (condition,)}})
    found = check(problem, team("patrol", *((p, "walker") for p in people)))
    return [v for v in found if v.rule == "conditions"]


@pytest.mark.parametrize(
    ("of", "met"), [("party", 2), ("sex:f", 2), ("sex:m", 1), ("record_checked", 1), ("trainee", 1), ("care", 2)]
)
def test_just_enough_and_one_too_few(of: str, met: int) -> None:
    assert broken(Condition(of, met)) == []
    assert broken(Condition(of, met + 1)) == [Violation("conditions", 1, "people", visit="patrol", other=of)]


def test_all_of_them() -> None:
    assert broken(Condition("party", None), people=("ann", "bob")) == []
    assert broken(Condition("party", None)) == [Violation("conditions", 1, "people", visit="patrol", other="party")]
    assert broken(Condition("nobody", None)) == [Violation("conditions", 3, "people", visit="patrol", other="nobody")]


def test_a_skill_counts_on_the_day_only() -> None:
    problem = changed(
        volunteers={"ann": {"skills": (Skill("care"), Skill("law", -1))}, "bob": {"skills": (Skill("law", 0),)}},
        visits={"patrol": {"conditions": (Condition("law", 2),)}, "class": {"roles": (Role(id="teacher"),)}},
    )
    assert check(problem, ROSTER) == (Violation("conditions", 1, "people", visit="patrol", other="law"),)


def test_a_booking_nobody_comes_to_meets_no_condition() -> None:
    problem = changed(visits={"chess": {"roles": (Role(id="host", min=0, max=1),), "conditions": (Condition("care"),)}})
    assert check(problem, ROSTER) == (Violation("conditions", 1, "people", visit="chess", other="care"),)


def test_no_override_of_a_condition_of_the_visit() -> None:
    problem = changed(
        volunteers=PEOPLE,
        visits={"elder": {"conditions": (Condition("sex:m"),)}},
        pins=(Pin(visit="elder", volunteer="ann", override="asked for"),),
    )
    assert check(problem, ROSTER) == (Violation("conditions", 1, "people", visit="elder", other="sex:m"),)
