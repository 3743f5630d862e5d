"""Volunteers, staff and providers' workers of a synthetic community."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

import numpy as np

from matcher.problem import TRAINEE, Kind, Skill, Volunteer, Window
from matcher.scenario.generate_draft import Community, Draft, pick, span

Slot = tuple[str, str, str]
"""Days (`work`, `rest`, `any`), from, to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """Shares are of the people of a profile; `skills` with the share that holds each."""

    tag: str
    slots: tuple[Slot, ...]
    paces: tuple[float, ...]
    walks: tuple[int, ...]
    skills: tuple[tuple[str, float], ...]
    party: float = 0.15
    insured: float = 0.7
    checked: float = 0.3
    minors: float = 0.0


MORNING: Slot = ("work", "08:30", "11:30")
AFTERNOON: Slot = ("work", "14:00", "17:00")
AFTER_SCHOOL: Slot = ("work", "16:00", "18:30")
EVENING: Slot = ("any", "18:30", "21:30")
REST_MORNING: Slot = ("rest", "07:30", "11:30")
REST_DAY: Slot = ("rest", "08:00", "14:00")
FLEXIBLE = (MORNING, AFTERNOON)
"""Shifts that begin up to an hour later for some."""
REST_AFTERNOON: Slot = ("rest", "13:30", "17:30")

PROFILE = {
    "retiree": Profile(
        tag="retiree",
        slots=(MORNING, AFTERNOON, MORNING, AFTERNOON, AFTER_SCHOOL, REST_MORNING),
        paces=(0.9, 1.0),
        walks=(12, 15, 15),
        skills=(
            ("carer", 0.55),
            ("listening", 0.4),
            ("mediator", 0.15),
            ("patrol", 0.3),
            ("art", 0.25),
            ("electrician", 0.1),
        ),
        party=0.3,
    ),
    "party": Profile(
        tag="party",
        slots=(EVENING, EVENING, EVENING, REST_MORNING, REST_AFTERNOON, REST_DAY, MORNING),
        paces=(1.0, 1.2),
        walks=(15, 15, 20),
        skills=(
            ("patrol", 0.6),
            ("mediator", 0.2),
            ("carer", 0.25),
            ("listening", 0.25),
            ("host", 0.2),
            ("electrician", 0.12),
            ("lawyer", 0.1),
        ),
        party=1.0,
        insured=0.85,
        checked=0.5,
    ),
    "teacher": Profile(
        tag="teacher",
        slots=(AFTER_SCHOOL, AFTER_SCHOOL, AFTER_SCHOOL, EVENING, REST_MORNING, REST_AFTERNOON),
        paces=(1.0, 1.2),
        walks=(15, 15, 20),
        skills=(("tutor", 0.95), ("art", 0.3), ("sports", 0.35), ("host", 0.25), ("listening", 0.3)),
        checked=0.95,
    ),
    "student": Profile(
        tag="student",
        slots=(REST_MORNING, REST_AFTERNOON, AFTER_SCHOOL, REST_DAY),
        paces=(1.2,),
        walks=(15, 20),
        skills=(("tutor", 0.25), ("sports", 0.3), ("computer", 0.4)),
        party=0.0,
        insured=0.4,
        checked=0.3,
        minors=0.5,
    ),
    "company": Profile(
        tag="company",
        slots=(EVENING, EVENING, EVENING, REST_MORNING, REST_AFTERNOON, AFTERNOON),
        paces=(1.2,),
        walks=(15, 20),
        skills=(
            ("electrician", 0.24),
            ("plumber", 0.22),
            ("nurse", 0.22),
            ("health", 0.3),
            ("patrol", 0.25),
            ("carer", 0.2),
            ("lawyer", 0.1),
            ("computer", 0.3),
            ("haircut", 0.08),
        ),
        insured=0.8,
    ),
}


def make_people(draft: Draft) -> None:
    """The volunteers of every community, then its staff and a provider's worker."""
    for community in draft.communities:
        rng = draft.stream("people", community)
        parameters = draft.parameters
        people = parameters.population / parameters.communities
        names = sorted(parameters.mix)
        for k in range(round(parameters.active_per_1000 * people / 1000)):
            profile = PROFILE[names[pick(rng, names, [parameters.mix[n] for n in names])]]
            draft.volunteers.append(_volunteer(draft, community, profile, k + 1, rng))
        if people >= 1000:
            draft.volunteers += _on_duty(draft, community, rng)


