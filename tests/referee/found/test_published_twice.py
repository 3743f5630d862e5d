"""One published pair of visit and volunteer in two rows (seed 1391): not kept, it costs once, everywhere."""

from __future__ import annotations

from examine import findings, findings_cut_short
from hand_made import person, problem, team

from matcher import solve
from matcher.problem import Published
from matcher.roster import Assignment, PlannedVisit, Roster
from matcher.score import score


def test_a_published_pair_in_two_rows() -> None:
    rows = tuple(Published(visit="x", start=540, volunteer="ann", role=role) for role in ("r", None))
    volunteers = (person("ann", (0, 60)), person("bob"), person("cem"))
    asked = problem(volunteers=volunteers, visits=(team("x", 540, 600, 30),), published=rows)
    assert findings(asked) + findings_cut_short(asked) == []
    roster = Roster((PlannedVisit("x", 540),), (Assignment("x", "bob", "r"), Assignment("x", "cem", "r")))
    assert solve(asked).all.objective == score(asked, roster).objective == 100 + 200 - 150
