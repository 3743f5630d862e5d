"""The life of a roster. It goes round: a published one is solved again, edited, published as the next version."""

from __future__ import annotations

from enum import StrEnum

from matcher_api.state_machine import StateMachine, steps


class RosterState(StrEnum):
    DRAFT = "draft"
    SOLVING = "solving"
    REVIEWED = "reviewed"
    PUBLISHED = "published"
    CLOSED = "closed"


_RESTING = (RosterState.DRAFT, RosterState.REVIEWED, RosterState.PUBLISHED)

ROSTER = StateMachine(
    "roster",
    steps(
        ("solve", _RESTING, RosterState.SOLVING),
        ("solved", RosterState.SOLVING, RosterState.DRAFT),
        ("edit", _RESTING, RosterState.DRAFT),
        ("review", RosterState.DRAFT, RosterState.REVIEWED),
        ("publish", (RosterState.DRAFT, RosterState.REVIEWED), RosterState.PUBLISHED),
        ("close", _RESTING, RosterState.CLOSED),
    ),
)
