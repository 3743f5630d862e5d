"""The life of a person who serves. Only active ones are planned."""

from __future__ import annotations

from enum import StrEnum

from matcher_api.state_machine import StateMachine, steps


class PersonState(StrEnum):
    REGISTERED = "registered"
    """Said they would help; a coordinator has not met them yet."""
    ACTIVE = "active"
    PAUSED = "paused"
    LEFT = "left"
    ERASED = "erased"


S = PersonState

PERSON = StateMachine(
    "person",
    steps(
        ("confirm", S.REGISTERED, S.ACTIVE),
        ("pause", S.ACTIVE, S.PAUSED),
        ("resume", S.PAUSED, S.ACTIVE),
        ("leave", (S.REGISTERED, S.ACTIVE, S.PAUSED), S.LEFT),
        ("come_back", S.LEFT, S.REGISTERED),
    ),
)
