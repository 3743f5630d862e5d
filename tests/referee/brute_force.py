"""The best roster of a tiny problem by trying everything; knows nothing of the solver.

Who does what is enumerated first (`patterns`), then when (`_timed`). Every roster that would be the new best is
judged by `matcher.checker.check` and `matcher.score.score` and, apart from them, by `second_opinion`; where the two
differ `Disagreement` is raised, so a brute force also referees checker and score.

Which minutes are tried. Let q divide every time of the problem: ends of windows, openings and availabilities,
durations, walks, gap, grid, changeover, known starts, and midnight, 06:00 and 22:00 (`quantum`). Every rule about
starts is then of the form start_b - start_a >= c, start >= c, start <= c or "on day k", all c multiples of q, and the
points depend on the order of the starts, their days and on a start being the published one. Rounding every start of a
valid roster down to a multiple of q keeps each: if y >= x + c then floor(y) >= floor(x) + c; upper bounds only relax;
days begin at multiples of q; a published, pinned or grid start is a multiple already and does not move; and the order
of one volunteer's starts stays, as they are at least a duration apart. So some best roster has all its starts at
multiples of q. `step=1` tries every minute all the same; a test holds the two together.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import combinations, product
from math import gcd
from typing import Literal

import second_opinion as opinion
from judges import agreed

from matcher.problem import Problem, Visit, Volunteer
from matcher.roster import Assignment, PlannedVisit, Roster
from matcher.score import score
from matcher.worth import value_of

Aim = Literal["guaranteed", "points", "visits"]
HALF_DAY_MARKS = (360, 1320, 1440)


class TooBig(Exception):
    """More nodes than allowed; the problem says nothing, take another."""


@dataclass(frozen=True)
class Best:
    """The best rosters: stage 1, stage 2 with stage 1 held, and most visits with stage 1 held."""

    guaranteed: int
    objective: int
    roster: Roster
    most_visits: int


@dataclass(frozen=True)
class Option:
    """One way to serve a visit; `start` None: found after everyone's work is known (single visits)."""

    visit: str
    team: tuple[tuple[str, str], ...]
    start: int | None
    facility: str | None


def brute_force(problem: Problem, *, step: int | None = None, nodes: int = 1_000_000) -> Best | None:
    """None: no roster at all is valid (the pins, or `max_people_changed`, allow none). Raises `TooBig`.

    Two different starts pinned for one visit contradict each other, even where it could stay unserved.
    """
    starts = {(p.visit, p.start) for p in problem.all_pins if p.start is not None}
    if len(starts) > len({visit for visit, _ in starts}):
        return None
    search = Search(problem, step=step or quantum(problem), left=nodes)
    first = search.best("guaranteed", at_least=0)
    if first is None:
        return None
    guaranteed = opinion.guaranteed_points(problem, first)
    roster = search.best("points", at_least=guaranteed)
    most = search.best("visits", at_least=guaranteed)
    assert roster is not None and most is not None
    judged = score(problem, roster)
    return Best(judged.guaranteed, judged.objective, roster, len(most.planned))


def quantum(problem: Problem) -> int:
    """The largest q that divides every time of the problem."""
    times = [problem.policy.gap, problem.policy.grid, *HALF_DAY_MARKS]
    for visit in problem.visits:
        times += [visit.duration, *(t for w in visit.windows for t in (w.start, w.end))]
        times += [s for _, s in visit.rejected if s is not None]
    for volunteer in problem.volunteers:
        times += [t for w in volunteer.availabilities for t in (w.start, w.end)]
    for facility in problem.facilities:
        times += [facility.changeover, *(t for o in facility.openings for t in (o.start, o.end))]
    for matrix in problem.walks.by_pace.values():
        times += [int(m) for m in matrix.minutes]
    times += [row.start for row in (*problem.pins, *problem.published) if row.start is not None]
    return gcd(*times)


