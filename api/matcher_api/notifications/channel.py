"""A way out of the house, and what may come of trying it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from matcher_api.notifications.addressing import Reach
from matcher_api.notifications.message import Message


@dataclass(frozen=True)
class Letter:
    """`id`: of the delivery, the same at every attempt: whoever gets it twice can tell."""

    id: str
    kind: str
    to: Reach
    message: Message
    url: str
    """Where the person answers."""
    at: datetime


@dataclass(frozen=True)
class Sent:
    """Taken by the other side."""


@dataclass(frozen=True)
class Again:
    """It did not leave; another attempt may. `why`: a word for the row."""

    why: str


@dataclass(frozen=True)
class Refused:
    """It did not leave, and never will."""

    why: str


@dataclass(frozen=True)
class Unsure:
    """Perhaps it left."""

    why: str


Outcome = Sent | Again | Refused | Unsure


class Channel(Protocol):
    name: str

    def send(self, letter: Letter, leave: Callable[[], bool]) -> Outcome:
        """Hands the letter over. A channel whose other side cannot tell a second copy from a new letter calls `leave`
        when it can no longer be taken back, and stops where that says no."""
        ...
