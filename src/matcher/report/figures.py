"""Key figures of a roster: who was served, who worked how much, how far they walked, how rooms were used."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from statistics import median

from matcher.problem import Facility, Problem, Visit, merged
from matcher.problem.time import Window
from matcher.roster import Roster, tours

DURATION_CLASSES = (30, 60, 120)
"""Upper ends in minutes, each inclusive; one class more lies above the last."""


@dataclass(frozen=True, slots=True)
class Share:
    """Of `asked` visits of one kind, how many are served."""

    name: str
    asked: int
    served: int


@dataclass(frozen=True, slots=True)
class RoomUse:
    """Minutes a facility is open, and of these with at least one booking."""

    facility: str
    open_minutes: int
    booked_minutes: int
    bookings: int


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyFigures:
    """All times in minutes. `people`: everybody at work; `spread`: least, median and most service minutes of these.

    `gini`: over the service minutes of all of kind volunteer who offered time, 0 equal to 1 all on one.
    `escalated`: guaranteed visits nobody makes. `duration` shares are named by the class's upper end, "" above all.
    """

    visits: int
    served: int
    guaranteed: int
    guaranteed_served: int
    escalated: tuple[str, ...]
    people: int
    service_minutes: int
    spread: tuple[int, float, int]
    gini: float
    walk_minutes: int
    legs: int
    assignments: int
    visits_with_people: int
    by_service: tuple[Share, ...]
    by_duration: tuple[Share, ...]
    by_priority: tuple[Share, ...]
    by_group: tuple[Share, ...]
    rooms: tuple[RoomUse, ...]

    @property
    def people_per_visit(self) -> float:
        """Of visits that have anybody; 0 without any."""
        return self.assignments / self.visits_with_people if self.visits_with_people else 0.0

    @property
    def room_use(self) -> float:
        """Booked share of all open time; 0 where nothing opens."""
        opened = sum(r.open_minutes for r in self.rooms)
        return sum(r.booked_minutes for r in self.rooms) / opened if opened else 0.0


def key_figures(problem: Problem, roster: Roster) -> KeyFigures:
    """The figures of any roster, also of one that breaks rules."""
    served = set(roster.planned_of)
    guaranteed = [v.id for v in problem.visits if v.guaranteed]
    ways = list(tours(problem, roster))
    minutes = {v.id: 0 for v in problem.volunteers}
    for way in ways:
        minutes[way.volunteer] += way.service_minutes
    worked = sorted(m for m in minutes.values() if m)
    sharers = [minutes[v.id] for v in problem.volunteers if v.kind == "volunteer" and v.offered_minutes]

    def shares(keys: Callable[[Visit], Iterable[str]], *, order: Sequence[str] | None = None) -> tuple[Share, ...]:
        return _shares(problem, served, keys, order=order)

    return KeyFigures(
        visits=len(problem.visits),
        served=sum(v.id in served for v in problem.visits),
        guaranteed=len(guaranteed),
        guaranteed_served=sum(v in served for v in guaranteed),
        escalated=tuple(v for v in guaranteed if v not in served),
        people=len(worked),
        service_minutes=sum(worked),
        spread=(worked[0], median(worked), worked[-1]) if worked else (0, 0, 0),
        gini=gini(sharers),
        walk_minutes=sum(way.walk_minutes for way in ways),
        legs=sum(len(way.stops) + bool(way.walk_home) for way in ways),
        assignments=len(roster.assignments),
        visits_with_people=len(roster.team_of),
        by_service=shares(lambda v: (v.service,)),
        by_duration=shares(lambda v: (_duration_class(v),), order=[*map(str, DURATION_CLASSES), ""]),
        by_priority=shares(lambda v: (str(v.priority),), order=[str(p) for p in range(9, 0, -1)]),
        by_group=shares(lambda v: sorted(v.groups)),
        rooms=tuple(_room_use(problem, roster, f) for f in problem.facilities),
    )


def gini(amounts: Sequence[int]) -> float:
    """Gini coefficient of amounts >= 0; 0 for none or all zero."""
    total, n = sum(amounts), len(amounts)
    if not total:
        return 0.0
    ranked = sum((2 * i - n - 1) * x for i, x in enumerate(sorted(amounts), start=1))
    return ranked / (n * total)


def _shares(
    problem: Problem, served: set[str], keys: Callable[[Visit], Iterable[str]], *, order: Sequence[str] | None
) -> tuple[Share, ...]:
    asked: dict[str, int] = {}
    done: dict[str, int] = {}
    for visit in problem.visits:
        for key in keys(visit):
            asked[key] = asked.get(key, 0) + 1
            done[key] = done.get(key, 0) + (visit.id in served)
    names = [k for k in order if k in asked] if order else sorted(asked, key=lambda k: (-asked[k], k))
    return tuple(Share(k, asked[k], done[k]) for k in names)


def _duration_class(visit: Visit) -> str:
    return next((str(top) for top in DURATION_CLASSES if visit.duration <= top), "")


def _room_use(problem: Problem, roster: Roster, facility: Facility) -> RoomUse:
    spans = [
        Window(p.start, p.start + problem.visit_of[p.visit].duration)
        for p in roster.planned
        if p.facility == facility.id and p.visit in problem.visit_of
    ]
    return RoomUse(
        facility=facility.id,
        open_minutes=sum(o.end - o.start for o in facility.openings),
        booked_minutes=sum(w.end - w.start for w in merged(tuple(spans))),
        bookings=len(spans),
    )
