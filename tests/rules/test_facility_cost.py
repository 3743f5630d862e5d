"""`facility_cost`: the hall costs by the hour: chess books 60 minutes, the class 45."""

import pytest

from matcher.roster import Roster
from matcher.rules import facility_cost
from small import ROSTER, changed, without


@pytest.mark.parametrize(("cost", "points"), [(0, 0), (1, 1 + 0), (10, 10 + 7), (20, 20 + 15)])
def test_booked_hours_rounded_down_a_booking(cost: int, points: int) -> None:
    problem = changed(facilities={"hall": {"cost": cost}})
    assert facility_cost.RULE.cost(problem, ROSTER) == -points


def test_only_what_is_booked() -> None:
    assert facility_cost.RULE.cost(changed(), without("chess")) == -7
    assert facility_cost.RULE.cost(changed(), Roster()) == 0
