"""A search stopped before any roster keeps the pins is told as a fault, not as a traceback."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from matcher import errors
from matcher.cli import main

XIZHA = Path(__file__).parents[2] / "scenarios" / "xizha-week"


def test_no_roster_is_a_fault(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def fails(*_: Any, **__: Any) -> None:
        raise errors.NoRoster("nothing yet")

    monkeypatch.setattr("matcher.solver.solve", fails)
    assert main(["solve", str(XIZHA), "--json"]) == 3
    (error,) = json.loads(capsys.readouterr().out)["errors"]
    assert (error["code"], error["message"]) == ("no_roster", "nothing yet")
