"""Seven days by three parts of the day: weekly availability as a page shows it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import time

from matcher_api.people import availability
from matcher_api.people.availability_shapes import RuleDraft, RuleShown
from matcher_api.web.paging import EVERY
from matcher_api.web.work import Work


@dataclass(frozen=True, slots=True)
class Part:
    """A third of the day in the weekly grid."""

    code: str
    zh: str
    en: str
    start: str
    end: str

    @property
    def rule(self) -> tuple[time, int]:
        first, last = time.fromisoformat(self.start), time.fromisoformat(self.end)
        return first, (last.hour - first.hour) * 60 + last.minute - first.minute


PARTS = (
    Part("m", "上午", "Morning", "08:00", "12:00"),
    Part("a", "下午", "Afternoon", "13:00", "18:00"),
    Part("e", "晚上", "Evening", "18:00", "21:00"),
)


def cells(rule: RuleShown) -> list[str]:
    """The cells that a rule stands for, such as `0-m`; none if it says something that the grid cannot."""
    part = next((p for p in PARTS if p.rule == (rule.start, rule.minutes)), None)
    if part is None or rule.days != "any" or rule.first_day is not None or rule.last_day is not None:
        return []
    return [f"{day}-{part.code}" for day in rule.weekdays]


def parted(rules: Sequence[RuleShown]) -> tuple[list[str], list[RuleShown]]:
    """(cells that are ticked, rules that the grid cannot show)."""
    return [cell for rule in rules for cell in cells(rule)], [rule for rule in rules if not cells(rule)]


def saved(work: Work, person_id: str, ticked: Collection[str]) -> None:
    """The grid as it was ticked: a rule for each part of the day; rules that the grid cannot show stay."""
    for rule in availability.rules(work, person_id, EVERY).items:
        if cells(rule):
            availability.rule_removed(work, person_id, rule.id, "*")
    for part in PARTS:
        days = [day for day in range(7) if f"{day}-{part.code}" in ticked]
        if days:
            start, minutes = part.rule
            availability.rule_added(work, person_id, RuleDraft(weekdays=days, start=start, minutes=minutes))
