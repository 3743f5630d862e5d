"""Every test of the service runs on SQLite and on PostgreSQL (`database`), each with an empty copy of one template."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy import Engine, text
from sqlmodel import Session

from api.servers import PostgresServer
from api.world import World
from matcher_api.access.logging_in import Attempts
from matcher_api.database.engine import make_engine, writing
from matcher_api.database.tables import METADATA
from matcher_api.main import create_app
from matcher_api.settings import Settings


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PostgresServer]:
    """A server of its own, with the tables in a template database. Not in pytest's folder, which a fourth run of
    pytest at the same time would take away."""
    with (
        tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder,
        PostgresServer.started(Path(folder)) as server,
    ):
        engine = make_engine(server.created("matcher_template"))
        METADATA.create_all(engine)
        engine.dispose()
        yield server


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("sqlite") / "template.db"
    engine = make_engine(f"sqlite:///{path}")
    METADATA.create_all(writing(engine))
    with engine.connect() as connection:
        connection.execute(text("SELECT 1"))
    engine.dispose()
    return path


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """URL of an empty database with all tables."""
    if request.param == "sqlite":
        template: Path = request.getfixturevalue("sqlite_template")
        shutil.copy(template, tmp_path / "matcher.db")
        yield f"sqlite:///{tmp_path / 'matcher.db'}"
        return
    server: PostgresServer = request.getfixturevalue("postgres_server")
    url = server.lent("matcher_template")
    yield url
    server.returned(url)


@pytest.fixture
def engine(database: str) -> Iterator[Engine]:
    made = make_engine(database)
    yield made
    made.dispose()


@pytest.fixture
def settings(database: str, tmp_path: Path) -> Settings:
    return Settings(
        database_url=database,
        secret="test-secret",
        state_dir=tmp_path,
        cheap_passwords=True,
        runner=False,
        log_json=False,
    )


@pytest.fixture(scope="session")
def application() -> FastAPI:
    """One for all tests: its routes are the same, and thousands of them would weigh more than what is tested."""
    return create_app(Settings(database_url="sqlite://", login_attempts="1/minute"), migrate=False)


@pytest.fixture
def world(engine: Engine, settings: Settings, application: FastAPI) -> Iterator[World]:
    """An application at a fixed moment, with a community and a login of every role."""
    made, state = World(engine, settings), application.state
    state.engine, state.settings, state.now = engine, settings, lambda: made.now
    state.attempts = Attempts(settings.login_attempts)
    with TestClient(application, base_url="http://testserver") as client:
        made.opened(client)
        yield made


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    """A transaction of the test's own, for looking at or preparing rows; commit it yourself."""
    with Session(writing(engine), expire_on_commit=False) as opened:
        yield opened
