"""OpenStreetMap: tag rules, gates, walls and crossings on a small file of our own; real extracts where present."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from matcher.errors import InvalidProblem, ProblemError
from matcher.walking import KINDS, Datum, Door, Network, TimeModel, walks_between
from matcher.walking.components import Fallen
from matcher.walking.osm import read_osm, survey
from matcher.walking.osm_rules import TagRules

DEGREES = 0.001
METRES = 111.195
"""A thousandth of a degree on the equator, where the small files lie."""

Tags = dict[str, str]


def written(
    path: Path, nodes: dict[int, tuple[float, float]], ways: Sequence[tuple[list[int], Tags]], tags: dict[int, Tags]
) -> Path:
    """An .osm file; coordinates are thousandths of a degree."""

    def inner(of: Tags) -> str:
        return "".join(f'<tag k="{k}" v="{v}"/>' for k, v in of.items())

    text = '<?xml version="1.0" encoding="UTF-8"?><osm version="0.6" generator="test">'
    for node, (x, y) in nodes.items():
        text += f'<node id="{node}" lon="{x * DEGREES:.7f}" lat="{y * DEGREES:.7f}">{inner(tags.get(node, {}))}</node>'
    for k, (refs, of) in enumerate(ways):
        points = "".join(f'<nd ref="{ref}"/>' for ref in refs)
        text += f'<way id="{k + 1}">{points}{inner(of)}</way>'
    path.write_text(text + "</osm>", encoding="utf-8")
    return path


def edges(network: Network) -> set[tuple[str, str, str]]:
    names = network.node_ids
    ends = zip(network.a.tolist(), network.b.tolist(), network.kind_names(), strict=True)
    return {(*sorted((names[a], names[b])), kind) for a, b, kind in ends}


def minutes(network: Network, a: tuple[float, float], b: tuple[float, float]) -> int | None:
    """Between two points in thousandths of a degree."""
    (ax, bx), (ay, by) = network.frame.metres([a[0] * DEGREES, b[0] * DEGREES], [a[1] * DEGREES, b[1] * DEGREES])
    some = [Door("a", float(ax), float(ay)), Door("b", float(bx), float(by))]
    return walks_between(network, some, paces=[1.0], limit_minutes=60).minutes(1.0, "a", "b")


ROW = {k: (float(k), 0.0) for k in range(1, 6)}


@pytest.mark.parametrize(
    ("tags", "walked"),
    [
        ({"highway": "residential"}, True),
        ({"highway": "secondary_link"}, True),
        ({"highway": "motorway"}, False),
        ({"highway": "motorway", "foot": "yes"}, False),
        ({"highway": "construction"}, False),
        ({"highway": "trunk"}, False),
        ({"highway": "trunk", "foot": "yes"}, True),
        ({"highway": "cycleway"}, False),
        ({"highway": "cycleway", "foot": "designated"}, True),
        ({"highway": "service", "foot": "no"}, False),
        ({"highway": "service", "foot": "private"}, False),
        ({"highway": "primary", "foot": "use_sidepath"}, False),
        ({"highway": "service", "access": "no"}, False),
        ({"highway": "service", "access": "no", "foot": "permissive"}, True),
        ({"highway": "service", "access": "private"}, True),
        ({"railway": "rail"}, False),
    ],
)
def test_which_ways_are_walked(tmp_path: Path, tags: Tags, walked: bool) -> None:
    """The way under test is the longest, so that the largest part holds it where it is walked."""
    path = written(tmp_path / "a.osm", ROW, [([1, 2], {"highway": "footway"}), ([2, 3, 4, 5], tags)], {})
    found = read_osm(path)
    assert found.node_ids == (("1", "2", "3", "4", "5") if walked else ("1", "2"))


def test_the_network_is_in_metres_of_wgs84(tmp_path: Path) -> None:
    ways = [([1, 2], {"highway": "residential"}), ([2, 2, 3], {"highway": "steps"}), ([3, 4], {"highway": "path"})]
    found = read_osm(written(tmp_path / "a.osm", ROW, ways, {}))
    assert edges(found) == {("1", "2", "street"), ("2", "3", "steps"), ("3", "4", "path")}
    assert found.length_m.round(1).tolist() == [round(METRES, 1)] * 3
    assert (found.frame.datum, round(found.frame.lon0, 9)) == (Datum.WGS84, 0.0025)


def test_rules_are_settings(tmp_path: Path) -> None:
    ways = [([1, 2], {"highway": "residential"}), ([2, 3, 4], {"highway": "cycleway"})]
    path = written(tmp_path / "a.osm", ROW, ways, {})
    assert read_osm(path, rules=TagRules(paths=TagRules().paths | {"cycleway"}, by_permission=frozenset())).nodes == 4


def test_what_is_left_out_is_reported(tmp_path: Path) -> None:
    ways: list[tuple[list[int], Tags]] = [
        ([1, 2, 3], {"highway": "residential"}),
        ([4, 5], {"highway": "residential"}),
        ([3, 99], {"highway": "residential"}),
        ([1, 5], {"highway": "motorway"}),
        ([1, 4], {"highway": "motorway"}),
        ([2, 5], {"highway": "service", "foot": "no"}),
    ]
    found = survey(written(tmp_path / "a.osm", ROW, ways, {}))
    assert found.fallen == Fallen(components=1, nodes=2, edges=1, km=0.111)
    assert (found.walked_ways, found.incomplete_ways) == (3, 1)
    assert found.refused_ways == {"foot=no": 1, "highway=motorway": 2}


@pytest.mark.parametrize(
    ("tags", "gates", "expected"),
    [
        ({}, [], 8),
        ({"barrier": "bollard"}, [], 8),
        ({"barrier": "gate"}, [("3", True)], 8),
        ({"barrier": "lift_gate", "access": "private"}, [("3", True)], 8),
        ({"barrier": "gate", "access": "no"}, [("3", False)], None),
        ({"barrier": "gate", "access": "no", "foot": "yes"}, [("3", True)], 8),
        ({"barrier": "gate", "foot": "private"}, [("3", False)], None),
        ({"barrier": "gate", "locked": "yes"}, [("3", False)], None),
        ({"barrier": "wall", "foot": "yes"}, [], 8),
    ],
)
def test_barriers_on_a_way(tmp_path: Path, tags: Tags, gates: list[tuple[str, bool]], expected: int | None) -> None:
    """444.8 m in all: 8 minutes with or without the 12 s of a gate."""
    path = written(tmp_path / "a.osm", ROW, [([1, 2, 3, 4, 5], {"highway": "residential"})], {3: tags})
    found = read_osm(path)
    assert [(gate.id, gate.open) for gate in found.gates] == gates
    assert minutes(found, (1, 0), (5, 0)) == expected


def test_a_wall_node_cuts_the_way(tmp_path: Path) -> None:
    """Two of four edges remain: the parts are equally long and only the first is kept."""
    path = written(tmp_path / "a.osm", ROW, [([1, 2, 3, 4, 5], {"highway": "path"})], {3: {"barrier": "wall"}})
    found = survey(path)
    assert (found.network.node_ids, found.fallen.edges) == (("1", "2", "3"), 2)


def test_a_gate_waits_once(tmp_path: Path) -> None:
    path = written(tmp_path / "a.osm", ROW, [([1, 2], {"highway": "path"}), ([2, 3], {"highway": "path"})],
                   {2: {"barrier": "gate"}})  # fmt: skip
    found = read_osm(path)
    ends = found.frame.metres([1 * DEGREES, 3 * DEGREES], [0.0, 0.0])[0].tolist()
    # 222.39 m and 12 s are 234 s: 6 more are 4 minutes, 7 more are 5.
    for more, expected in ((6, 4), (7, 5)):
        some = [Door("a", ends[0], 0), Door("b", ends[1], 0, more)]
        assert walks_between(found, some, paces=[1.0], limit_minutes=9).minutes(1.0, "a", "b") == expected


def test_a_gate_at_a_junction_bars_the_side_way_only(tmp_path: Path) -> None:
    """The through road 1-2-3 passes; the drive 2-4 of the compound lies behind the gate."""
    nodes = {1: (0.0, 0.0), 2: (1.0, 0.0), 3: (2.0, 0.0), 4: (1.0, 1.0)}
    ways = [([4, 2], {"highway": "service"}), ([1, 2, 3], {"highway": "residential"})]
    path = written(tmp_path / "a.osm", nodes, ways, {2: {"barrier": "gate", "locked": "yes"}})
    found = read_osm(path)
    assert edges(found) == {
        ("1", "2", "street"), ("2", "3", "street"), ("2", "2.1", "gate"), ("2.1", "4", "street"),
    }  # fmt: skip
    assert (minutes(found, (0, 0), (2, 0)), minutes(found, (0, 0), (1, 1))) == (4, None)


def crossing_kinds(tmp_path: Path, way: Tags, node: Tags) -> list[str]:
    """Kinds along a path 1-2-3 that crosses the street 4-2-5; the street itself never waits."""
    nodes = {1: (0.0, 0.0), 2: (0.0, 0.1), 3: (0.0, 0.2), 4: (-1.0, 0.1), 5: (1.0, 0.1)}
    ways = [([1, 2, 3], {"highway": "footway", **way}), ([4, 2, 5], {"highway": "primary"})]
    found = read_osm(written(tmp_path / "a.osm", nodes, ways, {2: node}))
    kinds = {(a, b): kind for a, b, kind in edges(found)}
    assert (kinds["2", "4"], kinds["2", "5"]) == ("street", "street")
    return [kinds["1", "2"], kinds["2", "3"]]


@pytest.mark.parametrize(
    ("way", "node", "kinds"),
    [
        ({}, {}, ["path", "path"]),
        ({}, {"highway": "crossing"}, ["path", "zebra"]),
        ({}, {"highway": "crossing", "crossing": "traffic_signals"}, ["path", "signal"]),
        ({}, {"highway": "crossing", "crossing": "informal"}, ["path", "path"]),
        ({"footway": "crossing"}, {}, ["path", "zebra"]),
        ({"footway": "crossing", "crossing:signals": "yes"}, {}, ["path", "signal"]),
        ({"footway": "crossing"}, {"highway": "crossing", "crossing": "traffic_signals"}, ["path", "signal"]),
        ({"footway": "crossing", "crossing": "marked"}, {"highway": "crossing"}, ["path", "zebra"]),
    ],
)
def test_a_crossing_is_waited_for_once(tmp_path: Path, way: Tags, node: Tags, kinds: list[str]) -> None:
    assert crossing_kinds(tmp_path, way, node) == kinds


def test_a_crossing_way_with_a_crossing_node_is_waited_for_once(tmp_path: Path) -> None:
    way, road = {"highway": "footway", "footway": "crossing"}, {"highway": "primary"}
    nodes = {k: (0.0, 0.1 * k) for k in range(1, 5)} | {8: (-1.0, 0.3), 9: (1.0, 0.3)}
    path = written(tmp_path / "a.osm", nodes, [([1, 2, 3, 4], way), ([8, 3, 9], road)], {3: {"highway": "crossing"}})
    assert edges(read_osm(path)) == {
        ("1", "2", "path"), ("2", "3", "zebra"), ("3", "4", "path"), ("3", "8", "street"), ("3", "9", "street"),
    }  # fmt: skip


def test_wall_ways_hide_streets_if_asked_to(tmp_path: Path) -> None:
    nodes = {1: (0.0, 0.0), 2: (2.0, 0.0), 3: (0.0, 0.5), 4: (2.0, 0.5), 5: (-0.5, 0.2), 6: (2.5, 0.2)}
    street = {"highway": "residential"}
    ways = [([1, 2], street), ([3, 4], street), ([5, 6], {"barrier": "fence"}), ([2, 4], street)]
    path = written(tmp_path / "a.osm", nodes, ways, {})
    assert minutes(read_osm(path), (0, 0.21), (0, 0)) == 0
    found = read_osm(path, rules=TagRules(wall_ways=True))
    assert ("5", "6", "wall") in edges(found)
    # Just behind the fence: out by the far street, 222 + 56 + 222 m, not over the fence to the near one.
    assert minutes(found, (0, 0.21), (0, 0)) == 9


def test_unreadable_files_are_refused(tmp_path: Path) -> None:
    broken, image = tmp_path / "broken.osm", tmp_path / "picture.png"
    broken.write_text("<osm><node id=", encoding="utf-8")
    image.write_bytes(b"\x89PNG" * 100)
    not_pbf = tmp_path / "not.osm.pbf"
    not_pbf.write_bytes(b"\xff" * 1000)
    for path, code in ((broken, "unreadable"), (image, "unreadable"), (not_pbf, "unreadable"),
                       (tmp_path / "none.osm", "not_found"), (tmp_path, "not_found")):  # fmt: skip
        with pytest.raises(InvalidProblem) as caught:
            read_osm(path)
        assert [(e.where, e.code) for e in caught.value.errors] == [(str(path), code)]


def test_a_file_without_streets_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path / "a.osm", ROW, [([1, 2], {"highway": "motorway"})], {})
    with pytest.raises(InvalidProblem) as caught:
        read_osm(path)
    assert caught.value.errors == (
        ProblemError(str(path), "no_streets", "it holds no walkable street", "check the area and the tag rules"),
    )


def test_without_osmium_the_extra_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "osmium", None)
    with pytest.raises(InvalidProblem) as caught:
        read_osm(tmp_path / "a.osm")
    assert [(e.code, e.hint) for e in caught.value.errors] == [
        ("missing_extra", 'install the extra: pip install "matcher[map]"')
    ]


def extract(name: str) -> Path:
    """A real extract: in $MATCHER_OSM_DATA, or in shared/data/osm beside the project."""
    beside = Path(__file__).resolve().parents[3] / "shared" / "data" / "osm"
    path = Path(os.environ.get("MATCHER_OSM_DATA", beside)) / name
    if not path.is_file():
        pytest.skip(f"no {name}: set MATCHER_OSM_DATA to the folder of the extracts")
    return path


def test_guixi_is_thin() -> None:
    found = survey(extract("jiangxi_guixi_2025.osm.pbf"))
    assert [(gate.id, gate.open) for gate in found.network.gates] == [("7542705861", True), ("7542705862", False)]
    assert found.fallen == Fallen(components=1, nodes=4, edges=3, km=0.034)
    assert found.refused_ways == {"highway=construction": 6}


def test_longgang_is_one_connected_part() -> None:
    """Every node on a street of the largest part reaches every other."""
    found = survey(extract("shenzhen_longgang_2019.osm.pbf"))
    network = found.network
    assert (len(network.gates), found.fallen.components) == (5, 39)
    walked = np.unique(np.concatenate([network.a, network.b], axis=0)[np.tile(network.kind != KINDS.index("wall"), 2)])
    some = [Door(network.node_ids[i], float(network.x[i]), float(network.y[i])) for i in walked[::9].tolist()]
    walks = walks_between(network, some, paces=[1.0], limit_minutes=1440, model=TimeModel(snap_limit_m=0.001))
    assert len(walks.by_pace[1.0].minutes) == len(some) * (len(some) - 1)
