"""A breach of a hard rule, as a value."""

from __future__ import annotations

from dataclasses import dataclass

UNITS: dict[str, tuple[str, str]] = {
    "minutes": ("分钟", "minutes"),
    "days": ("天", "days"),
    "people": ("人", "people"),
    "people_missing": ("人缺员", "people missing"),
    "people_too_many": ("人超员", "people too many"),
    "skills": ("项技能", "skills"),
    "visits": ("次服务", "visits"),
    "bookings": ("次预订", "bookings"),
    "pairs": ("对", "pairs"),
    "pins": ("项固定安排", "pins"),
    "points": ("分", "points"),
    "out_of_reach": ("段路线超出步行范围", "walks farther than any limit"),
    "unknown_visit": ("项服务编号不存在", "unknown visit"),
    "unknown_volunteer": ("名人员编号不存在", "unknown volunteer"),
    "unknown_role": ("个岗位编号不存在", "unknown role"),
    "unknown_facility": ("处场地编号不存在", "unknown facility"),
    "planned_twice": ("次重复安排", "plans too many"),
    "assigned_twice": ("次重复派人", "assignments too many"),
    "not_planned": ("人派给未安排的服务", "assigned to a visit that is not planned"),
    "no_facility": ("处所需场地未预订", "facility not booked"),
    "facility_not_needed": ("处多余的场地", "facility not needed"),
}
"""What an amount counts: unit -> (zh, en)."""


@dataclass(frozen=True, slots=True)
class Violation:
    """`rule` is broken by `amount` (always positive) `unit`s of `UNITS`, by the visit, volunteer or facility named.

    `overridden`: a pin with `override` lets it pass; it is still reported. `other` is the other party: a role, a
    visit, a volunteer, a place, a mode or a day, as the rule says.
    """

    rule: str
    amount: int
    unit: str
    visit: str | None = None
    volunteer: str | None = None
    facility: str | None = None
    overridden: bool = False
    other: str | None = None

    def __post_init__(self) -> None:
        if self.amount <= 0:
            raise ValueError(f"amount ({self.amount}) of a violation of {self.rule} must be positive; report none")
