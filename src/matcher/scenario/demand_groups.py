"""Standing shifts, classes and events: visits that want a team, a room, or both."""

from __future__ import annotations

import numpy as np

from matcher.problem import Condition, FacilityNeed, Role, Visit, Window
from matcher.scenario.generate_chance import ATTEMPTS, stands_a_chance
from matcher.scenario.generate_draft import Community, Draft, at, pick, span
from matcher.scenario.generate_facilities import playground_days, steward_id
from matcher.scenario.people_maker import rest_day

CLASSES = (
    ("H05", "健康教育讲座", "health", "meeting", 60, 30),
    ("C20", "广场舞与健身课", "sports", "dance", 60, 20),
    ("C21", "手工绘画课", "art", "class", 90, 16),
    ("C22", "书法摄影课", "art", "class", 90, 16),
    ("P04", "消防安全培训", "patrol", "meeting", 60, 30),
)
"""Code, title, skill, mode, minutes, people."""


def make_group_visits(draft: Draft) -> None:
    for community in draft.communities:
        rng = draft.stream("groups", community)
        _patrols(draft, community)
        _lessons(draft, community)
        _classes(draft, community, rng)
        _mediations(draft, community, rng)
        _stewards(draft, community)
        for number in range(draft.parameters.scaled(draft.parameters.events)):
            _fair(draft, community, number)


def _patrols(draft: Draft, community: Community) -> None:
    """Every evening at 19:00, two to four, one of them trained."""
    meet = draft.stand(draft.site(("market", "room"), community), community)
    for day in _days(draft, draft.parameters.patrols):
        draft.visits.append(
            Visit(
                id=f"{community.code}-patrol{day + 1}",
                service="W06",
                title="晚间治安巡逻",
                place=meet,
                windows=(span(day, "19:00", "20:30"),),
                duration=90,
                roles=(
                    Role(id="leader", skills=frozenset({"patrol"})),
                    Role(id="walker", min=1, desired=2, max=3),
                ),
                conditions=(Condition("party_member", 1),),
                priority=5,
                series=f"{community.code}-patrol",
                risk="medium",
            )
        )


def _lessons(draft: Draft, community: Community) -> None:
    """四点半课堂: working days 16:30-18:00, a tutor for six pupils, everybody's record checked."""
    working = [d for d in range(draft.parameters.days) if not rest_day(draft, d)]
    for day in working[: draft.parameters.scaled(draft.parameters.lessons)]:
        draft.visits.append(
            Visit(
                id=f"{community.code}-lesson{day + 1}",
                service="C19",
                title="四点半课堂",
                need=FacilityNeed(mode="class", people=14, origin=draft.heart(community)),
                windows=(span(day, "16:30", "18:00"),),
                duration=90,
                roles=(Role(id="tutor", skills=frozenset({"tutor"}), min=1, desired=2, max=3),),
                conditions=(Condition("record_checked", None),),
                priority=7,
                groups=frozenset({"minor"}),
                series=f"{community.code}-lessons",
            )
        )


def _classes(draft: Draft, community: Community, rng: np.random.Generator) -> None:
    hall = draft.places[next(f.place for f in draft.facilities if f.id == f"{community.code}-hall")]
    for number in range(draft.parameters.scaled(draft.parameters.classes)):
        hard = rng.random() < draft.parameters.hard
        for _ in range(ATTEMPTS):
            code, title, skill, mode, minutes, people = CLASSES[pick(rng, CLASSES)]
            day = int(rng.integers(draft.parameters.days))
            begin = at(day, "09:00" if rest_day(draft, day) else "19:00") + 30 * int(rng.integers(2))
            window = Window(begin, begin + minutes + 30)
            if hard or stands_a_chance(draft, community, hall, window, minutes, skill=skill):
                break
        draft.visits.append(
            Visit(
                id=f"{community.code}-class{number + 1}",
                service=code,
                title=title,
                need=FacilityNeed(mode=mode, people=people, origin=draft.heart(community)),
                windows=(window,),
                duration=minutes,
                roles=(Role(id="teacher", skills=frozenset({skill})), Role(id="helper", min=0, desired=1, max=1)),
                priority=int(rng.integers(3, 6)),
            )
        )


