"""When and where a visit could take place, and what each facility says to that."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from matcher.explain.settled import Settled
from matcher.problem import DAY, NIGHT_END, Facility, Problem, Visit
from matcher.rules import HARD, changeover, facility_capacity, steward
from matcher.rules.bookings import Booking
from matcher.rules.start_times import off_grid
from matcher.rules.windows import outside

PLACE_RULES = tuple(rule for rule in HARD if rule.code in ("facility_mode", "facility_reach"))
TIME_RULES = tuple(rule for rule in HARD if rule.code in ("rejected", "facility_open"))

EVERY = 30
"""Minutes between the starts that are tried where any minute would do."""


@dataclass(frozen=True, slots=True)
class Told:
    """What one facility says: the rules that refuse at its best start, the starts it suits, those of them left free."""

    facility: Facility
    refused: tuple[str, ...]
    suited: tuple[int, ...]
    free: tuple[int, ...]


def starts_of(settled: Settled, visit: Visit) -> tuple[int, ...]:
    """Starts by `windows`, `start_times` and pinned starts, rising.

    Of a visit that may start at any minute only those at which something new is allowed: a window's first minute,
    midnight (skills and caps are a day's) and 06:00 (minors).
    """
    problem, known = settled.problem, settled.settled_starts.get(visit.id, frozenset())
    pinned = settled.pinned_starts.get(visit.id)
    if pinned:
        tried: Iterable[int] = pinned if len(pinned) == 1 else ()
    elif visit.on_grid:
        tried = {*known, *in_windows(visit, every=problem.policy.grid)}
    else:
        nights = in_windows(visit, every=DAY, shifted=NIGHT_END)
        tried = {*in_windows(visit, every=DAY), *nights}
    return tuple(sorted(s for s in tried if not outside(visit, s) and not off_grid(problem, visit, s, settled=known)))


def tried_starts(settled: Settled, visit: Visit) -> tuple[int, ...]:
    """`starts_of`, and where any minute would do one every half hour beside them."""
    known = starts_of(settled, visit)
    if visit.on_grid or visit.id in settled.pinned_starts:
        return known
    tried = {*known, *in_windows(visit, every=EVERY)}
    return tuple(sorted(s for s in tried if not outside(visit, s) and not off_grid(settled.problem, visit, s)))


def in_windows(visit: Visit, *, every: int, shifted: int = 0) -> Iterable[int]:
    """The first minute of each window and every minute in it that is `shifted` after a multiple of `every`."""
    for window in visit.windows:
        yield window.start
        yield from range(window.start + (shifted - window.start) % every, window.end - visit.duration + 1, every)


def tell(settled: Settled, visit: Visit, starts: tuple[int, ...]) -> tuple[Told, ...]:
    """What every facility says to a visit that needs one. Time is asked only where place and size would do."""
    return tuple(_told(settled, visit, facility, starts) for facility in settled.problem.facilities)


def _told(settled: Settled, visit: Visit, facility: Facility, starts: tuple[int, ...]) -> Told:
    problem = settled.problem
    unfit = tuple(r.code for r in PLACE_RULES if r.turns_away and r.turns_away(problem, facility, visit, 0))
    if unfit or not starts:
        return Told(facility, unfit, (), ())
    refused = {s: _by_time(problem, facility, visit, s) for s in starts}
    suited = tuple(s for s in starts if not refused[s])
    if not suited:
        return Told(facility, min(refused.values(), key=len), (), ())
    taken = {s: _taken(settled, facility, visit, s) for s in suited}
    return Told(facility, min(taken.values(), key=len), suited, tuple(s for s in suited if not taken[s]))


def _by_time(problem: Problem, facility: Facility, visit: Visit, start: int) -> tuple[str, ...]:
    return tuple(r.code for r in TIME_RULES if r.turns_away and r.turns_away(problem, facility, visit, start))


def _taken(settled: Settled, facility: Facility, visit: Visit, start: int) -> tuple[str, ...]:
    """Rules that what is planned already brings up against one more booking."""
    if visit.need is None:
        return ()
    mine = Booking(visit, visit.need, facility, start)
    stewards = steward.missing(facility, settled.roster, start=start, end=mine.end)
    found = ["steward"] if set(stewards) - {visit.id} else []
    reach = facility.changeover
    near = [b for b in settled.bookings_of.get(facility.id, ()) if b.start < mine.end + reach and start < b.end + reach]
    if near:
        more = sorted((*near, mine), key=lambda b: (b.start, b.visit.id))
        for code, judge in (("facility_capacity", facility_capacity.crowded), ("changeover", changeover.clashing)):
            if set(judge(more)) - set(judge(near)):
                found.append(code)
    return tuple(found)
