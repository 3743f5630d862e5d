"""Every answer carries the security headers; bodies have a cap; machines can ask how the service is."""

from __future__ import annotations

from collections.abc import Iterator

from api.world import World
from matcher_api.bookings import guard
from matcher_api.database.tables import METADATA
from matcher_api.database.upgrade import upgrade
from matcher_api.web.headers import HEADERS


def test_every_answer_carries_the_headers(world: World) -> None:
    for path in ("/health", "/api/v1/communities", "/nowhere"):
        answer = world.client.get(path)
        assert {name.decode(): answer.headers[name.decode()] for name, _ in HEADERS} == {
            name.decode(): value.decode() for name, value in HEADERS
        }


def test_a_body_that_is_too_large_is_refused_also_when_its_length_is_not_told(world: World) -> None:
    most = world.settings.max_body_mb << 20

    def pieces() -> Iterator[bytes]:
        for _ in range((most >> 20) + 1):
            yield b" " * (1 << 20)

    told = world.client.post("/api/v1/sessions", content=b" " * (most + 1))
    untold = world.client.post("/api/v1/sessions", content=pieces())
    for answer in (told, untold):
        assert (answer.status_code, answer.json()["code"]) == (413, "too_large")


def test_alive_and_ready(world: World) -> None:
    assert world.client.get("/health").json() == {"status": "alive"}
    before = world.client.get("/ready")
    assert (before.status_code, before.json()["migration"]) == (503, None)


def test_ready_after_the_migrations(world: World) -> None:
    METADATA.drop_all(world.engine)
    with world.engine.begin() as connection:
        for statement in guard.REMOVED[world.engine.dialect.name]:
            connection.exec_driver_sql(statement)
    upgrade(world.engine)
    answer = world.client.get("/ready")
    assert (answer.status_code, answer.json()["status"]) == (200, "ready")
