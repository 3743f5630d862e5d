"""`series`: 30 points for every distinct person in a series."""

import pytest

from matcher.rules import series
from small import ROSTER, SMALL, changed


@pytest.mark.parametrize(
    ("visits", "people"),
    [((), 0), (("elder",), 1), (("patrol",), 2), (("elder", "patrol"), 2), (("elder", "repair", "patrol", "class"), 2)],
)
def test_every_face_of_a_series_once(visits: tuple[str, ...], people: int) -> None:
    problem = changed(visits={v: {"series": "s"} for v in visits})
    assert series.RULE.cost(problem, ROSTER) == -30 * people


def test_every_series_by_itself() -> None:
    problem = changed(visits={"elder": {"series": "a"}, "patrol": {"series": "b"}, "chess": {"series": "c"}})
    assert series.RULE.cost(problem, ROSTER) == -30 * (1 + 2)
    assert series.RULE.cost(SMALL, ROSTER) == 0
