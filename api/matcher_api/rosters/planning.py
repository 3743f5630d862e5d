"""A roster's problem: the tables as planning sees them, with the roster's own limits."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from sqlmodel import Session

from matcher.problem import Problem
from matcher_api.planning.load import Planned, load
from matcher_api.rosters.models import RosterRow


def planned_of(session: Session, roster: RosterRow, *, now: datetime) -> Planned:
    """What its communities ask for on its days, as far as they are still to come; ids are those of the rows."""
    return load(session, communities=roster.community_ids, first_day=roster.first_day, days=roster.days, since=now)


def problem_of(planned: Planned, roster: RosterRow) -> Problem:
    if roster.max_people_changed is None:
        return planned.problem
    policy = replace(planned.problem.policy, max_people_changed=roster.max_people_changed)
    return replace(planned.problem, policy=policy)
