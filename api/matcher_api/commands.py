"""The commands this package adds to `matcher` (entry points `matcher.commands`): serve, and a demo that serves.

Everything heavy is imported inside, so that `matcher --help` answers at once.
"""

from __future__ import annotations

import logging
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from matcher_api.settings import Settings

COLLECT_AFTER = 10_000
"""Objects made before the youngest are looked through (Python: 700): one page of a week makes more."""
TURN_SECONDS = 0.001
"""A thread that computes lets others take a turn after so long (Python: 0.005): an answer needs several turns."""
Host = Annotated[str, typer.Option(help="监听地址 · Address to listen on.")]
Port = Annotated[int, typer.Option(help="端口 · Port.", min=1, max=65535)]


def serve(
    host: Host = "127.0.0.1",
    port: Port = 8000,
    database: Annotated[str, typer.Option(help="数据库 · Database URL; else MATCHER_DATABASE_URL.")] = "",
    admin: Annotated[str, typer.Option(help="建立管理员并印出密码 · Make an administrator, print the password.")] = "",
) -> None:
    """启动服务 · Serve the API and its pages until stopped."""
    from matcher_api.demo import Demo
    from matcher_api.operations.logs import configure
    from matcher_api.settings import Settings

    settings = Settings(database_url=database) if database else Settings()
    configure(as_json=settings.log_json)
    engine = ready(settings)
    if admin:
        _print(Demo(engine, settings).administrator(admin))
    until_stopped(engine, settings, host=host, port=port)


def demo(
    context: typer.Context,
    out: Annotated[Path, typer.Option(help="输出文件夹 · Folder for what it writes.")] = Path("matcher-demo"),
    time_limit: Annotated[float, typer.Option(help="最长秒数 · At most this many seconds.")] = 30.0,
    serves: Annotated[
        bool,
        typer.Option("--serve/--no-serve", help="启动服务，或只在终端排班 · Serve it, or a roster in the terminal."),
    ] = True,
    host: Host = "127.0.0.1",
    port: Port = 8000,
) -> int:
    """演示 · Solve and publish the shipped week, serve it with a login of every role."""
    from matcher.cli.demo import demo as in_terminal
    from matcher.cli.demo import shipped

    if not serves:
        return in_terminal(context, out=out, time_limit=time_limit)
    from matcher_api.demo import Demo
    from matcher_api.operations.logs import configure
    from matcher_api.settings import Settings

    configure(as_json=False, least=logging.WARNING)
    out.mkdir(parents=True, exist_ok=True)
    file = out / "demo.db"
    for old in (file, *(file.with_name(file.name + end) for end in ("-wal", "-shm"))):
        old.unlink(missing_ok=True)  # made anew each time: its week is the next one
    settings = Settings(database_url=f"sqlite:///{file}", state_dir=out / "state", public_url=f"http://{host}:{port}")
    engine = ready(settings)
    made = Demo(engine, settings)
    _print(["载入并求解虚构的一周 · Loading and solving a made-up week ..."])
    logins = made.week(shipped("xizha-week"), first_day=next_monday(date.today()))  # noqa: DTZ011
    _print(made.published(time_limit=time_limit))
    _print(["", "登录名 · logins", *logins, ""])
    until_stopped(engine, settings, host=host, port=port)
    return 0


def next_monday(today: date) -> date:
    """Of the week after this one, so that all of it lies ahead."""
    return today + timedelta(days=7 - today.weekday())


def ready(settings: Settings) -> Engine:
    """The database at its newest migration."""
    from matcher_api.database.engine import make_engine
    from matcher_api.database.tables import METADATA
    from matcher_api.database.upgrade import upgrade

    assert METADATA.tables
    engine = make_engine(settings.database_url)
    upgrade(engine)
    return engine


def until_stopped(engine: Engine, settings: Settings, *, host: str, port: int) -> None:
    """Ctrl-C or SIGTERM ends it in good order."""
    import gc
    import sys

    import uvicorn

    from matcher_api.main import create_app

    _print([f"打开 · open   http://{host}:{port}/", "Ctrl-C 结束 · ends it"])
    app = create_app(settings, engine=engine)
    gc.collect()
    gc.freeze()  # what is loaded stays: looked through again and again it cost a third of publishing a week
    gc.set_threshold(COLLECT_AFTER)
    sys.setswitchinterval(TURN_SECONDS)
    uvicorn.run(app, host=host, port=port, access_log=False, log_level="warning")


def _print(lines: list[str]) -> None:
    for line in lines:
        typer.echo(line)
