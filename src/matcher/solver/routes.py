"""Every useful route of every shift: for each set of options that one shift can do, the way with the least walking.

Label setting (optimiser.md, stage 3): a label is (set of options, last, time, walk); of two with the same set and last
the later and longer is dominated. The walk home is tested only when a route closes, because with leg limits a detour
can be nearer home than the straight way. Lists that would pass a cap are not cut silently: the shift is reported as
exploded, with the lengths up to which its list is complete.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numba
import numpy as np
from numpy.typing import NDArray

from matcher.problem import Problem
from matcher.solver.candidates import Candidates, Ints
from matcher.solver.options import Options

FAR = 1 << 28
NO_CAP = 1 << 40
MAX_ROUTES = 200_000
"""Per shift; beyond, the shift counts as exploded."""
MAX_TOTAL = 3_000_000
"""Of all shifts, about 1 GB with what is made of them; when it nears, the shifts still to come get less room each."""
LEAST_ROOM = 500
PROBES = ((500, 0.2), (5_000, 1.0))
"""Up to so many routes every shift is listed before it is judged whether longer lists would fit: those up to the next
probe, or the last ones, into that part of all."""
_UNKNOWN = (None, None, None, 0)


@dataclass(frozen=True)
class Routes:
    """Columns: `pairs[start[c]:start[c+1]]` are the candidate pairs of route c on its way; `walk[c]` its minutes.

    Sorted by shift. `exploded`: shift -> longest length whose routes are all listed.
    """

    shift: Ints
    start: Ints
    pairs: Ints
    walk: Ints
    exploded: tuple[tuple[int, int], ...]

    @property
    def count(self) -> int:
        return len(self.shift)


@numba.njit(cache=True)
def _local_walks(indptr: Any, columns: Any, minutes: Any, places: Any) -> Any:
    n = len(places)
    out = np.full((n, n), FAR, dtype=np.int64)
    for i in range(n):
        low, high = indptr[places[i]], indptr[places[i] + 1]
        for j in range(n):
            if places[i] == places[j]:
                out[i, j] = 0
                continue
            at = low + np.searchsorted(columns[low:high], places[j])
            if at < high and columns[at] == places[j]:
                out[i, j] = minutes[at]
    return out


@numba.njit(cache=True)
def _leg(walks: Any, place: Any, waived: Any, i: int, j: int, max_walk: int, gap: int) -> tuple[int, int]:
    """(minutes that pass, minutes walked) from option i (-1: home) to option j; FAR if the leg is not allowed."""
    a = 0 if i < 0 else place[i]
    walk = walks[a, place[j]]
    if walk >= FAR or (walk > max_walk and not waived[j] and not (i >= 0 and waived[i])):
        return FAR, FAR
    if i < 0 or a == place[j]:
        return walk, walk
    return max(walk, gap), walk


@numba.njit(cache=True)
def _within_caps(path: Any, j: int, duration: Any, day: Any, caps: Any) -> bool:
    """caps: minutes a day, minutes in all, visits a day."""
    total, today, visits = duration[j], duration[j], 1
    for i in path:
        total += duration[i]
        if day[i] == day[j]:
            today += duration[i]
            visits += 1
    return bool(today <= caps[0] and total <= caps[1] and visits <= caps[2])


@numba.njit(cache=True)
def _first_start(low: Any, high: Any, begin: int, end: int, arrival: int) -> int:
    for r in range(begin, end):
        if arrival <= high[r]:
            return int(max(arrival, low[r]))
    return FAR


@numba.njit(cache=True)
def _kept(paths: Any, last: Any, time: Any, walk: Any, key: Any) -> Any:
    """Indices of the labels that no other label of the same set and last dominates."""
    n = len(last)
    order = np.argsort(key)
    keep = np.ones(n, dtype=np.bool_)
    at = 0
    while at < n:
        to = at
        while to < n and key[order[to]] == key[order[at]]:
            to += 1
        for x in range(at, to):
            a = order[x]
            for y in range(at, to):
                b = order[y]
                if a == b or not keep[b] or last[a] != last[b]:
                    continue
                if time[b] > time[a] or walk[b] > walk[a]:
                    continue
                if time[b] == time[a] and walk[b] == walk[a] and b > a:
                    continue
                if np.array_equal(paths[a], paths[b]):
                    keep[a] = False
                    break
        at = to
    return np.flatnonzero(keep)


@numba.njit(cache=True)
def _sets(paths: Any, total: Any, key: Any) -> Any:
    """For every distinct set among closed labels, the index of the one with the least walking."""
    n = len(total)
    order = np.argsort(key)
    best = np.ones(n, dtype=np.bool_)
    at = 0
    while at < n:
        to = at
        while to < n and key[order[to]] == key[order[at]]:
            to += 1
        for x in range(at, to):
            a = order[x]
            if total[a] >= FAR:
                best[a] = False
                continue
            for y in range(at, to):
                b = order[y]
                if a == b or not best[b] or total[b] > total[a] or (total[b] == total[a] and b > a):
                    continue
                if np.array_equal(paths[a], paths[b]):
                    best[a] = False
                    break
        at = to
    return np.flatnonzero(best)


@numba.njit(cache=True)
def _list_shift(
    walks: Any,
    begin: int,
    end: int,
    place: Any,
    visit: Any,
    duration: Any,
    day: Any,
    waived: Any,
    range_at: Any,
    low: Any,
    high: Any,
    max_walk: int,
    gap: int,
    return_home: bool,
    caps: Any,
    marks: Any,
    cap: int,
) -> tuple[Any, Any, Any, int]:
    """All routes of one shift: flat options, offsets, walks; and the last complete length, -1 when all are listed."""
    k = len(place)
    flat = np.empty(16, dtype=np.int64)
    offsets = np.zeros(16, dtype=np.int64)
    walked = np.empty(16, dtype=np.int64)
    count, used = 0, 0
    paths = np.empty((1, 0), dtype=np.int32)  # rising, to compare sets
    ways = np.empty((1, 0), dtype=np.int32)  # in the order walked
    last = np.full(1, -1, dtype=np.int32)
    time = np.full(1, begin, dtype=np.int64)
    walk = np.zeros(1, dtype=np.int64)
    key = np.zeros(1, dtype=np.int64)
    length = 0
    while len(last):
        room = 64
        n_paths = np.empty((room, length + 1), dtype=np.int32)
        n_ways = np.empty((room, length + 1), dtype=np.int32)
        n_last = np.empty(room, dtype=np.int32)
        n_time = np.empty(room, dtype=np.int64)
        n_walk = np.empty(room, dtype=np.int64)
        n_key = np.empty(room, dtype=np.int64)
        made = 0
        for a in range(len(last)):
            for j in range(k):
                taken = False
                for i in paths[a]:
                    if visit[i] == visit[j]:
                        taken = True
                        break
                if taken:
                    continue
                passes, steps = _leg(walks, place, waived, last[a], j, max_walk, gap)
                if steps >= FAR:
                    continue
                start = _first_start(low, high, range_at[j], range_at[j + 1], time[a] + passes)
                if start >= FAR or start + duration[j] > end:
                    continue
                if not _within_caps(paths[a], j, duration, day, caps):
                    continue
                if made == room:
                    if made > 8 * cap:
                        return flat[:used], offsets[: count + 1], walked[:count], length
                    room *= 2
                    g_paths = np.empty((room, length + 1), dtype=np.int32)
                    g_paths[:made] = n_paths
                    n_paths = g_paths
                    g_ways = np.empty((room, length + 1), dtype=np.int32)
                    g_ways[:made] = n_ways
                    n_ways = g_ways
                    n_last = np.append(n_last, np.empty(made, dtype=np.int32))
                    n_time = np.append(n_time, np.empty(made, dtype=np.int64))
                    n_walk = np.append(n_walk, np.empty(made, dtype=np.int64))
                    n_key = np.append(n_key, np.empty(made, dtype=np.int64))
                at = 0
                while at < length and paths[a, at] < j:
                    n_paths[made, at] = paths[a, at]
                    at += 1
                n_paths[made, at] = j
                n_paths[made, at + 1 :] = paths[a, at:]
                n_ways[made, :length] = ways[a]
                n_ways[made, length] = j
                n_last[made] = j
                n_time[made] = start + duration[j]
                n_walk[made] = walk[a] + steps
                n_key[made] = key[a] ^ marks[j]
                made += 1
        keep = _kept(n_paths[:made], n_last[:made], n_time[:made], n_walk[:made], n_key[:made])
        paths, ways, last, time = n_paths[keep], n_ways[keep], n_last[keep], n_time[keep]
        walk, key = n_walk[keep], n_key[keep]
        length += 1
        total = walk.copy()
        if return_home:
            for a in range(len(last)):
                back = walks[place[last[a]], 0]
                far = back >= FAR or (back > max_walk and not waived[last[a]])
                total[a] = FAR if far or time[a] + back > end else walk[a] + back
        closed = _sets(paths, total, key)
        if count + len(closed) > cap:
            return flat[:used], offsets[: count + 1], walked[:count], length - 1
        while used + len(closed) * length > len(flat):
            flat = np.append(flat, np.empty(len(flat), dtype=np.int64))
        while count + len(closed) + 1 > len(offsets):
            offsets = np.append(offsets, np.zeros(len(offsets), dtype=np.int64))
        while count + len(closed) > len(walked):
            walked = np.append(walked, np.empty(len(walked), dtype=np.int64))
        for a in closed:
            for i in ways[a]:
                flat[used] = i
                used += 1
            walked[count] = total[a]
            count += 1
            offsets[count] = used
    return flat[:used], offsets[: count + 1], walked[:count], -1


def list_routes(
    problem: Problem, options: Options, candidates: Candidates, *, cap: int = MAX_ROUTES, total: int = MAX_TOTAL
) -> Routes:
    """Every useful route of every shift, by shift; shifts past `cap` routes, or past their part of what `total`
    leaves, are listed up to a whole length. Where so many shifts pass a probe that their lists might pass `total`,
    those are not listed further than the probe."""
    listing = _Listing(problem, options, candidates)
    most = listing.probed(cap, total)
    shifts, starts, pairs, walks, exploded = [], [np.zeros(1, dtype=np.int64)], [], [], []
    used, count = 0, 0
    for number in range(len(candidates.shifts)):
        room = max(LEAST_ROOM, 8 * (total - count) // (len(candidates.shifts) - number))
        begin, finish = int(candidates.first[number]), int(candidates.first[number + 1])
        if begin == finish:
            continue
        flat, offsets, walked, complete = listing.of(number, min(most.get(number, cap), room))
        if complete >= 0:
            exploded.append((number, int(complete)))
        shifts.append(np.full(len(walked), number))
        starts.append(offsets[1:] + used)
        pairs.append(flat + begin)
        walks.append(walked)
        used += len(flat)
        count += len(walked)
    return Routes(_joined(shifts), _joined(starts), _joined(pairs), _joined(walks), tuple(exploded))


class _Listing:
    """Lists of shifts, made once for each cap and once for all shifts that are alike."""

    def __init__(self, problem: Problem, options: Options, candidates: Candidates) -> None:
        rng = np.random.default_rng(20190612)
        self._arrays: dict[int, tuple[Any, ...]] = {}
        self._marks: dict[int, Ints] = {}
        self._key: dict[int, tuple[bytes, ...]] = {}
        self._known: dict[tuple[tuple[bytes, ...], int], tuple[Any, Any, Any, int]] = {}
        for number, (begin, finish) in enumerate(pairwise(candidates.first.tolist())):
            if begin < finish:
                arrays = shift_arrays(problem, options, candidates, number)
                self._arrays[number] = arrays
                self._marks[number] = rng.integers(1, 1 << 62, size=finish - begin, dtype=np.int64)
                self._key[number] = tuple(np.asarray(a).tobytes() for a in arrays)

    def of(self, number: int, cap: int) -> tuple[Any, Any, Any, int]:
        """Flat options, offsets, walks, and the last complete length (-1: all are listed) of one shift."""
        key = self._key[number]
        for probe, _ in PROBES:  # a whole list within a probe is the list within any larger cap
            if probe < cap and self._known.get((key, probe), _UNKNOWN)[3] == -1:
                return self._known[key, probe]
        if (key, cap) not in self._known:
            self._known[key, cap] = _list_shift(  # type: ignore[call-arg]
                *self._arrays[number], self._marks[number], cap
            )
        return self._known[key, cap]

    def probed(self, cap: int, total: int) -> dict[int, int]:
        """The most routes to list, by shift, of shifts that passed a probe when together they were too many to be
        listed up to what follows it. Shifts that are alike count once, as they are listed once."""
        passing = list(self._arrays)
        for (probe, part), following in zip(PROBES, (*(p for p, _ in PROBES[1:]), cap), strict=True):
            if probe >= following:
                break
            passing = [n for n in passing if self.of(n, probe)[3] >= 0]
            if len({self._key[n] for n in passing}) * following > total * part:
                return dict.fromkeys(passing, probe)
        return {}


def _joined(parts: list[NDArray[Any]]) -> Ints:
    return np.concatenate(parts).astype(np.int64) if parts else np.zeros(0, dtype=np.int64)


def shift_arrays(problem: Problem, options: Options, candidates: Candidates, number: int) -> tuple[Any, ...]:
    """What the listing and the relaxation need of one shift, in the order of their arguments."""
    shift = candidates.shifts[number]
    volunteer = problem.volunteers[shift.volunteer]
    span = slice(int(candidates.first[number]), int(candidates.first[number + 1]))
    mine = [options.options[i] for i in candidates.option[span]]
    index = problem.walks.index
    places = np.array([index[volunteer.home], *sorted({index[o.place] for o in mine})], dtype=np.int64)
    position = {p: i + 1 for i, p in enumerate(places[1:].tolist())}
    matrix = problem.walks.by_pace[volunteer.pace]
    low = [a for o in mine for a, _ in o.ranges]
    high = [b for o in mine for _, b in o.ranges]
    caps = (volunteer.max_minutes_day, volunteer.max_minutes_total, volunteer.max_visits_day)
    return (
        _local_walks(matrix.indptr, matrix.columns, matrix.minutes, places),
        shift.start,
        shift.end,
        np.array([position[index[o.place]] for o in mine], dtype=np.int64),
        np.array([o.visit for o in mine], dtype=np.int64),
        np.array([o.duration for o in mine], dtype=np.int64),
        np.array([o.day for o in mine], dtype=np.int64),
        candidates.waived[span],
        np.cumsum([0, *(len(o.ranges) for o in mine)]),
        np.array(low, dtype=np.int64),
        np.array(high, dtype=np.int64),
        volunteer.max_walk,
        problem.policy.gap,
        volunteer.return_home,
        np.array([NO_CAP if c is None else c for c in caps], dtype=np.int64),
    )
