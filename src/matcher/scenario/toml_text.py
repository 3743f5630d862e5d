"""Values as TOML says them. The standard library reads TOML but does not write it."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any


def literal(value: object) -> str:
    """One value: text, numbers, yes or no, dates, lists of these. Raises TypeError for anything else."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        # JSON's escapes are TOML's, apart from DEL, which TOML wants escaped too.
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    if isinstance(value, (int, float)):
        return repr(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Sequence):
        return "[" + ", ".join(literal(part) for part in value) + "]"
    raise TypeError(f"{value!r} cannot be written as TOML")


def value_of(text: str) -> Any:
    """The value of a literal; raises ValueError."""
    return tomllib.loads(f"value = {text}")["value"]


def flat(content: Mapping[str, Any], before: str = "") -> dict[str, Any]:
    """Tables inside tables as keys with dots."""
    found: dict[str, Any] = {}
    for key, value in content.items():
        found.update(flat(value, f"{before}{key}.") if isinstance(value, Mapping) else {f"{before}{key}": value})
    return found


def nested(flat_values: Mapping[str, Any]) -> dict[str, Any]:
    """The inverse of `flat`."""
    found: dict[str, Any] = {}
    for key, value in flat_values.items():
        *above, last = key.split(".")
        table = found
        for part in above:
            table = table.setdefault(part, {})
        table[last] = value
    return found


def document(values: Mapping[str, object], *, comment: str = "") -> str:
    """A TOML file of flat keys; those with dots gather in tables, in the order given."""
    sections: dict[str, list[str]] = {"": []}
    for key, value in values.items():
        section, _, name = key.rpartition(".")
        sections.setdefault(section, []).append(f"{name} = {literal(value)}")
    lines = [f"# {line}" for line in comment.splitlines()]
    for section, entries in sections.items():
        lines += [*([f"\n[{section}]"] if section else []), *entries]
    return "\n".join(lines).lstrip("\n") + "\n"
