"""Text of unknown origin, and CSV of it."""

from __future__ import annotations

import codecs
from pathlib import Path

import pytest

from matcher.scenario import read
from matcher.scenario.findings import Findings
from matcher.scenario.text_files import LARGEST_BYTES, read_text
from scenario.village import TINY, folder, told, where_and_code

NAMES = "volunteer,name,home\nann,张三丰（学）,A\nbob,李·四,B\n"


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16"], ids=["utf8", "bom", "gbk", "gb18030", "utf16"]
)
def test_encodings(tmp_path: Path, encoding: str) -> None:
    """Only this file is in another encoding: folders are mixed as a rule."""
    people = read(folder(tmp_path / "s", volunteers=NAMES.encode(encoding))).problem.volunteers
    assert [(v.id, v.name) for v in people] == [("ann", "张三丰（学）"), ("bob", "李·四")]


def test_lines_of_two_encodings_in_one_file(tmp_path: Path) -> None:
    head, ann, bob, _ = NAMES.split("\n")
    mixed = b"\n".join([head.encode(), ann.encode("gbk"), bob.encode("utf-8")])
    scenario = read(folder(tmp_path / "s", volunteers=mixed))
    assert [v.name for v in scenario.problem.volunteers] == ["张三丰（学）", "李·四"]
    assert [(n.where, n.code) for n in scenario.notes] == [("volunteers.csv", "encoding")]


def test_short_gbk_words_are_not_taken_for_cyrillic(tmp_path: Path) -> None:
    """学 in GBK is valid UTF-8 for a letter of another alphabet."""
    assert "学习".encode("gbk").decode("utf-8") == "ѧϰ"
    file = tmp_path / "x.csv"
    file.write_bytes(b"title\n" + "学习".encode("gbk"))
    assert read_text(file, "x.csv", Findings()) == "title\n学习"
    file.write_text("title\nJosé", encoding="utf-8")
    assert read_text(file, "x.csv", Findings()) == "title\nJosé"


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_separators_and_line_ends(tmp_path: Path, separator: str, line_end: str) -> None:
    files = {k.removesuffix(".csv"): v for k, v in TINY.items() if k.endswith(".csv")}
    changed = {k: v.replace(",", separator).replace("\n", line_end) for k, v in files.items()}
    assert told(read(folder(tmp_path / "s", **changed))) == told(read(folder(tmp_path / "plain")))


def test_blank_rows_columns_and_blanks_do_not_matter(tmp_path: Path) -> None:
    visits = (
        "\ufeff,,,,,,\n\n,visit　, Place ,,duration_minutes,beneficiary,service,SERIES,\n"
        ",,,,,,,,\n, v1 ,B,,３０,li,care,s,\n\n,　v2,A,,20 ,,,,\n,,,,,,,,\n"
    )
    assert told(read(folder(tmp_path / "s", visits=visits))) == told(read(folder(tmp_path / "plain")))


def test_quoted_cells_may_hold_anything(tmp_path: Path) -> None:
    visits = 'visit,place,title,duration_minutes\nv1,B,"two lines,\n""quoted""",30\nv2,A,，,x\n'
    assert where_and_code(folder(tmp_path / "s", visits=visits)) == [
        ("visits.csv row 3, column duration_minutes", "not_a_number")
    ]
    visits = visits.replace("x", "20")
    title = read(folder(tmp_path / "t", visits=visits)).problem.visits[0].title
    assert title == 'two lines,\n"quoted"'


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"PK\x03\x04" + b"\0" * 100, "not_text"),
        (b"\xd0\xcf\x11\xe0" + b"x" * 100, "not_text"),
        (b"%PDF-1.7", "not_text"),
        (b"visit,\0place\n", "not_text"),
        (b"visit,place\n\xff\xff\xff,x\n", "encoding"),
        (codecs.BOM_UTF16_LE + b"a", "encoding"),
        (b'visit,place\n"v1"x,B\n', "csv"),
        (b'visit,place\n"v1,B\n', "csv"),
        (("visit\n" + "x" * 200_000).encode(), "csv"),
    ],
    ids=["zip", "xls", "pdf", "nul", "no-encoding", "half-utf16", "bad-quote", "open-quote", "endless-cell"],
)
def test_what_is_no_table(tmp_path: Path, content: bytes, code: str) -> None:
    """One fault for the file; nothing is said about ids that may be in it."""
    found = where_and_code(folder(tmp_path / "s", visits=content))
    assert [(w.partition(" row ")[0], c) for w, c in found] == [("visits.csv", code)]


@pytest.mark.parametrize("start", [b"\0\1\2", b"visit,place\n"], ids=["binary", "text"])
def test_a_file_of_200_mb_is_not_loaded(tmp_path: Path, start: bytes) -> None:
    path = folder(tmp_path / "s", visits=start)
    with (path / "visits.csv").open("r+b") as file:
        file.truncate(200 * 2**20)
    assert LARGEST_BYTES < 200 * 2**20
    assert where_and_code(path) == [("visits.csv", "not_text")]


def test_a_large_text_file_is_told_its_size(tmp_path: Path) -> None:
    path = folder(tmp_path / "s", visits=b"visit,place\n" + b"v1,B\n" * (LARGEST_BYTES // 5))
    assert where_and_code(path) == [("visits.csv", "too_large")]
