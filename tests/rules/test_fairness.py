"""`fairness`: 240 minutes are asked of three who offer the same: 80 minutes each; steps at 80, 120 and 160."""

from dataclasses import replace

import pytest

from matcher.problem import Window
from matcher.roster import Roster
from matcher.rules import fairness
from small import ROSTER, SMALL, changed, without

ASKED, SHARE = 240, 80


@pytest.mark.parametrize(
    ("minutes", "points"),
    [
        (SHARE - 1, 0),
        (SHARE, 0),
        (SHARE + 1, 1),
        (SHARE + 6, 1),
        (SHARE + 7, 2),
        (120, 7),
        (121, 7),
        (122, 8),
        (160, 20),
        (161, 21),
        (163, 22),
        (220, 60),
    ],
)
def test_the_price_rises_from_step_to_step(minutes: int, points: int) -> None:
    """10, 20, 40 points an hour: 40 minutes at 10 are 6 2/3, 40 more at 20 make 20; rounded up once a person."""
    day = (Window(540, 999),)
    elder = replace(SMALL.visit_of["elder"], duration=minutes, windows=day)
    rest = replace(SMALL.visit_of["repair"], duration=max(1, ASKED - minutes), windows=day)
    problem = replace(SMALL, visits=(elder, rest) if minutes < ASKED else (elder,))
    roster = without("repair", "patrol", "class", "chess")
    assert fairness.RULE.cost(problem, roster) == -points


def test_each_person_by_themselves() -> None:
    """Ann 90 minutes: 10 at 10. Bob 150: 40 at 10 and 30 at 20."""
    assert fairness.RULE.cost(SMALL, ROSTER) == -(2 + 17)
    assert fairness.RULE.cost(SMALL, Roster()) == 0


def test_volunteers_only() -> None:
    """Without bob the 240 minutes are two people's: 120 each, and staff is never charged."""
    problem = changed(volunteers={"bob": {"kind": "staff"}})
    assert fairness.RULE.cost(problem, ROSTER) == 0


def test_history_counts_on_both_sides() -> None:
    """Bob brings 60 minutes: demand 300, share 100, of which 40 are left in this roster, then 90 and 140."""
    problem = changed(volunteers={"bob": {"history_minutes": 60}})
    bob = -(-(10 * 110 + 10 * 60 + 20 * 10) // 60)
    assert fairness.RULE.cost(problem, ROSTER) == -bob
