"""A village where every column of every table holds something, and folders of tables to break."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from matcher.errors import InvalidProblem, ProblemError
from matcher.problem import (
    Condition,
    Facility,
    FacilityNeed,
    Opening,
    Pair,
    Pin,
    Place,
    Policy,
    Problem,
    Published,
    Quota,
    Role,
    Skill,
    Visit,
    Volunteer,
    Weights,
    Window,
)
from matcher.scenario import Scenario, WalkingDefaults
from matcher.walking import Gate, Network, TimeModel, kind_codes, walks_between
from matcher.walking.doors import Door

START = date(2026, 11, 23)
PLACES = (
    Place("001", kind="home", x=0.0, y=12.5, access_seconds=60, building="1号楼，西", community="西闸"),
    Place("P2", kind="住宅", x=200.25, y=-3.0),
    Place("hall", kind="room", x=310.0, y=8.0, access_seconds=30),
)
NETWORK = Network(
    node_ids=("n1", "002", "n3"),
    x=[0.0, 150.0, 320.125],
    y=[0.0, 0.0, 0.0],
    a=[0, 1, 0],
    b=[1, 2, 2],
    length_m=[150.0, 170.5, 500.0],
    kind=kind_codes(["street", "zebra", "steps"]),
    extra_seconds=[0, 15, 0],
    gates=(Gate("东门", 0), Gate("g2", 2, open=False)),
)  # fmt: skip
VOLUNTEERS = (
    Volunteer(
        id="007",
        home="001",
        name="NA",
        availabilities=(Window(480, 720), Window(1380, 1500)),
        sex="f",
        tags=frozenset({"trainee", "党员"}),
        skills=(Skill("电工（持证）".replace("（", "(").replace("）", ")"), 30), Skill("care")),
        pace=0.9,
        max_walk=20,
        max_minutes_day=120,
        max_minutes_total=300,
        max_visits_day=3,
        minor=True,
        guardian_consent=True,
        record_checked=True,
        insured_until_day=-3,
        certified_until_day=400,
        return_home=True,
        history_minutes=90,
        history_offered_minutes=480,
    ),
    Volunteer(id="None", home="P2", name="=SUM(A1)", availabilities=(Window(0, 2880),), kind="staff", sex="m"),
    Volunteer(id="w", home="P2", name="李四\n(夜班)", availabilities=(), kind="worker", sex="other"),
)
VISITS = (
    Visit(
        id="01",
        windows=(Window(540, 600), Window(1980, 2100)),
        duration=45,
        place="P2",
        roles=(
            Role(id="carer", skills=frozenset({"care", "b"}), min=1, desired=2, max=3),
            Role(id="学员", min=0, max=1),
        ),
        conditions=(Condition("sex:f", None), Condition("党员", 2), Condition("record_checked")),
        request="R-1",
        beneficiary="王奶奶",
        service="W01",
        title="陪伴，聊天；读报",
        priority=9,
        value=1234,
        guaranteed=True,
        groups=frozenset({"独居", "低保"}),
        risk="medium",
        series="s1",
        min_days_apart=2,
        needs=("02",),
        waiting_days=4,
    ),
    Visit(
        id="02",
        windows=(Window(600, 900),),
        duration=60,
        need=FacilityNeed(mode="class", people=12, origin="001", max_walk=18, pace=0.8),
        roles=(Role(id="teacher"),),
        rejected=(("F1", 615), ("F2", None)),
    ),
    Visit(id="park", windows=(Window(1110, 1890),), duration=780, need=FacilityNeed(mode="parking"), beneficiary="赵"),
)
FACILITIES = (
    Facility(
        id="F1",
        place="hall",
        modes={"class": 20, "chess": 8},
        openings=(Opening(540, 720), Opening(720, 900, "02")),
        name="活动室",
        owner="第一小学",
        concurrent=2,
        changeover=15,
        cost=20,
    ),
    Facility(id="F2", place="hall", modes={"parking": 30}, openings=(Opening(1080, 1920),), exclusive=False),
)


def village(**changes: Any) -> Scenario:
    """The scenario, with some fields replaced."""
    doors = [Door(p.id, p.x, p.y, p.access_seconds) for p in PLACES]
    model = TimeModel(zebra_seconds=9, detour=1.5)
    problem = Problem(
        name="village",
        places=PLACES,
        walks=walks_between(NETWORK, doors, paces=[0.8, 0.9, 1.0], limit_minutes=20, model=model),
        volunteers=VOLUNTEERS,
        visits=VISITS,
        facilities=FACILITIES,
        pairs=(
            Pair("007", "visit", "01"),
            Pair("007", "service", "W01", "preferred"),
            Pair("None", "series", "s1"),
            Pair("w", "beneficiary", "赵"),
            Pair("w", "volunteer", "007"),
        ),
        pins=(
            Pin(visit="01", volunteer="007", role="carer", start=545, override="熟人"),
            Pin(visit="02", facility="F1"),
            Pin(visit="02", start=600),
        ),
        published=(
            Published(visit="01", start=550, volunteer="None", role="carer"),
            Published(visit="park", start=1110, facility="F2", state="accepted"),
        ),
        quotas=(Quota("赵", "parking", 3),),
        days=2,
        weights=Weights(desired_person=31, fairness=(1, 2, 3), walk=2),
        policy=Policy(gap=4, grid=10, max_people_changed=3),
    )
    scenario = Scenario(
        problem=problem,
        start=START,
        title="小村 “示例”",
        zone="Asia/Urumqi",
        synthetic=True,
        network=NETWORK,
        walking=WalkingDefaults(limit_minutes=17, pace=1.1, model=model),
        beneficiary_sex={"01": "f"},
        generator={"seed": 3, "gated": 0.75, "start": START, "gates": [1, 4], "mix": {"teacher": 0.5}, "shape": "x"},
    )
    return replace(scenario, **changes)


def told(scenario: Scenario) -> dict[str, object]:
    """Everything a scenario says, as values that compare: walks and streets as lists."""
    problem = scenario.problem
    said: dict[str, object] = {f.name: getattr(problem, f.name) for f in fields(Problem) if f.name != "walks"}
    said |= {
        f"scenario.{f.name}": getattr(scenario, f.name)
        for f in fields(Scenario)
        if f.name not in ("problem", "network", "notes")
    }
    walks = problem.walks
    paces = sorted({v.pace for v in problem.volunteers} | {v.need.pace for v in problem.visits if v.need})
    said["walks"] = [
        (pace, a.id, b.id, walks.minutes(pace, a.id, b.id))
        for pace in paces
        for a in problem.places
        for b in problem.places
    ]
    said["source"] = walks.source
    net = scenario.network
    if net is not None:
        arrays = (net.x, net.y, net.a, net.b, net.length_m, net.extra_seconds)
        said["network"] = (net.node_ids, [c.tolist() for c in arrays], net.kind_names(), net.gates, net.frame)
    return said


TINY: Mapping[str, str] = {
    "scenario.toml": 'name = "tiny"\nstart = 2026-11-23\ndatum = "local"\n',
    "places.csv": "place,x,y\nA,0,0\nB,60,0\n",
    "volunteers.csv": "volunteer,home\nann,A\nbob,B\n",
    "availability.csv": "volunteer,start,end\nann,540,720\nbob,540,720\n",
    "visits.csv": "visit,place,duration_minutes,beneficiary,service,series\nv1,B,30,li,care,s\nv2,A,20,,,\n",
    "windows.csv": "visit,start,end\nv1,540,660\nv2,600,720\n",
    "roles.csv": "visit,role\nv1,carer\nv2,helper\n",
}
"""Two people, two visits; tests replace or drop files of it."""


def folder(path: Path, **files: str | bytes | None) -> Path:
    """TINY as a folder; `visits="..."` replaces visits.csv, None leaves it out, `scenario` is the TOML file."""
    path.mkdir(parents=True, exist_ok=True)
    named = {("scenario.toml" if k == "scenario" else f"{k}.csv"): v for k, v in files.items()}
    for name, content in {**TINY, **named}.items():
        if content is not None:
            raw = content if isinstance(content, bytes) else content.encode("utf-8")
            (path / name).write_bytes(raw)
    return path


def faults(path: Path) -> list[ProblemError]:
    """What reading the scenario at `path` complains of."""
    from matcher.scenario import read

    with pytest.raises(InvalidProblem) as caught:
        read(path)
    return list(caught.value.errors)


def where_and_code(path: Path) -> list[tuple[str, str]]:
    """The faults without their sentences."""
    return [(f.where, f.code) for f in faults(path)]
