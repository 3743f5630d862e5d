"""The rules of the house that a machine can check: types, style, who imports whom, sizes, places of tests."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

TOP = Path(__file__).parent.parent
LONGEST = 400
"""Lines of one Python file."""


@pytest.mark.parametrize(
    "command",
    [
        ["-m", "ruff", "check", "."],
        ["-m", "ruff", "format", "--check", "."],
        ["-m", "mypy"],
        ["-c", "from importlinter.cli import lint_imports_command; lint_imports_command()"],
    ],
    ids=["ruff", "format", "mypy", "imports"],
)
def test_the_tools_find_nothing(command: list[str]) -> None:
    done = subprocess.run([sys.executable, *command], cwd=TOP, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_no_file_is_too_long() -> None:
    files = [p for top in ("src", "api", "tests") for p in (TOP / top).rglob("*.py") if p.parent.name != "versions"]
    sizes = {p: p.read_text("utf-8").count("\n") for p in files}  # migrations are written by Alembic
    assert {str(p.relative_to(TOP)): n for p, n in sizes.items() if n > LONGEST} == {}


def test_only_the_master_imports_or_tools() -> None:
    users = {p.name for p in (TOP / "src").rglob("*.py") if "ortools" in p.read_text("utf-8").replace("`ortools`", "")}
    assert users == {"master.py"}


def test_no_clock_and_no_unseeded_randomness_in_the_library() -> None:
    banned = ("datetime.now", "date.today", "time.time(", "random.random(", "default_rng()", "random.seed(")
    found = [
        f"{p.relative_to(TOP)}: {word}"
        for p in (TOP / "src/matcher").rglob("*.py")
        if "cli" not in p.parts
        for word in banned
        if word in p.read_text("utf-8")
    ]
    assert found == []
