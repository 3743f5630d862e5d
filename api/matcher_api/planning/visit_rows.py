"""Visits of a plan, with their windows, roles and conditions."""

from __future__ import annotations

from typing import Any

from matcher_api.planning.scope import Scope
from matcher_api.visits.models import Visit

Value = dict[str, Any]
MOST_WAITING_DAYS = 3660
_SAME = ("duration_minutes", "priority", "value", "guaranteed", "risk", "min_days_apart")


def visit_rows(scope: Scope) -> dict[str, list[Value]]:
    visits = scope.visits.values()
    return {
        "visits": [_visit(scope, v) for v in visits],
        "windows": [
            {"visit": scope.key(v.id), "start": start, "end": end} for v in visits for start, end in scope.windows(v)
        ],
        "roles": [
            {
                "visit": scope.key(v.id),
                "role": r.role,
                "skills": frozenset(r.skills),
                "min": r.least,
                "desired": r.desired,
                "max": r.most,
            }
            for v in visits
            for r in scope.kept.roles.get(v.id, ())
        ],
        "conditions": [
            {"visit": scope.key(v.id), "at_least": None if c["at_least"] == "all" else c["at_least"], "of": c["of"]}
            for v in visits
            for c in v.conditions
        ],
    }


def _visit(scope: Scope, visit: Visit) -> Value:
    resident = scope.kept.residents.get(visit.resident_id or "")
    waited = 0 if visit.asked_on is None else max(0, (scope.calendar.start - visit.asked_on).days)
    row: Value = {
        "visit": scope.key(visit.id),
        "request": visit.request_code or visit.request_id,
        "beneficiary": scope.key(visit.resident_id),
        "beneficiary_sex": visit.beneficiary_sex or (resident.sex if resident else "") or None,
        "service": visit.service or None,
        "title": visit.title,
        "place": scope.key(visit.place_id),
        "group": tuple(sorted(visit.groups)),
        "series": scope.series(visit),
        "needs": tuple(str(scope.key(n)) for n in visit.needs if n in scope.visits),
        "waiting_days": min(visit.waiting_days + waited, MOST_WAITING_DAYS),
        **{name: getattr(visit, name) for name in _SAME},
    }
    if visit.mode:
        row |= {"mode": visit.mode, "people": visit.people, "from": scope.key(visit.origin_id)}
        row |= {"pace": visit.pace, "max_walk_minutes": visit.max_walk_minutes}
    return row
