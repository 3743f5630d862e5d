"""What a person was asked for and did."""

from __future__ import annotations

from collections.abc import Sequence

from sqlmodel import col, func, select

from matcher_api.assignments.joined import joined
from matcher_api.assignments.models import AssignmentRow
from matcher_api.assignments.states import AssignmentState
from matcher_api.errors import Refusal
from matcher_api.hours.models import HourEntry
from matcher_api.people.availability import zone_of
from matcher_api.people.seen import at_desk, seen
from matcher_api.people.shapes import HistoryShown
from matcher_api.web.paging import Page, Paging, page_of
from matcher_api.web.work import Work


def listed(work: Work, person_id: str, paging: Paging) -> Page[HistoryShown]:
    """For the desk and the person. Drafts are nobody's history."""
    person = seen(work, person_id)
    if not (at_desk(work, person) or person.id in work.actor.persons):
        raise Refusal("not_found")
    zone = zone_of(work, person)

    def shown(rows: Sequence[AssignmentRow]) -> list[HistoryShown]:
        of = joined(work.session, (r.visit_id for r in rows))
        entries = work.session.exec(
            select(HourEntry.assignment_id, func.sum(col(HourEntry.minutes)))
            .where(col(HourEntry.assignment_id).in_([r.id for r in rows]))
            .group_by(col(HourEntry.assignment_id))
        ).all()
        minutes = {assignment: int(total) for assignment, total in entries}
        made = []
        for row in rows:
            zh, en = of.what(of.visits[row.visit_id])
            start, end, _ = of.spot(row)
            made.append(
                HistoryShown(
                    assignment_id=row.id,
                    visit_id=row.visit_id,
                    what_zh=zh,
                    what_en=en,
                    role=row.role,
                    state=row.state,
                    origin=row.origin,
                    start=start and start.astimezone(zone),
                    end=end and end.astimezone(zone),
                    minutes=minutes.get(row.id, 0),
                )
            )
        return made

    query = select(AssignmentRow).where(
        AssignmentRow.person_id == person.id, AssignmentRow.state != AssignmentState.PROPOSED
    )
    return page_of(work, query, AssignmentRow, paging, shown)
