"""A quarter in a made-up world: weekly publishing, daily events, three ways of planning that meet the same people."""

from matcher.simulate.measures import Measures, Share, measured, weekly
from matcher.simulate.quarter import PLANNERS, Fate, Quarter, compared, lived
from matcher.simulate.world import Rates, World

__all__ = [
    "PLANNERS",
    "Fate",
    "Measures",
    "Quarter",
    "Rates",
    "Share",
    "World",
    "compared",
    "lived",
    "measured",
    "weekly",
]
