"""read(write(s)) == s, as a folder and as a workbook, in both languages."""

from __future__ import annotations

import importlib
import random
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from matcher.errors import InvalidProblem, ProblemError
from matcher.problem import Place, Problem, Skill, Volunteer, Window
from matcher.scenario import Scenario, read, write
from matcher.scenario.choices import TAGS, meant
from matcher.walking import Datum, Door, approximate_walks
from matcher.walking.tables import network_of
from matcher.walks import walks_from_table
from scenario.village import PLACES, START, VOLUNTEERS, told, village
from small import SMALL

LOCAL_ID = st.text(st.characters(min_codepoint=0x21, max_codepoint=0x9FA5, categories=["L", "Nd"]), min_size=1)


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("name", ["village", "village.xlsx"])
def test_everything_comes_back(tmp_path: Path, name: str, lang: str) -> None:
    write(village(), tmp_path / name, lang=lang)  # type: ignore[arg-type]
    assert told(read(tmp_path / name)) == told(village())


def test_folder_to_workbook_to_folder_gives_the_same_files(tmp_path: Path) -> None:
    write(village(), tmp_path / "a")
    write(read(tmp_path / "a"), tmp_path / "b.xlsx", lang="zh")
    write(read(tmp_path / "b.xlsx"), tmp_path / "c")
    first, last = ({f.name: f.read_text("utf-8") for f in (tmp_path / d).iterdir()} for d in ("a", "c"))
    assert first == last
    assert len(first) == 20


def test_every_column_of_every_table_holds_something_in_the_village() -> None:
    """So that the round trip above is one of all columns."""
    from matcher.scenario.columns import tables
    from matcher.scenario.writing import as_text

    written = {(table, c.name) for table, (columns, _) in as_text(village(), "en").items() for c in columns}
    known = {(t.name, c.name) for t in tables().values() for c in t.columns if t.name != "scenario"}
    assert known - written == {
        ("places", "lon"), ("places", "lat"), ("street_nodes", "lon"), ("street_nodes", "lat"),
        ("walks", "a"), ("walks", "b"), ("walks", "minutes"),
    }  # fmt: skip


def test_a_walks_table_with_a_way_back_of_its_own(tmp_path: Path) -> None:
    walks = walks_from_table("ABLMH", {("A", "B"): 9, ("B", "A"): 11, ("A", "L"): 0, ("L", "M"): 15})
    scenario = Scenario(problem=replace(SMALL, walks=walks), start=START)
    write(scenario, tmp_path / "s")
    assert told(read(tmp_path / "s")) == told(scenario)


def test_a_walks_table_that_is_not_used_is_kept(tmp_path: Path) -> None:
    write(village(walk_rows={("001", "P2"): 3}), tmp_path / "s")
    again = read(tmp_path / "s")
    assert told(again) == told(village(walk_rows={("001", "P2"): 3}))
    assert [n.code for n in again.notes] == ["walks_unused"]


def test_straight_lines_stay_straight_lines(tmp_path: Path) -> None:
    base = village(network=None)
    doors = [Door(p.id, p.x, p.y, p.access_seconds) for p in PLACES]
    walks = approximate_walks(doors, paces=[0.8, 0.9, 1.0], limit_minutes=20, model=base.walking.model)
    scenario = replace(base, problem=replace(base.problem, walks=walks))
    write(scenario, tmp_path / "s.xlsx")
    assert told(read(tmp_path / "s.xlsx")) == told(scenario)


@pytest.mark.parametrize("name", ["s", "s.xlsx"])
def test_degrees_come_back_to_the_last_digit(tmp_path: Path, name: str) -> None:
    nodes = [{"node": "p", "lon": "116.5871234", "lat": "35.4151"}, {"node": "q", "lon": "116.59", "lat": "35.41"}]
    network = network_of(nodes, [{"a": "p", "b": "q"}], datum=Datum.GCJ02)
    places = (Place("A", x=116.58712340001, y=35.4151), Place("B", x=116.59, y=35.41))
    problem = Problem(name="d", places=places, walks=walks_from_table("AB", {}))
    scenario = Scenario(problem=problem, start=START, datum=Datum.GCJ02, network=network)
    write(scenario, tmp_path / name)
    assert told(read(tmp_path / name)) == told(scenario)


