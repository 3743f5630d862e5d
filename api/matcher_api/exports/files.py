"""A view of a roster as the bytes of a file."""

from __future__ import annotations

import io
import tempfile
import zipfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Literal

import pandas as pd

from matcher.report.calendar_file import calendar, calendar_name
from matcher.report.csv_file import write_csv
from matcher.report.page import page
from matcher.report.sheets import note, sheets
from matcher.report.tables import by_facility, by_visit, by_volunteer
from matcher.report.workbook import write_workbook
from matcher_api.exports.views import View

By = Literal["visit", "volunteer", "facility"]
TABLES: dict[By, Callable[[View], pd.DataFrame]] = {
    "visit": lambda view: by_visit(view.words, view.roster),
    "volunteer": lambda view: by_volunteer(view.words, view.roster),
    "facility": lambda view: by_facility(view.words, view.roster),
}


def workbook(view: View) -> bytes:
    """A sheet by visit, volunteer and facility; what stays unserved and the key figures for coordinators."""
    made, told = sheets(view.words, view.roster), note(view.words)
    return _written(".xlsx", lambda path: write_workbook(made, path, note=told))


def table(view: View, by: By) -> bytes:
    """One table as CSV that Excel opens with its Chinese intact; formulas neutralised."""
    return _written(".csv", lambda path: write_csv(TABLES[by](view), path))


def one_calendar(view: View, person_id: str, *, stamp: datetime) -> bytes:
    """Empty for a person without work."""
    code = view.called.code_of.get(person_id, person_id)
    return calendar(view.words, view.roster, code, stamp=stamp)


def calendars(view: View, *, stamp: datetime) -> bytes:
    """A zip of a calendar for everybody at work."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for code in sorted(view.roster.work_of):
            item = zipfile.ZipInfo(calendar_name(code), date_time=stamp.timetuple()[:6])
            archive.writestr(item, calendar(view.words, view.roster, code, stamp=stamp))
    return out.getvalue()


def html(view: View) -> bytes:
    return page(view.words, view.roster).encode()


def _written(suffix: str, write: Callable[[Path], object]) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"roster{suffix}"
        write(path)
        return path.read_bytes()
