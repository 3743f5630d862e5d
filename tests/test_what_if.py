"""What-if: changes of a problem, and a re-solve that leaves alone what it must."""

import pytest

from matcher.checker import check
from matcher.errors import InvalidProblem
from matcher.problem import Pair, Policy, Window
from matcher.roster import Roster
from matcher.score import score
from matcher.solver import solve
from matcher.what_if import Edit, PersonChange, Put, Remove, Set, changed, difference, resolve_near
from small import ROSTER, SMALL, plan, team, without

LATE = Window(660, 720)


def test_every_kind_of_change_is_made() -> None:
    pair = Pair("ann", "visit", "repair")
    after = changed(
        SMALL,
        [
            Remove("visits", "chess"),
            Edit("visits", "repair", (("windows", (LATE,)), ("duration", 30))),
            Put(pair),
            Set("policy", Policy(gap=7)),
        ],
    )
    assert [v.id for v in after.visits] == ["elder", "repair", "patrol", "class"]
    assert (after.visit_of["repair"].windows, after.visit_of["repair"].duration) == ((LATE,), 30)
    assert (after.pairs, after.policy.gap) == ((*SMALL.pairs, pair), 7)


def test_what_is_put_back_is_the_same_problem() -> None:
    assert changed(SMALL, [Put(SMALL.volunteers[0]), Put(SMALL.visits[2])]) == SMALL


def test_all_faults_are_told_at_once() -> None:
    with pytest.raises(InvalidProblem) as told:
        changed(
            SMALL,
            [
                Remove("visits", "none"),
                Edit("visits", "elder", (("colour", 1),)),
                Set("pins", ()),
                Edit("visits", "elder", (("duration", 0),)),
            ],
        )
    assert [e.code for e in told.value.errors] == ["unknown_id", "unknown_field", "unknown_field", "duration"]


@pytest.mark.parametrize("free", [(), ("chess",), ("repair", "elder"), ("class", "chess"), ("patrol",)])
def test_what_is_not_free_stays_and_the_points_are_those_of_the_whole(free: tuple[str, ...]) -> None:
    roster = without(*free)
    result = resolve_near(SMALL, roster, free=free)
    assert check(SMALL, result.roster) == ()
    assert without(*free, roster=result.roster) == roster
    assert result.all.objective == score(SMALL, result.roster).objective
    assert result.all.objective >= score(SMALL, ROSTER).objective


def test_an_unserved_visit_that_is_not_free_stays_unserved() -> None:
    for visit in ("repair", "chess"):
        roster = without(visit)
        assert resolve_near(SMALL, roster, free=()).roster == roster


def test_all_free_is_a_solve_of_the_whole() -> None:
    everything = [v.id for v in SMALL.visits]
    assert resolve_near(SMALL, Roster(), free=everything).all.objective == solve(SMALL).all.objective


def test_no_change_concerns_nobody() -> None:
    same = difference(SMALL, ROSTER, SMALL, ROSTER)
    assert (same.served, same.lost, same.moved, same.people) == ((), (), (), ())
    assert (same.points.guaranteed, same.points.objective) == (0, 0)


def test_each_person_hears_what_is_gained_lost_and_moved() -> None:
    after = plan("patrol", 615, roster=team("elder", ("bob", "carer"), roster=without("chess", "class")))
    told = difference(SMALL, ROSTER, SMALL, after)
    assert (told.served, told.lost, told.moved) == ((), ("chess", "class"), ("patrol",))
    assert told.people == (
        PersonChange("ann", loses=("elder",), moves=("patrol",)),
        PersonChange("bob", gains=("elder",), loses=("class",), moves=("patrol",)),
    )
    assert told.notify == ("ann", "bob")
    assert told.points.objective == score(SMALL, after).objective - score(SMALL, ROSTER).objective


def test_a_visit_that_comes_back_is_newly_served() -> None:
    told = difference(SMALL, without("repair"), SMALL, ROSTER)
    assert (told.served, told.people) == (("repair",), (PersonChange("bob", gains=("repair",)),))
