"""One tiny morning everybody knows: three people, five visits of all four shapes, one hall, and a roster of it.

    09:00 = 540                                                            12:00 = 720
    ann   home A | 545 elder 575 at L |      600 patrol 660 at L |
    bob   home B |  546 repair 591 at M |    600 patrol 660 at L | 675 class 720 in the hall
    cat   home A | at home all morning, a trainee
    hall         | 540 chess 600 |                                 675 class 720

`SMALL` and `ROSTER` break no rule; tests vary them with the functions below.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from matcher.problem import (
    Facility,
    FacilityNeed,
    Opening,
    Place,
    Problem,
    Role,
    Skill,
    Visit,
    Volunteer,
    Window,
)
from matcher.roster import Assignment, PlannedVisit, Roster
from matcher.walks import walks_from_table

MORNING = Window(540, 720)
WALKS = {
    ("A", "B"): 9,
    ("A", "L"): 5,
    ("A", "M"): 10,
    ("A", "H"): 7,
    ("B", "L"): 8,
    ("B", "M"): 6,
    ("B", "H"): 3,
    ("L", "M"): 4,
    ("L", "H"): 6,
    ("M", "H"): 5,
}
CARE, TUTOR = Skill("care"), Skill("tutor")

SMALL = Problem(
    name="small",
    places=tuple(Place(p) for p in "ABLMH"),
    walks=walks_from_table("ABLMH", WALKS),
    days=1,
    volunteers=(
        Volunteer(id="ann", home="A", availabilities=(MORNING,), skills=(CARE,), max_walk=10),
        Volunteer(id="bob", home="B", availabilities=(MORNING,), skills=(CARE, TUTOR), max_walk=10),
        Volunteer(id="cat", home="A", availabilities=(MORNING,), tags=frozenset({"trainee"}), max_walk=10),
    ),
    visits=(
        Visit(
            id="elder",
            windows=(Window(540, 660),),
            duration=30,
            place="L",
            beneficiary="li",
            service="care",
            roles=(Role(id="carer", skills=frozenset({"care"})),),
        ),
        Visit(
            id="repair",
            windows=(MORNING,),
            duration=45,
            place="M",
            beneficiary="ma",
            service="repair",
            roles=(Role(id="fixer"),),
        ),
        Visit(
            id="patrol",
            windows=(Window(600, 700),),
            duration=60,
            place="L",
            service="patrol",
            roles=(Role(id="walker", min=2, desired=3, max=3),),
        ),
        Visit(
            id="class",
            windows=(Window(660, 720),),
            duration=45,
            service="class",
            need=FacilityNeed(mode="class", people=8),
            roles=(Role(id="teacher", skills=frozenset({"tutor"})),),
        ),
        Visit(
            id="chess",
            windows=(MORNING,),
            duration=60,
            service="booking",
            beneficiary="club",
            need=FacilityNeed(mode="chess", people=4, origin="A", max_walk=8),
        ),
    ),
    facilities=(
        Facility(
            id="hall", place="H", modes={"class": 10, "chess": 6}, openings=(Opening(540, 720),), changeover=15, cost=10
        ),
    ),
)

ROSTER = Roster(
    planned=(
        PlannedVisit("elder", 545),
        PlannedVisit("repair", 546),
        PlannedVisit("patrol", 600),
        PlannedVisit("class", 675, "hall"),
        PlannedVisit("chess", 540, "hall"),
    ),
    assignments=(
        Assignment("elder", "ann", "carer"),
        Assignment("repair", "bob", "fixer"),
        Assignment("patrol", "ann", "walker"),
        Assignment("patrol", "bob", "walker"),
        Assignment("class", "bob", "teacher"),
    ),
)

Changes = Mapping[str, Mapping[str, Any]]


def changed(
    problem: Problem = SMALL,
    *,
    volunteers: Changes | None = None,
    visits: Changes | None = None,
    facilities: Changes | None = None,
    **fields: Any,
) -> Problem:
    """The problem with fields of some volunteers, visits or facilities replaced, by id, and fields of its own."""

    def each(objects: tuple[Any, ...], changes: Changes | None) -> tuple[Any, ...]:
        return tuple(replace(o, **(changes or {}).get(o.id, {})) for o in objects)

    parts = {
        "volunteers": each(problem.volunteers, volunteers),
        "visits": each(problem.visits, visits),
        "facilities": each(problem.facilities, facilities),
    }
    return replace(problem, **{**parts, **fields})


def plan(visit: str, start: int, facility: str | None = None, *, roster: Roster = ROSTER) -> Roster:
    """The roster with `visit` planned (again) so; its people stay."""
    others = tuple(p for p in roster.planned if p.visit != visit)
    return replace(roster, planned=(*others, PlannedVisit(visit, start, facility)))


def team(visit: str, *people: tuple[str, str], roster: Roster = ROSTER) -> Roster:
    """The roster with exactly these (volunteer, role) in `visit`."""
    others = tuple(a for a in roster.assignments if a.visit != visit)
    return replace(roster, assignments=(*others, *(Assignment(visit, v, role) for v, role in people)))


def without(*visits: str, roster: Roster = ROSTER) -> Roster:
    """The roster without these visits and their people."""
    return Roster(
        tuple(p for p in roster.planned if p.visit not in visits),
        tuple(a for a in roster.assignments if a.visit not in visits),
    )
