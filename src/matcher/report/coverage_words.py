"""How uses, services, gaps and hours of a coverage are called."""

from __future__ import annotations

from itertools import groupby

import numpy as np
from numpy.typing import NDArray

from matcher.coverage import AddGate, Addition, AddSite, Coverage, Covered, Gap, Wanted
from matcher.coverage.covered import LOOK
from matcher.coverage.gaps import Why
from matcher.coverage.hours import HOURS_A_DAY, Hours, spans
from matcher.problem import DAY
from matcher.report.texts import WEEKDAYS
from matcher.report.words import Words

WEEK = 7


def wanted_name(words: Words, wanted: Wanted) -> str:
    """The use or service in words; its code where it has no name."""
    return words.mode(wanted.code) if wanted.kind == "facility" else words.service(wanted.code)


def weighed(words: Words, coverage: Coverage) -> str:
    """Whose number counts: residents where known, else one a door."""
    known = len(coverage.doors.residents)
    if not known:
        return words.say("coverage_each", doors=len(coverage.doors.places))
    return words.say(
        "coverage_known", doors=len(coverage.doors.places), residents=f"{coverage.residents:,}", known=known
    )


def why_said(words: Words, part: Covered, why: Why) -> str:
    """The reason of a gap; of a service it may be people who are missing."""
    if part.crew is None or why == "off_street":
        return words.say(f"gap_{why}")
    if why == "none":
        return words.say("gap_none" if part.rooms == 0 else "gap_few" if part.able else "gap_nobody")
    few = why == "far" and part.way == "to_door"
    return words.say("gap_few" if few else "gap_far" if why == "far" else "gap_unstaffed")


def nearest_said(words: Words, coverage: Coverage, gap: Gap) -> str:
    """How far the nearest is from the doors of a gap, where that is what they lack."""
    people = gap.why == "far" and coverage.part_of[gap.wanted].way == "to_door"
    if gap.why in ("none", "off_street") or people:
        return words.say("empty_value")
    if gap.least is None:
        return words.say("beyond", n=LOOK * coverage.limit)
    if gap.most is None:
        return words.say("from_beyond", a=gap.least)
    return words.minutes(gap.least) if gap.least == gap.most else words.say("from_to", a=gap.least, b=gap.most)


def site_name(words: Words, part: Covered, door: int) -> str:
    """The nearest site of one door; empty where there is none or it is somebody's home."""
    at = int(part.site[door])
    if at < 0:
        return ""
    name = part.sites[at]
    problem = words.setting.problem
    if part.way == "to_place":
        return words.public(problem.place_of[name])
    facility = problem.facility_of.get(name)
    return words.facility(facility) if facility is not None else name


def when(words: Words, flags: Hours) -> str:
    """Hours as people say them: "Mon–Fri 9–12, 14–18; Sat 9–12". Beyond a week with dates."""
    days = (len(flags) - 1) // HOURS_A_DAY
    if flags[:-1].all():
        return words.say("always")
    by_day: dict[int, list[tuple[int, int]]] = {}
    for day, first, end in spans(flags):
        by_day.setdefault(day, []).append((first, end))
    if not by_day:
        return words.say("never")
    told = []
    for hours, run in groupby(range(days), key=lambda day: by_day.get(day, [])):
        if hours:
            chosen = list(run)
            named = _day(words, chosen[0], days)
            if len(chosen) > 1:
                named += "–" + _day(words, chosen[-1], days)
            told.append(f"{named} " + words.list(f"{a}–{b}" for a, b in hours))
    return words.pick("；", "; ").join(told)


def _day(words: Words, day: int, days: int) -> str:
    moment = words.at(day * DAY)
    return WEEKDAYS[words.lang][moment.weekday()] if days <= WEEK else f"{moment:%m-%d}"


def added_said(words: Words, addition: Addition) -> str:
    """One addition in words."""
    if isinstance(addition, AddSite):
        place = addition.place or f"{addition.x:g}, {addition.y:g}"
        modes = words.list(words.mode(mode) for mode in addition.modes)
        return words.say("added_site", id=addition.id, place=place, modes=modes)
    if isinstance(addition, AddGate):
        return words.say("added_gate", gate=addition.name)
    facility = words.setting.problem.facility_of.get(addition.site)
    return words.say("added_opening", site=words.facility(facility) if facility else addition.site)


def median(values: NDArray[np.integer], weights: NDArray[np.int64]) -> int | None:
    """The value of the middle resident, the lower one of two; None without residents."""
    total = int(weights.sum())
    if not total:
        return None
    order = np.argsort(values, kind="stable")
    reached = np.cumsum(weights[order]) * 2 >= total
    return int(values[order][int(np.argmax(reached))])