@dataclass
class Search:
    """Depth first over the visits with simple optimistic points; only what cannot become valid again is cut."""

    problem: Problem
    step: int
    left: int
    shifts: dict[object, list[tuple[int, dict[str, int]]]] = field(default_factory=dict)

    @cached_property
    def order(self) -> list[Visit]:
        """Guaranteed first, then many options cut early: visits of fixed starts before single ones."""
        return sorted(
            self.problem.visits, key=lambda v: (not v.guaranteed, not v.on_grid, -value_of(self.problem, v), v.id)
        )

    @cached_property
    def options(self) -> dict[str, list[Option]]:
        return {v.id: list(self._options(v)) for v in self.problem.visits}

    @cached_property
    def must(self) -> set[str]:
        return {p.visit for p in self.problem.all_pins if p.volunteer is not None or p.facility is not None}

    @cached_property
    def linked(self) -> set[str]:
        """Single visits whose start matters to more than the volunteer who serves them."""
        visits = self.problem.visits
        counts = {
            v.id
            for v in visits
            for w in visits
            if w is not v
            and ((v.beneficiary and v.beneficiary == w.beneficiary) or (v.series and v.series == w.series))
        }
        return counts | set(self.problem.published_of)

    def starts(self, visit: Visit) -> list[int]:
        """All starts the rules allow, single visits at multiples of `step`."""
        step = 1 if visit.on_grid else self.step
        pinned = {p.start for p in self.problem.all_pins if p.visit == visit.id and p.start is not None}
        return [
            s
            for w in visit.windows
            for s in range(-(-w.start // step) * step, w.end - visit.duration + 1, step)
            if opinion.start_allowed(self.problem, visit, s) and pinned <= {s}
        ]

    def _options(self, visit: Visit) -> Iterator[Option]:
        problem = self.problem
        pins = [p for p in problem.all_pins if p.visit == visit.id]
        teams = list(self._teams(visit))
        rooms: list[str | None] = [f.id for f in problem.facilities] if visit.need else [None]
        rooms = [r for r in rooms if all(p.facility in (None, r) for p in pins)]
        for room in rooms:
            starts = self.starts(visit)
            if room is not None:
                starts = [s for s in starts if opinion.facility_fits(problem, visit, room, s)]
            for team in teams:
                if any(p.volunteer is not None and not self._in(team, p.volunteer, p.role) for p in pins):
                    continue
                crew = tuple(Assignment(visit.id, v, r) for v, r in team)
                good = [s for s in starts if self._team_can(visit, crew, s)]
                if visit.on_grid:
                    yield from (Option(visit.id, team, s, room) for s in good)
                elif good:
                    yield Option(visit.id, team, None, room)

    @staticmethod
    def _in(team: tuple[tuple[str, str], ...], volunteer: str, role: str | None) -> bool:
        return any(v == volunteer and role in (None, r) for v, r in team)

    def _teams(self, visit: Visit) -> Iterator[tuple[tuple[str, str], ...]]:
        """Everyone in one role or none, headcounts kept."""
        people = [v.id for v in self.problem.volunteers]
        roles = [r.id for r in visit.roles]
        most = {r.id: r.most for r in visit.roles}
        for size in range(min(len(people), sum(most.values())), -1, -1):
            for chosen in combinations(people, size):
                for taken in product(roles, repeat=size):
                    if all(taken.count(r) <= most[r] for r in roles):
                        yield tuple(zip(chosen, taken, strict=True))

    def _team_can(self, visit: Visit, crew: tuple[Assignment, ...], start: int) -> bool:
        if next(iter(opinion.team_breaches(self.problem, visit, crew, start)), None):
            return False
        return all(self._can_stand(visit, self.problem.volunteer_of[a.volunteer], start) for a in crew)

    def _can_stand(self, visit: Visit, volunteer: Volunteer, start: int) -> bool:
        """The volunteer is available for the whole visit; walks are judged with the whole shift."""
        return any(w.start <= start and start + visit.duration <= w.end for w in volunteer.availabilities)

    # -- who -----------------------------------------------------------------------------------------------------

    def best(self, aim: Aim, *, at_least: int) -> Roster | None:
        """The best valid roster under one aim among those with at least so many guaranteed points."""
        self.aim, self.at_least = aim, at_least
        self.found: Roster | None = None
        self.best_value: int | None = None
        self._who(0, [], [])
        return self.found

    def _value(self, roster: Roster) -> int:
        if self.aim == "guaranteed":
            return opinion.guaranteed_points(self.problem, roster)
        return opinion.points(self.problem, roster) if self.aim == "points" else len(roster.planned)

    def _optimistic(self, visit: Visit) -> int:
        """No less than what serving or leaving this visit can add."""
        if self.aim == "guaranteed":
            return value_of(self.problem, visit) if visit.guaranteed else 0
        if self.aim == "visits":
            return 1
        weights = self.problem.weights
        preferred = [p for p in self.problem.pairs if p.kind == "preferred"]
        bonus = sum(p.with_kind == "volunteer" or p.concerns(visit) for p in preferred) * weights.preferred
        served = value_of(self.problem, visit) + bonus
        served += weights.desired_person * sum(r.wanted - r.min for r in visit.roles)
        return served + (weights.published_served if visit.id in self.problem.published_of else 0)

    def _bound(self, at: int, chosen: list[Option]) -> int:
        """No roster that extends the choices is worth more (walks and moved single visits left out)."""
        rest = self.order[at:]
        hope = sum(self._optimistic(v) for v in rest)
        if self.aim == "visits":
            return len(chosen) + hope
        taken = {o.visit for o in chosen}
        if self.aim == "guaranteed":
            return sum(value_of(self.problem, v) for v in self.problem.visits if v.guaranteed and v.id in taken) + hope
        undecided = frozenset(v.id for v in rest)
        # A single visit without a start yet stands at its published one, where it would cost least.
        published = {v: rows[0].start for v, rows in self.problem.published_of.items()}
        planned = [
            PlannedVisit(o.visit, published.get(o.visit, 0) if o.start is None else o.start, o.facility) for o in chosen
        ]
        return opinion.points_without_walks(self.problem, _roster(planned, chosen), undecided=undecided) + hope

    def _enough(self, at: int, chosen: list[Option]) -> bool:
        if self.best_value is not None and self._bound(at, chosen) <= self.best_value:
            return False
        taken = {o.visit for o in chosen}
        undecided = {v.id for v in self.order[at:]}
        reach = sum(
            value_of(self.problem, v)
            for v in self.problem.visits
            if v.guaranteed and (v.id in taken or v.id in undecided)
        )
        return reach >= self.at_least

    def _who(self, at: int, chosen: list[Option], fixed: list[Option]) -> None:
        self.left -= 1
        if self.left < 0:
            raise TooBig
        if not self._enough(at, chosen):
            return
        if at == len(self.order):
            self._when(chosen)
            return
        visit = self.order[at]
        for option in self.options[visit.id]:
            if option.start is None:
                self._who(at + 1, [*chosen, option], fixed)
            elif not any(self._clash(option, other) for other in fixed):
                self._who(at + 1, [*chosen, option], [*fixed, option])
        if visit.id not in self.must:
            self._who(at + 1, chosen, fixed)

    def _clash(self, a: Option, b: Option) -> bool:
        """Two choices with known starts that no third can reconcile."""
        one, two = self.problem.visit_of[a.visit], self.problem.visit_of[b.visit]
        start, other = a.start or 0, b.start or 0
        if opinion.clash_of_visits(one, start, two, other):
            return True
        at_once = start < other + two.duration and other < start + one.duration
        return at_once and bool({v for v, _ in a.team} & {v for v, _ in b.team})

    # -- when ----------------------------------------------------------------------------------------------------

    def _when(self, chosen: list[Option]) -> None:
        """All ways to time the single visits, least walk first; keeps the first that is valid and better."""
        if not self._pattern_can(chosen):
            return
        ways = [self._shifts(v, chosen) for v in self.problem.volunteers]
        if all(ways):
            room = self._bound(len(self.order), chosen)
            self._time(chosen, ways, {}, 0, room=room)

    def _pattern_can(self, chosen: list[Option]) -> bool:
        """What does not depend on the open starts."""
        taken = {o.visit for o in chosen}
        if any(other not in taken for o in chosen for other in self.problem.visit_of[o.visit].needs):
            return False
        known = [o for o in chosen if o.start is not None]
        planned = [PlannedVisit(o.visit, o.start or 0, o.facility) for o in known]
        stand_ins = [PlannedVisit(o.visit, 0, None) for o in chosen if o.start is None]
        bookings = _roster([*planned, *stand_ins], chosen)
        return not any(opinion._facilities(self.problem, bookings))

    def _shifts(self, volunteer: Volunteer, chosen: list[Option]) -> list[tuple[int, dict[str, int]]]:
        """(walk, starts of the volunteer's single visits): for each timing that others notice, the least walk."""
        mine = [o for o in chosen if any(v == volunteer.id for v, _ in o.team)]
        key = (volunteer.id, tuple(mine))
        if key not in self.shifts:
            self.shifts[key] = self._ways(volunteer, mine)
        return self.shifts[key]

    def _ways(self, volunteer: Volunteer, mine: list[Option]) -> list[tuple[int, dict[str, int]]]:
        open_ones = [o for o in mine if o.start is None]
        fixed = [self._stop(o, volunteer, o.start) for o in mine if o.start is not None]
        choices = []
        for option in open_ones:
            visit = self.problem.visit_of[option.visit]
            crew = tuple(Assignment(visit.id, v, r) for v, r in option.team)
            choices.append([s for s in self.starts(visit) if self._team_can(visit, crew, s)])
        least: dict[tuple[int, ...], tuple[int, dict[str, int]]] = {}
        for starts in self._disjoint(volunteer, open_ones, choices, fixed):
            stops = [*fixed, *(self._stop(o, volunteer, s) for o, s in zip(open_ones, starts, strict=True))]
            self.left -= 1
            if self.left < 0:
                raise TooBig
            walk = opinion.shift_walks(self.problem, volunteer, stops)
            if walk is None or next(opinion.cap_breaches(volunteer, stops), None):
                continue
            noticed = tuple(s for o, s in zip(open_ones, starts, strict=True) if o.visit in self.linked)
            if noticed not in least or walk < least[noticed][0]:
                least[noticed] = (walk, {o.visit: s for o, s in zip(open_ones, starts, strict=True)})
        return sorted(least.values(), key=lambda way: (way[0], sorted(way[1].items())))

    def _disjoint(
        self, volunteer: Volunteer, options: list[Option], choices: list[list[int]], fixed: list[opinion.Stop]
    ) -> Iterator[tuple[int, ...]]:
        if not options:
            yield ()
            return
        for start in choices[0]:
            stop = self._stop(options[0], volunteer, start)
            if not any(stop[0] < other[1] and other[0] < stop[1] for other in fixed):
                for rest in self._disjoint(volunteer, options[1:], choices[1:], [*fixed, stop]):
                    yield (start, *rest)

    def _stop(self, option: Option, volunteer: Volunteer, start: int) -> opinion.Stop:
        planned = PlannedVisit(option.visit, start, option.facility)
        excused = opinion.overridden(self.problem, option.visit, volunteer.id)
        end = start + self.problem.visit_of[option.visit].duration
        return (start, end, opinion.place_of(self.problem, planned), excused)

    def _time(
        self,
        chosen: list[Option],
        ways: list[list[tuple[int, dict[str, int]]]],
        starts: dict[str, int],
        walked: int,
        *,
        room: int,
    ) -> None:
        weight = self.problem.weights.walk if self.aim == "points" else 0
        self.left -= 1
        if self.left < 0:
            raise TooBig
        if self.best_value is not None:
            least = walked + sum(way[0][0] for way in ways)
            if room - weight * least <= self.best_value:
                return
        if not ways:
            self._judge(chosen, starts)
            return
        for walk, timing in ways[0]:
            if self._meet(chosen, starts, timing):
                continue
            self._time(chosen, ways[1:], {**starts, **timing}, walked + walk, room=room)

    def _meet(self, chosen: list[Option], starts: dict[str, int], timing: dict[str, int]) -> bool:
        """Newly timed visits that others notice clash with one another or with those timed before."""
        known = {o.visit: o.start for o in chosen if o.start is not None} | starts
        visit_of, new = self.problem.visit_of, [(v, s) for v, s in timing.items() if v in self.linked]
        return any(
            opinion.clash_of_visits(visit_of[a], start, visit_of[b], other)
            for i, (a, start) in enumerate(new)
            for b, other in (*known.items(), *new[:i])
        )

    def _judge(self, chosen: list[Option], starts: dict[str, int]) -> None:
        planned = [PlannedVisit(o.visit, starts[o.visit] if o.start is None else o.start, o.facility) for o in chosen]
        roster = _roster(planned, chosen)
        value = self._value(roster)
        if self.best_value is not None and value <= self.best_value:
            return
        if agreed(self.problem, roster):
            self.best_value, self.found = value, roster


def _roster(planned: list[PlannedVisit], chosen: list[Option]) -> Roster:
    return Roster(tuple(planned), tuple(Assignment(o.visit, v, r) for o in chosen for v, r in o.team))
