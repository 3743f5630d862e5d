"""A roster as a point of the programme is worth what `score` says, to the last unit."""

from __future__ import annotations

from typing import Any

import pytest

from matcher.problem import Pair, Problem, Published, Role, Visit, Volunteer, Weights
from matcher.roster import Roster
from matcher.score import score
from matcher.solver.line import line
from matcher.solver.point import feasible, point_of, worth
from small import ROSTER, SMALL, changed
from solver.made import booking, person, plan, problem, room, single, team

CREW = (person("ann"), person("bob"), person("dan"))


def asked(*visits: Visit, people: tuple[Volunteer, ...] = CREW, **parts: Any) -> Problem:
    return problem(volunteers=people, visits=visits, **parts)


def points(one: Problem, roster: Roster) -> tuple[int, int, int]:
    """Guaranteed, points and visits of the roster as the programme counts them."""
    programme = line(one).programme
    point = point_of(programme, roster)
    assert point is not None and feasible(programme, point)
    return (
        worth(programme, point, "guaranteed"),
        worth(programme, point, "points"),
        worth(programme, point, "visits"),
    )


def test_the_points_of_the_morning_are_those_of_score() -> None:
    judged = score(SMALL, ROSTER)
    assert points(SMALL, ROSTER) == (judged.guaranteed, judged.objective, 5)
    chosen = changed(visits={"patrol": {"guaranteed": True}, "chess": {"guaranteed": True}})
    assert points(chosen, ROSTER) == (score(chosen, ROSTER).guaranteed, judged.objective, 5)


@pytest.mark.parametrize(
    ("names", "extra"), [("ann", 0), ("ann bob", 30), ("ann bob dan", 60), ("ann bob dan eve", 60)]
)
@pytest.mark.parametrize("most", [3, 4])
def test_people_above_min_count_up_to_desired(names: str, extra: int, most: int) -> None:
    if len(names.split()) > most:
        return
    one = asked(team("t", people=1, desired=3, most=most), people=(*CREW, person("eve")))
    assert points(one, plan(("t", 540), t=names)) == (0, 100 + extra, 1)


@pytest.mark.parametrize(
    ("roster", "expected"),
    [
        (Roster(), -2000),
        (plan(("x", 550), x="ann"), -1000 + 300),
        (plan(("x", 551), x="ann"), -1000 + 200),
        (plan(("x", 550), x="bob"), -1000 + 150),
        (plan(("x", 551), x="bob"), -1000 + 50),
        (plan(("t", 600), t="ann bob"), -1000 + 300),
        (plan(("t", 600), t="ann dan"), -1000 + 150),
        (plan(("t", 615), t="dan eve"), -1000 - 100),
    ],
)
def test_published_work(roster: Roster, expected: int) -> None:
    published = (
        Published(visit="x", start=550, volunteer="ann"),
        Published(visit="t", start=600, volunteer="ann"),
        Published(visit="t", start=600, volunteer="bob"),
    )
    one = asked(single("x"), team("t"), published=published, people=(*CREW, person("eve")))
    assert points(one, roster)[1] == score(one, roster).objective == expected


@pytest.mark.parametrize("minutes", [30, 45, 46, 60, 61, 75, 76, 120])
def test_hours_above_the_share_cost_by_steps(minutes: int) -> None:
    """Two volunteers of one offer share; history moves ann's steps to 30, 45 and 60 minutes or so."""
    ann, bob = (person(name, kind="volunteer", history_minutes=h) for name, h in (("ann", 20), ("bob", 0)))
    x, y = single("x", duration=minutes, value=1000), single("y", duration=1)
    weights = Weights(fairness=(60, 180, 600))
    one = asked(x, y, people=(ann, bob), weights=weights)
    roster = plan(("x", 540), ("y", 700), x="ann", y="ann")
    assert points(one, roster)[1] == score(one, roster).objective


def test_faces_pairs_rooms_and_walks() -> None:
    x, y = single("x", series="s", place="B"), single("y", series="s", place="B")
    visit = booking("b", roles=(Role(id="r", min=2),), people=2)
    one = asked(
        x,
        y,
        visit,
        facilities=(room("hall", cost=7),),
        pairs=(Pair("ann", "visit", "x", "preferred"), Pair("ann", "volunteer", "bob", "preferred")),
    )
    for roster, expected in (
        (plan(("x", 550), ("y", 580), x="ann", y="ann"), 200 - 30 + 15 - 10),
        (plan(("x", 550), ("y", 580), x="ann", y="bob"), 200 - 60 + 15 - 20),
        (plan(("b", 555, "hall"), b="ann bob"), 100 - 3 + 15 - 20),
        (plan(("b", 555, "hall"), b="ann dan"), 100 - 3 - 20),
    ):
        assert points(one, roster)[1] == score(one, roster).objective == expected
