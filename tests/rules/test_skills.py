"""`skills`: the carer needs `care`, valid on the day."""

import pytest

from matcher.checker import check
from matcher.problem import Pin, Problem, Role, Skill
from matcher.rules import Violation
from small import ROSTER, SMALL, changed, team

DAY = 0
MISSING = Violation("skills", 1, "skills", visit="elder", volunteer="ann")


def with_skills(*skills: Skill) -> Problem:
    return changed(volunteers={"ann": {"skills": skills}})


@pytest.mark.parametrize("until", [None, DAY, DAY + 1])
def test_valid_through_the_day(until: int | None) -> None:
    assert check(with_skills(Skill("care", until)), ROSTER) == ()


@pytest.mark.parametrize("skills", [(), (Skill("care", DAY - 1),), (Skill("tutor"),)])
def test_lacking_or_run_out(skills: tuple[Skill, ...]) -> None:
    assert check(with_skills(*skills), ROSTER) == (MISSING,)


def test_every_missing_skill_counts() -> None:
    roles = (Role(id="carer", skills=frozenset({"care", "first aid", "driving"})),)
    assert check(changed(visits={"elder": {"roles": roles}}), ROSTER) == (
        Violation("skills", 2, "skills", visit="elder", volunteer="ann"),
    )


def test_the_skill_of_one_role_is_not_asked_of_another() -> None:
    assert check(SMALL, team("repair", ("bob", "fixer"))) == ()


def test_an_override_is_reported() -> None:
    problem = changed(with_skills(), pins=(Pin(visit="elder", volunteer="ann", override="knows the family"),))
    assert check(problem, ROSTER) == (
        Violation("skills", 1, "skills", visit="elder", volunteer="ann", overridden=True),
    )
