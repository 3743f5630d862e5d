"""The life of a visit: planned, told to people, accepted by enough of them (or not), served."""

from __future__ import annotations

from enum import StrEnum

from matcher_api.state_machine import StateMachine, steps


class VisitState(StrEnum):
    PLANNED = "planned"
    """Asked for; nobody was told who comes."""
    OFFERED = "offered"
    PARTLY_ACCEPTED = "partly_accepted"
    CONFIRMED = "confirmed"
    """Every minimum accepted and the room approved."""
    SHORT = "short"
    REFILLED = "refilled"
    CALLED_OFF = "called_off"
    """Below its minimum: nobody stays bound, everybody was told; it may be planned again."""
    IN_PROGRESS = "in_progress"
    DONE = "done"
    CANCELLED = "cancelled"


S = VisitState
ENDED = (S.DONE, S.CANCELLED)
PUBLISHED = (S.OFFERED, S.PARTLY_ACCEPTED, S.CONFIRMED, S.SHORT, S.REFILLED, S.IN_PROGRESS)
"""States in which people know of it."""
OPEN = (S.PLANNED, *PUBLISHED[:-1], S.CALLED_OFF)
"""States in which it can still be changed or planned."""

VISIT = StateMachine(
    "visit",
    steps(
        ("offer", (S.PLANNED, S.CALLED_OFF, S.OFFERED, S.SHORT), S.OFFERED),
        ("accept_part", (S.OFFERED, S.PARTLY_ACCEPTED, S.SHORT, S.CONFIRMED, S.REFILLED), S.PARTLY_ACCEPTED),
        ("confirm", (S.OFFERED, S.PARTLY_ACCEPTED, S.SHORT, S.REFILLED, S.CONFIRMED), S.CONFIRMED),
        ("fall_short", (S.OFFERED, S.PARTLY_ACCEPTED, S.CONFIRMED, S.REFILLED, S.SHORT), S.SHORT),
        ("refill", (S.SHORT, S.REFILLED), S.REFILLED),
        ("call_off", (S.OFFERED, S.PARTLY_ACCEPTED, S.CONFIRMED, S.SHORT, S.REFILLED), S.CALLED_OFF),
        ("start", (S.PARTLY_ACCEPTED, S.CONFIRMED, S.SHORT, S.REFILLED, S.IN_PROGRESS), S.IN_PROGRESS),
        ("finish", (S.CONFIRMED, S.REFILLED, S.IN_PROGRESS), S.DONE),
        ("replan", (S.OFFERED, S.PARTLY_ACCEPTED, S.CONFIRMED, S.SHORT, S.REFILLED, S.CALLED_OFF), S.PLANNED),
        ("cancel", OPEN, S.CANCELLED),
    ),
)
