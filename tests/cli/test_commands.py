"""The commands end to end on the tiny folder: solve, check, score, verify, export."""

import csv
import json
from pathlib import Path

import pytest
from icalendar import Calendar
from openpyxl import load_workbook

from cli import folder
from cli.conftest import Run


def test_solve_json_is_one_object(tiny: Path, run: Run) -> None:
    code, told = run("solve", tiny, "--json")
    assert code == 0
    seconds = {k: told.pop(k) for k in ("seconds", "compile_seconds", "first_roster_seconds")}
    assert all(isinstance(s, float) and s >= 0 for s in seconds.values())
    progress = told.pop("progress")
    assert progress[-1][1] == told["objective"] and [p for _, p in progress] == sorted(p for _, p in progress)
    (unserved,) = told.pop("unserved")
    assert (unserved["visit"], bool(unserved["reason"])) == ("nobody", True)
    objective = told["objective"]
    assert told == {
        "status": "proven",
        "objective": objective,
        "bound": objective,
        "gap": 0.0,
        "guaranteed": {"served": 1, "of": 1, "objective": 810, "bound": 810, "status": "proven"},
        "visits": 4,
        "served": 3,
        "more_visits_at_most": 0,
        "stopped": "proven",
        "warnings": told["warnings"],
    }


def test_a_solved_roster_is_clean_scored_alike_and_verified(tiny: Path, roster: Path, run: Run) -> None:
    _, solved = run("solve", tiny, "--json")
    assert run("check", tiny, roster, "--json") == (0, {"violations": []})
    code, points = run("score", tiny, roster, "--json")
    assert (code, points["objective"], points["guaranteed"]) == (0, solved["objective"], 810)
    assert sum(points["terms"].values()) == points["objective"]
    code, proof = run("verify", tiny, roster, "--json")
    assert (code, proof["holds"], proof["rules_kept"], proof["proof"]) == (0, True, True, True)
    assert {c["purpose"] for c in proof["certificates"]} == {"guaranteed", "points", "visits"}


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
def test_other_roster_files_carry_their_proof_beside(suffix: str, tiny: Path, tmp_path: Path, run: Run) -> None:
    path = tmp_path / f"roster{suffix}"
    assert run("solve", tiny, "--roster", path)[0] == 0
    assert sorted(p.name for p in tmp_path.iterdir()) == [path.name, f"{path.name}.proof.json", "tiny"]
    assert run("verify", tiny, path, "--json")[1]["holds"] is True


def test_a_proof_that_claims_too_much_fails(tiny: Path, roster: Path, run: Run) -> None:
    content = json.loads(roster.read_text(encoding="utf-8"))
    for certificate in content["result"]["certificates"]:
        certificate["bound"] -= 1
    roster.write_text(json.dumps(content), encoding="utf-8")
    code, told = run("verify", tiny, roster, "--json")
    assert (code, told["holds"]) == (1, False)


def test_a_roster_without_proof_is_not_verified(tiny: Path, roster: Path, run: Run) -> None:
    content = json.loads(roster.read_text(encoding="utf-8"))
    del content["result"]
    roster.write_text(json.dumps(content), encoding="utf-8")
    code, told = run("verify", tiny, roster, "--json")
    assert (code, told["holds"], told["proof"], told["rules_kept"]) == (1, False, False, True)


def test_a_broken_roster_is_judged(tiny: Path, tmp_path: Path, run: Run) -> None:
    path = tmp_path / "hand.csv"
    path.write_text(f"visit,volunteer,role,start,facility\nelder,bob,陪护,{folder.DAY} 09:30,\n", encoding="utf-8")
    code, told = run("check", tiny, path, "--json")
    (found,) = told["violations"]
    sentences = found.pop("sentence")
    assert (code, found) == (
        1,
        {
            "rule": "skills", "amount": 1, "unit": "skills", "visit": "elder", "volunteer": "bob", "facility": None,
            "other": None, "overridden": False,
        },
    )  # fmt: skip
    assert "elder / bob" in sentences["zh"]
    assert sentences["en"] == (
        "elder / bob: Who takes a role has every skill it asks for, valid on the day (by 1 skills)"
    )
    code, text = run("check", tiny, path)
    assert code == 1
    assert "1 breaches of hard rules" in text


def test_solve_tells_the_week(tiny: Path, run: Run) -> None:
    code, text = run("solve", tiny)
    assert code == 0
    for said in ("小社区 (Synthetic data)", "Mon 11-23", "张**", "Best possible: no roster is better", "nobody"):
        assert said in text
    for secret in ("张安安", "王奶奶", "刘爷爷", "L-502"):
        assert secret not in text
    _, told = run("solve", tiny, "--for", "coordinator")
    assert "张安安" in told


def test_everything_is_written(tiny: Path, tmp_path: Path, run: Run) -> None:
    out = tmp_path / "out"
    assert run("solve", tiny, "--out", out)[0] == 0
    assert sorted(p.relative_to(out).as_posix() for p in out.rglob("*") if p.is_file()) == [
        "by-facility.csv", "by-visit.csv", "by-volunteer.csv", "calendars/ann.ics", "calendars/bob.ics",
        "report.html", "roster.json", "roster.xlsx",
    ]  # fmt: skip


def test_exports(tiny: Path, roster: Path, tmp_path: Path, run: Run) -> None:
    def export(name: str, *options: str) -> Path:
        assert run("export", tiny, roster, tmp_path / name, *options)[0] == 0
        return tmp_path / name

    rows = list(csv.reader(export("n.csv", "--for", "notice").read_text(encoding="utf-8-sig").splitlines()))
    assert rows[0][:3] == ["visit", "service", "date"]
    assert [r for r in rows if any(c.startswith("=") for c in r)] == []
    book = load_workbook(export("g.xlsx", "--for", "gate"))
    assert book.sheetnames == ["By visit", "By volunteer", "By facility"]
    told = json.loads(export("v.json", "--for", "volunteer").read_text(encoding="utf-8"))
    assert (told["for"], told["synthetic"], len(told["visits"])) == ("volunteer", True, 3)
    page = export("c.html", "--for", "coordinator").read_text(encoding="utf-8")
    assert "张安安" in page
    calendars = export("calendars", "--for", "volunteer", "--format", "ics")
    assert sorted(p.name for p in calendars.iterdir()) == ["ann.ics", "bob.ics"]
    events = Calendar.from_ical((calendars / "ann.ics").read_bytes()).walk("VEVENT")
    assert next(str(e["summary"]) for e in events) == "助老陪伴"
    one = export("one", "--format", "ics", "--volunteer", "bob")
    assert [p.name for p in one.iterdir()] == ["bob.ics"]


def test_hint_and_published(tiny: Path, roster: Path, run: Run) -> None:
    code, again = run("solve", tiny, "--hint", roster, "--published", roster, "--json")
    assert (code, again["served"], again["status"]) == (0, 3, "proven")
    _, plain = run("solve", tiny, "--json")
    assert again["objective"] == plain["objective"] + 3 * 200


def test_same_seed_and_work_same_roster(tiny: Path, tmp_path: Path, run: Run) -> None:
    texts = []
    for name in ("a.csv", "b.csv"):
        run("solve", tiny, "--seed", 3, "--work-limit", 50, "--roster", tmp_path / name)
        texts.append((tmp_path / name).read_text(encoding="utf-8-sig"))
    assert texts[0] == texts[1]
