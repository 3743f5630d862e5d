"""Rows of the database -> rows of a scenario's tables (docs/scenario.md), times as minutes from the first day.

`ids`: the names things go by in the scenario: the ids of the rows themselves for planning, their codes for export.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from matcher.problem import DAY
from matcher.scenario import Calendar
from matcher_api.bookings.models import Booking
from matcher_api.calendars.kinds import DayKinds
from matcher_api.facilities.models import Facility
from matcher_api.facilities.open_time import open_windows
from matcher_api.people.free_time import free_windows
from matcher_api.planning.kept import Kept
from matcher_api.visits.models import Visit

Value = dict[str, Any]
OVERHANG = DAY
"""Minutes after the last day that a window may still reach into (a night booked on it)."""


@dataclass(frozen=True)
class Told:
    """What `Kept` looks like as tables, for one plan."""

    kept: Kept
    calendar: Calendar
    days: int
    ids: Mapping[str, str]
    kinds: Mapping[str, DayKinds]
    names: Mapping[str, str] = field(default_factory=dict)
    """Of people by id; empty for planning, which sees ids alone."""

    def tables(self) -> dict[str, list[Value]]:
        parts: tuple[Callable[[], Mapping[str, list[Value]]], ...] = (
            self._ground,
            self._people,
            self._rooms,
            self._visits,
            self._settled,
        )
        return {name: rows for part in parts for name, rows in part().items()}

    @property
    def last(self) -> date:
        return self.calendar.start + timedelta(days=self.days - 1)

    def _id(self, key: str | None) -> str | None:
        return None if key is None else self.ids.get(key, key)

    def _day(self, day: date | None) -> int | None:
        return None if day is None else self.calendar.day_of(day)

    def _minute(self, moment: datetime | None) -> int | None:
        return None if moment is None else self.calendar.minute_of(moment)

    def _span(self, start: datetime, end: datetime) -> Value | None:
        """Cut to the plan; None where nothing of it is left."""
        a, b = self.calendar.minute_of(start), self.calendar.minute_of(end)
        a, b = max(0, a), min(b, self.days * DAY + OVERHANG)
        return {"start": a, "end": b} if a < b and a < self.days * DAY else None

    def _ground(self) -> Mapping[str, list[Value]]:
        kept = self.kept
        several = len(kept.communities) > 1
        degrees = kept.communities[0].datum != "local"
        first, second = ("lon", "lat") if degrees else ("x", "y")

        def node(community: str, code: str) -> str:
            return f"{community}-{code}" if several else code

        places = [
            {
                "place": self._id(p.id),
                "kind": p.kind,
                first: _plain(p.x),
                second: _plain(p.y),
                "access_seconds": p.access_seconds,
                "building": p.building,
                "community": p.area,
            }
            for p in kept.places
        ]
        of_code = {(p.community_id, p.code): p.id for p in kept.places}
        return {
            "places": places,
            "street_nodes": [
                {"node": node(n.community_id, n.code), first: _plain(n.x), second: _plain(n.y)} for n in kept.nodes
            ],
            "street_edges": [
                {
                    "a": node(e.community_id, e.a),
                    "b": node(e.community_id, e.b),
                    "length_m": _plain(e.length_m),
                    "kind": e.kind,
                    "extra_seconds": _plain(e.extra_seconds),
                }
                for e in kept.edges
            ],
            "gates": [
                {
                    "gate": node(g.community_id, g.code),
                    "a": node(g.community_id, g.a),
                    "b": node(g.community_id, g.b),
                    "open": g.open,
                }
                for g in kept.gates
            ],
            "walks": [
                {
                    "a": self._id(of_code[w.community_id, w.a]),
                    "b": self._id(of_code[w.community_id, w.b]),
                    "minutes": w.minutes,
                }
                for w in kept.walks
            ],
        }

    def _people(self) -> Mapping[str, list[Value]]:
        kept = self.kept
        same = (
            "kind", "pace", "max_walk_minutes", "max_minutes_day", "max_minutes_total", "max_visits_day", "minor",
            "guardian_consent", "record_checked", "return_home", "history_minutes", "history_offered_minutes",
        )  # fmt: skip
        people = [
            {
                "volunteer": self._id(p.id),
                "name": self.names.get(p.id, ""),
                "home": self._id(p.home_id),
                "sex": p.sex or None,
                "tags": frozenset(p.tags),
                "insured_until": self._day(p.insured_until),
                "certified_until": self._day(p.certified_until),
                **{name: getattr(p, name) for name in same},
            }
            for p in kept.persons
        ]
        skills = [
            {"volunteer": self._id(p.id), "skill": s.skill, "valid_until": self._day(s.valid_until)}
            for p in kept.persons
            for s in kept.skills.get(p.id, ())
        ]
        free = [
            {"volunteer": self._id(p.id), **span}
            for p in kept.persons
            for window in free_windows(
                kept.rules.get(p.id, ()),
                kept.dates.get(p.id, ()),
                self.kinds[p.community_id],
                zone=self.calendar.zone,
                first=self.calendar.start,
                last=self.last,
            )
            if (span := self._span(*window))
        ]
        return {"volunteers": people, "skills": skills, "availability": free}

    def _rooms(self) -> Mapping[str, list[Value]]:
        kept = self.kept
        rooms = [
            {
                "facility": self._id(f.id),
                "name": f.name,
                "owner": kept.organisations[f.organisation_id].name if f.organisation_id else "",
                "place": self._id(f.place_id),
                "exclusive": f.exclusive,
                "concurrent": f.concurrent,
                "changeover_minutes": f.changeover_minutes,
                "cost": f.cost,
            }
            for f in kept.facilities
        ]
        modes = [
            {"facility": self._id(f.id), "mode": m.mode, "capacity": m.capacity}
            for f in kept.facilities
            for m in kept.modes.get(f.id, ())
        ]
        return {"facilities": rooms, "modes": modes, "openings": [o for f in kept.facilities for o in self._open(f)]}

    def _open(self, facility: Facility) -> Iterator[Value]:
        kept, live = self.kept, {v.id for v in self.kept.visits}
        windows = open_windows(
            kept.opening_rules.get(facility.id, ()),
            kept.opening_dates.get(facility.id, ()),
            kept.closures.get(facility.id, ()),
            self.kinds[facility.community_id],
            zone=self.calendar.zone,
            first=self.calendar.start,
            last=self.last + timedelta(days=1),
        )
        for window in windows:
            steward = window.steward_visit_id
            span = self._span(window.start, window.end)
            if span is None or (steward is not None and steward not in live and steward not in kept.served):
                continue  # its steward is called off: closed
            yield {
                "facility": self._id(facility.id),
                **span,
                "steward_visit": self._id(steward) if steward in live else None,
            }

    def _visits(self) -> Mapping[str, list[Value]]:
        found: dict[str, list[Value]] = {name: [] for name in ("visits", "windows", "roles", "conditions")}
        live = self.planned_ids
        for visit in self.kept.visits:
            if visit.id not in live:
                continue
            key = self._id(visit.id)
            found["visits"].append(self._visit(visit))
            found["windows"] += [{"visit": key, **span} for span in self._windows(visit)]
            found["roles"] += [
                {
                    "visit": key,
                    "role": r.role,
                    "skills": frozenset(r.skills),
                    "min": r.least,
                    "desired": r.desired,
                    "max": r.most,
                }
                for r in self.kept.roles.get(visit.id, ())
            ]
            found["conditions"] += [
                {"visit": key, "at_least": None if c["at_least"] == "all" else c["at_least"], "of": c["of"]}
                for c in visit.conditions
            ]
        for booking in self.direct_bookings:
            found["visits"].append(
                {
                    "visit": booking.id,
                    "mode": booking.mode,
                    "people": booking.people,
                    "duration_minutes": (booking.end - booking.start) // timedelta(minutes=1),
                    "value": 0,
                }
            )
            found["windows"].append({"visit": booking.id, **_must(self._span(booking.start, booking.end))})
        return found

    @property
    def planned_ids(self) -> frozenset[str]:
        """Visits with room for themselves inside the plan."""
        return frozenset(
            v.id for v in self.kept.visits if any(s["end"] - s["start"] >= v.duration_minutes for s in self._windows(v))
        )

    @property
    def direct_bookings(self) -> list[Booking]:
        """Rooms that residents booked themselves: in a plan they are visits pinned where and when they are."""
        known = {f.id for f in self.kept.facilities}
        rows = [b for key, rows in self.kept.bookings.items() if key in known for b in rows]
        return [b for b in rows if self.calendar.minute_of(b.start) >= 0 and self._span(b.start, b.end)]

    def _windows(self, visit: Visit) -> list[Value]:
        rows = self.kept.windows.get(visit.id, ())
        return [span for w in rows if (span := self._span(w.start, w.end))]

    def _visit(self, visit: Visit) -> Value:
        resident = self.kept.residents.get(visit.resident_id or "")
        waited = 0 if visit.asked_on is None else max(0, (self.calendar.start - visit.asked_on).days)
        row: Value = {
            "visit": self._id(visit.id),
            "request": visit.request_code or visit.request_id,
            "beneficiary": self._id(visit.resident_id),
            "beneficiary_sex": visit.beneficiary_sex or (resident.sex if resident else "") or None,
            "service": visit.service or None,
            "title": visit.title,
            "place": self._id(visit.place_id),
            "group": frozenset(visit.groups),
            "series": visit.series or None,
            "needs": tuple(str(self._id(n)) for n in visit.needs if n not in self.kept.served),
            "waiting_days": visit.waiting_days + waited,
        }
        same = ("duration_minutes", "priority", "value", "guaranteed", "risk", "min_days_apart")
        row |= {name: getattr(visit, name) for name in same}
        if visit.mode:
            row |= {"mode": visit.mode, "people": visit.people, "from": self._id(visit.origin_id)}
            row |= {"pace": visit.pace, "max_walk_minutes": visit.max_walk_minutes}
        return row

    def _settled(self) -> Mapping[str, list[Value]]:
        kept, live = self.kept, self.planned_ids
        people = {p.id for p in kept.persons}
        rooms = {f.id for f in kept.facilities}
        known = {"visit": live, "volunteer": people}
        pairs = [
            {"volunteer": self._id(p.person_id), "with": (p.with_kind, self._id(p.other)), "kind": p.kind}
            for p in kept.pairs
            if p.person_id in people and p.other in known.get(p.with_kind, (p.other,))
        ]
        pins = [
            {
                "visit": self._id(p.visit_id),
                "volunteer": self._id(p.person_id),
                "role": p.role or None,
                "start": self._minute(p.start),
                "facility": self._id(p.facility_id),
                "override": p.override or None,
            }
            for p in kept.pins
            if p.visit_id in live
        ] + [
            {"visit": b.id, "start": self._minute(b.start), "facility": self._id(b.facility_id)}
            for b in self.direct_bookings
        ]
        return {
            "pairs": pairs,
            "pins": pins,
            "published": list(self._published(live, people)),
            "quotas": [
                {"beneficiary": self._id(q.resident_id), "mode": q.mode, "at_most": q.at_most} for q in kept.quotas
            ],
            "rejections": [
                {"visit": self._id(r.visit_id), "facility": self._id(r.facility_id), "start": self._minute(r.start)}
                for rows in kept.rejections.values()
                for r in rows
                if r.visit_id in live and r.facility_id in rooms
            ],
        }

    def _published(self, live: frozenset[str], people: set[str]) -> Iterator[Value]:
        for row in self.kept.planned:
            if row.visit_id not in live:
                continue
            base = {
                "visit": self._id(row.visit_id),
                "start": self._minute(row.start),
                "facility": self._id(row.facility_id),
            }
            team = [a for a in self.kept.assignments.get(row.visit_id, ()) if a.person_id in people]
            for a in team:
                state = "accepted" if a.state in ("accepted", "stand_in_sought") else "offered"
                yield {**base, "volunteer": self._id(a.person_id), "role": a.role, "state": state}
            if not team and row.facility_id is not None:
                yield {**base, "state": "accepted" if row.visit_id in self.kept.granted else "offered"}


def _plain(value: float | None) -> str | None:
    """As the tables of a scenario write numbers."""
    if value is None:
        return None
    from matcher.scenario.cells import plain_number

    return plain_number(float(value))


def _must(span: Value | None) -> Value:
    assert span is not None  # only bookings inside the plan are asked about
    return span
