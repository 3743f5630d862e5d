"""Scenarios as files: a workbook or a zip goes in, all of it or nothing; the same comes out."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from sqlmodel import Session, select

from api.world import World
from matcher.scenario import read
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
    dry = world.as_("street").call("POST", "/scenarios?dry_run=true", files=files)
    assert (dry.status_code, dry.json()["community_id"], dry.json()["counts"]["visits"]) == (201, None, 60)
    assert codes(world) == ["xizha"]
    made = world.as_("street").call("POST", "/scenarios", files=files).json()
    assert codes(world) == ["xizha", "xizha-week"]
    asked = read(XIZHA).problem
    for kind in ("zip", "xlsx"):
        out = world.as_("admin").get(f"/scenarios/{made['community_id']}?format={kind}")
        assert out.status_code == 200
        problem = scenario_in(f"x.{kind}", out.content).problem
        assert {v.id: v for v in problem.visits} == {v.id: v for v in asked.visits}
        assert {v.id: v for v in problem.volunteers} == {v.id: v for v in asked.volunteers}
    again = world.as_("street").call("POST", "/scenarios", files=files)
    assert (again.status_code, again.json()["code"]) == (409, "code_taken")


def test_faults_are_told_all_at_once_and_nothing_is_kept(world: World, folder: dict[str, bytes]) -> None:
    broken = {
        **folder,
        "windows.csv": folder["windows.csv"] + b"nobody,2026-11-23 09:00,2026-11-23 10:00\n",
        "skills.csv": folder["skills.csv"] + b"somebody,first_aid,\n",
    }
    answer = world.as_("street").call("POST", "/scenarios", files={"file": ("x.zip", zipped(broken))})
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid")
    assert [(e["code"], e["field"].split(" ")[0]) for e in answer.json()["errors"]] == [
        ("unknown_id", "skills.csv"),
        ("unknown_id", "windows.csv"),
    ]
    assert codes(world) == ["xizha"]


def test_files_that_are_no_scenario(world: World, folder: dict[str, bytes]) -> None:
    for name, content in (
        ("x.zip", b"not a zip"),
        ("x.zip", zipped({"a/places.csv": b"place\n", "b/places.csv": b"place\n"})),
    ):
        answer = world.as_("street").call("POST", "/scenarios", files={"file": (name, content)})
        assert (answer.status_code, answer.json()["code"]) == (422, "not_a_scenario_file")
    outside = zipped({**folder, "../../evil.csv": b"x\n"})
    assert scenario_in("x.zip", outside).name == "xizha-week"  # its path is not used, a strange table is passed over
    assert codes(world) == ["xizha"]
