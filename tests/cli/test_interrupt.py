"""Ctrl-C on a real terminal keeps the best roster so far."""

import io
import json
import os
import pty
import select
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from matcher.cli import main
from matcher.cli.terminal import Terminal
from matcher.cli.watched import solve_watched
from matcher.scenario import read

REQUESTS = 90
"""A week of so many takes seconds to prove, and much less to a first roster."""


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
def test_interrupt_keeps_the_best_roster(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    scenario, roster = tmp_path / "busy", tmp_path / "roster.json"
    assert main(["generate", str(scenario), "--seed", "4", "--requests", str(REQUESTS)]) == 0
    code = "import sys; from matcher.cli import main; sys.exit(main())"
    leader, follower = pty.openpty()
    with subprocess.Popen(
        [sys.executable, "-c", code, "--lang", "en", "solve", str(scenario), "--roster", str(roster)],
        stderr=follower,
        stdout=subprocess.PIPE,
    ) as child:
        os.close(follower)
        seen = b""
        while b"points" not in seen and child.poll() is None:
            if select.select([leader], [], [], 0.1)[0]:
                try:
                    seen += os.read(leader, 4096)
                except OSError:
                    break
        child.send_signal(signal.SIGINT)
        while child.poll() is None:
            if select.select([leader], [], [], 0.1)[0]:
                try:
                    seen += os.read(leader, 4096)
                except OSError:
                    break
        out = child.communicate()[0].decode()
    os.close(leader)
    assert child.returncode == 0, seen.decode(errors="replace")
    assert b"keeping the best roster so far" in seen
    assert "Traceback" not in out + seen.decode(errors="replace")
    assert json.loads(roster.read_text(encoding="utf-8"))["result"]["stages"]
    assert main(["check", str(scenario), str(roster)]) == 0
    assert "Checked: no hard rule is broken." in capsys.readouterr().out


class Busy(io.StringIO):
    """A terminal whose user presses Ctrl-C in the middle of a line; as real ones, it cannot be written to meanwhile."""

    def __init__(self) -> None:
        super().__init__()
        self.writing, self.pressed = False, False

    def isatty(self) -> bool:
        return True

    def write(self, text: str) -> int:
        if self.writing:
            raise RuntimeError("reentrant call")
        self.writing = True
        if not self.pressed:
            self.pressed = True
            signal.raise_signal(signal.SIGINT)
        self.writing = False
        return super().write(text)


def test_an_interrupt_in_the_middle_of_a_write_is_heard_too(monkeypatch: pytest.MonkeyPatch) -> None:
    told = Busy()
    monkeypatch.setattr(sys, "stderr", told)
    before = signal.getsignal(signal.SIGINT)
    result = solve_watched(Terminal("en"), read(Path(__file__).parents[2] / "scenarios" / "xizha-week").problem)
    assert told.pressed and told.getvalue().count("keeping the best roster so far") == 1
    assert result.roster.planned and signal.getsignal(signal.SIGINT) is before
