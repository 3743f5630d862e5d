"""What happens to a published roster, as frozen values, and the problem after it. Minutes are those of the problem."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TypeVar

from matcher.errors import InvalidProblem, ProblemError
from matcher.problem import DAY, Facility, Opening, Pair, Problem, Visit, Window, less
from matcher.roster import Roster
from matcher.what_if import Put, Remove, changed, impossible


@dataclass(frozen=True, slots=True)
class Absent:
    """Somebody falls ill, or cannot come from `start` to `end` (None: from the first, to the last minute)."""

    volunteer: str
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True, slots=True)
class Declined:
    """Somebody will not do this visit; the pair is forbidden from now on."""

    visit: str
    volunteer: str


@dataclass(frozen=True, slots=True)
class NoShow:
    """Somebody did not come; nobody counts on them for the rest of that day."""

    visit: str
    volunteer: str


@dataclass(frozen=True, slots=True)
class Cancelled:
    """The visit is no longer asked for. What depends on it cannot go on either."""

    visit: str


@dataclass(frozen=True, slots=True)
class Added:
    """One more visit; an emergency is a guaranteed one with a window from now."""

    visit: Visit


@dataclass(frozen=True, slots=True)
class Lengthened:
    """The visit takes `duration` minutes; its window is stretched where it must be. Acceptances become offers."""

    visit: str
    duration: int


@dataclass(frozen=True, slots=True)
class Moved:
    """The visit is to start at `start`, and nowhere else. Acceptances of the old time become offers."""

    visit: str
    start: int


@dataclass(frozen=True, slots=True)
class Closed:
    """The facility is closed from `start` to `end` (None: from the first, to the last minute)."""

    facility: str
    start: int | None = None
    end: int | None = None


T = TypeVar("T")
Event = Absent | Declined | NoShow | Cancelled | Added | Lengthened | Moved | Closed
EVER = 1 << 40


def happened(problem: Problem, roster: Roster, events: Iterable[Event]) -> Problem:
    """The problem after the events, in order. What an event makes impossible is no longer pinned or published: that
    it changes is nobody's choice. Raises InvalidProblem with the faults of all events.
    """
    faults: list[ProblemError] = []
    for event in events:
        try:
            problem = _after(problem, roster, event)
        except InvalidProblem as fault:
            faults += fault.errors
    if faults:
        raise InvalidProblem(faults)
    return problem


def _absent(problem: Problem, roster: Roster, event: Absent) -> Problem:
    person = _known(problem.volunteer_of, event.volunteer, "volunteer")
    start, end = _span(event.start, event.end, f"volunteer {event.volunteer}")
    left = tuple(w for a in person.availabilities for w in less(a, start, end))
    missed = {
        a.visit
        for a in roster.work_of.get(person.id, ())
        if a.visit in problem.visit_of
        and _overlap(roster.planned_of[a.visit].start, problem.visit_of[a.visit].duration, start, end)
    }
    return _freed(changed(problem, [Put(replace(person, availabilities=left))]), person.id, missed)


def _declined(problem: Problem, event: Declined | NoShow) -> Problem:
    _known(problem.visit_of, event.visit, "visit")
    _known(problem.volunteer_of, event.volunteer, "volunteer")
    barred = changed(problem, [Put(Pair(event.volunteer, "visit", event.visit))])
    return _freed(barred, event.volunteer, {event.visit})


def _no_show(problem: Problem, roster: Roster, event: NoShow) -> Problem:
    after = _declined(problem, event)
    planned = roster.planned_of.get(event.visit)
    if planned is None:
        return after
    return _absent(after, roster, Absent(event.volunteer, planned.start, (planned.start // DAY + 1) * DAY))


def _cancelled(problem: Problem, event: Cancelled) -> Problem:
    visit = _known(problem.visit_of, event.visit, "visit")
    rest = replace(
        problem,
        pins=tuple(p for p in problem.pins if p.visit != visit.id),
        published=tuple(p for p in problem.published if p.visit != visit.id),
        pairs=tuple(p for p in problem.pairs if (p.with_kind, p.other) != ("visit", visit.id)),
    )
    asked = any(visit.id in v.needs for v in problem.visits)
    opens = any(o.steward == visit.id for f in problem.facilities for o in f.openings)
    if asked or opens:  # it stays as one that nobody can serve, so that what depends on it is refused by its own rule
        return changed(rest, [Put(replace(impossible(rest, visit), guaranteed=False, value=0))])
    return changed(rest, [Remove("visits", visit.id)])


def _added(problem: Problem, event: Added) -> Problem:
    if event.visit.id in problem.visit_of:
        where = f"visit {event.visit.id}"
        raise InvalidProblem([ProblemError(where, "duplicate_id", "is there already", "give the new visit its own id")])
    return changed(problem, [Put(event.visit)])


def _lengthened(problem: Problem, roster: Roster, event: Lengthened) -> Problem:
    visit = _known(problem.visit_of, event.visit, "visit")
    planned = roster.planned_of.get(visit.id)
    windows = visit.windows
    if planned is not None:
        end = planned.start + event.duration
        windows = tuple(
            Window(w.start, max(w.end, end)) if w.start <= planned.start < w.end else w for w in visit.windows
        )
    return changed(_offered(problem, visit.id), [Put(replace(visit, windows=windows, duration=event.duration))])


def _moved(problem: Problem, event: Moved) -> Problem:
    visit = _known(problem.visit_of, event.visit, "visit")
    window = Window(event.start, event.start + visit.duration)
    pins = tuple(replace(p, start=None) if p.visit == visit.id else p for p in problem.pins)
    moved = replace(_offered(problem, visit.id), pins=tuple(p for p in pins if _fixes(p)))
    known = tuple(replace(p, start=event.start) if p.visit == visit.id else p for p in moved.published)
    return changed(replace(moved, published=known), [Put(replace(visit, windows=(window,)))])


def _closed(problem: Problem, roster: Roster, event: Closed) -> Problem:
    facility = _known(problem.facility_of, event.facility, "facility")
    start, end = _span(event.start, event.end, f"facility {event.facility}")
    openings = tuple(
        Opening(w.start, w.end, o.steward) for o in facility.openings for w in less(Window(o.start, o.end), start, end)
    )
    shut: Facility = replace(facility, openings=openings)
    hit = {
        p.visit
        for p in roster.planned
        if p.facility == facility.id
        and p.visit in problem.visit_of
        and _overlap(p.start, problem.visit_of[p.visit].duration, start, end)
    }
    pins = tuple(replace(p, start=None, facility=None) if p.visit in hit else p for p in problem.pins)
    after = changed(replace(problem, pins=tuple(p for p in pins if _fixes(p))), [Put(shut)])
    for visit in sorted(hit):
        after = _offered(after, visit)
    return after


def _after(problem: Problem, roster: Roster, event: Event) -> Problem:
    match event:
        case Absent():
            return _absent(problem, roster, event)
        case NoShow():
            return _no_show(problem, roster, event)
        case Declined():
            return _declined(problem, event)
        case Cancelled():
            return _cancelled(problem, event)
        case Added():
            return _added(problem, event)
        case Lengthened():
            return _lengthened(problem, roster, event)
        case Moved():
            return _moved(problem, event)
        case Closed():
            return _closed(problem, roster, event)


def _freed(problem: Problem, volunteer: str, visits: set[str]) -> Problem:
    """Without what binds this person to these visits; what a pin fixes beside the person stays."""
    pins = tuple(
        replace(p, volunteer=None, role=None, override="") if p.volunteer == volunteer and p.visit in visits else p
        for p in problem.pins
    )
    known = tuple(p for p in problem.published if p.volunteer != volunteer or p.visit not in visits)
    return replace(problem, pins=tuple(p for p in pins if _fixes(p)), published=known)


def _fixes(pin: object) -> bool:
    return any(getattr(pin, name) is not None for name in ("volunteer", "start", "facility"))


def _offered(problem: Problem, visit: str) -> Problem:
    """The visit's accepted rows as offers: what was accepted is not what is asked now."""
    known = tuple(replace(p, state="offered") if p.visit == visit else p for p in problem.published)
    return replace(problem, published=known)


def _overlap(begin: int, duration: int, start: int, end: int) -> bool:
    return begin < end and start < begin + duration


def _span(start: int | None, end: int | None, where: str) -> tuple[int, int]:
    first, last = -EVER if start is None else start, EVER if end is None else end
    if first >= last:
        raise InvalidProblem([ProblemError(where, "window", f"ends ({end}) before it starts ({start})", "swap them")])
    return first, last


def _known(table: dict[str, T], name: str, what: str) -> T:
    if name not in table:
        raise InvalidProblem([ProblemError(f"event at {what} {name}", "unknown_id", f"{what} {name} is not known",
                                           f"name a {what} of the problem")])  # fmt: skip
    return table[name]
