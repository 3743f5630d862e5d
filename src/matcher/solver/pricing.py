"""Priced routes: where a shift has too many routes to list, those that the prices ask for, and a bound on all others.

Label setting over time with ng-route memory (Baldacci, Mingozzi & Roberti 2011, "New route relaxation and pricing
strategies for the vehicle routing problem", Operations Research 59(5)): a label remembers only those visits of its way
that are near to every visit after them, so that a way may come back to a visit it has forgotten. Every real route is
one of these ways: the best of them bounds the best route. Where the best comes back somewhere, the visits on that
circle are made to remember it and the labels are set again, until the best is a real route: then the bound is exact.
Whole numbers throughout.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numba
import numpy as np

from matcher.solver.routes import FAR, NO_CAP, _first_start, _leg

NEAR = 5
"""Visits a visit remembers at first: itself and those nearest to it."""
GROWTHS = 100
"""How often the memory may grow for one set of prices."""
LEARNT_FROM = 100
"""Ways, richest first, whose circles are learnt from at once."""
MOST_LABELS = 400_000
"""Labels of one setting; beyond, it is given up and says nothing."""
MOST_STEPS = 600_000_000
"""Steps (comparisons, ways tried) of all settings for one set of prices: about four seconds."""
STEP_WORK = 6e-9
"""Units of work (about seconds) of one step."""


@numba.njit(cache=True)
def _legs(walks: Any, place: Any, waived: Any, max_walk: int, gap: int) -> tuple[Any, Any]:
    """(minutes that pass, minutes walked) from option i (row 0: home) to option j."""
    k = len(place)
    passes = np.empty((k + 1, k), dtype=np.int64)
    steps = np.empty((k + 1, k), dtype=np.int64)
    for i in range(-1, k):
        for j in range(k):
            passes[i + 1, j], steps[i + 1, j] = _leg(walks, place, waived, i, j, max_walk, gap)
    return passes, steps


@numba.njit(cache=True)
def _grown(array: Any, size: int) -> Any:
    out = np.empty(2 * size, dtype=array.dtype)
    out[:size] = array[:size]
    return out


@numba.njit(cache=True)
def _grown_2d(array: Any, size: int) -> Any:
    out = np.empty((2 * size, array.shape[1]), dtype=array.dtype)
    out[:size] = array[:size]
    return out


@numba.njit(cache=True, nogil=True)
def _knapsack(
    passes: Any, walked: Any, visit: Any, duration: Any, range_at: Any, high: Any, gain: Any, walk_price: int,
    visits: int,
) -> tuple[Any, Any, Any, Any]:  # fmt: skip
    """Of every visit the most it can earn, the least minutes it takes with the way there, and its latest start; and
    the visits by what they earn a minute, those that earn something."""
    k = len(visit)
    riches = np.zeros(visits, dtype=np.int64)
    weight = np.full(visits, FAR, dtype=np.int64)
    latest = np.full(visits, -1, dtype=np.int64)
    for j in range(k):
        near, way = FAR, FAR
        for i in range(k + 1):
            if walked[i, j] < FAR and (i == 0 or visit[i - 1] != visit[j]):
                near, way = min(near, walked[i, j]), min(way, passes[i, j])
        if way >= FAR:
            continue
        v = visit[j]
        riches[v] = max(riches[v], gain[j] - walk_price * near)
        weight[v] = min(weight[v], max(1, way + duration[j]))
        latest[v] = max(latest[v], high[range_at[j + 1] - 1] - way)
    able = np.flatnonzero(riches > 0)
    rate = np.empty(len(able), dtype=np.float64)
    for x in range(len(able)):
        rate[x] = -riches[able[x]] / weight[able[x]]
    return able[np.argsort(rate)], riches, weight, latest


@numba.njit(cache=True, nogil=True)
def _hopeless(
    order: Any, riches: Any, weight: Any, latest: Any, remembered: Any, now: int, end: int, wanted: int
) -> bool:
    """Whether no visits that are not remembered, each at most once, earn more than `wanted` from now to the end: as
    many of those that earn most a minute as fit, the last of them in part (Dantzig 1957)."""
    left, total, one = end - now, 0, np.uint64(1)
    if total > wanted:
        return False
    for v in order:
        if now > latest[v] or (remembered[v >> 6] >> np.uint64(v & 63)) & one:
            continue
        if weight[v] >= left:
            return bool(total + (riches[v] * left) // weight[v] + 1 <= wanted)
        total += riches[v]
        left -= weight[v]
        if total > wanted:
            return False
    return bool(total <= wanted)


@numba.njit(cache=True, nogil=True)
def _labels(
    walks: Any, begin: int, end: int, place: Any, visit: Any, duration: Any, day: Any, waived: Any, range_at: Any,
    low: Any, high: Any, max_walk: int, gap: int, return_home: bool, caps: Any, gain: Any, walk_price: int,
    near: Any, quick: bool, floor: int, most: int, most_steps: int,
) -> tuple[int, int, Any, Any, Any, Any]:  # fmt: skip
    """Set labels in order of time. Returns (finished, steps made, option and parent of every label, the labels whose
    way home is worth more than `floor`, their worth). `quick`: of two labels at one place the one earlier and richer
    is kept whatever they remember - real routes, but perhaps not the best. Otherwise labels fall from which no way on
    with each visit at most once is worth more than `floor`: those that a real route above it needs all stay."""
    k, words = len(place), near.shape[1]
    passes, walked = _legs(walks, place, waived, max_walk, gap)
    order, riches, weight, latest = _knapsack(
        passes, walked, visit, duration, range_at, high, gain, walk_price, near.shape[0]
    )
    home = np.full(k, FAR, dtype=np.int64)
    for j in range(k):
        home[j] = 0
        if return_home:
            back = walks[place[j], 0]
            home[j] = back if back < FAR and (back <= max_walk or waived[j]) else FAR
    capped = caps[0] < NO_CAP or caps[1] < NO_CAP or caps[2] < NO_CAP
    room = 1024
    option = np.empty(room, dtype=np.int32)
    parent = np.empty(room, dtype=np.int32)
    time = np.empty(room, dtype=np.int64)
    worth = np.empty(room, dtype=np.int64)
    used = np.empty((room, 3), dtype=np.int64)
    memory = np.empty((room, words), dtype=np.uint64)
    dead = np.empty(room, dtype=np.bool_)
    in_bucket = np.empty(room, dtype=np.int32)
    at_option = np.empty(room, dtype=np.int32)
    bucket = np.full(end - begin + 2, -1, dtype=np.int32)
    first_at = np.full(k, -1, dtype=np.int32)
    closed = np.empty(64, dtype=np.int64)
    value = np.empty(64, dtype=np.int64)
    n_closed, made, work = 0, 0, 0
    use = np.zeros(3, dtype=np.int64)
    mine = np.zeros(words, dtype=np.uint64)
    one = np.uint64(1)
    for t in range(-1, end - begin + 1):
        a = -2 if t == -1 else bucket[t]
        while a != -1:
            if a >= 0 and dead[a]:
                a = in_bucket[a]
                continue
            i = -1 if a == -2 else option[a]
            if i >= 0 and home[i] < FAR and begin + t + home[i] <= end:
                total = worth[a] - walk_price * home[i]
                if total > floor:
                    if n_closed == len(closed):
                        closed, value = _grown(closed, n_closed), _grown(value, n_closed)
                    closed[n_closed], value[n_closed] = a, total
                    n_closed += 1
            work += k
            if work > most_steps:
                return 0, work, option, parent, closed[:n_closed], value[:n_closed]
            now = begin if i < 0 else begin + t
            for j in range(k):
                v = visit[j]
                if walked[i + 1, j] >= FAR:
                    continue
                if i >= 0 and (memory[a, v >> 6] >> np.uint64(v & 63)) & one:
                    continue
                start = _first_start(low, high, range_at[j], range_at[j + 1], now + passes[i + 1, j])
                if start >= FAR or start + duration[j] > end:
                    continue
                if capped:
                    use[0] = use[1] = duration[j]
                    use[2] = 1
                    if i >= 0:
                        use[1] += used[a, 1]
                        if day[i] == day[j]:
                            use[0] += used[a, 0]
                            use[2] += used[a, 2]
                    if use[0] > caps[0] or use[1] > caps[1] or use[2] > caps[2]:
                        continue
                done = start + duration[j]
                rich = gain[j] - walk_price * walked[i + 1, j] + (worth[a] if i >= 0 else 0)
                for w in range(words):
                    mine[w] = memory[a, w] & near[v, w] if i >= 0 else np.uint64(0)
                mine[v >> 6] |= one << np.uint64(v & 63)
                b, before, dominated = first_at[j], -1, False
                while b != -1:
                    work += 1
                    following = at_option[b]
                    if dead[b]:
                        if before == -1:
                            first_at[j] = following
                        else:
                            at_option[before] = following
                        b = following
                        continue
                    better = time[b] <= done and worth[b] >= rich
                    worse = time[b] >= done and worth[b] <= rich
                    if (better or worse) and not quick:
                        for w in range(words):
                            if memory[b, w] & ~mine[w]:
                                better = False
                            if mine[w] & ~memory[b, w]:
                                worse = False
                    if (better or worse) and capped:
                        for c in range(3):
                            if used[b, c] > use[c]:
                                better = False
                            if used[b, c] < use[c]:
                                worse = False
                    if better:
                        dominated = True
                        break
                    if worse:
                        dead[b] = True
                    before = b
                    b = following
                if dominated:
                    continue
                if not quick and _hopeless(order, riches, weight, latest, mine, done, end, floor - rich):
                    continue
                if made == room:
                    if made >= most:
                        return 0, work, option, parent, closed[:n_closed], value[:n_closed]
                    option, parent, time = _grown(option, made), _grown(parent, made), _grown(time, made)
                    worth, dead = _grown(worth, made), _grown(dead, made)
                    in_bucket, at_option = _grown(in_bucket, made), _grown(at_option, made)
                    used, memory = _grown_2d(used, made), _grown_2d(memory, made)
                    room *= 2
                option[made], parent[made], time[made], worth[made] = j, max(a, -1), done, rich
                used[made, 0], used[made, 1], used[made, 2] = use[0], use[1], use[2]
                for w in range(words):
                    memory[made, w] = mine[w]
                dead[made] = False
                in_bucket[made] = bucket[done - begin]
                bucket[done - begin] = made
                at_option[made] = first_at[j]
                first_at[j] = made
                made += 1
            a = -1 if a == -2 else in_bucket[a]
    return 1, work, option[:made], parent[:made], closed[:n_closed], value[:n_closed]


def nearest(walks: Any, place: Any, visit: Any, count: int) -> Any:
    """visits x words: bit w of row v is set if visit v remembers visit w: itself and the `count - 1` nearest."""
    visits = int(visit.max()) + 1 if len(visit) else 0
    apart = np.full((visits, visits), FAR, dtype=np.int64)
    np.minimum.at(apart, (visit[:, None], visit[None, :]), walks[np.ix_(place, place)])
    apart = np.minimum(apart, apart.T)
    np.fill_diagonal(apart, -1)
    near = np.zeros((visits, max(1, -(-visits // 64))), dtype=np.uint64)
    for v, others in enumerate(np.argsort(apart, axis=1, kind="stable")[:, :count].tolist()):
        for other in others:
            _remember(near, v, other)
    return near


def _remember(near: Any, at: int, visit: int) -> None:
    near[at, visit >> 6] |= np.uint64(1) << np.uint64(visit & 63)


@dataclass(frozen=True)
class Priced:
    """`best`: no route of the shift is worth more (reduced gain, at least the floor asked with); `exact`: one is worth
    just that, or none more than the floor.
    `ways`: options in the order walked, of the best real routes met, richest first. `steps` made, for counting work."""

    best: int
    exact: bool
    ways: tuple[tuple[int, ...], ...]
    steps: int


def first_memory(arrays: tuple[Any, ...]) -> Any:
    """What the visits of a shift remember before anything has come back anywhere."""
    walks, _, _, place, visit, *_ = arrays
    return nearest(walks, place, np.unique(visit, return_inverse=True)[1].astype(np.int64), NEAR)


def priced(
    arrays: tuple[Any, ...],
    gain: Any,
    walk_price: int,
    *,
    floor: int = 0,
    ways: int = 20,
    near: Any = None,
    patience: int = 1,
) -> Priced | None:
    """The best route of one shift at these gains (`arrays`: see `routes.shift_arrays`), `floor` (at least 0) if none is
    worth more, and up to `ways` real routes worth more than that. None where there were too many labels to say.

    `near`: the memory to begin with, which grows in place, so that the next prices begin with what these have learnt.
    `patience`: how many times as many steps and growths as usual may be made."""
    if not np.any(gain > 0):  # a walk costs, never earns
        return Priced(floor, True, (), 0)
    local = np.unique(arrays[4], return_inverse=True)[1].astype(np.int64)
    near, steps = first_memory(arrays) if near is None else near, 0
    found: dict[tuple[int, ...], int] = {}
    head, tail = arrays[:4], arrays[5:]
    best = floor
    for growth in range(patience * GROWTHS + 1):
        finished, work, option, parent, closed, value = _labels(  # type: ignore[call-arg]
            *head,
            local,
            *tail,
            gain,
            walk_price,
            near,
            False,
            floor,
            patience * MOST_LABELS,
            patience * MOST_STEPS - steps,
        )
        steps += int(work)
        if not finished:
            return None if growth == 0 else Priced(best, False, _richest(found, floor, ways), steps)
        order = np.argsort(-value, kind="stable")
        best, circles = floor if not len(value) else int(value[order[0]]), False
        for rank, number in enumerate(order[: max(LEARNT_FROM, 4 * ways)].tolist()):
            way = _way(option, parent, int(closed[number]))
            again = _circle(local, way)
            if again is None:
                found.setdefault(way, int(value[number]))
            else:
                circles |= rank == 0
                for at in again[1:-1]:
                    _remember(near, int(local[at]), int(local[again[0]]))
        if not circles:
            return Priced(best, True, _richest(found, floor, ways), steps)
    return Priced(best, False, _richest(found, floor, ways), steps)


def quick_ways(arrays: tuple[Any, ...], gain: Any, walk_price: int, *, floor: int, ways: int) -> Priced:
    """Real routes worth more than `floor`, found by labels that keep only the earliest and richest. Bounds nothing."""
    if not np.any(gain > 0):
        return Priced(0, False, (), 0)
    _, _, _, _, visit, *_ = arrays
    local = np.unique(visit, return_inverse=True)[1].astype(np.int64)
    visits = int(local.max()) + 1 if len(local) else 0
    everything = np.full((visits, max(1, -(-visits // 64))), np.iinfo(np.uint64).max, dtype=np.uint64)
    _, work, option, parent, closed, value = _labels(  # type: ignore[call-arg]
        *arrays[:4], local, *arrays[5:], gain, walk_price, everything, True, floor, MOST_LABELS, MOST_STEPS
    )
    order = np.argsort(-value, kind="stable")[:ways].tolist()
    found = {_way(option, parent, int(closed[n])): int(value[n]) for n in order}
    return Priced(0, False, _richest(found, floor, ways), int(work))


def _way(option: Any, parent: Any, label: int) -> tuple[int, ...]:
    way: list[int] = []
    while label >= 0:
        way.append(int(option[label]))
        label = int(parent[label])
    return tuple(reversed(way))


def _circle(visit: Any, way: tuple[int, ...]) -> tuple[int, ...] | None:
    """The shortest part of a way that begins and ends with one visit; None if there is none."""
    shortest: tuple[int, ...] | None = None
    seen: dict[int, int] = {}
    for at, option in enumerate(way):
        before = seen.get(int(visit[option]))
        if before is not None and (shortest is None or at - before + 1 < len(shortest)):
            shortest = way[before : at + 1]
        seen[int(visit[option])] = at
    return shortest


def _richest(found: dict[tuple[int, ...], int], floor: int, ways: int) -> tuple[tuple[int, ...], ...]:
    rich = sorted((-value, way) for way, value in found.items() if value > max(0, floor))
    return tuple(way for _, way in rich[:ways])


def walk_of(arrays: tuple[Any, ...], way: tuple[int, ...]) -> int:
    """Minutes of walk of a way, home included where the shift ends there."""
    walks, _, _, place, *_ = arrays
    at, total = 0, 0
    for option in way:
        total += int(walks[at, place[option]])
        at = int(place[option])
    return total + (int(walks[at, 0]) if arrays[13] else 0)
