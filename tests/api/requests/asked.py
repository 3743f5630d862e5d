"""Requests as tests make them: a catalogue, a clinic of times, and what is posted."""

from __future__ import annotations

from typing import Any

from api.world import World
from matcher_api.catalogue.models import CatalogueItem
from matcher_api.catalogue.shipped import shipped

WEDNESDAY = {"start": "2026-11-25T09:00:00+08:00", "end": "2026-11-25T11:30:00+08:00"}
ITEMS = ("G02", "H12", "W01", "W02", "W06", "W08", "C19", "C25")


def with_items(world: World, *codes: str) -> World:
    world.add(*(CatalogueItem(**i.model_dump(exclude={"id"})) for i in shipped() if i.code in (codes or ITEMS)))
    return world


def ask(world: World, who: str = "coordinator", *, confirm: bool = True, **change: Any) -> Any:
    """The response to a plain request for W01 on Wednesday; `change`: other fields, None leaves one out."""
    body = {
        "community_id": world.community,
        "resident_id": world.resident,
        "item_code": "W01",
        "text": "想请人帮忙打扫做饭",
        "windows": [WEDNESDAY],
    } | change
    body = {k: v for k, v in body.items() if v is not None}
    return world.as_(who).post(f"/requests?confirm_duplicates={str(confirm).lower()}", body)


def act(world: World, request_id: str, action: str, body: Any = None, *, who: str = "coordinator") -> Any:
    return world.as_(who).post(f"/requests/{request_id}/{action}", body)


def verified(world: World, **change: Any) -> dict[str, Any]:
    """A request whose visits exist."""
    made = ask(world, **change)
    assert made.status_code == 201, made.json()
    done = act(world, made.json()["id"], "verify", {})
    assert done.status_code == 200, done.json()
    answer: dict[str, Any] = done.json()
    return answer


def visits_of(world: World, request: dict[str, Any]) -> list[dict[str, Any]]:
    """As the coordinator sees them, in order of making."""
    answer = world.as_("coordinator").get(f"/visits?request_id={request['id']}&limit=500")
    items: list[dict[str, Any]] = answer.json()["items"]
    return items


def faults(answer: Any) -> list[tuple[str, str]]:
    assert answer.status_code == 422, answer.json()
    return [(e["field"], e["code"]) for e in answer.json()["errors"]]
