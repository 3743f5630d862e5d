"""Every test of the command line speaks English unless it says otherwise."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cli import folder
from matcher.cli import main

Run = Callable[..., tuple[int, Any]]


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "en_US.UTF-8")
    monkeypatch.setenv("COLUMNS", "80")


@pytest.fixture
def tiny(tmp_path: Path) -> Path:
    """The tiny scenario's folder."""
    return folder.write(tmp_path / "tiny")


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs a command; with --json gives (exit code, the one object), else (exit code, stdout)."""

    def runs(*args: object) -> tuple[int, Any]:
        capsys.readouterr()
        code = main([str(a) for a in args])
        told = capsys.readouterr()
        assert "Traceback" not in told.err
        return code, json.loads(told.out) if "--json" in args else told.out

    return runs


@pytest.fixture
def roster(tiny: Path, run: Run) -> Path:
    path = tiny.parent / "roster.json"
    assert run("solve", tiny, "--roster", path)[0] == 0
    return path
