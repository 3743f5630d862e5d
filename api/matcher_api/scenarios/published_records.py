"""What a scenario says is published: a roster at its first version, rooms, offers and acceptances."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from matcher.problem import Published, Visit
from matcher_api.assignments.models import AssignmentRow
from matcher_api.bookings.models import Booking
from matcher_api.bookings.states import BookingState
from matcher_api.database.record import Record
from matcher_api.rosters.models import PlannedVisitRow, RosterRow, RosterVersion
from matcher_api.rosters.states import RosterState
from matcher_api.scenarios.records import Records


def published_stages(records: Records, now: datetime) -> list[list[Record]]:
    """Empty where nothing is published."""
    problem = records.problem
    if not problem.published:
        return []
    roster = RosterRow(
        communities=[records.community.id],
        first_day=records.scenario.start,
        days=problem.days,
        title="导入时已公布 · published when imported",
        state=RosterState.PUBLISHED,
        newest_version=1,
        **records.own,
    )
    found: list[Record] = []
    for visit_id, rows in problem.published_of.items():
        found += _of_visit(records, roster, problem.visit_of[visit_id], rows, now)
    planned = [r for r in found if isinstance(r, PlannedVisitRow)]
    team = [r for r in found if isinstance(r, AssignmentRow)]
    snapshot = {
        "visits": [
            {
                "visit": p.visit_id,
                "start": p.start.isoformat(),
                "facility": p.facility_id,
                "team": [[a.person_id, a.role] for a in team if a.visit_id == p.visit_id],
            }
            for p in sorted(planned, key=lambda p: (p.start, p.visit_id))
        ]
    }
    version = RosterVersion(roster_id=roster.id, number=1, published_at=now, snapshot=snapshot)
    return [[roster], [version, *found]]


def _of_visit(
    records: Records, roster: RosterRow, visit: Visit, rows: Sequence[Published], now: datetime
) -> list[Record]:
    start = records.moment(rows[0].start)
    end = start + timedelta(minutes=visit.duration)
    room = records.rooms.get(rows[0].facility or "")
    key = records.visits[visit.id]
    found: list[Record] = [
        PlannedVisitRow(roster_id=roster.id, visit_id=key, layer="published", start=start, end=end, facility_id=room)
    ]
    if visit.need is not None and room is not None:
        granted = any(row.state == "accepted" for row in rows)
        found.append(
            Booking(
                facility_id=room,
                mode=visit.need.mode,
                people=visit.need.people,
                start=start,
                end=end,
                state=BookingState.CONFIRMED if granted else BookingState.REQUESTED,
                visit_id=key,
                **records.own,
            )
        )
    return found + [
        AssignmentRow(
            roster_id=roster.id,
            visit_id=key,
            person_id=records.people[row.volunteer],
            role=row.role or visit.roles[0].id,
            state=row.state,
            origin="import",
            offered_at=now,
            answered_at=now if row.state == "accepted" else None,
            start=start,
            end=end,
            facility_id=room,
            **records.own,
        )
        for row in rows
        if row.volunteer is not None and visit.roles
    ]
