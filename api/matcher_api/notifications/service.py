"""Messages as they are read: one's own, and the outbox as the desk sees it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from sqlmodel import col, or_, select

from matcher_api.access.roles import AccessRole
from matcher_api.access.rows import of_communities
from matcher_api.errors import Refusal
from matcher_api.notifications.composing import composed
from matcher_api.notifications.facts import facts_of
from matcher_api.notifications.models import Delivery, Notification
from matcher_api.notifications.names import names_of
from matcher_api.notifications.shapes import DeliveryShown, MessageShown, NotificationShown
from matcher_api.notifications.states import NotificationState
from matcher_api.notifications.telling import delivered
from matcher_api.notifications.texts import said
from matcher_api.web.paging import Page, Paging, page_of
from matcher_api.web.work import Work

DESK = (AccessRole.COORDINATOR, AccessRole.CLERK)
OUT = (NotificationState.GOING_OUT, NotificationState.DELIVERED, NotificationState.FAILED)


def _mine(work: Work) -> Any:
    actor = work.actor
    return or_(
        col(Notification.person_id).in_(actor.persons),
        col(Notification.resident_id).in_(actor.residents),
        col(Notification.organisation_id).in_(actor.organisations),
    )


def own(work: Work, paging: Paging) -> Page[MessageShown]:
    """The newest first; nothing that has not gone out."""
    query = select(Notification).where(_mine(work), col(Notification.state).in_(OUT))

    def shown(rows: Sequence[Notification]) -> list[MessageShown]:
        facts = facts_of(work.session, rows, work.now)
        found = []
        for note in rows:
            message = composed(facts, note)
            zh, en = said("outdated") if message is None else (message.zh, message.en)
            found.append(
                MessageShown(
                    id=note.id,
                    kind=note.kind,
                    at=note.due_at,
                    zh=zh,
                    en=en,
                    outdated=message is None,
                    offers=list(message.offers) if message else [],
                    seen=note.state == NotificationState.DELIVERED,
                )
            )
        return found

    return page_of(work, query, Notification, paging, shown, newest_first=True)


def seen(work: Work, ids: Sequence[str]) -> list[str]:
    """They were on the screen: offers in them are delivered. Ids that are not one's own do not exist."""
    query = select(Notification).where(_mine(work), col(Notification.id).in_(ids), col(Notification.state).in_(OUT))
    notes = work.session.exec(query.order_by(col(Notification.id)).with_for_update()).all()
    if len(notes) < len(set(ids)):
        raise Refusal("not_found")
    facts = facts_of(work.session, notes, work.now)
    for note in notes:
        message = composed(facts, note)
        if message is not None:
            delivered(work, note, message)
    return [n.id for n in notes]


def listed(work: Work, paging: Paging, *, to_desk: bool | None, state: NotificationState | None) -> Page[Any]:
    """The outbox of the desk's communities, the newest first, with how each went out."""
    query = select(Notification).where(of_communities(Notification.community_id, work.actor, *DESK))
    if to_desk is not None:
        nobody = (
            col(Notification.person_id).is_(None)
            & col(Notification.resident_id).is_(None)
            & col(Notification.organisation_id).is_(None)
        )
        query = query.where(nobody if to_desk else ~nobody)
    if state is not None:
        query = query.where(Notification.state == state)
    return page_of(work, query, Notification, paging, lambda rows: _shown(work, rows), newest_first=True)


def _shown(work: Work, rows: Sequence[Notification]) -> list[NotificationShown]:
    facts, names = facts_of(work.session, rows, work.now), names_of(work.session, rows)
    ways: dict[str, list[DeliveryShown]] = defaultdict(list)
    query = select(Delivery).where(col(Delivery.notification_id).in_([n.id for n in rows])).order_by(col(Delivery.id))
    for delivery in work.session.exec(query).all():
        ways[delivery.notification_id].append(DeliveryShown.model_validate(delivery))
    found = []
    for note in rows:
        message = composed(facts, note)
        zh, en = said("outdated") if message is None else (message.zh, message.en)
        kept = note.model_dump(exclude={"payload"})
        told = {"name": names[note.id], "zh": zh, "en": en, "outdated": message is None}
        found.append(NotificationShown.model_validate({**kept, **told, "deliveries": ways[note.id]}))
    return found
