"""Scenarios as files: a workbook or a zip goes in, all of it or nothing; the same comes out."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from sqlmodel import Session, select

from api.world import World
from matcher.scenario import read
from matcher_api.access.roles import AccessRole
from matcher_api.audit.models import AuditEntry
from matcher_api.communities.models import Community
from matcher_api.scenarios.files import scenario_in

XIZHA = Path(__file__).parents[3] / "scenarios" / "xizha-week"


def zipped(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


@pytest.fixture(scope="module")
def folder() -> dict[str, bytes]:
    return {p.name: p.read_bytes() for p in XIZHA.iterdir() if p.suffix in (".csv", ".toml")}


def codes(world: World) -> list[str]:
    with Session(world.engine) as session:
        return sorted(session.exec(select(Community.code)).all())


def test_a_zip_goes_in_and_comes_out(world: World, folder: dict[str, bytes]) -> None:
    files = {"file": ("xizha.zip", zipped({f"week/{n}": c for n, c in folder.items()}))}
    dry = world.as_("street").call("POST", "/scenarios/import?dry_run=true", files=files)
    assert (dry.status_code, dry.json()["community_id"], dry.json()["counts"]["visits"]) == (200, None, 60)
    assert codes(world) == ["xizha"]
    made = world.as_("street").call("POST", "/scenarios/import", files=files).json()
    assert codes(world) == ["xizha", "xizha-week"]
    with world.writing() as session:
        world.login(session, AccessRole.COORDINATOR, made["community_id"], name="desk")
        session.commit()
    asked = read(XIZHA).problem
    nameless = {v.id: replace(v, name="") for v in asked.volunteers}
    for who, people in (("desk", {v.id: v for v in asked.volunteers}), ("admin", nameless)):
        for kind in ("zip", "xlsx"):
            out = world.as_(who).get(f"/scenarios/{made['community_id']}/export?format={kind}")
            assert (out.status_code, out.headers["content-disposition"]) == (
                200,
                f"attachment; filename*=UTF-8''xizha-week.{kind}",
            )
            problem = scenario_in(f"x.{kind}", out.content).problem
            assert {v.id: v for v in problem.visits} == {v.id: v for v in asked.visits}
            assert {v.id: v for v in problem.volunteers} == people
    with Session(world.engine) as session:
        told = session.exec(select(AuditEntry.detail).where(AuditEntry.action == "community.export")).all()
    assert sorted(t["names"] for t in told) == [False, False, True, True]
    again = world.as_("street").call("POST", "/scenarios/import", files=files)
    assert (again.status_code, again.json()["code"]) == (409, "code_taken")


def test_faults_are_told_all_at_once_and_nothing_is_kept(world: World, folder: dict[str, bytes]) -> None:
    broken = {
        **folder,
        "windows.csv": folder["windows.csv"] + b"nobody,2026-11-23 09:00,2026-11-23 10:00\n",
        "skills.csv": folder["skills.csv"] + b"somebody,first_aid,\n",
    }
    answer = world.as_("street").call("POST", "/scenarios/import", files={"file": ("x.zip", zipped(broken))})
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid")
    assert [(e["code"], e["field"].split(" ")[0]) for e in answer.json()["errors"]] == [
        ("unknown_id", "skills.csv"),
        ("unknown_id", "windows.csv"),
    ]
    assert codes(world) == ["xizha"]


def test_a_dry_run_tells_every_fault_where_it_stands(world: World, folder: dict[str, bytes]) -> None:
    broken = {**folder, "windows.csv": folder["windows.csv"] + b"nobody,2026-11-23 09:00,2026-11-23 10:00\n"}
    files = {"file": ("x.zip", zipped(broken))}
    row = folder["windows.csv"].count(b"\n") + 1
    answer = world.as_("street").call("POST", "/scenarios/import?dry_run=true", files=files)
    assert answer.status_code == 200
    assert answer.json() == {
        "community_id": None,
        "code": None,
        "code_taken": False,
        "counts": {},
        "faults": [
            {
                "table": "windows.csv",
                "row": row,
                "column": "visit",
                "code": "unknown_id",
                "message": "nobody is not in the table visits",
                "hint": "add it to visits.csv, or correct it here",
            }
        ],
        "notes": [],
    }
    sound = {"file": ("x.zip", zipped(folder))}
    taken = world.as_("street").call("POST", "/scenarios/import?dry_run=true&code=xizha", files=sound).json()
    assert (taken["code"], taken["code_taken"], taken["faults"]) == ("xizha", True, [])
    named = {
        **folder,
        "scenario.toml": folder["scenario.toml"].replace(b'name = "xizha-week"', 'name = "西闸"'.encode()),
    }
    odd = {"file": ("x.zip", zipped(named))}
    assert world.as_("street").call("POST", "/scenarios/import", files=odd).json()["code"] == "code_needed"
    tried = world.as_("street").call("POST", "/scenarios/import?dry_run=true", files=odd).json()
    assert [(f["table"], f["code"]) for f in tried["faults"]] == [("code", "code_needed")]
    assert codes(world) == ["xizha"]


def test_who_imports_may_look_after_it(world: World, folder: dict[str, bytes]) -> None:
    files = {"file": ("x.zip", zipped(folder))}
    made = world.as_("street").call("POST", "/scenarios/import", files=files).json()["community_id"]
    assert world.as_("street").get(f"/communities/{made}").json()["code"] == "xizha-week"
    assert world.as_("coordinator").get(f"/scenarios/{made}/export").status_code == 404


def test_a_name_written_by_chinese_windows_is_read(folder: dict[str, bytes]) -> None:
    """Its zips hold names in GBK and do not say so."""
    files = dict(folder)
    content = files.pop("volunteers.csv")
    marked = zipped({**files, "ABCDEF.csv": content})
    gbk = "志愿者".encode("gbk")
    assert len(gbk) == len(b"ABCDEF")
    assert scenario_in("x.zip", marked.replace(b"ABCDEF", gbk)).problem.volunteers == read(XIZHA).problem.volunteers


def bomb() -> bytes:
    """Two hundred and fifty-six megabytes of nothing in a quarter of one."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("places.csv", "w") as file:
        for _ in range(256):
            file.write(bytes(1 << 20))
    return out.getvalue()


