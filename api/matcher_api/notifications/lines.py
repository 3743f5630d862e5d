"""Lines about somebody's work: what, when and where, as the tables have it now."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from matcher_api.assignments.models import AssignmentRow
from matcher_api.assignments.states import AssignmentState
from matcher_api.notifications.facts import Facts
from matcher_api.notifications.message import Message
from matcher_api.notifications.texts import said
from matcher_api.reasons.clock import in_words
from matcher_api.visits.states import ENDED, VisitState

ENDINGS = ("released", "offer_filled", "visit_cancelled", "visit_called_off")
"""Sentences about work as it was told last, wherever its visit is now."""


def ended(
    facts: Facts, rows: Iterable[AssignmentRow], key: str, *, title: str = "", call: bool = True
) -> Message | None:
    over = [a for a in rows if gone_from(facts, a)]
    if not over:
        return None
    lines = tuple(line(facts, key, a) for a in over)
    begins = min((a.start for a in over if a.start is not None), default=None)
    about = tuple(a.id for a in over)
    if title:
        return Message(said(title), lines, about=about, begins=begins, call=call)
    return Message(lines[0], lines[1:], about=about, begins=begins, call=call)


def ahead(facts: Facts, row: AssignmentRow) -> bool:
    """Published, not begun, not called off."""
    start = facts.seen.planned[row.visit_id].start if row.visit_id in facts.seen.planned else None
    state = facts.seen.visits[row.visit_id].state
    return start is not None and start > facts.now and state not in (*ENDED, VisitState.CALLED_OFF)


def gone_from(facts: Facts, row: AssignmentRow) -> bool:
    """Work that the person knew of and no longer has, where it would still lie ahead."""
    gone = row.state == AssignmentState.WITHDRAWN and row.told_at is not None
    return gone and row.start is not None and row.start > facts.now and not facts.held_anew(row)


def line(facts: Facts, key: str, row: AssignmentRow, **more: tuple[str, str]) -> tuple[str, str]:
    start, end, facility = (row.start, row.end, row.facility_id) if key in ENDINGS else facts.seen.spot(row)
    zh, en = facts.seen.what(facts.seen.visits[row.visit_id])
    room = facts.seen.facilities.get(facility or "")
    when = when_said(facts, row.community_id, start, end)
    if room is not None:
        zh, en = (f"{text} · {room.name or room.code}" for text in (zh, en))
    words = {"what": (zh, en), "when": when, **more}
    return said(key, {k: v[0] for k, v in words.items()}, {k: v[1] for k, v in words.items()})


def when_said(facts: Facts, community_id: str, start: datetime | None, end: datetime | None) -> tuple[str, str]:
    if start is None:
        return "", ""
    zone = facts.zone(community_id)
    zh, en = in_words(start, zone)
    if end is not None:
        clock = end.astimezone(zone)
        until = f"–{clock.hour}:{clock.minute:02d}"
        zh, en = zh + until, en + until
    return zh, en
