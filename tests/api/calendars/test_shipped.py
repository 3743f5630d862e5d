"""The shipped days of the country, against two packages that know them."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import chinese_calendar
import holidays
import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Engine
from sqlmodel import Session, select

from matcher_api.bookings import guard
from matcher_api.calendars.kinds import kinds_of
from matcher_api.calendars.models import CalendarDay
from matcher_api.calendars.shipped import load_shipped, shipped
from matcher_api.database.engine import make_engine, writing
from matcher_api.database.tables import METADATA
from matcher_api.main import create_app
from matcher_api.settings import Settings

ANNOUNCED = (2025, 2026)


def days_of_year(year: int) -> list[date]:
    return [date(year, 1, 1) + timedelta(n) for n in range((date(year + 1, 1, 1) - date(year, 1, 1)).days)]


@pytest.mark.parametrize("year", ANNOUNCED)
def test_announced_years_equal_chinesecalendar(year: int) -> None:
    kinds = kinds_of(shipped(), ())
    wrong = [day for day in days_of_year(year) if (kinds.kind(day) == "workday") != chinese_calendar.is_workday(day)]
    assert wrong == []


@pytest.mark.parametrize("year", ANNOUNCED)
def test_announced_years_equal_holidays(year: int) -> None:
    """`holidays` lists days off on weekdays; days worked instead are weekends among its substitutions. In English: its
    words follow the language of the machine."""
    theirs = holidays.country_holidays("CN", years=year, language="en_US")
    kinds = kinds_of(shipped(), ())
    for day in days_of_year(year):
        if day.weekday() < 5:
            assert (kinds.kind(day) == "restday") == (day in theirs), day
    given_back = {f"{d:%m/%d/%Y}" for d, _ in kinds.workdays.items() if d.year == year}
    assert given_back == {n.split("from ")[1].rstrip(")") for n in theirs.values() if "substituted from" in n}


def test_what_is_not_announced_is_marked() -> None:
    """2027 is in neither package as announced: ours are projections of the law, and 调休 is not made up."""
    with pytest.raises(NotImplementedError):
        chinese_calendar.is_workday(date(2027, 1, 1))
    by_year = {year: {(r.status, r.kind) for r in shipped() if r.day.year == year} for year in (2025, 2026, 2027)}
    assert by_year == {
        2025: {("announced", "holiday"), ("announced", "workday")},
        2026: {("announced", "holiday"), ("announced", "workday")},
        2027: {("projected", "holiday")},
    }
    assert {r.day for r in shipped() if r.day.year == 2027} < set(holidays.country_holidays("CN", years=2027))


def test_rows_are_in_order_named_and_sourced() -> None:
    rows = shipped()
    assert all(a.day < b.day for a, b in pairwise(rows))
    assert [r.day for r in rows if not (r.name and r.source)] == []
    assert max(len(r.source) for r in rows) <= 120


def test_loading_twice_changes_nothing_and_mends_what_differs(session: Session) -> None:
    assert load_shipped(session) == len(shipped())
    assert load_shipped(session) == 0
    first = session.exec(select(CalendarDay).order_by(CalendarDay.day)).first()  # type: ignore[arg-type]
    assert first is not None and first.name == "元旦"
    first.name = "?"
    session.add(CalendarDay(day=date(2026, 3, 3), kind="holiday"))
    session.add(CalendarDay(day=date(2031, 3, 3), kind="holiday", name="kept: a year that the file does not know"))
    session.flush()
    assert load_shipped(session) == 2
    assert first.name == "元旦"
    days = [r.day for r in session.exec(select(CalendarDay)).all()]
    assert sorted(days) == [*(r.day for r in shipped()), date(2031, 3, 3)]


def test_a_service_that_starts_knows_the_days(engine: Engine, settings: Settings) -> None:
    """Migrating is part of a start, and so are the country's days; twice changes nothing."""
    with writing(engine).begin() as connection:
        METADATA.drop_all(connection)
        for statement in guard.REMOVED[engine.dialect.name]:
            connection.exec_driver_sql(statement)
    for _ in range(2):
        with (
            TestClient(create_app(settings, engine=make_engine(settings.database_url))),
            Session(engine) as session,
        ):
            days = session.exec(select(CalendarDay.day)).all()
            assert sorted(days) == [r.day for r in shipped()]
