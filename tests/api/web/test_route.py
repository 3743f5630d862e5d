"""Two calls that lock each other out are tried again: both go through, each is carried out once."""

from __future__ import annotations

import threading

import pytest
from fastapi import APIRouter, FastAPI
from fastapi.testclient import TestClient
from sqlalchemy.exc import OperationalError
from sqlmodel import col, select

from api.world import Speaker, World
from matcher_api.access.roles import AccessRole
from matcher_api.audit.models import AuditEntry
from matcher_api.communities.models import Community, Place
from matcher_api.main import create_app
from matcher_api.web.route import TRIES
from matcher_api.web.router import resource
from matcher_api.web.work import WorkOf, allow


class Deadlock(Exception):
    sqlstate = "40P01"


def audits(world: World) -> int:
    with world.writing() as session:
        return len(session.exec(select(AuditEntry).where(col(AuditEntry.action) == "tried")).all())


def app_with(world: World, router: APIRouter) -> FastAPI:
    app = create_app(world.settings, engine=world.engine, now=lambda: world.now, migrate=False)
    app.include_router(router, prefix="/api/v1")
    return app


@pytest.mark.parametrize(("failures", "status", "kept"), [(0, 200, 1), (TRIES - 1, 200, 1), (TRIES, 500, 0)])
def test_a_deadlock_is_tried_again_a_few_times(world: World, failures: int, status: int, kept: int) -> None:
    router, tries = resource("/tried", "tried"), [0]

    @router.post("", dependencies=allow(AccessRole.ADMIN))
    def tried(work: WorkOf) -> dict[str, int]:
        work.audit("tried", work.session.get_one(Community, world.community))
        work.session.flush()
        tries[0] += 1
        if tries[0] <= failures:
            raise OperationalError("", {}, Deadlock())
        return {"tries": tries[0]}

    client = TestClient(app_with(world, router), raise_server_exceptions=False)
    answer = Speaker(client, "admin").call("POST", "/tried", headers={"Idempotency-Key": "k"})
    assert answer.status_code == status
    assert audits(world) == kept
    assert tries[0] == min(failures + 1, TRIES)


def test_locks_in_both_orders(world: World) -> None:
    """A real deadlock on PostgreSQL; on SQLite writers queue and there is none."""
    with world.writing() as session:
        place = Place(community_id=world.community, code="D2", kind="home", x=1.0, y=0.0)
        session.add(place)
        session.commit()
    router, barrier, tries = resource("/both", "both"), threading.Barrier(2), [0]
    parallel = world.engine.dialect.name == "postgresql"

    @router.post("/{first}/{second}", dependencies=allow(AccessRole.ADMIN))
    def both(work: WorkOf, first: str, second: str) -> dict[str, int]:
        tries[0] += 1
        work.locked(Place, first)
        if parallel and tries[0] <= 2:
            barrier.wait(10)
        work.locked(Place, second)
        work.audit("tried", work.session.get_one(Community, world.community))
        return {}

    app = app_with(world, router)
    answers: list[int] = []

    def call(first: str, second: str) -> None:
        client = TestClient(app, raise_server_exceptions=False)
        answers.append(Speaker(client, "admin").post(f"/both/{first}/{second}").status_code)

    threads = [threading.Thread(target=call, args=ids) for ids in ((world.home, place.id), (place.id, world.home))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [200, 200]
    assert audits(world) == 2
    assert tries[0] == (3 if parallel else 2)
