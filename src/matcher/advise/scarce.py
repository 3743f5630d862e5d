"""What is scarce: skills by part of day and neighbourhood, and hours of facilities, by the prices of a solve.

A price says what one more unit of a row would be worth at the margin, in points. Prices rank; they promise nothing:
what one more person or hour really serves is found by re-solving (`advice`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from matcher.problem import DAY, Problem, Role, Visit
from matcher.result import Certificate
from matcher.roster import Roster
from matcher.worth import value_of

PARTS = ((0, "night"), (6 * 60, "morning"), (12 * 60, "afternoon"), (18 * 60, "evening"))
"""First minute of each part of a day."""
Prices = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Scarce:
    """`points`: what more people with these skills (or more hours of the facility) would be worth at the margin,
    summed over `visits`; `unserved` of them are not served. Skills and area are empty for a facility, and area where
    places name no community.
    """

    kind: str
    subject: str
    skills: tuple[str, ...]
    day: int
    part: str
    area: str
    points: int
    visits: tuple[str, ...]
    unserved: int


def prices_of(certificates: tuple[Certificate, ...]) -> dict[str, float]:
    """Points by row, of the certificate that bounds all points (at the first leaf, where it branched)."""
    for certificate in certificates:
        if certificate.purpose == "points" and certificate.leaves:
            return {name: price / certificate.scale for name, price in certificate.leaves[0].prices}
    return {}


def scarce(problem: Problem, roster: Roster, prices: Prices) -> tuple[Scarce, ...]:
    """The scarcest first."""
    return tuple(sorted((*_people(problem, roster, prices), *_rooms(problem, roster, prices)), key=_rank))


def _rank(found: Scarce) -> tuple[int, str, int, str]:
    return -found.points, found.subject, found.day, found.part


def part_of_day(minute: int) -> str:
    """morning, afternoon, evening or night."""
    return next(name for first, name in reversed(PARTS) if minute % DAY >= first)


def span_of(day: int, part: str) -> tuple[int, int]:
    """First minute of a part of a day, and the first after it."""
    firsts = [first for first, _ in PARTS] + [DAY]
    at = next(i for i, (_, name) in enumerate(PARTS) if name == part)
    return day * DAY + firsts[at], day * DAY + firsts[at + 1]


def area_of(problem: Problem, visit: Visit) -> str:
    """The community of where it is, or of where those who need a room come from."""
    place = visit.place or (visit.need.origin if visit.need is not None else None)
    return problem.place_of[place].community if place is not None else ""


def _people(problem: Problem, roster: Roster, prices: Prices) -> list[Scarce]:
    by_person = _by_person(prices)
    cells: dict[tuple[tuple[str, ...], int, str, str], list[tuple[str, float]]] = defaultdict(list)
    for visit in problem.visits:
        planned = roster.planned_of.get(visit.id)
        start = planned.start if planned is not None else visit.windows[0].start
        for role in visit.roles:
            worth = _worth(problem, visit, role, prices, by_person, served=planned is not None)
            if worth > 0:
                key = (tuple(sorted(role.skills)), start // DAY, part_of_day(start), area_of(problem, visit))
                cells[key].append((visit.id, worth))
    found = []
    for (skills, day, part, area), visits in cells.items():
        names = tuple(dict.fromkeys(name for name, _ in visits))
        unserved = sum(name not in roster.planned_of for name in names)
        points = round(sum(worth for _, worth in visits))
        if points > 0:
            found.append(Scarce("people", " ".join(skills), skills, day, part, area, points, names, unserved))
    return found


def _worth(
    problem: Problem,
    visit: Visit,
    role: Role,
    prices: Prices,
    by_person: Mapping[tuple[str, str], float],
    *,
    served: bool,
) -> float:
    """What one more person in this role is worth at these prices: of an unserved visit its share of the value."""
    if not served:
        return value_of(problem, visit) / max(1, visit.people_min) if role.min else 0.0
    if visit.on_grid:  # a guaranteed one carries the price of the guarantee as well, which nothing else is worth
        return min(by_person.get((visit.id, role.id), 0.0), float(value_of(problem, visit)))
    value = float(value_of(problem, visit))
    price = prices.get(f"visit {visit.id}", value)
    if visit.guaranteed or price < 0:
        return 0.0  # its price carries that of the guarantee, or of a pin: nothing else pays it
    return max(0.0, value - price)


def _by_person(prices: Prices) -> dict[tuple[str, str], float]:
    """(visit, role) -> the most that a place in its crew is worth, over all starts and facilities."""
    found: dict[tuple[str, str], float] = {}
    for name, price in prices.items():
        words = name.split(" ")
        if words[0] in ("crew", "min") and len(words) >= 4 and price < 0:
            key = (words[1], words[-1])
            found[key] = max(found.get(key, 0.0), -price)
    return found


def _rooms(problem: Problem, roster: Roster, prices: Prices) -> list[Scarce]:
    cells: dict[tuple[str, int, str], float] = defaultdict(float)
    for name, price in prices.items():
        words = name.split(" ")
        at = 2 if words[0] == "one" else 1
        if words[0] in ("facility", "one") and len(words) > at + 1 and words[-1].isdecimal() and price > 0:
            minute = int(words[-1])
            cells[words[at], minute // DAY, part_of_day(minute)] += price
    found = []
    for (facility, day, part), points in cells.items():
        if facility not in problem.facility_of:
            continue
        first, last = span_of(day, part)
        modes = problem.facility_of[facility].modes.keys()
        wanted = tuple(
            v.id
            for v in problem.visits
            if v.need is not None
            and v.need.mode in modes
            and any(w.start < last and first < w.end for w in v.windows)
            and (v.id not in roster.planned_of or roster.planned_of[v.id].facility == facility)
        )
        area = problem.place_of[problem.facility_of[facility].place].community
        unserved = sum(v not in roster.planned_of for v in wanted)
        found.append(Scarce("facility", facility, (), day, part, area, round(points), wanted, unserved))
    return [s for s in found if s.points > 0]
