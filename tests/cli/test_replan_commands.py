"""`matcher replan` and `matcher what-if` on the tiny folder."""

import json
from pathlib import Path

import pytest

from cli.conftest import Run
from matcher.cli import main
from matcher.scenario import read, read_roster


@pytest.fixture
def known(tiny: Path, roster: Path) -> tuple[object, ...]:
    return (tiny, "--roster", roster)


def test_an_absence_is_mended_and_told(known: tuple[object, ...], run: Run) -> None:
    code, told = run("replan", *known, "--ill", "ann", "--json")
    assert code == 0
    assert told["lost"] == ["elder", "patrol"]
    assert ("ann" in told["notify"], told["status"]) == (True, "proven")
    assert told["objective"] == told["bound"]


def test_the_new_roster_is_written_and_read_again(known: tuple[object, ...], tmp_path: Path, run: Run) -> None:
    out = tmp_path / "new.json"
    code, text = run("replan", *known, "--decline", "elder=ann", "--out", out)
    assert code == 0
    assert ("1 visits can no longer be served" in text, "Wrote" in text) == (True, True)
    assert "elder" not in read_roster(out, read(known[0])).planned_of  # type: ignore[arg-type]


def test_the_frontier_is_a_table(known: tuple[object, ...], run: Run) -> None:
    told = run("replan", *known, "--decline", "patrol=bob", "--frontier", "--json")[1]["frontier"]
    assert [c["most"] for c in told] == [0, 1, 2, 5, None]
    assert (told[0]["possible"], told[1]["possible"]) == (False, True)
    assert "not possible" in run("replan", *known, "--decline", "patrol=bob", "--frontier")[1]


def test_what_began_stays(known: tuple[object, ...], run: Run) -> None:
    args = ("--ill", "bob", "--now", "2026-11-23 09:30", "--freeze", "30", "--json")
    assert "elder" not in run("replan", *known, *args)[1]["lost"]


def test_a_patch_adds_an_emergency(known: tuple[object, ...], tmp_path: Path, run: Run) -> None:
    patch = tmp_path / "fall.json"
    visit = {"visit": "fall", "place": "B-202", "duration_minutes": 20, "guaranteed": True}
    window = {"visit": "fall", "start": "2026-11-23 09:00", "end": "12:00"}
    role = {"visit": "fall", "role": "helper"}
    patch.write_text(json.dumps({"visits": {"add": [visit]}, "windows": {"add": [window]}, "roles": {"add": [role]}}))
    assert run("replan", *known, "--add", patch, "--json")[1]["served"] == ["fall"]
    told = run("what-if", known[0], patch, *known[1:], "--json")[1]
    assert (told["served"], told["lost"]) == (["fall"], [])


def test_a_patch_shows_what_it_took_along(
    known: tuple[object, ...], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    patch = tmp_path / "away.json"
    patch.write_text(json.dumps({"人员": {"remove": [{"人员编号": "ann"}]}}))
    assert main(["what-if", str(known[0]), str(patch), "--roster", str(known[2])]) == 0
    told = capsys.readouterr()
    assert "availability.csv: 1 rows went with volunteers ann" in told.err
    assert "2 visits can no longer be served" in told.out


def test_all_faults_of_events_at_once(known: tuple[object, ...], run: Run) -> None:
    code, told = run(
        "replan",
        *known,
        "--ill",
        "ann=x",
        "--decline",
        "elder",
        "--lengthen",
        "elder=-5",
        "--move",
        "elder=soon",
        "--json",
    )
    assert code == 2
    assert [e["where"] for e in told["errors"]] == ["--ill", "--decline", "--lengthen", "--move"]
    code, told = run("replan", *known, "--ill", "zoe", "--cancel", "none", "--json")
    assert [e["code"] for e in told["errors"]] == ["unknown_id", "unknown_id"]


def test_only_visits_are_added(known: tuple[object, ...], tmp_path: Path, run: Run) -> None:
    patch = tmp_path / "more.json"
    patch.write_text(
        json.dumps({"volunteers": {"set": [{"where": {"volunteer": "ann"}, "to": {"max_walk_minutes": 9}}]}})
    )
    assert run("replan", *known, "--add", patch, "--json")[1]["errors"][0]["code"] == "not_only_visits"


@pytest.mark.parametrize(
    "args",
    [
        ("explain",),
        ("replace", "class", "--out", "?"),
        ("replan", "--ill", "ann"),
        ("replan", "--ill", "ann", "--frontier"),
        ("advise",),
    ],
    ids=lambda a: " ".join(a[:1] + a[-1:]),
)
def test_each_writes_its_page(known: tuple[object, ...], args: tuple[str, ...], tmp_path: Path, run: Run) -> None:
    rows = json.loads(Path(str(known[2])).read_text())["assignments"]
    teacher = next(a["volunteer"] for a in rows if a["visit"] == "class")
    page = tmp_path / "page.html"
    more = [teacher if a == "?" else a for a in args[1:]]
    for lang in ("zh", "en"):
        assert run(args[0], known[0], *more, *known[1:], "--report", page, "--lang", lang)[0] == 0
        text = page.read_text(encoding="utf-8")
        assert text.startswith("<!DOCTYPE html>")
        assert "http://" not in text.replace("http://www.w3.org/2000/svg", "")


def test_advice_as_one_object(known: tuple[object, ...], run: Run) -> None:
    told = run("advise", *known, "--json")[1]
    assert [(a["kind"], a["subject"], a["serves"], a["confirmed"]) for a in told["advice"]] == [
        ("person", "法律", ["nobody"], True)
    ]
    assert told["scarce"][0]["visits"] == ["nobody"]
