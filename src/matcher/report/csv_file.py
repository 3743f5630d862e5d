"""A table as CSV that Excel opens with its Chinese intact."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from matcher.report.safe_cells import harmless_table


def write_csv(table: pd.DataFrame, path: Path) -> None:
    """UTF-8 with a byte-order mark; formulas neutralised."""
    harmless_table(table).to_csv(path, index=False, encoding="utf-8-sig", lineterminator="\r\n")
