"""Looks for words in every column of every table, and in the bytes of SQLite's files."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

from sqlalchemy import Engine, MetaData


def found(engine: Engine, words: Iterable[str]) -> list[tuple[str, str, str]]:
    """(table, column, word), of whatever lies in the database: also tables that no model knows."""
    tables = MetaData()
    tables.reflect(engine)
    hits = set()
    with engine.connect() as connection:
        for table in tables.sorted_tables:
            for row in connection.execute(table.select()).mappings():
                for column, value in row.items():
                    text = json.dumps(value, ensure_ascii=False, default=str)
                    hits |= {(table.name, str(column), word) for word in words if word in text}
    return sorted(hits)


def in_files(engine: Engine, words: Iterable[str]) -> list[tuple[str, str]]:
    """(end of the file's name, word), of the database's file and its log."""
    path = Path(str(engine.url.database))
    files = sorted(path.parent.glob(f"{path.name}*"))
    assert files
    return [(f.name, word) for f in files for word in words if word.encode() in f.read_bytes()]
