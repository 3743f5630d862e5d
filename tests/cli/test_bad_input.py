"""Bad input is told in full: exit code 2 (clashing pins: 3), never a traceback, nothing half-written."""

import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from cli import folder
from matcher.cli import main

CASES: dict[str, Mapping[str, str]] = {
    "unknown id": folder.with_row("skills.csv", "zoe,护理,"),
    "negative": folder.with_row("visits.csv", "late,,巡逻,巡逻,L-502,,,-30,5,"),
    "ends before it starts": folder.with_row("windows.csv", f"elder,{folder.DAY} 11:00,{folder.DAY} 09:00"),
    "no number": folder.with_row("walks.csv", "A-101,H,soon"),
    "no toml": {"scenario.toml": "start = "},
    "missing column": {"volunteers.csv": "volunteer,name\nann,张安安\n"},
    "empty table": {"places.csv": ""},
    "id twice": folder.with_row("volunteers.csv", "ann,张安安,volunteer,A-101"),
    "mixed": folder.with_row("roles.csv", "ghost,x,,1,,") | folder.with_row("openings.csv", "hall,never,later"),
}


@pytest.mark.parametrize("changes", CASES.values(), ids=CASES)
def test_faults_are_listed_and_nothing_is_written(
    changes: Mapping[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bad, out = folder.write(tmp_path / "bad", changes), tmp_path / "out"
    old = tmp_path / "roster.json"
    old.write_text("kept", encoding="utf-8")
    code = main(["solve", str(bad), "--roster", str(old), "--out", str(out), "--json"])
    told = capsys.readouterr()
    assert code == 2
    errors = json.loads(told.out)["errors"]
    assert errors
    assert all(set(e) == {"where", "code", "message", "hint"} and e["message"] for e in errors)
    assert "Traceback" not in told.err
    assert (old.read_text(encoding="utf-8"), out.exists()) == ("kept", False)


def test_all_faults_at_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    bad = folder.write(tmp_path / "bad", CASES["mixed"])
    assert main(["check", str(bad), str(bad / "none.json"), "--json"]) == 2
    assert len(json.loads(capsys.readouterr().out)["errors"]) >= 2


def test_clashing_pins(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pins = f"visit,volunteer,role,start,facility\nelder,ann,,{folder.DAY} 10:00,\npatrol,ann,,{folder.DAY} 10:00,\n"
    bad = folder.write(tmp_path / "bad", {"pins.csv": pins})
    assert main(["solve", str(bad), "--json"]) == 3
    told = capsys.readouterr()
    assert len(json.loads(told.out)["errors"]) >= 2
    assert "Traceback" not in told.err


def test_options_are_judged_together(tiny: Path, capsys: pytest.CaptureFixture[str]) -> None:
    args = ["--time-limit", "-1", "--gap", "nan", "--for", "me", "--roster", "roster.txt", "--json"]
    assert main(["solve", str(tiny), *args]) == 2
    where = [e["where"] for e in json.loads(capsys.readouterr().out)["errors"]]
    assert where == ["--for", "--time-limit", "--gap", "roster.txt"]


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"\xff\xfe\x00", b'{"rows": 3}', b"nonsense"])
@pytest.mark.parametrize("suffix", [".json", ".csv", ".xlsx", ".txt"])
def test_roster_files_that_are_none(
    content: bytes, suffix: str, tiny: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / f"roster{suffix}"
    path.write_bytes(content)
    assert main(["check", str(tiny), str(path), "--json"]) == 2
    assert json.loads(capsys.readouterr().out)["errors"]


def test_a_proof_that_is_none(tiny: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "roster.csv"
    path.write_text(f"visit,volunteer,role,start,facility\nelder,ann,陪护,{folder.DAY} 09:30,\n", encoding="utf-8")
    for content in ("{", '{"result": 3}', '{"result": {"certificates": 3}}', '{"result": {"certificates": [{}]}}'):
        (tmp_path / "roster.csv.proof.json").write_text(content, encoding="utf-8")
        assert main(["verify", str(tiny), str(path), "--json"]) == 2
        assert json.loads(capsys.readouterr().out)["errors"]


@pytest.mark.parametrize("args", [("template", "there.xlsx"), ("generate", "there")])
def test_nothing_is_overwritten(
    args: tuple[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / args[1]).write_text("work of people", encoding="utf-8")
    assert main(list(args)) == 2
    assert "exists already" in capsys.readouterr().err
    assert (tmp_path / args[1]).read_text(encoding="utf-8") == "work of people"
