"""What follows once somebody knows: the time to answer an offer begins when it was delivered, never before."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from sqlalchemy import bindparam
from sqlalchemy.orm.attributes import set_committed_value
from sqlmodel import col, select

from matcher_api.assignments.change import step
from matcher_api.assignments.deadlines import answer_by
from matcher_api.assignments.models import AssignmentRow
from matcher_api.assignments.states import AssignmentState
from matcher_api.communities.models import Community
from matcher_api.database.record import METADATA
from matcher_api.notifications.message import Message
from matcher_api.notifications.models import Notification
from matcher_api.notifications.states import NOTIFICATION
from matcher_api.rosters.models import PlannedVisitRow
from matcher_api.web.work import Work


def delivered(work: Work, note: Notification, message: Message) -> None:
    """A channel had it, somebody was called, or it was seen; the first time counts."""
    note.state = NOTIFICATION.after(note.state, "deliver")
    note.delivered_at = note.delivered_at or work.now
    told(work, message.about, offers=message.offers)


def told(work: Work, about: Collection[str], *, offers: Collection[str]) -> None:
    """The people know of these assignments now; `offers` among them may be answered until a deadline from now."""
    query = select(AssignmentRow).where(col(AssignmentRow.id).in_(about)).order_by(col(AssignmentRow.id))
    rows = work.session.exec(query.with_for_update().execution_options(populate_existing=True)).all()
    missed = [a for a in rows if a.id in offers and a.state == AssignmentState.NOT_REACHED]
    for row in missed:  # reached after all: they have their time to answer like everybody
        step(work, row, "reach")
        row.delivered_at = None
    work.session.flush()
    fresh = [a for a in rows if a.id in offers and a.state == AssignmentState.OFFERED and a.delivered_at is None]
    communities = {
        c.id: c
        for c in work.session.exec(
            select(Community).where(col(Community.id).in_({a.community_id for a in fresh}))
        ).all()
    }
    starts = dict(
        work.session.exec(
            select(PlannedVisitRow.visit_id, PlannedVisitRow.start).where(
                col(PlannedVisitRow.visit_id).in_([a.visit_id for a in fresh]), PlannedVisitRow.layer == "published"
            )
        ).all()
    )
    changed = []
    for row in rows:
        new = {"told_at": row.told_at or work.now, "delivered_at": row.delivered_at, "answer_by": row.answer_by}
        if row in fresh:
            new["delivered_at"] = work.now
            if row.visit_id in starts:
                community = communities[row.community_id]
                new["answer_by"] = answer_by(community, row.origin, work.now, starts[row.visit_id])
        if any(getattr(row, name) != value for name, value in new.items()):
            changed.append({"key": row.id, **new})
            for name, value in new.items():
                set_committed_value(row, name, value)
    if changed:  # one statement, however many; the rows are held, and their versions are those of what people decide
        table = METADATA.tables["assignment"]
        names = ("told_at", "delivered_at", "answer_by")
        values: dict[str, Any] = {name: bindparam(name) for name in names}
        values["updated_at"] = table.c.updated_at  # nothing that a calendar shows has changed
        statement = table.update().where(table.c.id == bindparam("key")).values(values)
        work.session.connection().execute(statement, changed)
