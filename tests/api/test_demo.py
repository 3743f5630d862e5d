"""The demo: a week in the tables, and a login of every role that works."""

from __future__ import annotations

import json
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx2
from fastapi.testclient import TestClient
from sqlalchemy import Engine

from api.world import on_sqlite
from matcher.cli.demo import shipped
from matcher_api.access.roles import AccessRole
from matcher_api.commands import next_monday
from matcher_api.database.record import utc_now
from matcher_api.demo import Demo
from matcher_api.demo_stories import ASKED
from matcher_api.main import create_app
from matcher_api.settings import Settings


def test_every_login_that_is_printed_works(engine: Engine, settings: Settings) -> None:
    demo = Demo(engine, settings)
    lines = demo.week(shipped("xizha-week"))
    assert [line.split()[0] for line in lines] == [role.value for role in AccessRole]
    app = create_app(settings, engine=engine, migrate=False)
    with TestClient(app, base_url="http://testserver") as client:
        for line in lines[:3]:
            name, password = line.split()
            answer = client.post("/api/v1/sessions", json={"username": name, "password": password})
            assert (answer.status_code, answer.json()["roles"]) == (201, [name])
        listed = client.get("/api/v1/communities").json()["items"]
        assert [c["code"] for c in listed] == ["xizha-week"]
        again = demo.week(shipped("xizha-week"))[0].split()[1]
        assert again != lines[0].split()[1]
        old = client.post("/api/v1/sessions", json={"username": "coordinator", "password": lines[0].split()[1]})
        assert old.status_code == 401


@on_sqlite
def test_each_login_has_something_to_look_at(engine: Engine, settings: Settings) -> None:
    """As a newcomer meets it: offers, a visit at home, bookings of a room, requests to be verified, titles."""
    demo = Demo(engine, settings)
    logins = dict(line.split() for line in demo.week(shipped("xizha-week"), first_day=next_monday(utc_now().date())))
    assert "proven" in demo.published(time_limit=30)[0]
    app = create_app(settings, engine=engine, migrate=False)
    with TestClient(app, base_url="http://testserver") as client:

        def seen(name: str, path: str) -> Any:
            client.cookies.clear()
            client.post("/api/v1/sessions", json={"username": name, "password": logins[name]})
            return client.get(f"/api/v1{path}").json()

        assert len(seen("volunteer", "/me/offers")) >= 1
        assert len(seen("resident", "/visits")["items"]) >= 1
        assert len(seen("unit", "/bookings")["items"]) >= 1
        waiting = seen("coordinator", "/requests?state=submitted")["items"]
        assert len(waiting) == len(ASKED) and {r["channel"] for r in waiting} == {"phone", "counter", "web"}
        titles = [r["title"] for r in seen("coordinator", "/rosters")["items"]]
        assert len(set(titles)) == len(titles) == 2 and "" not in titles


COMMAND = (sys.executable, "-c", "from matcher.cli import main; import sys; sys.exit(main())")


@contextmanager
def serving(*words: str) -> Iterator[tuple[list[str], httpx2.Client, list[dict[str, Any]]]]:
    """`matcher` with these words and a free port: what it printed, a client of it, and - once the block ends by an
    interrupt - its log."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = subprocess.Popen(
        [*COMMAND, *words, "--port", str(port)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    told, log = list[str](), list[dict[str, Any]]()
    try:
        assert process.stdout is not None
        for line in process.stdout:
            told.append(line.rstrip("\n"))
            if "Ctrl-C" in line:
                break
        with httpx2.Client(base_url=f"http://127.0.0.1:{port}", timeout=30) as client:
            for _ in range(100):
                try:
                    client.get("/health")
                    break
                except httpx2.TransportError:
                    time.sleep(0.1)
            yield told, client, log
        process.send_signal(signal.SIGINT)
        assert process.wait(30) in (0, 130)
        log += [json.loads(line) for line in process.communicate()[1].splitlines() if line.startswith("{")]
    finally:
        process.kill()
        process.communicate()


def test_the_demo_serves_until_it_is_interrupted(tmp_path: Path) -> None:
    """The command itself: a port that answers, a login that works, a published week, and a clean end."""
    with serving("demo", "--out", str(tmp_path / "demo")) as (told, client, _):
        password = next(line.split()[1] for line in told if line.startswith("coordinator"))
        assert any("已证明最优" in line and "第 1 版" in line for line in told), told
        assert all(sum(1 + (c > "⺀") for c in line) <= 80 for line in told), told
        login = client.post("/api/v1/sessions", json={"username": "coordinator", "password": password})
        assert login.status_code == 201, login.text
        rosters = client.get("/api/v1/rosters").json()["items"]
        # what the week says people know already, and the demo's own
        assert [(r["state"], r["newest_version"]) for r in rosters] == [("published", 1)] * 2


def test_serve_makes_an_administrator_and_logs_a_line_a_call(tmp_path: Path) -> None:
    database = f"sqlite:///{tmp_path / 'own.db'}"
    with serving("serve", "--database", database, "--admin", "ann") as (told, client, log):
        name, password = told[0].split()
        assert client.get("/ready").json()["status"] == "ready"
        login = client.post("/api/v1/sessions", json={"username": name, "password": password})
        assert (name, login.status_code, login.json()["roles"]) == ("ann", 201, ["admin"])
    (line,) = [entry for entry in log if entry["event"] == "call"]
    assert (line["route"], line["status"], line["level"]) == ("/api/v1/sessions", 201, "info")
    assert "ann" not in str(log) and password not in str(log)
