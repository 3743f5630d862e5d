"""Migrations and models say the same; a database of the first migration with data in it can be brought up to date."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Date,
    DateTime,
    Engine,
    Float,
    Integer,
    LargeBinary,
    MetaData,
    Numeric,
    Table,
    Time,
    inspect,
    text,
)

from api.servers import PostgresServer
from matcher_api.database.engine import make_engine, writing
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


def test_a_database_of_the_first_migration_keeps_all_it_has(empty: Engine) -> None:
    upgrade(empty, "0001")
    first = MetaData()
    first.reflect(empty)
    filled(empty, first)
    before = {table.name: content(empty, table) for table in first.sorted_tables}
    upgrade(empty)
    for table in first.sorted_tables:
        if table.name != "alembic_version":
            assert content(empty, table) == before[table.name], table.name
    with empty.connect() as connection:
        assert connection.execute(text("SELECT at = created_at AND by_role = '' FROM reveal")).scalar_one()
        assert connection.execute(text("SELECT reason FROM visit")).scalars().all() == [""]
        assert connection.execute(text("SELECT told_at FROM assignment")).scalars().all() == [None]
        if empty.dialect.name == "sqlite":
            assert connection.execute(text("PRAGMA foreign_key_check")).all() == []
            assert connection.execute(text("PRAGMA foreign_keys")).scalar_one() == 1
    empty.dispose()


def filled(engine: Engine, tables: MetaData) -> None:
    """One row in every table, each pointing to the one row of its parents."""
    with writing(engine).begin() as connection:
        for table in tables.sorted_tables:
            if table.name != "alembic_version":
                connection.execute(table.insert().values({c.name: some(c) for c in table.columns}))


def some(column: Column[Any]) -> object:
    kind = column.type
    if column.nullable:  # some point in circles
        return None
    if column.foreign_keys:
        parent = next(iter(column.foreign_keys)).column.table.name
        return f"the {parent}"
    if column.name == "id":
        return f"the {column.table.name}"
    if isinstance(kind, Boolean):
        return False
    if isinstance(kind, DateTime):
        return datetime(2026, 9, 7, 8, tzinfo=UTC)
    if isinstance(kind, Time):
        return time(8)
    if isinstance(kind, Date):
        return date(2026, 9, 7)
    if isinstance(kind, Integer | Float | Numeric):
        return 1
    return {} if isinstance(kind, JSON) else b"x" if isinstance(kind, LargeBinary) else "x"


def content(engine: Engine, table: Table) -> list[tuple[object, ...]]:
    with engine.connect() as connection:
        return [tuple(row) for row in connection.execute(table.select())]


def test_the_migrated_database_refuses_double_bookings_itself(empty: Engine) -> None:
    upgrade(empty)
    with empty.connect() as connection:
        if empty.dialect.name == "sqlite":
            rows = connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'trigger'").all()
        else:
            rows = connection.exec_driver_sql("SELECT tgname FROM pg_trigger WHERE NOT tgisinternal").all()
    assert rows != []
    empty.dispose()
