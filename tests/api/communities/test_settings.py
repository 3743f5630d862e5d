"""Settings of a community: groups given whole, checked as the library does, kept where they differ."""

from __future__ import annotations

from typing import Any

import pytest
from sqlmodel import Session

from api.world import MONDAY, World, on_sqlite
from matcher_api.planning.load import load


def test_groups_keep_what_differs_from_the_defaults(world: World) -> None:
    desk, path = world.as_("coordinator"), f"/communities/{world.community}"
    asked = {
        "weights": {"walk": 2, "fairness": [5, 10, 20], "moved": 100},
        "policy": {"gap": 10, "max_people_changed": 3},
        "walking": {"signal_seconds": 45, "pace": 0.9, "source": "approximate"},
        "settings": {"notice_days": 10, "answer_hours": 12},
        "service_defaults": False,
    }
    changed = desk.patch(path, asked, version=1)
    assert changed.status_code == 200
    shown = changed.json()
    assert {k: shown[k] for k in asked} == {**asked, "weights": {"walk": 2, "fairness": [5, 10, 20]}}
    renamed = desk.patch(path, {"name": "西闸"}, version=2).json()
    assert {k: renamed[k] for k in asked} == {k: shown[k] for k in asked}
    reset = desk.patch(path, {"weights": {"preferred": 20}, "policy": {}}, version=3).json()
    assert (reset["weights"], reset["policy"], reset["walking"]) == ({"preferred": 20}, {}, shown["walking"])


def test_planning_reads_them(world: World, session: Session) -> None:
    asked = {
        "weights": {"walk": 2, "fairness": [5, 10, 20]}, "policy": {"gap": 10, "max_people_changed": 3},
        "walking": {"signal_seconds": 45, "source": "approximate"},
    }  # fmt: skip
    world.as_("coordinator").patch(f"/communities/{world.community}", asked)
    problem = load(session, communities=[world.community], first_day=MONDAY, days=1).problem
    assert (problem.weights.walk, problem.weights.fairness, problem.weights.moved) == (2, (5, 10, 20), 100)
    assert (problem.policy.gap, problem.policy.grid, problem.policy.max_people_changed) == (10, 15, 3)


@pytest.mark.parametrize(
    ("change", "fields"),
    [
        ({"weights": {"fairness": [10, 5, 40]}}, ["weights.fairness"]),
        ({"weights": {"walk": -1}, "policy": {"grid": 0}}, ["policy.grid", "weights.walk"]),
        ({"weights": {"walks": 1}}, ["weights.walks"]),
        ({"weights": {"fairness": [1, 2]}}, ["weights.fairness.2"]),
        ({"weights": None}, ["weights"]),
        ({"walking": {"detour": 0.5, "source": "taxi"}}, ["walking.detour", "walking.source"]),
        ({"settings": {"notice_days": 0, "colour": "red"}}, ["settings.colour", "settings.notice_days"]),
        ({"name": None}, ["name"]),
        ({"days": 0}, ["days"]),
        ({"code": "other"}, ["code"]),
    ],
)
@on_sqlite
def test_bad_settings(world: World, change: dict[str, Any], fields: list[str]) -> None:
    answer = world.as_("coordinator").patch(f"/communities/{world.community}", change)
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid")
    assert sorted(e["field"] for e in answer.json()["errors"]) == fields
    assert world.as_("coordinator").get(f"/communities/{world.community}").json()["version"] == 1


@pytest.mark.parametrize("zone", ["Asia/Nowhere", "Asia", "../etc/passwd", ""])
@on_sqlite
def test_a_zone_must_exist(world: World, zone: str) -> None:
    answer = world.as_("admin").post("/communities", {"code": "new", "zone": zone})
    assert (answer.status_code, answer.json()["code"]) == (422, "unknown_zone")
    made = world.as_("admin").post("/communities", {"code": "new", "zone": "Asia/Urumqi", "datum": "gcj02"}).json()
    assert (made["zone"], made["datum"]) == ("Asia/Urumqi", "gcj02")
