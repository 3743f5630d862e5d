"""Every endpoint x role, from the tables in `access/`: one file a resource, an x for who may call it."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.routing import APIRoute

from api.world import World
from matcher_api.access.roles import AccessRole
from matcher_api.main import create_app

TABLES = Path(__file__).parent / "access"
WHO = ("anonymous", *(r.value for r in AccessRole if r != AccessRole.ADMIN))


def rows() -> list[dict[str, str]]:
    found: list[dict[str, str]] = []
    for path in sorted(TABLES.glob("*.csv")):
        with path.open(encoding="utf-8") as file:
            found += list(csv.DictReader(file))
    return found


def routes(app: FastAPI) -> Iterator[tuple[str, str]]:
    """(method, path) of everything the application answers below /api/v1."""
    for path, item in app.openapi()["paths"].items():
        for method in item:
            if path.startswith("/api/v1"):
                yield method.upper(), path.removeprefix("/api/v1")


def test_every_endpoint_has_its_row(world: World) -> None:
    app = create_app(world.settings, engine=world.engine, migrate=False)
    hidden = [r.path for r in app.routes if isinstance(r, APIRoute) and not r.include_in_schema]
    assert [p for p in hidden if p.startswith("/api/")] == []
    assert sorted((r["method"], r["path"]) for r in rows()) == sorted(routes(app))


@pytest.mark.parametrize("who", [*WHO, "admin"])
def test_who_may_call_what(world: World, who: str) -> None:
    """Allowed: anything but 401 and 403 (ids that do not exist, empty bodies); else 401 without a login, 403 with."""
    speaker = world.as_(None if who == "anonymous" else who)
    wrong = []
    for row in rows():
        method, path = row["method"], re.sub(r"\{[^}]*\}", "none", row["path"])
        answer = speaker.call(method, path, headers={"If-Match": "*"})
        allowed = who == "admin" or bool(row[who].strip())
        refused = {401} if who == "anonymous" else {403}
        if (answer.status_code in {401, 403}) == allowed or not (allowed or answer.status_code in refused):
            wrong.append((method, row["path"], answer.status_code, "allowed" if allowed else "forbidden"))
    assert wrong == []
