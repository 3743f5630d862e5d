"""Changes asked of the visit or of a facility: a wider window, another day, another room, an hour of opening more."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import pairwise

from matcher.explain.settled import Settled
from matcher.explain.spots import Told
from matcher.explain.tried import Tried
from matcher.problem import DAY, Facility, FacilityNeed, Opening, Visit, Window
from matcher.what_if import Change, Drop, Edit, Put

WIDER = (30, 60)
"""Minutes by which a window is widened at either end."""
LONGEST = 60
FARTHEST = 15
EACH = 3


def of_visit(settled: Settled, visit: Visit) -> Iterator[Tried]:
    """Another start than the one pinned, a wider window, once more than the quota, another day."""
    problem = settled.problem
    pins = [p for p in problem.pins if p.visit == visit.id and p.start is not None]
    if pins:
        kept = [replace(p, start=None) for p in pins if p.volunteer is not None or p.facility is not None]
        changes: list[Change] = [*(Drop(p) for p in dict.fromkeys(pins)), *(Put(p) for p in kept)]
        yield Tried("start", visit.id, 0, "", tuple(changes), "改一个开始时间", "it starts at another time")
    for more in WIDER:
        zh, en = f"时间段放宽 {more} 分钟", f"its window is {more} minutes wider"
        change = Edit("visits", visit.id, (("windows", tuple(_wider(visit, more, problem.days))),))
        yield Tried("window", visit.id, more, "minutes", (change,), zh, en)
    if visit.need is not None and visit.beneficiary is not None:
        for quota in problem.quotas:
            if (quota.beneficiary, quota.mode) == (visit.beneficiary, visit.need.mode):
                zh, en = "限额多一次", "the quota allows once more"
                more_often = (Drop(quota), Put(replace(quota, at_most=quota.at_most + 1)))
                yield Tried("quota", visit.beneficiary, 1, "visits", more_often, zh, en)
    for days in (1, -1, 2, -2, 3, -3):
        windows = tuple(
            Window(w.start + days * DAY, w.end + days * DAY)
            for w in visit.windows
            if w.start + days * DAY >= 0 and w.end + days * DAY <= problem.days * DAY
        )
        if windows:
            zh = f"改到{abs(days)}天{'后' if days > 0 else '前'}的同一时间"
            en = f"it is {abs(days)} day{'s' if abs(days) > 1 else ''} {'later' if days > 0 else 'earlier'}"
            yield Tried(
                "day", visit.id, abs(days), "days", (Edit("visits", visit.id, (("windows", windows),)),), zh, en
            )


def of_rooms(settled: Settled, visit: Visit, told: Iterable[Told]) -> Iterator[Tried]:
    """Facilities that a single rule keeps away."""
    need = visit.need
    if need is None:
        return
    reach, opening, rejected = [], [], []
    for t in told:
        if t.refused == ("facility_reach",):
            found = _farther(settled, visit, need, t.facility)
            reach += [found] if found else []
        elif t.refused == ("facility_open",):
            opening += list(_longer_open(visit, t.facility))
        elif t.refused == ("rejected",):
            left = tuple(r for r in visit.rejected if r[0] != t.facility.id)
            change = Edit("visits", visit.id, (("rejected", left),))
            zh, en = f"{t.facility.id} 同意使用", f"{t.facility.id} agrees after all"
            rejected.append(Tried("rejected", t.facility.id, 0, "", (change,), zh, en))
        elif not t.refused or t.refused[0] in ("facility_capacity", "changeover"):
            opening += list(_longer_open(visit, t.facility))
    for tries in (reach, opening, rejected):
        yield from sorted(tries, key=lambda x: (x.amount, x.subject))[:EACH]


def _farther(settled: Settled, visit: Visit, need: FacilityNeed, facility: Facility) -> Tried | None:
    origin = need.origin
    walk = None if origin is None else settled.problem.walks.minutes(need.pace, origin, facility.place)
    if walk is None or walk - need.max_walk > FARTHEST:
        return None
    more = walk - need.max_walk
    change = Edit("visits", visit.id, (("need", replace(need, max_walk=walk)),))
    zh, en = f"去 {facility.id} 多走 {more} 分钟", f"they walk {more} minutes more, to {facility.id}"
    return Tried("reach", facility.id, more, "minutes", (change,), zh, en)


def _longer_open(visit: Visit, facility: Facility) -> Iterator[Tried]:
    """One opening of the day up to an hour longer, at its end or its start."""
    for at, opening in enumerate(facility.openings):
        if not any(w.start < opening.end + LONGEST and opening.start - LONGEST < w.end for w in visit.windows):
            continue
        for new in (
            Opening(opening.start, opening.end + LONGEST, opening.steward),
            Opening(opening.start - LONGEST, opening.end, opening.steward),
        ):
            openings = (*facility.openings[:at], new, *facility.openings[at + 1 :])
            if new.start < 0 or _overlap(openings):
                continue
            change = Edit("facilities", facility.id, (("openings", openings),))
            later = new.end > opening.end
            zh = f"{facility.id} {'晚关' if later else '早开'} {LONGEST} 分钟"
            en = f"{facility.id} {'closes later' if later else 'opens earlier'} by {LONGEST} minutes"
            yield Tried("opening", facility.id, LONGEST, "minutes", (change,), zh, en)


def _overlap(openings: tuple[Opening, ...]) -> bool:
    spans = sorted((o.start, o.end) for o in openings)
    return any(second[0] < first[1] for first, second in pairwise(spans))


def _wider(visit: Visit, more: int, days: int) -> Iterator[Window]:
    for w in visit.windows:
        yield Window(max(0, w.start - more), min(days * DAY, w.end + more) if w.end <= days * DAY else w.end)
