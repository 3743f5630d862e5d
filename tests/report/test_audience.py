"""Who may see what: nothing that is not granted leaks into any form of output."""

import json
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path

import pytest
from openpyxl import load_workbook

from matcher.report import AUDIENCES, COORDINATOR, GATE, NOTICE, OVERVIEW, VOLUNTEER, Audience, audience, masked
from matcher.report.calendar_file import calendar
from matcher.report.json_file import as_object
from matcher.report.page import page
from matcher.report.sheets import sheets
from matcher.report.tables import by_facility, by_visit, by_volunteer
from matcher.report.words import Lang
from matcher.report.workbook import write_workbook
from matcher.roster import Roster
from report.told import PROBLEM, ROSTER, SECRETS, result, words
from small import without

STAMP = datetime(2026, 11, 20, 8, tzinfo=UTC)
SOME_UNSERVED = without("repair")


def everything_told(audience: Audience, lang: Lang, roster: Roster, folder: Path) -> str:
    """All output for one audience as one text."""
    told = words(audience, lang=lang)
    out = StringIO()
    for table in (by_volunteer(told, roster), by_visit(told, roster), by_facility(told, roster)):
        out.write(table.to_csv())
    write_workbook(sheets(told, roster), folder / "all.xlsx")
    for sheet in load_workbook(folder / "all.xlsx"):
        out.write("\n".join(str(cell) for row in sheet.iter_rows(values_only=True) for cell in row))
    out.write(json.dumps(as_object(told, roster), ensure_ascii=False))
    out.write(page(told, roster, result=result(roster=roster)))
    out.write(page(told, roster, volunteer="ann"))
    return out.getvalue()


@pytest.mark.parametrize("roster", [ROSTER, SOME_UNSERVED])
@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("reader", [OVERVIEW, VOLUNTEER, GATE, NOTICE], ids=lambda a: a.name)
def test_nothing_private_leaks(reader: Audience, lang: Lang, roster: Roster, tmp_path: Path) -> None:
    text = everything_told(reader, lang, roster, tmp_path)
    assert [s for s in SECRETS if s in text] == []


def test_the_coordinator_sees_names_doors_and_requests(tmp_path: Path) -> None:
    text = everything_told(COORDINATOR, "zh", SOME_UNSERVED, tmp_path)
    seen = {"张安安", "李博文", "L-502", "王奶奶", "马大爷"}
    assert {s for s in seen if s in text} == seen


@pytest.mark.parametrize("reader", [*AUDIENCES, OVERVIEW], ids=lambda a: a.name)
def test_a_calendar_never_names_homes_or_served_people(reader: Audience) -> None:
    text = "".join(calendar(words(reader), ROSTER, v.id, stamp=STAMP).decode() for v in PROBLEM.volunteers)
    plain = text.replace("\r\n ", "")
    assert [s for s in ("L-502", "M-301", "5号楼", "3号楼", "王奶奶", "马大爷") if s in plain] == []


@pytest.mark.parametrize("reader", [VOLUNTEER, GATE, NOTICE], ids=lambda a: a.name)
def test_others_read_no_reasons_and_no_figures(reader: Audience, tmp_path: Path) -> None:
    text = everything_told(reader, "zh", SOME_UNSERVED, tmp_path)
    assert [s for s in ("未能安排", "关键指标", "基尼", "最优") if s in text] == []


def test_a_notice_shows_no_buildings_ids_or_walks() -> None:
    told = words(NOTICE)
    table = by_volunteer(told, ROSTER)
    assert list(table.columns) == ["姓名", "日期", "开始", "结束", "服务", "地点", "岗位", "同伴", "服务编号"]
    assert set(by_visit(told, ROSTER)["地点"]) == {"西苑", "东苑", "社区活动室"}


@pytest.mark.parametrize(
    ("name", "shown"), [("张三", "张**"), ("张", "张**"), ("欧阳小猫", "欧**"), (" Ann Lee ", "A**"), ("", "")]
)
def test_masked(name: str, shown: str) -> None:
    assert masked(name) == shown


def test_audiences_by_name() -> None:
    assert [audience(n) for n in ("coordinator", "volunteer", "gate", "notice")] == list(AUDIENCES)
    with pytest.raises(KeyError):
        audience("overview")
