"""Whether work may change hands: the published rosters after it, judged by the library's checker, against before."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from sqlmodel import col, select

from matcher.checker import check
from matcher.rules import Violation
from matcher_api.errors import Refusal
from matcher_api.planning.current import roster_of
from matcher_api.planning.load import load
from matcher_api.rosters.models import PlannedVisitRow, RosterRow
from matcher_api.web.work import Work

Key = tuple[str, str | None, str | None, str | None, str | None]
Broken = Mapping[Key, Violation]


def broken(work: Work, visit_ids: Collection[str], people: Collection[str]) -> Broken:
    """What the rosters that these visits are published in break, but for what a coordinator let pass. Only `people`
    take part, as a street's thousand take seconds: their own work is judged whole, and what is missing where the others
    serve is missing before and after."""
    work.session.flush()
    rosters = work.session.exec(
        select(RosterRow)
        .where(
            col(RosterRow.id).in_(
                select(PlannedVisitRow.roster_id).where(
                    col(PlannedVisitRow.visit_id).in_(visit_ids), PlannedVisitRow.layer == "published"
                )
            )
        )
        .order_by(col(RosterRow.id))
    ).all()
    found: dict[Key, Violation] = {}
    for roster in rosters:
        planned = load(
            work.session,
            communities=roster.community_ids,
            first_day=roster.first_day,
            days=roster.days,
            since=work.now,
            people=people,
        )
        for v in check(planned.problem, roster_of(work.session, roster, "published", planned)):
            if not v.overridden:
                found[v.rule, v.visit, v.volunteer, v.facility, v.other] = v
    return found


def refuse_worse(before: Broken, after: Broken) -> None:
    """Refuses with every hard rule that is broken now and was not, or not as much. The transaction ends with it:
    nothing has changed hands."""
    worse = [v for key, v in after.items() if key not in before or v.amount > before[key].amount]
    if worse:
        violations = [
            {"rule": v.rule, "amount": v.amount, "unit": v.unit, "visit": v.visit, "volunteer": v.volunteer}
            for v in worse
        ]
        raise Refusal("swap_violates", conflict={"violations": violations}, count=len(worse))
