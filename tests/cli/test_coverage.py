"""`matcher coverage` end to end: on a tiny table of walks and on the streets of a shipped week."""

import csv
import json
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from cli import folder
from matcher.cli import main
from matcher.cli.demo import shipped

Capture = pytest.CaptureFixture[str]
SECRETS = ("A-101", "B-202", "L-502", "王奶奶", "张安安")


def told(capsys: Capture, *args: object) -> dict[str, Any]:
    """The one object of a run that succeeds."""
    capsys.readouterr()
    assert main(["coverage", *map(str, args), "--json"]) == 0
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return found


def said(capsys: Capture, *args: object) -> str:
    capsys.readouterr()
    assert main(["coverage", *map(str, args)]) == 0
    return capsys.readouterr().out


def faults(capsys: Capture, *args: object) -> list[str]:
    capsys.readouterr()
    assert main(["coverage", *map(str, args), "--json"]) == 2
    shown = capsys.readouterr()
    assert "Traceback" not in shown.err
    return [e["where"] for e in json.loads(shown.out)["errors"]]


def test_the_object(tiny: Path, capsys: Capture) -> None:
    found = told(capsys, tiny)
    lines, gaps = found.pop("coverage"), found.pop("gaps")
    assert found == {
        "source": "table", "pace": 0.9, "limit_minutes": 15, "doors": 3, "residents": 3, "residents_known_for": 0,
        "off_street": 0, "what_if": None,
    }  # fmt: skip
    assert lines[0] == {
        "kind": "facility", "code": "课堂", "name": "课堂", "way": "to_facility", "crew": None, "there": 1,
        "reached": 3, "served": 3, "median_minutes": 4, "median_hours": 3,
        "residents_by_hour": [3 if 9 <= h < 12 else 0 for h in range(24)],
    }  # fmt: skip
    assert {line["code"]: (line["way"], line["crew"], line["served"]) for line in lines[1:]} == {
        "助老陪伴": ("to_door", 1, 3), "巡逻": ("to_door", 2, 3), "课堂": ("to_facility", 1, 3),
        "法律咨询": ("to_door", 1, 0),
    }  # fmt: skip
    assert gaps == [
        {
            "kind": "service", "code": "法律咨询", "community": "小社区", "why": "none", "residents": 3, "doors": 3,
            "least_minutes": None, "most_minutes": None,
        }
    ]  # fmt: skip


def test_doors_are_named_for_the_coordinator_alone(tiny: Path, capsys: Capture, tmp_path: Path) -> None:
    assert told(capsys, tiny, "--for", "coordinator")["gaps"][0]["doors"] == ["A-101", "B-202", "L-502"]
    for audience in ("", "notice"):
        files = [tmp_path / f"of{audience}.{suffix}" for suffix in ("csv", "html", "svg")]
        options = zip(("--out", "--report", "--map"), files, strict=True)
        text = said(capsys, tiny, *(o for pair in options for o in pair), *(["--for", audience] if audience else []))
        texts = [text, *(f.read_text("utf-8") for f in files)]
        assert [s for s in SECRETS for t in texts if s in t] == []
    assert "1号楼" not in "".join(f.read_text("utf-8") for f in files)


def test_eighty_columns_in_both_languages(capsys: Capture) -> None:
    from unicodedata import east_asian_width

    for lang in ("zh", "en"):
        text = said(capsys, shipped("xizha-week"), "--lang", lang, "--add-site", "b10-1:dining@09:00-12:00")
        wide = [sum(2 if east_asian_width(c) in "WF" else 1 for c in line.rstrip()) for line in text.splitlines()]
        assert max(wide) <= 80
    assert "Synthetic data" in text and "residents unknown, each counts as one" in text


def test_a_week_on_streets(capsys: Capture) -> None:
    found = told(capsys, shipped("xizha-week"))
    dining = next(line for line in found["coverage"] if line["code"] == "dining")
    assert (found["source"], dining["reached"] < found["doors"], dining["reached"] > 0) == ("streets", True, True)
    residents = [gap["residents"] for gap in found["gaps"]]
    assert residents == sorted(residents, reverse=True) and residents
    quick = told(capsys, shipped("xizha-week"), "--pace", "1.4", "--of", "dining")
    assert [line["code"] for line in quick["coverage"]] == ["dining"]
    assert quick["coverage"][0]["reached"] > dining["reached"]


def test_what_if_by_options_and_by_a_patch(capsys: Capture, tmp_path: Path) -> None:
    week = shipped("xizha-week")
    options = ["--add-site", "b10-3:dining@Mon-Fri 11:00-13:00", "--add-gate", "b0c1-west"]
    options += ["--add-opening", "c01-canteen@mon 08:00-09:00"]
    found = told(capsys, week, *options)
    gain = next(g for g in found["what_if"]["gains"] if g["code"] == "dining")
    assert gain["after"] > gain["before"] and gain["gained"] == gain["after"] - gain["before"] and gain["lost"] == 0
    assert gain["resident_hours"] > 10 * gain["gained"] and len(found["what_if"]["added"]) == 3
    now = next(line for line in found["coverage"] if line["code"] == "dining")
    assert now["served"] == gain["after"]
    patch = tmp_path / "patch.json"
    patch.write_text(
        json.dumps(
            {
                "sites": [{"place": "b10-3", "modes": ["dining"], "hours": "Mon-Fri 11:00-13:00"}],
                "gates": ["b0c1-west"],
                "openings": [{"facility": "c01-canteen", "hours": "mon 08:00-09:00"}],
            }
        ),
        encoding="utf-8",
    )
    assert told(capsys, week, "--patch", patch) == found


