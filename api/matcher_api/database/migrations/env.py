"""Alembic's entry: runs on the engine that `database.upgrade` gives it."""

import sqlite3
from typing import Literal

from alembic import context
from sqlalchemy import Connection, Engine
from sqlmodel.sql.sqltypes import AutoString, UTCDateTime

from matcher_api.database.engine import writing
from matcher_api.database.tables import METADATA


def plain_types(kind: str, item: object, _: object) -> str | Literal[False]:
    """Migrations name SQLAlchemy's own types: they stay as they are when SQLModel's change."""
    if kind != "type":
        return False
    if isinstance(item, UTCDateTime):
        return "sa.DateTime(timezone=True)"
    if isinstance(item, AutoString):
        return f"sa.String(length={item.length})" if item.length else "sa.String()"
    return False


def without_foreign_keys(connection: Connection) -> None:
    """SQLite rebuilds a table to change it: with foreign keys on, dropping the old one would take every row that points
    to it along. They are checked as a whole before the migration is kept. Nobody else gets this connection."""
    driver = connection.connection.driver_connection
    assert isinstance(driver, sqlite3.Connection)
    connection.detach()
    driver.execute("PRAGMA foreign_keys=OFF")
    driver.execute("PRAGMA legacy_alter_table=ON")  # triggers may name a table that is being rebuilt


def checked(connection: Connection) -> None:
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
    if broken:
        raise RuntimeError(f"the migration leaves rows that point nowhere (table, row, to): {broken[:5]}")


engine: Engine = context.config.attributes["engine"]
with writing(engine).connect() as connection:
    sqlite = connection.dialect.name == "sqlite"
    if sqlite:
        without_foreign_keys(connection)
    context.configure(
        connection=connection,
        target_metadata=METADATA,
        render_as_batch=sqlite,
        compare_type=True,
        render_item=plain_types,
        transaction_per_migration=True,
        on_version_apply=(lambda ctx, **_: checked(ctx.connection)) if sqlite else None,
    )
    with context.begin_transaction():
        if not sqlite:  # two services that start at once take turns
            connection.exec_driver_sql("SELECT pg_advisory_xact_lock(7211)")
        context.run_migrations()
