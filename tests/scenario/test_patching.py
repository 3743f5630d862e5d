"""Patch files: every doing, in both languages, on folders and workbooks; every fault at once."""

import json
from pathlib import Path
from typing import Any

import pytest

from cli import folder
from matcher.errors import InvalidProblem
from matcher.problem import Problem
from matcher.scenario import read, read_patch, write

DAY = folder.DAY


@pytest.fixture
def tiny(tmp_path: Path) -> Path:
    return folder.write(tmp_path / "tiny")


def patched(path: Path, patch: dict[str, Any]) -> Problem:
    return read(path, patch=patch).problem


def codes(path: Path, patch: dict[str, Any]) -> list[str]:
    with pytest.raises(InvalidProblem) as told:
        patched(path, patch)
    return [e.code for e in told.value.errors]


def test_rows_are_set_in_either_language(tiny: Path) -> None:
    where = {"where": {"人员编号": "ann"}, "to": {"最长步行分钟": 20, "要回家": True}}
    ann = patched(tiny, {"志愿者": {"set": [where]}}).volunteer_of["ann"]
    assert (ann.max_walk, ann.return_home, ann.name) == (20, True, "张安安")


def test_rows_are_added_also_to_a_table_that_was_not_there(tiny: Path) -> None:
    pin = {"visit": "elder", "volunteer": "ann"}
    more = {"volunteer": "bob", "start": f"{DAY} 13:00", "end": "14:00"}
    problem = patched(tiny, {"pins": {"add": [pin]}, "availability": {"add": [more]}})
    assert [(p.visit, p.volunteer) for p in problem.pins] == [("elder", "ann")]
    assert len(problem.volunteer_of["bob"].availabilities) == 2


def test_what_cannot_be_without_a_removed_row_goes_along(tiny: Path) -> None:
    scenario = read(tiny, patch={"visits": {"remove": [{"visit": "nobody"}]}})
    assert "nobody" not in scenario.problem.visit_of
    assert {n.where for n in scenario.notes if n.code == "removed_with"} == {"windows.csv", "roles.csv"}


def test_settings_are_set(tiny: Path) -> None:
    change = {"where": {"key": "policy.gap"}, "to": {"value": 9}}
    assert patched(tiny, {"scenario": {"set": [change]}}).policy.gap == 9


def test_a_workbook_is_patched_like_a_folder(tiny: Path, tmp_path: Path) -> None:
    book = tmp_path / "tiny.xlsx"
    write(read(tiny), book)
    change = {"visits": {"set": [{"where": {"visit": "patrol"}, "to": {"duration_minutes": 30}}]}}
    assert patched(book, change).visit_of["patrol"].duration == 30
    assert read(book).problem.visit_of["patrol"].duration == 60


def test_every_fault_is_told(tiny: Path) -> None:
    faults = {
        "cars": {"add": [{}]},
        "places": [],
        "roles": {"append": []},
        "visits": {
            "set": [
                {"where": {"visit": "none"}, "to": {"priority": 3}},
                {"where": {"visit": "elder"}, "to": {"colour": 1}},
                {"visit": "elder"},
            ],
            "add": [{"visit": ["a"]}],
        },
        "scenario": {"remove": [{"key": "days"}]},
    }
    found = codes(tiny, faults)
    for code in ("unknown_table", "unknown_doing", "no_match", "unknown_column"):
        assert code in found
    assert found.count("wrong_type") == 3


def test_a_fault_in_a_patched_row_names_the_patch(tiny: Path) -> None:
    with pytest.raises(InvalidProblem) as told:
        patched(tiny, {"visits": {"set": [{"where": {"visit": "elder"}, "to": {"duration_minutes": "long"}}]}})
    assert told.value.errors[0].where == "patch, visits, set 1, column duration_minutes"


@pytest.mark.parametrize(("text", "code"), [("{", "json"), ("[]", "not_a_patch")])
def test_files_that_are_no_patch(text: str, code: str, tmp_path: Path) -> None:
    file = tmp_path / "patch.json"
    file.write_text(text)
    with pytest.raises(InvalidProblem) as told:
        read_patch(file)
    assert told.value.errors[0].code == code
    with pytest.raises(InvalidProblem):
        read_patch(tmp_path / "none.json")
    file.write_text(json.dumps({"visits": {}}))
    assert read_patch(file) == {"visits": {}}
