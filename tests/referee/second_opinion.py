"""The rules and the points of docs/problem.md once more, written plainly from that page.

Shares nothing with `matcher.rules`, `matcher.score` or the solver; slow and simple on purpose. `breaches` names what
is wrong with a roster, in words of its own; `points` and `guaranteed_points` count what it is worth.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import combinations

from matcher.problem import DAY, Problem, Visit, Volunteer
from matcher.roster import Assignment, PlannedVisit, Roster
from matcher.worth import value_of

NIGHT = ((0, 360), (1320, 1440))


def day_of(minute: int) -> int:
    return minute // DAY


def start_allowed(problem: Problem, visit: Visit, start: int) -> bool:
    """Inside a window, and on the grid where more than one party must agree."""
    if not any(w.start <= start and start + visit.duration <= w.end for w in visit.windows):
        return False
    if visit.need is None and sum(r.most for r in visit.roles) == 1:
        return True
    known = {p.start for p in problem.all_pins if p.visit == visit.id}
    known |= {p.start for p in problem.published if p.visit == visit.id}
    return start % problem.policy.grid == 0 or start in known or start in {w.start for w in visit.windows}


def facility_fits(problem: Problem, visit: Visit, facility_id: str, start: int) -> bool:
    """Mode, capacity, openings, distance and refusals; stewards and other bookings are judged elsewhere."""
    need, facility = visit.need, problem.facility_of[facility_id]
    if need is None or facility.modes.get(need.mode, 0) < need.people:
        return False
    minutes = range(start, start + visit.duration)
    if not all(any(o.start <= m < o.end for o in facility.openings) for m in minutes):
        return False
    if need.origin is not None:
        walk = problem.walks.minutes(need.pace, need.origin, facility.place)
        if walk is None or walk > need.max_walk:
            return False
    return not any(f == facility_id and s in (None, start) for f, s in visit.rejected)


def meets_night(start: int, duration: int) -> bool:
    return any(any(a <= m % DAY < b for a, b in NIGHT) for m in range(start, start + duration))


def overridden(problem: Problem, visit_id: str, volunteer_id: str) -> bool:
    return any(p.visit == visit_id and p.volunteer == volunteer_id and p.override for p in problem.all_pins)


def person_breaches(problem: Problem, visit: Visit, volunteer: Volunteer, role_id: str, start: int) -> Iterator[str]:
    """The personal rules one assignment breaks, but walking: those an override lets pass."""
    day, role = day_of(start), visit.role(role_id)
    if role is None:
        yield "unknown role"
        return
    for skill in role.skills:
        if not volunteer.has_skill(skill, day=day):
            yield "skill"
    if visit.risk == "high" and (volunteer.insured_until_day is None or volunteer.insured_until_day < day):
        yield "insurance"
    if visit.risk == "high" and volunteer.minor:
        yield "minor at risk"
    if volunteer.minor and not volunteer.guardian_consent:
        yield "no consent"
    if volunteer.minor and meets_night(start, visit.duration):
        yield "minor at night"
    if volunteer.certified_until_day is not None and volunteer.certified_until_day < day:
        yield "certificate"
    for pair in problem.pairs:
        if pair.kind == "forbidden" and pair.volunteer == volunteer.id and pair.with_kind != "volunteer":
            own = {"visit": visit.id, "service": visit.service, "series": visit.series}
            if {**own, "beneficiary": visit.beneficiary}[pair.with_kind] == pair.other:
                yield "forbidden"


def place_of(problem: Problem, planned: PlannedVisit) -> str:
    if planned.facility is not None:
        return problem.facility_of[planned.facility].place
    return problem.visit_of[planned.visit].place or ""


Stop = tuple[int, int, str, bool]
"""start, end, place, overridden"""


def shift_walks(problem: Problem, volunteer: Volunteer, stops: list[Stop]) -> int | None:
    """Walking minutes of everything one volunteer does; None where time or walking limits do not allow it."""
    total, used = 0, 0
    for window in volunteer.availabilities:
        mine = sorted(s for s in stops if window.start <= s[0] < window.end)
        used += len(mine)
        here, free, first = volunteer.home, window.start, True
        excused_before = False
        for start, end, place, excused in mine:
            leg = problem.walk(volunteer, here, place)
            reach = problem.walk(volunteer, volunteer.home, place)
            if not excused and (reach is None or reach > volunteer.max_walk):
                return None
            if not (excused or excused_before) and (leg is None or leg > volunteer.max_walk):
                return None
            between = 0 if first or here == place else problem.policy.gap
            if leg is None or start < free + max(leg, between):
                return None
            total += leg
            here, free, first, excused_before = place, end, False, excused
        if not mine:
            continue
        back = 0
        if volunteer.return_home:
            leg = problem.walk(volunteer, here, volunteer.home)
            if leg is None or (leg > volunteer.max_walk and not excused_before):
                return None
            back = leg
        total += back
        if free + back > window.end:
            return None
    return total if used == len(stops) else None


def stops_of(problem: Problem, roster: Roster, volunteer: Volunteer) -> list[Stop]:
    return [
        (p.start, p.start + problem.visit_of[p.visit].duration, place_of(problem, p),
         overridden(problem, p.visit, volunteer.id))
        for a in roster.assignments
        if a.volunteer == volunteer.id and (p := roster.planned_of.get(a.visit)) is not None
    ]  # fmt: skip


def breaches(problem: Problem, roster: Roster) -> list[str]:
    """What is wrong; what a pin with `override` lets pass is not wrong."""
    found = [*_form(problem, roster)]
    if found:
        return found
    return [
        *_visits(problem, roster),
        *_people(problem, roster),
        *_between(problem, roster),
        *_facilities(problem, roster),
        *_known(problem, roster),
    ]


def _form(problem: Problem, roster: Roster) -> Iterator[str]:
    ids = [p.visit for p in roster.planned]
    if len(set(ids)) < len(ids):
        yield "planned twice"
    pairs = [(a.visit, a.volunteer) for a in roster.assignments]
    if len(set(pairs)) < len(pairs):
        yield "two roles of one visit"
    if any(a.visit not in ids for a in roster.assignments):
        yield "assigned to an unserved visit"
    for planned in roster.planned:
        if (problem.visit_of[planned.visit].need is None) != (planned.facility is None):
            yield "facility missing or too many"
    for a in roster.assignments:
        if problem.visit_of[a.visit].role(a.role) is None:
            yield "unknown role"


def _visits(problem: Problem, roster: Roster) -> Iterator[str]:
    for planned in roster.planned:
        visit = problem.visit_of[planned.visit]
        if not start_allowed(problem, visit, planned.start):
            yield f"start of {visit.id}"
        if planned.facility is not None and not facility_fits(problem, visit, planned.facility, planned.start):
            yield f"facility of {visit.id}"
        team = roster.team_of.get(visit.id, ())
        yield from (f"{what} in {visit.id}" for what in team_breaches(problem, visit, team, planned.start))
        for other in visit.needs:
            if other not in roster.planned_of:
                yield f"{visit.id} needs {other}"


def team_breaches(problem: Problem, visit: Visit, team: tuple[Assignment, ...], start: int) -> Iterator[str]:
    """Headcounts, trainees, conditions, personal rules and pairs of volunteers."""
    people = {a.volunteer: problem.volunteer_of[a.volunteer] for a in team}
    for role in visit.roles:
        mine = [people[a.volunteer] for a in team if a.role == role.id]
        trainees = sum("trainee" in v.tags for v in mine)
        if len(mine) - trainees < role.min:
            yield "too few"
        if len(mine) > role.most:
            yield "too many"
        if trainees > len(mine) - trainees:
            yield "trainees outnumber"
    for condition in visit.conditions:
        met = sum(condition.met_by(v, day=day_of(start)) for v in people.values())
        if met < (len(people) if condition.at_least is None else condition.at_least):
            yield "condition"
    for a in team:
        if not overridden(problem, visit.id, a.volunteer):
            yield from person_breaches(problem, visit, people[a.volunteer], a.role, start)
    for pair in problem.pairs:
        if pair.kind == "forbidden" and pair.with_kind == "volunteer" and {pair.volunteer, pair.other} <= set(people):
            excused = overridden(problem, visit.id, pair.volunteer) or overridden(problem, visit.id, pair.other)
            if not excused:
                yield "forbidden together"


def _people(problem: Problem, roster: Roster) -> Iterator[str]:
    for volunteer in problem.volunteers:
        stops = stops_of(problem, roster, volunteer)
        if shift_walks(problem, volunteer, stops) is None:
            yield f"shifts of {volunteer.id}"
        yield from cap_breaches(volunteer, stops)


def cap_breaches(volunteer: Volunteer, stops: list[Stop]) -> Iterator[str]:
    minutes: Counter[int] = Counter()
    visits: Counter[int] = Counter()
    for start, end, _, _ in stops:
        minutes[day_of(start)] += end - start
        visits[day_of(start)] += 1
    for cap, got in (
        (volunteer.max_minutes_day, max(minutes.values(), default=0)),
        (volunteer.max_minutes_total, minutes.total()),
        (volunteer.max_visits_day, max(visits.values(), default=0)),
    ):
        if cap is not None and got > cap:
            yield f"cap of {volunteer.id}"


def _between(problem: Problem, roster: Roster) -> Iterator[str]:
    for a, b in combinations(roster.planned, 2):
        if clash_of_visits(problem.visit_of[a.visit], a.start, problem.visit_of[b.visit], b.start):
            yield f"{a.visit} and {b.visit}"
    for quota in problem.quotas:
        if quota_used(problem, roster, quota.beneficiary, quota.mode) > quota.at_most:
            yield f"quota of {quota.beneficiary}"


def clash_of_visits(a: Visit, start_a: int, b: Visit, start_b: int) -> bool:
    """One beneficiary at one time, or one series too close in days."""
    at_once = start_a < start_b + b.duration and start_b < start_a + a.duration
    if at_once and a.beneficiary and a.beneficiary == b.beneficiary:
        return True
    if a.series and a.series == b.series:
        return abs(day_of(start_a) - day_of(start_b)) < max(a.min_days_apart, b.min_days_apart)
    return False


def quota_used(problem: Problem, roster: Roster, beneficiary: str, mode: str) -> int:
    visits = [problem.visit_of[p.visit] for p in roster.planned]
    return sum(v.beneficiary == beneficiary and v.need is not None and v.need.mode == mode for v in visits)


def _facilities(problem: Problem, roster: Roster) -> Iterator[str]:
    for facility in problem.facilities:
        bookings = [
            (p.start, p.start + v.duration, v.need.mode, v.need.people)
            for p in roster.planned
            if p.facility == facility.id and (v := problem.visit_of[p.visit]).need is not None
        ]
        for (a, b, mode, _), (c, d, other, _) in combinations(bookings, 2):
            if mode != other and a < d + facility.changeover and c < b + facility.changeover:
                yield f"modes of {facility.id}"
        for minute in sorted({b[0] for b in bookings}):
            now = [b for b in bookings if b[0] <= minute < b[1]]
            if facility.exclusive and len(now) > facility.concurrent:
                yield f"{facility.id} is taken"
            if not facility.exclusive and sum(b[3] for b in now) > facility.modes.get(now[0][2], 0):
                yield f"{facility.id} is full"
        for start, end, _, _ in bookings:
            for opening in facility.openings:
                meets = opening.start < end and start < opening.end
                if meets and opening.steward is not None and opening.steward not in roster.planned_of:
                    yield f"{facility.id} without steward"


def _known(problem: Problem, roster: Roster) -> Iterator[str]:
    for pin in problem.all_pins:
        planned = roster.planned_of.get(pin.visit)
        if planned is None:
            if pin.volunteer is not None or pin.facility is not None:
                yield f"pinned {pin.visit} is not served"
            continue
        if pin.start is not None and pin.start != planned.start:
            yield f"pinned start of {pin.visit}"
        if pin.facility is not None and pin.facility != planned.facility:
            yield f"pinned facility of {pin.visit}"
        if pin.volunteer is not None and not any(
            a.volunteer == pin.volunteer and pin.role in (None, a.role) for a in roster.team_of.get(pin.visit, ())
        ):
            yield f"pinned volunteer of {pin.visit}"
    cap = problem.policy.max_people_changed
    if cap is not None and len(people_changed(problem, roster)) > cap:
        yield "too many people changed"


def people_changed(problem: Problem, roster: Roster) -> set[str]:
    """Volunteers with a published row that is not kept exactly."""
    changed = set()
    for row in problem.published:
        planned = roster.planned_of.get(row.visit)
        kept = planned is not None and (planned.start, planned.facility) == (row.start, row.facility)
        if row.volunteer is not None and not (
            kept and any(a.volunteer == row.volunteer for a in roster.team_of.get(row.visit, ()))
        ):
            changed.add(row.volunteer)
    return changed


def guaranteed_points(problem: Problem, roster: Roster) -> int:
    return sum(value_of(problem, v) for v in problem.visits if v.guaranteed and v.id in roster.planned_of)


def points(problem: Problem, roster: Roster) -> int:
    """Stage 2 of a valid roster."""
    walk = sum(
        shift_walks(problem, v, stops_of(problem, roster, v)) or 0 for v in problem.volunteers
    )  # fmt: skip
    return points_without_walks(problem, roster) - problem.weights.walk * walk


def points_without_walks(problem: Problem, roster: Roster, *, undecided: frozenset[str] = frozenset()) -> int:
    """All terms but walking; visits in `undecided` count neither as served nor as dropped."""
    weights, total = problem.weights, 0
    crews: dict[str, set[str]] = defaultdict(set)
    minutes: Counter[str] = Counter()
    for visit in problem.visits:
        if visit.id in undecided:
            continue
        known = problem.published_of.get(visit.id, ())
        planned = roster.planned_of.get(visit.id)
        if planned is None:
            total -= weights.dropped if known else 0
            continue
        total += value_of(problem, visit)
        team = roster.team_of.get(visit.id, ())
        names = {a.volunteer for a in team}
        for role in visit.roles:
            count = sum(a.role == role.id for a in team)
            total += weights.desired_person * max(0, min(count, role.wanted) - role.min)
        if known:
            total += weights.published_served
            total -= weights.pair_changed * len({r.volunteer for r in known if r.volunteer is not None} - names)
            moved = (known[0].start, known[0].facility) != (planned.start, planned.facility)
            total -= weights.moved if moved else 0
        for pair in problem.pairs:
            if pair.kind == "preferred" and pair.volunteer in names:
                together = pair.with_kind == "volunteer" and pair.other in names
                total += weights.preferred if together or pair.concerns(visit) else 0
        if planned.facility is not None:
            total -= problem.facility_of[planned.facility].cost * visit.duration // 60
        if visit.series:
            crews[visit.series] |= names
        for name in names:
            minutes[name] += visit.duration
    total -= weights.series_volunteer * sum(map(len, crews.values()))
    return total - sum(unfairness(problem, v, minutes[v.id]) for v in problem.volunteers if minutes[v.id])


def unfairness(problem: Problem, volunteer: Volunteer, minutes: int) -> int:
    """What `minutes` of one volunteer cost above the fair share, minute by minute."""
    if volunteer.kind != "volunteer":
        return 0
    sharers = [v for v in problem.volunteers if v.kind == "volunteer"]
    demanded = sum(v.duration * sum(r.min for r in v.roles) for v in problem.visits)
    work = demanded + sum(v.history_minutes for v in sharers)
    offer = {v.id: sum(w.end - w.start for w in v.availabilities) for v in sharers}
    everything = sum(offer[v.id] + v.history_offered_minutes for v in sharers)
    if everything == 0:
        return 0
    own = offer[volunteer.id] + volunteer.history_offered_minutes
    share = _up(work * own, everything)
    cap = offer[volunteer.id]
    if volunteer.max_minutes_total is not None:
        cap = min(cap, volunteer.max_minutes_total)
    share = min(share, volunteer.history_minutes + cap)
    low, middle, high = problem.weights.fairness
    sixtieths = 0
    for minute in range(volunteer.history_minutes, volunteer.history_minutes + minutes):
        if minute >= 2 * share:
            sixtieths += high
        elif minute >= _up(3 * share, 2):
            sixtieths += middle
        elif minute >= share:
            sixtieths += low
    return _up(sixtieths, 60)


def _up(a: int, b: int) -> int:
    return -(-a // b)
