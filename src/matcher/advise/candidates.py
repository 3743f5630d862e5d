"""What may help, the likeliest first: people where skills are scarce, hours where rooms are, gates where walks are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

from matcher.advise.scarce import Scarce, span_of
from matcher.problem import DAY, Opening, Problem, Role, Skill, Visit, Volunteer, Window
from matcher.roster import Roster
from matcher.walks import Walks
from matcher.what_if import Change, Edit, Put, Set

NEW = "\x00one more"
"""The id of the person who is tried; no table can hold it."""
REACH = 15
HOUR = 60
MOST_FREE = 60
"""Visits left free to change around a candidate."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A change to try; `hopes`: unserved visits it is for; `free`: what may change when it is tried."""

    kind: str
    subject: str
    place: str
    start: int
    end: int
    changes: tuple[Change, ...]
    hopes: tuple[str, ...]
    free: frozenset[str]
    zh: str
    en: str


def people_more(problem: Problem, roster: Roster, ranked: tuple[Scarce, ...]) -> Iterator[Candidate]:
    """One more person with the skills, there and then: at home where the dearest unserved visit is."""
    for found in ranked:
        if found.kind != "people" or not found.unserved:
            continue
        start, end = span_of(found.day, found.part)
        for name in found.visits:
            if name in roster.planned_of:
                continue
            visit = problem.visit_of[name]
            place = _beside(problem, visit)
            role = next((r for r in visit.roles if tuple(sorted(r.skills)) == found.skills), None)
            if place is None or role is None:
                continue
            window = _wide_enough(visit, Window(start, end))
            person = _person(problem, visit, role, place, window)
            near = [*_in_its_way(problem, roster, visit), *_served_by(problem, person, window)]
            skill = "、".join(found.skills) or "志愿者"
            area = _called(problem, place)
            yield Candidate(
                "person",
                " ".join(found.skills),
                place,
                window.start,
                window.end,
                (Put(person),),
                (name,),
                frozenset([name, *near][:MOST_FREE]),
                zh=f"在 {area} 附近多一位{f'会{skill}的人' if found.skills else skill}",
                en=f"one more {'person with ' + ', '.join(found.skills) if found.skills else 'volunteer'} near {area}",
            )