def _volunteer(
    draft: Draft, community: Community, profile: Profile, number: int, rng: np.random.Generator
) -> Volunteer:
    sex = "f" if rng.random() < 0.58 else "m"
    minor = bool(rng.random() < profile.minors)
    tags = {profile.tag} | ({"party_member"} if not minor and rng.random() < profile.party else set())
    if not minor and rng.random() < 0.07:
        tags.add(TRAINEE)
    held = tuple(
        Skill(name, int(rng.integers(-10, 200)) if rng.random() < 0.15 else None)
        for name, share in profile.skills
        if rng.random() < share and not (minor and name == "tutor")
    )
    served = int(rng.integers(0, 41)) * 15
    return Volunteer(
        id=f"{community.code}-v{number:03d}",
        name=draft.fiction.name(sex),
        home=draft.stand(community.buildings[pick(rng, community.buildings)], community),
        sex=sex,
        tags=frozenset(tags),
        skills=held,
        availabilities=_shifts(profile.slots, draft, rng),
        pace=profile.paces[pick(rng, profile.paces)],
        max_walk=profile.walks[pick(rng, profile.walks)],
        max_minutes_day=(120, 180, 240)[pick(rng, "abc")] if rng.random() < 0.4 else None,
        max_minutes_total=(240, 360, 480)[pick(rng, "abc")] if rng.random() < 0.3 else None,
        max_visits_day=(2, 3)[pick(rng, "ab")] if rng.random() < 0.5 else None,
        minor=minor,
        guardian_consent=minor and bool(rng.random() < 0.75),
        record_checked=bool(rng.random() < profile.checked),
        insured_until_day=_insured(profile.insured, rng),
        return_home=bool(rng.random() < 0.12),
        history_minutes=served,
        history_offered_minutes=served + int(rng.integers(8, 60)) * 15,
    )


def _insured(share: float, rng: np.random.Generator) -> int | None:
    """Most policies outlast the week, some end in it."""
    wish, days = rng.random(), int(rng.integers(20, 300))
    if wish >= share:
        return None
    return int(days % 5) if wish < 0.08 * share else days


def _shifts(slots: Sequence[Slot], draft: Draft, rng: np.random.Generator) -> tuple[Window, ...]:
    """One to three a week, at most one a day."""
    days = draft.parameters.days
    wanted = max(1, round((1, 2, 3, 3)[int(rng.integers(4))] * days / 7))
    taken: dict[int, Window] = {}
    for _ in range(4 * wanted):
        when, first, last = slots[pick(rng, slots)]
        open_days = [d for d in range(days) if _fits(draft, d, when) and d not in taken]
        late = int(rng.integers(3)) * 30
        if open_days and len(taken) < wanted:
            day = open_days[pick(rng, open_days)]
            window = span(day, first, last)
            taken[day] = Window(window.start + late, window.end) if (when, first, last) in FLEXIBLE else window
    return tuple(taken[d] for d in sorted(taken))


def _fits(draft: Draft, day: int, when: str) -> bool:
    return when == "any" or (when == "rest") == rest_day(draft, day)


def rest_day(draft: Draft, day: int) -> bool:
    """Saturday or Sunday."""
    return (draft.parameters.start + timedelta(days=day)).weekday() >= 5


def _on_duty(draft: Draft, community: Community, rng: np.random.Generator) -> list[Volunteer]:
    """Two on duty in the community's office, one guard for the evenings, one electrician of a certified provider."""
    work = [d for d in range(draft.parameters.days) if not rest_day(draft, d)]
    every = range(draft.parameters.days)
    day_shifts = tuple(span(d, *hours) for d in work for hours in (("08:30", "11:30"), ("14:00", "17:00")))
    rows: tuple[tuple[str, Kind, tuple[str, ...], tuple[Window, ...]], ...] = (
        ("s1", "staff", ("clerk", "mediator", "carer"), day_shifts),
        ("s2", "staff", ("clerk", "listening", "patrol"), day_shifts),
        ("s3", "staff", ("patrol",), tuple(span(d, "18:30", "21:30") for d in every)),
        ("w1", "worker", ("electrician", "plumber"), tuple(span(d, "14:00", "17:30") for d in work[::2] or every)),
    )
    out = []
    for code, kind, skills, shifts in rows:
        sex = "f" if rng.random() < 0.4 else "m"
        site = draft.site(("room", "market", "office"), community) if code in ("s1", "s3") else None
        home = draft.stand(site, community) if site else _base(draft, community, rng)
        out.append(
            Volunteer(
                id=f"{community.code}-{code}",
                name=draft.fiction.name(sex),
                kind=kind,
                home=home,
                sex=sex,
                tags=frozenset({"on_duty", "party_member"} if kind == "staff" else {"provider"}),
                skills=tuple(Skill(s) for s in skills),
                availabilities=shifts,
                max_walk=20 if kind == "worker" else 15,
                max_visits_day=4,
                record_checked=True,
                insured_until_day=300,
                certified_until_day=180 if kind == "worker" else None,
            )
        )
    return out


def _base(draft: Draft, community: Community, rng: np.random.Generator) -> str:
    return draft.stand(community.buildings[pick(rng, community.buildings)], community)
