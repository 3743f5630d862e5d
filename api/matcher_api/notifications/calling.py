"""The call list: who must be told by telephone. What is said, and whether there is still something to say, follows from
the state at the moment of looking."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Engine
from sqlmodel import Session, col, select

from matcher_api.access.roles import AccessRole
from matcher_api.access.rows import of_communities
from matcher_api.assignments.states import ASSIGNMENT
from matcher_api.database.engine import writing
from matcher_api.errors import Refusal
from matcher_api.notifications.addressing import CALL_LIST
from matcher_api.notifications.composing import composed
from matcher_api.notifications.facts import facts_of
from matcher_api.notifications.message import Message
from matcher_api.notifications.models import Delivery, Notification
from matcher_api.notifications.names import names_of
from matcher_api.notifications.shapes import CallShown, OfferToAnswer
from matcher_api.notifications.states import DELIVERY, NOTIFICATION, DeliveryState, NotificationState
from matcher_api.notifications.telling import delivered
from matcher_api.web.paging import Page, Paging, page_of
from matcher_api.web.work import Work

DESK = (AccessRole.COORDINATOR, AccessRole.CLERK)


def listed(work: Work, paging: Paging) -> Page[CallShown]:
    """The oldest first. What has settled itself meanwhile is left out."""
    query = (
        select(Delivery)
        .join(Notification, col(Notification.id) == col(Delivery.notification_id))
        .where(
            Delivery.channel == CALL_LIST,
            Delivery.state == DeliveryState.WAITING,
            of_communities(Notification.community_id, work.actor, *DESK),
        )
    )
    return page_of(work, query, Delivery, paging, lambda rows: _shown(work, rows))


def _shown(work: Work, rows: Sequence[Delivery]) -> list[CallShown]:
    query = select(Notification).where(col(Notification.id).in_([d.notification_id for d in rows]))
    notes = {n.id: n for n in work.session.exec(query).all()}
    facts, names = facts_of(work.session, list(notes.values()), work.now), names_of(work.session, notes.values())
    found = []
    for row in rows:
        note = notes[row.notification_id]
        message = composed(facts, note)
        if message is None:
            continue
        offers = [facts.assignments[i] for i in message.offers]
        found.append(
            CallShown(
                id=row.id,
                community_id=note.community_id,
                person_id=note.person_id,
                resident_id=note.resident_id,
                organisation_id=note.organisation_id,
                name=names[note.id],
                kind=note.kind,
                zh=message.zh,
                en=message.en,
                begins=message.begins,
                offers=[
                    OfferToAnswer(
                        assignment_id=a.id,
                        visit_id=a.visit_id,
                        state=a.state,
                        possible=[x for x in ASSIGNMENT.possible(a.state) if x in ("accept", "decline")],
                        answer_by=a.answer_by,
                    )
                    for a in offers
                ],
                calls=row.attempt,
                since=row.created_at,
                version=row.version,
            )
        )
    return found


def reached(work: Work, delivery_id: str) -> Delivery:
    """The person knows now: they may answer until the deadline that begins with the call."""
    note, row, message = _held(work, delivery_id)
    row.attempt, row.ended_at = row.attempt + 1, work.now
    row.state = DELIVERY.after(row.state, "arrive")
    if message is not None:
        delivered(work, note, message)
    work.audit("call.reached", row, notification_id=note.id)
    work.session.flush()
    return row


def not_reached(work: Work, delivery_id: str) -> Delivery:
    """Nobody answered: it stays on the list, with one call more."""
    note, row, _ = _held(work, delivery_id)
    row.attempt += 1
    work.audit("call.no_answer", row, notification_id=note.id, calls=row.attempt)
    work.session.flush()
    return row


def _held(work: Work, delivery_id: str) -> tuple[Notification, Delivery, Message | None]:
    note = work.get(Notification, work.get(Delivery, delivery_id).notification_id)
    work.require(note.community_id, *DESK)
    note = work.locked(Notification, note.id)
    row = work.locked(Delivery, delivery_id)
    if row.channel != CALL_LIST:
        raise Refusal("not_found")
    if row.state != DeliveryState.WAITING:
        DELIVERY.after(row.state, "retry")  # refuses
    return note, row, composed(facts_of(work.session, [note], work.now), note)


def cleared(engine: Engine, now: datetime) -> int:
    """Takes calls off the list that have nothing to say any more; how many."""
    with Session(engine, expire_on_commit=False) as session:
        if not _idle(session, now):
            return 0
    with Session(writing(engine), expire_on_commit=False) as session:
        over = _idle(session, now)
        for row, note in over:
            row.state, row.ended_at = DELIVERY.after(row.state, "drop"), now
            if note.state == NotificationState.GOING_OUT:
                note.state = NOTIFICATION.after(note.state, "drop")
        session.commit()
    return len(over)


def _idle(session: Session, now: datetime) -> list[tuple[Delivery, Notification]]:
    rows = session.exec(
        select(Delivery, Notification)
        .join(Notification, col(Notification.id) == col(Delivery.notification_id))
        .where(Delivery.channel == CALL_LIST, Delivery.state == DeliveryState.WAITING)
        .order_by(col(Notification.id))
        .with_for_update(skip_locked=True)
    ).all()
    facts = facts_of(session, [note for _, note in rows], now)
    return [(row, note) for row, note in rows if composed(facts, note) is None]
