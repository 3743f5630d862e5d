"""Which days are working days, and which lie in a school term: what opening and availability rules ask."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Literal

from sqlalchemy import or_
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from matcher_api.calendars.models import CalendarDay, SchoolTerm
from matcher_api.web.work import Work

Kind = Literal["workday", "restday"]


@dataclass(frozen=True, slots=True)
class DayKinds:
    """The week with its exceptions: `holidays` are off, `workdays` (调休) are worked, each with its name; `terms` are
    (first, last) days of teaching. Without exceptions and terms: Monday to Friday are worked, every day is vacation."""

    holidays: Mapping[date, str] = field(default_factory=lambda: MappingProxyType({}))
    workdays: Mapping[date, str] = field(default_factory=lambda: MappingProxyType({}))
    terms: tuple[tuple[date, date], ...] = ()

    def kind(self, day: date) -> Kind:
        if day in self.workdays:
            return "workday"
        return "restday" if day in self.holidays or day.weekday() >= 5 else "workday"

    def name(self, day: date) -> str:
        """Of the exception; empty for a day that is what its weekday says."""
        return self.workdays.get(day) or self.holidays.get(day) or ""

    def in_term(self, day: date) -> bool:
        return any(first <= day <= last for first, last in self.terms)

    def fits(self, day: date, *, days: str = "any", term: str = "any") -> bool:
        """Whether a rule with these two words (any, workday, restday; any, term, vacation) counts on the day."""
        return (days in ("any", self.kind(day))) and (term in ("any", "term" if self.in_term(day) else "vacation"))


def kinds_of(days: Iterable[CalendarDay], terms: Iterable[SchoolTerm]) -> DayKinds:
    """A row of a community stands for the country's row of that day."""
    rows = {row.day: row for row in sorted(days, key=lambda r: r.community_id is not None)}
    return DayKinds(
        holidays=MappingProxyType({day: row.name for day, row in rows.items() if row.kind == "holiday"}),
        workdays=MappingProxyType({day: row.name for day, row in rows.items() if row.kind == "workday"}),
        terms=tuple(sorted((t.first_day, t.last_day) for t in terms)),
    )


def days_of(community_id: str) -> SelectOfScalar[CalendarDay]:
    """Query of the country's rows and the community's own."""
    owner = col(CalendarDay.community_id)
    return select(CalendarDay).where(or_(owner.is_(None), owner == community_id))


def loaded(work: Work | Session, community_id: str) -> DayKinds:
    """The calendar of a community, in two queries."""
    session = work.session if isinstance(work, Work) else work
    return kinds_of(
        session.exec(days_of(community_id)).all(),
        session.exec(select(SchoolTerm).where(SchoolTerm.community_id == community_id)).all(),
    )
