"""What is decided, as frozen values; only derived sums, no judgement."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from matcher.problem import Problem, Published, Volunteer, Window


@dataclass(frozen=True, slots=True, order=True)
class PlannedVisit:
    """A visit that goes on: its first minute and, where it needs one, its facility."""

    visit: str
    start: int
    facility: str | None = None


@dataclass(frozen=True, slots=True, order=True)
class Assignment:
    """A volunteer in a role of a planned visit."""

    visit: str
    volunteer: str
    role: str


@dataclass(frozen=True)
class Roster:
    """The plan. Order of the tuples carries no meaning; they are sorted when built."""

    planned: tuple[PlannedVisit, ...] = ()
    assignments: tuple[Assignment, ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(
            self, "planned", tuple(sorted(self.planned, key=lambda p: (p.visit, p.start, p.facility or "")))
        )
        object.__setattr__(self, "assignments", tuple(sorted(self.assignments)))

    @cached_property
    def planned_of(self) -> dict[str, PlannedVisit]:
        return {p.visit: p for p in self.planned}

    @cached_property
    def team_of(self) -> dict[str, tuple[Assignment, ...]]:
        """Assignments by visit."""
        teams: dict[str, list[Assignment]] = {}
        for a in self.assignments:
            teams.setdefault(a.visit, []).append(a)
        return {k: tuple(v) for k, v in teams.items()}

    @cached_property
    def work_of(self) -> dict[str, tuple[Assignment, ...]]:
        """Assignments by volunteer, in order of start (those of visits that are not planned come first)."""
        work: dict[str, list[Assignment]] = {}
        for a in self.assignments:
            work.setdefault(a.volunteer, []).append(a)
        return {k: tuple(sorted(v, key=self._starts)) for k, v in work.items()}

    def _starts(self, a: Assignment) -> tuple[int, str]:
        planned = self.planned_of.get(a.visit)
        return (planned.start if planned else -1, a.visit)

    def unserved(self, problem: Problem) -> tuple[str, ...]:
        """Ids of visits nobody makes, in the problem's order."""
        return tuple(v.id for v in problem.visits if v.id not in self.planned_of)


@dataclass(frozen=True, slots=True)
class Stop:
    """One visit on a volunteer's way; `walk` minutes of the leg that leads there (None: farther than any limit)."""

    visit: str
    start: int
    end: int
    place: str
    walk: int | None
    earliest: int
    """The first minute the volunteer can be there: leg and gap counted from the stop before, or from leaving home."""


@dataclass(frozen=True, slots=True)
class Tour:
    """The stops of one volunteer inside one availability, home to last visit or home again.

    `availability` None gathers stops that lie in no availability of the volunteer.
    """

    volunteer: str
    availability: Window | None
    stops: tuple[Stop, ...]
    walk_home: int | None
    """Minutes of the last leg where `return_home`, else 0."""

    @property
    def walk_minutes(self) -> int:
        """All legs; legs farther than any limit count 0 here and are a violation elsewhere."""
        return sum(s.walk or 0 for s in self.stops) + (self.walk_home or 0)

    @property
    def service_minutes(self) -> int:
        return sum(s.end - s.start for s in self.stops)


def place_of_planned(problem: Problem, planned: PlannedVisit) -> str:
    """Where a planned visit is: its facility's place, else its own."""
    if planned.facility is not None:
        return problem.facility_of[planned.facility].place
    place = problem.visit_of[planned.visit].place
    return place if place is not None else ""


def tours(problem: Problem, roster: Roster) -> Iterator[Tour]:
    """Every volunteer's ways, by volunteer in the problem's order and by availability.

    A stop belongs to the availability that holds its first minute.
    """
    for volunteer in problem.volunteers:
        work = [
            roster.planned_of[a.visit] for a in roster.work_of.get(volunteer.id, ()) if a.visit in roster.planned_of
        ]
        yield from tours_of(problem, volunteer, work)


def tours_of(problem: Problem, volunteer: Volunteer, work: Sequence[PlannedVisit]) -> Iterator[Tour]:
    """The ways of one volunteer through `work`, planned visits in order of start, by availability."""
    if not work:
        return
    spans: list[Window | None] = [*volunteer.availabilities, None]
    for span in spans:
        mine = [p for p in work if _span_of(volunteer, p.start) == span]
        if mine:
            yield _tour(problem, volunteer, span, mine)


def _span_of(volunteer: Volunteer, minute: int) -> Window | None:
    return next((w for w in volunteer.availabilities if w.start <= minute < w.end), None)


def _tour(problem: Problem, volunteer: Volunteer, span: Window | None, work: list[PlannedVisit]) -> Tour:
    stops: list[Stop] = []
    here, free = volunteer.home, span.start if span else 0
    for planned in work:
        place = place_of_planned(problem, planned)
        walk = problem.walk(volunteer, here, place) if place else None
        gap = 0 if not stops or here == place else problem.policy.gap
        stops.append(
            Stop(
                visit=planned.visit,
                start=planned.start,
                end=planned.start + problem.visit_of[planned.visit].duration,
                place=place,
                walk=walk,
                earliest=free + max(walk or 0, gap),
            )
        )
        here, free = place, stops[-1].end
    home = problem.walk(volunteer, here, volunteer.home) if volunteer.return_home and here else 0
    return Tour(volunteer=volunteer.id, availability=span, stops=tuple(stops), walk_home=home)


def published_from(problem: Problem, roster: Roster) -> Problem:
    """The problem with the roster as what people already know, all offered; accepted rows of the problem stay.

    Raises InvalidProblem where the roster contradicts a row somebody accepted.
    """
    accepted = tuple(row for row in problem.published if row.state == "accepted")
    binding = {(row.visit, row.volunteer) for row in accepted}
    rows = []
    for planned in roster.planned:
        team = roster.team_of.get(planned.visit, ())
        people: Sequence[tuple[str | None, str | None]] = [(a.volunteer, a.role) for a in team] or [(None, None)]
        rows += [
            Published(visit=planned.visit, start=planned.start, volunteer=who, role=role, facility=planned.facility)
            for who, role in people
            if (planned.visit, who) not in binding
        ]
    return replace(problem, published=accepted + tuple(rows))
