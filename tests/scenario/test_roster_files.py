"""Roster files: native, tables, hand-made; whatever is wrong is told by row and column."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook

from matcher.errors import InvalidProblem
from matcher.problem import Published
from matcher.roster import Assignment, PlannedVisit, Roster
from matcher.scenario import Scenario, published_from, read_result, read_roster, write_roster
from small import ROSTER, SMALL, plan, without

SCENARIO = Scenario(problem=SMALL, start=date(2026, 11, 23))
SUFFIXES = ["json", "csv", "xlsx"]


def faults(path: Path) -> list[tuple[str, str]]:
    with pytest.raises(InvalidProblem) as caught:
        read_roster(path, SCENARIO)
    return [(e.where, e.code) for e in caught.value.errors]


def csv(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize("suffix", SUFFIXES)
@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize(
    "roster",
    [
        ROSTER,
        Roster(),
        without("patrol"),
        plan("elder", 5000),
        Roster((PlannedVisit("elder", 540), PlannedVisit("elder", 600)), (Assignment("elder", "ann", "carer"),)),
        Roster((), (Assignment("elder", "ann", "carer"), Assignment("elder", "ann", "carer"))),
        Roster((PlannedVisit("patrol", 0, "hall"),), ()),
    ],
    ids=["sound", "empty", "part", "late", "twice", "unplanned", "needless-room"],
)
def test_any_roster_comes_back_right_or_wrong(tmp_path: Path, suffix: str, lang: str, roster: Roster) -> None:
    path = tmp_path / f"r.{suffix}"
    write_roster(roster, path, SCENARIO, lang=lang)  # type: ignore[arg-type]
    assert read_roster(path, SCENARIO) == roster


def test_the_native_file(tmp_path: Path) -> None:
    write_roster(without("patrol", "class", "repair"), tmp_path / "r.json", SCENARIO, result={"bound": 7})
    assert json.loads((tmp_path / "r.json").read_text("utf-8")) == {
        "format": "matcher-roster/1",
        "scenario": "small",
        "start": "2026-11-23",
        "planned": [
            {"visit": "chess", "start": 540, "facility": "hall"},
            {"visit": "elder", "start": 545, "facility": None},
        ],
        "assignments": [{"visit": "elder", "volunteer": "ann", "role": "carer"}],
        "result": {"bound": 7},
    }
    assert read_result(tmp_path / "r.json") == {"bound": 7}
    write_roster(ROSTER, tmp_path / "r.json", SCENARIO)
    assert read_result(tmp_path / "r.json") is None


def test_a_roster_made_by_hand(tmp_path: Path) -> None:
    """Chinese headers, dates or minutes, roles left out where there is one, a remark."""
    text = (
        "服务编号,人员,岗位,开始时间,场地,备注\n"
        "elder,ann,,2026年11月23日 9:05,,\n repair ,bob,fixer,546,,\n"
        "patrol,ann,walker,2026/11/23 10:00,,\npatrol,bob,,10:00,,带手电\n"
        "class,bob,,2026-11-23T11:15:00+08:00,hall,\nchess,,,９:００,hall,\n"
    )
    assert read_roster(csv(tmp_path / "r.csv", text), SCENARIO) == ROSTER
    (tmp_path / "r.csv").write_bytes(text.encode("gbk"))
    assert read_roster(tmp_path / "r.csv", SCENARIO) == ROSTER


def test_a_workbook_where_the_roster_is_one_of_several_sheets(tmp_path: Path) -> None:
    book = Workbook()
    book.worksheets[0].append(["notes"])
    sheet = book.create_sheet(title="星期一")
    for row in (["visit", "volunteer", "start"], ["elder", "ann", 545.0], ["repair", "bob", 546]):
        sheet.append(row)
    book.save(tmp_path / "r.xlsx")
    assert read_roster(tmp_path / "r.xlsx", SCENARIO) == without("patrol", "class", "chess")


def test_all_faults_by_row_and_column(tmp_path: Path) -> None:
    text = (
        "visit,volunteer,role,start,facility\nnobody,ann,,540,\nelder,zed,,540,hell\nelder,ann,cook,540,\n"
        "chess,ann,,540,hall\nelder,,,,\n,ann,,540,\nelder,ann,,noon,\n"
    )
    assert faults(csv(tmp_path / "r.csv", text)) == [
        ("r.csv row 2, column visit", "unknown_id"),
        ("r.csv row 3, column volunteer", "unknown_id"),
        ("r.csv row 3, column facility", "unknown_id"),
        ("r.csv row 4, column role", "unknown_id"),
        ("r.csv row 5, column role", "no_role"),
        ("r.csv row 6, column start", "missing"),
        ("r.csv row 7, column visit", "missing"),
        ("r.csv row 8, column start", "not_a_time"),
    ]


def test_a_role_must_be_named_where_there_are_several(tmp_path: Path) -> None:
    elder = SMALL.visit_of["elder"]
    two = replace(elder, roles=(*elder.roles, replace(elder.roles[0], id="driver")))
    problem = replace(SMALL, visits=tuple(two if v.id == "elder" else v for v in SMALL.visits))
    path = csv(tmp_path / "r.csv", "visit,volunteer,start\nelder,ann,540\n")
    with pytest.raises(InvalidProblem) as caught:
        read_roster(path, replace(SCENARIO, problem=problem))
    assert [(e.where, e.code, e.hint) for e in caught.value.errors] == [
        ("r.csv row 2, column role", "missing", "write one of carer, driver")
    ]


@pytest.mark.parametrize(
    ("content", "found"),
    [
        ("", [("r.json", "json")]),
        ("[" * 100_000, [("r.json", "json")]),
        ("[]", [("r.json", "not_a_roster")]),
        ('{"format": "other/1"}', [("r.json", "not_a_roster")]),
        ('{"format": "matcher-roster/2"}', [("r.json", "unknown_format")]),
        ("{}", [("r.json", "wrong_type"), ("r.json", "wrong_type")]),
        (
            '{"planned": [7, {"visit": "elder", "start": true}, {"visit": "x", "start": 1e3}, {"start": 5}],'
            ' "assignments": [{"visit": "elder", "volunteer": "ann"}, {"visit": "patrol", "role": "walker"}]}',
            [
                ("r.json, planned row 1", "wrong_type"),
                ("r.json, planned row 2, column start", "wrong_type"),
                ("r.json, planned row 3, column start", "wrong_type"),
                ("r.json, planned row 4, column visit", "missing"),
                ("r.json, assignments row 2, column volunteer", "missing"),
                ("r.json, planned row 3, column visit", "unknown_id"),
            ],
        ),
    ],
)
def test_json_that_is_no_roster(tmp_path: Path, content: str, found: list[tuple[str, str]]) -> None:
    assert faults(csv(tmp_path / "r.json", content)) == found


def test_files_that_are_no_rosters(tmp_path: Path) -> None:
    Workbook().save(tmp_path / "r.xlsx")
    (tmp_path / "r.csv").write_bytes(b"\0\1")
    csv(tmp_path / "empty.csv", "")
    csv(tmp_path / "r.txt", "visit\n")
    names = ["r.xlsx", "r.csv", "empty.csv", "r.txt", "none.csv"]
    codes = [faults(tmp_path / name)[0][1] for name in names]
    assert codes == ["not_a_roster", "not_text", "no_header", "suffix", "missing"]


def test_writing_is_all_or_nothing(tmp_path: Path) -> None:
    for name in ("r.txt", "folder/../r"):
        with pytest.raises(InvalidProblem):
            write_roster(ROSTER, tmp_path / name, SCENARIO)
    with pytest.raises(InvalidProblem) as caught:
        write_roster(Roster((PlannedVisit(" x", 1),)), tmp_path / "r.csv", SCENARIO)
    assert [e.code for e in caught.value.errors] == ["unwritable"]
    assert list(tmp_path.iterdir()) == []


def test_a_roster_becomes_what_people_know() -> None:
    problem = published_from(SMALL, without("patrol", "class", "repair"))
    assert problem.published == (
        Published(visit="chess", start=540, facility="hall"),
        Published(visit="elder", start=545, volunteer="ann", role="carer"),
    )
    assert replace(problem, published=()) == SMALL


def test_what_somebody_accepted_stays_accepted() -> None:
    accepted = Published(visit="elder", start=545, volunteer="ann", role="carer", state="accepted")
    offered = Published(visit="repair", start=600, volunteer="bob", role="fixer")
    known = replace(SMALL, published=(accepted, offered))
    assert published_from(known, without("patrol", "class", "chess", "repair")).published == (accepted,)
    with pytest.raises(InvalidProblem) as caught:
        published_from(known, Roster((PlannedVisit("elder", 560),), (Assignment("elder", "bob", "carer"),)))
    assert [e.code for e in caught.value.errors] == ["conflict"]
