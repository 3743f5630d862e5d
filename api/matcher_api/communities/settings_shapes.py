"""Settings of a community, as docs/scenario.md has them, and those of the service."""

from __future__ import annotations

from itertools import pairwise
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator

Points = Annotated[int, Field(ge=0, le=1_000_000)]
Seconds = Annotated[int, Field(ge=0, le=3600)]


class WeightsSet(BaseModel):
    """Points of the objective."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"walk": 2}]})

    desired_person: Points = 30
    published_served: Points = 200
    pair_changed: Points = 150
    moved: Points = 100
    dropped: Points = 1000
    fairness: tuple[Points, Points, Points] = (10, 20, 40)
    walk: Points = 1
    series_volunteer: Points = 30
    preferred: Points = 15


class PolicySet(BaseModel):
    """`gap` minutes between two visits at different places, `grid` minutes between starts of shared visits."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"gap": 10}]})

    gap: int = Field(default=5, ge=0, le=1440)
    grid: int = Field(default=15, ge=1, le=1440)
    max_people_changed: int | None = Field(default=None, ge=0, le=1_000_000)


class WalkingSet(BaseModel):
    """`source` empty: the walks table if there is one, else streets, else straight lines."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"signal_seconds": 45}]})

    source: Literal["streets", "table", "approximate"] | None = None
    limit_minutes: int = Field(default=15, ge=0, le=1440)
    pace: float = Field(default=1.0, ge=0.1, le=10)
    steps_factor: float = Field(default=0.5, ge=0.01, le=1)
    signal_seconds: Seconds = 30
    zebra_seconds: Seconds = 8
    gate_seconds: Seconds = 12
    snap_limit_m: float = Field(default=150.0, ge=1, le=5000)
    detour: float = Field(default=1.4, ge=1, le=10)


Clock = Annotated[str, Field(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$", description="HH:MM of the community's zone")]

CALL_OFF_MOST = 72
"""Hours before its start at which a visit may be called off at the earliest."""


class ServiceSet(BaseModel):
    """Of the service: hours to answer an offer, days of a public notice before a provider's contract, hours before a
    slot until which requests for it are collected (0: first come), minutes after which an unused booking is free.

    Of the day itself: minutes before the start from which people check in, minutes after the end until which they
    check out, minutes after the start from which somebody is a no-show, roles of a team whose holder verifies the
    others' work, hours before the start from which people are asked whether they still come, hours after the end from
    which work nobody verified is at risk.

    Of what people say afterwards: days after a visit in which it can be rated, days after what happened in which it can
    be complained of, days in which a complaint is answered.

    Nothing is sent from `quiet_from` on; what waits goes out at `quiet_until` (`quiet_from` null: at any hour), but
    for what begins before it would be told. An emergency is offered to `emergency_offers` people at once, who have
    `emergency_minutes` to answer. A visit that lacks people `call_off_hours` before its start, and nobody is left who
    may still answer, is called off. What is published to begin within `freeze_hours` stays as it is published.

    `stars`: hours served for the first star, the second …, each more than the one before."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"notice_days": 7}]})

    answer_hours: float = Field(default=24, gt=0, le=720)
    notice_days: int = Field(default=7, ge=1, le=90)
    cutoff_hours: float = Field(default=0, ge=0, le=8760)
    release_minutes: int = Field(default=15, ge=0, le=1440)
    quiet_from: Clock | None = "21:00"
    quiet_until: Clock = "08:00"
    emergency_offers: int = Field(default=3, ge=1, le=50)
    emergency_minutes: int = Field(default=30, ge=5, le=1440)
    freeze_hours: float = Field(default=0, ge=0, le=720)
    call_off_hours: float = Field(default=2, ge=0, le=CALL_OFF_MOST)
    check_in_minutes: int = Field(default=30, ge=0, le=1440)
    check_out_minutes: int = Field(default=120, ge=0, le=1440)
    no_show_minutes: int = Field(default=15, ge=0, le=1440)
    reconfirm_hours: float = Field(default=24, ge=0, le=168)
    verify_hours: float = Field(default=48, ge=0, le=720)
    rate_days: int = Field(default=14, ge=1, le=366)
    complain_days: int = Field(default=60, ge=1, le=3660)
    complaint_days: int = Field(default=15, ge=1, le=366)
    stars: tuple[Annotated[int, Field(ge=1, le=100_000)], ...] = Field(
        default=(100, 300, 600, 1000, 1500), max_length=20
    )
    lead_roles: tuple[Annotated[str, Field(min_length=1, max_length=80)], ...] = ("leader",)

    @field_validator("stars")
    @classmethod
    def _rising(cls, stars: tuple[int, ...]) -> tuple[int, ...]:
        if any(b <= a for a, b in pairwise(stars)):
            raise ValueError("each star needs more hours than the one before")
        return stars
