"""`known`: every id of a roster exists, once, and a facility is booked exactly where one is needed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from matcher.problem import Problem
from matcher.roster import Assignment, PlannedVisit, Roster
from matcher.rules.rule import HardRule
from matcher.rules.violation import Violation

CODE = "known"


def check(problem: Problem, roster: Roster) -> Iterator[Violation]:
    """Judges the roster as it came; every other rule judges `sound(problem, roster)`."""
    for planned in dict.fromkeys(roster.planned):
        unit = _fault_of_plan(problem, planned)
        if unit is not None:
            yield Violation(CODE, 1, unit, visit=planned.visit, facility=planned.facility)
    for visit, times in Counter(p.visit for p in roster.planned).items():
        if times > 1:
            yield Violation(CODE, times - 1, "planned_twice", visit=visit)
    for a in dict.fromkeys(roster.assignments):
        unit = _fault_of_assignment(problem, roster, a)
        if unit is not None:
            yield Violation(CODE, 1, unit, visit=a.visit, volunteer=a.volunteer, other=a.role)
    for (visit, volunteer), times in Counter((a.visit, a.volunteer) for a in roster.assignments).items():
        if times > 1:
            yield Violation(CODE, times - 1, "assigned_twice", visit=visit, volunteer=volunteer)


def sound(problem: Problem, roster: Roster) -> Roster:
    """The rows other rules can judge; of a visit planned twice or a person assigned twice the first row stays.

    A visit without the facility it needs counts as not planned; a facility where none is needed is left out.
    """
    planned: dict[str, PlannedVisit] = {}
    for p in roster.planned:
        unit = _fault_of_plan(problem, p)
        if unit == "facility_not_needed":
            planned.setdefault(p.visit, PlannedVisit(p.visit, p.start))
        elif unit is None:
            planned.setdefault(p.visit, p)
    assigned: dict[tuple[str, str], Assignment] = {}
    for a in roster.assignments:
        if a.visit in planned and _fault_of_assignment(problem, roster, a) is None:
            assigned.setdefault((a.visit, a.volunteer), a)
    return Roster(tuple(planned.values()), tuple(assigned.values()))


def _fault_of_plan(problem: Problem, planned: PlannedVisit) -> str | None:
    visit = problem.visit_of.get(planned.visit)
    if visit is None:
        return "unknown_visit"
    if visit.need is None:
        return None if planned.facility is None else "facility_not_needed"
    if planned.facility is None:
        return "no_facility"
    return None if planned.facility in problem.facility_of else "unknown_facility"


def _fault_of_assignment(problem: Problem, roster: Roster, a: Assignment) -> str | None:
    visit = problem.visit_of.get(a.visit)
    if visit is None:
        return "unknown_visit"
    if a.visit not in roster.planned_of:
        return "not_planned"
    if a.volunteer not in problem.volunteer_of:
        return "unknown_volunteer"
    return "unknown_role" if visit.role(a.role) is None else None


RULE = HardRule(
    code=CODE,
    unit="visits",
    check=check,
    zh="方案中的每个编号都存在且只出现一次，需要场地的服务订了场地，不需要的不订。",
    en="Every id of the roster exists and stands once; a facility is booked exactly where a visit needs one.",
)
