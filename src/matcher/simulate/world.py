"""The made-up world: what is asked for in each week and when, who is away, who says no, who does not come.

Nothing in it depends on how anybody plans: a decline belongs to a person and a visit, whenever it is offered.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from matcher.problem import DAY, Facility, Opening, Problem, Role, Visit, Window
from matcher.simulate.chance import chance, happens

WEEK = 7 * DAY
MORNING = 6 * 60
"""Minute of the day at which the desk deals with what it heard since the day before."""
NOTICE = 120
"""Minutes between a late request and the earliest it may be served."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rates:
    """Shares: of offers declined, of accepted work nobody comes to, of people away in a week, of requests that are not
    made this week, that come while the week runs, that are taken back. `emergencies` a week."""

    decline: float = 0.20
    no_show: float = 0.05
    away: float = 0.05
    skipped: float = 0.10
    late: float = 0.12
    taken_back: float = 0.03
    emergencies: int = 2


@dataclass(frozen=True, slots=True)
class Asked:
    """A request: its visit, in minutes of its first week, and the minute of that week it was made (before 0: known when
    the week is published)."""

    visit: Visit
    week: int
    minute: int
    emergency: bool = False
    taken_back: int | None = None


@dataclass(frozen=True, slots=True)
class Away:
    """Somebody is away from `start` to `end`, and says so at minute `told`."""

    volunteer: str
    told: int
    start: int
    end: int


@dataclass(frozen=True)
class World:
    """`base`: a week as a problem; each week is made like it. Weeks count from 0."""

    base: Problem
    weeks: int = 13
    seed: int = 0
    rates: Rates = field(default_factory=Rates)

    def asked(self, week: int) -> tuple[Asked, ...]:
        """By the minute they are made; those of one minute by id."""
        fixed = self._needed()
        made = [asked for v in self.base.visits if (asked := self._made(week, v, v.id in fixed)) is not None]
        made += [self._emergency(week, n) for n in range(self.rates.emergencies)]
        return tuple(sorted(made, key=lambda a: (a.minute, a.visit.id)))

    def facilities(self, week: int) -> tuple[Facility, ...]:
        """With the week's stewards."""

        def named(opening: Opening) -> Opening:
            return replace(opening, steward=None if opening.steward is None else self.named(week, opening.steward))

        return tuple(replace(f, openings=tuple(named(o) for o in f.openings)) for f in self.base.facilities)

    def away(self, week: int) -> tuple[Away, ...]:
        """One to three days, told on a morning, from that day on."""
        found = []
        for person in self.base.volunteers:
            if happens(self.rates.away, self.seed, "away", week, person.id):
                dice = chance(self.seed, "when away", week, person.id)
                told = dice.randrange(7) * DAY + MORNING
                end = min(WEEK, (told // DAY + dice.randint(1, 3)) * DAY)
                found.append(Away(person.id, told, told, end))
        return tuple(sorted(found, key=lambda a: (a.told, a.volunteer)))

    def declines(self, visit: str, volunteer: str) -> bool:
        """Whether they say no when they are offered it."""
        return happens(self.rates.decline, self.seed, "decline", visit, volunteer)

    def no_show(self, visit: str, volunteer: str) -> bool:
        """Whether they do not come although they said yes."""
        return happens(self.rates.no_show, self.seed, "no show", visit, volunteer)

    @staticmethod
    def named(week: int, visit: str) -> str:
        return f"w{week + 1:02}-{visit}"

    def _needed(self) -> frozenset[str]:
        """Visits that others depend on: made every week, when they always are."""
        stewards = {o.steward for f in self.base.facilities for o in f.openings if o.steward is not None}
        return frozenset(stewards | {n for v in self.base.visits for n in v.needs} | {v.id for v in self.base.visits
                                                                                      if v.needs})  # fmt: skip

    def _made(self, week: int, visit: Visit, fixed: bool) -> Asked | None:
        """This week's request like `visit`: perhaps on another day, perhaps not at all."""
        dice = chance(self.seed, "visit", week, visit.id)
        skipped, shift = dice.random() < self.rates.skipped, dice.choice((-1, 0, 0, 0, 1)) * DAY
        late, back = dice.random() < self.rates.late, dice.random() < self.rates.taken_back
        before, when, until = dice.randint(1, 5) * DAY, dice.random(), dice.random()
        windows = visit.windows
        first, last = min(w.start for w in windows), max(w.end for w in windows)
        if not fixed:
            if skipped:
                return None
            if first + shift >= 0 and last + shift <= WEEK:
                windows = tuple(Window(w.start + shift, w.end + shift) for w in windows)
                first, last = first + shift, last + shift
        minute = -before
        if not fixed and late and first > DAY:
            minute = int(when * (first - NOTICE))
        taken_back = None
        if not fixed and back and visit.roles:
            taken_back = max(minute + 60, 0) + int(until * max(0, first - max(minute, 0)))
        new = replace(
            visit,
            id=self.named(week, visit.id),
            windows=windows,
            needs=tuple(self.named(week, n) for n in visit.needs),
            rejected=(),
        )
        return Asked(new, week, minute, taken_back=taken_back)

    def _emergency(self, week: int, number: int) -> Asked:
        """Somebody is needed at a home within five hours: like one of the week's visits at homes, but now."""
        dice = chance(self.seed, "emergency", week, number)
        homes = [v for v in self.base.visits if v.place is not None and v.people_min == 1 and not v.needs]
        like = dice.choice(homes or [v for v in self.base.visits if v.place is not None])
        minute = dice.randrange(7) * DAY + dice.randrange(8 * 60, 17 * 60)
        roles = tuple(Role(id=r.id, skills=r.skills, min=r.min) for r in like.roles)
        visit = replace(
            like,
            id=f"w{week + 1:02}-emergency{number + 1}",
            windows=(Window(minute + 30, minute + 30 + max(300, like.duration + 60)),),
            roles=roles,
            guaranteed=True,
            priority=9,
            value=None,
            series=None,
            request="",
            rejected=(),
        )
        return Asked(visit, week, minute, emergency=True)
