"""Tables brought in one by one make the community that the scenario folder makes; previews keep nothing."""

from __future__ import annotations

import io
import shutil
from dataclasses import fields, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from sqlalchemy import text
from sqlmodel import Session

from api.world import World, on_sqlite
from matcher.problem import Volunteer
from matcher.scenario import Scenario, read, write
from matcher_api.access.actor import ANONYMOUS
from matcher_api.access.roles import AccessRole
from matcher_api.database.tables import METADATA
from matcher_api.imports.tables import ORDER
from matcher_api.scenarios.exporting import export_scenario
from matcher_api.scenarios.importing import import_scenario
from matcher_api.web.work import Work

WEEK = Path(__file__).parents[3] / "scenarios" / "xizha-week"
GROUND = ("scenario.toml", "street_nodes.csv", "street_edges.csv", "places.csv", "gates.csv")


@pytest.fixture
def ground(world: World, tmp_path: Path) -> World:
    """The streets and doors of xizha without anybody in them; `desk` works there."""
    world.now = datetime(2026, 11, 22, 16, tzinfo=UTC)  # the first day of the week: nobody waits longer until then
    folder = tmp_path / "ground"
    folder.mkdir()
    for name in GROUND:
        shutil.copy(WEEK / name, folder / name)
    for name in ("volunteers.csv", "visits.csv", "windows.csv"):
        (folder / name).write_bytes((WEEK / name).read_bytes().splitlines(keepends=True)[0])
    with world.writing() as session:
        work = Work(session, ANONYMOUS, world.now, world.settings)
        world.community = import_scenario(work, read(folder), code="ground").id
        world.login(session, AccessRole.COORDINATOR, world.community, name="desk")
        session.commit()
    return world


def sent(world: World, table: str, content: bytes, name: str = "", **query: str) -> Any:
    ask = "&".join(f"{k}={v}" for k, v in {"community_id": world.community, **query}.items())
    files = {"file": (name or f"{table}.csv", content)}
    return world.as_("desk").call("POST", f"/imports/{table}?{ask}", files=files)


def kept(world: World) -> dict[str, list[tuple[object, ...]]]:
    """Every row of the database but the audit's."""
    with world.engine.connect() as connection:
        return {
            name: sorted(map(tuple, connection.execute(text(f'SELECT * FROM "{name}"'))), key=str)
            for name in METADATA.tables
            if name != "audit_entry"
        }


def exported(world: World) -> Scenario:
    with Session(world.engine) as session:
        return export_scenario(session, world.community, names=True)


def planned(value: Any) -> Any:
    """As an import makes it: skills in no order; a minor without a guardian's word is registered, not planned."""
    if isinstance(value, tuple) and value and isinstance(value[0], Volunteer):
        free = (v for v in value if not v.minor or v.guardian_consent)
        return [replace(v, skills=tuple(sorted(v.skills, key=lambda s: s.name))) for v in free]
    return value


def week_files() -> list[tuple[str, bytes]]:
    return [(t, (WEEK / f"{t}.csv").read_bytes()) for t in ORDER if (WEEK / f"{t}.csv").exists()]


def test_table_by_table_it_becomes_the_week(ground: World) -> None:
    for table, content in week_files():
        preview = sent(ground, table, content, dry_run="true")
        assert (preview.status_code, preview.json()["kept"], preview.json()["faults"]) == (200, False, []), table
        done = sent(ground, table, content)
        assert (done.status_code, done.json()["kept"]) == (200, True), done.text
        assert done.json()["tables"] == preview.json()["tables"]
    out, asked = exported(ground), read(WEEK)
    for field in fields(asked.problem):
        if field.name not in ("name", "walks", "published", "pins"):  # settled in rosters, not imported
            assert planned(getattr(out.problem, field.name)) == planned(getattr(asked.problem, field.name)), field.name
    assert out.problem.walks.place_ids == asked.problem.walks.place_ids
    before = kept(ground)
    for table, content in week_files():
        again = sent(ground, table, content).json()["tables"]
        assert [(t["new"], t["changed"], t["removed"], t["faulty"]) for t in again] == [(0, 0, 0, 0)], table
    assert kept(ground) == before


def test_a_workbook_brings_all_of_them_at_once(ground: World, tmp_path: Path) -> None:
    path = tmp_path / "week.xlsx"
    write(read(WEEK), path)
    done = sent(ground, "workbook", path.read_bytes(), "week.xlsx")
    assert done.status_code == 200, done.text
    counts = {t["table"]: t["new"] for t in done.json()["tables"]}
    asked = read(WEEK).problem
    assert (counts["volunteers"], counts["visits"], counts["facilities"]) == (
        len(asked.volunteers), len(asked.visits), len(asked.facilities)
    )  # fmt: skip
    assert exported(ground).problem.visits == asked.visits


ROWS = "编号,姓名,住址,电话,技能\r\nZ1,王秀英,{door},199 0000 0001,理发\r\nZ2,李建国,{door},,\r\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "utf-16"])
def test_files_as_spreadsheets_write_them(ground: World, encoding: str) -> None:
    door = read(WEEK).problem.volunteers[0].home
    header, *rows = ROWS.format(door=door).splitlines()
    content = "\r\n".join(",".join(line.split(",")[:4]) for line in (header, *rows)) + "\r\n"
    done = sent(ground, "volunteers", content.encode(encoding), "志愿者.csv")
    assert done.status_code == 200, done.text
    assert {t["table"]: t["new"] for t in done.json()["tables"]} == {"volunteers": 2}
    assert {v.id: v.name for v in exported(ground).problem.volunteers} == {"Z1": "王秀英", "Z2": "李建国"}