def test_residents_weigh(tiny: Path, capsys: Capture, tmp_path: Path) -> None:
    path = tmp_path / "residents.csv"
    path.write_text("地点,人数\nL-502,40\nA-101,0\n", encoding="utf-8-sig")
    found = told(capsys, tiny, "--residents", path)
    assert (found["residents"], found["residents_known_for"], found["gaps"][0]["residents"]) == (41, 2, 41)
    assert "3 doors, 41 residents: known for 2 doors" in said(capsys, tiny, "--residents", path)


def test_files(tiny: Path, capsys: Capture, tmp_path: Path) -> None:
    table, gaps, drawing, page = (tmp_path / n for n in ("t.csv", "g.csv", "m.svg", "p.html"))
    text = said(capsys, tiny, "--out", table, "--gaps", gaps, "--map", drawing, "--report", page)
    assert text.count("Wrote") == 4
    rows = list(csv.DictReader(table.read_text("utf-8-sig").splitlines()))
    assert len(rows) == 3 * 5
    assert rows[0] == {
        "door": "1号楼", "community": "小社区", "residents": "1", "kind": "use", "code": "课堂", "service": "课堂",
        "reached": "yes", "nearest": "活动室", "minutes": "6", "hours": "3", "when": "Mon 9–12",
    }  # fmt: skip
    assert [r["why"] for r in csv.DictReader(gaps.read_text("utf-8-sig").splitlines())] == ["nobody can"]
    assert ElementTree.fromstring(drawing.read_text("utf-8")).tag.endswith("svg")
    assert "法律咨询" in page.read_text("utf-8")


def test_one_door(tiny: Path, capsys: Capture) -> None:
    text = said(capsys, tiny, "--door", "L-502", "--for", "coordinator")
    assert "5号楼 · L-502" in text and "Mon 9–12" in text and "nobody can" in text
    rows = {row["name"]: row for row in told(capsys, tiny, "--door", "L-502", "--of", "课堂")["door"]}
    assert rows["课堂"]["minutes"] == "4 min"


def test_every_fault_at_once(tiny: Path, capsys: Capture, tmp_path: Path) -> None:
    assert faults(capsys, tiny, "--pace", "0", "--limit", "0", "--for", "me", "--out", "x.txt", "--most", "-1") == [
        "--for", "walking", "walking", "--most", "x.txt"
    ]  # fmt: skip
    bad = tmp_path / "bad.json"
    bad.write_text('{"sites": [3], "parks": []}', encoding="utf-8")
    assert faults(capsys, tiny, "--add-site", "x", "--add-gate", ":", "--patch", bad) == [
        "--add-site x", "--add-gate :", "bad.json sites 1", "bad.json parks"
    ]  # fmt: skip
    assert faults(capsys, tiny, "--add-site", "moon:chess", "--add-gate", "g", "--add-opening", "x@08:00-09:00") == [
        "added site new-1", "added gate g", "added opening"
    ]  # fmt: skip
    assert faults(capsys, tiny, "--of", "luck") == ["--of"]
    assert faults(capsys, tiny, "--door", "H") == ["--door"]
    assert faults(capsys, tmp_path / "none") == [str(tmp_path / "none")]


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (b"", ["r.csv"]),
        (b"\xff\xfe\x00", ["r.csv"]),
        (b"place,age\nA-101,3\n", ["r.csv"]),
        (b"place,residents\nA-101,many\nB-202\nL-502,1\nL-502,1\n", ["r.csv row 2", "r.csv row 3", "r.csv row 5"]),
        (b"place,residents\nmoon,1\nH,1\n", ["residents moon", "residents H"]),
    ],
)
def test_residents_that_are_none(
    content: bytes, found: list[str], tiny: Path, capsys: Capture, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "r.csv").write_bytes(content)
    assert faults(capsys, tiny, "--residents", "r.csv") == found


def test_a_patch_that_is_no_json(tiny: Path, capsys: Capture, tmp_path: Path) -> None:
    path = tmp_path / "p.json"
    for content in (b"{", b"", b"\xff\xfe\x00"):
        path.write_bytes(content)
        assert faults(capsys, tiny, "--patch", path) == [str(path)]
    assert faults(capsys, tiny, "--patch", tmp_path / "none.json")


def test_a_scenario_of_nothing(capsys: Capture, tmp_path: Path) -> None:
    heads = {name: text.splitlines()[0] + "\n" for name, text in folder.TABLES.items() if name.endswith(".csv")}
    empty = folder.write(tmp_path / "empty", heads)
    assert "There are no doors of residents." in said(capsys, empty)
    assert told(capsys, empty)["coverage"] == []
    assert faults(capsys, empty, "--map", tmp_path / "m.svg") == ["map"]


def test_the_report_of_a_solve_has_the_section_for_those_who_see_the_workings(tiny: Path, tmp_path: Path) -> None:
    for audience, there in (("coordinator", True), ("notice", False)):
        page = tmp_path / f"{audience}.html"
        assert main(["solve", str(tiny), "--report", str(page), "--for", audience]) == 0
        assert ('<section id="coverage">' in page.read_text("utf-8")) == there
