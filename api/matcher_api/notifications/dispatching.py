"""From the outbox to the channels: what is still true and may go out now gets its deliveries, in one transaction."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

import structlog
from sqlalchemy import Engine
from sqlmodel import Session, col, select

from matcher_api.access.actor import ANONYMOUS
from matcher_api.communities.settings import of_service
from matcher_api.database.engine import writing
from matcher_api.notifications.addressing import CALL_LIST, DESK, reach_of
from matcher_api.notifications.composing import composed
from matcher_api.notifications.facts import Facts, facts_of
from matcher_api.notifications.models import Delivery, Notification
from matcher_api.notifications.quiet import goes_out
from matcher_api.notifications.states import NOTIFICATION, NotificationState
from matcher_api.operations import logs
from matcher_api.settings import Settings
from matcher_api.web.work import Work

AT_ONCE = 50
"""Messages of one transaction."""
LATER = timedelta(minutes=10)
"""After so long one is tried again that could not be read."""
DIGEST = "roster_digest"
MERGED = ("offered", "moved", "released")
log = structlog.get_logger()


def dispatched(engine: Engine, settings: Settings, now: datetime) -> int:
    """One transaction; how many messages were looked at. Two services at once take different ones."""
    due = (col(Notification.state) == NotificationState.WAITING, col(Notification.due_at) <= now)
    with Session(engine) as session:
        if session.exec(select(Notification.id).where(*due).limit(1)).first() is None:
            return 0
    with Session(writing(engine), expire_on_commit=False) as session:
        work = Work(session, ANONYMOUS, now, settings)
        notes = session.exec(
            select(Notification)
            .where(*due)
            .order_by(col(Notification.due_at), col(Notification.id))
            .limit(AT_ONCE)
            .with_for_update(skip_locked=True)
        ).all()
        merged(work, notes)
        facts = facts_of(session, notes, now)
        for note in notes:
            if note.state != NotificationState.WAITING:
                continue
            try:
                with session.begin_nested():
                    _sent_out(work, facts, note)
            except Exception as error:  # one that cannot be read holds up no other
                log.error("message not read", notification=note.id, kind=note.kind, **logs.told(error))
                session.refresh(note)
                note.due_at = now + LATER
        session.commit()
    return len(notes)


def merged(work: Work, notes: Sequence[Notification]) -> None:
    """What waited through the night is one message a person: older digests go into the newest one of theirs."""
    digests = [n for n in notes if n.kind == DIGEST]
    more = select(Notification).where(
        col(Notification.person_id).in_({n.person_id for n in digests}),
        col(Notification.id).not_in([n.id for n in digests]),
        Notification.kind == DIGEST,
        Notification.state == NotificationState.WAITING,
    )
    digests += work.session.exec(more.with_for_update(skip_locked=True)).all()
    newest: dict[str | None, Notification] = {}
    for note in sorted(digests, key=lambda n: n.id, reverse=True):
        last = newest.setdefault(note.person_id, note)
        if last is not note:
            joint = {k: [*note.payload.get(k, ()), *last.payload.get(k, ())] for k in MERGED}
            last.payload = {**last.payload, **joint}
            note.state = NOTIFICATION.after(note.state, "drop")
    work.session.flush()


def _sent_out(work: Work, facts: Facts, note: Notification) -> None:
    message = composed(facts, note)
    if message is None:
        note.state = NOTIFICATION.after(note.state, "drop")
        work.session.flush()
        return
    community = facts.communities[note.community_id]
    out = goes_out(of_service(community), community.zone, work.now, begins=message.begins)
    if out > work.now:
        note.due_at = out
        work.session.flush()
        return
    reach = reach_of(work.session, note)
    ways = reach.channels(work.settings)
    if not ways and not reach.inbox and message.call:
        ways = (CALL_LIST,)
    for channel in ways:
        work.add(Delivery(notification_id=note.id, channel=channel, due_at=work.now))
    note.state = NOTIFICATION.after(note.state, "send_out" if ways or reach.inbox else "fail")
    if reach is DESK:
        note.state, note.delivered_at = NOTIFICATION.after(note.state, "deliver"), work.now
    work.session.flush()
