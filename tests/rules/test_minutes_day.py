"""`minutes_day`: ann serves 30 + 60 minutes of day 0."""

import pytest

from matcher.checker import check
from matcher.problem import DAY, Window
from matcher.roster import PlannedVisit, Roster
from matcher.rules import Violation
from small import ROSTER, changed

SERVED = 90


@pytest.mark.parametrize(("cap", "over"), [(None, 0), (SERVED + 1, 0), (SERVED, 0), (SERVED - 1, 1), (0, SERVED)])
def test_the_cap_of_a_day(cap: int | None, over: int) -> None:
    expected = (Violation("minutes_day", over, "minutes", volunteer="ann", other="0"),) if over else ()
    assert check(changed(volunteers={"ann": {"max_minutes_day": cap}}), ROSTER) == expected


def test_each_day_by_itself_and_a_visit_past_midnight_counts_to_the_day_it_starts() -> None:
    night = Window(DAY - 30, DAY + 90)
    problem = changed(
        days=2,
        volunteers={"ann": {"max_minutes_day": 59, "availabilities": (Window(540, 720), Window(1200, 2000))}},
        visits={"patrol": {"windows": (night,)}},
    )
    planned = tuple(p for p in ROSTER.planned if p.visit != "patrol")
    found = check(problem, Roster((*planned, PlannedVisit("patrol", DAY)), ROSTER.assignments))
    assert [v for v in found if v.rule == "minutes_day"] == [
        Violation("minutes_day", 1, "minutes", volunteer="ann", other="1")
    ]
    found = check(problem, Roster((*planned, PlannedVisit("patrol", DAY - 30)), ROSTER.assignments))
    assert [v for v in found if v.rule == "minutes_day"] == [
        Violation("minutes_day", 31, "minutes", volunteer="ann", other="0")
    ]
