"""Tables -> what one plan is asked. With `store` and `current` the only place where minutes and moments meet."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any

from sqlmodel import Session

from matcher.problem import Problem
from matcher.scenario import Calendar, Scenario
from matcher.scenario.from_rows import scenario_from
from matcher.walking.datum import Datum
from matcher_api.communities.models import Community
from matcher_api.errors import Refusal
from matcher_api.planning.ground_rows import ground_rows
from matcher_api.planning.kept import kept
from matcher_api.planning.people_rows import people_rows
from matcher_api.planning.room_rows import Rooms, room_rows
from matcher_api.planning.scope import Scope
from matcher_api.planning.settled_rows import idle_pins, settled_rows
from matcher_api.planning.visit_rows import visit_rows


@dataclass(frozen=True)
class Planned:
    """A scenario whose ids are those of the rows. `bookings`: visits of it that only stand for rooms that are taken
    (ids of bookings); `since`: the moment from which on it plans."""

    scenario: Scenario
    communities: tuple[str, ...]
    bookings: frozenset[str]
    since: datetime | None = None

    @property
    def problem(self) -> Problem:
        return self.scenario.problem

    @property
    def calendar(self) -> Calendar:
        return self.scenario.calendar

    @property
    def zone(self) -> str:
        return self.scenario.zone

    @property
    def first_day(self) -> date:
        return self.scenario.start

    @property
    def span(self) -> tuple[datetime, datetime]:
        """From the first midnight to the last, in UTC."""
        return self.moment(0), self.moment(self.problem.days * 1440)

    def moment(self, minute: int) -> datetime:
        return self.calendar.datetime_of(minute).astimezone(UTC)

    def minute(self, moment: datetime) -> int:
        return self.calendar.minute_of(moment.replace(second=0, microsecond=0))


def load(
    session: Session,
    *,
    communities: Sequence[str],
    first_day: date,
    days: int,
    since: datetime | None = None,
    also: frozenset[str] = frozenset(),
    people: Collection[str] | None = None,
    asking: Collection[str] = (),
) -> Planned:
    """What these communities ask for on these days. The number of queries does not grow with the data.

    `since`: nothing is planned before this moment, and what is published to begin before it is no part of the plan;
    rooms and people it takes are not free. `also`: ids of places to hold beside those in use. `people`: these alone
    take part, where only what they do is judged. `asking`: people who look for work themselves, whether or not they
    want proposals. Settings are those of the first community.

    Raises InvalidProblem where the tables hold what cannot be planned; refuses communities that cannot be planned
    together (another time zone, datum or source of walks).
    """
    scope = scope_of(
        session, communities, first_day=first_day, days=days, since=since, also=also, people=people, asking=asking
    )
    rooms = Rooms(scope)
    return Planned(scenario_of(rooms, name="plan"), tuple(communities), frozenset(rooms.standing), since)


def scope_of(
    session: Session,
    communities: Sequence[str],
    *,
    first_day: date,
    days: int,
    since: datetime | None = None,
    ids: Mapping[str, str] | None = None,
    names: Mapping[str, str] | None = None,
    also: frozenset[str] = frozenset(),
    people: Collection[str] | None = None,
    asking: Collection[str] = (),
) -> Scope:
    rows = [session.get(Community, c) for c in communities]
    zones = {c.zone for c in rows if c is not None}
    if None in rows or not rows:
        raise Refusal("not_found")
    if len(zones) > 1 or len({c.datum for c in rows if c is not None}) > 1:
        raise Refusal("communities_apart")
    calendar = Calendar(first_day, zones.pop())
    first, last = (calendar.datetime_of(day * 1440).astimezone(UTC) for day in (0, days))
    found = kept(session, communities, first=first, last=last, day=first_day, people=people)
    return Scope(found, calendar, days, since, ids or {}, names or {}, also, frozenset(asking))


def scenario_of(rooms: Rooms, *, name: str) -> Scenario:
    """Raises InvalidProblem with every fault, named by table and id."""
    scope = rooms.scope
    settings = {**_settings(scope), "name": name, "walking.source": _source(scope)}
    tables: dict[str, list[dict[str, Any]]] = {}
    for part in (ground_rows(scope), people_rows(scope), visit_rows(scope), room_rows(rooms), settled_rows(rooms)):
        for table, rows in part.items():
            tables.setdefault(table, []).extend(rows)
    scenario = scenario_from(settings, tables)
    return replace(scenario, notes=(*scenario.notes, *scope.notes, *idle_pins(scope)))


def _settings(scope: Scope) -> dict[str, Any]:
    """Of the (first) community, by their keys in a scenario."""
    first = scope.kept.communities[0]
    values: dict[str, Any] = {
        "title": " ".join(first.name.split()) or None,
        "start": scope.calendar.start,
        "days": scope.days,
        "zone": first.zone,
        "datum": Datum(first.datum),
        "synthetic": any(c.synthetic for c in scope.kept.communities),
        "policy.service_defaults": first.service_defaults,
    }
    for group in ("policy", "weights", "walking"):
        for key, value in getattr(first, group).items():
            values[f"{group}.{key}"] = tuple(value) if isinstance(value, list) else value
    return values


def _source(scope: Scope) -> str:
    """Where the walks come from; as the reader of folders finds out where a community does not say."""
    tables = {w.community_id for w in scope.kept.walks}
    streets = {e.community_id for e in scope.kept.edges}
    found = {
        c.walking.get("source") or ("table" if c.id in tables else "streets" if c.id in streets else "approximate")
        for c in scope.kept.communities
    }
    if len(found) > 1:
        raise Refusal("communities_apart")
    return str(found.pop())
