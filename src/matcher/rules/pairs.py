"""`pairs`: nobody is put together with a visit, service, series, beneficiary or person forbidden to them."""

from __future__ import annotations

from collections.abc import Iterator

from matcher.problem import Problem, Volunteer
from matcher.roster import Roster
from matcher.rules.rule import HardRule
from matcher.rules.seat import Seat, refused
from matcher.rules.violation import Violation

CODE = "pairs"


def refuses(problem: Problem, volunteer: Volunteer, seat: Seat) -> int:
    """Forbidden pairs of the volunteer with this visit, its service, series or beneficiary."""
    return sum(
        p.volunteer == volunteer.id and p.concerns(seat.visit) for p in problem.forbidden_of.get(volunteer.id, ())
    )


def check(problem: Problem, roster: Roster) -> Iterator[Violation]:
    yield from refused(problem, roster, refuses, rule=CODE, unit="pairs")
    yield from _together(problem, roster)


def _together(problem: Problem, roster: Roster) -> Iterator[Violation]:
    """Forbidden colleagues in one visit; an override of either lets it pass."""
    for visit, team in roster.team_of.items():
        people = {a.volunteer for a in team}
        found = {
            (min(p.volunteer, p.other), max(p.volunteer, p.other))
            for name in people
            for p in problem.forbidden_of.get(name, ())
            if p.with_kind == "volunteer" and p.volunteer in people and p.other in people
        }
        for a, b in sorted(found):
            excused = (visit, a) in problem.overrides or (visit, b) in problem.overrides
            yield Violation(CODE, 1, "pairs", visit=visit, volunteer=a, overridden=excused, other=b)


RULE = HardRule(
    code=CODE,
    unit="pairs",
    check=check,
    refuses=refuses,
    zh="不安排被禁止的组合（人与服务、项目、系列、服务对象，或同组的两个人）。",
    en="Nobody is put together with a visit, service, series, beneficiary or colleague forbidden to them.",
)
