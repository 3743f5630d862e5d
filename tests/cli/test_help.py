"""The command line before any command runs."""

import subprocess
import sys

import pytest

from matcher.cli import main
from matcher.cli.app import COMMANDS

HEAVY = ("pandas", "numpy", "numba", "ortools", "scipy", "openpyxl", "icalendar", "rich", "faker")


def test_help_imports_nothing_heavy() -> None:
    code = (
        "import sys; from matcher.cli import main; main(['--help']); "
        f"print([m for m in {HEAVY!r} if m in sys.modules], file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stderr.strip() == "[]"


def test_help_names_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--help"]) == 0
    shown = capsys.readouterr().out
    assert [c.__name__ for c in COMMANDS if c.__name__.replace("_", "-") not in shown] == []


@pytest.mark.parametrize("command", COMMANDS, ids=lambda c: c.__name__)
def test_every_command_has_help(command: object, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([getattr(command, "__name__", "").replace("_", "-"), "--help"]) == 0
    assert "Usage: matcher" in capsys.readouterr().out


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--version"]) == 0
    assert capsys.readouterr().out.startswith("matcher ")


@pytest.mark.parametrize("args", [["sing"], ["solve"], ["solve", "x", "--gap", "much"], ["check", "x"], ["--nope"]])
def test_misuse_is_told(args: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(args) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.startswith("1 fault(s) in the input:\n")
    assert "Traceback" not in told.err
