"""Backup and restore of whatever database the service has."""

from __future__ import annotations

import tempfile
from datetime import datetime
from pathlib import Path

from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, make_url

from matcher_api.backups import postgresql, sqlite
from matcher_api.backups.fault import BackupError
from matcher_api.backups.holding import held_back
from matcher_api.database.engine import make_engine
from matcher_api.database.upgrade import config, upgrade


def backup(database_url: str, to: Path) -> None:
    """One moment of the database, while services use it; the file `to` appears whole or not at all."""
    if to.exists():
        raise BackupError(f"{to} exists: choose another name")
    file = _file(database_url)
    if file is not None:
        sqlite.saved(file, to)
    else:
        postgresql.saved(database_url, to)


def restore(database_url: str, backup: Path, *, now: datetime, resend: bool = False) -> int:
    """The database becomes the backup, brought to the newest migration; how many messages somebody must call about.

    Messages that the backup holds as unsent are held back, unless `resend`: nothing was sent since it was made.
    SQLite: in one step, also while services run. PostgreSQL: refused while anybody is connected.
    """
    file = _file(database_url)
    if file is not None:
        with tempfile.TemporaryDirectory(dir=file.parent) as folder:
            copy = Path(folder) / "restored.db"
            sqlite.brought_back(backup, copy)
            held = _readied(make_engine(f"sqlite:///{copy}"), now, resend=resend)
            sqlite.brought_back(copy, file)
        return held
    engine = make_engine(database_url)
    postgresql.brought_back(backup, database_url, engine)
    return _readied(engine, now, resend=resend)


def _readied(engine: Engine, now: datetime, *, resend: bool) -> int:
    try:
        with engine.connect() as connection:
            revision = MigrationContext.configure(connection).get_current_revision()
        known = {r.revision for r in ScriptDirectory.from_config(config(engine)).walk_revisions()}
        if revision not in known:
            raise BackupError(f"the backup is of migration {revision}, which this version does not know")
        upgrade(engine)
        return 0 if resend else held_back(engine, now)
    finally:
        engine.dispose()


def _file(database_url: str) -> Path | None:
    """Of an SQLite database."""
    url = make_url(database_url)
    if not url.drivername.startswith("sqlite"):
        return None
    if not url.database or url.database == ":memory:":
        raise BackupError("a database in memory has no backup")
    return Path(url.database)
