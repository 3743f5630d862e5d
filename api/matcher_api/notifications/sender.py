"""Sends through one channel, one delivery at a time: a slow or broken channel has a thread of its own and holds up no
other. A row is taken, sent, written down; whatever happens between is found by the next who looks."""

from __future__ import annotations

import os
import secrets
import socket
from collections.abc import Callable
from datetime import datetime, timedelta

import structlog
from sqlalchemy import Engine
from sqlmodel import Session, select

from matcher_api.access.actor import ANONYMOUS
from matcher_api.communities.models import Community
from matcher_api.communities.settings import of_service
from matcher_api.database.engine import writing
from matcher_api.notifications import lease as leases
from matcher_api.notifications.addressing import CALL_LIST, reach_of
from matcher_api.notifications.channel import Again, Channel, Letter, Outcome, Refused, Sent, Unsure
from matcher_api.notifications.composing import composed
from matcher_api.notifications.facts import facts_of
from matcher_api.notifications.lease import Lease
from matcher_api.notifications.message import Message
from matcher_api.notifications.models import Delivery, Notification
from matcher_api.notifications.quiet import goes_out
from matcher_api.notifications.states import DELIVERY, NOTIFICATION, OPEN, DeliveryState, NotificationState
from matcher_api.notifications.telling import delivered
from matcher_api.operations import logs
from matcher_api.settings import Settings
from matcher_api.web.work import Work

BACK_OFF = (timedelta(seconds=30), timedelta(minutes=2), timedelta(minutes=10), timedelta(hours=1), timedelta(hours=4))
"""Before the second attempt, the third ...; after the last one it has failed."""
log = structlog.get_logger()


