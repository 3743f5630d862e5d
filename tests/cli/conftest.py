"""Every test of the command line speaks English unless it says otherwise."""

from __future__ import annotations

from pathlib import Path

import pytest

from cli import folder


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
