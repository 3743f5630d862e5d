"""Workbooks as people and Excel make them."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable, Mapping
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from matcher.errors import InvalidProblem, ProblemError
from matcher.problem import Window
from matcher.scenario import read
from matcher.scenario.workbooks import as_text
from scenario.village import faults, told, where_and_code

Rows = Iterable[Iterable[object]]
SHEETS: Mapping[str, Rows] = {
    "场景": [["项目", "内容"], ["名称", "本子"], ["开始日期", date(2026, 11, 23)], ["天数", 2], ["坐标系", "local"]],
    "地点": [["地点编号", "x", "y"], ["001", 0, 0], ["B", 60.5, 0.0]],
    "志愿者": [["人员编号", "姓名", "住址", "未成年"], ["007", "NA", "001", "否"]],
    "可用时间": [["人员编号", "开始", "结束"], ["007", datetime(2026, 11, 23, 9), datetime(2026, 11, 23, 12)]],  # noqa: DTZ001
    "服务": [["服务编号", "地点", "时长"], ["S1", "B", 30.0]],
    "服务时间": [["服务编号", "开始", "结束"], ["S1", "2026/11/23 9:00", "2026年11月23日 11:00"]],
    "岗位": [["服务编号", "岗位"], ["S1", "陪同"]],
}


def book(path: Path, **sheets: Rows | None) -> Path:
    """SHEETS as a workbook, with some sheets replaced, added or left out."""
    made = Workbook()
    made.remove(made.worksheets[0])
    for title, rows in {**SHEETS, **sheets}.items():
        if rows is not None:
            sheet = made.create_sheet(title=title)
            for row in rows:
                sheet.append(list(row))
    made.save(path)
    return path


def test_a_chinese_workbook(tmp_path: Path) -> None:
    scenario = read(book(tmp_path / "b.xlsx"))
    problem = scenario.problem
    assert (scenario.name, scenario.start, problem.days, scenario.notes) == ("本子", date(2026, 11, 23), 2, ())
    assert [(p.id, p.x) for p in problem.places] == [("001", 0.0), ("B", 60.5)]
    assert [(v.id, v.name, v.home, v.minor) for v in problem.volunteers] == [("007", "NA", "001", False)]
    assert problem.volunteers[0].availabilities == (Window(540, 720),)
    assert problem.visits[0].windows == (Window(540, 660),)
    assert (problem.visits[0].duration, problem.visits[0].roles[0].id) == (30, "陪同")
    assert problem.walks.source == "approximate"


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (None, ""),
        (True, "yes"),
        (False, "no"),
        (7, "7"),
        (1.0, "1"),
        (0.5, "0.5"),
        (datetime(2026, 11, 23, 9, 30), "2026-11-23 09:30"),  # noqa: DTZ001
        (datetime(2026, 11, 23, 9, 29, 59, 999_000), "2026-11-23 09:30"),  # noqa: DTZ001
        (datetime(2026, 11, 23, 9, 30, 0, 1_000), "2026-11-23 09:30"),  # noqa: DTZ001
        (datetime(2026, 11, 23, 9, 29, 30), "2026-11-23 09:29:30"),  # noqa: DTZ001
        (date(2026, 11, 23), "2026-11-23"),
        (time(9, 5), "09:05"),
        (time(9, 5, 7), "09:05:07"),
        (timedelta(days=1), "24:00"),
        (timedelta(hours=26, minutes=5, seconds=9), "26:05:09"),
        ("　Ｖ１ ", "Ｖ１"),
        ([10, 20], "10; 20"),
    ],
)
def test_cells_say_what_a_person_would_type(cell: object, text: str) -> None:
    assert as_text(cell) == text


def test_booleans_times_and_timedeltas(tmp_path: Path) -> None:
    day = datetime(2026, 11, 23, 20)  # noqa: DTZ001
    sheets: dict[str, Rows] = {
        "志愿者": [["人员编号", "住址", "要回家"], [7, "001", True]],
        "可用时间": [["人员编号", "开始", "结束"], ["7", day, timedelta(days=1)], [7.0, 540, time(10, 30)]],
    }
    person = read(book(tmp_path / "b.xlsx", **sheets)).problem.volunteers[0]
    assert (person.id, person.return_home) == ("7", True)
    assert person.availabilities == (Window(540, 630), Window(1200, 1440))


def test_blank_rows_and_columns(tmp_path: Path) -> None:
    rows: Rows = [
        [],
        [None, "服务编号", None, " 地点 ", None, "时长"],
        [],
        [None, "S1", None, "B", None, 30, None],
        [None, "  "],
    ]
    assert told(read(book(tmp_path / "b.xlsx", 服务=rows))) == told(read(book(tmp_path / "plain.xlsx")))


def test_merged_cells_count_as_filled_all_over(tmp_path: Path) -> None:
    rows: Rows = [["人员编号", "开始", "结束"], ["007", 540, 600], [None, 660, 720], [None, 780, 840]]
    path = book(tmp_path / "b.xlsx", 可用时间=rows)
    made = load_workbook(path)
    made["可用时间"].merge_cells("A2:A4")
    made.save(path)
    assert len(read(path).problem.volunteers[0].availabilities) == 3


def test_formulas_count_with_their_values_only(tmp_path: Path) -> None:
    path = book(tmp_path / "b.xlsx", 服务=[["服务编号", "地点", "时长"], ["S1", "B", "=15*2"]])
    hint = "open the workbook in Excel and save it, or write the value itself"
    message = "cell C2 holds a formula without a value"
    assert faults(path) == [ProblemError("sheet 服务 row 2", "formula", message, hint)]


def test_a_formula_that_excel_has_computed(tmp_path: Path) -> None:
    path, saved = (
        book(tmp_path / "b.xlsx", 服务=[["服务编号", "地点", "时长"], ["S1", "B", "=15*2"]]),
        tmp_path / "c.xlsx",
    )
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(saved, "w") as new:
        for entry in old.infolist():
            new.writestr(entry, re.sub(rb"(15\*2</f>)<v ?/>", rb"\1<v>30</v>", old.read(entry)))
    assert read(saved).problem.visits[0].duration == 30


def test_error_cells_are_named(tmp_path: Path) -> None:
    path = book(tmp_path / "b.xlsx", 服务=[["服务编号", "地点", "时长"], ["S1", "B", "#REF!"]])
    message = "cell C2 holds the error #REF!"
    assert faults(path) == [ProblemError("sheet 服务 row 2", "cell_error", message, "correct its formula")]


def test_unknown_and_empty_sheets_are_noted(tmp_path: Path) -> None:
    path = book(tmp_path / "b.xlsx", Tabelle1=[["a"], ["b"]], Sheet2=[], 技能=[], 说明=[["..."]])
    assert [(n.where, n.code) for n in read(path).notes] == [
        ("sheet Tabelle1", "unknown_table"),
        ("sheet 技能", "empty"),
    ]


def test_one_table_in_two_sheets(tmp_path: Path) -> None:
    path = book(tmp_path / "b.xlsx", visits=[["visit"], ["S2"]])
    assert where_and_code(path) == [("sheet visits", "table_twice")]


def _zip(path: Path, **entries: bytes) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(name.replace("__", "/"), content)
    return path


def test_files_that_are_no_workbooks(tmp_path: Path) -> None:
    (tmp_path / "text.xlsx").write_text("visit,place\n", encoding="utf-8")
    (tmp_path / "empty.xlsx").write_bytes(b"")
    (tmp_path / "cut.xlsx").write_bytes(book(tmp_path / "b.xlsx").read_bytes()[:2000])
    (tmp_path / "old.xlsx").write_bytes(b"\xd0\xcf\x11\xe0" + b"\0" * 1000)
    _zip(tmp_path / "zip.xlsx", a=b"b")
    _zip(tmp_path / "hollow.xlsx", **{"xl/workbook.xml": b"<a/>"})
    found = {p.stem: where_and_code(p) for p in sorted(tmp_path.glob("*.xlsx")) if p.stem != "b"}
    assert found == {n: [(f"{n}.xlsx", "not_a_workbook")] for n in ("cut", "empty", "hollow", "old", "text", "zip")}


def test_a_bomb_is_not_unpacked(tmp_path: Path) -> None:
    path = _zip(tmp_path / "b.xlsx", **{"xl/workbook.xml": b"<a/>", "xl/worksheets/sheet1.xml": b"0" * (257 * 2**20)})
    assert path.stat().st_size < 2**20
    assert where_and_code(path) == [("b.xlsx", "too_large")]


def test_a_workbook_of_something_else(tmp_path: Path) -> None:
    path = tmp_path / "b.xlsx"
    made = Workbook()
    made.worksheets[0].append(["budget", 2026])
    made.save(path)
    with pytest.raises(InvalidProblem) as caught:
        read(path)
    assert [e.code for e in caught.value.errors] == ["not_a_scenario"]


def test_a_stray_cell_far_away_does_not_make_a_million_rows(tmp_path: Path) -> None:
    path = book(tmp_path / "b.xlsx")
    made = load_workbook(path)
    made["岗位"].cell(1_048_576, 1, " ")
    made["服务"].cell(1_000_000, 2, None).number_format = "@"
    made.save(path)
    assert told(read(path)) == told(read(book(tmp_path / "plain.xlsx")))
    made["岗位"].cell(3, 300, "x")
    made.save(path)
    assert where_and_code(path) == [("sheet 岗位 row 3", "too_large")]


def test_a_whole_sheet_merged_is_refused_before_it_is_loaded(tmp_path: Path) -> None:
    path, bad = book(tmp_path / "b.xlsx"), tmp_path / "c.xlsx"
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(bad, "w") as new:
        for entry in old.infolist():
            merge = b'</sheetData><mergeCells count="1"><mergeCell ref="A1:XFD1048576"/></mergeCells>'
            new.writestr(entry, old.read(entry).replace(b"</sheetData>", merge))
    assert where_and_code(bad) == [("c.xlsx", "too_large")]


def test_ids_written_are_text_and_nothing_is_a_formula(tmp_path: Path) -> None:
    from matcher.scenario import write
    from scenario.village import village

    write(village(), tmp_path / "v.xlsx")
    people = load_workbook(tmp_path / "v.xlsx")["volunteers"]
    assert [(c.value, c.data_type, c.number_format) for c in (people["A2"], people["B3"])] == [
        ("007", "s", "@"),
        ("=SUM(A1)", "s", "@"),
    ]
    windows = load_workbook(tmp_path / "v.xlsx")["windows"]
    assert windows["B2"].value == datetime(2026, 11, 23, 9)  # noqa: DTZ001
    assert told(read(tmp_path / "v.xlsx"))["name"] == "village"