class Sender:
    """`now` dates the rows, leases too."""

    def __init__(self, engine: Engine, settings: Settings, channel: Channel, *, now: Callable[[], datetime]) -> None:
        self._engine, self._settings, self._channel, self._now = engine, settings, channel, now
        self.owner = f"{socket.gethostname()[:40]}:{os.getpid()}:{secrets.token_hex(4)}"
        self._seen: list[tuple[str, int]] = []
        """Found free a moment ago; whether they still are, taking them tells."""
        self._looked: datetime | None = None

    def once(self) -> bool:
        """Takes one delivery and sends it; False where there was none to take."""
        self._given_up()
        lease = self._taken()
        if lease is None:
            return False
        note_id, letter = self._written(lease)
        if letter is None:
            outcome: Outcome | None = None
        else:
            try:
                outcome = self._channel.send(letter, lambda: self._leave(lease))
            except Exception as error:  # nobody foresaw it: it may be this one message, and it may have left
                log.error("message not sent", delivery=lease.delivery_id, **logs.told(error))
                outcome = Unsure(type(error).__name__[:40])
        self._noted(lease, note_id, letter.message if letter else None, outcome)
        return True

    def _taken(self) -> Lease | None:
        now, seconds, name = self._now(), self._settings.lease_seconds, self._channel.name
        fresh = not self._seen
        if fresh:
            with Session(self._engine) as session:
                self._seen = leases.waiting(session, name, now, seconds)
        while self._seen:
            with Session(writing(self._engine)) as session:
                lease = leases.take(session, self._seen.pop(0), name, self.owner, now, seconds)
                session.commit()
            if lease is not None:
                return lease
        return None if fresh else self._taken()

    def _written(self, lease: Lease) -> tuple[str, Letter | None]:
        """The message as it is true now; None: it no longer is."""
        now = self._now()
        with Session(self._engine, expire_on_commit=False) as session:
            delivery = session.get_one(Delivery, lease.delivery_id)
            note = session.get_one(Notification, delivery.notification_id)
            message = composed(facts_of(session, [note], now), note)
            if message is None:
                return note.id, None
            url = f"{self._settings.public_url.rstrip('/')}/"
            return note.id, Letter(delivery.id, note.kind, reach_of(session, note), message, url, now)

    def _leave(self, lease: Lease) -> bool:
        with Session(writing(self._engine)) as session:
            held = leases.leave(session, lease, self._now())
            session.commit()
        return held

    def _noted(self, lease: Lease, note_id: str, message: Message | None, outcome: Outcome | None) -> None:
        with Session(writing(self._engine), expire_on_commit=False) as session:
            work = Work(session, ANONYMOUS, self._now(), self._settings)
            note = work.locked(Notification, note_id)
            query = select(Delivery).where(lease.held).with_for_update()
            delivery = session.exec(query.execution_options(populate_existing=True)).first()
            if delivery is None:
                return  # the lease ran out: somebody else decides
            if message is None or outcome is None:
                delivery.state, delivery.ended_at = DELIVERY.after(delivery.state, "drop"), work.now
            else:
                self._ended(work, note, delivery, message, outcome)
            after(work, note, message)
            session.commit()
        log.info("message", delivery=delivery.id, channel=self._channel.name, kind=note.kind, state=delivery.state)

    def _ended(self, work: Work, note: Notification, delivery: Delivery, message: Message, outcome: Outcome) -> None:
        delivery.error, delivery.ended_at = "" if isinstance(outcome, Sent) else outcome.why, work.now
        if isinstance(outcome, Sent):
            delivery.state = DELIVERY.after(delivery.state, "arrive")
            delivered(work, note, message)
        elif isinstance(outcome, Unsure):
            state = DELIVERY.after(delivery.state, "leave") if delivery.state == DeliveryState.TAKEN else delivery.state
            delivery.state = DELIVERY.after(state, "lose")
        elif isinstance(outcome, Refused) or delivery.attempt > len(BACK_OFF):
            delivery.state = DELIVERY.after(delivery.state, "fail")
        else:
            assert isinstance(outcome, Again)
            delivery.state, delivery.ended_at = DELIVERY.after(delivery.state, "retry"), None
            delivery.due_at = self._next(work, note, message, delivery.attempt)

    def _next(self, work: Work, note: Notification, message: Message, attempt: int) -> datetime:
        community = work.get(Community, note.community_id)
        after_pause = work.now + BACK_OFF[attempt - 1]
        return goes_out(of_service(community), community.zone, after_pause, begins=message.begins)

    def _given_up(self) -> None:
        """Those whose service died while handing over: somebody calls, nothing is sent again."""
        now, seconds = self._now(), self._settings.lease_seconds
        if self._looked is not None and now - self._looked < timedelta(seconds=seconds / 2):
            return
        self._looked = now
        with Session(self._engine) as session:
            ids = leases.lost(session, self._channel.name, now, seconds)
        for key in ids:
            with Session(writing(self._engine), expire_on_commit=False) as session:
                work = Work(session, ANONYMOUS, now, self._settings)
                note = work.locked(Notification, session.get_one(Delivery, key).notification_id)
                delivery = work.locked(Delivery, key)
                if delivery.state == DeliveryState.LEAVING:
                    delivery.state, delivery.ended_at = DELIVERY.after(delivery.state, "lose"), now
                    delivery.error = "service ended"
                    after(work, note, composed(facts_of(session, [note], now), note))
                session.commit()


def after(work: Work, note: Notification, message: Message | None) -> None:
    """What a delivery that ended makes of its message: where no way is left, somebody calls. The caller holds the
    message."""
    work.session.flush()
    rows = work.session.exec(select(Delivery).where(Delivery.notification_id == note.id)).all()
    if note.state != NotificationState.GOING_OUT or any(d.state in (*OPEN, DeliveryState.SENT) for d in rows):
        return
    if message is None:
        note.state = NOTIFICATION.after(note.state, "drop")
    elif message.call and all(d.channel != CALL_LIST for d in rows):
        work.add(Delivery(notification_id=note.id, channel=CALL_LIST, due_at=work.now))
    elif not reach_of(work.session, note).inbox:
        note.state = NOTIFICATION.after(note.state, "fail")
    work.session.flush()
