"""Engines for SQLite and PostgreSQL that begin transactions the same way: a writer waits for its turn, then reads."""

from __future__ import annotations

import sqlite3
from typing import Any

from sqlalchemy import Engine, create_engine, event, make_url
from sqlalchemy.engine import Connection

BUSY_MILLISECONDS = 20_000
"""How long a writer of SQLite waits for the one before it."""


def make_engine(url: str) -> Engine:
    """`url` as in `Settings.database_url`; plain postgresql:// means psycopg 3."""
    if url.startswith(("postgresql://", "postgres://")):
        url = "postgresql+psycopg://" + url.split("://", 1)[1]
    if url.startswith("sqlite"):
        return _sqlite(url)
    return create_engine(url, pool_size=10, max_overflow=20, pool_pre_ping=True)


def writing(engine: Engine) -> Engine:
    """The same engine for a transaction that will write: SQLite takes its write lock at the start (no upgrade later,
    which could only fail)."""
    return engine.execution_options(writes=True)


def _sqlite(url: str) -> Engine:
    # kept open: to open a connection and set it up takes longer than most of what is asked of it
    pool = {"pool_size": 10, "max_overflow": 40} if make_url(url).database else {}
    engine = create_engine(url, connect_args={"check_same_thread": False}, **pool)

    @event.listens_for(engine, "connect")
    def connected(connection: sqlite3.Connection, _: Any) -> None:
        connection.isolation_level = None  # we begin transactions ourselves, below
        for pragma in (
            "journal_mode=WAL",
            "synchronous=FULL",
            "foreign_keys=ON",
            "secure_delete=ON",  # what is erased is overwritten in the file
            f"busy_timeout={BUSY_MILLISECONDS}",
        ):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def begun(connection: Connection) -> None:
        writes = connection.get_execution_options().get("writes", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine
