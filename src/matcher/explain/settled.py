"""What the roster has settled already, indexed once for all unserved visits."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

from matcher.problem import Problem, Visit, Volunteer
from matcher.roster import PlannedVisit, Roster, tours_of
from matcher.rules import HARD, Violation, beneficiary, needs, quota, series_days
from matcher.rules.bookings import Booking, by_facility
from matcher.rules.known import sound
from matcher.rules.start_times import settled_starts

JUDGES = tuple(rule.judges for rule in HARD if rule.judges is not None)


@dataclass(frozen=True)
class Settled:
    """A problem and the sound rows of a roster of it."""

    problem: Problem
    roster: Roster
    _walks: dict[tuple[float, str, str], int | None] = field(default_factory=dict, repr=False)
    _breaches: dict[str, frozenset[Violation]] = field(default_factory=dict, repr=False)

    @classmethod
    def of(cls, problem: Problem, roster: Roster) -> Settled:
        return cls(problem, sound(problem, roster))

    @cached_property
    def work_of(self) -> dict[str, tuple[PlannedVisit, ...]]:
        """Planned visits of every volunteer, by start."""
        planned = self.roster.planned_of
        return {name: tuple(planned[a.visit] for a in work) for name, work in self.roster.work_of.items()}

    @cached_property
    def bookings_of(self) -> dict[str, list[Booking]]:
        return by_facility(self.problem, self.roster)

    @cached_property
    def settled_starts(self) -> dict[str, frozenset[int]]:
        return settled_starts(self.problem)

    @cached_property
    def pinned_starts(self) -> dict[str, frozenset[int]]:
        pins: dict[str, set[int]] = {}
        for pin in self.problem.all_pins:
            if pin.start is not None:
                pins.setdefault(pin.visit, set()).add(pin.start)
        return {visit: frozenset(starts) for visit, starts in pins.items()}

    @cached_property
    def _of_beneficiary(self) -> dict[str, list[PlannedVisit]]:
        return beneficiary.by_beneficiary(self.problem, self.roster)

    @cached_property
    def _of_series(self) -> dict[str, list[PlannedVisit]]:
        groups: dict[str, list[PlannedVisit]] = {}
        for planned in self.roster.planned:
            name = self.problem.visit_of[planned.visit].series
            if name:
                groups.setdefault(name, []).append(planned)
        return groups

    def same_beneficiary(self, visit: Visit) -> list[tuple[int, int]]:
        """Start and end of what is planned for the visit's beneficiary."""
        group = self._of_beneficiary.get(visit.beneficiary, []) if visit.beneficiary else []
        return [(p.start, p.start + self.problem.visit_of[p.visit].duration) for p in group]

    def always_refused(self, visit: Visit) -> tuple[str, ...]:
        """Rules between visits that refuse `visit` at any start."""
        found = ["needs"] if needs.missing(visit, self.roster) else []
        if visit.beneficiary and visit.need is not None:
            mine = [q for q in self.problem.quotas if (q.beneficiary, q.mode) == (visit.beneficiary, visit.need.mode)]
            if any(quota.over(q, self._quota_used, more=1) for q in mine):
                found.append("quota")
        return tuple(found)

    @cached_property
    def _quota_used(self) -> quota.Used:
        return quota.used(self.problem, self.roster)

    def refused_at(self, visit: Visit, start: int) -> tuple[str, ...]:
        """Rules between visits that refuse `visit` at this start."""
        end, day, found = start + visit.duration, start // 1440, []
        if any(beneficiary.overlap(start, end, *span) for span in self.same_beneficiary(visit)):
            found.append("beneficiary")
        others = (
            (self.problem.visit_of[p.visit], p.start // 1440) for p in self._of_series.get(visit.series or "", ())
        )
        if any(series_days.too_near(visit, other, day_of_a=day, day_of_b=that) for other, that in others):
            found.append("series_days")
        return tuple(found)

    def walk(self, volunteer: Volunteer, a: str, b: str) -> int | None:
        """Minutes of a walk, looked up once."""
        key = (volunteer.pace, a, b)
        if key not in self._walks:
            self._walks[key] = self.problem.walk(volunteer, a, b)
        return self._walks[key]

    def broken_alone(self, volunteer: Volunteer, planned: PlannedVisit) -> tuple[str, ...]:
        """Rules about a person's whole work that this visit would break if it were all they did, overrides apart."""
        return tuple(dict.fromkeys(v.rule for v in self._judged(volunteer, (planned,)) if not v.overridden))

    def newly_broken(self, volunteer: Volunteer, planned: PlannedVisit) -> tuple[str, ...]:
        """Rules about a person's whole work that it would break beside what they do already, overrides apart."""
        mine = self.work_of.get(volunteer.id, ())
        if volunteer.id not in self._breaches:
            self._breaches[volunteer.id] = frozenset(self._judged(volunteer, mine))
        more = sorted((*mine, planned), key=lambda p: (p.start, p.visit))
        before = self._breaches[volunteer.id]
        new = [v for v in self._judged(volunteer, more) if v not in before and not v.overridden]
        return tuple(dict.fromkeys(v.rule for v in new))

    def _judged(self, volunteer: Volunteer, work: tuple[PlannedVisit, ...] | list[PlannedVisit]) -> list[Violation]:
        tours = tuple(tours_of(self.problem, volunteer, work))
        return [v for judges in JUDGES for v in judges(self.problem, volunteer, tours)]
