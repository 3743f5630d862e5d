"""`matcher backup` and `matcher restore`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

File = Annotated[Path, typer.Argument(help="备份文件 · The backup.")]
Database = Annotated[str, typer.Option(help="数据库 · Database URL; else MATCHER_DATABASE_URL.")]
BROKEN = 2


def backup(file: File, database: Database = "") -> int:
    """备份 · Copy the whole database to a file while the service runs."""
    from matcher_api.backups import service
    from matcher_api.backups.fault import BackupError
    from matcher_api.settings import Settings

    try:
        service.backup(database or Settings().database_url, file)
    except BackupError as error:
        typer.echo(str(error), err=True)
        return BROKEN
    typer.echo(f"已备份 · saved: {file} ({file.stat().st_size:,} bytes)")
    return 0


def restore(
    file: File,
    database: Database = "",
    resend: Annotated[
        bool, typer.Option("--resend", help="未发的消息照发 · Send what the backup holds as unsent.")
    ] = False,
) -> int:
    """恢复 · Make the database what the backup holds."""
    from matcher_api.backups import service
    from matcher_api.backups.fault import BackupError
    from matcher_api.database.record import utc_now
    from matcher_api.database.tables import METADATA
    from matcher_api.settings import Settings

    assert METADATA.tables
    try:
        called = service.restore(database or Settings().database_url, file, now=utc_now(), resend=resend)
    except BackupError as error:
        typer.echo(str(error), err=True)
        return BROKEN
    typer.echo(f"已恢复 · restored: {file}")
    if called:
        typer.echo(f"{called} 条消息可能已发出，请看电话名单 · may have been sent before: see the call list")
    return 0
