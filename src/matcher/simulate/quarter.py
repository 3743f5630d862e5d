"""A quarter, week after week: what stays undone is asked for again, hours add up, and every request meets its fate."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from multiprocessing import get_context

from matcher.problem import Problem
from matcher.simulate.planners import Ours, Planner, first_come, nearest_free
from matcher.simulate.week import Week, WeekLog
from matcher.simulate.world import WEEK, Asked, World

PATIENCE = 2
"""Weeks after the first in which somebody asks again."""
OURS, NEAREST, FIRST = "ours", "nearest free", "first come"
PLANNERS: dict[str, Callable[[int], Planner]] = {
    OURS: lambda _: Ours(),
    NEAREST: lambda _: nearest_free(),
    FIRST: first_come,
}
"""By name, of the world's seed."""


@dataclass(frozen=True, slots=True)
class Fate:
    """What came of a request. Minutes from the quarter's start: `asked`, `served` (None: never), `until` when they
    stopped waiting. `failed`: how often too few came."""

    visit: str
    groups: frozenset[str]
    guaranteed: bool
    emergency: bool
    asked: int
    served: int | None
    until: int
    failed: int
    taken_back: bool


@dataclass(frozen=True, slots=True)
class Quarter:
    """One planner in one world. `minutes`: served by each volunteer; `weeks`: a log each."""

    planner: str
    fates: tuple[Fate, ...]
    minutes: dict[str, int]
    weeks: tuple[WeekLog, ...]


def lived(world: World, planner: Planner, *, told: Callable[[int, WeekLog], None] | None = None) -> Quarter:
    """`told` is called after each week."""
    minutes, offered = Counter[str](), Counter[str]()
    waiting: list[Asked] = []
    fates: dict[str, Fate] = {}
    logs: list[WeekLog] = []
    for number in range(world.weeks):
        asked = [*waiting, *world.asked(number)]
        log = Week(world, number, _base(world, number, minutes, offered), asked, planner).lived()
        logs.append(log)
        waiting = _settled(world, number, asked, log, fates)
        for done in log.done:
            minutes.update(dict(done.minutes))
        for person in world.base.volunteers:
            offered[person.id] += person.offered_minutes
        if told is not None:
            told(number, log)
    everybody = {v.id: minutes[v.id] for v in world.base.volunteers}
    return Quarter(planner.name, tuple(fates[v] for v in sorted(fates)), everybody, tuple(logs))


def compared(
    world: World, names: Sequence[str] = tuple(PLANNERS), *, processes: int = 1, each: Callable[[Quarter], None] = print
) -> tuple[Quarter, ...]:
    """The same world for each of these, side by side in processes where there are more than one; `each` is called as
    one is ready. In the order asked."""
    if processes <= 1:
        found = []
        for name in names:
            found.append(_of(world, name))
            each(found[-1])
        return tuple(found)
    with ProcessPoolExecutor(processes, mp_context=get_context("spawn")) as pool:
        waiting = [pool.submit(_of, world, name) for name in names]
        for future in waiting:
            each(future.result())
        return tuple(future.result() for future in waiting)


def _of(world: World, name: str) -> Quarter:
    return lived(world, PLANNERS[name](world.seed))


def _base(world: World, number: int, minutes: Counter[str], offered: Counter[str]) -> Problem:
    """The week without its requests and rooms: what people have served and offered before is their history."""
    base = world.base
    people = (
        replace(
            v,
            history_minutes=v.history_minutes + minutes[v.id],
            history_offered_minutes=v.history_offered_minutes + offered[v.id],
        )
        for v in base.volunteers
    )
    return replace(
        base,
        name=f"{base.name} {number + 1}",
        volunteers=tuple(people),
        facilities=(),
        visits=(),
        pins=(),
        published=(),
        pairs=tuple(p for p in base.pairs if p.with_kind != "visit"),
    )


def _settled(world: World, number: int, asked: Iterable[Asked], log: WeekLog, fates: dict[str, Fate]) -> list[Asked]:
    """Writes down how far each request is; those who still wait, as they ask next week."""
    done = {d.visit: d.start for d in log.done}
    failed = Counter(log.failed)
    again = []
    for one in asked:
        visit = one.visit
        before = fates.get(visit.id)
        start = done.get(visit.id)
        fates[visit.id] = Fate(
            visit=visit.id,
            groups=visit.groups,
            guaranteed=visit.guaranteed,
            emergency=one.emergency,
            asked=number * WEEK + one.minute,
            served=None if start is None else number * WEEK + start,
            until=(number + 1) * WEEK if start is None else number * WEEK + start,
            failed=failed[visit.id] + (before.failed if before is not None else 0),
            taken_back=visit.id in log.taken_back,
        )
        waits = start is None and visit.id not in log.taken_back and not one.emergency
        if waits and not visit.needs and number - one.week < PATIENCE and number + 1 < world.weeks:
            later = replace(visit, waiting_days=visit.waiting_days + 7)
            again.append(replace(one, visit=later, minute=one.minute - WEEK, taken_back=None))
    return again
