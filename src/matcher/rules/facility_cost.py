"""`facility_cost`: booked hours of a facility cost by its class."""

from __future__ import annotations

from matcher.problem import Problem
from matcher.roster import Roster
from matcher.rules.bookings import bookings
from matcher.rules.rule import SoftRule


def cost(problem: Problem, roster: Roster) -> int:
    return -sum(b.facility.booking_cost(b.visit.duration) for b in bookings(problem, roster))


RULE = SoftRule(
    code="facility_cost",
    cost=cost,
    zh="按场地的费用等级，每预订一小时扣分。",
    en="Every booked hour of a facility costs by its class.",
)