def hours_more(problem: Problem, roster: Roster, ranked: tuple[Scarce, ...]) -> Iterator[Candidate]:
    """A facility open an hour longer that day, at its end, then at its start."""
    seen: set[tuple[str, int]] = set()
    for found in ranked:
        if found.kind != "facility" or (found.subject, found.day) in seen or not found.unserved:
            continue
        seen.add((found.subject, found.day))
        facility = problem.facility_of[found.subject]
        for at, opening in enumerate(facility.openings):
            if opening.start // DAY != found.day:
                continue
            for new, zh, en in (
                (Opening(opening.start, opening.end + HOUR, opening.steward), "晚关一小时", "closes an hour later"),
                (Opening(opening.start - HOUR, opening.end, opening.steward), "早开一小时", "opens an hour earlier"),
            ):
                openings = (*facility.openings[:at], new, *facility.openings[at + 1 :])
                if new.start < 0 or _overlapping(openings):
                    continue
                hopes = tuple(v for v in found.visits if v not in roster.planned_of)
                own = [p.visit for p in roster.planned if p.facility == facility.id and p.start // DAY == found.day]
                name = facility.name or facility.id
                yield Candidate(
                    "opening",
                    facility.id,
                    facility.place,
                    new.start,
                    new.end,
                    (Edit("facilities", facility.id, (("openings", openings),)),),
                    hopes,
                    frozenset([*hopes, *own][:MOST_FREE]),
                    zh=f"{name} {zh}",
                    en=f"{name} {en}",
                )


def gates_more(problem: Problem, roster: Roster, gates: Mapping[str, Walks]) -> Iterator[Candidate]:
    """A gate that is closed, open: whatever is unserved may then be reached."""
    unserved = tuple(v for v in roster.unserved(problem))
    for gate, walks in gates.items():
        yield Candidate(
            "gate",
            gate,
            "",
            0,
            problem.days * DAY,
            (Set("walks", walks),),
            unserved,
            frozenset(unserved[:MOST_FREE]),
            zh=f"打开大门 {gate}",
            en=f"open the gate {gate}",
        )


def _beside(problem: Problem, visit: Visit) -> str | None:
    """Where somebody would live to serve it: at its place, or at the facility nearest to those who come."""
    if visit.place is not None:
        return visit.place
    need = visit.need
    assert need is not None
    rooms = [f for f in problem.facilities if need.mode in f.modes and f.modes[need.mode] >= need.people]
    if need.origin is None:
        return rooms[0].place if rooms else None
    near = [(problem.walks.minutes(need.pace, need.origin, f.place), f.id, f.place) for f in rooms]
    reached = sorted((minutes, name, place) for minutes, name, place in near if minutes is not None)
    return reached[0][2] if reached else None


def _called(problem: Problem, place: str) -> str:
    """The building, the facility that is there, else the community."""
    here = problem.place_of[place]
    rooms = [f.name for f in problem.facilities if f.place == place and f.name]
    return here.building or (rooms[0] if rooms else "") or here.community or place


def _wide_enough(visit: Visit, span: Window) -> Window:
    """The part of the day, stretched so that the visit fits where it begins there."""
    starts = [max(w.start, span.start) for w in visit.windows if w.start < span.end and span.start < w.end]
    first = min(starts, default=visit.windows[0].start)
    return Window(min(span.start, first), max(span.end, first + visit.duration + REACH))


def _person(problem: Problem, visit: Visit, role: Role, place: str, window: Window) -> Volunteer:
    """An adult with these skills and every paper, who meets what the visit asks of everybody."""

    sexes = [c.of.removeprefix("sex:") for c in visit.conditions if c.of.startswith("sex:")]
    tags = {c.of for c in visit.conditions if not c.of.startswith("sex:") and c.of != "record_checked"}
    return Volunteer(
        id=NEW,
        home=place,
        availabilities=(window,),
        skills=tuple(Skill(s) for s in sorted(role.skills)),
        sex=sexes[0] if sexes else "",
        tags=frozenset(t for t in tags if t != "trainee"),
        pace=next(iter(problem.walks.by_pace)),
        max_walk=min(REACH, problem.walks.limit),
        record_checked=True,
        insured_until_day=problem.days + window.end // DAY,
    )


def _served_by(problem: Problem, person: Volunteer, window: Window) -> list[str]:
    """Visits the person might do in these hours, the nearest first."""
    held = {s.name for s in person.skills}
    found = []
    for visit in problem.visits:
        if visit.place is None or not any(r.skills <= held for r in visit.roles):
            continue
        if not any(min(w.end, window.end) - max(w.start, window.start) >= visit.duration for w in visit.windows):
            continue
        walk = problem.walk(person, person.home, visit.place)
        if walk is not None and walk <= person.max_walk:
            found.append((walk, visit.id))
    return [name for _, name in sorted(found)]


def _in_its_way(problem: Problem, roster: Roster, visit: Visit) -> list[str]:
    """What the rooms it could use hold while it might take place: those may have to move for it."""
    need = visit.need
    if need is None:
        return []
    rooms = {f.id for f in problem.facilities if f.modes.get(need.mode, 0) >= need.people}
    first, last = min(w.start for w in visit.windows), max(w.end for w in visit.windows)
    return [p.visit for p in roster.planned if p.facility in rooms and first - HOUR < p.start < last + HOUR]


def _overlapping(openings: tuple[Opening, ...]) -> bool:
    spans = sorted((o.start, o.end) for o in openings)
    return any(second[0] < first[1] for first, second in pairwise(spans))