def _mediations(draft: Draft, community: Community, rng: np.random.Generator) -> None:
    hall = draft.places[next(f.place for f in draft.facilities if f.id == f"{community.code}-hall")]
    for number in range(draft.parameters.scaled(draft.parameters.mediations)):
        hard = rng.random() < draft.parameters.hard
        for _ in range(ATTEMPTS):
            days = rng.choice(draft.parameters.days, size=min(2, draft.parameters.days), replace=False).tolist()
            half = (("09:00", "11:00"), ("14:15", "16:15"), ("18:45", "20:45"))[int(rng.integers(3))]
            minutes = (60, 90)[int(rng.integers(2))]
            windows = tuple(span(d, *half) for d in sorted(days))
            if hard or any(stands_a_chance(draft, community, hall, w, minutes, skill="mediator") for w in windows):
                break
        draft.visits.append(
            Visit(
                id=f"{community.code}-mediation{number + 1}",
                request=f"{community.code}-qm{number + 1}",
                beneficiary=f"{community.code}-m{number + 1}",
                service="W07",
                title="邻里纠纷调解",
                need=FacilityNeed(mode="mediation", people=6, origin=draft.heart(community)),
                windows=windows,
                duration=minutes,
                roles=(Role(id="mediator", skills=frozenset({"mediator"}), min=1, desired=2, max=2),),
                priority=6,
                waiting_days=int(rng.integers(0, 10)),
            )
        )


def _stewards(draft: Draft, community: Community) -> None:
    """Who keeps the playground open: one person from opening to closing."""
    playground = next(f for f in draft.facilities if f.id == f"{community.code}-playground")
    for day in playground_days(draft):
        draft.visits.append(
            Visit(
                id=steward_id(community, day),
                service="C24",
                title="学校操场开放值守",
                place=playground.place,
                windows=(span(day, "14:00", "17:00"),),
                duration=180,
                roles=(Role(id="steward"),),
                conditions=(Condition("record_checked", None),),
                priority=4,
            )
        )


def _fair(draft: Draft, community: Community, number: int) -> None:
    """A fair on a rest day (the first community's on Saturday), 8:00-11:00, with a crew of seven to twelve; the
    tables are set up the evening before."""
    rest = [d for d in range(draft.parameters.days) if rest_day(draft, d)] or [draft.parameters.days - 1]
    day = rest[(number + community.number) % len(rest)]
    square = draft.stand(draft.site(("park", "market", "room"), community), community)
    fair = f"{community.code}-fair{number + 1}"
    draft.visits.append(
        Visit(
            id=fair,
            service="W15",
            title="“红色物业”便民服务集市",
            place=square,
            windows=(Window(at(day, "08:00"), at(day, "11:00")),),
            duration=180,
            roles=(
                Role(id="repair", skills=frozenset({"electrician"}), min=0, desired=1, max=1),
                Role(id="reader", skills=frozenset({"listening"}), min=1, desired=2, max=2),
                Role(id="helper", min=6, desired=7, max=9),
            ),
            conditions=(Condition("party_member", 1),),
            priority=6,
        )
    )
    if day > 0:
        draft.visits.append(
            Visit(
                id=f"{fair}-setup",
                service="W15",
                title="集市搭台布置",
                place=square,
                windows=(span(day - 1, "19:00", "20:15"),),
                duration=60,
                roles=(Role(id="helper", min=2, desired=3, max=3),),
                priority=5,
                needs=(fair,),
            )
        )


def _days(draft: Draft, a_week: int) -> list[int]:
    """The first `a_week` days of every seven."""
    return [d for d in range(draft.parameters.days) if d % 7 < a_week]
