"""The first roster: visit by visit, dearest first, each where it costs least walking; every row of the programme kept.

Quick and plain on purpose; the programme improves on it. It never gives an invalid roster, but may give none where
pins ask for more than it can see.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numba
import numpy as np

from matcher.problem import DAY, Visit
from matcher.roster import Roster
from matcher.solver.programme import NONE, Programme
from matcher.solver.routes import FAR, _first_start, _leg, _within_caps, shift_arrays
from matcher.solver.schedule import build_roster


@numba.njit(cache=True)
def _insertion(
    walks: Any, begin: int, end: int, place: Any, visit: Any, duration: Any, day: Any, waived: Any, range_at: Any,
    low: Any, high: Any, max_walk: int, gap: int, return_home: bool, caps: Any, order: Any, j: int,
) -> tuple[int, int]:  # fmt: skip
    """(walk of the whole way, position) of the best insertion of option j into `order`; FAR if none."""
    best, where = FAR, -1
    n = len(order)
    for i in order:
        if visit[i] == visit[j]:
            return best, where
    if not _within_caps(order, j, duration, day, caps):
        return best, where
    for at in range(n + 1):
        last, time, walk = -1, begin, 0
        for k in range(n + 1):
            this = j if k == at else (order[k] if k < at else order[k - 1])
            passes, steps = _leg(walks, place, waived, last, this, max_walk, gap)
            if steps >= FAR:
                walk = FAR
                break
            start = _first_start(low, high, range_at[this], range_at[this + 1], time + passes)
            if start >= FAR or start + duration[this] > end:
                walk = FAR
                break
            time, walk, last = start + duration[this], walk + steps, this
        if walk < FAR and return_home:
            back = walks[place[last], 0]
            far = back >= FAR or (back > max_walk and not waived[last])
            walk = FAR if far or time + back > end else walk + back
        if walk < best:
            best, where = walk, at
    return best, where


@dataclass(frozen=True, slots=True)
class Plan:
    """(shift, pairs in the order walked) of every route, and the placements that go on."""

    routes: tuple[tuple[int, tuple[int, ...]], ...]
    placements: tuple[int, ...]


def greedy(programme: Programme) -> Plan:
    """A plan that keeps every row but, perhaps, those that ask for something (pins): the caller checks."""
    state = _State(programme)
    visits = sorted(range(len(programme.problem.visits)), key=state.urgency)
    for _ in range(2):  # in the second pass a visit finds served what it needs
        for index in visits:
            if index not in state.served:
                state.serve(index)
    return Plan(tuple((s, tuple(o)) for s, o in sorted(state.order.items())), tuple(sorted(state.placements)))


def greedy_roster(programme: Programme) -> Roster:
    """The greedy plan with minutes; visits that one beneficiary cannot have at once are left out."""
    plan = greedy(programme)
    problem, options, candidates = programme.problem, programme.options, programme.candidates
    while True:
        roster = build_roster(problem, options, candidates, plan.routes, plan.placements)
        if isinstance(roster, Roster):
            return roster
        plan = _without(programme, plan, max(roster.visits))


def _without(programme: Programme, plan: Plan, visit: int) -> Plan:
    options, option = programme.options, programme.candidates.option
    return Plan(
        tuple((s, tuple(p for p in pairs if options.options[option[p]].visit != visit)) for s, pairs in plan.routes),
        tuple(p for p in plan.placements if options.placements[p].visit != visit),
    )


class _State:
    """What is decided so far: the way of each shift, and the activity of every row."""

    def __init__(self, programme: Programme) -> None:
        self.programme = programme
        self.activity = np.zeros(len(programme.row_names), dtype=np.int64)
        self.order: dict[int, list[int]] = {}
        self.walk: dict[int, int] = {}
        self.served: set[int] = set()
        self.placements: list[int] = []
        self._raised: set[int] = set()
        self._arrays: dict[int, tuple[Any, ...]] = {}
        self._pairs: dict[int, list[int]] = {}
        for pair, option in enumerate(programme.candidates.option.tolist()):
            self._pairs.setdefault(option, []).append(pair)
        self._pinned = {p.visit for p in programme.problem.all_pins}
        self._pinned_people = {(p.visit, p.volunteer) for p in programme.problem.all_pins}
        self._supports = self._helpers()

    def urgency(self, index: int) -> tuple[bool, bool, float]:
        """Pinned, then guaranteed, then by points a person."""
        visit = self.programme.problem.visits[index]
        options = self.programme.options
        placements = options.placements_of.get(index, ())
        pairs = [p for o in options.options_of.get(index, ()) for p in self._pairs.get(o, ())]
        points = [self.programme.variables[p].points for p in placements] if visit.on_grid else []
        points += [] if visit.on_grid else [int(self.programme.pair_points[p]) for p in pairs]
        return (visit.id not in self._pinned, not visit.guaranteed, -max(points, default=0) / max(1, visit.people_min))

    def serve(self, index: int) -> None:
        """Serve the visit where it costs least, if any way of it keeps all rows and gains points."""
        visit, options = self.programme.problem.visits[index], self.programme.options
        ways: list[tuple[int, tuple[int, ...], tuple[int, ...]]] = []
        if visit.on_grid:
            for placement in options.placements_of.get(index, ()):
                crew = self._crew(visit, placement)
                if crew is not None:
                    ways.append((self._gain(crew, (placement,)), crew, (placement,)))
        else:
            pairs = [p for o in options.options_of.get(index, ()) for p in self._pairs.get(o, ())]
            ways = [(self._gain((p,), ()), (p,), ()) for p in pairs if self._insertion(p)[0] < FAR]
        needed = {name for pinned, name in self._pinned_people if pinned == visit.id and name is not None}
        if needed:
            ways = [way for way in ways if needed <= self._names(way[1])]
        for gain, crew, placements in sorted(ways, key=lambda w: (-w[0], w[2], w[1])):
            wanted = gain > 0 or visit.guaranteed or visit.id in self._pinned
            if wanted and self._commit(crew, placements):
                self.served.add(index)
                return

    def _names(self, crew: tuple[int, ...]) -> set[str]:
        people, whose = self.programme.problem.volunteers, self.programme.candidates.volunteer
        return {people[whose[p]].id for p in crew}

    def _gain(self, crew: tuple[int, ...], placements: tuple[int, ...]) -> int:
        points = sum(int(self.programme.pair_points[p]) for p in crew)
        points += sum(self.programme.variables[p].points for p in placements)
        return points - self.programme.walk_price("points") * sum(self._insertion(p)[0] for p in crew)

    def _crew(self, visit: Visit, placement: int) -> tuple[int, ...] | None:
        """The nearest people that fill every minimum and condition, then more while they earn points."""
        options, people = self.programme.options, self.programme.problem.volunteers
        whose = self.programme.candidates.volunteer
        crew: list[int] = []
        taken: set[int] = set()
        short = {n: c.at_least for n, c in enumerate(visit.conditions) if c.at_least is not None}
        day = options.placements[placement].start // DAY
        for option in options.options_at.get(placement, ()):
            role = visit.roles[options.options[option].role]
            near = [(self._insertion(p)[0], p) for p in self._pairs.get(option, ()) if int(whose[p]) not in taken]
            able = [(walk, p) for walk, p in near if walk < FAR]

            def rank(item: tuple[int, int]) -> tuple[bool, int, int]:
                walk, pair = item
                person = people[whose[pair]]
                helps = sum(visit.conditions[n].met_by(person, day=day) for n, k in short.items() if k > 0)
                return ((visit.id, person.id) not in self._pinned_people, -helps, walk)

            count = 0
            while able and count < role.most:
                walk, pair = min(able, key=rank)
                able.remove((walk, pair))
                person = people[whose[pair]]
                earns = int(self.programme.pair_points[pair]) > walk * self.programme.walk_price("points")
                pinned = (visit.id, person.id) in self._pinned_people
                needed = any(k > 0 and visit.conditions[n].met_by(person, day=day) for n, k in short.items())
                if (person.trainee and not pinned) or (count >= role.min and not (earns or pinned or needed)):
                    continue
                crew.append(pair)
                taken.add(int(whose[pair]))
                count += 1
                for n in short:
                    short[n] -= visit.conditions[n].met_by(person, day=day)
            if count < role.min:
                return None
        return tuple(crew) if all(k <= 0 for k in short.values()) else None

    def _insertion(self, pair: int) -> tuple[int, int]:
        """(more walking, position) of a pair in its shift; FAR if it does not fit."""
        p = self.programme
        shift = int(p.candidates.shift[pair])
        if shift not in self._arrays:
            self._arrays[shift] = shift_arrays(p.problem, p.options, p.candidates, shift)
        first = int(p.candidates.first[shift])
        order = np.array(self.order.get(shift, ()), dtype=np.int64) - first
        walk, where = _insertion(*self._arrays[shift], order, pair - first)  # type: ignore[call-arg]
        return (FAR, -1) if walk >= FAR else (walk - self.walk.get(shift, 0), where)

    def _commit(self, crew: tuple[int, ...], placements: tuple[int, ...]) -> bool:
        """Add people and placement if every row they touch stays within its bounds."""
        p = self.programme
        before = {s: list(self.order.get(s, ())) for s in {int(p.candidates.shift[i]) for i in crew}}
        walks = {s: self.walk.get(s, 0) for s in before}
        for pair in crew:  # two of one crew may share a shift only by mistake: the insertion then fails
            more, where = self._insertion(pair)
            if more >= FAR:
                self._restore(before, walks)
                return False
            shift = int(p.candidates.shift[pair])
            self.order.setdefault(shift, []).insert(where, pair)
            self.walk[shift] = self.walk.get(shift, 0) + more
        change = np.zeros(len(self.activity), dtype=np.int64)
        if crew:
            change += np.asarray(p.pair_rows[list(crew)].sum(axis=0)).ravel()
        raised = set(placements)
        for placement in placements:
            change += p.variable_rows[[placement]].toarray().ravel()
        raised |= self._raise_helpers(change)
        after = self.activity + change
        touched = np.flatnonzero(change)
        high_ok = np.all((p.high[touched] == NONE) | (after[touched] <= p.high[touched]))
        low_ok = np.all((p.low[touched] == -NONE) | (p.low[touched] > 0) | (after[touched] >= p.low[touched]))
        if not (high_ok and low_ok):
            self._restore(before, walks)
            return False
        self.activity = after
        self._raised |= raised
        self.placements += placements
        return True

    def _restore(self, before: dict[int, list[int]], walks: dict[int, int]) -> None:
        for shift, order in before.items():
            self.order[shift], self.walk[shift] = order, walks[shift]

    def _helpers(self) -> dict[int, list[int]]:
        """Explicit variables that make room when raised (modes, faces, hours above the share), by row."""
        kinds = {"mode", "face", "above_share"}
        helpers = [i for i, v in enumerate(self.programme.variables) if v.kind in kinds]
        by_row: dict[int, list[int]] = {}
        rows = self.programme.variable_rows
        for i in helpers:
            for row, value in zip(
                rows.indices[rows.indptr[i] : rows.indptr[i + 1]],
                rows.data[rows.indptr[i] : rows.indptr[i + 1]],
                strict=True,
            ):
                if value < 0:
                    by_row.setdefault(int(row), []).append(i)
        return by_row

    def _raise_helpers(self, change: Any) -> set[int]:
        raised: set[int] = set()
        after = self.activity + change
        for row in np.flatnonzero(change):
            if after[row] <= self.programme.high[row]:
                continue
            for helper in self._supports.get(int(row), ()):
                if helper not in self._raised and helper not in raised:
                    raised.add(helper)
                    most = self.programme.variables[helper].most
                    change += most * self.programme.variable_rows[[helper]].toarray().ravel()
                    after = self.activity + change
        return raised
