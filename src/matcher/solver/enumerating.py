"""Every route of one shift that is worth more than a floor: what prices leave open between bound and roster.

First backwards: labels with ng-route memory from the end of the shift, so that for every option and time the most is
known that any way from there could still earn (Baldacci, Christofides & Mingozzi 2008, "An exact algorithm for the
vehicle routing problem based on the set partitioning formulation with additional cuts", Mathematical Programming 115).
Then forwards: ways that never come back to a visit, dropped where even the richest way on, disjoint from what they have
visited, ends at or below the floor. Of ways over the same options to the same last one the later and longer is
dominated, as in the listing. Whole numbers throughout.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numba
import numpy as np

from matcher.solver.pricing import NEAR, STEP_WORK, _grown, _grown_2d, _legs, nearest
from matcher.solver.routes import FAR, NO_CAP, _first_start

MOST_BACK = 2_000_000
"""Labels set backwards; beyond, nothing is enumerated."""
MOST_FORTH = 1_500_000
"""Labels set forwards; beyond, the enumeration is given up and says so."""
MOST_ENUMERATED = 60_000
"""Routes of one shift within the floor; beyond, the enumeration is given up and says so."""
MOST_ENUMERATION_STEPS = 3_000_000_000
"""Comparisons of one enumeration."""
FIRST_ROOM = 1024
"""Labels there is room for at first; the limits above are looked at when it grows."""


@dataclass(frozen=True)
class Enumerated:
    """`ways`: options in the order walked; None where there were too many to say. `steps` made, for counting work."""

    ways: tuple[tuple[int, ...], ...] | None
    steps: int

    @property
    def work(self) -> float:
        return self.steps * STEP_WORK


@numba.njit(cache=True)
def _back(
    begin: int, end: int, place: Any, visit: Any, duration: Any, range_at: Any, low: Any, high: Any, home: Any,
    passes: Any, walked: Any, gain: Any, walk_price: int, near: Any, room: int, most: int, most_steps: int,
) -> tuple[int, int, Any, Any, Any, Any]:  # fmt: skip
    """(finished, steps, option, latest start, worth from this option on, memory) of every way from an option home."""
    k, words = len(place), near.shape[1]
    option = np.empty(room, dtype=np.int32)
    late = np.empty(room, dtype=np.int64)
    worth = np.empty(room, dtype=np.int64)
    memory = np.empty((room, words), dtype=np.uint64)
    dead = np.empty(room, dtype=np.bool_)
    in_bucket = np.empty(room, dtype=np.int32)
    at_option = np.empty(room, dtype=np.int32)
    bucket = np.full(end - begin + 2, -1, dtype=np.int32)
    first_at = np.full(k, -1, dtype=np.int32)
    made, work = 0, 0
    mine = np.zeros(words, dtype=np.uint64)
    one = np.uint64(1)
    for t in range(end - begin + 1, -1, -1):  # the latest start of what follows; the first round ends the shift
        a = -2 if t == end - begin + 1 else bucket[t]
        while a != -1:
            if a >= 0 and dead[a]:
                a = in_bucket[a]
                continue
            j = -1 if a == -2 else option[a]
            work += k
            if work > most_steps:
                return 0, work, option, late, worth, memory
            for i in range(k):
                v = visit[i]
                if j < 0:
                    if home[i] >= FAR:
                        continue
                    until = end - home[i] - duration[i]
                    rich = gain[i] - walk_price * home[i]
                else:
                    if walked[i + 1, j] >= FAR or (memory[a, v >> 6] >> np.uint64(v & 63)) & one:
                        continue
                    until = begin + t - passes[i + 1, j] - duration[i]
                    rich = gain[i] - walk_price * walked[i + 1, j] + worth[a]
                start = -1
                for r in range(range_at[i], range_at[i + 1]):
                    if low[r] <= until:
                        start = max(start, min(until, high[r]))
                if start < begin:
                    continue
                for w in range(words):
                    mine[w] = memory[a, w] & near[v, w] if j >= 0 else np.uint64(0)
                mine[v >> 6] |= one << np.uint64(v & 63)
                b, before, dominated = first_at[i], -1, False
                while b != -1:
                    work += 1
                    following = at_option[b]
                    if dead[b]:
                        if before == -1:
                            first_at[i] = following
                        else:
                            at_option[before] = following
                        b = following
                        continue
                    better = late[b] >= start and worth[b] >= rich
                    worse = late[b] <= start and worth[b] <= rich
                    if better or worse:
                        for w in range(words):
                            if memory[b, w] & ~mine[w]:
                                better = False
                            if mine[w] & ~memory[b, w]:
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
                if made == room:
                    if made >= most:
                        return 0, work, option, late, worth, memory
                    option, late, worth = _grown(option, made), _grown(late, made), _grown(worth, made)
                    dead, memory = _grown(dead, made), _grown_2d(memory, made)
                    in_bucket, at_option = _grown(in_bucket, made), _grown(at_option, made)
                    room *= 2
                option[made], late[made], worth[made], dead[made] = i, start, rich, False
                for w in range(words):
                    memory[made, w] = mine[w]
                in_bucket[made] = bucket[start - begin]
                bucket[start - begin] = made
                at_option[made] = first_at[i]
                first_at[i] = made
                made += 1
            a = -1 if a == -2 else in_bucket[a]
    alive = np.flatnonzero(~dead[:made])
    return 1, work, option[alive], late[alive], worth[alive], memory[alive]


@numba.njit(cache=True)
def _forth(
    begin: int, end: int, place: Any, visit: Any, duration: Any, day: Any, range_at: Any, low: Any, high: Any,
    home: Any, caps: Any, passes: Any, walked: Any, gain: Any, walk_price: int, floor: int, marks: Any,
    back_at: Any, back_late: Any, back_worth: Any, back_memory: Any, room: int, most: int,
    most_closed: int, most_steps: int,
) -> tuple[int, int, Any, Any, Any]:  # fmt: skip
    """(finished, steps, option and parent of every label, the labels whose way home is worth more than `floor`)."""
    k, words = len(place), back_memory.shape[1]
    sets = (k + 63) // 64
    capped = caps[0] < NO_CAP or caps[1] < NO_CAP or caps[2] < NO_CAP
    option = np.empty(room, dtype=np.int32)
    parent = np.empty(room, dtype=np.int32)
    time = np.empty(room, dtype=np.int64)
    worth = np.empty(room, dtype=np.int64)
    used = np.empty((room, 3), dtype=np.int64)
    visited = np.empty((room, words), dtype=np.uint64)
    done_set = np.empty((room, sets), dtype=np.uint64)
    key = np.empty(room, dtype=np.int64)
    dead = np.empty(room, dtype=np.bool_)
    in_bucket = np.empty(room, dtype=np.int32)
    in_slot = np.empty(room, dtype=np.int32)
    bucket = np.full(end - begin + 2, -1, dtype=np.int32)
    slots = 1 << 18
    slot = np.full(slots, -1, dtype=np.int32)
    closed = np.empty(64, dtype=np.int64)
    n_closed, made, work = 0, 0, 0
    use = np.zeros(3, dtype=np.int64)
    mine = np.zeros(sets, dtype=np.uint64)
    one = np.uint64(1)
    for t in range(-1, end - begin + 1):
        a = -2 if t == -1 else bucket[t]
        while a != -1:
            if a >= 0 and dead[a]:
                a = in_bucket[a]
                continue
            i = -1 if a == -2 else option[a]
            if i >= 0 and home[i] < FAR and begin + t + home[i] <= end and worth[a] - walk_price * home[i] > floor:
                if n_closed >= most_closed:
                    return 0, work, option, parent, closed[:n_closed]
                if n_closed == len(closed):
                    closed = _grown(closed, n_closed)
                closed[n_closed] = a
                n_closed += 1
            work += k
            if work > most_steps:
                return 0, work, option, parent, closed[:n_closed]
            now = begin if i < 0 else begin + t
            for j in range(k):
                v = visit[j]
                if walked[i + 1, j] >= FAR:
                    continue
                if i >= 0 and (visited[a, v >> 6] >> np.uint64(v & 63)) & one:
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
                so_far = (worth[a] if i >= 0 else 0) - walk_price * walked[i + 1, j]
                hopeful = False
                for b in range(back_at[j], back_at[j + 1]):  # richest first
                    if so_far + back_worth[b] <= floor:
                        break
                    work += 1
                    if back_late[b] < start:
                        continue
                    meets = False
                    if i >= 0:
                        for w in range(words):
                            if back_memory[b, w] & visited[a, w]:
                                meets = True
                                break
                    if not meets:
                        hopeful = True
                        break
                if not hopeful:
                    continue
                done, rich = start + duration[j], so_far + gain[j]
                for w in range(sets):
                    mine[w] = done_set[a, w] if i >= 0 else np.uint64(0)
                mine[j >> 6] |= one << np.uint64(j & 63)
                mark = (key[a] if i >= 0 else 0) ^ marks[j]
                at = (mark ^ (mark >> 29) ^ (j * 2654435761)) & (slots - 1)
                b, dominated = slot[at], False
                while b != -1:
                    work += 1
                    if not dead[b] and key[b] == mark and option[b] == j:
                        same = True
                        for w in range(sets):
                            if done_set[b, w] != mine[w]:
                                same = False
                                break
                        if same:
                            if time[b] <= done and worth[b] >= rich:
                                dominated = True
                                break
                            if time[b] >= done and worth[b] <= rich:
                                dead[b] = True
                    b = in_slot[b]
                if dominated:
                    continue
                if made == room:
                    if made >= most:
                        return 0, work, option, parent, closed[:n_closed]
                    option, parent, time = _grown(option, made), _grown(parent, made), _grown(time, made)
                    worth, key, dead = _grown(worth, made), _grown(key, made), _grown(dead, made)
                    in_bucket, in_slot = _grown(in_bucket, made), _grown(in_slot, made)
                    used, visited = _grown_2d(used, made), _grown_2d(visited, made)
                    done_set = _grown_2d(done_set, made)
                    room *= 2
                option[made], parent[made], time[made], worth[made] = j, max(a, -1), done, rich
                used[made, 0], used[made, 1], used[made, 2] = use[0], use[1], use[2]
                for w in range(sets):
                    done_set[made, w] = mine[w]
                for w in range(words):
                    visited[made, w] = visited[a, w] if i >= 0 else np.uint64(0)
                visited[made, v >> 6] |= one << np.uint64(v & 63)
                key[made], dead[made] = mark, False
                in_bucket[made] = bucket[done - begin]
                bucket[done - begin] = made
                in_slot[made] = slot[at]
                slot[at] = made
                made += 1
            a = -1 if a == -2 else in_bucket[a]
    return 1, work, option[:made], parent[:made], closed[:n_closed]


def enumerated(arrays: tuple[Any, ...], gain: Any, walk_price: int, *, floor: int, near: Any = None) -> Enumerated:
    """All routes of one shift worth more than `floor` at these gains, the best of every set of options.

    `arrays`: see `routes.shift_arrays`. `near`: what visits remember (see `pricing.nearest`); the more, the fewer ways
    are tried in vain. Never a part of them: too many is None.
    """
    if floor >= 0 and not np.any(gain > 0):  # a walk costs, never earns
        return Enumerated((), 0)
    walks, begin, end, place, visit, duration, day, waived, range_at, low, high, max_walk, gap, homeward, caps = arrays
    local = np.unique(visit, return_inverse=True)[1].astype(np.int64)
    near = nearest(walks, place, local, NEAR) if near is None else near
    passes, walked = _legs(walks, place, waived, max_walk, gap)
    home = np.zeros(len(place), dtype=np.int64)
    if homeward:
        back = walks[place, 0]
        home = np.where((back < FAR) & ((back <= max_walk) | waived), back, FAR)
    where = (place, local, duration)
    finished, steps, option, late, worth, memory = _back(
        begin, end, *where, range_at, low, high, home, passes, walked, gain, walk_price, near,
        FIRST_ROOM, MOST_BACK, MOST_ENUMERATION_STEPS,
    )  # fmt: skip
    if not finished:
        return Enumerated(None, int(steps))
    order = np.lexsort((-worth, option))
    back_at = np.searchsorted(option[order], np.arange(len(place) + 1))
    marks = np.random.default_rng(20261124).integers(1, 1 << 62, size=len(place), dtype=np.int64)
    finished, more, option, parent, closed = _forth(
        begin, end, *where, day, range_at, low, high, home, caps, passes, walked, gain, walk_price, floor,
        marks, back_at, late[order], worth[order], memory[order], FIRST_ROOM, MOST_FORTH, MOST_ENUMERATED,
        MOST_ENUMERATION_STEPS,
    )  # fmt: skip
    steps = int(steps) + int(more)
    if not finished:
        return Enumerated(None, steps)
    return Enumerated(tuple(_way(option, parent, int(a)) for a in closed), steps)


def _way(option: Any, parent: Any, label: int) -> tuple[int, ...]:
    way: list[int] = []
    while label >= 0:
        way.append(int(option[label]))
        label = int(parent[label])
    return tuple(reversed(way))
