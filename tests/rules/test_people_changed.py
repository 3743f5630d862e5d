"""`people_changed`: ann and bob were published in the patrol at 600, ann for the elder at 545."""

from dataclasses import replace

import pytest

from matcher.checker import check
from matcher.problem import Policy, Problem, Published
from matcher.roster import Roster
from matcher.rules import Violation
from small import ROSTER, changed, plan, team, without

KNOWN = (
    Published(visit="elder", volunteer="ann", role="carer", start=545),
    Published(visit="patrol", volunteer="ann", role="walker", start=600),
    Published(visit="patrol", volunteer="bob", role="walker", start=600),
    Published(visit="chess", start=540, facility="hall"),
)


def capped(cap: int | None) -> Problem:
    return changed(published=KNOWN, policy=Policy(max_people_changed=cap))


def broken(cap: int | None, roster: Roster) -> list[Violation]:
    return [v for v in check(capped(cap), roster) if v.rule == "people_changed"]


@pytest.mark.parametrize(
    ("roster", "people"),
    [
        (ROSTER, 0),
        (plan("elder", 546), 1),
        (without("patrol"), 2),
        (without("elder", "patrol"), 2),
        (team("patrol", ("ann", "walker"), ("cat", "walker")), 1),
        (without("chess"), 0),
        (plan("repair", 550), 0),
    ],
)
def test_people_whose_work_changes(roster: Roster, people: int) -> None:
    """Ann counts once however much changes; a booking of nobody and work never published count nothing."""
    assert broken(people, roster) == []
    assert broken(people + 1, roster) == []
    if people:
        assert broken(people - 1, roster) == [Violation("people_changed", 1, "people")]


def test_no_cap() -> None:
    assert broken(None, without("elder", "patrol")) == []


def test_another_role_is_no_change() -> None:
    rows = tuple(replace(row, role=None) for row in KNOWN)
    assert check(changed(published=rows, policy=Policy(max_people_changed=0)), ROSTER) == ()


@pytest.mark.parametrize(("room", "people"), [("hall", 0), ("attic", 1)])
def test_another_room_is_a_change(room: str, people: int) -> None:
    row = Published(visit="class", volunteer="bob", role="teacher", start=675, facility="hall")
    problem = changed(published=(row,), policy=Policy(max_people_changed=0))
    problem = replace(problem, facilities=(*problem.facilities, replace(problem.facilities[0], id="attic")))
    expected = (Violation("people_changed", people, "people"),) if people else ()
    assert check(problem, plan("class", 675, room)) == expected
