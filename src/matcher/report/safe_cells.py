"""Cells that a spreadsheet would run as a formula, made harmless."""

from __future__ import annotations

import pandas as pd

DANGEROUS = ("=", "+", "-", "@", "\t", "\r")


def harmless(value: object) -> object:
    """Text that starts like a formula gets a leading apostrophe; everything else stays as it is."""
    if isinstance(value, str) and value.startswith(DANGEROUS):
        return "'" + value
    return value


def harmless_table(table: pd.DataFrame) -> pd.DataFrame:
    """The table with every cell and header harmless."""
    safe = table.copy()
    for name in table.columns:
        if table[name].dtype == object:
            safe[name] = pd.Series([harmless(v) for v in table[name]], index=table.index, dtype=object)
    return safe.rename(columns=lambda name: str(harmless(name)))
