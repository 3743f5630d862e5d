"""Borrowed rooms, yards and car parks of a synthetic community, open at the odd hours seen in Shandong."""

from __future__ import annotations

from matcher.problem import Facility, Opening
from matcher.scenario.generate_draft import Community, Draft, span
from matcher.scenario.people_maker import rest_day
from matcher.walking.city import SiteKind


def make_facilities(draft: Draft) -> None:
    """Five a community, up to seven by the parameter `facilities`."""
    for community in draft.communities:
        made = (_hall, _canteen, _car_park, _pitch, _playground, _room, _mediation)
        for make in made[: draft.parameters.facilities]:
            draft.facilities.append(make(draft, community))


def steward_id(community: Community, day: int) -> str:
    """The visit that keeps the playground open on a day."""
    return f"{community.code}-steward{day + 1}"


def playground_days(draft: Draft) -> list[int]:
    """Days the playground opens: the first rest days, else the first days."""
    days = range(draft.parameters.days)
    wanted = min(draft.parameters.playground, len(days))
    rest = [d for d in days if rest_day(draft, d)]
    return sorted((rest + [d for d in days if d not in rest])[:wanted])


def _place(draft: Draft, community: Community, *kinds: SiteKind) -> str:
    return draft.stand(draft.site(kinds, community), community)


def _every_day(draft: Draft, first: str, last: str) -> tuple[Opening, ...]:
    return tuple(Opening(w.start, w.end) for d in range(draft.parameters.days) for w in (span(d, first, last),))


def _hall(draft: Draft, community: Community) -> Facility:
    """One room, many uses: half an hour of moving tables between two of them."""
    return Facility(
        id=f"{community.code}-hall",
        name=f"{community.name}多功能活动中心",
        owner=f"{community.name}居委会",
        place=_place(draft, community, "room", "market"),
        modes={"class": 40, "meeting": 60, "dance": 30, "mediation": 12},
        openings=_every_day(draft, "08:00", "21:30"),
        changeover=30,
    )


def _canteen(draft: Draft, community: Community) -> Facility:
    """A unit's canteen, shared by table."""
    return Facility(
        id=f"{community.code}-canteen",
        name=f"{community.name}驻区单位食堂",
        owner="驻区单位",
        place=_place(draft, community, "office", "market", "room"),
        modes={"dining": 40},
        openings=tuple(
            Opening(w.start, w.end)
            for d in range(draft.parameters.days)
            for hours in (("11:00", "13:30"), ("17:00", "19:30"))[: 2 if rest_day(draft, d) else 1]
            for w in (span(d, *hours),)
        ),
        exclusive=False,
        cost=6,
    )


def _car_park(draft: Draft, community: Community) -> Facility:
    """A unit's car park over night."""
    return Facility(
        id=f"{community.code}-parking",
        name=f"{community.name}驻区单位停车场",
        owner="驻区单位",
        place=_place(draft, community, "car_park", "office"),
        modes={"parking": 12},
        openings=_every_day(draft, "18:30", "07:30"),
        exclusive=False,
        cost=1,
    )


def _pitch(draft: Draft, community: Community) -> Facility:
    """A school's courts after lessons."""
    return Facility(
        id=f"{community.code}-pitch",
        name=f"{community.name}学校球场",
        owner="学校",
        place=_place(draft, community, "school", "park"),
        modes={"badminton": 8, "basketball": 12},
        openings=tuple(
            Opening(w.start, w.end)
            for d in range(draft.parameters.days)
            for w in (span(d, "08:00", "21:00") if rest_day(draft, d) else span(d, "18:00", "21:00"),)
        ),
        changeover=15,
        cost=4,
    )


def _playground(draft: Draft, community: Community) -> Facility:
    """A school's playground: open only while somebody keeps it."""
    days = playground_days(draft)
    openings = [Opening(w.start, w.end, steward_id(community, d)) for d in days for w in (span(d, "14:00", "17:00"),)]
    return Facility(
        id=f"{community.code}-playground",
        name=f"{community.name}学校操场",
        owner="学校",
        place=_place(draft, community, "park", "school"),
        modes={"playground": 60},
        openings=tuple(openings),
        exclusive=False,
        cost=2,
    )


def _room(draft: Draft, community: Community) -> Facility:
    """A small room in the evening."""
    return Facility(
        id=f"{community.code}-room",
        name=f"{community.name}活动室",
        owner=f"{community.name}居委会",
        place=_place(draft, community, "room", "market"),
        modes={"chess": 12, "meeting": 16},
        openings=tuple(
            Opening(w.start, w.end)
            for d in range(draft.parameters.days)
            for w in (span(d, "14:00", "21:30") if rest_day(draft, d) else span(d, "18:00", "21:30"),)
        ),
        changeover=15,
    )


def _mediation(draft: Draft, community: Community) -> Facility:
    """The mediation room of the community's office, in office hours."""
    return Facility(
        id=f"{community.code}-mediation",
        name=f"{community.name}人民调解室",
        owner=f"{community.name}居委会",
        place=_place(draft, community, "room", "office"),
        modes={"mediation": 10},
        openings=tuple(
            Opening(w.start, w.end)
            for d in range(draft.parameters.days)
            if not rest_day(draft, d)
            for hours in (("08:30", "11:30"), ("14:00", "17:30"))
            for w in (span(d, *hours),)
        ),
    )
