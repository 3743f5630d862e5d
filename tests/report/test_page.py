"""The page and its drawings: self-contained, well-formed, and saying what must be said."""

from dataclasses import replace
from html.parser import HTMLParser
from xml.etree import ElementTree

import pytest

from matcher.report import AUDIENCES, COORDINATOR, NOTICE, OVERVIEW, Audience, Setting
from matcher.report.markup import tag
from matcher.report.page import page
from matcher.report.street_map import draw_map
from matcher.report.timetable import Bar, day_lines, draw_day, lanes
from matcher.roster import Roster
from matcher.walking.network import Gate, Network, kind_codes
from report.told import PROBLEM, ROSTER, SETTING, result, words
from small import without

VOID = {"meta", "br", "hr", "img", "link"}
NETWORK = Network(
    node_ids=("a", "b", "c"),
    x=[0, 300, 300],  # type: ignore[arg-type]
    y=[0, 0, 200],  # type: ignore[arg-type]
    a=[0, 1, 0],  # type: ignore[arg-type]
    b=[1, 2, 2],  # type: ignore[arg-type]
    length_m=[300, 200, 361],  # type: ignore[arg-type]
    kind=kind_codes(["street", "path", "wall"]),
    extra_seconds=[0, 0, 0],  # type: ignore[arg-type]
    gates=(Gate("东门", 0), Gate("西门", 1, open=False)),
)
STREETS = replace(SETTING, network=NETWORK)


class Reader(HTMLParser):
    """Collects tags, and fails on one that is not closed."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: set[str] = set()
        self.links: list[str] = []
        self.ids: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.links += [v or "" for k, v in attrs if k in ("href", "src", "xlink:href", "action", "srcset")]
        self.ids += [v or "" for k, v in attrs if k == "id"]
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("roster", [ROSTER, without("elder"), Roster()])
@pytest.mark.parametrize("reader", [*AUDIENCES, OVERVIEW], ids=lambda a: a.name)
def test_self_contained_and_well_formed(reader: Audience, roster: Roster, lang: str) -> None:
    text = page(words(reader, lang="zh" if lang == "zh" else "en", setting=STREETS), roster, result=result())
    found = Reader()
    found.feed(text)
    assert found.open == []
    assert not found.tags & {"script", "img", "link", "iframe", "object", "embed", "form"}
    assert all(link.startswith("#") and link[1:] in found.ids for link in found.links)
    assert "url(" not in text
    assert "@import" not in text
    assert text.replace("http://www.w3.org/2000/svg", "").count("http") == 0


def test_says_what_must_be_said() -> None:
    text = page(words(setting=STREETS), without("elder"), result=result())
    for said in (
        "虚构数据",
        "最优：没有任何排法能更好",
        "保障服务未能安排，须上报",
        "陪伴王奶奶",
        "每日排班",
        "场地使用",
    ):
        assert said in text


def test_real_data_is_not_called_made_up() -> None:
    real = replace(STREETS, synthetic=False)
    assert "虚构数据" not in page(words(setting=real), ROSTER, result=result())
    assert "Synthetic" not in page(words(setting=real, lang="en"), ROSTER, result=result())


def test_estimated_walks_are_marked() -> None:
    walks = replace(PROBLEM.walks, source="approximate")
    setting = replace(STREETS, problem=replace(PROBLEM, walks=walks))
    text = page(words(setting=setting), ROSTER, result=result())
    assert "步行分钟数按直线距离估算" in text
    assert "约 21 分钟" in text
    assert "约 21 分钟" not in page(words(setting=STREETS), ROSTER, result=result())


def test_text_of_people_is_escaped() -> None:
    evil = "<script>alert(1)</script>\"'&"
    visits = tuple(replace(v, title=evil) if v.id == "elder" else v for v in PROBLEM.visits)
    problem = replace(PROBLEM, visits=visits)
    for roster in (ROSTER, without("elder")):
        text = page(words(setting=replace(STREETS, problem=problem, title=evil)), roster, result=result())
        assert "<script" not in text
        assert "&lt;script&gt;" in text


def test_tags_escape_and_close() -> None:
    assert tag("p", "a<b", tag("br"), None, class_="x", data_n=3, id=None) == '<p class="x" data-n="3">a&lt;b<br></p>'
    assert tag("rect", x=1.25, width=2.0) == '<rect x="1.2" width="2"/>'


def test_timetable_shows_people_and_facilities_at_work() -> None:
    (day,) = day_lines(words(COORDINATOR), ROSTER)
    assert [(line.label, [b.text for b in line.bars]) for line in (*day.people, *day.facilities)] == [
        ("张安安 ann", ["陪伴王奶奶", "楼道巡逻"]),
        ("李博文 bob", ["马大爷家水管", "楼道巡逻", "四点半课堂"]),
        ("社区活动室", ["=棋社", "四点半课堂"]),
    ]
    drawing = ElementTree.fromstring(draw_day(words(), day))
    assert drawing.attrib["viewBox"].startswith("0 0 1120 ")


def test_bars_of_one_lane_never_overlap() -> None:
    bars = [Bar(s, e, "", "", "booking") for s, e in ((0, 60), (30, 90), (60, 120), (90, 100))]
    assert [[(b.start, b.end) for b in lane] for lane in lanes(bars)] == [[(0, 60), (60, 120)], [(30, 90), (90, 100)]]


def marks(reader: Audience, *, setting: Setting = STREETS, volunteer: str | None = None) -> dict[str, int]:
    drawing = draw_map(words(reader, setting=setting), without("repair"), volunteer=volunteer)
    assert drawing is not None
    classes = [e.attrib.get("class", "") for e in ElementTree.fromstring(drawing).iter()]
    return {c: classes.count(c) for c in ("m-served", "m-un", "m-facility", "m-street", "m-gate-closed", "m-stop")}


def test_map_marks() -> None:
    street = {"m-facility": 1, "m-street": 1, "m-gate-closed": 1}
    assert marks(COORDINATOR) == {"m-served": 1, "m-un": 1, **street, "m-stop": 0}
    assert marks(COORDINATOR, volunteer="ann") == {"m-served": 1, "m-un": 1, **street, "m-stop": 2}


def test_map_of_a_notice_shows_no_homes() -> None:
    assert marks(NOTICE)["m-served"] == 0
    assert marks(NOTICE)["m-un"] == 0


def test_map_without_anywhere() -> None:
    places = tuple(replace(p, x=0.0, y=0.0) for p in PROBLEM.places)
    nowhere = replace(SETTING, problem=replace(PROBLEM, places=places))
    assert draw_map(words(setting=nowhere), ROSTER) is None
    assert "本场景没有街道数据" in page(words(setting=nowhere), ROSTER)
