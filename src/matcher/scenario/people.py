"""Rows of places, volunteers, facilities and their side tables -> the values of the problem."""

from __future__ import annotations

from matcher.errors import InvalidProblem
from matcher.problem import Facility, Opening, Place, Skill, Volunteer, Window
from matcher.scenario.drafting import Draft
from matcher.scenario.findings import Findings
from matcher.scenario.rows import Row
from matcher.scenario.walks_of import coordinates


def places_of(draft: Draft) -> tuple[Place, ...]:
    """All places with an id; coordinates as given, 0 where a walks table needs none."""
    x, y = coordinates(draft)
    made = []
    for i, row in enumerate(draft.rows("places")):
        place = draft.make(
            Place,
            row,
            f"place {row['place']}",
            {},
            id=row["place"],
            kind=row["kind"] or "",
            x=x[i],
            y=y[i],
            access_seconds=row["access_seconds"] or 0,
            building=row["building"] or "",
            community=row["community"] or "",
        )
        if place is not None and "place" not in row.bad:
            made.append(place)
    return tuple(made)


_VOLUNTEER = {"max_walk": "max_walk_minutes"} | {
    name: name for name in ("kind", "pace", "history_minutes", "max_minutes_day", "max_minutes_total", "max_visits_day")
}


def volunteers_of(draft: Draft) -> tuple[Volunteer, ...]:
    skills, times = draft.owned("skills", "volunteer"), draft.owned("availability", "volunteer")
    walking = draft.settings.walking
    made = []
    for row in draft.rows("volunteers"):
        name = row["volunteer"]
        windows, sound = windows_of(draft, times.get(name, []))
        volunteer = draft.make(
            Volunteer,
            row,
            f"volunteer {name}",
            _VOLUNTEER,
            id=name or "?",
            name=row["name"] or "",
            kind=row["kind"] or "volunteer",
            home=row["home"] or "",
            sex=row["sex"] or "",
            tags=frozenset(row["tags"] or ()),
            skills=tuple(dict.fromkeys(Skill(s["skill"], s["valid_until"]) for s in skills.get(name, []) if not s.bad)),
            availabilities=windows,
            pace=walking.pace if row["pace"] is None else row["pace"],
            max_walk=walking.limit_minutes if row["max_walk_minutes"] is None else row["max_walk_minutes"],
            max_minutes_day=row["max_minutes_day"],
            max_minutes_total=row["max_minutes_total"],
            max_visits_day=row["max_visits_day"],
            minor=bool(row["minor"]),
            guardian_consent=bool(row["guardian_consent"]),
            record_checked=bool(row["record_checked"]),
            insured_until_day=row["insured_until"],
            certified_until_day=row["certified_until"],
            return_home=bool(row["return_home"]),
            history_minutes=row["history_minutes"] or 0,
            history_offered_minutes=row["history_offered_minutes"] or 0,
        )
        if volunteer is not None and not row.bad and sound:
            made.append(volunteer)
    return tuple(made)


def facilities_of(draft: Draft) -> tuple[Facility, ...]:
    modes, openings = draft.owned("modes", "facility"), draft.owned("openings", "facility")
    made = []
    for row in draft.rows("facilities"):
        mine = modes.get(row["facility"], [])
        _no_mode_twice(mine, draft.findings)
        open_times, sound = _openings(draft, openings.get(row["facility"], []))
        spoilt = {"modes"} if any(m.bad for m in mine) else set()
        row.bad |= spoilt
        facility = draft.make(
            Facility,
            row,
            f"facility {row['facility']}",
            {"concurrent": "concurrent", "changeover": "changeover_minutes", "cost": "cost"},
            id=row["facility"] or "?",
            name=row["name"] or "",
            owner=row["owner"] or "",
            place=row["place"] or "",
            exclusive=row["exclusive"] is not False,
            concurrent=row["concurrent"] or 1,
            changeover=row["changeover_minutes"] or 0,
            cost=row["cost"] or 0,
            modes={m["mode"]: m["capacity"] for m in mine if not m.bad},
            openings=open_times,
        )
        if not openings.get(row["facility"]) and row["facility"] is not None:
            draft.findings.note(row.where(), "no_opening", f"facility {row['facility']} is never open")
        if facility is not None and not row.bad and sound:
            made.append(facility)
    return tuple(made)


def windows_of(draft: Draft, rows: list[Row]) -> tuple[tuple[Window, ...], bool]:
    """The windows of rows with start and end, and whether all of them were sound."""
    made = [_window(draft, row) for row in rows]
    return tuple(w for w in made if w is not None), None not in made


def _window(draft: Draft, row: Row) -> Window | None:
    return span(draft, Window, row)


def span(draft: Draft, cls: type[Window], row: Row) -> Window | None:
    """A window of a row; faults are told with the text as written."""
    if {"start", "end"} & row.bad:
        return None
    start, end = row["start"], row["end"]
    before = start < 0
    if before:
        first = draft.settings.start
        message = f"{row.text['start']} lies before the first day, {first}"
        draft.findings.error(row.where("start"), "start", message, hint="begin at its midnight, or change start")
    if end <= start:
        message = f"end {row.text['end']} is not after start {row.text['start']}"
        hint = "an end after midnight carries the date of the next day"
        draft.findings.error(row.where("end"), "end", message, hint=hint)
    elif not before and start >= (draft.settings.reading.days + 1) * 1440:
        message = f"{row.text['start']} lies after the {draft.settings.reading.days} days of the scenario"
        draft.findings.note(row.where("start"), "after_horizon", message)
    if row.bad or before or end <= start:
        return None
    return cls(start, end)


def _openings(draft: Draft, rows: list[Row]) -> tuple[tuple[Opening, ...], bool]:
    made = []
    sound = True
    for row in rows:
        window = span(draft, Window, row)
        sound = sound and window is not None
        if window is not None:
            made.append(Opening(window.start, window.end, row["steward_visit"]))
    return tuple(made), sound


def _no_mode_twice(rows: list[Row], findings: Findings) -> None:
    seen: dict[str, int] = {}
    for row in rows:
        if row["mode"] in seen:
            message = f"the mode {row['mode']} of this facility is given in row {seen[row['mode']]} already"
            findings.error(row.where("mode"), "duplicate_id", message, hint="keep one row")
        seen.setdefault(row["mode"], row.number)


def named(fault: InvalidProblem, draft: Draft) -> None:
    """Tells faults that name an object ("place A: ...") at the row the object comes from."""
    for error in fault.errors:
        where = draft.where(error.where, error.message)
        draft.findings.error(where, error.code, error.message, hint=error.hint)
