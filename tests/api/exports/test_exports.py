"""Rosters as files: what each audience reads, who may ask for what, and that the draft stays at the desk."""

from __future__ import annotations

import csv
import io
import zipfile
from typing import Any

import icalendar
import openpyxl
import pytest
from sqlmodel import select

from api.small_week import SmallWeek, at
from api.world import World
from matcher_api.audit.models import AuditEntry
from matcher_api.visits.models import Visit

NAMES = ("王小明", "张大力", "Anna Lee", "李大妈")


@pytest.fixture
def week(world: World) -> SmallWeek:
    return SmallWeek(world)


def export(week: SmallWeek, roster: str, who: str = "coordinator", **query: str) -> Any:
    ask = "&".join(f"{k}={v}" for k, v in query.items())
    return week.world.as_(who).get(f"/rosters/{roster}/export?{ask}")


def cells(content: bytes) -> list[str]:
    book = openpyxl.load_workbook(io.BytesIO(content))
    return [str(c) for sheet in book for row in sheet.iter_rows(values_only=True) for c in row if c is not None]


def test_a_workbook_for_the_desk_names_everybody(week: SmallWeek) -> None:
    answer = export(week, week.published(), **{"for": "coordinator", "format": "xlsx"})
    assert answer.status_code == 200
    assert "filename*=UTF-8''" in answer.headers["content-disposition"]
    found = " ".join(cells(answer.content))
    assert all(name in found for name in NAMES[:3])
    assert "看望李大妈" in found and "四点半课堂" in found


def test_a_notice_names_nobody(week: SmallWeek) -> None:
    answer = export(week, week.published(), **{"format": "xlsx"})
    found = " ".join(cells(answer.content))
    assert not [name for name in NAMES[:3] if name in found]
    assert "王**" in found


@pytest.mark.parametrize("who", ["supervisor", "street"])
def test_oversight_gets_no_full_names(week: SmallWeek, who: str) -> None:
    roster = week.published()
    refused = export(week, roster, who, **{"for": "coordinator"})
    assert (refused.status_code, refused.json()["code"]) == (403, "forbidden"), refused.text
    allowed = export(week, roster, who)
    found = " ".join(cells(allowed.content))
    assert allowed.status_code == 200 and not [n for n in NAMES[:3] if n in found]


def test_csv_opens_in_a_spreadsheet(week: SmallWeek) -> None:
    answer = export(week, week.published(), **{"format": "csv", "for": "coordinator", "by": "volunteer", "lang": "en"})
    assert answer.content.startswith(b"\xef\xbb\xbf")  # as Excel wants it
    lines = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert len(lines) > 4 and len({len(line) for line in lines}) == 1
    assert any("张大力" in line for line in lines[1:])


def test_no_cell_is_a_formula(week: SmallWeek) -> None:
    with week.world.writing() as session:
        session.get_one(Visit, week.visits["team"]).title = "=HYPERLINK(1)"
        session.commit()
    roster = week.published()
    book = openpyxl.load_workbook(io.BytesIO(export(week, roster, **{"for": "coordinator"}).content))
    assert "f" not in {c.data_type for sheet in book for row in sheet.iter_rows() for c in row}
    text = export(week, roster, **{"format": "csv", "for": "coordinator"}).content.decode("utf-8-sig")
    assert not [c for line in csv.reader(io.StringIO(text)) for c in line if c.startswith("=")]


def test_calendars_one_a_person(week: SmallWeek) -> None:
    roster = week.published()
    every = export(week, roster, **{"format": "ics", "for": "coordinator"})
    with zipfile.ZipFile(io.BytesIO(every.content)) as archive:
        assert len([n for n in archive.namelist() if n.endswith(".ics")]) >= 3
    mine = export(week, roster, **{"format": "ics", "for": "coordinator", "person_id": week.people["v2"]})
    assert mine.headers["content-type"].startswith("text/calendar")
    (event,) = icalendar.Calendar.from_ical(mine.content).walk("VEVENT")
    assert event.decoded("dtstart") == at(11) and "李大妈" not in str(event)


def test_the_draft_shows_what_nobody_knows_yet(week: SmallWeek) -> None:
    roster = week.planned()
    draft = " ".join(cells(export(week, roster, layer="draft", **{"for": "coordinator"}).content))
    known = " ".join(cells(export(week, roster, layer="published", **{"for": "coordinator"}).content))
    assert "张大力" in draft and "张大力" not in known.replace("张大力 ", "")
    assert "四点半课堂" in draft


def test_every_export_is_in_the_audit(week: SmallWeek) -> None:
    roster = week.published()
    export(week, roster, **{"for": "coordinator"})
    with week.world.writing() as session:
        rows = session.exec(select(AuditEntry).where(AuditEntry.action == "roster.export")).all()
    assert [(r.subject_id, r.detail.get("for", r.detail.get("who"))) for r in rows] == [(roster, "coordinator")]


def test_the_page_brings_nothing_from_elsewhere(week: SmallWeek) -> None:
    page = week.world.as_("coordinator").get(f"/rosters/{week.published()}/report.html?for=notice")
    assert page.status_code == 200 and page.headers["content-type"] == "text/html; charset=utf-8"
    assert "http://" not in page.text.replace("http://www.w3.org", "") and "<script" not in page.text
    assert not [n for n in NAMES[:3] if n in page.text]


def test_other_peoples_rosters_do_not_exist(week: SmallWeek) -> None:
    roster = week.published()
    for who in ("volunteer", "resident", "unit"):
        assert export(week, roster, who).status_code == 403
    assert export(week, "nothing").status_code == 404
