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

from cli import folder
from matcher.cli import main

HOMES, PEOPLE, VISITS = 30, 24, 60
"""Enough that proving takes far longer than finding a first roster."""


def crowded() -> dict[str, str]:
    """Many alike visits and people, drawn by a fixed rule; everybody walks everywhere within the limit."""
    day = folder.DAY
    homes = [f"P{i}" for i in range(HOMES)]
    walks = [
        f"{a},{b},{(7 * i * j + 3 * i + j) % 14 + 1}" for i, a in enumerate(homes) for j, b in enumerate(homes) if i < j
    ]
    people = [f"v{i},甲{i},volunteer,P{i % HOMES}" for i in range(PEOPLE)]
    offered = [f"v{i},{day} {8 + i % 3:02d}:00,{day} {17 + i % 4:02d}:00" for i in range(PEOPLE)]
    visits = [f"s{i},,陪伴,陪伴,P{(11 * i) % HOMES},,,{30 + 15 * (i % 6)},{i % 9 + 1}," for i in range(VISITS)]
    windows = [f"s{i},{day} {8 + i % 4:02d}:00,{day} {15 + i % 5:02d}:00" for i in range(VISITS)]
    roles = [f"s{i},员,,{1 + (i % 5 == 0)},2,2" for i in range(VISITS)]
    return {
        "places.csv": "place,kind,x,y\n" + "".join(f"{p},home,{i},{i}\n" for i, p in enumerate(homes)),
        "walks.csv": "a,b,minutes\n" + "\n".join(walks) + "\n",
        "volunteers.csv": "volunteer,name,kind,home\n" + "\n".join(people) + "\n",
        "skills.csv": "volunteer,skill,valid_until\n",
        "availability.csv": "volunteer,start,end\n" + "\n".join(offered) + "\n",
        "facilities.csv": "facility,name,place\n",
        "modes.csv": "facility,mode,capacity\n",
        "openings.csv": "facility,start,end\n",
        "visits.csv": "visit,beneficiary,service,title,place,mode,people,duration_minutes,priority,guaranteed\n"
        + "\n".join(visits)
        + "\n",
        "windows.csv": "visit,start,end\n" + "\n".join(windows) + "\n",
        "roles.csv": "visit,role,skills,min,desired,max\n" + "\n".join(roles) + "\n",
    }


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
def test_interrupt_keeps_the_best_roster(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    scenario, roster = folder.write(tmp_path / "crowded", crowded()), tmp_path / "roster.json"
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
    assert b"points" in seen
    assert "Traceback" not in out + seen.decode(errors="replace")
    assert json.loads(roster.read_text(encoding="utf-8"))["result"]["stages"]
    assert main(["check", str(scenario), str(roster)]) == 0
    assert "Checked: no hard rule is broken." in capsys.readouterr().out
