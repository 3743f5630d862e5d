"""Who may do what, and when: the pairs (shift, option) that survive every rule about one person and one visit.

A *shift* is one availability of one volunteer. What two visits, a team or a room ask of each other is not decided
here but in the routes and the programme.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from matcher.problem import DAY, Pair, Problem, Visit
from matcher.solver.options import Option, Options

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Shift:
    """One availability of volunteer number `volunteer`."""

    volunteer: int
    start: int
    end: int


@dataclass(frozen=True)
class Candidates:
    """The pairs, sorted by shift and option: `shift[i]` may take `option[i]`, earning `gain[i]` points of its own.

    `gain` holds what depends on this person in this option alone (preferred pairs). `waived`: the person is pinned
    there with an override, so leg limits do not bind.
    """

    shifts: tuple[Shift, ...]
    shift: Ints
    option: Ints
    gain: Ints
    waived: Bools

    @cached_property
    def first(self) -> Ints:
        """`first[s]:first[s+1]` are the pairs of shift s."""
        return np.searchsorted(self.shift, np.arange(len(self.shifts) + 1))

    @cached_property
    def volunteer(self) -> Ints:
        """Volunteer number of every pair."""
        whose = np.array([s.volunteer for s in self.shifts], dtype=np.int64)
        return whose[self.shift] if len(self.shifts) else np.zeros(0, dtype=np.int64)


class _People:
    """Attributes of the volunteers as arrays, and the shifts."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        people = problem.volunteers
        self.count = len(people)
        self.number = {v.id: i for i, v in enumerate(people)}
        self.shifts = tuple(
            Shift(i, w.start, w.end) for i, v in enumerate(people) for w in v.availabilities if w.end > w.start
        )
        self.shift_of = np.array([s.volunteer for s in self.shifts], dtype=np.int64)
        self.start = np.array([s.start for s in self.shifts], dtype=np.int64)
        self.end = np.array([s.end for s in self.shifts], dtype=np.int64)
        self.minor = np.array([v.minor for v in people], dtype=bool)
        self.consent = np.array([v.guardian_consent for v in people], dtype=bool)
        self.insured = np.array([-1 if v.insured_until_day is None else v.insured_until_day for v in people])
        self.certified = np.array([1 << 40 if v.certified_until_day is None else v.certified_until_day for v in people])
        self.trainee = np.array([v.trainee for v in people], dtype=bool)
        self.max_walk = np.array([v.max_walk for v in people], dtype=np.int64)
        self.pace = np.array([v.pace for v in people])
        self.home = np.array([problem.walks.index[v.home] for v in people], dtype=np.int64)
        self._until: dict[str, Ints] = {}
        for i, v in enumerate(people):
            for skill in v.skills:
                until = self._until.setdefault(skill.name, np.full(self.count, -(1 << 40)))
                until[i] = max(until[i], 1 << 40 if skill.valid_until_day is None else skill.valid_until_day)
        self._reach: dict[str, Bools] = {}

    def skilled(self, skill: str, day: int) -> Bools:
        until = self._until.get(skill)
        return np.zeros(self.count, dtype=bool) if until is None else until >= day

    def reaching(self, place: str) -> Bools:
        """Whose home lies within their `max_walk` of `place`."""
        known = self._reach.get(place)
        if known is None:
            at = self.problem.walks.index[place]
            known = np.zeros(self.count, dtype=bool)
            for pace, matrix in self.problem.walks.by_pace.items():
                mine = np.flatnonzero(self.pace == pace)
                if len(mine):
                    known[mine] = matrix.towards(at)[self.home[mine]] <= self.max_walk[mine]
            self._reach[place] = known
        return known


def make_candidates(problem: Problem, options: Options) -> Candidates:
    """Every pair (shift, option) allowed by skills, conditions, risk, age, walking reach, refusals and the clock."""
    people = _People(problem)
    forbidden = _pairs_by_other(problem, "forbidden")
    preferred = _pairs_by_other(problem, "preferred")
    found: list[tuple[Ints, int, Ints, Bools]] = []
    for index in range(len(problem.visits)):
        visit = problem.visits[index]
        static = _refused(people, visit, forbidden)
        liked = np.zeros(people.count, dtype=np.int64)
        for pair in preferred:
            liked[people.number[pair.volunteer]] += pair.concerns(visit)
        waived = _overridden(people, problem, visit)
        pinned_roles = _pinned_roles(people, problem, visit)
        masks: dict[tuple[int, int, bool, str], Bools] = {}
        bound_by_all: dict[int, Bools] = {}
        for number in options.options_of.get(index, ()):
            option = options.options[number]
            key = (option.role, option.day, option.night, option.place)
            if key not in masks:
                masks[key] = _allowed(people, visit, option) & ~static
            if option.day not in bound_by_all:
                bound_by_all[option.day] = _conditions_of_all(people, visit, option.day)
            able = (masks[key] | waived) & bound_by_all[option.day]
            if pinned_roles:
                able &= ~_wrong_role(people, option, pinned_roles)
            hits = np.flatnonzero(
                able[people.shift_of]
                & (people.start <= option.latest)
                & (option.earliest + option.duration <= people.end)
            )
            if len(hits):
                who = people.shift_of[hits]
                found.append((hits, number, liked[who] * problem.weights.preferred, waived[who]))
    return _sorted(people.shifts, found)


