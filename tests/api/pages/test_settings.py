"""Settings in words, saved as a whole and kept when refused; days off; complaints answered in time."""

from __future__ import annotations

import re
from typing import Any

import pytest

from api.day_week import DayWeek
from api.pages.visitor import Visitor
from api.world import World
from matcher_api.communities.models import Community
from matcher_api.communities.pages import GROUPS, fields


def typed(me: Visitor) -> dict[str, Any]:
    """Every setting as it stands on the page."""
    return {name: value for name, value in re.findall(r' name="([a-z_.]+)" type="text" value="([^"]*)"', me.page.text)
            if "." in name}  # fmt: skip


def test_every_setting_has_words() -> None:
    shown = {f.path for group in GROUPS for f in fields(group, Community(code="x"))}
    every = {f"{group}.{name}" for group, shape in GROUPS.items() for name in shape.model_fields}
    assert every - shown == {"settings.lead_roles"}


def test_settings_are_saved_and_what_is_not_shown_stays(world: World) -> None:
    with world.writing() as session:
        session.get_one(Community, world.community).settings = {"lead_roles": ["boss"]}
        session.commit()
    me = Visitor(world).known("coordinator").get("/settings")
    me.sound()
    path, version = f"/settings/{world.community}", re.findall(r'name="version" value="(\d+)"', me.page.text)[0]
    values = typed(me)
    assert values["weights.fairness"] == "10;20;40" and values["settings.quiet_from"] == "21:00"
    me.send(path, **{**values, "version": version, "weights.walk": "lots"})
    assert me.page.status_code == 422 and 'value="lots"' in me.page.text and 'id="f-weights.walk-fault"' in me.page.text
    changed = {
        "weights.walk": "3",
        "weights.fairness": "5; 20;40",
        "settings.quiet_from": "",
        "walking.limit_minutes": "20",
    }
    me.send(path, **{**values, "version": version, **changed}).followed()
    shown = world.as_("coordinator").get(f"/communities/{world.community}").json()
    assert (shown["weights"], shown["walking"]) == ({"walk": 3, "fairness": [5, 20, 40]}, {"limit_minutes": 20})
    assert shown["settings"] == {"quiet_from": None, "lead_roles": ["boss"]}
    me.send(path, **{**values, "version": version})
    assert me.page.status_code == 412
    assert Visitor(world).known("clerk").get("/settings").page.status_code == 403


def test_a_day_off_of_the_community(world: World) -> None:
    me = Visitor(world).known("coordinator").get("/settings")
    path = f"/settings/{world.community}/days"
    me.send(path, day="2026-12-26", kind="holiday", name="社区节").followed()
    assert "2026-12-26 社区节 放假" in me.shows
    (remove,) = re.findall(rf'action="({path}/[^"]+/remove)"', me.page.text)
    me.send(remove).followed()
    assert "社区节" not in me.shows


@pytest.fixture
def week(world: World) -> DayWeek:
    return DayWeek(world)


def test_a_complaint_is_entered_taken_on_and_answered(week: DayWeek) -> None:
    me = Visitor(week.world).known("clerk").get("/complaints")
    me.sound()
    me.send("/complaints", community_id=week.community, channel="phone", text="")
    assert me.page.status_code == 422
    me.send("/complaints", community_id=week.community, channel="phone", text="约好九点没人来").followed()
    me.sound()
    path = me.page.url.path
    me.send(f"{path}/accept").followed()
    me.send(f"{path}/answer", note="")
    assert me.page.status_code == 422
    me.send(f"{path}/answer", note="已致歉并补派", upheld="on").followed()
    assert "已答复" in me.shows and "属实" in me.shows and "已致歉并补派" in me.shows
    assert path in me.get("/complaints?state=answered").page.text
    assert path not in me.get("/complaints?state=overdue").page.text
    me.get(path).send(f"{path}/close").followed()
    assert "已归档" in me.shows
    assert Visitor(week.world).known("v1").get("/complaints").page.status_code == 403
