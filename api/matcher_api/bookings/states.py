"""The life of a booking."""

from __future__ import annotations

from enum import StrEnum

from matcher_api.state_machine import StateMachine, steps


class BookingState(StrEnum):
    """`waitlisted` waits for a slot; `displaced`: a closure took it away; `released`: nobody came."""

    WAITLISTED = "waitlisted"
    REQUESTED = "requested"
    APPROVED = "approved"
    REJECTED = "rejected"
    CONFIRMED = "confirmed"
    CHECKED_IN = "checked_in"
    COMPLETED = "completed"
    RELEASED = "released"
    CANCELLED = "cancelled"
    DISPLACED = "displaced"


S = BookingState
HOLDING = (S.REQUESTED, S.APPROVED, S.CONFIRMED, S.CHECKED_IN)
"""Bookings that take their slot; the guard in the database knows the same words."""

LIFE = StateMachine(
    "booking",
    steps(
        ("promote", S.WAITLISTED, S.REQUESTED),
        ("approve", S.REQUESTED, S.APPROVED),
        ("reject", (S.REQUESTED, S.APPROVED), S.REJECTED),
        ("confirm", S.APPROVED, S.CONFIRMED),
        ("check_in", S.CONFIRMED, S.CHECKED_IN),
        ("complete", S.CHECKED_IN, S.COMPLETED),
        ("release", S.CONFIRMED, S.RELEASED),
        ("cancel", (S.WAITLISTED, S.REQUESTED, S.APPROVED, S.CONFIRMED), S.CANCELLED),
        ("displace", HOLDING, S.DISPLACED),
    ),
)
