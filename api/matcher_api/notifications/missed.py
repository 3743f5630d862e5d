"""Offers that reached nobody go on the call list."""

from __future__ import annotations

from sqlmodel import col, select

from matcher_api.assignments.models import AssignmentRow
from matcher_api.notifications.addressing import CALL_LIST
from matcher_api.notifications.models import Delivery, Notification
from matcher_api.notifications.states import NOTIFICATION, DeliveryState, NotificationState
from matcher_api.web.work import Work


def to_call(work: Work, offer: AssignmentRow) -> None:
    """An offer that was never delivered: its person is called, once for all such offers of theirs."""
    open_ = work.session.exec(
        select(Notification)
        .join(Delivery, col(Delivery.notification_id) == col(Notification.id))
        .where(
            Notification.person_id == offer.person_id,
            Notification.community_id == offer.community_id,
            Notification.kind == "not_reached",
            Delivery.channel == CALL_LIST,
            Delivery.state == DeliveryState.WAITING,
        )
    ).first()
    if open_ is not None:
        open_.payload = {**open_.payload, "offered": [*open_.payload["offered"], offer.id]}
        return
    note = work.add(
        Notification(
            community_id=offer.community_id,
            kind="not_reached",
            person_id=offer.person_id,
            payload={"offered": [offer.id]},
            state=NOTIFICATION.after(NotificationState.WAITING, "send_out"),
            due_at=work.now,
        )
    )
    work.session.flush()
    work.add(Delivery(notification_id=note.id, channel=CALL_LIST, due_at=work.now))
