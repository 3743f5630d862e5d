"""What is settled before solving: pairs, pins, the published roster, quotas."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from matcher.problem.visits import Visit


@dataclass(frozen=True, slots=True)
class Pair:
    """`volunteer` with another thing: forbidden (hard) or preferred (+15 an assignment, or a team together)."""

    volunteer: str
    with_kind: Literal["visit", "service", "series", "beneficiary", "volunteer"]
    other: str
    kind: Literal["forbidden", "preferred"] = "forbidden"

    def concerns(self, visit: Visit) -> bool:
        """True if `other` is this visit, its service, series or beneficiary (never for a volunteer pair)."""
        return {
            "visit": visit.id,
            "service": visit.service,
            "series": visit.series,
            "beneficiary": visit.beneficiary,
            "volunteer": None,
        }[self.with_kind] == self.other


@dataclass(frozen=True, slots=True, kw_only=True)
class Pin:
    """Fixed by a person; hard. `override` (a reason) lets a pinned volunteer break personal rules, reported."""

    visit: str
    volunteer: str | None = None
    role: str | None = None
    start: int | None = None
    facility: str | None = None
    override: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """One row of the roster people already know; accepted rows are pins as well."""

    visit: str
    start: int
    volunteer: str | None = None
    role: str | None = None
    facility: str | None = None
    state: Literal["offered", "accepted"] = "offered"


@dataclass(frozen=True, slots=True)
class Quota:
    """At most `at_most` served visits of `beneficiary` with facility mode `mode` over the horizon."""

    beneficiary: str
    mode: str
    at_most: int
