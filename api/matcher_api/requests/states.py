"""The life of a request, as the one who asked is told it."""

from __future__ import annotations

from enum import StrEnum

from matcher_api.state_machine import StateMachine, steps


class RequestState(StrEnum):
    DRAFT = "draft"
    SUBMITTED = "submitted"
    VERIFIED = "verified"
    """The desk called back and it is to be done: its visits exist."""
    REJECTED = "rejected"
    NEEDS_INFO = "needs_info"
    SCHEDULED = "scheduled"
    """Of a published roster."""
    PARTLY_DONE = "partly_done"
    DONE = "done"
    RATED = "rated"
    CLOSED = "closed"
    CANCELLED = "cancelled"
    EXPIRED = "expired"
    WAITLISTED = "waitlisted"


S = RequestState
ENDED = (S.REJECTED, S.DONE, S.RATED, S.CLOSED, S.CANCELLED, S.EXPIRED)
_ASKED = (S.SUBMITTED, S.NEEDS_INFO, S.WAITLISTED)
_RUNNING = (S.VERIFIED, S.SCHEDULED, S.PARTLY_DONE)

REQUEST = StateMachine(
    "request",
    steps(
        ("submit", S.DRAFT, S.SUBMITTED),
        ("verify", _ASKED, S.VERIFIED),
        ("reject", _ASKED, S.REJECTED),
        ("ask_info", (S.SUBMITTED, S.WAITLISTED), S.NEEDS_INFO),
        ("answer", S.NEEDS_INFO, S.SUBMITTED),
        ("waitlist", (S.SUBMITTED, S.VERIFIED), S.WAITLISTED),
        ("merge", (S.DRAFT, *_ASKED, S.VERIFIED, S.SCHEDULED), S.CANCELLED),
        ("cancel", (S.DRAFT, *_ASKED, *_RUNNING), S.CANCELLED),
        ("rate", S.DONE, S.RATED),
        ("close", (S.VERIFIED, S.DONE, S.RATED), S.CLOSED),
        ("expire", (*_ASKED, S.VERIFIED), S.EXPIRED),
        # what follows from its visits (requests/progress.py)
        ("schedule", (S.VERIFIED, S.WAITLISTED, S.SCHEDULED), S.SCHEDULED),
        ("unschedule", S.SCHEDULED, S.VERIFIED),
        ("progress", (*_RUNNING, S.WAITLISTED), S.PARTLY_DONE),
        ("finish", (*_RUNNING, S.WAITLISTED), S.DONE),
        ("come_to_nothing", (*_RUNNING, S.WAITLISTED), S.CANCELLED),
    ),
)
"""`close` of a verified one: an item that is not scheduled here (a counter, a shop) and has been answered."""
OF_ASKER = ("submit", "answer", "cancel", "rate")
OF_DESK = (*OF_ASKER, "verify", "reject", "ask_info", "waitlist", "merge", "close")
"""Actions that somebody can ask for."""
