"""People of a plan: who they are, what they can, when they are free, what they did before."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from matcher_api.people.free_time import free_windows
from matcher_api.people.models import Person
from matcher_api.planning.kept import HISTORY
from matcher_api.planning.scope import Scope

Value = dict[str, Any]
_SAME = (
    "kind", "pace", "max_walk_minutes", "max_minutes_day", "max_visits_day", "minor", "guardian_consent",
    "record_checked", "return_home",
)  # fmt: skip


def people_rows(scope: Scope) -> dict[str, list[Value]]:
    before, within = _served(scope)
    people = scope.people.values()
    return {
        "volunteers": [_person(scope, p, before.get(p.id, 0), within.get(p.id, 0)) for p in people],
        "skills": [
            {"volunteer": scope.key(p.id), "skill": s.skill, "valid_until": scope.day(s.valid_until)}
            for p in people
            for s in scope.kept.skills.get(p.id, ())
        ],
        "availability": [
            {"volunteer": scope.key(p.id), "start": span[0], "end": span[1]}
            for p in people
            for span in scope.free[p.id]
        ],
    }


def _person(scope: Scope, person: Person, before: int, within: int) -> Value:
    ends = [person.certified_until]
    if person.provider_id is not None:
        ends.append(scope.kept.providers[person.provider_id].certified_until)
    cap = person.max_minutes_total
    return {
        "volunteer": scope.key(person.id),
        "name": scope.names.get(person.id, ""),
        "home": scope.key(person.home_id),
        "sex": person.sex or None,
        "tags": frozenset(person.tags),
        "insured_until": scope.day(person.insured_until),
        "certified_until": scope.day(min((end for end in ends if end is not None), default=None)),
        "max_minutes_total": None if cap is None else max(0, cap - within),
        "history_minutes": max(0, person.history_minutes + before + within),
        "history_offered_minutes": person.history_offered_minutes + _offered(scope, person),
        **{name: getattr(person, name) for name in _SAME},
    }


def _offered(scope: Scope, person: Person) -> int:
    """Minutes they were free in the weeks that fairness looks back to, since they are known here."""
    local = person.created_at.astimezone(scope.calendar.tzinfo).date()
    first, last = max(scope.calendar.start - HISTORY, local), scope.calendar.start - timedelta(days=1)
    if first > last:
        return 0
    windows = free_windows(
        scope.kept.rules.get(person.id, ()),
        scope.kept.dates.get(person.id, ()),
        scope.kinds[person.community_id],
        zone=scope.calendar.zone,
        first=first,
        last=last,
    )
    start = scope.calendar.datetime_of(0)
    return sum((min(end, start) - begin) // timedelta(minutes=1) for begin, end in windows)


def _served(scope: Scope) -> tuple[Mapping[str, int], Mapping[str, int]]:
    """Minutes of the ledger: of the weeks before the plan, and of its own days, by person."""
    before: dict[str, int] = defaultdict(int)
    within: dict[str, int] = defaultdict(int)
    for person, day, minutes in scope.kept.hours:
        if person is not None and day <= scope.last:
            (before if day < scope.calendar.start else within)[person] += minutes
    return before, within
