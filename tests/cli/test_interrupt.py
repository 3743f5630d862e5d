"""Ctrl-C on a real terminal keeps the best roster so far."""

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
