"""How many residents live behind each door: a small CSV."""

from __future__ import annotations

import csv
import json
from pathlib import Path

from matcher.errors import InvalidProblem, ProblemError

PLACE = ("place", "door", "地点", "地点编号", "住处")
RESIDENTS = ("residents", "people", "居民", "人数", "居住人数")


def residents_at(path: Path) -> dict[str, int]:
    """Residents by place. Raises InvalidProblem with every fault of the file."""
    try:
        lines = list(csv.reader(path.read_text(encoding="utf-8-sig").splitlines()))
    except UnicodeDecodeError as fault:
        raise InvalidProblem([ProblemError(str(path), "text", "is not UTF-8 text", "save it as CSV UTF-8")]) from fault
    head = [cell.strip().lower() for cell in lines[0]] if lines else []
    at = [next((i for i, name in enumerate(head) if name in known), None) for known in (PLACE, RESIDENTS)]
    if at[0] is None or at[1] is None:
        hint = "its first row is: place,residents"
        raise InvalidProblem([ProblemError(str(path), "columns", "has no columns place and residents", hint)])
    found: dict[str, int] = {}
    faults = []
    for number, line in enumerate(lines[1:], start=2):
        cells = [line[i].strip() if i < len(line) else "" for i in (at[0], at[1])]
        where = f"{path.name} row {number}"
        if not any(cells):
            continue
        if not cells[1].isascii() or not cells[1].isdigit():
            faults.append(ProblemError(where, "not_whole", f'"{cells[1]}" is no whole number', "write 0 or more"))
        elif cells[0] in found:
            faults.append(ProblemError(where, "duplicate", f"{cells[0]} is given twice", "keep one row"))
        else:
            found[cells[0]] = int(cells[1])
    if faults:
        raise InvalidProblem(faults)
    return found


def json_at(path: Path) -> object:
    """What a JSON file holds. Raises InvalidProblem where it is none."""
    try:
        value: object = json.loads(path.read_text(encoding="utf-8-sig"))
    except (ValueError, RecursionError) as fault:
        hint = 'write {"sites": [...], "gates": [...], "openings": [...]}'
        raise InvalidProblem([ProblemError(str(path), "json", f"is no JSON: {fault}", hint)]) from fault
    return value
