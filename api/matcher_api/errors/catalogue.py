"""Every refusal's code, HTTP status and texts; the rows live in `catalogue.csv`, one a line, in order of code."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Entry:
    """Texts may hold {names} of values given when refusing."""

    code: str
    status: int
    zh: str
    en: str


def _read() -> dict[str, Entry]:
    text = files("matcher_api.errors").joinpath("catalogue.csv").read_text(encoding="utf-8")
    return {
        row["code"]: Entry(row["code"], int(row["status"]), row["zh"], row["en"])
        for row in csv.DictReader(text.splitlines())
    }


CATALOGUE = _read()
