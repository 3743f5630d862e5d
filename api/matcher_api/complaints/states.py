"""The life of a complaint: answered in time, or passed on to whose matter it is."""

from __future__ import annotations

from enum import StrEnum

from matcher_api.state_machine import StateMachine, steps


class ComplaintState(StrEnum):
    RECEIVED = "received"
    ACCEPTED = "accepted"
    """It is ours, and somebody looks into it."""
    REDIRECTED = "redirected"
    ANSWERED = "answered"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"


S = ComplaintState
OPEN = (S.RECEIVED, S.ACCEPTED)
"""Waiting for an answer."""

COMPLAINT = StateMachine(
    "complaint",
    steps(
        ("accept", S.RECEIVED, S.ACCEPTED),
        ("redirect", OPEN, S.REDIRECTED),
        ("answer", OPEN, S.ANSWERED),
        ("reopen", S.ANSWERED, S.ACCEPTED),
        ("close", S.ANSWERED, S.CLOSED),
        ("withdraw", OPEN, S.WITHDRAWN),
    ),
)
OF_ASKER = ("reopen", "withdraw")
"""Steps of whoever complained, besides the desk."""
