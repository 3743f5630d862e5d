"""Whether somebody may take one more role, judged by the library beside everything that is published."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlmodel import col, select

from matcher.checker import check
from matcher.problem import Problem
from matcher.report.texts import TEXTS
from matcher.roster import Assignment, PlannedVisit, Roster, tours
from matcher.rules import Violation
from matcher_api.communities.models import Community
from matcher_api.errors import Refusal
from matcher_api.planning.current import roster_of
from matcher_api.planning.load import Planned, load
from matcher_api.rosters.models import PlannedVisitRow, RosterRow
from matcher_api.visits.models import Visit
from matcher_api.visits.moments import local_day
from matcher_api.web.work import Work

NOBODYS = RosterRow(id="", community_id="", first_day=date.min)
"""Stands for a roster where what is published is read, which is of all of them."""


@dataclass(frozen=True)
class Around:
    """What is planned and published around a visit; ids are those of the rows."""

    planned: Planned
    roster: Roster

    @property
    def problem(self) -> Problem:
        return self.planned.problem

    def with_(self, seat: Assignment, start: int, facility: str | None) -> Roster:
        """The published roster and one person more, in a visit that may be new to it."""
        there = seat.visit in self.roster.planned_of
        new = () if there else (PlannedVisit(seat.visit, start, facility),)
        return Roster((*self.roster.planned, *new), (*self.roster.assignments, seat))

    def walk(self, seat: Assignment, start: int, facility: str | None) -> int | None:
        """Minutes on foot to the visit, on the person's way that day."""
        stops = (s for t in tours(self.problem, self.with_(seat, start, facility)) for s in t.stops
                 if (s.visit, t.volunteer) == (seat.visit, seat.volunteer))  # fmt: skip
        return next((s.walk for s in stops), None)


def around(work: Work, visit: Visit, moment: datetime, *, asking: Collection[str] = (), whole: bool = True) -> Around:
    """The days of the roster that plans this moment (`whole`: so that limits of a week count), else its day."""
    community = work.get(Community, visit.community_id)
    day = local_day(moment, ZoneInfo(community.zone))
    row = covering(work, visit.community_id, day) if whole else None
    communities, first, days = ((visit.community_id,), day, 1) if row is None else (
        row.community_ids, row.first_day, row.days
    )  # fmt: skip
    planned = load(work.session, communities=communities, first_day=first, days=days, since=work.now, asking=asking)
    return Around(planned, roster_of(work.session, NOBODYS, "published", planned))


def covering(work: Work, community_id: str, day: date) -> RosterRow | None:
    """The newest roster with a published version that plans the community on that day."""
    rows = work.session.exec(
        select(RosterRow)
        .where(col(RosterRow.first_day) <= day, RosterRow.newest_version > 0)
        .order_by(col(RosterRow.id).desc())
    ).all()
    found = (r for r in rows if community_id in r.community_ids and (day - r.first_day).days < r.days)
    return next(found, None)


def broken_by(context: Around, seat: Assignment, start: int, facility: str | None) -> list[Violation]:
    """Hard rules that are broken with this person and were not, or were less, without them."""
    before = Counter[tuple[str | None, ...]]()
    for v in check(context.problem, context.roster):
        before[_key(v)] = max(before[_key(v)], v.amount)
    after = check(context.problem, context.with_(seat, start, facility))
    return [v for v in after if not v.overridden and v.amount > before[_key(v)] and _about(v, seat)]


def _about(violation: Violation, seat: Assignment) -> bool:
    """A visit that is still to be filled lacks other people: that is not this person's fault."""
    return violation.volunteer == seat.volunteer or violation.rule not in ("headcount", "conditions")


def _key(violation: Violation) -> tuple[str | None, ...]:
    return violation.rule, violation.visit, violation.volunteer, violation.facility, violation.other


def alone(context: Around, person_id: str, visit_id: str) -> Around:
    """The same with only this person's work and this visit: enough to judge most of what speaks against them, fast."""
    mine = {a.visit for a in context.roster.assignments if a.volunteer == person_id} | {visit_id}
    roster = Roster(
        tuple(p for p in context.roster.planned if p.visit in mine),
        tuple(a for a in context.roster.assignments if a.visit in mine),
    )
    return replace(context, roster=roster)


def refuse(broken: Collection[Violation]) -> None:
    """409 with the rules, in words."""
    if not broken:
        return
    rules = sorted({v.rule for v in broken})
    words = [TEXTS.get(f"rule_{rule}", (rule, rule)) for rule in rules]
    raise Refusal(
        "rules_broken",
        conflict={"rules": rules},
        zh="、".join(zh for zh, _ in words),
        en=", ".join(en for _, en in words),
    )


def published(work: Work, visit_id: str) -> PlannedVisitRow | None:
    return work.session.exec(
        select(PlannedVisitRow).where(PlannedVisitRow.visit_id == visit_id, PlannedVisitRow.layer == "published")
    ).first()
