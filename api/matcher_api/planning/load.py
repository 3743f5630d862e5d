"""Tables -> what one plan is asked. With `store` and `current` the only place where minutes and moments meet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlmodel import Session

from matcher.problem import Problem
from matcher.scenario import Calendar, Scenario
from matcher.scenario.from_rows import scenario_from
from matcher.walking.datum import Datum
from matcher_api.calendars.kinds import loaded
from matcher_api.communities.models import Community
from matcher_api.errors import Refusal
from matcher_api.planning.kept import kept
from matcher_api.planning.rows import Told


@dataclass(frozen=True)
class Planned:
    """A scenario whose ids are those of the rows. `bookings`: visits of it that are rooms residents booked directly,
    there to keep the rooms taken."""

    scenario: Scenario
    communities: tuple[str, ...]
    bookings: frozenset[str]

    @property
    def problem(self) -> Problem:
        return self.scenario.problem

    @property
    def calendar(self) -> Calendar:
        return self.scenario.calendar

    def moment(self, minute: int) -> datetime:
        return self.calendar.datetime_of(minute).astimezone(UTC)

    def minute(self, moment: datetime) -> int:
        return self.calendar.minute_of(moment)


def load(session: Session, *, communities: Sequence[str], first_day: date, days: int) -> Planned:
    """What these communities ask for on these days. The number of queries does not grow with the data.

    Raises InvalidProblem where the tables hold what cannot be planned; refuses communities that cannot be planned
    together (another time zone, another datum).
    """
    told = told_of(session, communities, first_day=first_day, days=days, ids={})
    scenario = scenario_from(settings_of(told, name="plan"), told.tables())
    return Planned(scenario, tuple(communities), frozenset(b.id for b in told.direct_bookings))


def told_of(
    session: Session,
    communities: Sequence[str],
    *,
    first_day: date,
    days: int,
    ids: Mapping[str, str],
    names: Mapping[str, str] | None = None,
) -> Told:
    rows = [session.get(Community, c) for c in communities]
    zones = {c.zone for c in rows if c is not None}
    if None in rows or not rows:
        raise Refusal("not_found")
    if len(zones) > 1 or len({c.datum for c in rows if c is not None}) > 1:
        raise Refusal("communities_apart")
    calendar = Calendar(first_day, zones.pop())
    first = calendar.datetime_of(0).astimezone(UTC)
    found = kept(session, communities, first=first, last=first + timedelta(days=days))
    kinds = {c: loaded(session, c) for c in communities}
    return Told(found, calendar, days, ids, kinds, names or {})


def settings_of(told: Told, *, name: str) -> dict[str, Any]:
    """Settings of the (first) community, by their keys in a scenario."""
    first = told.kept.communities[0]
    values: dict[str, Any] = {
        "name": name,
        "title": first.name or None,
        "start": told.calendar.start,
        "days": told.days,
        "zone": first.zone,
        "datum": Datum(first.datum),
        "synthetic": any(c.synthetic for c in told.kept.communities),
        "policy.service_defaults": first.service_defaults,
    }
    for group in ("policy", "weights", "walking"):
        for key, value in getattr(first, group).items():
            values[f"{group}.{key}"] = tuple(value) if isinstance(value, list) else value
    return values
