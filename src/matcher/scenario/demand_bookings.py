"""Uses of a facility without people of ours: cars over night, courts, tables, rooms."""

from __future__ import annotations

from math import hypot

import numpy as np

from matcher.problem import FacilityNeed, Place, Quota, Visit, Window
from matcher.scenario.generate_draft import Community, Draft, pick, span
from matcher.scenario.generate_facilities import playground_days

NEAR_M = 300.0
"""Straight metres: walks of 10-15 minutes through gates."""


def make_bookings(draft: Draft) -> None:
    for community in draft.communities:
        rng = draft.stream("bookings", community)
        for kind, make in (
            ("parking", _parking),
            ("pitch", _pitch),
            ("canteen", _dining),
            ("rooms", _room),
            ("playground", _playground),
        ):
            for number in range(draft.parameters.scaled(getattr(draft.parameters, kind))):
                draft.visits.append(make(draft, community, number, rng))
        _quotas(draft, community)


def _booking(
    draft: Draft,
    community: Community,
    rng: np.random.Generator,
    *,
    what: str,
    number: int,
    service: str,
    title: str,
    facility: str,
    mode: str,
    people: int,
    windows: tuple[Window, ...],
    minutes: int,
    household: str = "",
) -> Visit:
    """A booking by a household that lives near enough to walk there, of a neighbouring community if need be."""
    room = next(f for f in draft.facilities if f.id == f"{community.code}-{facility}")
    spot: Place = draft.places[room.place]
    near = community.within(spot, NEAR_M)
    if hypot(near[0].x - spot.x, near[0].y - spot.y) > NEAR_M:
        near = min(
            (c.within(spot, NEAR_M) for c in draft.communities),
            key=lambda some: hypot(some[0].x - spot.x, some[0].y - spot.y),
        )
    return Visit(
        id=f"{community.code}-{what}{number + 1}",
        request=f"{community.code}-q{what}{number + 1}",
        beneficiary=household or f"{community.code}-{what[0]}h{number + 1}",
        service=service,
        title=title,
        need=FacilityNeed(
            mode=mode,
            people=people,
            origin=draft.stand(near[pick(rng, near)], community),
            max_walk=20,
            pace=(0.9, 1.0, 1.2)[int(rng.integers(3))],
        ),
        windows=windows,
        duration=minutes,
        priority=int(rng.integers(1, 5)),
    )


def _parking(draft: Draft, community: Community, number: int, rng: np.random.Generator) -> Visit:
    day = int(rng.integers(draft.parameters.days))
    return _booking(
        draft,
        community,
        rng,
        what="parking",
        number=number,
        service="B17",
        title="夜间停车",
        facility="parking",
        mode="parking",
        people=1,
        windows=(span(day, "18:30", "07:30"),),
        minutes=780,
    )


def _pitch(draft: Draft, community: Community, number: int, rng: np.random.Generator) -> Visit:
    """The first household asks twice as its quota allows, and a third time where there are five bookings or more."""
    day = int(rng.integers(draft.parameters.days))
    mode, people = (("badminton", 4), ("basketball", 10))[int(rng.random() < 0.3)]
    regular = number < (3 if draft.parameters.pitch >= 5 else 2)
    return _booking(
        draft,
        community,
        rng,
        what="court",
        number=number,
        service="C25",
        title="羽毛球" if mode == "badminton" or regular else "篮球",
        facility="pitch",
        mode="badminton" if regular else mode,
        people=4 if regular else people,
        windows=(span(day, "18:00", "21:00"),),
        minutes=60 if rng.random() < 0.6 else 90,
        household=f"{community.code}-ch1" if regular else "",
    )


def _dining(draft: Draft, community: Community, number: int, rng: np.random.Generator) -> Visit:
    day = int(rng.integers(draft.parameters.days))
    return _booking(
        draft,
        community,
        rng,
        what="table",
        number=number,
        service="B16",
        title="单位食堂错时用餐",
        facility="canteen",
        mode="dining",
        people=int(rng.integers(4, 17)),
        windows=(span(day, "11:00", "13:30"),),
        minutes=(60, 75, 90)[int(rng.integers(3))],
    )


def _room(draft: Draft, community: Community, number: int, rng: np.random.Generator) -> Visit:
    day = int(rng.integers(draft.parameters.days))
    small = draft.parameters.facilities >= 6 and rng.random() < 0.5
    mode, title, facility = ("chess", "棋牌活动", "room") if small else ("dance", "舞蹈队排练", "hall")
    return _booking(
        draft,
        community,
        rng,
        what="room",
        number=number,
        service="C09",
        title=title,
        facility=facility,
        mode=mode,
        people=8 if small else 16,
        windows=(span(day, "18:00", "21:30"),),
        minutes=90,
    )


def _playground(draft: Draft, community: Community, number: int, rng: np.random.Generator) -> Visit:
    days = playground_days(draft)
    return _booking(
        draft,
        community,
        rng,
        what="play",
        number=number,
        service="C24",
        title="学校操场亲子运动",
        facility="playground",
        mode="playground",
        people=int(rng.integers(6, 21)),
        windows=(span(days[number % len(days)], "14:00", "17:00"),),
        minutes=90,
    )


def _quotas(draft: Draft, community: Community) -> None:
    if draft.parameters.pitch >= 2:
        draft.quotas.append(Quota(f"{community.code}-ch1", "badminton", 2))