def _sorted(shifts: tuple[Shift, ...], found: list[tuple[Ints, int, Ints, Bools]]) -> Candidates:
    if not found:
        none = np.zeros(0, dtype=np.int64)
        return Candidates(shifts, none, none, none, np.zeros(0, dtype=bool))
    shift = np.concatenate([hits for hits, _, _, _ in found])
    option = np.concatenate([np.full(len(hits), number) for hits, number, _, _ in found])
    order = np.lexsort((option, shift))
    return Candidates(
        shifts,
        shift[order],
        option[order],
        np.concatenate([gain for _, _, gain, _ in found])[order].astype(np.int64),
        np.concatenate([waived for _, _, _, waived in found])[order],
    )


def _allowed(people: _People, visit: Visit, option: Option) -> Bools:
    able = people.reaching(option.place) & (people.certified >= option.day)
    for skill in visit.roles[option.role].skills:
        able = able & people.skilled(skill, option.day)
    if visit.risk == "high":
        able = able & (people.insured >= option.day) & ~people.minor
    return able & ~(people.minor & (~people.consent | option.night))


def _conditions_of_all(people: _People, visit: Visit, day: int) -> Bools:
    """Conditions that bind everybody: those on `all`, and any condition and any minimum on a single person."""
    able = np.ones(people.count, dtype=bool)
    alone = not visit.on_grid
    for condition in visit.conditions:
        if condition.at_least is None or (alone and condition.at_least == 1):
            able &= np.array([condition.met_by(v, day=day) for v in people.problem.volunteers], dtype=bool)
        elif alone:
            able[:] = False
    if alone:
        able &= ~people.trainee
    return able


def _pairs_by_other(problem: Problem, kind: str) -> tuple[Pair, ...]:
    return tuple(p for p in problem.pairs if p.kind == kind and p.with_kind != "volunteer")


def _numbers(people: _People, visit: Visit, pairs: tuple[Pair, ...]) -> Ints:
    return np.array(sorted({people.number[p.volunteer] for p in pairs if p.concerns(visit)}), dtype=np.int64)


def _refused(people: _People, visit: Visit, forbidden: tuple[Pair, ...]) -> Bools:
    refused = np.zeros(people.count, dtype=bool)
    refused[_numbers(people, visit, forbidden)] = True
    return refused


def _overridden(people: _People, problem: Problem, visit: Visit) -> Bools:
    waived = np.zeros(people.count, dtype=bool)
    for pin in problem.all_pins:
        if pin.visit == visit.id and pin.override and pin.volunteer is not None:
            waived[people.number[pin.volunteer]] = True
    return waived


def _pinned_roles(people: _People, problem: Problem, visit: Visit) -> dict[int, set[int]]:
    """Role numbers each pinned volunteer is fixed to."""
    numbers = {r.id: i for i, r in enumerate(visit.roles)}
    fixed: dict[int, set[int]] = {}
    for pin in problem.all_pins:
        if pin.visit == visit.id and pin.volunteer is not None and pin.role is not None:
            fixed.setdefault(people.number[pin.volunteer], set()).add(numbers[pin.role])
    return fixed


def _wrong_role(people: _People, option: Option, pinned_roles: dict[int, set[int]]) -> Bools:
    wrong = np.zeros(people.count, dtype=bool)
    wrong[[who for who, roles in pinned_roles.items() if roles != {option.role}]] = True
    return wrong


def staffed(problem: Problem, options: Options, candidates: Candidates) -> tuple[Options, Candidates]:
    """Without the placements that too few different people could fill, however everything else is decided."""
    crews: dict[tuple[int, int], set[int]] = {}
    whose = candidates.volunteer.tolist()
    for pair, number in enumerate(candidates.option.tolist()):
        option = options.options[number]
        if option.placement is not None:
            crews.setdefault((option.placement, option.role), set()).add(whose[pair])
    alive = [_can_be_staffed(problem, options, number, crews) for number in range(len(options.placements))]
    if all(alive):
        return options, candidates
    keep = np.array([o.placement is None or alive[o.placement] for o in options.options], dtype=bool)
    renumbered = np.cumsum(keep) - 1
    inside = keep[candidates.option] if len(candidates.option) else np.zeros(0, dtype=bool)
    return options.only(alive), Candidates(
        candidates.shifts,
        candidates.shift[inside],
        renumbered[candidates.option[inside]],
        candidates.gain[inside],
        candidates.waived[inside],
    )


def _can_be_staffed(problem: Problem, options: Options, placement: int, crews: dict[tuple[int, int], set[int]]) -> bool:
    visit = problem.visits[options.placements[placement].visit]
    people = problem.volunteers
    everybody: set[int] = set()
    for role_index, role in enumerate(visit.roles):
        crew = crews.get((placement, role_index), set())
        everybody |= crew
        if sum(not people[i].trainee for i in crew) < role.min:
            return False
    day = options.placements[placement].start // DAY
    return all(
        sum(c.met_by(people[i], day=day) for i in everybody) >= c.at_least
        for c in visit.conditions
        if c.at_least is not None
    )
