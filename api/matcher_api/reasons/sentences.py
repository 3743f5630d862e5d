"""What the resident who asked is told about a visit: in `for_residents.csv`, one line a reason, without numbers."""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files


@cache
def for_residents() -> dict[str, tuple[str, str]]:
    """(zh, en) by code of the reason."""
    text = files("matcher_api.reasons").joinpath("for_residents.csv").read_text(encoding="utf-8")
    return {row["code"]: (row["zh"], row["en"]) for row in csv.DictReader(text.splitlines())}
