"""What a backup holds as unsent may have left since it was made: it is not sent again, somebody calls."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Engine
from sqlmodel import Session, col, select

from matcher_api.database.engine import writing
from matcher_api.notifications.addressing import CALL_LIST
from matcher_api.notifications.composing import KINDS, composed
from matcher_api.notifications.facts import facts_of
from matcher_api.notifications.models import Delivery, Notification
from matcher_api.notifications.states import DELIVERY, NOTIFICATION, OPEN, DeliveryState, NotificationState

_UNSENT = (NotificationState.WAITING, NotificationState.GOING_OUT)


def held_back(engine: Engine, now: datetime) -> int:
    """How many messages go on the call list instead. In one transaction."""
    with Session(writing(engine), expire_on_commit=False) as session:
        notes = session.exec(
            select(Notification).where(col(Notification.state).in_(_UNSENT), col(Notification.kind).in_(KINDS))
        ).all()
        facts = facts_of(session, notes, now)
        ways: dict[str, list[Delivery]] = {n.id: [] for n in notes}
        for row in session.exec(select(Delivery).where(col(Delivery.notification_id).in_(ways))).all():
            ways[row.notification_id].append(row)
        called = 0
        for note in notes:
            for row in ways[note.id]:
                if row.state in OPEN and row.channel != CALL_LIST:
                    row.state, row.error, row.ended_at = _unsure(row.state), "restored", now
            message = composed(facts, note)
            if note.state == NotificationState.WAITING:
                note.state = NOTIFICATION.after(note.state, "send_out" if message else "drop")
            if message is not None and message.call and all(d.channel != CALL_LIST for d in ways[note.id]):
                session.add(Delivery(notification_id=note.id, channel=CALL_LIST, due_at=now))
                called += 1
        session.commit()
    return called


def _unsure(state: str) -> str:
    """By the table: taken, leaving, lost."""
    path = {DeliveryState.WAITING: ("take", "leave", "lose"), DeliveryState.TAKEN: ("leave", "lose")}
    for action in path.get(DeliveryState(state), ("lose",)):
        state = DELIVERY.after(state, action)
    return state
