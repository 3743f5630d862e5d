"""SQLite: copied by its own backup API, which sees one moment whatever is written meanwhile."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path

from matcher_api.backups.fault import BackupError
from matcher_api.database.engine import BUSY_MILLISECONDS

HEADER = b"SQLite format 3\x00"


def saved(database: Path, to: Path) -> None:
    """Writes the file `to`, whole or not at all; readable by its owner alone."""
    if not database.is_file():
        raise BackupError(f"there is no database {database}")
    part = to.with_name(f"{to.name}.part")
    part.unlink(missing_ok=True)
    part.touch(mode=0o600)
    try:
        _copied(database, part)
        with closing(sqlite3.connect(part)) as copy:
            copy.execute("PRAGMA journal_mode=DELETE")  # one file, nothing beside it
            found = copy.execute("PRAGMA integrity_check").fetchone()
            if found != ("ok",):
                raise BackupError(f"the copy is not sound: {found}")
        with part.open("rb") as file:
            os.fsync(file.fileno())
        part.replace(to)
    finally:
        part.unlink(missing_ok=True)


def brought_back(backup: Path, database: Path) -> None:
    """The database becomes the backup in one transaction; services that run see either the one or the other."""
    if not backup.is_file() or backup.read_bytes()[: len(HEADER)] != HEADER:
        raise BackupError(f"{backup} is no backup of an SQLite database")
    _copied(backup, database)


def _copied(source: Path, target: Path) -> None:
    with closing(sqlite3.connect(source)) as here, closing(sqlite3.connect(target)) as there:
        for connection in (here, there):
            connection.execute(f"PRAGMA busy_timeout={BUSY_MILLISECONDS}")
        here.backup(there)
