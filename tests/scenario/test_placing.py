"""Whole or not at all, and never over somebody else's files."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from matcher.errors import InvalidProblem, ProblemError
from matcher.scenario import placing, read, write
from scenario.village import told, village


def refused(path: Path) -> tuple[ProblemError, ...]:
    with pytest.raises(InvalidProblem) as caught:
        write(village(), path)
    return caught.value.errors


def inside(path: Path) -> dict[str, str]:
    return {str(p.relative_to(path)): p.read_text("utf-8") for p in sorted(path.rglob("*")) if p.is_file()}


def test_a_scenario_is_replaced_and_other_files_stay(tmp_path: Path) -> None:
    path = tmp_path / "s"
    write(village(), path, lang="zh")
    (path / "README.md").write_text("about")
    (path / "rosters").mkdir()
    (path / "rosters" / "a.csv").write_text("x")
    (path / "roster.csv").write_text("y")
    small = village(problem=replace(village().problem, pairs=(), quotas=()), generator={})
    write(small, path)
    names = inside(path)
    assert {"README.md", "rosters/a.csv", "roster.csv", "visits.csv"} <= set(names)
    assert not {"服务.csv", "pairs.csv", "quotas.csv"} & set(names)
    assert told(read(path)) == told(small)
    assert [p.name for p in tmp_path.iterdir()] == ["s"]


def test_an_empty_folder_is_filled(tmp_path: Path) -> None:
    (tmp_path / "s").mkdir()
    write(village(), tmp_path / "s")
    assert told(read(tmp_path / "s")) == told(village())


def test_folders_on_the_way_are_made(tmp_path: Path) -> None:
    write(village(), tmp_path / "a" / "b" / "s.xlsx")
    assert told(read(tmp_path / "a" / "b" / "s.xlsx")) == told(village())


def test_a_folder_of_something_else_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "cat.jpg").write_text("cat")
    assert refused(tmp_path) == (
        ProblemError(
            str(tmp_path),
            "not_a_scenario",
            "is a folder with other things in it",
            "name a new or empty folder; nothing was written",
        ),
    )
    assert inside(tmp_path) == {"cat.jpg": "cat"}


def test_files_and_folders_are_not_mistaken_for_each_other(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    (tmp_path / "folder.xlsx").mkdir()
    (tmp_path / "folder.xlsx" / "a").write_text("x")
    codes = [refused(tmp_path / n)[0].code for n in ("file", "folder.xlsx", "file/s", "file/s.xlsx")]
    assert codes == ["not_a_folder", "not_a_file", "unwritable", "unwritable"]
    assert inside(tmp_path) == {"file": "x", "folder.xlsx/a": "x"}


@pytest.mark.parametrize("name", ["s", "s.xlsx"])
def test_where_writing_fails_the_old_one_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    path = tmp_path / name
    write(village(), path)
    before = told(read(path))

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_text", full)
    monkeypatch.setattr(Path, "replace", full)
    error = refused(path)[0]
    monkeypatch.undo()
    assert (error.code, error.message) == ("unwritable", "cannot be written: No space left on device")
    assert told(read(path)) == before
    assert [p.name for p in tmp_path.iterdir()] == [name]


def test_where_the_last_step_fails_the_old_one_comes_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "s"
    write(village(), path)
    rename = Path.rename

    def once(self: Path, target: Path) -> Path:
        if self.name.endswith(".part"):
            raise OSError(5, "Input/output error")
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", once)
    assert refused(path)[0].code == "unwritable"
    assert told(read(path)) == told(village())
    assert [p.name for p in tmp_path.iterdir()] == ["s"]


def test_control_characters_fit_in_a_folder_only(tmp_path: Path) -> None:
    person = replace(village().problem.volunteers[0], name="bell\a")
    scenario = village(
        problem=replace(village().problem, volunteers=(person, *village().problem.volunteers[1:])), generator={}
    )
    with pytest.raises(InvalidProblem) as caught:
        write(scenario, tmp_path / "s.xlsx")
    assert [e.code for e in caught.value.errors] == ["unwritable"]
    assert list(tmp_path.iterdir()) == []
    write(scenario, tmp_path / "s")
    assert read(tmp_path / "s").problem.volunteers[0].name == "bell\a"


def test_drafts_are_named_for_the_process() -> None:
    """Two processes that write beside each other do not meet."""
    assert "getpid" in Path(placing.__file__).read_text("utf-8")