def test_every_fault_is_told_and_nothing_is_kept(ground: World) -> None:
    door = read(WEEK).problem.volunteers[0].home
    bad = (
        "volunteer,name,home,max_walk_minutes\n"
        f"A1,好的,{door},10\n"
        "A2,没有这扇门,nowhere,10\n"
        f"A1,重复,{door},10\n"
        f"A4,走多远,{door},很远\n"
        f",没有编号,{door},10\n"
    ).encode()
    before = kept(ground)
    preview = sent(ground, "volunteers", bad, dry_run="true").json()
    told = [(f["row"], f["column"], f["code"], f["value"]) for f in preview["faults"]]
    assert told == [
        (3, "home", "unknown_id", "nowhere"), (4, "volunteer", "duplicate_id", "A1"),
        (5, "max_walk_minutes", "not_a_number", "很远"), (6, "volunteer", "missing", ""),
    ]  # fmt: skip
    assert all(f["zh"] and f["en"] and f["way_zh"] and f["way_en"] for f in preview["faults"])
    assert [(t["rows"], t["new"], t["faulty"]) for t in preview["tables"]] == [(5, 1, 4)]
    refused = sent(ground, "volunteers", bad)
    assert (refused.status_code, refused.json()["code"], len(refused.json()["errors"])) == (422, "invalid", 4)
    assert kept(ground) == before


def test_the_faulty_rows_as_a_file_to_mend_and_send_again(ground: World) -> None:
    door = read(WEEK).problem.volunteers[0].home
    bad = f"volunteer,name,home\nA1,好的,{door}\nA2,没有这扇门,nowhere\nA3,=SUM(1),{door}x\n".encode()
    answer = sent(ground, "volunteers", bad, dry_run="true", format="xlsx")
    assert answer.status_code == 200
    assert answer.headers["content-disposition"] == 'attachment; filename="volunteers-errors.xlsx"'
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    lines = [[c for c in line if c is not None] for line in book.worksheets[0].iter_rows(values_only=True)]
    assert lines[0][:3] == ["volunteer", "name", "home"]
    assert [line[0] for line in lines[1:]] == ["A2", "A3"]
    assert "nowhere" in str(lines[1]) and all(len(line) > 3 for line in lines[1:])
    kinds = {type(cell.value).__name__: cell.data_type for row in book.worksheets[0].iter_rows() for cell in row}
    assert "f" not in kinds.values()  # what somebody typed is never a formula of ours
    sheet = book.worksheets[0]
    column = next(c.column for c in sheet[1] if c.value == "home")
    for number in range(2, sheet.max_row + 1):
        sheet.cell(number, column, door)
    mended = io.BytesIO()
    book.save(mended)
    done = sent(ground, "volunteers", mended.getvalue(), "mended.xlsx")
    assert done.status_code == 200, done.text
    assert {v.id for v in exported(ground).problem.volunteers} == {"A2", "A3"}


def test_replace_takes_away_what_the_file_does_not_have(ground: World) -> None:
    door = read(WEEK).problem.volunteers[0].home
    people = f"volunteer,home\nA1,{door}\nA2,{door}\n".encode()
    skills = b"volunteer,skill\nA1,haircut\nA1,repair\nA2,repair\n"
    assert sent(ground, "volunteers", people).status_code == 200
    assert sent(ground, "skills", skills).status_code == 200
    added = sent(ground, "skills", b"volunteer,skill\nA1,haircut\n").json()["tables"][0]
    assert (added["unchanged"], added["removed"]) == (1, 0)
    replaced = sent(ground, "skills", b"volunteer,skill\nA1,haircut\n", mode="replace").json()["tables"][0]
    assert (replaced["unchanged"], replaced["removed"]) == (1, 1)
    held = {v.id: sorted(s.name for s in v.skills) for v in exported(ground).problem.volunteers}
    assert held == {"A1": ["haircut"], "A2": ["repair"]}
    refused = sent(ground, "volunteers", people, mode="replace")
    assert (refused.status_code, refused.json()["code"]) == (422, "replace_refused")


def test_only_the_desk_of_that_community(ground: World) -> None:
    stranger = ground.as_("coordinator").call(
        "POST", f"/imports/volunteers?community_id={ground.community}", files={"file": ("v.csv", b"volunteer\n")}
    )
    assert (stranger.status_code, stranger.json()["code"]) == (404, "not_found")


@pytest.mark.parametrize("content", [b"", b"\x00\x01\x02\xff\xfe", b"PK\x03\x04broken", b"volunteer"])
@on_sqlite
def test_what_is_no_table(ground: World, content: bytes) -> None:
    before = kept(ground)
    answer = sent(ground, "volunteers", content)
    assert answer.status_code in (200, 422), answer.text
    assert answer.status_code == 422 or answer.json()["tables"][0]["rows"] == 0
    assert kept(ground) == before


def test_the_template_is_a_workbook_of_every_table(ground: World) -> None:
    answer = ground.as_("desk").get("/imports/template?lang=en")
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    assert len(book.sheetnames) > len(ORDER)
    refused = sent(ground, "workbook", answer.content, "template.xlsx")
    assert refused.status_code == 422
    assert {e["code"] for e in refused.json()["errors"]} >= {"example"}
