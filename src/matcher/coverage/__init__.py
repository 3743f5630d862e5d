"""What every door reaches on foot, at which hours that is open or staffed, and what one more of it would change."""

from matcher.coverage.additions import AddGate, Addition, AddOpening, AddSite, added
from matcher.coverage.circle import Circle, circle
from matcher.coverage.covered import ELDER_PACE, Coverage, Covered, coverage
from matcher.coverage.difference import Gain, difference
from matcher.coverage.doors import Doors, homes_of
from matcher.coverage.gaps import Gap, gaps
from matcher.coverage.ground_of import ground_of
from matcher.coverage.sites import Site, sites_of
from matcher.coverage.wanted import Crew, Wanted
from matcher.coverage.written import Reader

__all__ = [
    "ELDER_PACE",
    "AddGate",
    "AddOpening",
    "AddSite",
    "Addition",
    "Circle",
    "Coverage",
    "Covered",
    "Crew",
    "Doors",
    "Gain",
    "Gap",
    "Reader",
    "Site",
    "Wanted",
    "added",
    "circle",
    "coverage",
    "difference",
    "gaps",
    "ground_of",
    "homes_of",
    "sites_of",
]
