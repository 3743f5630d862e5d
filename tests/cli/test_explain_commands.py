"""`matcher explain` and `matcher replace` on the tiny folder."""

import json
from pathlib import Path

import pytest

from cli.conftest import Run


@pytest.fixture
def known(tiny: Path, roster: Path) -> tuple[object, ...]:
    return (tiny, "--roster", roster)


def test_the_unserved_visit_is_explained_as_one_object(known: tuple[object, ...], run: Run) -> None:
    code, told = run("explain", *known, "--json")
    assert (code, list(told)) == (0, ["unserved"])
    (visit,) = told["unserved"]
    assert {"visit", "reasons", "near_misses", "fixes", "sentence_zh", "sentence_en"} <= visit.keys()
    assert (visit["visit"], visit["main"]) == ("nobody", "skills")
    assert [(r["rule"], r["count"]) for r in visit["reasons"]] == [("skills", 2)]
    assert "ann" not in visit["sentence_en"]


def test_a_fix_is_told_with_time_and_people(tiny: Path, run: Run, tmp_path: Path) -> None:
    empty = tmp_path / "empty.csv"
    empty.write_text("visit,volunteer,role,start,facility\n")
    rows = "volunteer,name,kind,home,max_walk_minutes\nann,张安安,volunteer,A-101,4\nbob,李博文,volunteer,B-202,2\n"
    (tiny / "volunteers.csv").write_text(rows)
    told = run("explain", tiny, "--roster", empty, "--visit", "elder", "--json")[1]["unserved"][0]
    (walk,) = [f for f in told["fixes"] if f["kind"] == "walk"]
    assert (walk["subject"], walk["amount"], walk["team"], walk["confirmed"]) == ("ann", 1, ["ann"], True)
    code, text = run("explain", tiny, "--roster", empty, "--visit", "elder", "--for", "coordinator")
    assert (code, "Fix: 张安安 ann walks 1 minutes more" in text) == (0, True)
    assert max(len(line) for line in text.splitlines()) <= 80


def test_why_this_person(known: tuple[object, ...], run: Run) -> None:
    told = run("explain", *known, "--assignment", "elder=ann", "--json")[1]
    assert (told["volunteer"], told["role"], told["others"]) == ("ann", "陪护", [])
    assert {r["broken_by"] for r in told["rules"]} == {0}
    assert told["points"] == {}, "she is at that place for the patrol anyway"
    assert "Keeps all" in run("explain", *known, "--assignment", "elder=ann")[1]


def test_who_else(known: tuple[object, ...], run: Run) -> None:
    who = next(
        a["volunteer"] for a in json.loads(Path(str(known[2])).read_text())["assignments"] if a["visit"] == "class"
    )
    told = run("replace", known[0], "class", *known[1:], "--out", who, "--json")[1]
    assert [r["volunteer"] for r in told["replacements"]] == [{"ann": "bob", "bob": "ann"}[who]]
    assert told["replacements"][0]["points"] == sum(told["replacements"][0]["rules"].values())
    out = run("replace", known[0], "patrol", *known[1:], "--out", "ann")[1]
    assert "Nobody else can come." in out


def test_when_people_were_asked_is_read(known: tuple[object, ...], run: Run, tmp_path: Path) -> None:
    asked = tmp_path / "asked.csv"
    asked.write_text("volunteer,asked\nann,2026-11-22\nbob,17\n")
    assert run("replace", known[0], "class", *known[1:], "--asked", asked, "--json")[0] == 0
    asked.write_text("volunteer,asked\nann,soon\n")
    assert run("replace", known[0], "class", *known[1:], "--asked", asked, "--json")[0] == 2


@pytest.mark.parametrize(
    ("args", "code"),
    [
        (("explain", "--visit", "none"), "unknown_id"),
        (("explain", "--visit", "elder"), "served"),
        (("explain", "--assignment", "elder=zoe"), "unknown_id"),
        (("explain", "--assignment", "elder=ann", "--report", "why.html"), "option"),
        (("replan", "--ill", "ann", "--frontier", "--out", "new.json"), "option"),
        (("replace", "none"), "unknown_id"),
        (("replace", "elder", "--out", "bob"), "unknown_id"),
        (("replace", "elder", "--role", "cook"), "unknown_id"),
    ],
)
def test_misuse_is_told(known: tuple[object, ...], args: tuple[str, ...], code: str, run: Run) -> None:
    done, told = run(args[0], known[0], *args[1:], *known[1:], "--json")
    assert (done, told["errors"][0]["code"]) == (2, code)
