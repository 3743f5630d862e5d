"""Rows of visits, windows, roles, conditions and rejections -> visits."""

from __future__ import annotations

from typing import Any

from matcher.problem import Condition, FacilityNeed, Role, Visit
from matcher.scenario.drafting import Draft
from matcher.scenario.people import windows_of
from matcher.scenario.rows import Row

_VISIT: dict[str, str | None] = {
    "duration": "duration_minutes",
    "place": "place",
    "priority": "priority",
    "value": "value",
    "risk": "risk",
    "min_days_apart": "min_days_apart",
    "waiting_days": "waiting_days",
}
_PLACEHOLDER_MINUTES = 1


def visits_of(draft: Draft) -> tuple[Visit, ...]:
    """The visits whose rows are sound; everything else is told."""
    side = {t: draft.owned(t, "visit") for t in ("windows", "roles", "conditions", "rejections")}
    made = []
    for row in draft.rows("visits"):
        name = row["visit"]
        mine = {table: rows.get(name, []) for table, rows in side.items()}
        windows, sound = windows_of(draft, mine["windows"])
        roles = [_role(draft, r) for r in mine["roles"]]
        conditions = [_condition(draft, r) for r in mine["conditions"]]
        need, need_sound = _need(draft, row)
        # A fault of a side row has been told; the visit must not complain of what is missing because of it.
        spoilt = {
            "windows": not sound or "duration_minutes" in row.bad,
            "roles": None in roles,
            "place": not need_sound,
        }
        row.bad |= {code for code, is_bad in spoilt.items() if is_bad}
        visit = draft.make(
            Visit,
            row,
            f"visit {name}",
            _VISIT,
            id=name or "?",
            windows=windows,
            duration=row["duration_minutes"] or _PLACEHOLDER_MINUTES,
            place=row["place"],
            need=need,
            roles=tuple(r for r in roles if r is not None),
            conditions=tuple(dict.fromkeys(c for c in conditions if c is not None)),
            request=row["request"] or "",
            beneficiary=row["beneficiary"],
            service=row["service"] or "",
            title=row["title"] or "",
            priority=row["priority"] or 5,
            value=row["value"],
            guaranteed=bool(row["guaranteed"]),
            groups=frozenset(row["group"] or ()),
            risk=row["risk"] or "low",
            series=row["series"],
            min_days_apart=row["min_days_apart"] or 0,
            needs=row["needs"] or (),
            waiting_days=row["waiting_days"] or 0,
            rejected=tuple(dict.fromkeys((r["facility"], r["start"]) for r in mine["rejections"] if not r.bad)),
        )
        if visit is not None and not row.bad and None not in conditions:
            made.append(visit)
    return tuple(made)


def _need(draft: Draft, row: Row) -> tuple[FacilityNeed | None, bool]:
    """The facility need of a row with a mode, and whether it could be made."""
    if row["mode"] is None:
        for column in ("people", "from", "pace", "max_walk_minutes"):
            if row.text.get(column):
                message = f"{column} ({row.text[column]}) says nothing without a mode and is left out"
                draft.findings.note(row.where(column), "no_mode", message)
        return None, "mode" not in row.bad
    walking = draft.settings.walking
    values: dict[str, Any] = {
        "mode": row["mode"],
        "people": row["people"] or 1,
        "origin": row["from"],
        "max_walk": walking.limit_minutes if row["max_walk_minutes"] is None else row["max_walk_minutes"],
        "pace": walking.pace if row["pace"] is None else row["pace"],
    }
    columns = {"people": "people", "pace": "pace", "max_walk": "max_walk_minutes"}
    need = draft.make(FacilityNeed, row, f"facility need of {row['visit']}", columns, **values)
    return need, need is not None


def _role(draft: Draft, row: Row) -> Role | None:
    if row.bad - {"visit"}:
        return None
    return draft.make(
        Role,
        row,
        f"role {row['role']} of {row['visit']}",
        {"min": "min"},
        id=row["role"],
        skills=frozenset(row["skills"] or ()),
        min=1 if row["min"] is None else row["min"],
        desired=row["desired"],
        max=row["max"],
    )


def _condition(draft: Draft, row: Row) -> Condition | None:
    if row.bad - {"visit"}:
        return None
    at_least = row["at_least"]
    return draft.make(
        Condition, row, f"condition of {row['visit']}", {"at_least": "at_least"}, of=row["of"], at_least=at_least
    )
