"""Requests met at somebody's home, by one person or a small team."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise
from typing import cast

import numpy as np

from matcher.problem import Condition, Risk, Role, Visit, Window
from matcher.scenario.demand_catalogue import HOME_SERVICES, HomeService
from matcher.scenario.generate_chance import ATTEMPTS, stands_a_chance
from matcher.scenario.generate_draft import Community, Draft, at, pick, span
from matcher.walking.city import Building


def make_home_visits(draft: Draft) -> None:
    """`requests` of every community, on one or several days, some of them guaranteed; two make a weekly pair."""
    for community in draft.communities:
        rng = draft.stream("home", community)
        count = draft.parameters.scaled(draft.parameters.requests)
        made = [_visit(draft, community, rng, k + 1) for k in range(count)]
        for first, second in pairwise(made):
            if first.service == second.service == "W01" and first.series is None and draft.parameters.days >= 4:
                made[made.index(first)], made[made.index(second)] = _twice(draft, first, second, rng)
                break
        draft.visits += made


@dataclass(frozen=True, slots=True)
class _Wish:
    """What somebody asks for, where and when."""

    service: HomeService
    home: Building
    duration: int
    sex: str
    windows: tuple[Window, ...]


def _wish(draft: Draft, community: Community, rng: np.random.Generator) -> _Wish:
    service = HOME_SERVICES[pick(rng, HOME_SERVICES, [s.weight for s in HOME_SERVICES])]
    duration = service.minutes[pick(rng, service.minutes)]
    return _Wish(
        service=service,
        home=community.buildings[pick(rng, community.buildings)],
        duration=duration,
        sex="f" if rng.random() < 0.6 else "m",
        windows=_windows(draft, service, duration, rng),
    )


def _likely_wish(draft: Draft, community: Community, rng: np.random.Generator) -> _Wish:
    """Drawn again until somebody could come, but for the share of hard ones."""
    hard = rng.random() < draft.parameters.hard
    wish = _wish(draft, community, rng)
    for _ in range(ATTEMPTS):
        if hard or any(_likely(draft, community, wish, window) for window in wish.windows):
            break
        wish = _wish(draft, community, rng)
    return wish


def _likely(draft: Draft, community: Community, wish: _Wish, window: Window) -> bool:
    service = wish.service
    return all(
        stands_a_chance(
            draft,
            community,
            wish.home,
            window,
            wish.duration,
            skill=skill,
            sex=wish.sex if service.same_sex else "",
            insured=service.risk == "high",
        )
        for _, skill, _ in service.crew
    )


def _visit(draft: Draft, community: Community, rng: np.random.Generator, number: int) -> Visit:
    wish = _likely_wish(draft, community, rng)
    service = wish.service
    low, high = service.priority
    priority = int(rng.integers(low, high + 1))
    return Visit(
        id=f"{community.code}-r{number:03d}",
        request=f"{community.code}-q{number:03d}",
        beneficiary=f"{community.code}-h{number:03d}",
        service=service.code,
        title=draft.fiction.sentence(service.sentences),
        place=draft.stand(wish.home, community),
        windows=wish.windows,
        duration=wish.duration,
        roles=tuple(_role(role, skill, people) for role, skill, people in service.crew),
        conditions=(Condition(f"sex:{wish.sex}", None),) if service.same_sex else (),
        priority=priority,
        guaranteed=bool(priority >= 7 and rng.random() < 0.35),
        groups=frozenset(
            {service.groups[pick(rng, service.groups)]} | ({"living_alone"} if service.people > 1 else set())
        ),
        risk=cast(Risk, service.risk),
        waiting_days=int(rng.integers(0, 8)) if rng.random() < 0.4 else 0,
    )


def _role(name: str, skill: str, people: int) -> Role:
    return Role(id=name, skills=frozenset({skill} if skill else ()), min=people)


def _windows(draft: Draft, service: HomeService, duration: int, rng: np.random.Generator) -> tuple[Window, ...]:
    """One part of one day, or of two or three days; teams agree on a time within half an hour, others within two."""
    days = draft.parameters.days
    many = days > 1 and rng.random() < draft.parameters.multi_day
    wanted = min(days, int(rng.integers(2, 4))) if many else 1
    fitting = [h for h in service.hours if at(0, h[1]) - at(0, h[0]) >= duration]
    windows = []
    for day in sorted(rng.choice(days, size=wanted, replace=False).tolist()):
        whole = span(day, *fitting[pick(rng, fitting)])
        room = 30 if service.people > 1 else 120
        slack = max(0, whole.end - whole.start - duration - room) // 30
        start = whole.start + 30 * int(rng.integers(0, slack + 1))
        windows.append(Window(start, min(whole.end, start + duration + room)))
    return tuple(windows)


def _twice(draft: Draft, first: Visit, second: Visit, rng: np.random.Generator) -> tuple[Visit, Visit]:
    """Two visits of one household in the same week, by the same person if possible, days apart."""
    series = f"{first.id}-weekly"
    half = draft.parameters.days // 2
    day = int(rng.integers(half))
    early = (span(day, "08:30", "11:30"),)
    late = tuple(span(d, "08:30", "11:30") for d in (day + half, day + half + 1) if d < draft.parameters.days)
    shared = {"series": series, "min_days_apart": 2, "duration": 60, "groups": first.groups}
    return (
        replace(first, windows=early, **shared),  # type: ignore[arg-type]
        replace(
            second,
            windows=late,
            beneficiary=first.beneficiary,
            place=first.place,
            request=first.request,
            title=first.title,
            **shared,  # type: ignore[arg-type]
        ),
    )
