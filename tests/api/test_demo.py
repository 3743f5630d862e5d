"""The demo: a week in the tables, and a login of every role that works."""

from __future__ import annotations

from fastapi.testclient import TestClient
from sqlalchemy import Engine

from matcher.cli.demo import shipped
from matcher_api.access.roles import AccessRole
from matcher_api.demo import Demo
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
