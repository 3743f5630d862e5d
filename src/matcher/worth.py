"""Whole-number points that follow from a problem alone: values of visits, fair shares, what people may cost."""

from __future__ import annotations

from dataclasses import dataclass

from matcher.problem import Problem, Visit, Volunteer


def default_value(visit: Visit) -> int:
    """`(30 + duration) x (5 + priority^2) / 4 + 20 x waiting days`, half up: grows with need and length."""
    return ((30 + visit.duration) * (5 + visit.priority**2) + 2) // 4 + 20 * visit.waiting_days


def people_cost(problem: Problem, visit: Visit) -> int:
    """The most the other terms can charge for serving `visit` by adding people only, displacing and moving nothing.

    Per person two legs at the walking limit, fairness at its steepest and a new face in the series; once the
    dearest facility and the published changes. A value above this keeps the promise of docs/problem.md.
    """
    weights = problem.weights
    person = (
        2 * problem.longest_leg * weights.walk
        + -(-weights.fairness[2] * visit.duration // 60)
        + (weights.series_volunteer if visit.series else 0)
    )
    room = max(
        (f.booking_cost(visit.duration) for f in problem.facilities if visit.need and visit.need.mode in f.modes),
        default=0,
    )
    known = problem.published_of.get(visit.id, ())
    changes = weights.pair_changed * sum(p.volunteer is not None for p in known) + weights.moved
    asked = sum(c.at_least or 0 for c in visit.conditions)  # by people who may fit none of the minimums
    crew = min(visit.people_min + asked, sum(r.most for r in visit.roles))
    return crew * person + room + (max(0, changes - weights.published_served - weights.dropped) if known else 0)


def value_of(problem: Problem, visit: Visit) -> int:
    """The visit's own `value`, else the default, raised where needed just above `people_cost`."""
    if visit.value is not None:
        return visit.value
    return max(default_value(visit), people_cost(problem, visit) + 1)


def unpromised(problem: Problem) -> tuple[tuple[str, int, int], ...]:
    """(visit, value, people_cost) of visits whose explicit value does not exceed what their people may cost:
    for these alone the promise "never left unserved for the sake of the other terms" does not hold."""
    return tuple(
        (v.id, v.value, cost)
        for v in problem.visits
        if v.value is not None and v.value <= (cost := people_cost(problem, v))
    )


@dataclass(frozen=True, slots=True)
class FairShare:
    """What one volunteer's service minutes cost above the fair share.

    `free`, `step_2`, `step_3`: minutes of this roster after which each step of the price begins.
    """

    free: int
    step_2: int
    step_3: int
    rates: tuple[int, int, int]

    def cost(self, minutes: int) -> int:
        """Points for `minutes` of this roster, rounded up to a whole point."""
        a, b, c = self.rates
        return -(
            -(
                a * max(0, minutes - self.free)
                + (b - a) * max(0, minutes - self.step_2)
                + (c - b) * max(0, minutes - self.step_3)
            )
            // 60
        )


def fair_shares(problem: Problem) -> dict[str, FairShare]:
    """Fair shares of those of kind volunteer; history counts on both sides, never above the volunteer's own cap.

    Steps at 1, 1.5 and 2 times the share (rounded up to a minute), less the minutes of history; work done
    before the horizon is not charged again.
    """
    offered, served, demanded = problem.shared
    demand = demanded + served
    if offered == 0:
        return {}
    return {
        v.id: _share(problem, v, -(-demand * (v.offered_minutes + v.history_offered_minutes) // offered))
        for v in problem.volunteers
        if v.kind == "volunteer"
    }


def _share(problem: Problem, volunteer: Volunteer, share: int) -> FairShare:
    share = min(share, volunteer.history_minutes + _own_cap(volunteer))
    free, step_2, step_3 = (max(0, s - volunteer.history_minutes) for s in (share, -(-3 * share // 2), 2 * share))
    return FairShare(free, step_2, step_3, problem.weights.fairness)


def _own_cap(volunteer: Volunteer) -> int:
    caps = [volunteer.offered_minutes]
    if volunteer.max_minutes_total is not None:
        caps.append(volunteer.max_minutes_total)
    return min(caps)
