"""Messages of the day itself: whether one still comes, who took over, swaps, what was called off or went wrong."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from matcher_api.assignments.states import AssignmentState
from matcher_api.notifications.facts import Facts
from matcher_api.notifications.lines import ahead, ended, line
from matcher_api.notifications.message import Message
from matcher_api.notifications.models import Notification
from matcher_api.notifications.texts import said
from matcher_api.visits.states import VisitState

OPEN_SWAP = {
    "swap_asked": "asked",
    "swap_accepted": "accepted",
    "swap_declined": "declined",
    "swap_taken_back": "taken_back",
}
"""The state in which each message is still true."""


def _reconfirm(facts: Facts, note: Notification) -> Message | None:
    """Asked only of who is still bound to something that lies ahead."""
    rows = [a for a in facts.of(note, "assignments") if a.state == AssignmentState.ACCEPTED and ahead(facts, a)]
    if not rows:
        return None
    begins = min((s for a in rows if (s := facts.seen.spot(a)[0])), default=None)
    lines = tuple(line(facts, "bound", a) for a in rows)
    return Message(said("reconfirm"), lines, about=tuple(a.id for a in rows), begins=begins)


def _handed(facts: Facts, note: Notification) -> Message | None:
    """Who is free of it, and who has it now; each as long as it lies ahead."""
    row = next(iter(facts.of(note, "assignment_id")), None)
    if row is None or not ahead(facts, row):
        return None
    return Message(line(facts, note.kind, row), about=(row.id,), begins=facts.seen.spot(row)[0])


def _swap(facts: Facts, note: Notification) -> Message | None:
    """What the other asks or has answered stands in the swap itself; nothing of it is told that is over."""
    swap = facts.swaps.get(note.payload["swap_id"])
    if swap is None or swap.state != OPEN_SWAP[note.kind]:
        return None
    return Message(said(note.kind))


def _called_off(facts: Facts, note: Notification) -> Message | None:
    if note.person_id is not None:
        return ended(facts, facts.of(note, "assignment_id"), "visit_called_off")
    visit = facts.seen.visits.get(note.payload["visit_id"])
    if visit is None or visit.state != VisitState.CALLED_OFF:
        return None
    zh, en = facts.seen.what(visit)
    return Message(said("visit_called_off_undated", {"what": zh}, {"what": en}))


def _of_desk(_: Facts, note: Notification) -> Message | None:
    return Message(said(note.kind), call=False)


def _complaint(_: Facts, note: Notification) -> Message | None:
    zh, en = said(f"complaint_{note.payload['state']}")
    return Message(said("complaint_state", {"state": zh}, {"state": en}), call=False)


OF_THE_DAY: Mapping[str, Callable[[Facts, Notification], Message | None]] = {
    "reconfirm": _reconfirm,
    "stand_in_found": _handed,
    "work_taken_over": _handed,
    "stand_in_sought": _of_desk,
    **dict.fromkeys(OPEN_SWAP, _swap),
    "visit_called_off": _called_off,
    "incident": _of_desk,
    "complaint": _of_desk,
    "complaint_state": _complaint,
}
