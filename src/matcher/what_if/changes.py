"""Changes of a problem as frozen values, and the problem with them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any, Literal

from matcher.errors import InvalidProblem, ProblemError
from matcher.problem import Facility, Pair, Pin, Place, Problem, Published, Quota, Visit, Volunteer

Table = Literal["places", "volunteers", "visits", "facilities"]
Row = Place | Volunteer | Visit | Facility | Pair | Pin | Published | Quota
_TABLE_OF: dict[type, str] = {
    Place: "places",
    Volunteer: "volunteers",
    Visit: "visits",
    Facility: "facilities",
    Pair: "pairs",
    Pin: "pins",
    Published: "published",
    Quota: "quotas",
}
_WITH_ID = (Place, Volunteer, Visit, Facility)
_SETTINGS = ("name", "days", "walks", "weights", "policy")


@dataclass(frozen=True, slots=True)
class Put:
    """Adds `row`; one with the same id (or, where rows have none, an equal one) is replaced."""

    row: Row


@dataclass(frozen=True, slots=True)
class Remove:
    """Takes out the row with this id; rows elsewhere that name it stay, and are faults."""

    table: Table
    id: str


@dataclass(frozen=True, slots=True)
class Drop:
    """Takes out every row equal to this one: of the tables whose rows have no id."""

    row: Pair | Pin | Published | Quota


@dataclass(frozen=True, slots=True)
class Edit:
    """Sets `values`, (field, value) pairs, of the row with this id: its windows, duration, max_walk, openings ..."""

    table: Table
    id: str
    values: tuple[tuple[str, Any], ...]


@dataclass(frozen=True, slots=True)
class Set:
    """Sets a field of the problem itself: name, days, walks, weights or policy."""

    field: str
    value: Any


Change = Put | Remove | Drop | Edit | Set


def changed(problem: Problem, changes: Iterable[Change]) -> Problem:
    """The problem after all changes, in order. Raises InvalidProblem with every fault of the changes.

    Whether the rows fit together is judged once, after the last change; its faults are raised where the changes
    themselves have none.
    """
    parts: dict[str, Any] = {name: list(getattr(problem, name)) for name in _TABLE_OF.values()}
    faults: list[ProblemError] = []
    for change in changes:
        try:
            _apply(parts, change)
        except InvalidProblem as fault:
            faults += fault.errors
    if faults:
        raise InvalidProblem(faults)
    values: dict[str, Any] = {k: tuple(v) if isinstance(v, list) else v for k, v in parts.items()}
    return replace(problem, **values)


def _apply(parts: dict[str, Any], change: Change) -> None:
    if isinstance(change, Put):
        rows = parts[_TABLE_OF[type(change.row)]]
        at = next((i for i, row in enumerate(rows) if _same(row, change.row)), len(rows))
        rows[at : at + 1] = [change.row]
    elif isinstance(change, Remove):
        del parts[change.table][_index(parts[change.table], change)]
    elif isinstance(change, Drop):
        name = _TABLE_OF[type(change.row)]
        left = [row for row in parts[name] if row != change.row]
        if len(left) == len(parts[name]):
            message = f"has no such row: {change.row}"
            raise InvalidProblem([ProblemError(name, "unknown_row", message, "name a row that is there")])
        parts[name] = left
    elif isinstance(change, Edit):
        rows = parts[change.table]
        at = _index(rows, change)
        known = [f.name for f in fields(rows[at]) if f.name != "id"]
        _raise_unknown(f"{change.table} {change.id}", [k for k, _ in change.values], known)
        rows[at] = replace(rows[at], **dict(change.values))
    else:
        _raise_unknown("problem", [change.field], _SETTINGS)
        parts[change.field] = change.value


def _same(a: Any, b: Row) -> bool:
    return a.id == b.id if isinstance(b, _WITH_ID) else bool(a == b)


def _index(rows: list[Any], change: Remove | Edit) -> int:
    for i, row in enumerate(rows):
        if row.id == change.id:
            return i
    raise InvalidProblem(
        [ProblemError(change.table, "unknown_id", f"has no {change.id}", f"name one of the ids of {change.table}")]
    )


def _raise_unknown(where: str, names: Sequence[str], known: Sequence[str]) -> None:
    unknown = [n for n in names if n not in known]
    if unknown:
        raise InvalidProblem(
            ProblemError(where, "unknown_field", f"has no field {n}", "use one of " + ", ".join(known)) for n in unknown
        )
