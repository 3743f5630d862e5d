"""scenario.toml and the sheet of settings."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from matcher.problem import Policy, Weights
from matcher.scenario import Scenario, WalkingDefaults, read
from matcher.walking import Datum, TimeModel
from scenario.village import TINY, folder, where_and_code

FULL = """
name = "full"
title = "全部设置"
start = "2026年11月23日"
days = 9
zone = "Asia/Urumqi"
datum = "GCJ-02"
synthetic = true

[policy]
gap = 7
grid = 30
max_people_changed = 2
service_defaults = false

[weights]
desired_person = 1
published_served = 2
pair_changed = 3
moved = 4
dropped = 5
fairness = [6, 7, 8]
walk = 9
series_volunteer = 10
preferred = 11

[walking]
source = "近似"
limit_minutes = 12
pace = "老人"
steps_factor = 0.25
signal_seconds = 13
zebra_seconds = 14
gate_seconds = 15
snap_limit_m = 16
detour = 1.7

[generator]
seed = 5
mix.teacher = 0.5
"""


def settings_of(scenario: Scenario) -> tuple[object, ...]:
    problem = scenario.problem
    where = (scenario.name, scenario.title, scenario.start, problem.days, scenario.zone, scenario.datum)
    return (*where, scenario.synthetic, problem.policy, problem.weights, scenario.walking, scenario.service_defaults)


def test_every_setting(tmp_path: Path) -> None:
    places = "place,lon,lat\nA,116.5,35.4\nB,116.501,35.4\n"
    scenario = read(folder(tmp_path / "s", scenario=FULL, places=places))
    model = TimeModel(
        steps_factor=0.25, signal_seconds=13, zebra_seconds=14, gate_seconds=15, snap_limit_m=16, detour=1.7
    )
    weights = Weights(
        desired_person=1,
        published_served=2,
        pair_changed=3,
        moved=4,
        dropped=5,
        fairness=(6, 7, 8),
        walk=9,
        series_volunteer=10,
        preferred=11,
    )
    assert settings_of(scenario) == (
        "full", "全部设置", date(2026, 11, 23), 9, "Asia/Urumqi", Datum.GCJ02, True,
        Policy(gap=7, grid=30, max_people_changed=2), weights,
        WalkingDefaults(limit_minutes=12, pace=0.9, model=model), False,
    )  # fmt: skip
    assert (scenario.generator, scenario.problem.walks.source) == ({"seed": 5, "mix": {"teacher": 0.5}}, "approximate")
    assert {(v.max_walk, v.pace) for v in scenario.problem.volunteers} == {(12, 0.9)}


def test_defaults(tmp_path: Path) -> None:
    text = 'start = 2026-11-23\ndatum = "local"\n'
    assert settings_of(read(folder(tmp_path / "quiet", scenario=text))) == (
        "quiet", "", date(2026, 11, 23), 7, "Asia/Shanghai", Datum.LOCAL, False,
        Policy(), Weights(), WalkingDefaults(), True,
    )  # fmt: skip


def test_a_table_of_keys_and_values_will_do(tmp_path: Path) -> None:
    rows = '项目,内容,说明\n名称,表,x\n开始日期,2026/11/23,\n坐标系,米,\n公平,1；2；3,\n\ngenerator.gates,"[1, 4]",\n'
    scenario = read(folder(tmp_path / "s", scenario=None, 场景=rows))
    assert (scenario.name, scenario.problem.weights.fairness, scenario.generator) == (
        "表",
        (1, 2, 3),
        {"gates": [1, 4]},
    )
    assert where_and_code(folder(tmp_path / "s")) == [("scenario.toml", "table_twice")]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ('start = 2026-11-23\n"开始日期" = 2026-11-24\n', ("key 开始日期", "key_twice")),
        ("start = 2026-11-23\n[weights]\nfairness = [1, 2]\n", ("key weights.fairness", "fairness")),
        ("start = 2026-11-23\n[weights]\nfairness = 3\n", ("key weights.fairness", "fairness")),
        ("start = 2026-11-23\n[weights]\nwalk = -1\n", ("key weights.walk", "negative")),
        ("start = 2026-11-23\n[policy]\ngrid = 0\n", ("key policy.grid", "out_of_bounds")),
        ("start = 2026-11-23T09:00:00\n", ("key start", "not_a_date")),
        ("start = 2026-11-23\n[walking]\npace = nan\n", ("key walking.pace", "out_of_bounds")),
        ("start = 2026-11-23\n[walking]\nsource = 'train'\n", ("key walking.source", "unknown_word")),
        ("start = 2026-11-23\n[walking]\nsource = 'streets'\n", ("key walking.source", "no_streets")),
        ("start = 2026-11-23\nsynthetic = 'maybe'\n", ("key synthetic", "unknown_word")),
    ],
)
def test_settings_that_make_no_sense(tmp_path: Path, text: str, found: tuple[str, str]) -> None:
    path = folder(tmp_path / "s", scenario='datum = "local"\n' + text)
    assert where_and_code(path) == [(f"scenario.toml, {found[0]}", found[1])]


def test_settings_may_be_gbk_and_begin_with_a_mark(tmp_path: Path) -> None:
    text = TINY["scenario.toml"] + 'title = "西闸社区"\n'
    titles = [read(folder(tmp_path / e, scenario=text.encode(e))).title for e in ("gbk", "utf-8-sig", "utf-16")]
    assert titles == ["西闸社区"] * 3


def test_the_toml_file_itself_may_be_named(tmp_path: Path) -> None:
    assert read(folder(tmp_path / "s") / "scenario.toml").name == "tiny"
