"""The life of a report."""

from __future__ import annotations

from enum import StrEnum

from matcher_api.state_machine import StateMachine, steps


class IncidentState(StrEnum):
    OPEN = "open"
    CLOSED = "closed"


INCIDENT = StateMachine(
    "incident",
    steps(
        ("close", IncidentState.OPEN, IncidentState.CLOSED),
        ("reopen", IncidentState.CLOSED, IncidentState.OPEN),
    ),
)
