"""Requests as they are shown: a fixed number of queries for however many."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from sqlmodel import col, select

from matcher_api.access.masking import masked
from matcher_api.requests.models import Request, RequestWindow
from matcher_api.requests.shapes import RepeatShown, RequestShown
from matcher_api.requests.states import OF_ASKER, OF_DESK, REQUEST, RequestState
from matcher_api.requests.views import View, view_of
from matcher_api.residents.models import ResidentContact
from matcher_api.visits.models import Visit
from matcher_api.visits.moments import zones_of
from matcher_api.visits.shapes import WindowShown
from matcher_api.web.work import Work

_SAME = (
    "id", "community_id", "number", "state", "channel", "item_code", "category", "priority", "emergency",
    "guaranteed", "merged_into", "rating", "version",
)  # fmt: skip
_MAY = {View.OVERSIGHT: (), View.OWN: OF_ASKER, View.OFFICE: OF_DESK}
_UNTOLD = ("groups", "value", "title", "place_id", "origin_id", "pace")
"""Parts of what is needed that say something about the person."""


def shown(work: Work, rows: Sequence[Request]) -> list[RequestShown]:
    """In the order given, each as far as the actor may see it."""
    work.session.flush()
    ids = [row.id for row in rows]
    zones = zones_of(work, (row.community_id for row in rows))
    windows: dict[str, list[RequestWindow]] = defaultdict(list)
    for window in work.session.exec(
        select(RequestWindow).where(col(RequestWindow.request_id).in_(ids)).order_by(col(RequestWindow.start))
    ).all():
        windows[window.request_id].append(window)
    visits: dict[str | None, list[str]] = defaultdict(list)
    for visit_id, request_id in work.session.exec(
        select(Visit.id, Visit.request_id)
        .where(col(Visit.request_id).in_(ids))
        .order_by(col(Visit.first_start), col(Visit.id))
    ).all():
        visits[request_id].append(visit_id)
    names = dict(
        work.session.exec(
            select(ResidentContact.resident_id, ResidentContact.name).where(
                col(ResidentContact.resident_id).in_({row.resident_id for row in rows if row.resident_id})
            )
        ).all()
    )

    def told(row: Request) -> RequestShown:
        zone, seen = zones[row.community_id], view_of(work, row)
        whom = seen >= View.OWN
        may = _MAY[seen]
        return RequestShown(
            **{name: getattr(row, name) for name in _SAME},
            possible=[a for a in REQUEST.possible(row.state) if a in may],
            resident_id=row.resident_id if whom else None,
            resident_name=masked(names.get(row.resident_id or "", "")) if whom else None,
            text=row.text if whom else None,
            reason=row.reason if whom else None,
            asked_at=row.asked_at.astimezone(zone),
            respond_by=row.respond_by and row.respond_by.astimezone(zone),
            overdue=overdue(work, row),
            windows=[WindowShown(start=w.start.astimezone(zone), end=w.end.astimezone(zone)) for w in windows[row.id]],
            repeat=_repeat(row),
            needs={k: v for k, v in row.needs.items() if whom or k not in _UNTOLD},
            visits=visits[row.id],
        )

    return [told(row) for row in rows]


def overdue(work: Work, row: Request) -> bool:
    return row.state == RequestState.SUBMITTED and row.respond_by is not None and row.respond_by <= work.now


def _repeat(row: Request) -> RepeatShown | None:
    if not row.recurrence:
        return None
    return RepeatShown(
        rule=row.recurrence,
        start=row.series_start,
        minutes=row.series_minutes,
        first_day=row.first_day,
        last_day=row.last_day,
        days=row.days,
        skipped=[date.fromisoformat(d) for d in row.skipped],
    )
