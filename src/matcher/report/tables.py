"""Rosters as pandas tables: by volunteer, by visit, by facility. Headers in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pandas as pd

from matcher.report.words import Words
from matcher.roster import PlannedVisit, Roster, tours

Row = Mapping[str, object]


def by_volunteer(words: Words, roster: Roster, *, only: str | None = None) -> pd.DataFrame:
    """A row a shift, by volunteer in the problem's order and by time; with the walking minutes that lead there."""
    problem = words.setting.problem
    rows: list[Row] = []
    roles = {(a.visit, a.volunteer): a.role for a in roster.assignments}
    for tour in tours(problem, roster):
        if only is not None and tour.volunteer != only:
            continue
        for stop in tour.stops:
            visit = problem.visit_of[stop.visit]
            mates = [a.volunteer for a in roster.team_of.get(stop.visit, ()) if a.volunteer != tour.volunteer]
            rows.append(
                {
                    "col_volunteer": tour.volunteer,
                    "col_name": words.person(tour.volunteer),
                    "col_date": words.day(stop.start // 1440),
                    "col_start": words.clock(stop.start),
                    "col_end": words.end_clock(stop.start, stop.end),
                    "col_title": words.visit(visit),
                    "col_place": words.place_of(visit, roster.planned_of[stop.visit].facility),
                    "col_role": words.role(roles[stop.visit, tour.volunteer]),
                    "col_walk": stop.walk,
                    "col_with": words.list(words.person(m) for m in mates),
                    "col_visit": stop.visit,
                }
            )
    columns = ["col_volunteer", "col_name", "col_date", "col_start", "col_end", "col_title", "col_place", "col_role"]
    columns += ["col_walk", "col_with", "col_visit"]
    hidden = {"col_walk"} if not words.audience.walks else set()
    return _table(words, rows, columns, hidden=hidden | (set() if words.audience.ids else {"col_volunteer"}))


def by_visit(words: Words, roster: Roster) -> pd.DataFrame:
    """A row a visit in order of time; those nobody makes at the end, for audiences that may see them."""
    problem = words.setting.problem
    rows: list[Row] = []
    for planned in in_time(roster):
        visit = problem.visit_of[planned.visit]
        team = roster.team_of.get(visit.id, ())
        rows.append(
            {
                "col_visit": visit.id,
                "col_title": words.visit(visit),
                "col_state": words.say("served"),
                "col_date": words.day(planned.start // 1440),
                "col_start": words.clock(planned.start),
                "col_end": words.end_clock(planned.start, planned.start + visit.duration),
                "col_place": words.place_of(visit, planned.facility),
                "col_people": words.list(words.person(a.volunteer) for a in team),
                "col_count": len(team),
                "col_needed": visit.people_min,
                "col_priority": visit.priority,
                "col_guaranteed": words.say("yes" if visit.guaranteed else "no"),
            }
        )
    for visit_id in roster.unserved(problem) if words.audience.workings else ():
        visit = problem.visit_of[visit_id]
        rows.append(
            {
                "col_visit": visit.id,
                "col_title": words.visit(visit),
                "col_state": words.say("escalated" if visit.guaranteed else "unserved"),
                "col_place": words.place_of(visit, None),
                "col_count": 0,
                "col_needed": visit.people_min,
                "col_priority": visit.priority,
                "col_guaranteed": words.say("yes" if visit.guaranteed else "no"),
            }
        )
    columns = ["col_visit", "col_title", "col_state", "col_date", "col_start", "col_end", "col_place", "col_people"]
    columns += ["col_count", "col_needed", "col_priority", "col_guaranteed"]
    hidden = set() if words.audience.workings else {"col_state", "col_needed", "col_priority", "col_guaranteed"}
    return _table(words, rows, columns, hidden=hidden)


def by_facility(words: Words, roster: Roster) -> pd.DataFrame:
    """A row a booking, by facility in the problem's order and by time."""
    problem = words.setting.problem
    order = {f.id: i for i, f in enumerate(problem.facilities)}
    booked = [p for p in roster.planned if p.facility is not None]
    rows: list[Row] = []
    for planned in sorted(booked, key=lambda p: (order[p.facility or ""], p.start, p.visit)):
        visit = problem.visit_of[planned.visit]
        team = roster.team_of.get(visit.id, ())
        rows.append(
            {
                "col_facility": words.facility(problem.facility_of[planned.facility or ""]),
                "col_date": words.day(planned.start // 1440),
                "col_start": words.clock(planned.start),
                "col_end": words.end_clock(planned.start, planned.start + visit.duration),
                "col_mode": words.mode(visit.need.mode) if visit.need else "",
                "col_title": words.visit(visit),
                "col_count": visit.need.people if visit.need else None,
                "col_people": words.list(words.person(a.volunteer) for a in team),
                "col_visit": visit.id,
            }
        )
    columns = ["col_facility", "col_date", "col_start", "col_end", "col_mode", "col_title", "col_count", "col_people"]
    return _table(words, rows, [*columns, "col_visit"])


def in_time(roster: Roster) -> list[PlannedVisit]:
    """What is planned, by start."""
    return sorted(roster.planned, key=lambda p: (p.start, p.visit))


def _table(words: Words, rows: list[Row], columns: list[str], *, hidden: Iterable[str] = ()) -> pd.DataFrame:
    shown = [c for c in columns if c not in set(hidden)]
    frame = pd.DataFrame({c: pd.Series([row.get(c) for row in rows], dtype=_dtype(c)) for c in shown})
    about = words.setting.approximate
    names = {c: words.say("col_walk_about" if c == "col_walk" and about else c) for c in shown}
    return frame.rename(columns=names)


def _dtype(column: str) -> str:
    return "Int64" if column in ("col_walk", "col_count", "col_needed", "col_priority") else "object"
