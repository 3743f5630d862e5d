"""What is shipped: the demo ends by itself, templates and generated scenarios can be read again."""

from pathlib import Path

import pytest

from matcher.cli import main
from matcher.cli.demo import DEMO, shipped


def test_the_demo(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "demo"
    assert main(["--lang", "zh", "demo", "--no-serve", "--out", str(out)]) == 0
    told = capsys.readouterr().out
    for said in ("虚构数据", "周一 11-23", "未能安排", "排得有多好", str(out / "report.html")):
        assert said in told
    page = (out / "report.html").read_text(encoding="utf-8")
    assert "虚构数据" in page
    assert "<script" not in page
    assert main(["check", str(shipped(DEMO)), str(out / "roster.json")]) == 0
    assert main(["verify", str(shipped(DEMO)), str(out / "roster.json")]) == 0


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_template_solves_as_it_is(lang: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    book = tmp_path / "empty.xlsx"
    assert main(["template", str(book), "--lang", lang]) == 0
    capsys.readouterr()
    assert main(["solve", str(book), "--json"]) == 0, capsys.readouterr().err


def test_generate_like(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    first, again, book = tmp_path / "first", tmp_path / "again", tmp_path / "book.xlsx"
    assert main(["generate", str(first), "--seed", "7", "--population", "1500", "--days", "3"]) == 0
    assert main(["generate", str(again), "--seed", "7", "--like", str(first)]) == 0
    assert main(["generate", str(book), "--seed", "8", "--like", str(first)]) == 0
    assert (again / "visits.csv").read_text(encoding="utf-8") == (first / "visits.csv").read_text(encoding="utf-8")
    capsys.readouterr()
    assert main(["generate", str(tmp_path / "none"), "--communities", "0", "--days", "0"]) == 2
    told = capsys.readouterr().err
    assert "communities (0)" in told
    assert "days (0)" in told
    assert not (tmp_path / "none").exists()
