"""Key figures, whole."""

import pytest

from matcher.report.figures import KeyFigures, RoomUse, Share, gini, key_figures
from matcher.roster import Roster
from report.told import PROBLEM, ROSTER
from small import without


def test_of_the_tiny_morning() -> None:
    assert key_figures(PROBLEM, without("repair")) == KeyFigures(
        visits=5,
        served=4,
        guaranteed=1,
        guaranteed_served=1,
        escalated=(),
        people=2,
        service_minutes=90 + 105,
        spread=(90, 97.5, 105),
        gini=pytest.approx(105 * 2 / (3 * 195)),  # type: ignore[arg-type]
        walk_minutes=5 + 0 + 8 + 6,
        legs=4,
        assignments=4,
        visits_with_people=3,
        by_service=tuple(Share(s, 1, s != "水电维修") for s in ("助老陪伴", "巡逻", "棋社", "水电维修", "课堂")),
        by_duration=(Share("30", 1, 1), Share("60", 4, 3)),
        by_priority=(Share("5", 5, 4),),
        by_group=(Share("独居老人", 1, 1),),
        rooms=(RoomUse("hall", 180, 105, 2),),
    )


def test_of_nothing() -> None:
    figures = key_figures(PROBLEM, Roster())
    assert (figures.served, figures.escalated, figures.spread, figures.gini) == (0, ("elder",), (0, 0, 0), 0.0)
    assert (figures.people_per_visit, figures.room_use) == (0.0, 0.0)


def test_people_and_rooms() -> None:
    figures = key_figures(PROBLEM, ROSTER)
    assert (figures.people_per_visit, figures.room_use) == (5 / 4, 105 / 180)


@pytest.mark.parametrize(
    ("amounts", "expected"), [([], 0.0), ([0, 0], 0.0), ([5, 5, 5], 0.0), ([0, 10], 0.5), ([0, 0, 0, 12], 0.75)]
)
def test_gini(amounts: list[int], expected: float) -> None:
    assert gini(amounts) == pytest.approx(expected)
