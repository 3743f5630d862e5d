"""What is asked, as frozen values. Semantics: docs/problem.md, which leads.

Units: every time is a whole minute from local midnight of the first day; windows are half-open `[start, end)`;
durations and walks are whole minutes; points are whole numbers, maximised; days count from 0.
Built values are valid: a constructor raises `InvalidProblem` with every fault it can see.
"""

from matcher.problem.facilities import Facility, Opening
from matcher.problem.known import Pair, Pin, Published, Quota
from matcher.problem.people import TRAINEE, Kind, Place, Skill, Volunteer
from matcher.problem.settings import Policy, Weights
from matcher.problem.time import DAY, NIGHT_END, NIGHT_START, Window, less, merged
from matcher.problem.visits import Condition, FacilityNeed, Risk, Role, Visit
from matcher.problem.whole import Problem

__all__ = [
    "DAY",
    "NIGHT_END",
    "NIGHT_START",
    "TRAINEE",
    "Condition",
    "Facility",
    "FacilityNeed",
    "Kind",
    "Opening",
    "Pair",
    "Pin",
    "Place",
    "Policy",
    "Problem",
    "Published",
    "Quota",
    "Risk",
    "Role",
    "Skill",
    "Visit",
    "Volunteer",
    "Weights",
    "Window",
    "less",
    "merged",
]
