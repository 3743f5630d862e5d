"""Pages are tested on SQLite alone: what they call is tested on both databases."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest


@pytest.fixture
def database(sqlite_template: Path, tmp_path: Path) -> str:
    shutil.copy(sqlite_template, tmp_path / "matcher.db")
    return f"sqlite:///{tmp_path / 'matcher.db'}"