def lying(folder: dict[str, bytes]) -> bytes:
    """A zip that says its table is one byte long."""
    content = zipped(folder)
    size = len(folder["places.csv"]).to_bytes(4, "little")
    assert content.count(size + size) == 2  # packed and unpacked, at the file and in the directory
    return content.replace(size + size, size + (1).to_bytes(4, "little"))


def test_files_that_are_no_scenario(world: World, folder: dict[str, bytes]) -> None:
    for name, content in (
        ("x.zip", b"not a zip"),
        ("x.zip", zipped({"a/places.csv": b"place\n", "b/places.csv": b"place\n"})),
        ("x.zip", zipped({"readme.txt": b"nothing here"})),
        ("x.zip", zipped(folder)[:-200] + bytes(200)),
        ("x.zip", zipped(folder).replace(folder["places.csv"][:100], bytes(100))),
        ("x.zip", lying(folder)),
        ("x.zip", bomb()),
        ("x.zip", zipped({f"{n}.csv": b"a" for n in range(201)})),
    ):
        answer = world.as_("street").call("POST", "/scenarios/import", files={"file": (name, content)})
        assert (answer.status_code, answer.json()["code"]) == (422, "not_a_scenario_file")
    outside = zipped({**folder, "../../evil.csv": b"x\n"})
    assert scenario_in("x.zip", outside).name == "xizha-week"  # its path is not used, a strange table is passed over
    assert codes(world) == ["xizha"]


def test_a_file_that_is_too_large(world: World, monkeypatch: pytest.MonkeyPatch, folder: dict[str, bytes]) -> None:
    monkeypatch.setattr("matcher_api.scenarios.endpoints.LARGEST_FILE", 1000)
    answer = world.as_("street").call("POST", "/scenarios/import", files={"file": ("x.zip", zipped(folder))})
    assert (answer.status_code, answer.json()["code"], answer.json()["field"]) == (413, "too_large", "file")


def test_a_community_that_never_planned(world: World, session: Session) -> None:
    session.get_one(Community, world.community).first_day = None
    session.commit()
    answer = world.as_("coordinator").get(f"/scenarios/{world.community}/export")
    assert (answer.status_code, answer.json()["code"]) == (422, "no_first_day")
