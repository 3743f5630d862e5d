"""What somebody asks for, judged as a whole before anything is kept: who, what, when, and who may say so."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlmodel import col, select

from matcher_api.access.roles import OFFICE, AccessRole
from matcher_api.calendars.kinds import loaded
from matcher_api.catalogue.models import CatalogueItem
from matcher_api.communities.models import Community
from matcher_api.errors import Fault
from matcher_api.requests.shapes import NewResident
from matcher_api.requests.visits_of import in_needs
from matcher_api.residents.models import Resident
from matcher_api.visits.faults import fault
from matcher_api.visits.filling import FIELDS, Values, filled, judged, unknown
from matcher_api.visits.making import passed
from matcher_api.visits.recurrence import occurrences
from matcher_api.visits.series_shapes import Repeat, series_of
from matcher_api.visits.shapes import Needs, WindowDraft
from matcher_api.visits.sound import Span
from matcher_api.web.work import Work

OF_RESIDENTS = (
    "title", "place_id", "mode", "people", "origin_id", "pace", "max_walk_minutes", "duration_minutes",
)  # fmt: skip
"""What residents may say themselves; people, conditions and points are the desk's."""


@dataclass(slots=True)
class Asking:
    """Collects what is wrong; `office`: the desk speaks, else a resident for themselves."""

    work: Work
    community: Community
    faults: list[Fault] = field(default_factory=list)

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.community.zone)

    @property
    def office(self) -> bool:
        return self.work.actor.in_community(self.community.id, *OFFICE)

    def rights(self, given: Mapping[str, Any], *, needs: Needs | None) -> None:
        """Who may set what."""
        coordinator = self.work.actor.in_community(self.community.id, AccessRole.COORDINATOR)
        if given.get("guaranteed") and not coordinator:
            self.faults.append(fault("guaranteed", "only_coordinator"))
        if self.office:
            return
        if given.get("channel") not in (None, "web"):
            self.faults.append(fault("channel", "only_desk"))
        for name in ("resident", "priority"):
            if given.get(name) is not None:
                self.faults.append(fault(name, "only_desk"))
        said = needs.model_fields_set if needs else set()
        self.faults += [fault(f"needs.{n}", "only_desk") for n in sorted(said) if n not in OF_RESIDENTS]

    def resident(self, resident_id: str | None, new: NewResident | None) -> Resident | None:
        """The one it is for: by id, made anew (not yet kept), or the login's own."""
        if resident_id is not None and new is not None:
            self.faults.append(fault("resident", "resident_twice"))
        if new is not None and self.office:
            self.faults += unknown(self.work, self.community.id, places={"resident.home_id": new.home_id})
            return self._new(new)
        own = self.work.actor.residents
        if resident_id is None and not self.office:
            query = select(Resident.id).where(Resident.community_id == self.community.id, col(Resident.id).in_(own))
            mine = self.work.session.exec(query).all()
            resident_id = mine[0] if len(mine) == 1 else ""
        if resident_id is None:
            return None
        row = self.work.session.get(Resident, resident_id)
        seen = row is not None and row.community_id == self.community.id and row.state == "active"
        if row is None or not seen or not (self.office or row.id in own):
            self.faults.append(fault("resident_id", "unknown_resident", value=resident_id))
            return None
        return row

    def _new(self, new: NewResident) -> Resident:
        made = Resident(community_id=self.community.id, code="", **new.model_dump(exclude={"name", "phone", "door"}))
        made.code = made.id
        return made

    def when(
        self, windows: Sequence[WindowDraft], repeat: Repeat | None, *, needed: bool
    ) -> tuple[Sequence[Span], tuple[datetime, datetime] | None]:
        """The spans asked for, and from where to where they reach."""
        if windows and repeat is not None:
            self.faults.append(fault("repeat", "windows_or_series"))
        if not windows and repeat is None and needed:
            self.faults.append(fault("windows", "windows_needed"))
        spans: Sequence[Span] = [(w.start, w.end) for w in windows]
        if repeat is not None:
            found, faults = occurrences(series_of(repeat), self.zone, lambda: loaded(self.work, self.community.id))
            self.faults += faults
            spans = [(o.start, o.end) for o in found]
        if not spans:
            return [], None
        if passed(spans, self.work.now):
            self.faults.append(fault("windows" if windows else "repeat", "windows_passed"))
        return spans, (min(s for s, _ in spans), max(e for _, e in spans))

    def needs(
        self,
        given: Mapping[str, Any],
        item: CatalogueItem | None,
        resident: Resident | None,
        spans: Sequence[Span],
        *,
        priority: int = 5,
        guaranteed: bool = False,
    ) -> Values:
        """All that visits will inherit, as far as it is known; what is missing is asked for when verifying."""
        values = filled(given, item, resident)
        places = {f"needs.{n}": given.get(n) for n in ("place_id", "origin_id")}
        self.faults += unknown(self.work, self.community.id, places=places)
        windows = spans or [(self.work.now, self.work.now.replace(microsecond=0))]
        found = judged(values, windows, self.zone, priority=priority, guaranteed=guaranteed)
        self.faults += in_needs([f for f in found if spans or f.field.partition(".")[0] in FIELDS])
        return values
