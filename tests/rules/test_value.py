"""`value`: elder 450, repair 563, patrol 675, class 563, chess 675."""

from matcher.roster import Roster
from matcher.rules import value
from small import ROSTER, SMALL, changed, without

ALL = 450 + 563 + 675 + 563 + 675


def test_every_visit_served_counts() -> None:
    assert value.RULE.cost(SMALL, ROSTER) == ALL
    assert value.RULE.cost(SMALL, without("elder")) == ALL - 450
    assert value.RULE.cost(SMALL, Roster()) == 0


def test_a_value_of_its_own() -> None:
    assert value.RULE.cost(changed(visits={"elder": {"value": 7}}), ROSTER) == ALL - 450 + 7


def test_guaranteed_visits_count_here_and_make_stage_1() -> None:
    problem = changed(visits={"elder": {"guaranteed": True}, "class": {"guaranteed": True}})
    assert value.RULE.cost(problem, ROSTER) == ALL
    assert value.guaranteed(problem, ROSTER) == 450 + 563
    assert value.guaranteed(problem, without("elder")) == 563
    assert value.guaranteed(SMALL, ROSTER) == 0
