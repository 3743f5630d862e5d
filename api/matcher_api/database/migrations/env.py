"""Alembic's entry: runs on the engine that `database.upgrade` gives it."""

from typing import Literal

from alembic import context
from sqlalchemy import Engine
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


engine: Engine = context.config.attributes["engine"]
with writing(engine).connect() as connection:
    context.configure(
        connection=connection,
        target_metadata=METADATA,
        render_as_batch=connection.dialect.name == "sqlite",
        compare_type=True,
        render_item=plain_types,
        transaction_per_migration=True,
    )
    with context.begin_transaction():
        if connection.dialect.name == "postgresql":  # two services that start at once take turns
            connection.exec_driver_sql("SELECT pg_advisory_xact_lock(7211)")
        context.run_migrations()
