"""Whether a request stands a chance: most people ask for what their community is known to offer, at a time it can."""

from __future__ import annotations

from math import hypot

from matcher.problem import DAY, Place, Window
from matcher.scenario.generate_draft import Community, Draft
from matcher.walking.city import Building

DETOUR = 1.75
"""Walk over straight line between near doors of the synthetic city."""
ATTEMPTS = 12
"""How often a request is drawn again before it stays as it is."""


def stands_a_chance(
    draft: Draft,
    community: Community,
    spot: Building | Place,
    window: Window,
    minutes: int,
    *,
    skill: str,
    sex: str = "",
    insured: bool = False,
    checked: bool = False,
) -> bool:
    """True if somebody of the community with the skill has the time and a short enough way, by estimate."""
    day = window.start // DAY
    for v in draft.people_of(community):
        if v.trainee or v.minor or (sex and v.sex != sex) or (checked and not v.record_checked):
            continue
        if insured and (v.insured_until_day is None or v.insured_until_day < day):
            continue
        if skill and not v.has_skill(skill, day=day):
            continue
        home = draft.places[v.home]
        metres = DETOUR * hypot(home.x - spot.x, home.y - spot.y)
        walk = int((metres / v.pace + home.access_seconds + spot.access_seconds + 30) // 60) + 1
        caps = [c for c in (v.max_minutes_day, v.max_minutes_total) if c is not None]
        if walk > v.max_walk or min(caps, default=minutes) < minutes:
            continue
        back = walk if v.return_home else 0
        for shift in v.availabilities:
            if max(shift.start + walk, window.start) + minutes <= min(shift.end - back, window.end):
                return True
    return False
