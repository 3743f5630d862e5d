"""What machines are told of the service: metrics without ids, one line of log a call, nothing personal in either."""

from __future__ import annotations

import structlog
from structlog.testing import capture_logs

from api.world import World
from matcher_api.operations.logs import told


def figures(world: World) -> dict[str, float]:
    lines = world.client.get("/metrics").text.splitlines()
    return {name: float(value) for name, _, value in (x.rpartition(" ") for x in lines if not x.startswith("#"))}


def test_calls_are_counted_by_route(world: World) -> None:
    name = 'matcher_calls_total{method="GET",route="/api/v1/communities/{community_id}",status="%d"}'
    before = figures(world)
    world.as_("coordinator").get(f"/communities/{world.community}")
    world.as_("coordinator").get("/communities/nobody")
    after = figures(world)
    assert after[name % 200] == before.get(name % 200, 0) + 1
    assert after[name % 404] == before.get(name % 404, 0) + 1
    assert world.community not in world.client.get("/metrics").text
    assert after["matcher_outbox_waiting"] == 0


def test_a_call_is_one_line(world: World) -> None:
    with capture_logs() as lines:
        answer = world.as_("coordinator").get("/volunteers?q=王小明")
    (line,) = [x for x in lines if x["event"] == "call"]
    assert line["request"] == answer.headers["x-request-id"]
    assert {k: line[k] for k in ("method", "route", "status", "log_level")} == {
        "method": "GET", "route": "/api/v1/volunteers", "status": answer.status_code, "log_level": "info"
    }  # fmt: skip
    assert line["login"] and "王小明" not in str(line) and line["ms"] > 0


def test_machines_that_ask_often_are_not_logged(world: World) -> None:
    with capture_logs() as lines:
        world.client.get("/health")
        world.client.get("/metrics")
    assert lines == []


def test_an_error_is_told_by_kind_and_place() -> None:
    try:
        raise ValueError("王小明 19912345678")
    except ValueError as error:
        said = told(error)
    assert said["error"] == "ValueError" and "test_operations.py" in said["frames"][-1]
    assert "王" not in str(said) and "199" not in str(said)
    assert structlog.get_logger() is not None
