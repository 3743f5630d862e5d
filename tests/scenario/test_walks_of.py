"""Where walks come from, for which paces, and how far."""

from __future__ import annotations

from pathlib import Path

import pytest

from matcher.scenario import read
from matcher.walks import Walks
from scenario.village import TINY, folder, where_and_code

STREETS = {
    "street_nodes": "node,x,y\nn1,0,0\nn2,900,0\n",
    "street_edges": "a,b,类型\nn1,n2,街道\n",
    "places": "place,x,y\nA,0,0\nB,600,0\n",
}
WALKS = "a,b,minutes\nA,B,3\n"


def walks(path: Path) -> Walks:
    return read(path).problem.walks


def asked(source: str) -> str:
    return TINY["scenario.toml"] + f"[walking]\nsource = '{source}'\n"


@pytest.mark.parametrize(
    ("files", "source", "minutes", "notes"),
    [
        (STREETS, "streets", 10, []),
        ({**STREETS, "walks": WALKS}, "table", 3, ["streets_unused"]),
        ({**STREETS, "walks": WALKS, "scenario": asked("streets")}, "streets", 10, ["walks_unused"]),
        ({**STREETS, "scenario": asked("approximate")}, "approximate", 14, []),
        ({"places": STREETS["places"]}, "approximate", 14, []),
        ({"places": "place\nA\nB\n", "walks": WALKS, "scenario": "start = 2026-11-23\n"}, "table", 3, []),
        ({**STREETS, "walks": "a,b,minutes\n"}, "streets", 10, []),
    ],
    ids=["streets", "table", "streets-asked", "approximate-asked", "nothing", "no-coordinates", "empty-table"],
)
def test_the_source(tmp_path: Path, files: dict[str, str], source: str, minutes: int, notes: list[str]) -> None:
    """600 m at 1 m/s are 10 minutes, 14 with the detour of straight lines."""
    scenario = read(folder(tmp_path / "s", **files))
    found = scenario.problem.walks
    assert (found.source, found.minutes(1.0, "A", "B"), found.minutes(1.0, "B", "A")) == (source, minutes, minutes)
    assert [n.code for n in scenario.notes] == notes


def test_the_limit_is_the_largest_walk_anybody_accepts(tmp_path: Path) -> None:
    people = "volunteer,home,max_walk_minutes\nann,A,{}\nbob,B,9\n"
    limits = [walks(folder(tmp_path / n, **STREETS, volunteers=people.format(n))) for n in ("9", "10")]
    assert [(w.limit, w.minutes(1.0, "A", "B")) for w in limits] == [(9, None), (10, 10)]
    visits = "visit,mode,from,max_walk_minutes,duration_minutes\nv1,court,A,11,30\nv2,court,,60,30\n"
    need = folder(tmp_path / "need", **STREETS, volunteers=people.format(0), visits=visits)
    assert walks(need).limit == 11


def test_every_pace_in_use_has_its_minutes(tmp_path: Path) -> None:
    people = "volunteer,home,pace\nann,A,体弱\nbob,B,\n"
    visits = "visit,mode,pace,from,duration_minutes\nv1,court,1.25,A,30\nv2,court,,,30\n"
    found = walks(folder(tmp_path / "s", **STREETS, volunteers=people, visits=visits, roles="visit,role\n"))
    assert {pace: found.minutes(pace, "A", "B") for pace in found.by_pace} == {0.8: 13, 1.0: 10, 1.25: 8}


def test_the_parameters_of_time(tmp_path: Path) -> None:
    settings = TINY["scenario.toml"] + "[walking]\nzebra_seconds = 61\n"
    edges = STREETS["street_edges"].replace("街道", "斑马线")
    path = folder(tmp_path / "s", **{**STREETS, "street_edges": edges}, scenario=settings)
    assert walks(path).minutes(1.0, "A", "B") == 12


def test_degrees(tmp_path: Path) -> None:
    """0.01 degree of latitude are 1112 m: 26 minutes at 1 m/s with the detour."""
    settings = TINY["scenario.toml"].replace("local", "WGS-84") + "[walking]\nlimit_minutes = 30\n"
    places = "place,经度,纬度\nA,116.58,35.40\nB,116.58,35.41\n"
    scenario = read(folder(tmp_path / "s", scenario=settings, places=places))
    assert scenario.problem.walks.minutes(1.0, "A", "B") == 26
    assert [(p.x, p.y) for p in scenario.problem.places] == [(116.58, 35.4), (116.58, 35.41)]


def test_a_door_far_from_any_street_is_named_by_its_row(tmp_path: Path) -> None:
    places = "place,x,y\nA,0,0\nB,600,9000\n"
    assert where_and_code(folder(tmp_path / "s", **{**STREETS, "places": places})) == [
        ("places.csv row 3", "far_from_street")
    ]


def test_faults_of_streets_stand_under_the_headers_of_the_file(tmp_path: Path) -> None:
    files = {
        **STREETS,
        "street_nodes": "节点编号,x,y,经度\nn1,0,0,\nn2,9e9,0,\nn3,1,1,116\n",
        "street_edges": "起点,终点,长度,类型\nn1,n9,,街道\nn1,n2,-5,lane\n",
        "gates": "大门,起点,终点,开放\ng,n1,n2,maybe\n",
    }
    assert where_and_code(folder(tmp_path / "s", **files)) == [
        ("street_nodes.csv row 3, column x", "out_of_bounds"),
        ("street_nodes.csv row 4, column 经度", "mixed_datum"),
        ("street_edges.csv row 2, column 终点", "unknown_id"),
        ("street_edges.csv row 3, column 类型", "unknown_word"),
        ("street_edges.csv row 3, column 长度", "out_of_bounds"),
        ("gates.csv row 2, column 开放", "unknown_word"),
    ]
