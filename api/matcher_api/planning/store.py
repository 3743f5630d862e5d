"""A roster of the library -> the draft of a roster of the service."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import insert
from sqlmodel import col, delete, select

from matcher.roster import Roster
from matcher_api.assignments.models import AssignmentRow
from matcher_api.database.record import Record, new_id
from matcher_api.planning.load import Planned
from matcher_api.rosters.models import PlannedVisitRow, RosterRow
from matcher_api.visits.models import Visit
from matcher_api.web.work import Work


def store_draft(work: Work, roster: RosterRow, solved: Roster, planned: Planned) -> None:
    """Replaces the draft: starts and facilities, and a proposal for everybody in it, also for those who know of it
    already, so that the draft says by itself who comes. What is published, offered or accepted stays untouched."""
    session = work.session
    visits = [v.id for v in planned.problem.visits if v.id not in planned.bookings]
    own = col(PlannedVisitRow.roster_id) == roster.id
    if planned.since is not None:
        own &= col(PlannedVisitRow.start) >= planned.since  # what is past stays as it was planned
    draft = (col(PlannedVisitRow.layer) == "draft") & (col(PlannedVisitRow.visit_id).in_(visits) | own)
    gone = {*visits, *session.exec(select(PlannedVisitRow.visit_id).where(draft)).all()}
    session.exec(delete(PlannedVisitRow).where(draft))
    proposed = col(AssignmentRow.state) == "proposed"
    session.exec(delete(AssignmentRow).where(proposed, col(AssignmentRow.visit_id).in_(sorted(gone))))
    community = dict(session.exec(select(Visit.id, Visit.community_id).where(col(Visit.id).in_(visits))).all())
    spots, proposals = [], []
    for row in solved.planned:
        if row.visit in planned.bookings:
            continue
        start = planned.moment(row.start)
        end = start + timedelta(minutes=planned.problem.visit_of[row.visit].duration)
        spots.append({"visit_id": row.visit, "start": start, "end": end, "facility_id": row.facility})
    for a in solved.assignments:
        place = {"community_id": community[a.visit], "visit_id": a.visit}
        proposals.append({**place, "person_id": a.volunteer, "role": a.role})
    session.flush()
    _inserted(work, PlannedVisitRow, spots, roster_id=roster.id, layer="draft")
    _inserted(work, AssignmentRow, proposals, roster_id=roster.id, state="proposed", origin="solver")


def _inserted(work: Work, model: type[Record], rows: Sequence[Mapping[str, Any]], **same: Any) -> None:
    """As records with `same` in common, without making one of each: whoever else writes waits for it (SQLite)."""
    if rows:
        like = model(**same, **rows[0]).model_dump()
        work.session.execute(insert(model), [{**like, **row, "id": new_id()} for row in rows])
