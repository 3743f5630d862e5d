"""`trainee`: at most one trainee beside each other person of a role."""

from dataclasses import replace

import pytest

from matcher.checker import check
from matcher.problem import Role
from matcher.rules import Violation
from small import SMALL, changed, team

LEARNERS = tuple(replace(SMALL.volunteer_of["cat"], id=f"cat{i}") for i in range(3))
PROBLEM = changed(
    visits={"patrol": {"roles": (Role(id="walker", min=1, max=9), Role(id="guide", min=0, max=9))}},
)
PROBLEM = replace(PROBLEM, volunteers=(*PROBLEM.volunteers, *LEARNERS))


def broken(*people: tuple[str, str]) -> list[Violation]:
    return [v for v in check(PROBLEM, team("patrol", *people)) if v.rule == "trainee"]


@pytest.mark.parametrize(("trainees", "over"), [(1, 0), (2, 0), (3, 1)])
def test_as_many_as_others_and_one_more(trainees: int, over: int) -> None:
    found = broken(("ann", "walker"), ("bob", "walker"), *((f"cat{i}", "walker") for i in range(trainees)))
    expected = [Violation("trainee", over, "people", visit="patrol", other="walker")] if over else []
    assert found == expected


def test_a_colleague_in_another_role_is_no_partner() -> None:
    assert broken(("ann", "walker"), ("bob", "walker"), ("cat0", "guide")) == [
        Violation("trainee", 1, "people", visit="patrol", other="guide")
    ]
