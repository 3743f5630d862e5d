"""The named rules that make xizha-week hard on purpose.

Each rule adds visits that stay unserved for one reason, and changes people only as far as that reason needs; the
rest of the week is left as it was generated. `RULES` lists them with the reason each is there for.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from math import hypot

from matcher.problem import DAY, FacilityNeed, Role, Skill, Visit, Volunteer, Window
from matcher.scenario.generate_draft import Community, Draft, span
from matcher.walking import Door, walks_between

MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY, SATURDAY = range(6)
EVENING = 18 * 60 + 30


def shape_people_and_visits(draft: Draft) -> None:
    """Applies every rule of `RULES` in order."""
    for _, rule in RULES:
        rule(draft, draft.communities[0])


def nobody_has_the_skill(draft: Draft, community: Community) -> None:
    """A deaf resident needs a sign-language interpreter; nobody signs."""
    draft.visits.append(
        _at_home(draft, community, 0, "sign", "G05", "听障居民办事，需要手语翻译", "sign_language", 45, ("elder",))
    )


def skilled_but_busy(draft: Draft, community: Community) -> None:
    """A lawyer is wanted on Tuesday morning; those who are lawyers work then."""
    hours = span(TUESDAY, "08:30", "10:30")
    _grant(draft, "lawyer", [v.id for v in draft.volunteers if "company" in v.tags and not v.minor][:2])
    draft.volunteers = [
        replace(v, availabilities=tuple(w for w in v.availabilities if not _meet(w, hours)))
        if any(s.name == "lawyer" for s in v.skills)
        else v
        for v in draft.volunteers
    ]
    visit = _at_home(draft, community, 1, "lawyer", "W05", "明早开庭前想请律师看材料", "lawyer", 30, ("low_income",))
    draft.visits.append(replace(visit, windows=(hours,), waiting_days=3))


def too_far_to_walk(draft: Draft, community: Community) -> None:
    """A patient lives in the farthest corner of the city; no nurse's walk reaches that far."""
    x, y = community.middle
    far = max(draft.city.buildings, key=lambda b: (hypot(b.x - x, b.y - y), b.id))
    place = draft.stand(far, replace(community, name="邻近社区"))
    people = [v for v in draft.volunteers if any(s.name == "nurse" for s in v.skills)]
    minutes = _minutes_to(draft, place, people)
    limits = {v.id: m - 1 for v in people if (m := minutes.get(v.id)) is not None and m <= v.max_walk}
    draft.volunteers = [replace(v, max_walk=limits.get(v.id, v.max_walk)) for v in draft.volunteers]
    visit = _at_home(draft, community, 2, "far", "H09", "术后换药，请护士上门", "nurse", 30, ("elder",))
    days = (TUESDAY, WEDNESDAY, THURSDAY, SATURDAY)
    draft.visits.append(replace(visit, place=place, windows=tuple(span(d, "14:00", "21:00") for d in days), priority=6))


def too_few_at_one_time(draft: Draft, community: Community) -> None:
    """A clearing-out asks for one carer more than are ever free together, though over the week there are enough."""
    windows = tuple(span(d, *h) for d in range(5) for h in (("08:30", "11:30"), ("14:00", "17:00")))
    title = "帮困难家庭清理堆物、大扫除"
    visit = _at_home(draft, community, 3, "clearing", "W09", title, "carer", 90, ("low_income",))
    carers = [v for v in draft.volunteers if any(s.name == "carer" for s in v.skills) and not v.trainee]
    minutes = _minutes_to(draft, str(visit.place), carers)
    near = [v for v in carers if v.id in minutes and minutes[v.id] <= v.max_walk]
    together = max(sum(any(_meet(w, a) for a in v.availabilities) for v in near) for w in windows)
    role = Role(id="carer", skills=frozenset({"carer"}), min=together + 1)
    draft.visits.append(replace(visit, windows=windows, roles=(role,), priority=4))


def uninsured_for_the_risk(draft: Draft, community: Community) -> None:
    """Dead branches over a playground: two know how to climb and saw, neither is insured."""
    uninsured = [v.id for v in draft.volunteers if not v.minor and v.insured_until_day is None and not v.trainee]
    _grant(draft, "tree_climbing", uninsured[:2])
    visit = _at_home(
        draft, community, 4, "branches", "W15", "院内大树枯枝有坠落危险，请人锯除", "tree_climbing", 90, ()
    )
    days = (TUESDAY, THURSDAY, SATURDAY)
    draft.visits.append(replace(visit, windows=tuple(span(d, "08:00", "12:00") for d in days), risk="high", priority=7))


def no_room_is_large_enough(draft: Draft, community: Community) -> None:
    """A report for eighty people; the largest room seats sixty."""
    draft.visits.append(
        Visit(
            id=f"{community.code}-report",
            service="C18",
            title="社区党建报告会",
            need=FacilityNeed(mode="meeting", people=80),
            windows=(span(THURSDAY, "18:30", "21:30"),),
            duration=90,
            roles=(Role(id="host", skills=frozenset({"host"})),),
            priority=4,
        )
    )


