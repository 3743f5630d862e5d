"""The coverage for people: a section of the page, a layer on the map, hours in words."""

from dataclasses import replace
from xml.etree import ElementTree

import numpy as np
import pytest

from covering.circles import hall, home, person, service, town
from covering.circles import seen as along
from matcher.coverage import Coverage, Doors, coverage, homes_of
from matcher.coverage.gaps import WHYS, whys
from matcher.coverage.hours import hours_in
from matcher.problem import FacilityNeed, Role, Visit, Window
from matcher.report import AUDIENCES, COORDINATOR, NOTICE, OVERVIEW, Audience
from matcher.report.coverage_map import draw_coverage
from matcher.report.coverage_section import coverage_page, percent
from matcher.report.coverage_tables import details, lines
from matcher.report.coverage_week import draw_week
from matcher.report.coverage_words import median, when, why_said
from matcher.report.page import page
from matcher.walking import Door
from matcher.walking.ground import Ground
from report.test_page import NETWORK, STREETS, Reader
from report.told import PROBLEM, ROSTER, SECRETS, SETTING, result, words

GROUND = Ground.on(NETWORK, [Door(p.id, p.x, p.y) for p in PROBLEM.places])


def seen(**residents: int) -> Coverage:
    doors = Doors.of(homes_of(PROBLEM), {k.replace("_", "-"): v for k, v in residents.items()})
    return coverage(PROBLEM, GROUND, doors=doors, limit=5)


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("reader", [*AUDIENCES, OVERVIEW], ids=lambda a: a.name)
def test_pages_are_self_contained_and_tell_no_more_than_they_may(reader: Audience, lang: str) -> None:
    told = words(reader, lang="zh" if lang == "zh" else "en", setting=STREETS)
    texts = [coverage_page(told, seen()), page(told, ROSTER, result=result(), coverage=seen())]
    for text in texts:
        found = Reader()
        found.feed(text)
        assert found.open == [] and not found.tags & {"script", "img", "link", "iframe"}
        assert all(link.startswith("#") and link[1:] in found.ids for link in found.links)
        assert ("coverage" in found.ids) == (reader.workings or text is texts[0])
    if reader is not COORDINATOR:
        assert [secret for secret in SECRETS if secret in texts[0]] == []


def marks(reader: Audience, of: str = "") -> dict[str, int]:
    found = seen()
    chosen = next((p for p in found.parts if p.wanted.code == of), None)
    drawing = draw_coverage(words(reader, setting=STREETS), found, of=chosen)
    assert drawing is not None
    classes = [e.attrib.get("class", "") for e in ElementTree.fromstring(drawing).iter()]
    return {c: classes.count(c) for c in ("c-0", "c-1", "c-2", "c-reach", "m-facility")}


def test_the_map_marks_every_door_by_what_it_lacks() -> None:
    """The hall lies 100 m from B and 400 m from A; L is off the streets, M behind the closed gate."""
    assert marks(COORDINATOR) == {"c-0": 1, "c-1": 0, "c-2": 3, "c-reach": 0, "m-facility": 1}
    chess = marks(COORDINATOR, "chess")
    assert chess == {"c-0": 1, "c-1": 0, "c-2": 3, "c-reach": 1, "m-facility": 1}
    assert marks(NOTICE) == {"c-0": 0, "c-1": 0, "c-2": 0, "c-reach": 0, "m-facility": 1}


def test_the_week_is_darker_where_more_residents_have_it() -> None:
    """The hall is open 9-12 and one of four doors reaches it; care is staffed at two doors."""
    told = words(lang="en", setting=STREETS)
    drawing = ElementTree.fromstring(draw_week(told, seen(), lines(told, seen())))
    said = [e.text or "" for e in drawing.iter() if e.tag.endswith("title")]
    assert said[0] == "Mon 11-23 9–12: 25 %"
    assert "Mon 11-23 9–12: 50 %" in said
    shades = [e.attrib["fill-opacity"] for e in drawing.iter() if e.attrib.get("class") == "c-hour"]
    assert (shades[0], max(shades)) == ("0.33", "0.55")


