"""What no database can keep is refused at the edge, alike on both: NUL in paths, queries, bodies; half surrogates."""

from __future__ import annotations

import pytest

from api.world import World
from matcher_api.communities.models import Community
from matcher_api.web.storable import storable


@pytest.mark.parametrize("part", ["%00", "a%00b", "%00%00"])
def test_nothing_is_called_that(world: World, part: str) -> None:
    for method in ("GET", "PATCH", "DELETE"):
        answer = world.as_("admin").call(method, f"/facilities/{part}", headers={"If-Match": "*"}, json={})
        assert (answer.status_code, answer.json()["code"]) == (404, "not_found"), method


def test_queries_and_bodies_name_every_field(world: World) -> None:
    admin = world.as_("admin")
    listed = admin.get("/communities?after=%00&limit=3")
    assert (listed.status_code, [e["field"] for e in listed.json()["errors"]]) == (422, ["after"])
    body = rb'{"code": "a\u0000", "name": "\ud800", "settings": {"x": ["fine", "\u0000"], "\u0000": 1}}'
    sent = admin.call("POST", "/communities", content=body, headers={"Content-Type": "application/json"})
    assert sent.status_code == 422
    assert [(e["field"], e["code"]) for e in sent.json()["errors"]] == [
        (field, "unstorable") for field in ("code", "name", "settings.x.1", "settings")
    ]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-32-le"])
def test_json_in_another_encoding(world: World, encoding: str) -> None:
    sent = r'{"code": "c2", "name": "a\u0000"}'.encode(encoding)
    answer = world.as_("admin").call("POST", "/communities", content=sent, headers={"Content-Type": "application/json"})
    assert answer.status_code == 422
    assert [(e["field"], e["code"]) for e in answer.json()["errors"]] == [("name", "unstorable")]


def test_a_written_backslash_is_no_nul(world: World) -> None:
    made = world.as_("admin").post("/communities", {"code": "c1", "name": "\\u0000 \U0001f600"})
    assert made.status_code == 201, made.json()
    with world.writing() as session:
        assert session.get_one(Community, made.json()["id"]).name == "\\u0000 \U0001f600"


def test_what_can_be_kept() -> None:
    assert storable("") and storable("退休\n教师 \U0001f600\ud7ff\ue000")
    assert not storable("a\0") and not storable("\ud800") and not storable("\udfff")
