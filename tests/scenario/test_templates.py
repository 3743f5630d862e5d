"""The empty workbook: reads as it stands, in both languages, with drop-downs and explanations."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl import load_workbook

from matcher.scenario import read, template
from matcher.scenario.columns import tables
from matcher.scenario.documentation import scenario_page

PAGE = Path(__file__).resolve().parents[2] / "docs" / "scenario.md"


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_as_it_stands_it_is_a_scenario_of_one_morning(tmp_path: Path, lang: str) -> None:
    template(tmp_path / "t.xlsx", lang=lang)  # type: ignore[arg-type]
    scenario = read(tmp_path / "t.xlsx")
    problem = scenario.problem
    assert {n.code for n in scenario.notes} == {"example", "streets_unused", "idle_quota"}
    sizes = (problem.places, problem.volunteers, problem.visits, problem.facilities, problem.pairs, problem.pins)
    assert [len(part) for part in sizes] == [2, 1, 1, 1, 1, 1]
    assert scenario.network is not None
    assert problem.visits[0].conditions[0].met_by(problem.volunteers[0], day=0)


def test_both_languages_say_the_same(tmp_path: Path) -> None:
    for lang in ("zh", "en"):
        template(tmp_path / f"{lang}.xlsx", lang=lang)  # type: ignore[arg-type]
    zh, en = (read(tmp_path / f"{lang}.xlsx").problem for lang in ("zh", "en"))
    assert (zh.weights, zh.policy, zh.days) == (en.weights, en.policy, en.days)
    assert zh.visits[0].windows == en.visits[0].windows
    assert replace(zh.volunteers[0], id="", home="", name="", tags=frozenset(), skills=()) == replace(
        en.volunteers[0], id="", home="", name="", tags=frozenset(), skills=()
    )


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_column_of_every_table_has_its_header(tmp_path: Path, lang: str) -> None:
    template(tmp_path / "t.xlsx", lang=lang)  # type: ignore[arg-type]
    book = load_workbook(tmp_path / "t.xlsx")
    wanted = {t.title(lang): [c.header(lang) for c in t.columns] for t in tables().values() if t.name != "scenario"}  # type: ignore[arg-type]
    assert {s.title: [c.value for c in s[1]] for s in book.worksheets[2:]} == wanted
    keys = [c.header(lang) for c in tables()["scenario"].columns]  # type: ignore[arg-type]
    assert [row[0].value for row in book.worksheets[1].iter_rows(min_row=2)] == keys


def test_drop_downs(tmp_path: Path) -> None:
    template(tmp_path / "t.xlsx", lang="zh")
    people = load_workbook(tmp_path / "t.xlsx")["志愿者"]
    rules = {str(r.sqref): r.formula1 for r in people.data_validations.dataValidation}
    assert rules == {
        "C2:C2000": '"志愿者,专职,服务商人员"',
        "D2:D2000": "'地点'!$A$2:$A$2000",
        "E2:E2000": '"女,男"',
        "G2:G2000": '"计划,成人,老人,体弱"',
        **{f"{letter}2:{letter}2000": '"是,否"' for letter in "LMNQ"},
    }
    assert people.column_dimensions["A"].number_format == "@"


def test_the_page_of_the_tables_is_not_stale() -> None:
    """Written again by: python -m matcher.scenario.documentation docs/scenario.md"""
    assert PAGE.read_text("utf-8") == scenario_page()
