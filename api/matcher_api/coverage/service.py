"""The coverage of a community on some days, by the library, on its own places and streets."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from zoneinfo import ZoneInfo

import numpy as np
from sqlmodel import col, select

from matcher.coverage import Addition, Circle, Coverage, Gain, Gap, Reader, Wanted, circle, difference, gaps
from matcher.coverage.doors import HOME_KINDS
from matcher.problem import Place as Door
from matcher.report import OVERVIEW, Setting, Words
from matcher.report.coverage_tables import Line, lines
from matcher.report.coverage_words import wanted_name, why_said
from matcher.roster import Roster
from matcher.scenario import Scenario
from matcher.walks import FAR
from matcher_api.access.roles import OFFICE, OVERSIGHT
from matcher_api.catalogue.models import CatalogueItem
from matcher_api.communities.models import Community, Place, WalkRow
from matcher_api.coverage.shapes import CoverageShown, DoorLine, GainShown, GapShown, LineShown
from matcher_api.errors import Refusal
from matcher_api.exports.called import called
from matcher_api.planning.load import Planned, load
from matcher_api.residents.models import Resident
from matcher_api.web.work import Work

READERS = (*OFFICE, *OVERSIGHT)


@dataclass(frozen=True)
class Wish:
    """`pace` metres a second, `limit` minutes, at `most` so many gaps; `place_id`: one door in detail; additions as the
    command line writes them."""

    first_day: date | None = None
    days: int = 7
    pace: float = 0.9
    limit: int = 15
    most: int = 100
    place_id: str | None = None
    sites: Sequence[str] = ()
    gates: Sequence[str] = ()
    openings: Sequence[str] = ()


@dataclass(frozen=True)
class Judged:
    """What the library found, with what it was asked of. `asked`: the one door to be told in detail, by its code."""

    scenario: Scenario
    found: Circle
    homes: Sequence[Place]
    placed: Sequence[Place]
    asked: str | None

    @property
    def shown(self) -> Coverage:
        """With the additions, where there are any."""
        return self.found.then or self.found.now


def judged(work: Work, community_id: str, wish: Wish) -> Judged:
    """From the first day on, today where none is given. Ids in additions and answers are codes."""
    work.require(community_id, *READERS)
    if wish.place_id is not None:
        # Minutes from the nearest nurse tell where one lives.
        work.require(community_id, *OFFICE)
    community = work.get(Community, community_id)
    first_day = wish.first_day or work.now.astimezone(ZoneInfo(community.zone)).date()
    additions = _additions(wish, first_day)
    homes, known = _homes(work, community_id)
    placed = [p for p in homes if p.x is not None and p.y is not None]
    asked = next((p.code for p in placed if p.id == wish.place_id), None)
    if wish.place_id is not None and asked is None:
        raise Refusal("not_found", field="place_id")
    planned = load(
        work.session,
        communities=[community_id],
        first_day=first_day,
        days=wish.days,
        also=frozenset(p.id for p in placed) if _by_table(work, community) else frozenset(),
    )
    scenario = _by_code(work, planned)
    found = circle(
        scenario,
        additions,
        homes=[_door(p) for p in placed],
        residents={p.code: known[p.id] for p in placed if p.id in known},
        pace=wish.pace,
        limit=wish.limit,
    )
    return Judged(scenario, found, homes, placed, asked)


def covered(work: Work, community_id: str, wish: Wish) -> CoverageShown:
    """What every door reaches, in figures."""
    return told(work, community_id, wish, judged(work, community_id, wish))


def told(work: Work, community_id: str, wish: Wish, by: Judged) -> CoverageShown:
    shown, found = by.shown, by.found
    desk = work.actor.in_community(community_id, *OFFICE)
    told = _Told(work, by.scenario, shown, {p.code: p.id for p in by.placed} if desk else None)
    every = gaps(shown)
    return CoverageShown(
        community_id=community_id,
        first_day=by.scenario.start,
        days=wish.days,
        pace=wish.pace,
        limit_minutes=wish.limit,
        walks=shown.source,
        doors=len(by.placed),
        residents=shown.residents,
        residents_known_for=len(shown.doors.residents),
        off_street=len(shown.off_street),
        unplaced=len(by.homes) - len(by.placed),
        lines=[told.line(line) for line in lines(told.zh, shown)],
        gaps=[told.gap(gap) for gap in every[: wish.most]],
        gaps_in_all=len(every),
        what_if=[told.gain(gain) for gain in difference(found.now, found.then)] if found.then else None,
        door=None if by.asked is None else told.door(shown.doors.ids.index(by.asked)),
    )


def _additions(wish: Wish, first_day: date) -> tuple[Addition, ...]:
    reader = Reader(first_day, wish.days)
    for kind, texts in (("site", wish.sites), ("gate", wish.gates), ("opening", wish.openings)):
        reader.texts(kind, texts, where=f"add_{kind}")
    return reader.done()


def _homes(work: Work, community_id: str) -> tuple[list[Place], Mapping[str, int]]:
    """Places of a home's kind and of residents' homes, and registered residents by place."""
    places = work.session.exec(select(Place).where(Place.community_id == community_id).order_by(col(Place.code))).all()
    lived = work.session.exec(
        select(Resident.home_id).where(Resident.community_id == community_id, Resident.state == "active")
    ).all()
    known = Counter(home for home in lived if home is not None)
    return [p for p in places if p.kind.lower() in HOME_KINDS or p.id in known], known


def _by_table(work: Work, community: Community) -> bool:
    """Whether walks come from a table: then the plan must hold every home, as nothing else knows its walks."""
    source = community.walking.get("source")
    if source is not None:
        return bool(source == "table")
    rows = select(WalkRow.id).where(WalkRow.community_id == community.id).limit(1)
    return work.session.exec(rows).first() is not None


def _by_code(work: Work, planned: Planned) -> Scenario:
    """The plan under the codes people use; rooms booked directly are no visits here."""
    whole = called(work.session, planned, Roster(), names=False)
    return replace(planned.scenario, problem=whole.without_bookings().problem)


def _door(place: Place) -> Door:
    assert place.x is not None and place.y is not None
    return Door(place.code, place.kind, place.x, place.y, place.access_seconds, place.building, place.area)


class _Told:
    """In words: uses as the library calls them, services as the catalogue does."""

    def __init__(self, work: Work, scenario: Scenario, shown: Coverage, place_ids: Mapping[str, str] | None) -> None:
        setting = Setting.of(scenario)
        self.zh, self.en = Words(setting, OVERVIEW, "zh"), Words(setting, OVERVIEW, "en")
        self.shown, self.place_ids = shown, place_ids
        codes = [part.wanted.code for part in shown.parts if part.wanted.kind == "service"]
        items = select(CatalogueItem).where(col(CatalogueItem.code).in_(codes), col(CatalogueItem.current).is_(True))
        self.catalogue = {item.code: (item.zh, item.en or item.zh) for item in work.session.exec(items).all()}

    def _names(self, wanted: Wanted) -> dict[str, str]:
        zh, en = wanted_name(self.zh, wanted), wanted_name(self.en, wanted)
        if wanted.kind == "service":
            zh, en = self.catalogue.get(wanted.code, (zh, en))
        return {"kind": wanted.kind, "code": wanted.code, "zh": zh, "en": en}

    def line(self, line: Line) -> LineShown:
        part = line.part
        return LineShown.model_validate(
            self._names(part.wanted)
            | {
                "way": part.way,
                "crew": None if part.crew is None else part.crew.people,
                "there": part.there,
                "reached": line.reached,
                "served": line.served,
                "median_minutes": line.minutes,
                "median_hours": line.hours,
                "residents_by_hour": part.by_hour(self.shown.doors.weights).tolist(),
            }
        )

    def gap(self, gap: Gap) -> GapShown:
        part = self.shown.part_of[gap.wanted]
        return GapShown.model_validate(
            self._names(gap.wanted)
            | {
                "area": gap.area,
                "why": gap.why,
                "why_zh": why_said(self.zh, part, gap.why),
                "why_en": why_said(self.en, part, gap.why),
                "residents": gap.residents,
                "doors": len(gap.doors),
                "least_minutes": gap.least,
                "most_minutes": gap.most,
                "place_ids": None if self.place_ids is None else [self.place_ids[door] for door in gap.doors],
            }
        )

    def door(self, number: int) -> list[DoorLine]:
        found = []
        for part in self.shown.parts:
            minutes, site = int(part.minutes[number]), int(part.site[number])
            values = {
                "reached": bool(part.reached[number]),
                "minutes": minutes if minutes < FAR else None,
                "nearest": part.sites[site] if site >= 0 else None,
                "open_hours": np.flatnonzero(part.open_at(number)[:-1]).tolist(),
            }
            found.append(DoorLine.model_validate(self._names(part.wanted) | values))
        return found

    def gain(self, gain: Gain) -> GainShown:
        return GainShown.model_validate(
            self._names(gain.wanted)
            | {
                "before": gain.before,
                "after": gain.after,
                "doors_gained": len(gain.gained),
                "doors_lost": len(gain.lost),
                "closer": gain.closer,
                "resident_hours": gain.hours,
            }
        )
