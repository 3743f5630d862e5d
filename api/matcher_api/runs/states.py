"""The life of a run."""

from __future__ import annotations

from enum import StrEnum

from matcher_api.state_machine import StateMachine, steps


class RunState(StrEnum):
    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


RUN = StateMachine(
    "run",
    steps(
        ("take", (RunState.QUEUED, RunState.RUNNING), RunState.RUNNING),  # a running one: its lease has run out
        ("give_back", RunState.RUNNING, RunState.QUEUED),
        ("finish", RunState.RUNNING, RunState.DONE),
        ("fail", (RunState.QUEUED, RunState.RUNNING), RunState.FAILED),
        ("cancel", (RunState.QUEUED, RunState.RUNNING), RunState.CANCELLED),
    ),
)
OVER = (RunState.DONE, RunState.FAILED, RunState.CANCELLED)
