"""`facility_reach`: the facility lies within `max_walk` of where the participants come from, at their pace."""

from __future__ import annotations

from collections.abc import Iterator

from matcher.problem import Facility, Problem, Visit
from matcher.roster import Roster
from matcher.rules.bookings import bookings
from matcher.rules.rule import HardRule
from matcher.rules.violation import Violation


def too_far(problem: Problem, facility: Facility, visit: Visit) -> tuple[int, str] | None:
    """Amount and unit of the way being too long; None if it is not."""
    need = visit.need
    if need is None or need.origin is None:
        return None
    walk = problem.walks.minutes(need.pace, need.origin, facility.place)
    if walk is None:
        return 1, "out_of_reach"
    return (walk - need.max_walk, "minutes") if walk > need.max_walk else None


def turns_away(problem: Problem, facility: Facility, visit: Visit, _: int) -> int:
    """Minutes beyond the participants' limit (1 where farther than any limit)."""
    far = too_far(problem, facility, visit)
    return far[0] if far else 0


def check(problem: Problem, roster: Roster) -> Iterator[Violation]:
    for b in bookings(problem, roster):
        far = too_far(problem, b.facility, b.visit)
        if far:
            yield Violation("facility_reach", far[0], far[1], visit=b.visit.id, facility=b.facility.id)


RULE = HardRule(
    code="facility_reach",
    unit="minutes",
    check=check,
    turns_away=turns_away,
    zh="参加者按自己的步速从出发地走到场地不超过步行上限。",
    en="The participants reach the facility on foot within their limit, at their pace.",
)
