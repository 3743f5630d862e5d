"""How things are called for one audience in one language: people, places, visits, minutes, days."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Literal

from matcher.coverage.doors import HOME_KINDS
from matcher.problem import DAY, Facility, Place, Visit
from matcher.report import vocabulary
from matcher.report.audience import Audience, masked
from matcher.report.setting import Setting
from matcher.report.texts import TEXTS, WEEKDAYS

Lang = Literal["zh", "en"]


@dataclass(frozen=True, slots=True)
class Words:
    """The only way names reach a table, a file or a page."""

    setting: Setting
    audience: Audience
    lang: Lang = "zh"

    def say(self, key: str, **values: object) -> str:
        """A sentence or label of the catalogue."""
        return TEXTS[key][0 if self.lang == "zh" else 1].format(**values)

    def pick(self, zh: str, en: str) -> str:
        return zh if self.lang == "zh" else en

    def person(self, volunteer: str) -> str:
        """The name, masked unless the audience may see it; the id where there is no name."""
        known = self.setting.problem.volunteer_of.get(volunteer)
        if known is None or not known.name.strip():
            return volunteer
        return known.name.strip() if self.audience.full_names else masked(known.name)

    def person_and_id(self, volunteer: str) -> str:
        name = self.person(volunteer)
        return f"{name} {volunteer}" if self.audience.ids and name != volunteer else name

    def visit(self, visit: Visit) -> str:
        """The title; where the audience may not see requests, of a served person only the service."""
        service = self.service(visit.service)
        if self.audience.requests or visit.beneficiary is None:
            return visit.title or service or visit.id
        return service or self.say("a_visit")

    def service(self, code: str) -> str:
        """The name of a service of the seed's catalogue; any other as it is written."""
        return self._named(vocabulary.services(), code)

    def group(self, code: str) -> str:
        return self._named(vocabulary.GROUPS, code)

    def mode(self, code: str) -> str:
        return self._named(vocabulary.MODES, code)

    def role(self, code: str) -> str:
        return self._named(vocabulary.ROLES, code)

    def _named(self, names: vocabulary.Names, code: str) -> str:
        return self.pick(*names[code]) if code in names else code

    def list(self, names: Iterable[str]) -> str:
        return self.pick("、", ", ").join(names)

    def private(self, visit: Visit) -> bool:
        """At somebody's home: its place is named only as exactly as the audience may know."""
        place = self.setting.problem.place_of.get(visit.place) if visit.place else None
        return place is not None and (visit.beneficiary is not None or place.kind.lower() in HOME_KINDS)

    def place_of(self, visit: Visit, facility: str | None) -> str:
        """Where a visit is: its facility, else its place as exactly as the audience may know."""
        problem = self.setting.problem
        if facility is not None:
            return self.facility(problem.facility_of[facility])
        if visit.place is None:
            return self.say("no_room_yet")
        place = problem.place_of[visit.place]
        return self.home(place) if self.private(visit) else self.public(place)

    def facility(self, facility: Facility) -> str:
        return facility.name or facility.id

    def home(self, place: Place) -> str:
        """Somebody's home, as exactly as the audience may know it."""
        area = place.community or self.say("at_home")
        if self.audience.places == "area":
            return area
        building = place.building or area
        return f"{building} · {place.id}" if self.audience.places == "door" else building

    def public(self, place: Place) -> str:
        """The building's name, else what stands there and in which community, else the id."""
        named = " ".join(x for x in (place.community, self._named(vocabulary.PLACES, place.kind)) if x)
        return place.building or (named if place.kind in vocabulary.PLACES else place.id)

    def at(self, minute: int) -> datetime:
        """The local date and time of a minute, without a zone."""
        return datetime.combine(self.setting.start, time()) + timedelta(minutes=minute)

    def day(self, day: int) -> str:
        date = self.setting.start + timedelta(days=day)
        return f"{WEEKDAYS[self.lang][date.weekday()]} {date:%m-%d}"

    def date(self, minute: int) -> str:
        return f"{self.at(minute):%Y-%m-%d}"

    def clock(self, minute: int) -> str:
        return f"{minute % DAY // 60:02d}:{minute % 60:02d}"

    def end_clock(self, start: int, end: int) -> str:
        """The end of a span; marked where it lies past the midnight after its start."""
        clock = "24:00" if end % DAY == 0 and end // DAY - start // DAY == 1 else self.clock(end)
        late = end // DAY > start // DAY and clock != "24:00"
        return self.say("next_day", clock=clock) if late else clock

    def span(self, start: int, end: int) -> str:
        return f"{self.clock(start)}–{self.end_clock(start, end)}"

    def minutes(self, minutes: int) -> str:
        """Walking minutes, marked where they are only estimated."""
        return self.say("about_minutes" if self.setting.approximate else "n_minutes", n=minutes)
