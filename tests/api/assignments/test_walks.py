"""The machines of assignments and visits walked at random, by people and desk, through the endpoints."""

from __future__ import annotations

import os
from collections import Counter

import pytest

from api.day_week import DayWeek
from api.walks import Walk
from api.world import World
from matcher_api.people.models import PersonSkill

WALKS = int(os.environ.get("MATCHER_WALKS", "100"))
NEEDED = {
    "accept", "seek", "take", "check_in", "check_out", "verify", "no_show", "stand_in", "answer_swap", "door",
}  # fmt: skip
"""A walk on which these never succeeded has shown nothing."""


def able(world: World) -> DayWeek:
    """v2 can teach too, so that there is something to swap: what the rules forbid is not even asked."""
    week = DayWeek(world)
    world.add(PersonSkill(person_id=week.people["v2"], skill="teaching"))
    return week


def test_whatever_they_do_it_holds(world: World) -> None:
    walk = Walk(able(world), seed=12)
    for _ in range(160):
        walk.step()
    shown = {"accept", "seek", "take", "answer_swap", "check_in", "check_out", "verify", "correct", "door"}
    assert shown <= {action for action, times in walk.done.items() if times}, walk.done


@pytest.mark.campaign
@pytest.mark.parametrize("seed", range(WALKS))
def test_it_holds_however_they_walk(world: World, seed: int) -> None:
    """MATCHER_WALKS: how many."""
    walk = Walk(able(world), seed)
    for _ in range(200):
        walk.step()
    TOTAL.update(walk.done)
    if seed == WALKS - 1 and WALKS >= 50 and "PYTEST_XDIST_WORKER" not in os.environ:  # one process saw them all
        assert {a for a, n in TOTAL.items() if n} >= NEEDED, TOTAL


TOTAL: Counter[str] = Counter()
