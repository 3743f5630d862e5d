"""CSV, workbook and iCalendar."""

from datetime import UTC, datetime
from pathlib import Path

import pandas as pd
import pytest
from icalendar import Calendar
from openpyxl import load_workbook

from matcher.report import OVERVIEW, VOLUNTEER
from matcher.report.calendar_file import calendar, calendar_name
from matcher.report.csv_file import write_csv
from matcher.report.safe_cells import harmless
from matcher.report.sheets import note, sheets
from matcher.report.workbook import WIDEST, width, write_workbook
from report.told import ROSTER, words

STAMP = datetime(2026, 11, 20, 8, tzinfo=UTC)


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_formulas_are_neutralised(start: str) -> None:
    assert harmless(f"{start}1+1") == f"'{start}1+1"
    assert [harmless(v) for v in ("a=b", -5, None)] == ["a=b", -5, None]


def test_csv_opens_in_excel(tmp_path: Path) -> None:
    write_csv(pd.DataFrame({"服务": pd.Series(["=棋社", "巡逻"], dtype=object), "人数": [-1, 2]}), tmp_path / "t.csv")
    assert (tmp_path / "t.csv").read_bytes() == "\ufeff服务,人数\r\n'=棋社,-1\r\n巡逻,2\r\n".encode()


def test_workbook(tmp_path: Path) -> None:
    write_workbook(sheets(words(OVERVIEW), ROSTER), tmp_path / "t.xlsx", note=note(words(OVERVIEW)))
    book = load_workbook(tmp_path / "t.xlsx")
    assert book.sheetnames == ["按服务", "按人员", "按场地", "未安排", "关键指标"]
    sheet = book["按服务"]
    assert [sheet["A1"].value, sheet["B2"].value, sheet["B2"].data_type] == ["服务编号", "'=棋社", "s"]
    assert (sheet.freeze_panes, sheet.auto_filter.ref, sheet.print_title_rows) == ("A2", "A1:L6", "$1:$1")
    assert sheet.oddHeader.center.text == "虚构数据 · 西闸一晨 · 姓名已隐去"
    for found in book:
        assert all(4 <= d.width <= WIDEST for d in found.column_dimensions.values())
        assert not [c for row in found.iter_rows() for c in row if c.data_type == "f"]


def test_chinese_takes_two_columns() -> None:
    assert width("服务A") == 5


def test_calendar() -> None:
    text = calendar(words(VOLUNTEER), ROSTER, "bob", stamp=STAMP)
    book = Calendar.from_ical(text)
    events = [
        (str(e["uid"]), str(e["summary"]), str(e.get("location", "")), e.decoded("dtstart"), e.decoded("dtend"))
        for e in book.walk("VEVENT")
    ]

    def at(hour: int, minute: int) -> datetime:
        return datetime(2026, 11, 23, hour - 8, minute, tzinfo=UTC)

    assert events == [
        ("repair.bob@small.matcher", "水电维修", "", at(9, 6), at(9, 51)),
        ("patrol.bob@small.matcher", "巡逻", "", at(10, 0), at(11, 0)),
        ("class.bob@small.matcher", "四点半课堂", "社区活动室", at(11, 15), at(12, 0)),
    ]
    assert {e.decoded("dtstamp") for e in book.walk("VEVENT")} == {STAMP}
    assert (str(book["version"]), "prodid" in book) == ("2.0", True)
    assert text.count(b"\r\n") == text.count(b"\n")
    assert max(len(line) for line in text.split(b"\r\n")) <= 75
    assert "虚构数据" in text.decode().replace("\r\n ", "")
    assert text == calendar(words(VOLUNTEER), ROSTER, "bob", stamp=STAMP)


def test_a_naive_stamp_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        calendar(words(), ROSTER, "bob", stamp=STAMP.replace(tzinfo=None))


def test_calendar_names_are_safe_and_distinct() -> None:
    names = [calendar_name(v) for v in ("V-01", "../V", "..\\V", "张三", "a b", "a_b")]
    assert len(set(names)) == len(names)
    assert all(set("/\\ :") & set(n) == set() for n in names)
    assert names[0] == "V-01.ics"
