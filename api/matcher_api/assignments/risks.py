"""What the coordinator looks at before and after the start: which of the bound people may not come, or came and are
forgotten. Moments in, words out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from matcher_api.assignments.day_times import DayTimes
from matcher_api.assignments.states import COMING, AssignmentState


class Risk(StrEnum):
    STAND_IN_SOUGHT = "stand_in_sought"
    NOT_RECONFIRMED = "not_reconfirmed"
    MISSED_CHECK_IN = "missed_check_in"
    MISSED_CHECK_OUT = "missed_check_out"
    NOT_VERIFIED = "not_verified"


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """Of one assignment: `answered_at` their yes to the offer, `reconfirmed_at` the one the day before; `on_duty`:
    staff, whom nobody asks twice."""

    state: str
    answered_at: datetime | None
    reconfirmed_at: datetime | None
    on_duty: bool = False


def asked_from(start: datetime, hours: float) -> datetime:
    """From then on people are asked whether they still come."""
    return start - timedelta(hours=hours)


def needs_word(known: Known, start: datetime, hours: float) -> bool:
    """Whether a yes of the last hours is missing: a fresh acceptance is one."""
    since = asked_from(start, hours)
    fresh = known.answered_at is not None and known.answered_at >= since
    return known.state == AssignmentState.ACCEPTED and not (fresh or known.on_duty or known.reconfirmed_at is not None)


def risks(known: Known, times: DayTimes, now: datetime, *, reconfirm: float, verify: float) -> tuple[Risk, ...]:
    """In order of urgency; empty where nothing is at risk. `reconfirm`, `verify`: hours before start, after end."""
    found = []
    if known.state in COMING and now >= times.missed:
        found.append(Risk.MISSED_CHECK_IN)
    if known.state == AssignmentState.STAND_IN_SOUGHT:
        found.append(Risk.STAND_IN_SOUGHT)
    if asked_from(times.start, reconfirm) <= now < times.missed and needs_word(known, times.start, reconfirm):
        found.append(Risk.NOT_RECONFIRMED)
    if known.state == AssignmentState.CHECKED_IN and now > times.closes:
        found.append(Risk.MISSED_CHECK_OUT)
    if known.state == AssignmentState.CHECKED_OUT and now >= times.end + timedelta(hours=verify):
        found.append(Risk.NOT_VERIFIED)
    return tuple(found)
