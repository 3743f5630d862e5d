"""What a community has already, by the codes that files use; each part is read once, whatever the file's length."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import inspect
from sqlmodel import SQLModel, select

from matcher.scenario import Calendar
from matcher.scenario.rows import Row
from matcher_api.communities.models import Community, Place
from matcher_api.database.record import Record
from matcher_api.facilities.models import Facility
from matcher_api.imports.batch import Old
from matcher_api.organisations.models import Organisation
from matcher_api.people.models import Person
from matcher_api.residents.models import Resident
from matcher_api.scenarios.records import rising_ids
from matcher_api.visits.models import Visit
from matcher_api.web.work import Work

KEYED: Mapping[str, type[Record]] = {
    "places": Place, "volunteers": Person, "facilities": Facility, "visits": Visit, "beneficiaries": Resident,
}  # fmt: skip
YEAR = 366


@dataclass
class Town:
    """`fresh`: ids of what the file makes, by table and code."""

    work: Work
    community: Community
    fresh: dict[str, dict[str, str]] = field(default_factory=lambda: {name: {} for name in KEYED})
    _rows: dict[str, dict[str, Old]] = field(default_factory=dict)

    @cached_property
    def calendar(self) -> Calendar:
        """Whole minutes in cells count from the community's first day; where that is more than a year off, from
        today."""
        zone = self.community.zone
        today = self.work.now.astimezone(ZoneInfo(zone)).date()
        first = self.community.first_day or today
        return Calendar(first if abs((first - today).days) < YEAR else today, zone)

    @property
    def own(self) -> dict[str, Any]:
        return {"community_id": self.community.id}

    # -- rows of the database ------------------------------------------------------------------------------------

    def kept(self, table: str) -> dict[str, Old]:
        """Rows by code, with all their columns."""
        if table not in self._rows:
            rows = self.all(KEYED[table])
            self._rows[table] = {row["code"]: row for row in rows}
        return self._rows[table]

    def all(self, model: type[SQLModel], *where: Any) -> list[Old]:
        """Rows of the community (or as `where` says), oldest first."""
        columns = inspect(model).columns
        given = where or (columns["community_id"] == self.community.id,)
        query = select(*columns).where(*given).order_by(columns["id"])
        return [dict(row._mapping) for row in self.work.session.exec(query).all()]

    def of(self, model: type[SQLModel], column: str, table: str, *where: Any) -> list[Old]:
        """Rows that belong to rows of `table` of this community."""
        owner: Any = KEYED[table]
        mine = select(owner.id).where(owner.community_id == self.community.id)
        return self.all(model, inspect(model).columns[column].in_(mine), *where)

    @cached_property
    def owners(self) -> dict[str, str]:
        """Organisations by name; new ones are added by who meets them."""
        return {row["name"]: row["id"] for row in self.all(Organisation)}

    # -- ids -----------------------------------------------------------------------------------------------------

    def id(self, table: str, code: str | None) -> str | None:
        """Of a row of the database or of the file; None for None and for what nobody knows."""
        if code is None:
            return None
        old = self.kept(table).get(code)
        return old["id"] if old is not None else self.fresh[table].get(code)

    def sure(self, table: str, code: str) -> str:
        """The id of a code that was checked before."""
        found = self.id(table, code)
        assert found is not None
        return found

    def expect(self, table: str, codes: list[str]) -> None:
        """These codes are in the file: who is new gets an id."""
        self.fresh[table] |= rising_ids(c for c in codes if c not in self.kept(table))

    # -- times ---------------------------------------------------------------------------------------------------

    def moment(self, minute: int) -> datetime:
        return self.calendar.datetime_of(minute).astimezone(UTC)

    def day(self, number: int | None) -> date | None:
        return None if number is None else self.calendar.date_of(number)

    def span(self, row: Row) -> tuple[datetime, datetime]:
        return self.moment(row["start"]), self.moment(row["end"])
