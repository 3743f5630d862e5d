"""PostgreSQL: by its own pg_dump and pg_restore, which must be at least as new as the server."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

from sqlalchemy import Engine, make_url, text

from matcher_api.backups.fault import BackupError

HEADER = b"PGDMP"


def saved(url: str, to: Path) -> None:
    """A dump of one moment in PostgreSQL's custom format; readable by its owner alone."""
    part = to.with_name(f"{to.name}.part")
    part.unlink(missing_ok=True)
    part.touch(mode=0o600)
    try:
        _run("pg_dump", url, "--format=custom", "--no-owner", f"--file={part}")
        part.replace(to)
    finally:
        part.unlink(missing_ok=True)


def brought_back(backup: Path, url: str, engine: Engine) -> None:
    """The database becomes the backup in one transaction. Not while services use it: they must not send what the
    backup still holds as unsent."""
    if not backup.is_file() or backup.read_bytes()[: len(HEADER)] != HEADER:
        raise BackupError(f"{backup} is no dump of a PostgreSQL database")
    with engine.connect() as connection:
        query = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
        others = connection.execute(text(query)).scalar_one()
    engine.dispose()
    if others:
        raise BackupError(f"{others} connections use the database: stop the services first")
    options = ("--clean", "--if-exists", "--no-owner", "--single-transaction", "--exit-on-error")
    _run("pg_restore", url, *options, str(backup))


def _run(program: str, url: str, *words: str) -> None:
    found = shutil.which(program)
    if found is None:
        raise BackupError(f"{program} is not on the PATH: install PostgreSQL's client programs")
    where = make_url(url)
    asked: Mapping[str, object] = {
        "PGHOST": where.host or where.query.get("host"),
        "PGPORT": where.port or where.query.get("port"),
        "PGUSER": where.username,
        "PGPASSWORD": where.password,  # by the environment: other users of the machine see a command's words
    }
    environment = {**os.environ, **{k: str(v) for k, v in asked.items() if v}}
    done = subprocess.run(
        [found, f"--dbname={where.database}", *words], env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise BackupError(f"{program} ended with {done.returncode}: {done.stderr.strip()[-500:]}")
