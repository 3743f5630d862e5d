"""What the rules say to each volunteer about one unserved visit, at the start and place that suits them best."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from matcher.explain.settled import Settled
from matcher.problem import DAY, Role, Visit, Volunteer
from matcher.roster import PlannedVisit, place_of_planned
from matcher.rules import HARD
from matcher.rules.rule import Refuses
from matcher.rules.seat import Seat
from matcher.rules.windows import outside

Spot = tuple[int, str | None]
"""A start and, where one is needed, a facility."""
Spots = Mapping[str | None, tuple[int, ...]]
"""Starts by facility; None: the visit's own place."""
BY_START = ("minor", "availability")
SAYS: tuple[tuple[str, Refuses], ...] = tuple((r.code, r.refuses) for r in HARD if r.refuses is not None)
SAYS_OF_DAY = tuple(says for says in SAYS if says[0] not in BY_START)
"""The rules that say the same of every start of one day at one place."""
SAYS_OF_START = tuple(says for says in SAYS if says[0] in BY_START)
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


def hear(settled: Settled, visit: Visit, spots: Spots, *, only: Collection[str] | None = None) -> Heard:
    """Ask every volunteer (or `only` these) about each role of `visit` at spots that windows and facilities leave."""
    interview = _Interview(settled, visit, spots)
    people = settled.problem.volunteers if any(spots.values()) else ()
    if only is not None:
        people = tuple(v for v in people if v.id in only)
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
        self.earliest = min(w.start for w in visit.windows)
        self.latest = max(w.end for w in visit.windows) - visit.duration
        self.first_of_days = {facility: _first_of_days(starts) for facility, starts in self.spots.items()}
        self.household = [end for _, end in settled.same_beneficiary(visit)]

    def best(self, volunteer: Volunteer, role: Role) -> Said:
        """The answer with the fewest rules, of those the latest in `ORDER`, of those the earliest start."""
        known: dict[tuple[int, str], tuple[str, ...]] = {}
        answers = (said for facility in self.spots for said in self._answers(volunteer, role, facility, known))
        return min(answers, key=_rank)

    def _answers(
        self, volunteer: Volunteer, role: Role, facility: str | None, by_day: dict[tuple[int, str], tuple[str, ...]]
    ) -> Iterator[Said]:
        """An answer for every start that may differ from the others; every spot the volunteer can take is noted.

        `by_day` keeps what was said of a day at a place.
        """
        place = self.place_of[facility]
        inside = self._inside(volunteer, facility, place)
        covered = {start // DAY for start in inside}
        content: set[int] = set()
        """Days with an answer that no other start of the day can better."""
        for start in (*inside, *(s for s in self.first_of_days[facility] if s // DAY not in covered)):
            seat = Seat(self.visit, role, start, place)
            day = seat.day
            if day in content:
                continue
            if (day, place) not in by_day:
                by_day[day, place] = self._refusing(SAYS_OF_DAY, volunteer, seat)
            of_day = by_day[day, place]
            refused = (*of_day, *self._refusing(SAYS_OF_START, volunteer, seat))
            spot, able = (start, facility), not refused
            if len(refused) <= 1:
                refused, able = self._beside(volunteer, seat, facility, refused)
            if able:
                self.able[spot][role.id].append(volunteer)
            if not refused:
                self.free[spot][role.id].append(volunteer)
            elif len(refused) == len(of_day):
                content.add(day)
            if len(refused) > 1:
                refused = tuple(sorted(refused, key=ORDER.index))
            yield Said(volunteer, role, refused, seat)

    def _refusing(self, rules: Iterable[tuple[str, Refuses]], volunteer: Volunteer, seat: Seat) -> tuple[str, ...]:
        problem = self.settled.problem
        waived = WAIVED if (seat.visit.id, volunteer.id) in problem.overrides else ()
        found = [code for code, refuses in rules if refuses(problem, volunteer, seat)]
        return tuple(code for code in found if code not in waived) if waived else tuple(found)

    def _beside(
        self, volunteer: Volunteer, seat: Seat, facility: str | None, refused: tuple[str, ...]
    ) -> tuple[tuple[str, ...], bool]:
        """What refuses the volunteer beside what they do already, and whether they could do this visit alone.

        Between two other visits the ways from and to home may not matter: there `availability` is asked anew.
        """
        planned = PlannedVisit(seat.visit.id, seat.start, facility)
        # The way home may be longer than the way there; whoever stays out is judged by the seat alone.
        home = self.settled.broken_alone(volunteer, planned) if volunteer.return_home else ()
        alone = not refused and not home
        if volunteer.id not in self.settled.work_of:
            return (*refused, *(code for code in home if code not in refused)), alone
        kept = tuple(code for code in refused if code != "availability")
        new = self.settled.newly_broken(volunteer, planned)
        now = (*kept, *(code for code in new if code not in kept))
        return now, alone or not now

    def _inside(self, volunteer: Volunteer, facility: str | None, place: str) -> list[int]:
        """Starts at which the whole visit lies in one availability."""
        known, found = self.spots[facility], []
        for window in volunteer.availabilities:
            first, last = window.start, window.end - self.visit.duration
            if first <= min(last, self.latest) and last >= self.earliest:
                found += self._any_minute(volunteer, place, first=first, last=last)
                found += known[bisect_left(known, first) : bisect_right(known, last)]
        return sorted(set(found))

    def _any_minute(self, volunteer: Volunteer, place: str, *, first: int, last: int) -> list[int]:
        """Of a visit that may start at any minute the first minutes after what stands in its way: if any start
        suits, then one of these and of `starts_of` does."""
        settled = self.settled
        if self.visit.on_grid or self.visit.id in settled.pinned_starts:
            return []
        tried = [first, first + (settled.walk(volunteer, volunteer.home, place) or 0), *self.household]
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
