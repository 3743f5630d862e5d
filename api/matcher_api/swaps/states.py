"""The life of a swap: nothing changes hands before the other one says yes."""

from __future__ import annotations

from enum import StrEnum

from matcher_api.state_machine import StateMachine, steps


class SwapState(StrEnum):
    ASKED = "asked"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    TAKEN_BACK = "taken_back"


SWAP = StateMachine(
    "swap",
    steps(
        ("accept", SwapState.ASKED, SwapState.ACCEPTED),
        ("decline", SwapState.ASKED, SwapState.DECLINED),
        ("take_back", SwapState.ASKED, SwapState.TAKEN_BACK),
    ),
)
