"""Who sends a delivery: whoever holds its lease. One UPDATE takes it, so that two services never send one twice."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, or_, update
from sqlmodel import Session, col, select

from matcher_api.notifications.models import Delivery
from matcher_api.notifications.states import DeliveryState


@dataclass(frozen=True, slots=True)
class Lease:
    """A delivery that `owner` sends, for the `attempt`-th time."""

    delivery_id: str
    owner: str
    attempt: int

    @property
    def held(self) -> ColumnElement[bool]:
        return and_(
            col(Delivery.id) == self.delivery_id,
            col(Delivery.owner) == self.owner,
            col(Delivery.attempt) == self.attempt,
            col(Delivery.state).in_((DeliveryState.TAKEN, DeliveryState.LEAVING)),
        )


def free(channel: str, now: datetime, lease_seconds: float) -> ColumnElement[bool]:
    """What somebody should send: due, or taken by a service that is gone before anything left."""
    old = now - timedelta(seconds=lease_seconds)
    return and_(
        col(Delivery.channel) == channel,
        or_(
            and_(col(Delivery.state) == DeliveryState.WAITING, col(Delivery.due_at) <= now),
            and_(col(Delivery.state) == DeliveryState.TAKEN, col(Delivery.taken_at) < old),
        ),
    )


def waiting(session: Session, channel: str, now: datetime, lease_seconds: float) -> list[tuple[str, int]]:
    """(id, attempt), the longest due first."""
    query = select(Delivery.id, Delivery.attempt).where(free(channel, now, lease_seconds))
    return [(i, a) for i, a in session.exec(query.order_by(col(Delivery.due_at), col(Delivery.id)).limit(10)).all()]


def take(
    session: Session, delivery: tuple[str, int], channel: str, owner: str, now: datetime, lease_seconds: float
) -> Lease | None:
    """The lease, if nobody else took it since it was seen."""
    key, attempt = delivery
    won = _changed(
        session,
        and_(col(Delivery.id) == key, col(Delivery.attempt) == attempt, free(channel, now, lease_seconds)),
        state=DeliveryState.TAKEN,
        owner=owner,
        taken_at=now,
        attempt=attempt + 1,
    )
    return Lease(key, owner, attempt + 1) if won else None


def leave(session: Session, lease: Lease, now: datetime) -> bool:
    """It is about to be handed over, and not before this is written down; False if the lease is lost."""
    return _changed(session, lease.held, state=DeliveryState.LEAVING, taken_at=now)


def lost(session: Session, channel: str, now: datetime, lease_seconds: float) -> list[str]:
    """Ids of those whose service died while handing over."""
    old = now - timedelta(seconds=lease_seconds)
    query = select(Delivery.id).where(
        Delivery.channel == channel, Delivery.state == DeliveryState.LEAVING, col(Delivery.taken_at) < old
    )
    return list(session.exec(query).all())


def _changed(session: Session, where: ColumnElement[bool], **values: Any) -> bool:
    statement = update(Delivery).where(where).values(**values, version=col(Delivery.version) + 1)
    return session.connection().execute(statement).rowcount == 1
