"""The life of an assignment. Nobody is bound before they accept, or under a standing consent they may revoke."""

from __future__ import annotations

from enum import StrEnum

from matcher_api.state_machine import StateMachine, steps


class AssignmentState(StrEnum):
    PROPOSED = "proposed"
    """In a draft; it moves freely and nobody knows of it."""
    OFFERED = "offered"
    NOT_REACHED = "not_reached"
    """The answer is overdue and nothing was delivered: on the call list."""
    ACCEPTED = "accepted"
    DECLINED = "declined"
    LAPSED = "lapsed"
    WITHDRAWN = "withdrawn"
    STAND_IN_SOUGHT = "stand_in_sought"
    SUBSTITUTED = "substituted"
    EXCUSED = "excused"
    CHECKED_IN = "checked_in"
    CHECKED_OUT = "checked_out"
    VERIFIED = "verified"
    NO_SHOW = "no_show"


S = AssignmentState
WAITING = (S.OFFERED, S.NOT_REACHED)
"""May still be accepted."""
COMING = (S.ACCEPTED, S.STAND_IN_SOUGHT)
"""Bound, and not there yet: who seeks a stand-in stays responsible until there is one."""
HOLDING = (*COMING, S.CHECKED_IN, S.CHECKED_OUT, S.VERIFIED)
"""Somebody comes, or came: the role is taken, the minimum counts them, the door opens for them."""
UNSETTLED = (*COMING, S.CHECKED_IN, S.CHECKED_OUT)
"""Holding, with nobody's word yet on what was done."""
MOVABLE = (*WAITING, *COMING)
"""Live, and not begun."""
GONE = (S.DECLINED, S.LAPSED, S.WITHDRAWN, S.SUBSTITUTED, S.EXCUSED, S.NO_SHOW)

ASSIGNMENT = StateMachine(
    "assignment",
    steps(
        ("offer", S.PROPOSED, S.OFFERED),
        ("bind", (S.PROPOSED, *MOVABLE), S.ACCEPTED),  # staff, a standing consent, work taken over
        ("offer_again", MOVABLE, S.OFFERED),  # its time or place changed
        ("accept", WAITING, S.ACCEPTED),
        ("sign_up", S.PROPOSED, S.ACCEPTED),  # picked by the person, who was not asked
        ("decline", WAITING, S.DECLINED),
        ("lapse", S.OFFERED, S.LAPSED),
        ("miss", S.OFFERED, S.NOT_REACHED),
        ("reach", S.NOT_REACHED, S.OFFERED),  # called after all, and thinks about it
        ("withdraw", COMING, S.WITHDRAWN),
        ("release", MOVABLE, S.WITHDRAWN),  # not the person's doing: planned otherwise, or the role is filled
        ("seek_stand_in", S.ACCEPTED, S.STAND_IN_SOUGHT),
        ("keep", S.STAND_IN_SOUGHT, S.ACCEPTED),
        ("substitute", COMING, S.SUBSTITUTED),
        ("check_in", COMING, S.CHECKED_IN),
        ("check_out", S.CHECKED_IN, S.CHECKED_OUT),
        ("verify", S.CHECKED_OUT, S.VERIFIED),
        ("no_show", COMING, S.NO_SHOW),
        ("excuse", (*COMING, S.NO_SHOW), S.EXCUSED),
        ("came_after_all", S.NO_SHOW, S.ACCEPTED),  # the word was wrong
    ),
)
