"""Visits as they are shown: a fixed number of queries for however many."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from sqlmodel import col, select

from matcher_api.rosters.models import PlannedVisitRow
from matcher_api.visits.models import Visit, VisitRole, VisitWindow
from matcher_api.visits.moments import zones_of
from matcher_api.visits.shapes import PlannedShown, RoleShown, VisitShown, WindowShown
from matcher_api.visits.views import View, views
from matcher_api.web.work import Work

_SAME = (
    "id", "community_id", "code", "state", "request_id", "service", "title", "mode", "people", "duration_minutes",
    "priority", "value", "guaranteed", "risk", "series", "min_days_apart", "needs", "conditions", "asked_on",
    "waiting_days", "version",
)  # fmt: skip


def shown(work: Work, rows: Sequence[Visit], *, door: bool = False) -> list[VisitShown]:
    """In the order given, each as far as the actor may see it; `door`: with the visit code, where they may know it."""
    work.session.flush()
    ids = [row.id for row in rows]
    zones = zones_of(work, (row.community_id for row in rows))
    view = views(work, rows)
    windows: dict[str, list[VisitWindow]] = defaultdict(list)
    for window in work.session.exec(
        select(VisitWindow).where(col(VisitWindow.visit_id).in_(ids)).order_by(col(VisitWindow.start))
    ).all():
        windows[window.visit_id].append(window)
    roles: dict[str, list[VisitRole]] = defaultdict(list)
    for role in work.session.exec(
        select(VisitRole).where(col(VisitRole.visit_id).in_(ids)).order_by(col(VisitRole.position))
    ).all():
        roles[role.visit_id].append(role)
    planned: dict[str, list[PlannedVisitRow]] = defaultdict(list)
    for plan in work.session.exec(
        select(PlannedVisitRow).where(col(PlannedVisitRow.visit_id).in_(ids)).order_by(col(PlannedVisitRow.layer))
    ).all():
        planned[plan.visit_id].append(plan)

    def told(row: Visit) -> VisitShown:
        zone, seen = zones[row.community_id], view[row.id]
        where, whom = seen >= View.HELPER, seen >= View.OWN
        values: dict[str, Any] = {name: getattr(row, name) for name in _SAME}
        return VisitShown(
            **values,
            resident_id=row.resident_id if whom else None,
            groups=row.groups if whom else [],
            pace=row.pace if whom else None,
            max_walk_minutes=row.max_walk_minutes if whom else None,
            origin_id=row.origin_id if whom else None,
            place_id=row.place_id if where else None,
            first_start=row.first_start and row.first_start.astimezone(zone),
            last_end=row.last_end and row.last_end.astimezone(zone),
            windows=[WindowShown(start=w.start.astimezone(zone), end=w.end.astimezone(zone)) for w in windows[row.id]],
            roles=[RoleShown.model_validate(r) for r in roles[row.id]],
            planned=[
                PlannedShown(
                    layer=p.layer,
                    start=p.start.astimezone(zone),
                    end=p.end.astimezone(zone),
                    facility_id=p.facility_id,
                )
                for p in planned[row.id]
                if p.layer == "published" or seen == View.OFFICE
            ],
            door_code=row.door_code if door and whom else None,
        )

    return [told(row) for row in rows]