def test_a_page_says_whose_number_counts_and_what_is_estimated() -> None:
    told = words(setting=STREETS)
    assert "居住人数未知，每处按 1 人计" in coverage_page(told, seen())
    assert "其中 1 处人数已知" in coverage_page(told, seen(L_502=30))
    straight = coverage(PROBLEM, replace(GROUND, streets=None))
    assert "步行分钟数按直线距离估算" in coverage_page(told, straight)
    assert "步行分钟数按直线距离估算" not in coverage_page(told, seen())


def test_text_of_people_is_escaped() -> None:
    evil = "<script>alert(1)</script>"
    places = tuple(replace(p, building=evil, community=evil) for p in PROBLEM.places)
    problem = replace(PROBLEM, places=places, facilities=tuple(replace(f, name=evil) for f in PROBLEM.facilities))
    setting = replace(STREETS, problem=problem, title=evil)
    for reader in (COORDINATOR, NOTICE):
        assert "<script" not in coverage_page(words(reader, setting=setting), coverage(problem, GROUND, limit=2))


@pytest.mark.parametrize(
    ("spans", "zh", "en"),
    [
        ([], "无", "never"),
        ([(0, 24 * 7)], "全天", "at any hour"),
        (
            [(9, 12), (33, 36), (57, 60), (38, 40)],
            "周一 9–12；周二 9–12、14–16；周三 9–12",
            "Mon 9–12; Tue 9–12, 14–16; Wed 9–12",
        ),
        ([(9 + 24 * d, 12 + 24 * d) for d in range(5)], "周一–周五 9–12", "Mon–Fri 9–12"),
        ([(22, 26)], "周一 22–24；周二 0–2", "Mon 22–24; Tue 0–2"),
    ],
)
def test_hours_in_words(spans: list[tuple[int, int]], zh: str, en: str) -> None:
    flags = hours_in([Window(60 * a, 60 * b) for a, b in spans], days=7)
    assert (when(words(), flags), when(words(lang="en"), flags)) == (zh, en)


def test_beyond_a_week_days_have_dates() -> None:
    flags = hours_in([Window(60 * 9, 60 * 10), Window(60 * (9 + 24 * 8), 60 * (10 + 24 * 8))], days=9)
    assert when(words(lang="en"), flags) == "11-23 9–10; 12-01 9–10"


def test_the_middle_resident_and_shares_rounded_down() -> None:
    values, weights = np.array([30, 10, 20]), np.array([1, 2, 1])
    assert (median(values, weights), median(values, np.array([5, 1, 1])), median(values, 0 * weights)) == (10, 30, None)
    assert (percent(999, 1000), percent(1, 1), percent(0, 0)) == ("99 %", "100 %", "0 %")


LESSON = Visit(
    id="l", service="lesson", windows=(Window(480, 600),), duration=60, need=FacilityNeed(mode="class", people=8),
    roles=(Role(id="t", skills=frozenset({"tutor"})),),
)  # fmt: skip
CARE = service("lesson", ("tutor", 1))


@pytest.mark.parametrize(
    ("visit", "hall_at", "tutor_at", "said"),
    [
        (LESSON, None, 0, "no site at all"),
        (LESSON, 1900, None, "nobody can"),
        (LESSON, 1900, 0, "too few near"),
        (LESSON, 1900, 1900, "too far"),
        (LESSON, 0, 0, "never staffed"),
        (CARE, None, None, "nobody can"),
        (CARE, None, 1900, "too few near"),
        (CARE, None, 0, "never staffed"),
    ],
)
def test_why_a_service_is_lacking(visit: Visit, hall_at: int | None, tutor_at: int | None, said: str) -> None:
    """Seen from a home at 0 m; the tutor has no whole hour, the hall is open all day."""
    rooms = [] if hall_at is None else [hall(hall_at, modes={"class": 8})]
    tutors = () if tutor_at is None else (person("ann", tutor_at, (8.5, 9.25), skills=["tutor"]),)
    problem = town([home(0), home(1900)], rooms, visits=(visit,), volunteers=tutors)
    found = along(problem)
    told = words(lang="en", setting=replace(SETTING, problem=problem))
    (part,) = (p for p in found.parts if p.wanted.kind == "service")
    assert why_said(told, part, WHYS[int(whys(found, part)[0])]) == said
    assert [row[3] for row in details(told, found, 0)][-1] == said
