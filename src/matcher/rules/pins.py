"""`pins`: what a person fixed stays: the volunteer and the facility always, a start wherever the visit goes on."""

from __future__ import annotations

from collections.abc import Iterator

from matcher.problem import Pin, Problem
from matcher.roster import Roster
from matcher.rules.rule import HardRule
from matcher.rules.violation import Violation

CODE = "pins"


def check(problem: Problem, roster: Roster) -> Iterator[Violation]:
    for pin in problem.all_pins:
        yield from _judge(roster, pin)


def _judge(roster: Roster, pin: Pin) -> Iterator[Violation]:
    """One violation for the visit not being served, or for each fixed thing that is otherwise."""
    planned = roster.planned_of.get(pin.visit)
    if planned is None:
        if pin.volunteer is not None or pin.facility is not None:
            yield Violation(CODE, 1, "pins", visit=pin.visit, volunteer=pin.volunteer, facility=pin.facility)
        return
    if pin.volunteer is not None and not any(
        a.volunteer == pin.volunteer and pin.role in (None, a.role) for a in roster.team_of.get(pin.visit, ())
    ):
        yield Violation(CODE, 1, "pins", visit=pin.visit, volunteer=pin.volunteer, other=pin.role)
    if pin.facility not in (None, planned.facility):
        yield Violation(CODE, 1, "pins", visit=pin.visit, facility=pin.facility)
    if pin.start not in (None, planned.start):
        yield Violation(CODE, 1, "pins", visit=pin.visit, other=str(pin.start))


RULE = HardRule(
    code=CODE,
    unit="pins",
    check=check,
    zh="人工固定的安排（人员、场地、开始时间）保持不变。",
    en="What a person fixed stays: volunteer, facility and start.",
)
