"""What is settled before solving in a synthetic community: pairs, pins, and a few published rows.

Published and pinned rows are drawn from what a person can do on their own (`earliest`), each person once, and from
cars over night, for which there is room; so they never contradict each other.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from matcher.problem import Pair, Pin, Problem, Published, Visit, Volunteer
from matcher.scenario.generate_draft import Community, Draft, pick


def make_known(draft: Draft, problem: Problem) -> Problem:
    """The problem with pairs, pins and published rows of every community."""
    pairs, pins, published = list(problem.pairs), list(problem.pins), list(problem.published)
    busy: set[str] = set()
    for community in draft.communities:
        rng = draft.stream("known", community)
        mine = [v for v in problem.visits if _of(v.id, community)]
        people = [v for v in problem.volunteers if _of(v.id, community)]
        pairs += _pairs(people, mine, rng)
        cars = [v for v in mine if v.need is not None and v.need.mode == "parking" and _reached(problem, v, community)]
        if cars:
            pins.append(Pin(visit=cars[0].id, facility=f"{community.code}-parking"))
        if len(cars) > 1:
            room = f"{community.code}-parking"
            start = cars[1].windows[0].start
            published.append(Published(visit=cars[1].id, start=start, facility=room, state="accepted"))
        alone = [v for v in mine if _plain(v)]
        drawn = [alone[i] for i in rng.permutation(len(alone)).tolist()]
        for number, visit in enumerate(drawn[:4]):
            found = _somebody(problem, visit, people, busy=busy, forbidden=pairs)
            if found is None:
                continue
            volunteer, start = found
            busy.add(volunteer.id)
            role = visit.roles[0].id
            if number < 2:
                state = "accepted" if number == 0 else "offered"
                published.append(
                    Published(visit=visit.id, start=start, volunteer=volunteer.id, role=role, state=state)  # type: ignore[arg-type]
                )
            elif number == 2:
                pins.append(Pin(visit=visit.id, volunteer=volunteer.id, role=role))
            else:
                pins.append(Pin(visit=visit.id, start=start))
    return replace(problem, pairs=tuple(pairs), pins=tuple(pins), published=tuple(published))


def _of(identifier: str, community: Community) -> bool:
    return identifier.startswith(f"{community.code}-")


def _reached(problem: Problem, visit: Visit, community: Community) -> bool:
    """The car park lies within the walk of the household."""
    need = visit.need
    park = problem.facility_of[f"{community.code}-parking"].place
    if need is None or need.origin is None:
        return False
    walk = problem.walks.minutes(need.pace, need.origin, park)
    return walk is not None and walk <= need.max_walk


def _plain(visit: Visit) -> bool:
    """One person at a fixed place, on one day, with nothing hanging on it."""
    return (
        visit.place is not None
        and not visit.on_grid
        and not visit.guaranteed
        and visit.series is None
        and visit.risk == "low"
        and visit.beneficiary is not None
        and not visit.conditions
    )


def earliest(problem: Problem, visit: Visit, volunteer: Volunteer) -> int | None:
    """The first minute the volunteer could start a single-person visit as the only work of a shift; else None."""
    if volunteer.trainee or (volunteer.minor and not volunteer.guardian_consent) or visit.place is None:
        return None
    walk = problem.walk(volunteer, volunteer.home, visit.place)
    back = problem.walk(volunteer, visit.place, volunteer.home) if volunteer.return_home else 0
    if walk is None or walk > volunteer.max_walk or back is None or back > volunteer.max_walk:
        return None
    caps = (volunteer.max_minutes_day, volunteer.max_minutes_total)
    if any(cap is not None and visit.duration > cap for cap in caps) or volunteer.max_visits_day == 0:
        return None
    for window in visit.windows:
        for shift in volunteer.availabilities:
            start = max(window.start, shift.start + walk)
            end = start + visit.duration
            day = start // 1440
            if (
                end <= min(window.end, shift.end - back)
                and all(volunteer.has_skill(s, day=day) for s in visit.roles[0].skills)
                and (not volunteer.minor or end <= 22 * 60 + day * 1440)
                and (volunteer.certified_until_day is None or day <= volunteer.certified_until_day)
            ):
                return start
    return None


def _somebody(
    problem: Problem, visit: Visit, people: list[Volunteer], *, busy: set[str], forbidden: list[Pair]
) -> tuple[Volunteer, int] | None:
    """The first free person, who is in no forbidden pair at all."""
    barred = {p.volunteer for p in forbidden} | {p.other for p in forbidden}
    for volunteer in people:
        if volunteer.kind != "volunteer" or volunteer.id in busy or volunteer.id in barred:
            continue
        start = earliest(problem, visit, volunteer)
        if start is not None:
            return volunteer, start
    return None


def _pairs(people: list[Volunteer], visits: list[Visit], rng: np.random.Generator) -> list[Pair]:
    """Two who do not work together, one household that refuses somebody, and some habits people like."""
    served = [v for v in visits if v.beneficiary and v.roles]
    if len(people) < 6 or not served:
        return []
    chosen = [people[i] for i in rng.choice(len(people), size=6, replace=False).tolist()]
    liked = [served[pick(rng, served)] for _ in range(2)]
    refused = served[pick(rng, served)]
    return [
        Pair(chosen[0].id, "volunteer", chosen[1].id, "forbidden"),
        Pair(chosen[2].id, "beneficiary", str(refused.beneficiary), "forbidden"),
        Pair(chosen[3].id, "beneficiary", str(liked[0].beneficiary), "preferred"),
        Pair(chosen[4].id, "service", liked[1].service, "preferred"),
        Pair(chosen[4].id, "volunteer", chosen[5].id, "preferred"),
    ]