@settings(max_examples=30, deadline=None, phases=[Phase.explicit, Phase.reuse, Phase.generate])
@given(st.data())
def test_any_names_and_numbers_come_back(tmp_path_factory: pytest.TempPathFactory, data: st.DataObject) -> None:
    texts = st.text(st.characters(exclude_categories=["C", "Z"]), max_size=12)
    days = st.none() | st.integers(-400, 4000)
    people = tuple(
        Volunteer(
            id=name,
            home="A",
            name=data.draw(texts),
            availabilities=tuple(Window(a, a + data.draw(st.integers(1, 900))) for a in data.draw(_starts)),
            tags=frozenset(data.draw(st.lists(_tag, max_size=3))),
            skills=tuple(Skill(s, data.draw(days)) for s in data.draw(st.lists(LOCAL_ID, max_size=2, unique=True))),
            pace=data.draw(st.floats(0.1, 10)),
            max_walk=data.draw(st.integers(0, 1440)),
            insured_until_day=data.draw(days),
        )
        for name in data.draw(st.lists(LOCAL_ID.map(_plain), min_size=1, max_size=3, unique=True))
    )
    problem = Problem(
        name="any",
        places=(Place("A", x=data.draw(st.floats(-1e6, 1e6)), y=1e-7),),
        walks=walks_from_table("A", {}, paces=[p.pace for p in people]),
        volunteers=people,
    )
    top = tmp_path_factory.mktemp("any")
    for name in ("s", "s.xlsx"):
        write(Scenario(problem=problem, start=START), top / name)
        assert told(read(top / name)) == told(Scenario(problem=problem, start=START))


_tag = LOCAL_ID.filter(lambda text: meant(TAGS, text) is None)
_starts = st.lists(st.integers(0, 10_000), max_size=3)


def _plain(text: str) -> str:
    """Full-width letters in ids are read as plain ones."""
    from matcher.scenario.folding import folded

    return folded(text) or "x"


@pytest.mark.parametrize(
    ("changes", "where"),
    [
        ({"name": " blank "}, "volunteers row 2, column name"),
        ({"tags": frozenset({"a;b"})}, "volunteers row 2, column tags"),
        ({"sex": "女"}, "volunteers row 2, column sex"),
        ({"insured_until_day": 10**9}, "volunteers row 2, column insured_until"),
        ({"history_minutes": 10**9}, "volunteers row 2, column history_minutes"),
    ],
)
def test_what_no_cell_can_say_is_refused_and_nothing_is_written(
    tmp_path: Path, changes: dict[str, object], where: str
) -> None:
    base = village()
    people = (replace(VOLUNTEERS[0], **changes), *VOLUNTEERS[1:])  # type: ignore[arg-type]
    with pytest.raises(InvalidProblem) as caught:
        write(replace(base, problem=replace(base.problem, volunteers=people)), tmp_path / "s")
    assert [(e.where, e.code) for e in caught.value.errors] == [(where, "unwritable")]
    assert list(tmp_path.iterdir()) == []


def test_walks_by_pace_need_their_streets(tmp_path: Path) -> None:
    with pytest.raises(InvalidProblem) as caught:
        write(village(network=None), tmp_path / "s")
    assert caught.value.errors == (
        ProblemError(
            "walks",
            "unwritable",
            "the walks differ by pace, which a walks table cannot say",
            "give the scenario its street network, or the same minutes for all paces",
        ),
    )


@pytest.mark.parametrize("seed", range(30))
def test_random_problems_of_all_shapes_come_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int) -> None:
    """The referee's problems; their walks differ by pace, which a table cannot say, so one matrix serves all."""
    monkeypatch.syspath_prepend(Path(__file__).parents[1] / "referee")
    problem = importlib.import_module("random_problems").random_problem(random.Random(seed))
    matrix = next(iter(problem.walks.by_pace.values()))
    walks = replace(problem.walks, by_pace=dict.fromkeys(problem.walks.by_pace, matrix))
    scenario = Scenario(problem=replace(problem, walks=walks), start=START)
    write(scenario, tmp_path / "s")
    assert told(read(tmp_path / "s")) == told(scenario)
