"""The frozen state of a roster: what is published of it, by ids alone."""

from __future__ import annotations

from collections import defaultdict
from datetime import UTC
from typing import Any

from sqlmodel import col, select

from matcher.problem import Problem
from matcher_api.assignments.models import LIVE, AssignmentRow
from matcher_api.rosters.models import PlannedVisitRow, RosterRow, RosterVersion
from matcher_api.rosters.shapes import Judged
from matcher_api.runs.given import hash_of
from matcher_api.runs.models import Run
from matcher_api.web.work import Work


def frozen(
    work: Work, roster: RosterRow, problem: Problem, judged: Judged, overrides: list[dict[str, Any]]
) -> RosterVersion:
    """The next version, from the tables as they are now; begun visits too. A bound is the newest run's, if it solved
    this very problem: then it holds for a draft changed by hand as well."""
    roster.newest_version += 1
    run = work.session.exec(
        select(Run).where(Run.roster_id == roster.id, Run.state == "done").order_by(col(Run.id).desc()).limit(1)
    ).first()
    proven = run is not None and run.problem_hash == hash_of(problem)
    version = work.add(
        RosterVersion(
            roster_id=roster.id,
            number=roster.newest_version,
            published_at=work.now,
            published_by=work.actor.login_id,
            run_id=run.id if run is not None else None,
            objective=judged.objective,
            bound=run.bound if run is not None and proven else None,
            overrides=overrides,
            snapshot={"visits": _visits(work, roster)},
        )
    )
    work.session.flush()
    return version


def _visits(work: Work, roster: RosterRow) -> list[dict[str, Any]]:
    rows = work.session.exec(
        select(PlannedVisitRow)
        .where(PlannedVisitRow.roster_id == roster.id, PlannedVisitRow.layer == "published")
        .order_by(col(PlannedVisitRow.start), col(PlannedVisitRow.visit_id))
    ).all()
    team: dict[str, list[list[str]]] = defaultdict(list)
    for visit, person, role in work.session.exec(
        select(AssignmentRow.visit_id, AssignmentRow.person_id, AssignmentRow.role)
        .where(
            col(AssignmentRow.visit_id).in_([r.visit_id for r in rows]),
            col(AssignmentRow.state).in_(LIVE),
        )
        .order_by(col(AssignmentRow.person_id))
    ).all():
        team[visit].append([person, role])
    return [
        {
            "visit": row.visit_id,
            "start": row.start.astimezone(UTC).isoformat(),
            "end": row.end.astimezone(UTC).isoformat(),
            "facility": row.facility_id,
            "team": team[row.visit_id],
        }
        for row in rows
    ]
