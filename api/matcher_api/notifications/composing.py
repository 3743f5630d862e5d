"""What a message says now: from the state of the tables when it is sent or read, not when it was written. Nothing that
is no longer true is told. No address, and no name of anybody served: the words are those of the calendar feed."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from matcher_api.assignments.deadlines import answer_by
from matcher_api.assignments.models import AssignmentRow
from matcher_api.assignments.states import WAITING, AssignmentState
from matcher_api.notifications.facts import Facts
from matcher_api.notifications.lines import ahead, ended, gone_from, line, when_said
from matcher_api.notifications.message import Message
from matcher_api.notifications.models import Notification
from matcher_api.notifications.of_the_day import OF_THE_DAY
from matcher_api.notifications.texts import said
from matcher_api.visits.states import ENDED, VisitState

Lines = list[tuple[str, str]]
BOUND = ("standing", "staff")


def composed(facts: Facts, note: Notification) -> Message | None:
    """None: nothing of it holds any more, or the person never knew of what ended."""
    return _BY_KIND[note.kind](facts, note)


# -- a person's work ---------------------------------------------------------------------------------------------------


def _work(facts: Facts, note: Notification) -> Message | None:
    """What is asked, what is settled, what is no longer theirs; each visit once."""
    rows = {a.id: a for a in facts.of(note, "offered", "moved", "assignments")}
    open_ = [a for a in rows.values() if a.state in WAITING and ahead(facts, a)]
    bound = [a for a in rows.values() if a.state == AssignmentState.ACCEPTED and a.channel in BOUND
             and ahead(facts, a)]  # fmt: skip
    gone = [a for a in facts.of(note, "released") if gone_from(facts, a)]
    moved = {a.id for a in facts.of(note, "moved")}
    lines: Lines = [_asked(facts, a, again=a.id in moved and a.told_at is not None) for a in open_]
    lines += [line(facts, "bound", a) for a in bound]
    lines += [line(facts, "released", a) for a in gone]
    if not lines:
        return None
    told = [*open_, *bound, *gone]
    return Message(
        said(note.kind),
        tuple(lines),
        offers=tuple(a.id for a in open_),
        about=tuple(a.id for a in told),
        begins=min((s for a in told if (s := facts.seen.spot(a)[0])), default=None),
    )


def _filled(facts: Facts, note: Notification) -> Message | None:
    return ended(facts, facts.of(note, "assignment_id"), "offer_filled", call=False)


def _withdrawn(facts: Facts, note: Notification) -> Message | None:
    return ended(facts, facts.of(note, "assignments"), "released", title="work_withdrawn")


def _asked(facts: Facts, row: AssignmentRow, *, again: bool) -> tuple[str, str]:
    due, start = row.answer_by, facts.seen.planned[row.visit_id].start
    if row.delivered_at is None:  # the time to answer begins now
        due = answer_by(facts.communities[row.community_id], row.origin, facts.now, start)
    until = when_said(facts, row.community_id, due, None)
    return line(facts, "asked_again" if again else "offered", row, until=until)


# -- visits, bookings, requests ----------------------------------------------------------------------------------------


def _visit_cancelled(facts: Facts, note: Notification) -> Message | None:
    """To who knew of it, who asked for it, or who lends the room."""
    if note.person_id is not None:
        return ended(facts, facts.of(note, "assignment_id"), "visit_cancelled")
    visit = facts.seen.visits.get(note.payload["visit_id"])
    if visit is None or visit.state != VisitState.CANCELLED:
        return None
    zh, en = facts.seen.what(visit)
    return Message(said("visit_cancelled_undated", {"what": zh}, {"what": en}))


_BOOKED = {
    "booking_confirmed": ("confirmed",),
    "booking_rejected": ("rejected",),
    "booking_requested": ("requested",),
    "booking_released": ("released",),
    "booking_displaced": ("displaced",),
    "booking_cancelled": ("cancelled",),
}


def _booking(facts: Facts, note: Notification) -> Message | None:
    booking = facts.bookings.get(note.payload["booking_id"])
    if booking is None or booking.state not in _BOOKED[note.kind]:
        return None
    room = facts.rooms[booking.facility_id]
    name = room.name or room.code
    when = when_said(facts, note.community_id, booking.start, booking.end)
    if booking.end <= facts.now:
        return None
    title = said(note.kind, {"room": name, "when": when[0]}, {"room": name, "when": when[1]})
    return Message(title, begins=booking.start, call=note.kind != "booking_confirmed")


def _request(facts: Facts, note: Notification) -> Message | None:
    request = facts.requests.get(note.payload["request_id"])
    if request is None or request.state != note.payload["state"]:
        return None  # a later message tells what it is now
    zh, en = said(f"state_{request.state}")
    title = said("request_state", {"number": request.number, "state": zh}, {"number": request.number, "state": en})
    return Message(title, call=request.state in ("rejected", "needs_info"))


def _provider(_: Facts, note: Notification) -> Message | None:
    return Message(said("provider_not_active", {"count": str(len(note.payload["visits"]))}), call=False)


def _replan(facts: Facts, note: Notification) -> Message | None:
    visit = facts.seen.visits.get(note.payload["visit_id"])
    if visit is None or visit.state in ENDED:
        return None
    zh, en = facts.seen.what(visit)
    return Message(said("visit_replan", {"what": zh}, {"what": en}), call=False)


_BY_KIND: Mapping[str, Callable[[Facts, Notification], Message | None]] = {
    "roster_digest": _work,
    "emergency_offer": _work,
    "not_reached": _work,
    "consent_ended": _work,
    "offer_filled": _filled,
    "work_withdrawn": _withdrawn,
    "visit_cancelled": _visit_cancelled,
    **dict.fromkeys(_BOOKED, _booking),
    "request_state": _request,
    "provider_not_active": _provider,
    "visit_replan": _replan,
    **OF_THE_DAY,
}
KINDS = tuple(_BY_KIND)
"""A message of another kind cannot be sent; a test finds one that is written."""
