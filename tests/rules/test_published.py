"""`published`: ann and bob are known to patrol at 600, the chess club to be in the hall at 540."""

import pytest

from matcher.problem import Published
from matcher.roster import PlannedVisit, Roster
from matcher.rules import published
from small import ROSTER, SMALL, changed, plan, team, without

SERVED, PAIR, MOVED, DROPPED = 200, -150, -100, -1000
PATROL = (
    Published(visit="patrol", volunteer="ann", role="walker", start=600),
    Published(visit="patrol", volunteer="bob", role="walker", start=600),
)
CHESS = (Published(visit="chess", start=540, facility="hall"),)


@pytest.mark.parametrize(
    ("roster", "points"),
    [
        (ROSTER, SERVED),
        (plan("patrol", 615), SERVED + MOVED),
        (team("patrol", ("ann", "walker"), ("cat", "walker")), SERVED + PAIR),
        (team("patrol", ("cat", "walker")), SERVED + 2 * PAIR),
        (plan("patrol", 615, roster=team("patrol", ("cat", "walker"))), SERVED + 2 * PAIR + MOVED),
        (team("patrol", ("ann", "walker"), ("bob", "walker"), ("cat", "walker")), SERVED),
        (without("patrol"), DROPPED),
        (without("elder"), SERVED),
    ],
)
def test_a_team(roster: Roster, points: int) -> None:
    assert published.RULE.cost(changed(published=PATROL), roster) == points


@pytest.mark.parametrize(
    ("planned", "points"),
    [
        (PlannedVisit("chess", 540, "hall"), SERVED),
        (PlannedVisit("chess", 555, "hall"), SERVED + MOVED),
        (PlannedVisit("chess", 540, "attic"), SERVED + MOVED),
        (PlannedVisit("chess", 555, "attic"), SERVED + MOVED),
    ],
)
def test_a_booking_moves_in_time_or_place_once(planned: PlannedVisit, points: int) -> None:
    assert published.RULE.cost(changed(published=CHESS), Roster((planned,))) == points


def test_visits_add_up_and_without_a_published_roster_nothing_counts() -> None:
    assert published.RULE.cost(changed(published=(*PATROL, *CHESS)), without("chess")) == SERVED + DROPPED
    assert published.RULE.cost(SMALL, ROSTER) == 0
