"""The lives of a message and of its way through one channel."""

from __future__ import annotations

from enum import StrEnum

from matcher_api.state_machine import StateMachine, steps


class NotificationState(StrEnum):
    WAITING = "waiting"
    GOING_OUT = "going_out"
    """Channels have it, or it lies where the person will see it."""
    DELIVERED = "delivered"
    FAILED = "failed"
    """No channel reached anybody."""
    DROPPED = "dropped"
    """No longer true when it was to be sent, or told together with a later one."""


class DeliveryState(StrEnum):
    WAITING = "waiting"
    TAKEN = "taken"
    """Somebody holds its lease; nothing has left the house."""
    LEAVING = "leaving"
    """It is being handed over: whoever dies now leaves it unknown whether it arrived."""
    SENT = "sent"
    FAILED = "failed"
    UNSURE = "unsure"
    """Perhaps it arrived: never sent again, somebody calls."""
    DROPPED = "dropped"


N, D = NotificationState, DeliveryState
NOTIFICATION = StateMachine(
    "notification",
    steps(
        ("send_out", N.WAITING, N.GOING_OUT),
        ("deliver", (N.WAITING, N.GOING_OUT, N.FAILED, N.DELIVERED), N.DELIVERED),
        ("fail", (N.WAITING, N.GOING_OUT), N.FAILED),
        ("drop", (N.WAITING, N.GOING_OUT), N.DROPPED),
    ),
)
DELIVERY = StateMachine(
    "delivery",
    steps(
        ("take", (D.WAITING, D.TAKEN), D.TAKEN),  # a taken one: its lease has run out
        ("leave", D.TAKEN, D.LEAVING),
        ("arrive", (D.WAITING, D.TAKEN, D.LEAVING), D.SENT),  # a waiting one: by a call
        ("retry", (D.WAITING, D.TAKEN, D.LEAVING), D.WAITING),
        ("fail", (D.TAKEN, D.LEAVING), D.FAILED),
        ("lose", D.LEAVING, D.UNSURE),
        ("drop", (D.WAITING, D.TAKEN), D.DROPPED),
    ),
)
OPEN = (D.WAITING, D.TAKEN, D.LEAVING)
