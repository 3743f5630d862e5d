"""The days of the country, from `days.csv`: announced ones as the notices say, later ones projected from the law
(without 调休, which nobody knows before the notice)."""

from __future__ import annotations

import csv
from datetime import date
from importlib.resources import files

from sqlmodel import Session, col, select

from matcher_api.calendars.models import CalendarDay


def shipped() -> tuple[CalendarDay, ...]:
    """The rows of the file, in order of day."""
    text = files("matcher_api.calendars").joinpath("days.csv").read_text(encoding="utf-8")
    return tuple(
        CalendarDay(
            day=date.fromisoformat(row["day"]),
            kind=row["kind"],
            name=row["name"],
            status=row["status"],
            source=row["source"],
        )
        for row in csv.DictReader(text.splitlines())
    )


def load_shipped(session: Session) -> int:
    """Brings the country's days to those of the file: new ones are added, changed ones follow it, days of its years
    that it no longer has go. Returns how many rows changed; the days of communities are not touched."""
    file = {row.day: row for row in shipped()}
    years = {day.year for day in file}
    country = session.exec(select(CalendarDay).where(col(CalendarDay.community_id).is_(None))).all()
    changed = 0
    for kept in country:
        new = file.pop(kept.day, None)
        if new is not None:
            values = {name: getattr(new, name) for name in ("kind", "name", "status", "source")}
            if any(getattr(kept, name) != value for name, value in values.items()):
                kept.sqlmodel_update(values)
                changed += 1
        elif kept.day.year in years:
            session.delete(kept)
            changed += 1
    session.add_all(file.values())
    session.flush()
    return changed + len(file)
