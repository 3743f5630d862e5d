"""What the rules say to each volunteer about one unserved visit, at the start and place that suits them best."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from matcher.explain.settled import Settled
from matcher.problem import DAY, Role, Visit, Volunteer
from matcher.roster import PlannedVisit, place_of_planned
from matcher.rules import HARD, HardRule, availability, minor, walking
from matcher.rules.seat import Seat
from matcher.rules.windows import outside

Spot = tuple[int, str | None]
"""A start and, where one is needed, a facility."""
Spots = Mapping[str | None, tuple[int, ...]]
"""Starts by facility; None: the visit's own place."""
BY_START = (minor.RULE, availability.RULE)
BY_DAY: tuple[HardRule, ...] = tuple(
    r for r in HARD if r.refuses is not None and r not in BY_START and r is not walking.RULE
)
"""Personal rules that say the same of every start of one day, wherever the visit is."""
ORDER = tuple(r.code for r in HARD if r.refuses is not None or r.judges is not None)
WAIVED = frozenset({"skills", "walking", "risk", "minor", "certified", "pairs"})
"""What a pin with `override` lets a person break (docs/problem.md)."""


@dataclass(frozen=True, slots=True)
class Said:
    """What refuses a volunteer in one role at the best spot: the fewest rules, of those the latest in `ORDER`."""

    volunteer: Volunteer
    role: Role
    refused: tuple[str, ...]
    seat: Seat


@dataclass(frozen=True)
class Heard:
    """Everybody's answer, and who can take which role at which spot: by themselves, and beside what they do already."""

    said: tuple[Said, ...]
    able: dict[Spot, dict[str, list[Volunteer]]] = field(default_factory=dict)
    free: dict[Spot, dict[str, list[Volunteer]]] = field(default_factory=dict)


def hear(settled: Settled, visit: Visit, spots: Spots) -> Heard:
    """Ask every volunteer about every role of `visit` at the spots that windows and facilities leave."""
    interview = _Interview(settled, visit, spots)
    people = settled.problem.volunteers if any(spots.values()) else ()
    said = tuple(interview.best(volunteer, role) for volunteer in people for role in visit.roles)
    return Heard(said, dict(interview.able), dict(interview.free))


class _Interview:
    def __init__(self, settled: Settled, visit: Visit, spots: Spots) -> None:
        self.settled, self.visit = settled, visit
        self.spots = {facility: starts for facility, starts in spots.items() if starts}
        facility_of = settled.problem.facility_of
        self.place_of = {f: facility_of[f].place if f is not None else visit.place or "" for f in self.spots}
        self.able: dict[Spot, dict[str, list[Volunteer]]] = defaultdict(lambda: defaultdict(list))
        self.free: dict[Spot, dict[str, list[Volunteer]]] = defaultdict(lambda: defaultdict(list))
        self.household = [end for _, end in settled.same_beneficiary(visit)]

    def best(self, volunteer: Volunteer, role: Role) -> Said:
        answers = (said for facility in self.spots for said in self._answers(volunteer, role, facility))
        return min(answers, key=_rank)

    def _answers(self, volunteer: Volunteer, role: Role, facility: str | None) -> Iterator[Said]:
        """An answer for every start that may differ from the others; every spot the volunteer can take is noted."""
        place = self.place_of[facility]
        by_day: dict[int, tuple[str, ...]] = {}
        inside = self._inside(volunteer, facility, place)
        content: set[int] = set()
        """Days with an answer that no other start of the day can better."""
        for start in inside or _first_of_days(self.spots[facility]):
            seat = Seat(self.visit, role, start, place)
            if seat.day in content:
                continue
            if seat.day not in by_day:
                by_day[seat.day] = self._refusing((*BY_DAY, walking.RULE), volunteer, seat)
            refused = (*by_day[seat.day], *self._refusing(BY_START, volunteer, seat))
            spot = start, facility
            if not refused:
                self.able[spot][role.id].append(volunteer)
            if len(refused) <= 1 and inside:
                refused += self._busy(volunteer, seat, facility, refused)
            if not refused:
                self.free[spot][role.id].append(volunteer)
            elif set(refused) == set(by_day[seat.day]):
                content.add(seat.day)
            yield Said(volunteer, role, tuple(sorted(refused, key=ORDER.index)), seat)

    def _refusing(self, rules: Iterable[HardRule], volunteer: Volunteer, seat: Seat) -> tuple[str, ...]:
        problem = self.settled.problem
        waived = WAIVED if (seat.visit.id, volunteer.id) in problem.overrides else ()
        return tuple(
            rule.code
            for rule in rules
            if rule.refuses is not None and rule.refuses(problem, volunteer, seat) and rule.code not in waived
        )

    def _busy(
        self, volunteer: Volunteer, seat: Seat, facility: str | None, refused: tuple[str, ...]
    ) -> tuple[str, ...]:
        """Rules newly broken by what the volunteer does already; not asked of who does nothing."""
        if volunteer.id not in self.settled.work_of:
            return ()
        new = self.settled.newly_broken(volunteer, PlannedVisit(seat.visit.id, seat.start, facility))
        return tuple(code for code in new if code not in refused)

    def _inside(self, volunteer: Volunteer, facility: str | None, place: str) -> list[int]:
        """Starts at which the whole visit, with the ways from and to home, lies in one availability."""
        there = self.settled.walk(volunteer, volunteer.home, place) or 0
        home = (self.settled.walk(volunteer, place, volunteer.home) or 0) if volunteer.return_home else 0
        known, found = self.spots[facility], []
        for window in volunteer.availabilities:
            first, last = window.start + there, window.end - self.visit.duration - home
            if first <= last:
                found += self._any_minute(volunteer, place, first=first, last=last)
                found += known[bisect_left(known, first) : bisect_right(known, last)]
        return sorted(set(found))

    def _any_minute(self, volunteer: Volunteer, place: str, *, first: int, last: int) -> list[int]:
        """Of a visit that may start at any minute the first minutes after what stands in its way: if any start
        suits, then one of these and of `starts_of` does."""
        settled = self.settled
        if self.visit.on_grid or self.visit.id in settled.pinned_starts:
            return []
        tried = [first, *self.household]
        for planned in settled.work_of.get(volunteer.id, ()):
            there = place_of_planned(settled.problem, planned)
            gap = 0 if there == place else settled.problem.policy.gap
            end = planned.start + settled.problem.visit_of[planned.visit].duration
            tried.append(end + max(gap, settled.walk(volunteer, there, place) or 0))
        return [s for s in tried if first <= s <= last and not outside(self.visit, s)]


def _first_of_days(starts: tuple[int, ...]) -> list[int]:
    return list({start // DAY: start for start in reversed(starts)}.values())[::-1]


def _rank(said: Said) -> tuple[int, list[int], int]:
    return len(said.refused), [-ORDER.index(code) for code in said.refused], said.seat.start
