"""Tiny random problems with all shapes and rules of docs/problem.md, by seed; also one feature at a time.

Times are multiples of a quantum q drawn per problem: brute force leaves out the minutes between.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, replace

from focus import FOCUS, Knobs
from random_rosters import random_roster

from matcher.problem import (
    DAY,
    Condition,
    Facility,
    FacilityNeed,
    Opening,
    Pair,
    Pin,
    Place,
    Policy,
    Problem,
    Published,
    Quota,
    Role,
    Skill,
    Visit,
    Volunteer,
    Weights,
    Window,
)
from matcher.roster import Roster
from matcher.walks import Walks, walks_from_table

PACES = (1.0, 0.5)
BASES = (540, 540, 540, 780, 1260, 1320, 1380, 300)
"""When things happen: morning, noon, up to and past midnight, before 06:00."""


def random_problem(rng: random.Random, knobs: Knobs | None = None) -> Problem:
    """One sound problem; the same for the same state of `rng`."""
    return _Maker(rng, knobs or Knobs()).problem()


def focused(seed: int) -> tuple[str, Problem]:
    """The problem number `seed`, walking through all of `FOCUS`, with the name of its focus."""
    names = list(FOCUS)
    name = names[seed % len(names)]
    return name, random_problem(random.Random(seed), FOCUS[name])


@dataclass
class _Maker:
    rng: random.Random
    knobs: Knobs

    def problem(self) -> Problem:
        rng = self.rng
        self.q = rng.choice(self.knobs.quanta)
        self.base = rng.choice(BASES) if self.yes("night", least=0.15) else 540
        self.span = {1: 24, 5: 75, 10: 120, 15: 150}[self.q]
        self.days = rng.randint(*self.knobs.days)
        self.policy = Policy(gap=self.times(0, 10), grid=self.grid())
        self.paces = PACES if self.yes("paces") else PACES[:1]
        self.places = tuple(f"P{i}" for i in range(rng.randint(2, 4)))
        volunteers = tuple(self.volunteer(f"v{i}") for i in range(self.count(self.knobs.volunteers)))
        visits = tuple(self.visit(f"t{i}") for i in range(self.count(self.knobs.visits)))
        facilities = [self.facility(f"f{i}", visits) for i in range(self.count(self.knobs.facilities))]
        visits = tuple(self.tied(v, visits, facilities) for v in visits)
        problem = Problem(
            name="random",
            places=tuple(Place(p) for p in self.places),
            walks=self.walks(),
            volunteers=volunteers,
            visits=visits,
            facilities=tuple(facilities),
            pairs=self.pairs(volunteers, visits),
            quotas=self.quotas(visits),
            days=self.days,
            weights=self.weights(),
            policy=self.policy,
        )
        return self.known(problem)

    # -- dice ----------------------------------------------------------------------------------------------------

    def yes(self, name: str, *, least: float = 0.0) -> bool:
        return self.rng.random() < max(self.knobs.p(name), least if self.knobs.p(name) else 0)

    def count(self, span: tuple[int, int]) -> int:
        return self.rng.randint(*span)

    def times(self, low: int, high: int) -> int:
        """A multiple of the quantum in `[low, high]`."""
        return self.rng.randint(-(-low // self.q), high // self.q) * self.q

    def grid(self) -> int:
        return self.rng.choice([g for g in (5, 10, 15, 15, 15, 20, 30) if g % self.q == 0])

    def window(self, least: int, *, day: int | None = None) -> Window:
        """Of at least `least` minutes, inside the span of one day."""
        day = self.rng.randrange(self.days) if day is None else day
        start = self.times(0, max(0, self.span - least))
        length = self.times(least, max(least, self.span - start))
        return Window(day * DAY + self.base + start, day * DAY + self.base + start + length)

    # -- people and places ---------------------------------------------------------------------------------------

    def walks(self) -> Walks:
        rng, q = self.rng, self.q
        longest = {1: 6, 5: 15, 10: 20, 15: 15}[q]
        rows = {}
        for i, a in enumerate(self.places):
            for b in self.places[i + 1 :]:
                if self.yes("broken") and rng.random() < 0.4:
                    continue
                rows[a, b] = self.times(0, longest)
                if self.yes("asymmetric"):
                    rows[b, a] = self.times(0, longest)
        normal = walks_from_table(self.places, rows)
        slow = walks_from_table(self.places, {k: 2 * m for k, m in rows.items()})
        return Walks(place_ids=self.places, by_pace={1.0: normal.by_pace[1.0], 0.5: slow.by_pace[1.0]})

    def volunteer(self, name: str) -> Volunteer:
        rng = self.rng
        shifts = [self.window(self.span // 2, day=d) for d in range(self.days) if rng.random() < 0.85]
        if self.yes("shifts"):
            shifts.append(self.window(self.span // 4))
        if rng.random() < 0.4:
            shifts = [Window(d * DAY + self.base, d * DAY + self.base + self.span) for d in range(self.days)]
        pick: Callable[[str, object], object] = lambda what, value: value if self.yes(what) else None  # noqa: E731
        duration = {1: 6, 5: 20, 10: 30, 15: 45}[self.q]
        minor = self.yes("minor")
        return Volunteer(
            id=name,
            home=rng.choice(self.places),
            availabilities=tuple(shifts),
            kind=rng.choice(("volunteer", "staff", "worker")) if self.yes("kinds") else "volunteer",
            sex=rng.choice("fm"),
            tags=frozenset([*(["trainee"] if self.yes("trainee") else []), *(t for t in "xy" if rng.random() < 0.5)]),
            skills=self.skills(),
            pace=rng.choice(self.paces),
            max_walk=rng.choice((0, 5, 10, 15)) if self.yes("max_walk") else 20,
            max_minutes_day=pick("day_cap", self.times(0, 3 * duration)),  # type: ignore[arg-type]
            max_minutes_total=pick("total_cap", self.times(0, 4 * duration)),  # type: ignore[arg-type]
            max_visits_day=pick("visits_cap", rng.randint(0, 2)),  # type: ignore[arg-type]
            minor=minor,
            guardian_consent=minor and rng.random() < 0.8,
            record_checked=rng.random() < 0.5,
            insured_until_day=rng.choice((None, 0, 1)) if self.yes("insurance") else 9,
            certified_until_day=rng.choice((0, 1)) if self.yes("expiring") and rng.random() < 0.5 else None,
            return_home=self.yes("return_home"),
            history_minutes=self.times(0, 120) if self.yes("history") else 0,
            history_offered_minutes=self.times(0, 300) if self.yes("history") else 0,
        )

    def skills(self) -> tuple[Skill, ...]:
        rng = self.rng
        return tuple(
            Skill(s, rng.choice((-1, 0, 1)) if self.yes("expiring") else None) for s in "ab" if rng.random() < 0.7
        )

    # -- visits --------------------------------------------------------------------------------------------------

    def visit(self, name: str) -> Visit:
        rng, q = self.rng, self.q
        duration = self.times(*{1: (3, 9), 5: (10, 30), 10: (10, 50), 15: (15, 60)}[q])
        windows = [self.window(duration)]
        while self.yes("windows") and len(windows) < 3:
            windows.append(self.window(duration))
        if self.yes("many_days") and self.days > 1:
            windows = [self.window(duration, day=d) for d in range(self.days)]
        if rng.random() < 0.3 and q > 1:
            slack = self.times(0, 30)
            start = windows[0].start
            windows[0] = Window(start, start + duration + slack)
        booking, with_room = self.yes("booking"), self.yes("class")
        need = self.need() if booking or with_room else None
        roles = () if booking and not with_room else self.roles()
        series = rng.choice(("s1", "s2")) if self.yes("series") else None
        value, guaranteed = rng.choice((0, 1, 5, 20, 60, 300)) if self.yes("value") else None, self.yes("guaranteed")
        return Visit(
            id=name,
            windows=tuple(windows),
            duration=duration,
            place=None if need else rng.choice(self.places),
            need=need,
            roles=roles,
            conditions=self.conditions() if roles and self.yes("condition") else (),
            beneficiary=rng.choice(("b1", "b1", "b2")) if self.yes("beneficiary") else None,
            service=rng.choice(("care", "repair")),
            priority=rng.randint(1, 9),
            value=None if value is None else max(value, int(guaranteed)),
            guaranteed=guaranteed,
            risk=rng.choice(("medium", "high", "high")) if self.yes("risk") else "low",
            series=series,
            min_days_apart=rng.randint(0, 2) if series and self.yes("apart") else 0,
            waiting_days=rng.randint(0, 2),
        )

    def need(self) -> FacilityNeed:
        origin = self.rng.choice(self.places) if self.yes("origin") else None
        return FacilityNeed(
            mode=self.rng.choice("mn") if self.yes("modes") else "m",
            people=self.rng.randint(1, 5) if self.yes("capacity") else 1,
            origin=origin,
            max_walk=self.rng.choice((0, 5, 10, 15)),
            pace=self.rng.choice(self.paces),
        )

    def roles(self) -> tuple[Role, ...]:
        if not self.yes("team"):
            return (Role(id="r", skills=self.wanted()),)
        least = self.rng.randint(1, 2)
        desired = least + (self.rng.randint(0, 1) if self.yes("desired") else 0)
        first = Role(id="r", skills=self.wanted(), min=least, desired=desired, max=desired + self.rng.randint(0, 1))
        if not self.yes("roles"):
            return (first,)
        low = self.rng.randint(0, 1)
        return (replace(first, max=max(desired, 1)), Role(id="u", skills=self.wanted(), min=low, desired=1, max=1))

    def wanted(self) -> frozenset[str]:
        return frozenset(s for s in "ab" if self.yes("skills") and self.rng.random() < 0.5)

    def conditions(self) -> tuple[Condition, ...]:
        of = self.rng.choice(("x", "y", "a", "sex:f", "record_checked"))
        return (Condition(of, self.rng.choice((1, 1, 2, None))),)

    def tied(self, visit: Visit, visits: tuple[Visit, ...], facilities: list[Facility]) -> Visit:
        """The visit with what it needs and what was refused."""
        others = [v.id for v in visits if v.id != visit.id]
        needs = (self.rng.choice(others),) if others and self.yes("needs") else ()
        rejected: tuple[tuple[str, int | None], ...] = ()
        if visit.need and facilities and self.yes("rejected"):
            start = self.rng.choice((None, visit.windows[0].start))
            rejected = ((self.rng.choice(facilities).id, start),)
        return replace(visit, needs=needs, rejected=rejected)

    # -- facilities ----------------------------------------------------------------------------------------------

    def facility(self, name: str, visits: tuple[Visit, ...]) -> Facility:
        rng = self.rng
        modes = {m: rng.randint(1, 6) if self.yes("capacity") else 5 for m in ("mn" if self.yes("modes") else "m")}
        shared = self.yes("shared")
        return Facility(
            id=name,
            place=rng.choice(self.places),
            modes=modes,
            openings=self.openings(visits),
            exclusive=not shared,
            concurrent=2 if self.yes("concurrent") else 1,
            changeover=self.times(self.q, 20 if self.q > 1 else 4) if self.yes("changeover") else 0,
            cost=rng.choice((5, 20)) if self.yes("cost") else 0,
        )

    def openings(self, visits: tuple[Visit, ...]) -> tuple[Opening, ...]:
        found = []
        for day in range(self.days):
            start, end = day * DAY + self.base, day * DAY + self.base + self.span
            if self.rng.random() < 0.5:
                part = self.window(self.span // 2, day=day)
                start, end = part.start, part.end
            if self.yes("touching") and end - start >= 2 * self.q:
                middle = start + self.times(self.q, end - start - self.q)
                found += [Opening(start, middle, self.steward(visits)), Opening(middle, end, self.steward(visits))]
            else:
                found.append(Opening(start, end, self.steward(visits)))
        return tuple(found)

    def steward(self, visits: tuple[Visit, ...]) -> str | None:
        return self.rng.choice(visits).id if visits and self.yes("steward") else None

    # -- what is settled -----------------------------------------------------------------------------------------

    def pairs(self, volunteers: tuple[Volunteer, ...], visits: tuple[Visit, ...]) -> tuple[Pair, ...]:
        return tuple(
            self.pair(volunteers, visits, kind)
            for kind in ("forbidden", "preferred", "forbidden", "preferred")
            if volunteers and visits and self.yes(kind)
        )

    def pair(self, volunteers: tuple[Volunteer, ...], visits: tuple[Visit, ...], kind: str) -> Pair:
        rng = self.rng
        one, visit = rng.choice(volunteers), rng.choice(visits)
        others = [v.id for v in volunteers if v is not one]
        what = rng.choice(("visit", "service", "series", "beneficiary", "volunteer"))
        other = {
            "visit": visit.id,
            "service": visit.service,
            "series": visit.series or "s1",
            "beneficiary": visit.beneficiary or "b1",
            "volunteer": rng.choice(others) if others else None,
        }[what]
        if other is None:
            what, other = "visit", visit.id
        return Pair(one.id, what, other, kind)  # type: ignore[arg-type]

    def quotas(self, visits: tuple[Visit, ...]) -> tuple[Quota, ...]:
        if not self.yes("quota"):
            return ()
        known = [(v.beneficiary, v.need.mode) for v in visits if v.beneficiary and v.need]
        who, mode = self.rng.choice(known) if known else ("b1", "m")
        return (Quota(who, mode, self.rng.randint(0, 2)),)

    def weights(self) -> Weights:
        rng = self.rng
        fairness = (10, 20, 40)
        if self.yes("fair_weights") or self.yes("weights"):
            fairness = tuple(sorted(rng.choice((0, 10, 60, 120)) for _ in range(3)))  # type: ignore[assignment]
        if not self.yes("weights"):
            return Weights(fairness=fairness)
        return Weights(
            desired_person=rng.choice((0, 30, 100)),
            published_served=rng.choice((0, 200)),
            pair_changed=rng.choice((0, 10, 150)),
            moved=rng.choice((0, 5, 100)),
            dropped=rng.choice((0, 100, 1000)),
            fairness=fairness,
            walk=rng.choice((0, 1, 3)),
            series_volunteer=rng.choice((0, 30, 100)),
            preferred=rng.choice((0, 15, 60)),
        )

    def known(self, problem: Problem) -> Problem:
        """Pins and published rows, mostly out of a valid roster, sometimes wild."""
        rng = self.rng
        roster = random_roster(problem, rng, step=self.q)
        published = self.published(problem, roster) if self.yes("published") else ()
        if self.yes("people_changed") and published:
            problem = replace(problem, policy=replace(problem.policy, max_people_changed=rng.randint(0, 2)))
        problem = replace(problem, published=published)
        if not (self.yes("pin") and problem.visits):
            return problem
        pins = tuple(self.pin(problem, roster) for _ in range(rng.randint(1, 3)))
        return replace(problem, pins=tuple(dict.fromkeys(p for p in pins if p is not None)))

    def published(self, problem: Problem, roster: Roster) -> tuple[Published, ...]:
        rows = []
        for planned in roster.planned:
            if self.rng.random() < 0.2:
                continue
            start = planned.start
            if self.yes("moved") and self.rng.random() < 0.5:
                start = max(0, start + self.times(-2 * self.q, 3 * self.q))
            visit = problem.visit_of[planned.visit]
            inside = any(w.start <= start and start + visit.duration <= w.end for w in visit.windows)
            team = list(roster.team_of.get(planned.visit, ()))
            crew: list[tuple[str | None, str | None]] = [(a.volunteer, a.role) for a in team] or [(None, None)]
            if self.yes("moved") and problem.volunteers and team:
                crew[0] = (self.rng.choice(problem.volunteers).id, None)
            for volunteer, role in dict.fromkeys(crew):
                accepted = inside and self.yes("accepted")
                rows.append(
                    Published(
                        visit=planned.visit,
                        start=start,
                        volunteer=volunteer,
                        role=role if self.rng.random() < 0.5 else None,
                        facility=planned.facility,
                        state="accepted" if accepted else "offered",
                    )
                )
        return tuple(rows)

    def pin(self, problem: Problem, roster: Roster) -> Pin | None:
        rng = self.rng
        if self.yes("wild_pin") or not roster.planned:
            return self.wild_pin(problem)
        planned = rng.choice(roster.planned)
        team = roster.team_of.get(planned.visit, ())
        one = rng.choice(team) if team and rng.random() < 0.7 else None
        pin = Pin(
            visit=planned.visit,
            volunteer=one.volunteer if one else None,
            role=one.role if one and rng.random() < 0.5 else None,
            start=planned.start if rng.random() < 0.5 else None,
            facility=planned.facility if rng.random() < 0.5 else None,
        )
        return None if (pin.volunteer, pin.start, pin.facility) == (None, None, None) else pin

    def wild_pin(self, problem: Problem) -> Pin | None:
        rng = self.rng
        visit = rng.choice(problem.visits)
        window = rng.choice([w for w in visit.windows if w.end - w.start >= visit.duration])
        start = rng.choice((None, None, window.start + self.times(0, window.end - window.start - visit.duration)))
        team = bool(visit.roles and problem.volunteers) and rng.random() < 0.8
        room = bool(visit.need and problem.facilities) and rng.random() < 0.5
        if not (team or room or start is not None):
            return None
        return Pin(
            visit=visit.id,
            volunteer=rng.choice(problem.volunteers).id if team else None,
            role=rng.choice(visit.roles).id if team and rng.random() < 0.4 else None,
            start=start,
            facility=rng.choice(problem.facilities).id if room else None,
            override="checked by phone" if team and self.yes("override") else "",
        )
