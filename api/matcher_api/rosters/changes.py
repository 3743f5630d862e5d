"""What publishing would change: two rosters of the library compared, person by person."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from matcher.roster import Roster


@dataclass(frozen=True, slots=True)
class PersonChange:
    """Ids of visits."""

    person: str
    gains: tuple[str, ...] = ()
    loses: tuple[str, ...] = ()
    moves: tuple[str, ...] = ()


@dataclass(frozen=True)
class Changes:
    """`moved`: visits at another time or in another room; people in order of their ids."""

    people: tuple[PersonChange, ...]
    added: tuple[str, ...]
    dropped: tuple[str, ...]
    moved: tuple[str, ...]


def changes(known: Roster, draft: Roster) -> Changes:
    before, after = known.planned_of, draft.planned_of
    moved = {v for v in before.keys() & after.keys() if before[v] != after[v]}
    had, has = _work_of(known), _work_of(draft)
    people = []
    for person in sorted(had.keys() | has.keys()):
        old, new = had.get(person, {}), has.get(person, {})
        stays = old.keys() & new.keys()
        people.append(
            PersonChange(
                person,
                gains=tuple(sorted(new.keys() - old.keys())),
                loses=tuple(sorted(old.keys() - new.keys())),
                moves=tuple(sorted(v for v in stays if v in moved or old[v] != new[v])),
            )
        )
    return Changes(
        people=tuple(p for p in people if p.gains or p.loses or p.moves),
        added=tuple(sorted(after.keys() - before.keys())),
        dropped=tuple(sorted(before.keys() - after.keys())),
        moved=tuple(sorted(moved)),
    )


def _work_of(roster: Roster) -> dict[str, dict[str, str]]:
    """person -> visit -> role."""
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for a in roster.assignments:
        if a.visit in roster.planned_of:
            found[a.volunteer][a.visit] = a.role
    return found
