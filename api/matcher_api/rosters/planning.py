"""A roster's problem: the tables as planning sees them, with the roster's own limits."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from matcher.problem import Problem
from matcher_api.communities.models import Community
from matcher_api.communities.settings import of_service
from matcher_api.planning.load import Planned, load
from matcher_api.rosters.models import RosterRow


def planned_of(session: Session, roster: RosterRow, *, now: datetime) -> Planned:
    """What its communities ask for on its days, as far as they are still to come and not frozen; ids are those of the
    rows."""
    since = frozen_until(session, roster, now=now)
    return load(session, communities=roster.community_ids, first_day=roster.first_day, days=roster.days, since=since)


def frozen_until(session: Session, roster: RosterRow, *, now: datetime) -> datetime:
    """What is published to begin before this moment stays as it is published, and nothing new is planned before it:
    the longest `freeze_hours` of the roster's communities from now."""
    rows = session.exec(select(Community).where(col(Community.id).in_(roster.community_ids))).all()
    return now + timedelta(hours=max((of_service(c).freeze_hours for c in rows), default=0.0))


def problem_of(planned: Planned, roster: RosterRow) -> Problem:
    if roster.max_people_changed is None:
        return planned.problem
    policy = replace(planned.problem.policy, max_people_changed=roster.max_people_changed)
    return replace(planned.problem, policy=policy)
