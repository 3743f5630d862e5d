"""A Scenario as records of a community: rows refer to each other by ids made here, in the order of the scenario."""

from __future__ import annotations

import secrets
import time
from collections import defaultdict
from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import Any

from matcher.problem import Visit
from matcher.scenario import Scenario
from matcher.scenario.folding import heading
from matcher.scenario.service_policy import HOMES
from matcher.scenario.tables_of import tables_of
from matcher_api.communities.models import Community, Gate, Place, StreetEdge, StreetNode, WalkRow
from matcher_api.database.record import Record
from matcher_api.facilities.models import Facility, FacilityMode, OpeningDate, Rejection
from matcher_api.organisations.models import Organisation
from matcher_api.people.models import AvailabilityDate, PairRow, Person, PersonContact, PersonSkill
from matcher_api.residents.models import QuotaRow, Resident
from matcher_api.rosters.models import PinRow
from matcher_api.visits.models import Visit as VisitRow
from matcher_api.visits.models import VisitRole, VisitWindow


class Records:
    """Everything but what is published."""

    def __init__(self, scenario: Scenario, community: Community) -> None:
        self.scenario, self.community, self.problem = scenario, community, scenario.problem
        self.tables = tables_of(scenario)
        self.own: dict[str, Any] = {"community_id": community.id}
        problem = scenario.problem
        self.places = rising_ids(p.id for p in problem.places)
        self.people = rising_ids(v.id for v in problem.volunteers)
        self.rooms = rising_ids(f.id for f in problem.facilities)
        self.visits = rising_ids(v.id for v in problem.visits)
        asking = [v.beneficiary for v in problem.visits if v.beneficiary]
        self.residents = rising_ids([*asking, *(q.beneficiary for q in problem.quotas)])
        self.owners = rising_ids(f.owner for f in problem.facilities if f.owner)

    def stages(self) -> list[list[Record]]:
        """Each refers to records of those before it."""
        return [
            [self.community],
            self._ground(),
            [*self._owners(), *self._residents()],
            [*self._people(), *self._rooms()],
            [*self._of_people(), *self._visits()],
            [*self._parts(), *self._settled()],
        ]

    def moment(self, minute: int) -> datetime:
        return self.scenario.datetime_of(minute).astimezone(UTC)

    def _date(self, day: int | None) -> date | None:
        return None if day is None else self.scenario.calendar.date_of(day)

    def _ground(self) -> list[Record]:
        own, tables = self.own, self.tables
        first, second = ("x", "y") if self.scenario.datum.value == "local" else ("lon", "lat")
        same = ("access_seconds", "building")
        found: list[Record] = [
            Place(
                id=self.places[p.id], code=p.id, kind=p.kind, x=p.x, y=p.y, area=p.community,
                **{name: getattr(p, name) for name in same}, **own,
            )
            for p in self.problem.places
        ]  # fmt: skip
        found += [
            StreetNode(code=n["node"], x=float(n[first]), y=float(n[second]), **own) for n in tables["street_nodes"]
        ]
        found += [
            StreetEdge(
                position=i,
                a=e["a"],
                b=e["b"],
                length_m=float(e["length_m"]) if e.get("length_m") not in (None, "") else None,
                kind=e.get("kind") or "street",
                extra_seconds=float(e.get("extra_seconds") or 0),
                **own,
            )
            for i, e in enumerate(tables["street_edges"])
        ]
        found += [Gate(code=g["gate"], a=g["a"], b=g["b"], open=g["open"], **own) for g in tables["gates"]]
        return found + [WalkRow(a=w["a"], b=w["b"], minutes=w["minutes"], **own) for w in tables["walks"]]

    def _owners(self) -> list[Record]:
        return [Organisation(id=key, name=name, **self.own) for name, key in self.owners.items()]

    def _residents(self) -> list[Record]:
        """Their sex only where all their visits say the same; their home where a visit goes to one."""
        sex: dict[str, set[str]] = defaultdict(set)
        home: dict[str, str] = {}
        groups: dict[str, set[str]] = defaultdict(set)
        for v in self.problem.visits:
            if v.beneficiary:
                sex[v.beneficiary].add(self.scenario.beneficiary_sex.get(v.id, ""))
                groups[v.beneficiary] |= v.groups
                if v.place is not None and heading(self.problem.place_of[v.place].kind) in HOMES:
                    home.setdefault(v.beneficiary, self.places[v.place])
        return [
            Resident(
                id=key,
                code=code,
                sex="".join(sex[code]) if len(sex[code]) == 1 else "",
                groups=sorted(groups[code]),
                home_id=home.get(code),
                **self.own,
            )
            for code, key in self.residents.items()
        ]

    def _people(self) -> list[Record]:
        same = (
            "kind", "sex", "pace", "max_minutes_day", "max_minutes_total", "max_visits_day", "minor",
            "guardian_consent", "record_checked", "return_home", "history_minutes", "history_offered_minutes",
        )  # fmt: skip
        found: list[Record] = []
        for v in self.problem.volunteers:
            key = self.people[v.id]
            found.append(
                Person(
                    id=key,
                    code=v.id,
                    home_id=self.places[v.home],
                    tags=sorted(v.tags),
                    max_walk_minutes=v.max_walk,
                    insured_until=self._date(v.insured_until_day),
                    certified_until=self._date(v.certified_until_day),
                    **{name: getattr(v, name) for name in same},
                    **self.own,
                )
            )
        return found

    def _of_people(self) -> list[Record]:
        found: list[Record] = []
        for v in self.problem.volunteers:
            key = self.people[v.id]
            found.append(PersonContact(person_id=key, name=v.name))
            found += [
                PersonSkill(person_id=key, skill=s.name, valid_until=self._date(s.valid_until_day)) for s in v.skills
            ]
            found += [
                AvailabilityDate(person_id=key, start=self.moment(w.start), end=self.moment(w.end))
                for w in v.availabilities
            ]
        return found

    def _rooms(self) -> list[Record]:
        return [
            Facility(
                id=self.rooms[f.id],
                organisation_id=self.owners.get(f.owner),
                place_id=self.places[f.place],
                code=f.id,
                name=f.name,
                exclusive=f.exclusive,
                concurrent=f.concurrent,
                changeover_minutes=f.changeover,
                cost=f.cost,
                **self.own,
            )
            for f in self.problem.facilities
        ]

    def _visits(self) -> list[Record]:
        return [self._visit(v) for v in self.problem.visits]

    def _visit(self, v: Visit) -> VisitRow:
        same = ("service", "title", "priority", "value", "guaranteed", "risk", "min_days_apart", "waiting_days")
        need = v.need
        return VisitRow(
            id=self.visits[v.id],
            code=v.id,
            request_code=v.request,
            resident_id=self.residents.get(v.beneficiary or ""),
            beneficiary_sex=self.scenario.beneficiary_sex.get(v.id, ""),
            place_id=self.places[v.place] if v.place is not None else None,
            mode=need.mode if need else "",
            people=need.people if need else 1,
            origin_id=self.places[need.origin] if need and need.origin is not None else None,
            pace=need.pace if need else None,
            max_walk_minutes=need.max_walk if need else None,
            duration_minutes=v.duration,
            groups=sorted(v.groups),
            series=v.series or "",
            needs=[self.visits[n] for n in v.needs],
            conditions=[{"at_least": "all" if c.at_least is None else c.at_least, "of": c.of} for c in v.conditions],
            first_start=self.moment(min(w.start for w in v.windows)),
            last_end=self.moment(max(w.end for w in v.windows)),
            **{name: getattr(v, name) for name in same},
            **self.own,
        )

    def _parts(self) -> list[Record]:
        found: list[Record] = []
        for v in self.problem.visits:
            key = self.visits[v.id]
            found += [VisitWindow(visit_id=key, start=self.moment(w.start), end=self.moment(w.end)) for w in v.windows]
            found += [
                VisitRole(
                    visit_id=key,
                    position=n,
                    role=r.id,
                    skills=sorted(r.skills),
                    least=r.min,
                    desired=r.desired,
                    most=r.max,
                )
                for n, r in enumerate(v.roles)
            ]
            found += [
                Rejection(
                    visit_id=key,
                    facility_id=self.rooms[facility],
                    start=None if start is None else self.moment(start),
                )
                for facility, start in v.rejected
            ]
        for f in self.problem.facilities:
            key = self.rooms[f.id]
            found += [FacilityMode(facility_id=key, mode=mode, capacity=n) for mode, n in f.modes.items()]
            found += [
                OpeningDate(
                    facility_id=key,
                    start=self.moment(o.start),
                    end=self.moment(o.end),
                    steward_visit_id=self.visits[o.steward] if o.steward is not None else None,
                )
                for o in f.openings
            ]
        return found

    def _settled(self) -> list[Record]:
        kinds = {"visit": self.visits, "volunteer": self.people, "beneficiary": self.residents}
        found: list[Record] = [
            PairRow(
                person_id=self.people[p.volunteer],
                with_kind=p.with_kind,
                other=kinds.get(p.with_kind, {}).get(p.other, p.other),
                kind=p.kind,
                **self.own,
            )
            for p in self.problem.pairs
        ]
        found += [
            PinRow(
                visit_id=self.visits[p.visit],
                person_id=self.people.get(p.volunteer or ""),
                role=p.role or "",
                start=None if p.start is None else self.moment(p.start),
                facility_id=self.rooms.get(p.facility or ""),
                override=p.override,
            )
            for p in self.problem.pins
        ]
        return found + [
            QuotaRow(resident_id=self.residents[q.beneficiary], mode=q.mode, at_most=q.at_most, **self.own)
            for q in self.problem.quotas
        ]


def rising_ids(names: Iterable[str]) -> dict[str, str]:
    """Ids as `new_id` makes them, in the order of the names: rows in order of id are in the order of the scenario."""
    start = time.time_ns() // 1_000
    return {name: f"{start + n:013x}{secrets.token_hex(4)}" for n, name in enumerate(dict.fromkeys(names))}
