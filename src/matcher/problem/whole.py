"""The whole problem."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

from matcher.problem.facilities import Facility
from matcher.problem.faults import raise_if
from matcher.problem.known import Pair, Pin, Published, Quota
from matcher.problem.people import Place, Volunteer
from matcher.problem.settings import Policy, Weights
from matcher.problem.visits import Visit
from matcher.walks import Walks


@dataclass(frozen=True, kw_only=True)
class Problem:
    """Everything one solve is asked. `walks` holds whole minutes between its places for every pace in use."""

    name: str
    places: tuple[Place, ...]
    walks: Walks
    volunteers: tuple[Volunteer, ...] = ()
    visits: tuple[Visit, ...] = ()
    facilities: tuple[Facility, ...] = ()
    pairs: tuple[Pair, ...] = ()
    pins: tuple[Pin, ...] = ()
    published: tuple[Published, ...] = ()
    quotas: tuple[Quota, ...] = ()
    days: int = 7
    weights: Weights = field(default_factory=Weights)
    policy: Policy = field(default_factory=Policy)

    def __post_init__(self) -> None:
        from matcher.problem.validate import faults

        raise_if("", faults(self))

    @cached_property
    def place_of(self) -> dict[str, Place]:
        return {p.id: p for p in self.places}

    @cached_property
    def volunteer_of(self) -> dict[str, Volunteer]:
        return {v.id: v for v in self.volunteers}

    @cached_property
    def visit_of(self) -> dict[str, Visit]:
        return {v.id: v for v in self.visits}

    @cached_property
    def facility_of(self) -> dict[str, Facility]:
        return {f.id: f for f in self.facilities}

    @cached_property
    def all_pins(self) -> tuple[Pin, ...]:
        """The pins, and every accepted published row as one."""
        accepted = (
            Pin(visit=p.visit, volunteer=p.volunteer, role=p.role, start=p.start, facility=p.facility)
            for p in self.published
            if p.state == "accepted"
        )
        return tuple(dict.fromkeys((*self.pins, *accepted)))

    @cached_property
    def published_of(self) -> dict[str, tuple[Published, ...]]:
        """Published rows by visit; all rows of one visit share start and facility."""
        rows: dict[str, list[Published]] = {}
        for row in self.published:
            rows.setdefault(row.visit, []).append(row)
        return {k: tuple(v) for k, v in rows.items()}

    @cached_property
    def forbidden_of(self) -> dict[str, tuple[Pair, ...]]:
        """Forbidden pairs by volunteer, those with another volunteer under both."""
        pairs: dict[str, list[Pair]] = {}
        for pair in self.pairs:
            if pair.kind == "forbidden":
                pairs.setdefault(pair.volunteer, []).append(pair)
                if pair.with_kind == "volunteer":
                    pairs.setdefault(pair.other, []).append(pair)
        return {k: tuple(v) for k, v in pairs.items()}

    @cached_property
    def overrides(self) -> frozenset[tuple[str, str]]:
        """(visit, volunteer) pinned with a reason to let personal rules pass."""
        return frozenset((p.visit, p.volunteer) for p in self.all_pins if p.override and p.volunteer is not None)

    @cached_property
    def longest_leg(self) -> int:
        """Minutes of the longest leg anybody may walk; 0 without people or walks."""
        return max((min(v.max_walk, self.walks.longest) for v in self.volunteers), default=0)

    @cached_property
    def shared(self) -> tuple[int, int, int]:
        """What fair shares divide, of those of kind volunteer: minutes they offer and have offered, minutes they have
        served; and the service minutes that all visits demand at least."""
        sharers = [v for v in self.volunteers if v.kind == "volunteer"]
        return (
            sum(v.offered_minutes + v.history_offered_minutes for v in sharers),
            sum(v.history_minutes for v in sharers),
            sum(v.duration * v.people_min for v in self.visits),
        )

    def walk(self, volunteer: Volunteer, a: str, b: str) -> int | None:
        """Whole minutes from place `a` to place `b` at the volunteer's pace; None: farther than any limit."""
        return self.walks.minutes(volunteer.pace, a, b)
