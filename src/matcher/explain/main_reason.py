"""The one reason to tell first: what a visit lacks in itself before what this roster takes from it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from matcher.explain.crew import crew, most_at_once
from matcher.explain.people import Heard, Said, Spot
from matcher.explain.reasons import sentences
from matcher.explain.settled import Settled
from matcher.explain.spots import Told
from matcher.problem import DAY, Condition, Role, Visit, Volunteer
from matcher.rules.beneficiary import overlap
from matcher.rules.conditions import binds_everybody
from matcher.rules.needs import missing
from matcher.worth import value_of

FACILITY = ("facility_mode", "facility_reach", "rejected", "facility_open")
PERSONAL = ("skills", "conditions", "risk", "minor", "certified", "pairs", "availability", "walking")
CAPS = ("minutes_day", "horizon_minutes", "visits_day")
Main = tuple[str, str, str, str]
"""Reason code, the line in zh, the line in en."""


@dataclass(frozen=True)
class Findings:
    """What was found out about one visit: the starts its windows leave, and what facilities and people say."""

    starts: tuple[int, ...]
    told: tuple[Told, ...]
    heard: Heard


def main_reason(settled: Settled, visit: Visit, findings: Findings) -> Main:
    """The first of: times, facilities, people, the team, the visits around it, what others take; else nothing."""
    told, heard = findings.told, findings.heard
    if not findings.starts:
        return _tell("windows")
    if visit.need is not None and not any(t.suited for t in told):
        return _of_facilities(visit, told)
    lacking = _of_people(settled, visit, heard)
    if lacking:
        return lacking
    spots: list[Spot] = list(heard.able)
    if visit.need is not None:
        spots = [(start, t.facility.id) for t in told for start in t.suited]
    alone = [spot for spot in spots if _crewed(settled, visit, heard.able, spot)]
    if not alone:
        return _of_team(visit, heard, spots)
    around = _of_visits_around(settled, visit, alone)
    if around:
        return around
    possible = [spot for spot in alone if not settled.refused_at(visit, spot[0])]
    return _of_this_roster(settled, visit, findings, possible)


def _tell(code: str, **values: object) -> Main:
    return (code, *sentences(code, **values), str(values.get("what", "")))  # type: ignore[arg-type]


def _of_facilities(visit: Visit, told: tuple[Told, ...]) -> Main:
    left = list(told)
    for code in FACILITY:
        left = [t for t in left if code not in t.refused]
        if not left:
            break
    need = visit.need
    return _tell(code, what=need.mode if need else "", n=need.people if need else 0)


def _of_people(settled: Settled, visit: Visit, heard: Heard) -> Main | None:
    """The first rule that leaves a role too few people, whatever they do already."""
    for role in visit.roles:
        able = {v.id for people in heard.able.values() for v in people.get(role.id, ())}
        left = [s for s in heard.said if s.role.id == role.id and not s.volunteer.trainee]
        for code in (*PERSONAL, *CAPS):
            before, left = left, [s for s in left if s.volunteer.id in able or code not in s.refused]
            if len(left) < role.min:
                return _too_few(
                    settled, visit, role, code, refused=[s for s in before if s not in left], have=len(left)
                )
    return None


def _too_few(settled: Settled, visit: Visit, role: Role, code: str, *, refused: list[Said], have: int) -> Main:
    what, beyond = "", 0
    if code == "skills":
        what = "、".join(sorted(role.skills))
    elif code == "conditions":
        what = "、".join(c.of for c in visit.conditions if binds_everybody(c, visit))
    elif code == "walking":
        walks = ((settled.walk(s.volunteer, s.volunteer.home, s.seat.place), s.volunteer.max_walk) for s in refused)
        beyond = min((walk - limit for walk, limit in walks if walk is not None), default=0)
    return _tell("caps" if code in CAPS else code, what=what, n=beyond, have=have, need=role.min)


def _crewed(settled: Settled, visit: Visit, people: dict[Spot, dict[str, list[Volunteer]]], spot: Spot) -> bool:
    here = people.get(spot, {})
    if most_at_once(visit, here) < visit.people_min:
        return False
    return crew(settled.problem, visit, here, day=spot[0] // DAY) is not None


def _of_team(visit: Visit, heard: Heard, spots: list[Spot]) -> Main:
    """People enough for each role, but not together: too few at one time, or no team that meets the conditions."""
    most = max((most_at_once(visit, heard.able.get(spot, {})) for spot in spots), default=0)
    if most < visit.people_min:
        return _tell("team", n=visit.people_min, most=most)
    for condition in visit.conditions:
        met = max((_meeting(condition, heard.able.get(spot, {}), day=spot[0] // DAY) for spot in spots), default=0)
        if condition.at_least is not None and met < condition.at_least:
            return _tell("conditions", what=condition.of, have=met, need=condition.at_least)
    return _tell("crew")


def _meeting(condition: Condition, people: dict[str, list[Volunteer]], *, day: int) -> int:
    return len({v.id for role in people.values() for v in role if condition.met_by(v, day=day)})


def _of_visits_around(settled: Settled, visit: Visit, spots: list[Spot]) -> Main | None:
    always = settled.always_refused(visit)
    if "needs" in always:
        return _tell("needs", what="、".join(missing(visit, settled.roster)))
    if always and visit.need is not None:
        return _tell("quota", what=visit.need.mode)
    refused = [settled.refused_at(visit, start) for start in {start for start, _ in spots}]
    if all(refused):
        return _tell("beneficiary" if all("beneficiary" in codes for codes in refused) else "series_days")
    return None


def _of_this_roster(settled: Settled, visit: Visit, findings: Findings, spots: list[Spot]) -> Main:
    """What other visits of this roster take: the facilities, or the people."""
    if visit.need is not None:
        free = {(start, t.facility.id) for t in findings.told for start in t.free}
        if not free & set(spots):
            return _of_bookings(settled, visit, findings.told, spots)
        spots = [spot for spot in spots if spot in free]
    heard = findings.heard
    if any(_crewed(settled, visit, heard.free, spot) for spot in spots):
        return _tell("possible")
    able, free_people = (_names(people, spots) for people in (heard.able, heard.free))
    capped = {s.volunteer.id for s in heard.said if s.refused and set(s.refused) <= set(CAPS)}
    if able - free_people <= capped:
        return _tell("caps", have=len(free_people), need=visit.people_min)
    return _tell("outweighed", n=len(able - free_people - capped))


def _names(people: dict[Spot, dict[str, list[Volunteer]]], spots: Iterable[Spot]) -> set[str]:
    return {v.id for spot in spots for role in people.get(spot, {}).values() for v in role}


def _of_bookings(settled: Settled, visit: Visit, told: tuple[Told, ...], spots: list[Spot]) -> Main:
    here = {facility for _, facility in spots}
    if all("steward" in t.refused for t in told if t.facility.id in here):
        return _tell("steward")
    problem = settled.problem
    rivals = {
        b.visit.id: b.visit
        for start, facility in spots
        for b in settled.bookings_of.get(facility or "", ())
        if overlap(start - b.facility.changeover, start + visit.duration + b.facility.changeover, b.start, b.end)
    }
    least = min((value_of(problem, rival) for rival in rivals.values()), default=0)
    return _tell("facility_taken", n=least, most=value_of(problem, visit))
