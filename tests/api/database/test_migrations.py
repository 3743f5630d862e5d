"""Migrations and models say the same; a database of the first migration with data in it can be brought up to date."""

from __future__ import annotations

from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Engine, inspect

from api.servers import PostgresServer
from matcher_api.database.engine import make_engine
from matcher_api.database.tables import METADATA
from matcher_api.database.upgrade import upgrade


@pytest.fixture(params=["sqlite", "postgresql"])
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Engine:
    if request.param == "sqlite":
        return make_engine(f"sqlite:///{tmp_path / 'empty.db'}")
    server: PostgresServer = request.getfixturevalue("postgres_server")
    return make_engine(server.created("migrated"))


def test_migrations_equal_the_models(empty: Engine) -> None:
    upgrade(empty)
    with empty.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, METADATA) == []
    empty.dispose()


def test_upgrading_twice_changes_nothing(empty: Engine) -> None:
    upgrade(empty)
    before = sorted(inspect(empty).get_table_names())
    upgrade(empty)
    assert sorted(inspect(empty).get_table_names()) == before
    empty.dispose()


def test_the_migrated_database_refuses_double_bookings_itself(empty: Engine) -> None:
    upgrade(empty)
    with empty.connect() as connection:
        if empty.dialect.name == "sqlite":
            rows = connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'trigger'").all()
        else:
            rows = connection.exec_driver_sql("SELECT tgname FROM pg_trigger WHERE NOT tgisinternal").all()
    assert rows != []
    empty.dispose()