def the_pitch_is_contested(draft: Draft, community: Community) -> None:
    """Three teams of regulars want ninety minutes of the pitch each, on one free evening of three hours."""
    evening = span(_free_day(draft, ("badminton", "basketball")), "18:00", "21:00")
    pitch = next(f for f in draft.facilities if f.id == f"{community.code}-pitch")
    near = community.within(draft.places[pitch.place], 250.0)
    for number in range(3):
        draft.visits.append(
            Visit(
                id=f"{community.code}-league{number + 1}",
                request=f"{community.code}-qleague{number + 1}",
                beneficiary=f"{community.code}-team{number + 1}",
                service="C25",
                title="羽毛球联赛训练",
                need=FacilityNeed(
                    mode="badminton",
                    people=6,
                    origin=draft.stand(near[number * len(near) // 3], community),
                    max_walk=20,
                ),
                windows=(evening,),
                duration=90,
                priority=2 + number,
            )
        )


def two_guaranteed_one_nurse(draft: Draft, community: Community) -> None:
    """Two patients must have their dressings changed on Wednesday evening; one volunteer is licensed for it."""
    nurse = next(
        v
        for v in draft.volunteers
        if "company" in v.tags and v.insured_until_day is not None and not v.minor and not v.trainee
    )
    evening = span(WEDNESDAY, "18:30", "21:30")
    others = tuple(w for w in nurse.availabilities if w.start // DAY != WEDNESDAY)
    draft.volunteers = [
        replace(
            v,
            availabilities=(*others, evening),
            skills=(*v.skills, Skill("wound_care", 200)),
            insured_until_day=200,
            max_minutes_day=None,
            max_minutes_total=None,
        )
        if v.id == nurse.id
        else v
        for v in draft.volunteers
    ]
    home = draft.places[nurse.home]
    near = sorted(community.buildings, key=lambda b: (hypot(b.x - home.x, b.y - home.y), b.id))[1:4:2]
    title = "伤口换药，请护士上门"
    for number, building in enumerate(near):
        visit = _at_home(
            draft,
            community,
            5 + number,
            f"dressing{number + 1}",
            "H09",
            title,
            "wound_care",
            45,
            ("elder",),
        )
        draft.visits.append(
            replace(
                visit,
                place=draft.stand(building, community),
                windows=(span(WEDNESDAY, "19:00", "20:15"),),
                guaranteed=True,
                priority=9 - number,
                risk="medium",
            )
        )


def the_hall_switches(draft: Draft, community: Community) -> None:
    """A dance group wants the hall half an hour after the lessons end: chairs out, changeover in between."""
    hall = next(f for f in draft.facilities if f.id == f"{community.code}-hall")
    near = community.within(draft.places[hall.place], 250.0)
    draft.visits.append(
        Visit(
            id=f"{community.code}-dance",
            request=f"{community.code}-qdance",
            beneficiary=f"{community.code}-dancers",
            service="C09",
            title="舞蹈队排练",
            need=FacilityNeed(mode="dance", people=20, origin=draft.stand(near[0], community), max_walk=15),
            windows=(span(_free_day(draft, ("class", "dance", "meeting", "mediation")), "18:00", "20:00"),),
            duration=90,
            priority=4,
        )
    )


Rule = Callable[[Draft, Community], None]
RULES: tuple[tuple[str, Rule], ...] = (
    ("skills", nobody_has_the_skill),
    ("availability", skilled_but_busy),
    ("walking", too_far_to_walk),
    ("team", too_few_at_one_time),
    ("risk", uninsured_for_the_risk),
    ("facility_mode", no_room_is_large_enough),
    ("facility_taken", the_pitch_is_contested),
    ("outweighed", two_guaranteed_one_nurse),
    ("", the_hall_switches),
)
"""(the reason code one of its visits stays unserved for, the rule); the last rule is only for the hall."""


def _at_home(
    draft: Draft,
    community: Community,
    number: int,
    what: str,
    service: str,
    title: str,
    skill: str,
    minutes: int,
    groups: tuple[str, ...],
) -> Visit:
    """A visit of one skilled person at one of the homes near the middle, on any of three days."""
    x, y = community.middle
    homes = sorted(community.buildings, key=lambda b: (hypot(b.x - x, b.y - y), b.id))
    return Visit(
        id=f"{community.code}-{what}",
        request=f"{community.code}-q{what}",
        beneficiary=f"{community.code}-x{number + 1}",
        service=service,
        title=title,
        place=draft.stand(homes[3 * number], community),
        windows=tuple(span(d, "09:00", "11:30") for d in (TUESDAY, WEDNESDAY, THURSDAY)),
        duration=minutes,
        roles=(Role(id="helper", skills=frozenset({skill})),),
        priority=5,
        groups=frozenset(groups),
    )


def _grant(draft: Draft, skill: str, people: list[str]) -> None:
    """Gives people a skill they do not have yet."""
    draft.volunteers = [
        replace(v, skills=(*v.skills, Skill(skill))) if v.id in people and all(s.name != skill for s in v.skills) else v
        for v in draft.volunteers
    ]


def _meet(one: Window, other: Window) -> bool:
    return one.start < other.end and other.start < one.end


def _minutes_to(draft: Draft, place: str, people: list[Volunteer]) -> dict[str, int]:
    """Walking minutes of people from home to a place, each at their own pace; absent where farther than an hour."""
    here = dict.fromkeys([place, *(v.home for v in people)])
    doors = [Door(p.id, p.x, p.y, p.access_seconds) for p in (draft.places[i] for i in here)]
    paces = sorted({v.pace for v in people})
    walks = walks_between(draft.city.network, doors, paces=paces, limit_minutes=60) if people else None
    if walks is None:
        return {}
    found = {v.id: walks.minutes(v.pace, v.home, place) for v in people}
    return {i: m for i, m in found.items() if m is not None}


def _free_day(draft: Draft, modes: tuple[str, ...]) -> int:
    """The first working day on which no visit may take a facility of these modes in the evening."""
    busy = {
        w.start // DAY
        for v in draft.visits
        if v.need is not None and v.need.mode in modes
        for w in v.windows
        if w.end % DAY > EVENING
    }
    return next((d for d in (TUESDAY, THURSDAY, WEDNESDAY, MONDAY, FRIDAY) if d not in busy), TUESDAY)
