"""One week as it is lived: published, answered, met by events every morning and by emergencies, and served or not."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from matcher.problem import DAY, Problem
from matcher.replan import Absent, Added, Cancelled, Declined, Event, happened
from matcher.roster import Roster, published_from
from matcher.simulate.planners import Planner
from matcher.simulate.world import MORNING, WEEK, Asked, World
from matcher.what_if import people_changed

ROUNDS = 4
"""So often somebody else is asked at once for work that begins before the next morning."""


@dataclass(frozen=True, slots=True)
class Done:
    """A visit that took place: its first minute, and who came (volunteer -> minutes)."""

    visit: str
    start: int
    minutes: tuple[tuple[str, int], ...]


@dataclass(slots=True)
class WeekLog:
    """What came of a week. `failed`: planned, but too few came; `events`: how many there were; `told`: how many people
    others' events changed something for; `walked`: minutes; `offered`: offers made."""

    done: list[Done] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    taken_back: set[str] = field(default_factory=set)
    events: int = 0
    told: int = 0
    walked: int = 0
    offered: int = 0
    escalated: set[str] = field(default_factory=set)


class Week:
    """`asked`: requests of this week and those carried over, by the minute they are made."""

    def __init__(self, world: World, number: int, base: Problem, asked: Iterable[Asked], planner: Planner) -> None:
        self.world, self.number, self.planner, self.log = world, number, planner, WeekLog()
        self.asked = sorted(asked, key=lambda a: (a.minute, a.visit.id))
        self.when = {a.visit.id: a.minute for a in self.asked}
        known = tuple(a.visit for a in self.asked if a.minute < 0)
        names = {v.id for v in known}
        known = tuple(v for v in known if set(v.needs) <= names)
        self.problem = replace(base, visits=known, facilities=world.facilities(number))
        self.roster = Roster()

    def lived(self) -> WeekLog:
        self._publish(self.planner.plan(self.problem, self.when))
        self.log.escalated = {v.id for v in self.problem.visits if v.guaranteed and v.id not in self.roster.planned_of}
        self._react(0, list(self._answers(MORNING)), until=MORNING)  # what begins in the first night
        for day in range(7):
            now = day * DAY + MORNING
            self._react(now, self._morning(now), until=(day + 1) * DAY + MORNING)
            for emergency in self._emergencies(now, now + DAY):
                self._react(emergency.minute, [Added(emergency.visit)], until=(day + 1) * DAY + MORNING)
            self._served(0 if day == 0 else now, WEEK if day == 6 else now + DAY)
        return self.log

    # -- what happens --------------------------------------------------------------------------------------------

    def _morning(self, now: int) -> list[Event]:
        """What the desk heard since the morning before: requests, what was taken back, who is away, answers."""
        since = now - DAY
        events: list[Event] = [
            Added(a.visit) for a in self.asked if max(since, -1) < a.minute <= now and not a.emergency and a.minute >= 0
        ]
        for a in self.asked:
            if a.taken_back is not None and since < a.taken_back <= now and a.visit.id in self.problem.visit_of:
                planned = self.roster.planned_of.get(a.visit.id)
                if planned is None or planned.start > now:
                    events.append(Cancelled(a.visit.id))
                    self.log.taken_back.add(a.visit.id)
        for away in self.world.away(self.number):
            if since < away.told <= now:
                events.append(Absent(away.volunteer, away.start, away.end))
        gone = self.log.taken_back
        return events + [e for e in self._answers(None) if e.visit not in gone]

    def _emergencies(self, since: int, until: int) -> list[Asked]:
        return [a for a in self.asked if a.emergency and since < a.minute <= until]

    def _answers(self, before: int | None) -> list[Declined]:
        """Everybody offered something answers it (work that begins before that minute, where one is given): a yes is
        written down, a no is an event."""
        rows, declined = [], []
        for row in self.problem.published:
            waits = row.state == "offered" and (before is None or row.start < before)
            if waits and row.volunteer is not None and self.world.declines(row.visit, row.volunteer):
                declined.append(Declined(row.visit, row.volunteer))
                rows.append(row)
            else:
                rows.append(replace(row, state="accepted") if waits else row)
        self.problem = replace(self.problem, published=tuple(rows))
        return declined

    # -- what is done about it -----------------------------------------------------------------------------------

    def _react(self, now: int, events: list[Event], *, until: int) -> None:
        """Work that begins before `until` is answered at once, as it is told by phone; all else by the next morning."""
        for _ in range(ROUNDS):
            if not events:
                return
            self.log.events += len(events)
            after = happened(self.problem, self.roster, events)
            roster = self.planner.react(self.problem, self.roster, after, now, self.when)
            self.log.told += len(self._told(roster, events))
            self.problem = after
            self._publish(roster)
            events = list(self._answers(until))

    def _told(self, roster: Roster, events: list[Event]) -> set[str]:
        """Who has to be told that something changed for them: not those who brought it about themselves."""
        own = {e.volunteer for e in events if isinstance(e, Declined | Absent)}
        return set(people_changed(self.roster, roster)) - own

    def _publish(self, roster: Roster) -> None:
        before = {(r.visit, r.volunteer, r.start) for r in self.problem.published}
        stays = {(p.visit, a.volunteer) for p in roster.planned for a in roster.team_of.get(p.visit, ())}
        accepted = tuple(
            r
            for r in self.problem.published
            if r.state == "accepted"
            and r.visit in roster.planned_of
            and roster.planned_of[r.visit].start == r.start
            and roster.planned_of[r.visit].facility == r.facility
            and (r.volunteer is None or (r.visit, r.volunteer) in stays)
        )
        self.problem = published_from(replace(self.problem, published=accepted), roster)
        rows = tuple(replace(r, state="accepted") if r.volunteer is None else r for r in self.problem.published)
        self.problem, self.roster = replace(self.problem, published=rows), roster
        self.log.offered += sum((r.visit, r.volunteer, r.start) not in before for r in rows if r.volunteer is not None)

    # -- what comes of it ----------------------------------------------------------------------------------------

    def _served(self, since: int, until: int) -> None:
        """Visits that begin in these hours: with everybody who said yes and comes, if that is enough."""
        for planned in self.roster.planned:
            if not since <= planned.start < until:
                continue
            visit = self.problem.visit_of[planned.visit]
            came = [
                a
                for a in self.roster.team_of.get(visit.id, ())
                if self._accepted(visit.id, a.volunteer) and not self.world.no_show(visit.id, a.volunteer)
            ]
            enough = all(sum(a.role == r.id for a in came) >= r.min for r in visit.roles)
            if enough:
                self.log.done.append(Done(visit.id, planned.start, tuple((a.volunteer, visit.duration) for a in came)))
            else:
                self.log.failed.append(visit.id)

    def _accepted(self, visit: str, volunteer: str) -> bool:
        return any(r.volunteer == volunteer and r.state == "accepted" for r in self.problem.published_of.get(visit, ()))
