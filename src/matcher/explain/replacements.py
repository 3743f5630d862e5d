"""Who else could take a role of a visit, best first, and what each choice would change."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from matcher.explain.crew import crew
from matcher.explain.people import hear
from matcher.explain.settled import Settled
from matcher.explain.times import times
from matcher.problem import DAY, Problem, Role, Visit
from matcher.roster import Assignment, PlannedVisit, Roster
from matcher.rules import HARD
from matcher.score import Score, Term, difference, score
from matcher.what_if import part_of, within, work_of

OF_TEAM = tuple(rule for rule in HARD if rule.code in ("headcount", "trainee", "conditions", "pairs"))
CHAINS = 3
"""Of so many people whom one visit keeps away it is asked who could free them."""
BAND = 15
"""Points within which who was asked longest ago comes first: as much as a preferred pair is worth."""


@dataclass(frozen=True, slots=True)
class Replacement:
    """`volunteer` could take the role. `points`: the change, term by term (None: the visit would still be short).

    `frees`: the visit of theirs that `stand_in` would take over first (a chain of one swap). `comes` and `goes` are
    the rows of the roster that change, `starts` the visit where it was not planned; no hard rule is broken that was
    not before (but pins on `goes`).
    """

    volunteer: str
    points: Score | None
    comes: tuple[Assignment, ...] = ()
    goes: tuple[Assignment, ...] = ()
    starts: PlannedVisit | None = None
    frees: str | None = None
    stand_in: str | None = None

    def applied(self, roster: Roster) -> Roster:
        """The roster after it."""
        kept = tuple(a for a in roster.assignments if a not in self.goes)
        planned = roster.planned if self.starts is None else (*roster.planned, self.starts)
        return Roster(planned, (*kept, *self.comes))

    @property
    def change(self) -> int:
        return 0 if self.points is None else self.points.objective


def replacements(
    problem: Problem,
    roster: Roster,
    visit_id: str,
    role_id: str,
    *,
    out: str | None = None,
    asked: Mapping[str, float] | None = None,
) -> tuple[Replacement, ...]:
    """Every volunteer who could take the role beside what they do already, then those whom one swap would free.

    `out` leaves it (None: the place is empty). `asked`: when each was asked last, any rising number; within `BAND`
    points those asked longest ago come first. A visit that nobody makes is tried at the best start the rules leave
    (`times`). Raises KeyError for a visit or role that is not there.
    """
    visit = problem.visit_of[visit_id]
    role = next(r for r in visit.roles if r.id == role_id)
    if visit_id in roster.planned_of:
        found = list(_of_served(problem, roster, visit, role, out))
    else:
        found = list(_of_unserved(problem, roster, visit, role))
    when = asked or {}
    return tuple(sorted(found, key=lambda r: _rank(r, when)))


def _rank(found: Replacement, asked: Mapping[str, float]) -> tuple[bool, bool, int, float, int, str]:
    last = max((asked.get(v, float("-inf")) for v in (found.volunteer, found.stand_in) if v), default=float("-inf"))
    band = -(found.change // BAND)
    return found.points is None, found.frees is not None, band, last, -found.change, found.volunteer


def _of_served(problem: Problem, roster: Roster, visit: Visit, role: Role, out: str | None) -> Iterator[Replacement]:
    part = part_of(problem, roster, free={visit.id})
    inside = within(roster, part)
    planned, left = inside.planned_of[visit.id], _without(inside, visit.id, out)
    team = {out, *(a.volunteer for a in left.team_of.get(visit.id, ()))}
    heard = hear(Settled.of(part, left), visit, {planned.facility: (planned.start,)})
    spot = (planned.start, planned.facility)
    goes = tuple(a for a in inside.team_of.get(visit.id, ()) if a.volunteer == out)
    free = [v.id for v in heard.free.get(spot, {}).get(role.id, ()) if v.id not in team]
    for volunteer in free:
        new = _with(left, Assignment(visit.id, volunteer, role.id))
        if not _team_breaks(part, planned, new, inside):
            yield _swapped(part, inside, Assignment(visit.id, volunteer, role.id), goes=goes)
    able = [v.id for v in heard.able.get(spot, {}).get(role.id, ()) if v.id not in team and v.id not in free]
    chains = 0
    for volunteer in able:
        own = _only_hindrance(part, left, visit, role, planned, volunteer)
        new = _with(left, Assignment(visit.id, volunteer, role.id))
        if own is not None and chains < CHAINS and not _team_breaks(part, planned, new, inside):
            chains += 1
            yield from _chain(problem, roster, Assignment(visit.id, volunteer, role.id), goes=goes, own=own)


def _swapped(problem: Problem, roster: Roster, *rows: Assignment, goes: tuple[Assignment, ...]) -> Replacement:
    """The replacement in which `rows` come and `goes` go; the first row is who takes the role."""
    people = {a.volunteer for a in (*rows, *goes)}
    mini = work_of(problem, roster, people, visit=rows[0].visit)
    before = within(roster, mini)
    made = Replacement(rows[0].volunteer, None, rows, goes)
    return replace(made, points=difference(score(mini, before), score(mini, made.applied(before))))


def _only_hindrance(
    part: Problem, roster: Roster, visit: Visit, role: Role, planned: PlannedVisit, volunteer: str
) -> str | None:
    """The one visit of theirs that day without which they could come; None if there is no such visit."""
    for a in roster.work_of.get(volunteer, ()):
        if a.visit == visit.id or roster.planned_of[a.visit].start // DAY != planned.start // DAY:
            continue
        settled = Settled.of(part, _without(roster, a.visit, volunteer))
        free = hear(settled, visit, {planned.facility: (planned.start,)}, only={volunteer}).free
        if free.get((planned.start, planned.facility), {}).get(role.id):
            return a.visit
    return None


def _chain(
    problem: Problem, roster: Roster, comes: Assignment, *, goes: tuple[Assignment, ...], own: str
) -> Iterator[Replacement]:
    """The best of those who could take over `own`, so that `comes` can be."""
    part = part_of(problem, roster, free={own})
    inside = within(roster, part)
    there = inside.planned_of[own]
    mine = next(a for a in inside.team_of[own] if a.volunteer == comes.volunteer)
    left = _without(inside, own, comes.volunteer)
    team = {comes.volunteer, *(a.volunteer for a in goes), *(a.volunteer for a in left.team_of.get(own, ()))}
    visit = part.visit_of[own]
    free = hear(Settled.of(part, left), visit, {there.facility: (there.start,)}).free
    found = []
    for person in free.get((there.start, there.facility), {}).get(mine.role, ()):
        row = Assignment(own, person.id, mine.role)
        if person.id not in team and not _team_breaks(part, there, _with(left, row), inside):
            made = _swapped(problem, roster, comes, row, goes=(*goes, mine))
            found.append(replace(made, frees=own, stand_in=person.id))
    if found:
        yield max(found, key=lambda r: (r.change, r.stand_in))


def _of_unserved(problem: Problem, roster: Roster, visit: Visit, role: Role) -> Iterator[Replacement]:
    """At the first start, best first, at which each could come; the rest of the crew as the rules leave it."""
    part = part_of(problem, roster, free={visit.id})
    inside = within(roster, part)
    before, settled = score(part, inside), Settled.of(part, inside)
    seen: set[str] = set()
    for time in times(part, inside, visit.id):
        free = hear(settled, visit, {time.facility: (time.start,)}).free.get((time.start, time.facility), {})
        for person in free.get(role.id, ()):
            if person.id in seen:
                continue
            seen.add(person.id)
            planned = PlannedVisit(visit.id, time.start, time.facility)
            others = {r: [p for p in people if r == role.id or p.id != person.id] for r, people in free.items()}
            others[role.id] = [person, *(p for p in free[role.id] if p.id != person.id)]
            team = crew(part, visit, others, day=time.start // DAY) if time.enough else None
            if team is None or person.id not in {v.id for v, _ in team}:
                yield Replacement(person.id, None)
                continue
            rows = tuple(Assignment(visit.id, v.id, r) for v, r in team)
            made = Replacement(person.id, None, rows, starts=planned)
            yield replace(made, points=difference(before, score(part, made.applied(inside))))


def _team_breaks(part: Problem, planned: PlannedVisit, new: Roster, old: Roster) -> bool:
    """Whether the new team breaks a rule about teams that the old one kept."""
    after, before = (
        {v for rule in OF_TEAM for v in rule.check(part, Roster((planned,), r.team_of.get(planned.visit, ())))}
        for r in (new, old)
    )
    return any(not v.overridden for v in after - before)


def _without(roster: Roster, visit: str, volunteer: str | None) -> Roster:
    return Roster(roster.planned, tuple(a for a in roster.assignments if (a.visit, a.volunteer) != (visit, volunteer)))


def _with(roster: Roster, *rows: Assignment) -> Roster:
    return Roster(roster.planned, (*roster.assignments, *rows))


def per_rule(found: Replacement) -> tuple[Term, ...]:
    """Only the terms that change."""
    return () if found.points is None else tuple(t for t in found.points.terms if t.points)
