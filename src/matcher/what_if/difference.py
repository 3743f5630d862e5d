"""What becomes different from one roster to another: for visits, and for each person."""

from __future__ import annotations

from dataclasses import dataclass

from matcher.problem import Problem
from matcher.roster import Roster
from matcher.score import Score, score
from matcher.score import difference as points_between


@dataclass(frozen=True, slots=True)
class PersonChange:
    """Visits one person gains, loses, or keeps at another start, facility or in another role (`moves`); sorted ids."""

    volunteer: str
    gains: tuple[str, ...] = ()
    loses: tuple[str, ...] = ()
    moves: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Difference:
    """From a roster to another. `served`, `lost`, `moved`: sorted ids of visits; `people` by id, changed ones only.

    `points`: the new roster in the new problem less the old one in the old problem, term by term.
    """

    served: tuple[str, ...]
    lost: tuple[str, ...]
    moved: tuple[str, ...]
    people: tuple[PersonChange, ...]
    points: Score

    @property
    def notify(self) -> tuple[str, ...]:
        """Exactly the people whose own work is not what it was; nobody else needs to hear."""
        return tuple(p.volunteer for p in self.people)


def difference(old: Problem, before: Roster, new: Problem, after: Roster) -> Difference:
    """What `after`, a roster of `new`, changes against `before`, a roster of `old`."""
    was, now = before.planned_of, after.planned_of
    return Difference(
        served=tuple(sorted(now.keys() - was.keys())),
        lost=tuple(sorted(was.keys() - now.keys())),
        moved=tuple(sorted(v for v in was.keys() & now.keys() if was[v] != now[v])),
        people=_people(before, after),
        points=points_between(score(old, before), score(new, after)),
    )


def people_changed(before: Roster, after: Roster) -> tuple[str, ...]:
    """Whose own work is not what it was; sorted ids."""
    return tuple(change.volunteer for change in _people(before, after))


def _people(before: Roster, after: Roster) -> tuple[PersonChange, ...]:
    changes = []
    for person in sorted(before.work_of.keys() | after.work_of.keys()):
        was, now = _work(before, person), _work(after, person)
        change = PersonChange(
            person,
            gains=tuple(sorted(now.keys() - was.keys())),
            loses=tuple(sorted(was.keys() - now.keys())),
            moves=tuple(sorted(v for v in was.keys() & now.keys() if was[v] != now[v])),
        )
        if change != PersonChange(person):
            changes.append(change)
    return tuple(changes)


def _work(roster: Roster, person: str) -> dict[str, tuple[object, str]]:
    """Visit -> when, where and in which role."""
    return {a.visit: (roster.planned_of.get(a.visit), a.role) for a in roster.work_of.get(person, ())}
