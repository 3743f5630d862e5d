"""How each visit could take place: placements of shared visits on the grid, and the options of one person in a visit.

A *placement* is (visit, facility or fixed place, start) of a visit on the grid. An *option* is one way for one
person to take part: a role at a placement, or - for a single-person visit, which starts at any minute - a role on a
day, as start ranges. Anything priced or bound by time is an option of its own (docs/problem.md), so that every row of
the programme and every point of the objective depends on options and walks alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from matcher.problem import DAY, NIGHT_END, NIGHT_START, Problem, Visit

Splits = tuple[tuple[str, int], ...]
"""(visit, minute): start ranges of that visit are cut before that minute."""


@dataclass(frozen=True, slots=True)
class Placement:
    """A shared visit at one place and start; `facility` None where the place is fixed."""

    visit: int
    facility: str | None
    place: str
    start: int


@dataclass(frozen=True, slots=True)
class Option:
    """`ranges`: inclusive first and last possible start, rising and disjoint; one minute at a placement."""

    visit: int
    role: int
    placement: int | None
    place: str
    duration: int
    day: int
    night: bool
    """Some start of it meets the hours closed to minors."""
    kept: bool
    """It is the published start and place."""
    ranges: tuple[tuple[int, int], ...]

    @property
    def earliest(self) -> int:
        return self.ranges[0][0]

    @property
    def latest(self) -> int:
        return self.ranges[-1][1]


@dataclass(frozen=True)
class Options:
    """All placements and options of a problem, by index; deterministic in the problem and the splits."""

    placements: tuple[Placement, ...]
    options: tuple[Option, ...]
    splits: Splits

    def only(self, alive: Sequence[bool]) -> Options:
        """Without the placements not alive, and their options; numbers close up."""
        number = {old: new for new, old in enumerate(i for i, a in enumerate(alive) if a)}
        return Options(
            placements=tuple(p for p, a in zip(self.placements, alive, strict=True) if a),
            options=tuple(
                o if o.placement is None else replace(o, placement=number[o.placement])
                for o in self.options
                if o.placement is None or alive[o.placement]
            ),
            splits=self.splits,
        )

    @cached_property
    def placements_of(self) -> dict[int, tuple[int, ...]]:
        """Placement indices by visit index."""
        return _grouped((p.visit, i) for i, p in enumerate(self.placements))

    @cached_property
    def options_of(self) -> dict[int, tuple[int, ...]]:
        """Option indices by visit index."""
        return _grouped((o.visit, i) for i, o in enumerate(self.options))

    @cached_property
    def options_at(self) -> dict[int, tuple[int, ...]]:
        """Option indices by placement index."""
        return _grouped((o.placement, i) for i, o in enumerate(self.options) if o.placement is not None)


def _grouped(pairs: Iterable[tuple[int, int]]) -> dict[int, tuple[int, ...]]:
    groups: dict[int, list[int]] = {}
    for key, item in pairs:
        groups.setdefault(key, []).append(item)
    return {key: tuple(items) for key, items in groups.items()}


def make_options(problem: Problem, *, splits: Splits = ()) -> Options:
    """Every placement and option that the windows, the grid, the pins and the facilities allow."""
    placements: list[Placement] = []
    options: list[Option] = []
    cuts: dict[str, set[int]] = {}
    for visit_id, minute in splits:
        cuts.setdefault(visit_id, set()).add(minute)
    for index, visit in enumerate(problem.visits):
        if visit.on_grid:
            for placement in _placements(problem, index, visit):
                options += _options_at(problem, visit, placement, len(placements))
                placements.append(placement)
        else:
            options += _options_any_minute(problem, index, visit, cuts.get(visit.id, set()))
    return Options(placements=tuple(placements), options=tuple(options), splits=splits)


def _fixed(problem: Problem, visit: Visit) -> tuple[set[int], set[str]]:
    """Pinned starts and pinned facilities of a visit."""
    pins = [p for p in problem.all_pins if p.visit == visit.id]
    return ({p.start for p in pins if p.start is not None}, {p.facility for p in pins if p.facility is not None})


def _grid_starts(problem: Problem, visit: Visit) -> list[int]:
    pinned, _ = _fixed(problem, visit)
    published = {p.start for p in problem.published_of.get(visit.id, ())}
    grid = problem.policy.grid
    starts: set[int] = set()
    for window in visit.windows:
        last = window.end - visit.duration
        starts.update(range(-(-window.start // grid) * grid, last + 1, grid))
        starts.update(s for s in (window.start, *pinned, *published) if window.start <= s <= last)
    if pinned:
        starts = starts & pinned if len(pinned) == 1 else set()
    return sorted(starts)


def _placements(problem: Problem, index: int, visit: Visit) -> Iterable[Placement]:
    starts = _grid_starts(problem, visit)
    if visit.need is None:
        if visit.place is not None:
            yield from (Placement(index, None, visit.place, s) for s in starts)
        return
    need = visit.need
    _, pinned = _fixed(problem, visit)
    never = {f for f, s in visit.rejected if s is None}
    refused = {(f, s) for f, s in visit.rejected if s is not None}
    for facility in problem.facilities:
        if facility.modes.get(need.mode, 0) < need.people or facility.id in never:
            continue
        if pinned - {facility.id}:
            continue
        if need.origin is not None:
            walk = problem.walks.minutes(need.pace, need.origin, facility.place)
            if walk is None or walk > need.max_walk:
                continue
        for start in starts:
            covering = facility.openings_covering(start, start + visit.duration)
            if (facility.id, start) in refused or covering is None:
                continue
            yield Placement(index, facility.id, facility.place, start)


def _options_at(problem: Problem, visit: Visit, placement: Placement, number: int) -> Iterable[Option]:
    rows = problem.published_of.get(visit.id, ())
    kept = any((r.start, r.facility) == (placement.start, placement.facility) for r in rows)
    for role_index in range(len(visit.roles)):
        yield Option(
            visit=placement.visit,
            role=role_index,
            placement=number,
            place=placement.place,
            duration=visit.duration,
            day=placement.start // DAY,
            night=meets_night(placement.start, visit.duration),
            kept=kept,
            ranges=((placement.start, placement.start),),
        )


def meets_night(start: int, duration: int) -> bool:
    """Whether `[start, start + duration)` meets the hours closed to minors."""
    minute = start % DAY
    return minute < NIGHT_END or minute + duration > NIGHT_START


def _options_any_minute(problem: Problem, index: int, visit: Visit, cuts: set[int]) -> Iterable[Option]:
    if visit.place is None:
        return
    pinned, _ = _fixed(problem, visit)
    if len(pinned) > 1:
        return
    published = {p.start for p in problem.published_of.get(visit.id, ())}
    minors = any(v.minor for v in problem.volunteers)  # without them no start is closed, and none needs a cut
    groups: dict[tuple[int, bool, bool, int], list[tuple[int, int]]] = {}
    for window in visit.windows:
        for low, high in _pieces(window.start, window.end - visit.duration, visit.duration, cuts | published, pinned):
            kept = low == high and low in published
            piece = sum(c <= low for c in cuts)
            night = minors and meets_night(low, visit.duration)
            groups.setdefault((low // DAY, night, kept, piece), []).append((low, high))
    for (day, night, kept, _), ranges in sorted(groups.items()):
        yield Option(
            visit=index,
            role=0,  # a visit of one person has one role
            placement=None,
            place=visit.place,
            duration=visit.duration,
            day=day,
            night=night,
            kept=kept,
            ranges=tuple(sorted(ranges)),
        )


def _pieces(first: int, last: int, duration: int, marks: set[int], pinned: set[int]) -> Iterable[tuple[int, int]]:
    """`[first, last]` cut at midnights, at the minors' hours, around every mark (a cut; a published start alone)."""
    if pinned:
        (only,) = pinned
        if first <= only <= last:
            yield only, only
        return
    if last < first:
        return
    edges = {first}
    for day in range(first // DAY, last // DAY + 1):
        midnight = day * DAY
        edges |= {midnight, midnight + NIGHT_END, midnight + NIGHT_START - duration + 1}
    for mark in marks:
        edges |= {mark, mark + 1}
    starts = sorted(e for e in edges if first <= e <= last)
    for low, following in zip(starts, [*starts[1:], last + 1], strict=True):
        yield low, following - 1
