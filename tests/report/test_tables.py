"""Rosters as tables, whole."""

from dataclasses import replace

import pandas as pd

from matcher.report import COORDINATOR, OVERVIEW
from matcher.report.tables import by_facility, by_visit, by_volunteer
from matcher.roster import Roster
from report.told import PROBLEM, ROSTER, SETTING, words
from small import without


def rows(table: pd.DataFrame) -> list[list[object]]:
    return [[None if v is pd.NA else v for v in row] for row in table.itertuples(index=False, name=None)]


def test_by_volunteer() -> None:
    table = by_volunteer(words(COORDINATOR), ROSTER)
    assert list(table.columns) == [
        "编号", "姓名", "日期", "开始", "结束", "服务", "地点", "岗位", "步行(分钟)", "同伴", "服务编号",
    ]  # fmt: skip
    day = "周一 11-23"
    assert rows(table) == [
        ["ann", "张安安", day, "09:05", "09:35", "陪伴王奶奶", "5号楼 · L-502", "照护", 5, "", "elder"],
        ["ann", "张安安", day, "10:00", "11:00", "楼道巡逻", "5号楼 · L-502", "队员", 0, "李博文", "patrol"],
        ["bob", "李博文", day, "09:06", "09:51", "马大爷家水管", "3号楼 · M-301", "fixer", 6, "", "repair"],
        ["bob", "李博文", day, "10:00", "11:00", "楼道巡逻", "5号楼 · L-502", "队员", 4, "张安安", "patrol"],
        ["bob", "李博文", day, "11:15", "12:00", "四点半课堂", "社区活动室", "老师", 6, "", "class"],
    ]


def test_by_volunteer_of_one() -> None:
    assert set(by_volunteer(words(), ROSTER, only="ann")["编号"]) == {"ann"}


def test_by_visit_names_those_unserved_last() -> None:
    table = by_visit(words(OVERVIEW, lang="en"), without("elder", "repair", "class"))
    day, area = "Mon 11-23", "5号楼"
    assert rows(table) == [
        ["chess", "=棋社", "served", day, "09:00", "10:00", "社区活动室", "", 0, 0, 5, ""],
        ["patrol", "楼道巡逻", "served", day, "10:00", "11:00", area, "张**, 李**", 2, 2, 5, ""],
        ["elder", "助老陪伴", "escalated", None, None, None, "5号楼", None, 0, 1, 5, "yes"],
        ["repair", "水电维修", "unserved", None, None, None, "3号楼", None, 0, 1, 5, ""],
        ["class", "四点半课堂", "unserved", None, None, None, "no room yet", None, 0, 1, 5, ""],
    ]


def test_by_facility() -> None:
    day, hall = "周一 11-23", "社区活动室"
    assert rows(by_facility(words(OVERVIEW), ROSTER)) == [
        [hall, day, "09:00", "10:00", "棋牌", "=棋社", 4, "", "chess"],
        [hall, day, "11:15", "12:00", "课堂", "四点半课堂", 8, "李**", "class"],
    ]


def test_an_empty_roster_keeps_its_headers() -> None:
    empty = Roster()
    assert len(by_volunteer(words(), empty).columns) == 11
    assert len(by_facility(words(), empty)) == 0
    assert len(by_visit(words(), empty)) == 5


def test_estimated_minutes_are_marked() -> None:
    walks = replace(PROBLEM.walks, source="approximate")
    told = words(setting=replace(SETTING, problem=replace(PROBLEM, walks=walks)))
    assert "步行(约,分钟)" in by_volunteer(told, ROSTER).columns
